"""Losses as tables and in words: what each comes to, the worst first, and who pays more."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from procure import solve
from procure.stress.found import IDLE, REFUSED, Found, Struck
from procure.stress.losses import SUPPLIER
from procure.tables.table import PLAIN, Column, Rows, Table, number_format

SHEET, NATIONS = "Losses", "Who pays more"
NOT_SIGNIFICANT, NOT_PROVEN = "not significant", "not proven"
PAYERS = 3  # that a cell names
LEAST = Fraction(1, 200)  # M: less shows as nothing
_MONEY = number_format("", 2)
_STATES = {solve.INFEASIBLE: "no plan", solve.NO_PLAN: "not found in time", IDLE: IDLE}


def tables(found: Found) -> dict[str, list[Table]]:
    """The tables of the workbook by sheet."""
    return {SHEET: [ranked(found)], NATIONS: [by_nation(found)]}


def ranked(found: Found) -> Table:
    """A loss a row, the worst first."""
    rows, cost = Rows(), found.base.cost
    for number, one in enumerate(found.struck, start=1):
        if not one.survived:
            told = "; ".join((*one.why.splitlines()[:1], *one.said))
            row = (None, None, None, None, None, _state(one), told)
            rows.add(number, one.loss.name, one.loss.kind, *row, red=[8])
            continue
        share = None if not cost or one.more is None else _decimal(one.more / abs(cost), 6)
        rows.add(
            number, one.loss.name, one.loss.kind, one.delay, _plain(one.missing), _money(one.more), share,
            remark(one), _state(one), payers(one),
        )  # fmt: skip
    columns = [
        Column("", "0", 4), Column("lost", width=24), Column("kind", width=9), Column("months later", "0", 9),
        Column("units missing", PLAIN, 10), Column("cost more", _MONEY, 12), Column("%", "0.00%", 9),
        Column("remark", width=16), Column("state", width=16), Column("who pays more, or why", width=60),
    ]  # fmt: skip
    return rows.table(SHEET, f"What each loss comes to, {_from(found)}", _sentence(), columns)


def _sentence() -> str:
    return (
        "Worst first: no plan, then delay, then cost. Months later: of the latest unit of those who stay. Cost more: "
        "what those who stay pay more, M as the planner counts cost. Not significant: within both gaps. "
        "What was agreed with whoever is lost is void, so that a loss may also save something."
    )


def by_nation(found: Found) -> Table:
    """Nation by loss: M that it pays more."""
    rows = Rows()
    struck = [one for one in found.struck if one.survived and one.by]
    for n in found.base.borne:
        amounts = [_money(one.by.get(n, Fraction(0))) for one in struck]
        if any(amounts) or found.base.borne[n]:
            rows.add(n, _money(found.base.borne[n]), *amounts)
    columns = [Column("nation", width=14), Column("in the plan", _MONEY, 12)]
    columns += [Column(f"without {one.loss.name}", _MONEY, 14) for one in struck]
    sentence = "M that each nation bears in the plan, and more (or less) after each loss that leaves a plan."
    return rows.table(NATIONS, "Who pays more", sentence, columns)


def words(found: Found) -> list[str]:
    """What the losses say: how many leave no plan, the worst of the others, and what is not known."""
    struck, said = found.struck, []
    gone = [one for one in struck if one.state == solve.INFEASIBLE]
    void = [one for one in struck if one.state == REFUSED]
    unknown = [one for one in struck if not one.survived and one not in (*gone, *void)]
    left = [one for one in struck if one.survived]
    idle = [one for one in left if one.state == IDLE]
    if gone:
        said.append(f"No plan is left without {_names(gone)}.")
    for one in void:
        said.append(f"Without {_name(one)} the workbook cannot stand: {one.why.removeprefix('error: ').rstrip('.')}.")
    if unknown:
        told = (f"{_name(one)} ({_state(one)}{f': {one.why}' if one.why else ''})" for one in unknown)
        said.append(f"Nothing is known of {'; '.join(told)}.")
    hit = [one for one in left if one.state != IDLE]
    if hit:
        worst = hit[0]
        late = f"{worst.delay} months later" if worst.delay else "no unit later"
        mark = f" ({remark(worst)})" if remark(worst) else ""
        said.append(f"Worst of those that leave one is {_name(worst)}: {late}, {_costs(worst)}{mark}.")
    quiet = [one for one in hit if not one.delay and not one.missing and not one.significant]
    if quiet:
        said.append(f"No unit later, and no cost beyond the gaps: {_names(quiet)}.")
    if idle:
        said.append(f"With nothing to do {_from(found)}: {_names(idle)}.")
    return said or ["There is nobody to lose."]


def remark(one: Struck) -> str:
    """What is to be said of the difference of cost: it may come from the gaps alone, or nothing is proven of it."""
    if not one.more or abs(one.more) < LEAST:
        return ""
    if one.gaps is None:
        return NOT_PROVEN
    return "" if one.significant else NOT_SIGNIFICANT


def payers(one: Struck) -> str:
    """ "FR 12.30, DE 4.10": those who stay and pay more, the most first."""
    more = {n: amount for n, amount in one.by.items() if amount >= LEAST and n != one.loss.leaves}
    named = sorted(more, key=lambda n: (-more[n], n))
    rest = f", {len(named) - PAYERS} more" if len(named) > PAYERS else ""
    return ", ".join(f"{n} {_money(more[n]):,}" for n in named[:PAYERS]) + rest


def records(found: Found) -> dict[str, Any]:
    """The same for a JSON document."""
    return {
        "from": found.base.problem.programme.calendar.labels[found.first],
        "base": {"state": found.base.state, "cost": float(found.base.cost),
                 "bound": None if found.base.least is None else float(found.base.least)},
        "losses": [
            {
                "lost": one.loss.name, "kind": one.loss.kind, "state": one.state, "survived": one.survived,
                "months_later": one.delay, "units_missing": float(one.missing),
                "cost_more": None if one.more is None else float(one.more),
                "gaps": None if one.gaps is None else float(one.gaps), "significant": one.significant,
                "by_nation": {n: float(amount) for n, amount in one.by.items()}, "why": one.why, "said": list(one.said),
            }
            for one in found.struck
        ],
    }  # fmt: skip


def _from(found: Found) -> str:
    return f"from {found.base.problem.programme.calendar.labels[found.first]}"


def _costs(one: Struck) -> str:
    amount = one.more or Fraction(0)
    if abs(amount) < LEAST:
        return "those who stay pay no more"
    return f"those who stay pay {_money(abs(amount)):,} M {'more' if amount > 0 else 'less'}"


def _state(one: Struck) -> str:
    return _STATES.get(one.state, one.state)


def _name(one: Struck) -> str:
    return one.loss.name if one.loss.kind == SUPPLIER else f"the nation {one.loss.name}"


def _names(some: list[Struck]) -> str:
    names = [_name(one) for one in some]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _plain(units: Decimal) -> Decimal | None:
    return round(units, 3) + 0 if units else None


def _money(amount: Fraction | None) -> Decimal | None:
    return None if amount is None else _decimal(amount, 2)


def _decimal(amount: Fraction, digits: int) -> Decimal:
    return round(Decimal(amount.numerator) / Decimal(amount.denominator), digits) + 0  # no minus before nothing
