"""Flows of money and work: from who pays to the nations whose industry does the work.

In a phase whose key is "own units" a nation pays the sets made for its own units; all other money of a phase goes to
the phase's work in proportion, since nobody pays for a piece of work alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import tally
from procure.problem import Phase
from procure.report.chart import DIGITS, Chart
from procure.report.timeline import keys_of
from procure.tables.figures import SEEN, ZERO, Figures, part
from procure.tables.sentences import money
from procure.tables.table import PERCENT, Column, Rows

NO_WORK = "no nation's work"  # VAT, contingency, transfers and costs that are performed nowhere
Flows = dict[tuple[str, str], Decimal]


def flows(x: Figures) -> Iterator[Chart]:
    """A band for each payer (a nation or a fund) and each nation that works for its money."""
    found = {pair: amount for pair, amount in between(x).items() if amount > SEEN}
    if not found:
        return
    order = [*x.shown_nations, *(fund.id for fund in x.f.problem.funds), NO_WORK]
    ranked = sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))
    given: dict[str, Decimal] = defaultdict(Decimal)
    for (payer, _), amount in found.items():
        given[payer] += amount
    rows = Rows()
    seen = [pair for pair in ranked if found[pair] >= _unit(x) / 2]
    for payer, worker in seen:
        rows.add(payer, worker, found[payer, worker], part(found[payer, worker], given[payer]))
    rows.add("all", "", sum(found.values(), ZERO), None, total=True)
    columns = [Column("paid by"), Column("work in"), Column("amount", x.money), Column("part of what is paid", PERCENT)]
    said = (
        "Within a phase money goes to the work in proportion, save where nations pay their own units. "
        f"{NO_WORK.capitalize()}: VAT, contingency, transfers and costs that are performed nowhere."
    )
    said += " Flows that would show as 0 are not listed." if len(seen) < len(ranked) else ""
    table = rows.table("", "Flows of money and work", said, columns)
    here = {n for pair in ranked for n in pair if n in x.f.nations}
    drawing = _drawing(x, order, found)
    yield Chart("flows", table.title, _sentence(x, found), table, drawing, keys_of(x, here))


def between(x: Figures) -> Flows:
    """flows[payer, nation that works], M: payers are nations, with what they pay themselves, and funds' grants."""
    found: Flows = defaultdict(Decimal)
    for p in x.f.problem.phases:
        for (n, worker), amount in _of_phase(x, p).items():
            gross = x.gross.get((n, p.id), ZERO)
            for payer, share in _sources(x, n, p.id, gross).items():
                found[payer, worker] += amount * share
        for n in x.shown_nations:
            found[n, NO_WORK] += x.vat.get((n, p.id), ZERO)
    return dict(found)


def _unit(x: Figures) -> Decimal:
    """The smallest amount that money is shown in."""
    return Decimal(1).scaleb(-x.decimals)


def _of_phase(x: Figures, p: Phase) -> Flows:
    """flows[nation that bears, nation that works] of what a phase costs, grants not taken off, without VAT."""
    found = _own_units(x, p) if p.key == "own units" else {}
    borne = {str(n): amount for (n, q), amount in x.gross.items() if q == p.id}
    done = {str(n): amount for (n, q), amount in x.performed.items() if q == p.id}
    done[NO_WORK] = max(ZERO, sum(borne.values(), ZERO) - sum(done.values(), ZERO))
    for (payer, worker), amount in found.items():
        borne[payer] = borne.get(payer, ZERO) - amount
        done[worker] = done.get(worker, ZERO) - amount
    left = {n: max(ZERO, amount) for n, amount in borne.items()}
    open_ = {worker: max(ZERO, amount) for worker, amount in done.items()}
    whole = sum(open_.values(), ZERO)
    result: Flows = defaultdict(Decimal, found)
    for n, amount in left.items():
        for worker, work in open_.items():
            result[n, worker] += amount * work / whole if whole else ZERO
    return {pair: amount for pair, amount in result.items() if amount}


def _own_units(x: Figures, p: Phase) -> Flows:
    """What nations pay for the sets of their own units, by the nation that makes them."""
    found: Flows = defaultdict(Decimal)
    payers = {(w.id, b.id): b.payer for w in x.f.recurring if w.phase == p.id for b in x.f.streams[w.id]}
    for (w, s, b, _), price in x.plan.items("price"):
        payer = payers.get((str(w), str(b)))
        for worker, share in tally.work_parts(x.f, str(w), str(s)).items() if payer else ():
            found[str(payer), worker] += price * share
    return dict(found)


def _sources(x: Figures, n: str, phase: str, gross: Decimal) -> dict[str, Decimal]:
    """Who pays what a nation bears of a phase: itself, and the funds that give it grants, as fractions."""
    given: dict[str, Decimal] = defaultdict(Decimal)
    for (fund, who, p, _), amount in x.plan.items("grant"):
        if who == n and p == phase and gross:
            given[str(fund)] += amount / gross
    return {n: 1 - sum(given.values(), ZERO), **given}


def _drawing(x: Figures, order: list[str], found: Flows) -> dict[str, Any]:
    """Payers on the one side and workers on the other, both in the order of the tables."""
    colours = {n: k for k, n in enumerate(x.f.nations)}
    sides = [("<", {payer for payer, _ in found}), (">", {worker for _, worker in found})]
    nodes = [
        {"id": f"{side}{name}", "name": name, "side": side, "colour": colours.get(name)}
        for side, names in sides
        for name in dict.fromkeys(order)
        if name in names
    ]
    links = [{"from": f"<{a}", "to": f">{b}", "value": round(float(found[a, b]), DIGITS)} for a, b in sorted(found)]
    return {"kind": "flows", "nodes": nodes, "links": links, "unit": " M", "decimals": x.decimals}


def _sentence(x: Figures, found: Flows) -> str:
    whole, home = sum(found.values(), ZERO), sum((v for (a, b), v in found.items() if a == b), ZERO)
    abroad = {pair: amount for pair, amount in found.items() if pair[0] != pair[1] and pair[1] != NO_WORK}
    said = f"Spread over each phase's work, {home / whole:.0%} of the money is for work in the nation it comes from"
    if not abroad:
        return f"{said}."
    (payer, worker), amount = max(abroad.items(), key=lambda one: (one[1], one[0]))
    return f"{said}; the largest flow from one to another is from {payer} to {worker}, {money(x, amount)}."
