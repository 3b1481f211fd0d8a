"""Rules: measure + who + relation + amount x base -> rows of the optimisation, checks of the plan, results to print.

    must     measure - base  >=, <=, =  amount
    should   measure - base + worth miss >= amount,   measure - base - worth miss <= amount,   miss >= 0
    report   no row
    condition    measure - base + room (1 - taken[f]) >= amount,  for every fund f that needs the rule
                 measure - base - room (1 - taken[f]) <= amount
                 room   the most that any plan could miss it by, from data (reach.py)

    miss   unit of the amount   weighed in the stage "cost" with the rule's penalty (M per unit)
    worth  M per unit           1, or what a point or a per cent stands for at the lowest prices (bases.worth)

Who and what the rows speak of is resolved in measures/rows.py, what the amount is of in measures/bases.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procure import counting, funding, keys
from procure.facts import Facts
from procure.findings import WARNING, Check, Finding
from procure.measures import MEASURES, bases, losses, past, wording
from procure.measures import reached as figures
from procure.measures.bases import PRO_RATA, SHARED
from procure.measures.rows import NARROWING, Row, complaint, mixed, resolve, split, unknown
from procure.pieces import Terms
from procure.plan import Plan
from procure.problem import CONDITION, Rule
from procure.reach import highest, lowest
from procure.text import listing
from procure.workbook.sheets import MONTHS

_OF_WORK = ("work", "weighted work")  # told in M, or in hours


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One row of a rule in a finished plan.

    reached, amount, slack, missed: in `unit` (M, %, points, units); None where there is nothing to be a part of.
    Points are told from the agreed share: -2 is two below it. binding: no room left but for rounding. needed: False
    for a condition of funds that are not taken.
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
    needed: bool = True


def rows(f: Facts) -> list[Row]:
    """Every row of every rule, in the rules' order. Rules that `refusals` complains about, or on losses, have none."""
    known = (rule for rule in f.problem.rules if not losses.asked(rule))
    return [row for rule in known if not _stopped(f, rule) for row in _rows(f, rule)]


def refusals(f: Facts) -> list[Finding]:
    """Errors: what cannot be planned as it is worded, with the reason and the nearest wording that can.

    A model's rule that the sheet does not re-set may have nothing to speak of in this programme: it has no rows then.
    """
    some = (losses.refusals(f, r) if losses.asked(r) else _stopped(f, r) or _empty(f, r) for r in f.problem.rules)
    return [found for findings in some for found in findings]


def warnings(f: Facts) -> list[Finding]:
    """Rules that can be planned, and may not be what is meant."""
    return [found for rule in f.problem.rules for found in _narrow(f, rule)]


def _rows(f: Facts, rule: Rule) -> Iterator[Row]:
    measure = MEASURES[rule.measure]
    for row in resolve(f, rule, bases.phases(f, rule.base)):
        if bases.pro_rata_known(f, row) and (measure.measurable(f, row) or _past(f, row)):
            yield row


def _past(f: Facts, row: Row) -> bool:
    """Whether the row speaks of History alone, which no plan can change: it is measured, and no more."""
    return (
        row.rule.measure in past.COLUMNS and not MEASURES[row.rule.measure].measurable(f, row) and past.counts(f, row)
    )


def _stopped(f: Facts, rule: Rule) -> list[Finding]:
    """Errors of wording: words that do not fit together, then names that do not exist."""
    refused = [
        complaint(f, rule, column, "rule refused", f"rule {rule.id}: {why}", hint)
        for column, why, hint in wording.complaints(f, rule, MEASURES[rule.measure])
    ]
    if refused:
        return refused
    names = [] if _general(rule) else list(unknown(f, rule))
    if not names and rule.base == PRO_RATA:
        return list(split(f, rule))
    if names:
        return names
    found = list(_without_data(f, rule))
    return found if "package" not in MEASURES[rule.measure].FILTERS else [*mixed(f, rule), *_no_share(f, rule), *found]


def _without_data(f: Facts, rule: Rule) -> Iterator[Finding]:
    """What the rule needs of each row: a gdp, a figure of the earlier plan, something that a plan can change."""
    found = list(_rows(f, rule))
    poor = sorted({n for row in found for n in row.who if f.nations[n].gdp is None})
    if rule.base == bases.GDP and poor:
        text = f"rule {rule.id}: {listing(poor)} have no gdp to take a part of"
        yield complaint(f, rule, "base", "gdp needed", text, "Fill in gdp in Nations.")
    if rule.base == bases.EARLIER:
        without = [", ".join(row.index) for row in found if bases.reference(row) is None]
        if without:
            text = f"rule {rule.id}: the earlier plan has no figure of {listing(without)}"
            hint = "Type it under earlier figures, or name those that it has under who."
            yield complaint(f, rule, "earlier plan", "no earlier figure", text, hint)
    refusal = getattr(MEASURES[rule.measure], "row_refusal", lambda *_: None)
    every = resolve(f, rule, bases.phases(f, rule.base))
    for column, why, hint in sorted({said for row in every if (said := refusal(f, rule, row))}):
        yield complaint(f, rule, column, "rule refused", f"rule {rule.id}: {why}", hint)
    if found and rule.strength != "report" and all(_past(f, row) for row in found):
        text = f"rule {rule.id} speaks of History alone, which no plan can change"
        yield complaint(f, rule, "of", "only History", text, "Use strength report, or name a programme planned here.")


def _no_share(f: Facts, rule: Rule) -> Iterator[Finding]:
    """A base that speaks of an agreed share needs one in every phase that counts."""
    if rule.base not in SHARED:
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
    narrow = [kind for kind, _ in rule.of if kind in NARROWING]
    if f.problem.history and narrow and rule.window not in ("total", "each period"):
        text = f"rule {rule.id}: History tells nothing by {narrow[0]}, so the window counts none of it"
        return [complaint(f, rule, "of", "History left out", text, "Filter by phase or programme.", WARNING)]
    return []


# In the optimisation


def constrain(m: Any, f: Facts) -> None:
    """Add a row for every `must`, and one with a miss for every `should`."""
    for row in rows(f):
        if row.rule.strength == "report" or _past(f, row):
            continue
        cells = (f.problem.cell("Rules", row.rule.row, "amount"),)
        soft: dict[str, Terms] = {">=": [], "<=": [], "=": []}
        if row.rule.strength == "should":
            key = (row.rule.id, ", ".join(row.index))
            miss, worth = m.declare("miss", [(key, 0, None)])[key], bases.worth(f, row)
            soft = {">=": [(worth, miss)], "<=": [(-worth, miss)]}
        if row.rule.strength == CONDITION:
            _conditional(m, f, row, cells)
            continue
        for relation, terms, right, *side in inequalities(m, f, row):
            m.require("rule", (row.rule.id, *row.index, *side), [*terms, *soft[relation]], relation, right, cells)


def _conditional(m: Any, f: Facts, row: Row, cells: tuple[str, ...]) -> None:
    """A row for each fund that needs the rule, relaxed where the fund is not taken."""
    for relation, terms, right, *side in inequalities(m, f, row):
        least = relation != "<=" and max(0.0, right - lowest(m, f, terms))
        most = relation != ">=" and max(0.0, highest(m, f, terms) - right)
        for fund in funding.needing(f, row.rule.id):
            taken, index = m.x["taken"][fund,], (row.rule.id, *row.index, *side, fund)
            if relation != "<=":
                m.require("rule", index, [*terms, (-least, taken)], ">=", right - least, cells)
            if relation != ">=":
                m.require("rule", index, [*terms, (most, taken)], "<=", right + most, cells)


def inequalities(m: Any, f: Facts, row: Row) -> Iterator[tuple[Any, ...]]:
    """(relation, terms, right side, label where there are two) of each inequality that the row is."""
    measured = MEASURES[row.rule.measure].expression(m, f, row)
    for relation, level, *side in bases.levels(row.rule):
        against = [(-c, x) for c, x in bases.terms(m, f, row, level)]
        yield relation, [*measured, *against], bases.constant(f, row, level), *side


# In a finished plan


def audit(plan: Plan, f: Facts) -> Iterable[Check]:
    """A Check for every row that must hold: of strength must, and conditions of the funds that are taken."""
    binding = (row for row in rows(f) if not _past(f, row))
    return [_check(plan, f, row) for row in binding if row.rule.strength == "must" or _asked_for(plan, f, row)]


def required(plan: Plan, f: Facts, row: Row) -> bool:
    """Whether a plan has to heed the row: not where it is only reported, or a condition of funds that are not taken."""
    return row.rule.strength in ("must", "should") or _asked_for(plan, f, row)


def _asked_for(plan: Plan, f: Facts, row: Row) -> bool:
    """Whether the row is a condition that a fund which is taken needs."""
    return row.rule.strength == CONDITION and any(plan.get("taken", fund) for fund in funding.needing(f, row.rule.id))


def _check(plan: Plan, f: Facts, row: Row) -> Check:
    return _compared(plan, f, row)[0]


def _compared(plan: Plan, f: Facts, row: Row) -> tuple[Check, Decimal]:
    """The row as one comparison, in M where it is of money, whatever its base; and what one unit of the amount is."""
    measure = MEASURES[row.rule.measure]
    value, own = measure.value(plan, f, row), measure.tolerance(plan, f, row)
    one = figures.compare(plan, f, row, value, own)
    cells = tuple(c for c in (f.problem.cell("Rules", row.rule.row, "amount"),) if c)
    clause, unit = f"rule {row.rule.id}", counting.unit(f) if row.rule.measure in _OF_WORK else measure.UNIT
    return Check(clause, row.index, one.found, one.relation, one.limit, one.tolerance, unit, cells), one.unit


def results(plan: Plan, f: Facts) -> list[RuleResult]:
    """What every row of every rule came to, whatever its strength."""
    return [_result(plan, f, row) for row in rows(f)]


def unit_of(rule: Rule) -> str:
    """Unit of a rule's amount."""
    if losses.asked(rule):
        return {"M": "M", MONTHS: MONTHS}.get(rule.base, "%")
    return MEASURES[rule.measure].UNIT if rule.base in ("M", "units", "count") else bases.UNITS[rule.base]


def _result(plan: Plan, f: Facts, row: Row) -> RuleResult:
    (check, one), asked = _compared(plan, f, row), figures.asked(row.rule)
    there = one > 0
    return RuleResult(
        rule=row.rule,
        who=row.nation,
        phase=row.phase,
        window=row.window,
        reached=asked + (check.found - check.limit) / one if there else None,
        amount=asked,
        unit=unit_of(row.rule),
        slack=check.slack / one if there else None,
        binding=abs(check.slack) <= check.tolerance and there,
        held=check.holds,
        missed=(Decimal(0) if check.holds else -check.slack / one) if there else None,
        needed=row.rule.strength != CONDITION or _asked_for(plan, f, row),
    )
