"""What an amount is of in a finished plan: the plan's own sums, in Decimal, over its leaves and decisions.

A row is one comparison `found relation limit`, in M or units whatever its base:

    >=, <=, =     found = measure + its History             limit = level/100 x base + its History
    within        found = |measure - base|                  limit = amount/100 x base (points: of the partners' work)
    pro-rata      found = distance from the part due        limit = amount
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from procure import keys, tally
from procure.facts import Facts
from procure.measures import content, cost, deliveries, past, work
from procure.measures.bases import (
    ABSOLUTE,
    COMPONENT_COST,
    EARLIER,
    GDP,
    OWN_COST,
    PARTNERS_WORK,
    POINTS,
    PRO_RATA,
    SHARED,
    TOTAL_COST,
)
from procure.measures.rows import Row
from procure.plan import Plan, dec
from procure.problem import Rule

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row in a finished plan. unit: M (or units) that one unit of the amount stands for; 0 = part of nothing."""

    found: Decimal
    relation: str
    limit: Decimal
    tolerance: Decimal
    unit: Decimal


def asked(rule: Rule) -> Decimal:
    """The amount on the scale of what is reached: "2 points" is 2 below the share for >=."""
    amount = dec(rule.amount)
    return -amount if rule.base == POINTS and rule.relation == ">=" else amount


def compare(plan: Plan, f: Facts, row: Row, value: Decimal, own: Decimal) -> Comparison:
    """The row's comparison. value: of the measure; own: what rounding may have moved in it."""
    rule, amount = row.rule, dec(row.rule.amount)
    column = past.COLUMNS.get(rule.measure)
    if rule.base == PRO_RATA:
        granted = own + deliveries.NEAR * (1 + len(f.nations) * len(row.periods))
        return Comparison(_from_pro_rata(plan, f, row, value), "<=", amount, granted, Decimal(1))
    found = value + (past.found(f, row, row.who, column) if column else ZERO)
    if rule.base in ABSOLUTE:
        return Comparison(found, rule.relation, amount, own, Decimal(1))
    expected, whole, grain = _of(plan, f, row)
    level = asked(rule)
    if rule.relation == "within":
        centre = expected if rule.base == POINTS else whole
        granted = own + abs(HUNDRED + amount) / 100 * grain
        return Comparison(abs(found - centre), "<=", amount * whole / 100, granted, whole / 100)
    limit = expected + level * whole / 100 if rule.base == POINTS else level * whole / 100
    factor = abs(level) / 100
    if rule.base == POINTS:
        factor = max((abs(share + level / 100) for share, _ in _expected(plan, f, row)), default=ZERO)
    return Comparison(found, rule.relation, limit, own + factor * grain, whole / 100)


def _of(plan: Plan, f: Facts, row: Row) -> tuple[Decimal, Decimal, Decimal]:
    """(what the agreed share comes to, what 100 is of, what rounding may have moved in the latter)."""
    base, unit = row.rule.base, dec(f.problem.programme.rounding_m)
    if base == GDP:
        years = dec(f.calendar.year_fraction) * (len(row.periods) + dec(past.periods(f, row)))
        return ZERO, sum((dec(f.nations[n].gdp or 0.0) for n in row.who), ZERO) * years, ZERO
    if base == EARLIER:
        figure = next((v for name, v in row.rule.references if name == ", ".join(row.index)), 0.0)
        return ZERO, dec(figure), ZERO
    if base == OWN_COST:
        charges = list(cost.gross_leaves(plan, f, row))
        return ZERO, sum(charges, ZERO) + past.found(f, row, row.who, "paid_m"), unit * max(1, len(charges))
    if base == TOTAL_COST:
        spent = [v for (p, t), v in plan.values.get("spend", {}).items() if p in row.phases and t in row.periods]
        runs = {piece.run for piece in tally.prices(plan, f) if f.packages[piece.package].phase in row.phases}
        more = sum(c.phase in row.phases for c in f.problem.other_costs)
        more += sum(f.phases[p].contingency_fraction > 0 for p in row.phases)
        grain = unit * max(1, len(runs) + more)
        return ZERO, sum(spent, ZERO) + past.found(f, row, tuple(f.nations), "paid_m"), grain
    if base == COMPONENT_COST:
        total, grain = content.cost(plan, f, row, tuple(f.nations), tuple(f.suppliers))
        return ZERO, total, grain
    weighted, partners = row.rule.measure == "weighted work", base in (*SHARED, PARTNERS_WORK)
    who = f.partners if partners else tuple(f.nations)
    grain = work.grain(plan, f, row, who, weighted=weighted)
    if base in SHARED:
        parts = _expected(plan, f, row)
        expected = sum((share * done for share, done in parts), ZERO)
        return expected, sum((done for _, done in parts), ZERO) if base == POINTS else expected, grain
    total = sum((amount for _, amount in work.pieces(plan, f, row, who, weighted=weighted)), ZERO)
    return ZERO, total + past.found(f, row, who, "work"), grain


def _expected(plan: Plan, f: Facts, row: Row) -> list[tuple[Decimal, Decimal]]:
    """(part that the measured nations may expect, work of the partners), for each piece of work and of History."""
    shares: dict[tuple[str, int], Decimal] = {}
    for p in row.phases:
        for (n, t), share in (keys.agreed_share(f, f.phases[p]) or {}).items():
            if n in row.who:
                shares[p, t] = shares.get((p, t), ZERO) + dec(share)
    weighted = row.rule.measure == "weighted work"
    done = (
        (shares.get((tally.phase_of(f, piece), piece.period), ZERO), amount)
        for piece, amount in work.pieces(plan, f, row, f.partners, weighted=weighted)
    )
    return [*done, *past.expected(f, row)]


def _from_pro_rata(plan: Plan, f: Facts, row: Row, value: Decimal) -> Decimal:
    """Units from the nations' part of what is handed over, by what is due."""
    only = set(row.items)
    needed = [(d.nation, dec(d.due[t])) for d in f.needs.values() if only >= set(d.items) for t in row.periods]
    mine, everybody = sum(u for n, u in needed if n in row.who), sum(u for _, u in needed)
    handed_over = sum(
        units for (i, _, t), units in plan.values.get("deliver", {}).items() if i in row.items and t in row.periods
    )
    return abs(value - Decimal(handed_over) * mine / everybody) if everybody else ZERO
