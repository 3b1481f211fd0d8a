"""Checks of who takes part when, of buy-ins, exit caps and levies."""

from __future__ import annotations

from collections.abc import Iterator

from procure import keys, settlements, text
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.problem import CUSTOMER, PARTNER, Nation, Phase

COLUMNS = ("joins", "leaves")


def _cell(facts: Facts, nation: Nation, column: str) -> str:
    return facts.problem.cell("Nations", nation.row, column)


def _coming_and_going(facts: Facts) -> list[Nation]:
    return [n for n in facts.problem.nations if n.joins is not None or n.leaves is not None]


def periods(facts: Facts) -> Iterator[Finding]:
    """Nations leave after they have joined, and only those who pay can do either."""
    for n in _coming_and_going(facts):
        said = [column for column in COLUMNS if getattr(n, column) is not None]
        if n.role not in (PARTNER, CUSTOMER):
            message = f"expected a partner or a customer, found {n.id}, a {n.role}, which never takes part."
            yield Finding(ERROR, _cell(facts, n, said[0]), "role of a member", message, "Leave the cell blank.")
        elif n.joins is not None and n.leaves is not None and n.leaves < n.joins:
            labels = facts.calendar.labels
            message = f"expected no period before {labels[n.joins]}, in which it joins, found {labels[n.leaves]}."
            yield Finding(ERROR, _cell(facts, n, "leaves"), "leaves before it joins", message)


def due_outside(facts: Facts) -> Iterator[Finding]:
    """Nothing is due to a nation before it joins or after it leaves."""
    for need in facts.needs.values():
        nation = facts.nations[need.nation]
        outside = [t for t, units in enumerate(need.due) if units > 0 and not nation.member(t)]
        if outside:
            labels = text.listing([facts.calendar.labels[t] for t in outside])
            where = facts.problem.cell("Requirements", need.row, "nation")
            message = f"expected units due while {need.nation} takes part, found {need.name} due in {labels}."
            hint = "Look at joins and leaves in Nations, or move what is due."
            yield Finding(ERROR, where, "due outside membership", message, hint)


def deserted(facts: Facts) -> Iterator[Finding]:
    """In every period somebody who pays in a phase takes part, with a part above 0 in its key."""
    if not _coming_and_going(facts):
        return
    for p in facts.problem.phases:
        who = keys.sharers(facts, p)
        empty = [t for t in facts.periods if not keys.inside(facts, who, t)]
        where = facts.problem.cell("Phases", p.row, "key")
        if empty and who:
            message = f"expected somebody who pays for {p.id} in every period, found nobody who takes part in "
            message += f"{text.listing([facts.calendar.labels[t] for t in empty])}."
            yield Finding(ERROR, where, "nobody left", message, "Look at joins and leaves in Nations.")
            continue
        yield from _without_part(facts, p, where)


def _without_part(facts: Facts, p: Phase, where: str) -> Iterator[Finding]:
    used = p.fallback if p.key in settlements.OWN else p.key if p.key in keys.FIXED else ""
    amounts = keys.amounts(facts, p, used) if used else {}
    if not sum(amounts.values()) > 0:
        return  # said of the phase as a whole elsewhere
    for t in facts.periods:
        there = keys.inside(facts, keys.sharers(facts, p), t)
        if not sum(amounts.get(n, 0.0) for n in there) > 0:
            message = f"expected somebody with a part above 0 of {p.id} in {facts.calendar.labels[t]}, found none by "
            message += f"the key {used} among {text.listing(there)}."
            yield Finding(ERROR, where, "nobody left", message, "Give them a weight in Shares, or another key.")
            return


def bounds(facts: Facts) -> Iterator[Finding]:
    """Those who take part in a period may together pay all of a negotiated phase."""
    rows = sorted(facts.problem.shares, key=lambda s: s.phase is not None)
    for p in facts.problem.phases if _coming_and_going(facts) else ():
        stated = {s.nation: s for s in rows if s.phase in (None, p.id) and s.highest_fraction is not None}
        for t in facts.periods if p.key == "negotiated" else ():
            there = keys.inside(facts, keys.sharers(facts, p), t)
            highest = [stated[n].highest_fraction if n in stated else 1.0 for n in there]
            whole = sum(x or 0.0 for x in highest)
            if there and whole < 1 - 1e-6:
                message = f"expected highest shares of those who take part in {facts.calendar.labels[t]} "
                message += f"({text.listing(there)}) that sum to at least 100 %, found {whole * 100:g} %."
                where = facts.problem.cell("Shares", next(stated[n].row for n in there if n in stated), "highest")
                yield Finding(ERROR, where, "bounds of shares", message)
                break


def without_effect(facts: Facts) -> Iterator[Finding]:
    """Buy-ins, exit caps, levies and ways to make a key that change nothing."""
    paid = any(sum(settlements.past(facts, p).values()) > 0 for p in facts.problem.phases)
    last = facts.periods[-1]
    for n in facts.problem.nations:
        if n.joins is not None and n.buy_in_fraction > 0 and not paid:
            message = f"{n.id} joins and History says nothing of what was paid: it buys into nothing."
            yield Finding(WARNING, _cell(facts, n, "buy-in"), "buy-in without History", message, "Fill in History.")
        if n.joins is None and n.buy_in_fraction != 1:
            message = f"{n.id} does not join: its buy-in is not used."
            yield Finding(WARNING, _cell(facts, n, "buy-in"), "buy-in without joins", message)
        if n.exit_cap_m is not None and (n.leaves is None or n.leaves >= last):
            when = "does not leave" if n.leaves is None else "leaves with the last period"
            message = f"{n.id} {when}: its exit cap is not used."
            yield Finding(WARNING, _cell(facts, n, "exit cap"), "exit cap without leaves", message)
    for p in facts.problem.phases:
        if p.levy_m and p.id not in settlements.of(facts).customers:
            where, message = facts.problem.cell("Phases", p.row, "levy"), f"no customer takes units of {p.id}."
            yield Finding(WARNING, where, "levy without customers", message)
        used = p.fallback if p.key in settlements.OWN else p.key
        if p.by_orders and used not in ("offtake", "negotiated"):
            where = facts.problem.cell("Phases", p.row, "key follows")
            message = f"the key {used} of {p.id} has nothing to do with orders."
            yield Finding(WARNING, where, "key without orders", message)
