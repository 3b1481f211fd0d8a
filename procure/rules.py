"""Rules: measure + who + relation + amount x base -> rows of the optimisation, checks of the plan, results to print.

    must     measure - base  >=, <=, =  amount
    should   measure - base + worth miss >= amount,   measure - base - worth miss <= amount,   miss >= 0
    report   no row

    miss   unit of the amount   weighed in the stage "cost" with the rule's penalty (M per unit)
    worth  M per unit           1, or what a point or a per cent stands for at the lowest prices (bases.worth)

Who and what the rows speak of is resolved in measures/rows.py, what the amount is of in measures/bases.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procure import keys
from procure.facts import Facts
from procure.findings import WARNING, Check, Finding
from procure.measures import MEASURES, bases
from procure.measures.bases import POINTS, PRO_RATA
from procure.measures.rows import Row, complaint, mixed, resolve, unknown
from procure.pieces import Terms
from procure.plan import Plan
from procure.problem import Rule
from procure.text import listing


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One row of a rule in a finished plan.

    reached, amount, slack, missed: in `unit` (M, %, points, units); None where there is nothing to be a part of.
    Points are told from the agreed share: -2 is two below it. binding: no room left but for rounding.
    """

    rule: Rule
    who: str
    phase: str
    window: str
    reached: Decimal | None
    amount: Decimal
    unit: str
    slack: Decimal | None
    binding: bool
    held: bool
    missed: Decimal | None


def rows(f: Facts) -> list[Row]:
    """Every row of every rule, in the rules' order. Rules that `refusals` complains about have none."""
    return [row for rule in f.problem.rules if not _stopped(f, rule) for row in _rows(f, rule)]


def refusals(f: Facts) -> list[Finding]:
    """Errors: what cannot be planned as it is worded, with the reason and the nearest wording that can.

    A model's rule that the sheet does not re-set may have nothing to speak of in this programme: it has no rows then.
    """
    return [found for rule in f.problem.rules for found in _stopped(f, rule) or _empty(f, rule)]


def warnings(f: Facts) -> list[Finding]:
    """Rules that can be planned, and may not be what is meant."""
    return [found for rule in f.problem.rules for found in _narrow(f, rule)]


def _rows(f: Facts, rule: Rule) -> Iterator[Row]:
    measure = MEASURES[rule.measure]
    for row in resolve(f, rule, bases.phases(f, rule.base)):
        if measure.measurable(f, row) and bases.pro_rata_known(f, row):
            yield row


def _stopped(f: Facts, rule: Rule) -> list[Finding]:
    """Errors of wording: words that do not fit together, then names that do not exist."""
    wording = [
        complaint(f, rule, column, "rule refused", f"rule {rule.id}: {why}", hint)
        for column, why, hint in _wording(rule)
    ]
    if wording:
        return wording
    names = [] if _general(rule) else list(unknown(f, rule))
    if names or "package" not in MEASURES[rule.measure].FILTERS:
        return names
    return [*mixed(f, rule), *_no_share(f, rule)]


def _wording(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """(column, reason, way out) of what the rule's own words forbid."""
    measure = MEASURES[rule.measure]
    if rule.base not in measure.BASES:
        why, hint = measure.REFUSED[rule.base]
        yield "base", f"{rule.measure} cannot be held against {rule.base}: {why}.", hint
        return
    for kind, name in rule.of:
        if kind not in measure.FILTERS:
            fitting = ", ".join(measure.FILTERS)
            yield "of", f"{rule.measure} cannot be filtered by {kind} ({name}).", f"It can be filtered by {fitting}."
    if rule.window not in measure.WINDOWS:
        why = f"{rule.measure} have no period, so no window {rule.window!r}."
        yield "window", why, "Use window total."
    elif rule.span is not None and measure.WINDOWS == ("total",):
        yield "from", f"{rule.measure} have no period, so none can be the first or last.", "Leave from and to blank."
    if rule.base == POINTS and rule.relation == "=" and rule.amount:
        why = "equal to the agreed share give or take some points can mean more or less."
        yield "relation", why, "Use two rules, >= and <=, or the amount 0."
    if rule.base == PRO_RATA and rule.relation != "<=":
        yield "relation", "a distance from pro-rata can only have an upper limit.", "Use <=."
    if rule.base == PRO_RATA and rule.window == "each period":
        why = "pro-rata of a single period would force units to be late in it."
        yield "window", why, "Use window cumulative."


def _no_share(f: Facts, rule: Rule) -> Iterator[Finding]:
    """Points of an agreed share need one in every phase that counts."""
    if rule.base != POINTS:
        return
    named = {p for row in resolve(f, rule, bases.phases(f, rule.base)) for p in row.phases}
    without = [p for p in sorted(named) if keys.agreed_share(f, f.phases[p]) is None]
    if without:
        text = f"rule {rule.id}: no work share is agreed in {listing(without)}, whose cost key is negotiated"
        hint = "Use base % of own cost, or state work shares in Shares."
        yield complaint(f, rule, "base", "no agreed share", text, hint)


def _empty(f: Facts, rule: Rule) -> list[Finding]:
    """An error where nothing is left to hold the rule against, or a nation named outright has none of it."""
    found = list(_rows(f, rule))
    if _general(rule):
        return []
    if not found:
        who = {n for row in resolve(f, rule, bases.phases(f, rule.base)) for n in row.who}
        text = f"rule {rule.id} speaks of nobody and nothing in this programme: its words leave "
        text += "no package, phase or requirement" if who else "no nation or no phase"
        return [complaint(f, rule, "of" if who else "who", "filters to nothing", text, "Widen who or of, or drop it.")]
    present = {n for row in found for n in row.who}
    absent = [n for n in rule.who if n in f.nations and n not in present]
    if absent:
        text = f"rule {rule.id}: there is no {rule.measure} of {listing(absent)} to measure"
        return [complaint(f, rule, "who", "filters to nothing", text, "Take the name out.")]
    return []


def _general(rule: Rule) -> bool:
    """Whether the rule is the model's own, which was not written for this programme."""
    return rule.agreed and not rule.row


def _narrow(f: Facts, rule: Rule) -> list[Finding]:
    if rule.base == PRO_RATA and rule.amount < 1 and rule.strength != "report":
        text = f"rule {rule.id}: closer than 1 unit to pro-rata may be out of reach of whole units, or force lateness"
        return [complaint(f, rule, "amount", "narrow pro-rata", text, "Use 1 or more.", WARNING)]
    return []


# In the optimisation


def constrain(m: Any, f: Facts) -> None:
    """Add a row for every `must`, and one with a miss for every `should`."""
    for row in rows(f):
        if row.rule.strength == "report":
            continue
        terms = MEASURES[row.rule.measure].expression(m, f, row)
        terms = [*terms, *((-c, x) for c, x in bases.terms(m, f, row))]
        cells = (f.problem.cell("Rules", row.rule.row, "amount"),)
        soft: dict[str, Terms] = {">=": [], "<=": [], "=": []}
        if row.rule.strength == "should":
            key = (row.rule.id, ", ".join(row.index))
            miss, worth = m.declare("miss", [(key, 0, None)])[key], bases.worth(f, row)
            soft = {">=": [(worth, miss)], "<=": [(-worth, miss)]}
        for relation, right, *side in _sides(row):
            m.require("rule", (row.rule.id, *row.index, *side), [*terms, *soft[relation]], relation, right, cells)


def _sides(row: Row) -> list[tuple[Any, ...]]:
    """(relation, right side, label where there are two) of the row's inequalities."""
    right, soft = bases.constant(row), row.rule.strength == "should"
    if row.rule.base == PRO_RATA:
        return [(">=", -right, "below"), ("<=", right, "above")]
    if row.rule.relation == "=" and soft:
        return [(">=", right, "below"), ("<=", right, "above")]
    return [(row.rule.relation, right)]


# In a finished plan


def audit(plan: Plan, f: Facts) -> Iterable[Check]:
    """A Check for every row of strength must."""
    return [_check(plan, f, row) for row in rows(f) if row.rule.strength == "must"]


def _check(plan: Plan, f: Facts, row: Row) -> Check:
    """The row as one comparison: in M where it is of money, whatever its base."""
    measure = MEASURES[row.rule.measure]
    found = bases.found(plan, f, row, measure.value(plan, f, row))
    return Check(
        clause=f"rule {row.rule.id}",
        index=row.index,
        found=found,
        relation=row.rule.relation,
        limit=bases.limit(plan, f, row)[0],
        tolerance=bases.tolerance(plan, f, row, measure.tolerance(plan, f, row)),
        unit=measure.UNIT,
        cells=tuple(c for c in (f.problem.cell("Rules", row.rule.row, "amount"),) if c),
    )


def results(plan: Plan, f: Facts) -> list[RuleResult]:
    """What every row of every rule came to, whatever its strength."""
    return [_result(plan, f, row) for row in rows(f)]


def _result(plan: Plan, f: Facts, row: Row) -> RuleResult:
    check, one, asked = _check(plan, f, row), bases.one(plan, f, row), bases.asked(row)
    there = one > 0
    return RuleResult(
        rule=row.rule,
        who=row.nation,
        phase=row.phase,
        window=row.window,
        reached=asked + (check.found - check.limit) / one if there else None,
        amount=asked,
        unit=bases.UNITS[row.rule.base] or MEASURES[row.rule.measure].UNIT,
        slack=check.slack / one if there else None,
        binding=abs(check.slack) <= check.tolerance and there,
        held=check.holds,
        missed=(Decimal(0) if check.holds else -check.slack / one) if there else None,
    )
