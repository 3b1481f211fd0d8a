"""No worse than an earlier plan: rules that hold nations to what they pay, do and receive in it.

    cost        charge of each, over the horizon          <= what it was there     (payments too where nations settle)
    work        of each, over the horizon                 >= what it was there
    deliveries  of each item to each, by every period     >= what they were by then

They are rules with the base "% of earlier plan" like those that a workbook may state: they stand in the plan's Rules
with the figures that they are held against, and the audit checks them. Money has the room that rounding may have moved
in the earlier plan, so that the earlier plan itself is no worse than itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from procure import ledger, settlements
from procure.calendar import Calendar, Span
from procure.facts import Facts
from procure.measures import MEASURES
from procure.measures.bases import EARLIER
from procure.measures.rows import resolve
from procure.plan import Plan
from procure.problem import Problem, Rule
from procure.reading import figures
from procure.text import listing
from procure.workbook.read_plan import PlanFile

PREFIX = "no worse: "
FACT = "no worse than"  # of a run
SIGN = {"<=": 1, ">=": -1}


def held(problem: Problem, earlier: PlanFile, name: str, nations: Sequence[str]) -> Problem:
    """The problem with the rules that make no plan worse than the earlier one for these nations. name: of its file."""
    taken = {rule.id for rule in problem.rules}
    wanted = (rule for rule in _rules(problem, earlier, name, tuple(nations)) if rule.id not in taken)
    made = (_filled(rule, earlier, problem.programme.calendar) for rule in wanted)
    return problem.replace(rules=(*problem.rules, *(rule for rule in made if rule.references)))


def _rules(problem: Problem, earlier: PlanFile, name: str, nations: tuple[str, ...]) -> Iterator[Rule]:
    f, before = Facts(problem), Facts(earlier.problem)

    def rule(of: str, measure: str, relation: str, who: tuple[str, ...] = nations) -> Rule:
        return Rule(
            PREFIX + of, measure, who, relation=relation, amount=100.0, base=EARLIER, asked_by=listing(nations),
            earlier_plan=name,
        )  # fmt: skip

    bearing, paying, working = (tuple(n for n in nations if _has(earlier, x, n)) for x in ("charge", "pay", "work"))
    if bearing:
        yield rule("cost", "cost", "<=", bearing)
    if paying and (list(settlements.places(f)) or list(settlements.places(before))):
        yield rule("payments", "payments", "<=", paying)
    if working:
        yield rule("work", "work", ">=", working)
    for i in f.items:
        takers = tuple(n for n in nations if n in f.takers[i] and n in before.takers.get(i, ()))
        if takers:
            one = rule(f"deliveries of {i}", "deliveries", ">=", takers)
            yield replace(one, of=(("item", i),), window="cumulative", span=_shared(f.calendar, before.calendar))


def _shared(calendar: Calendar, other: Calendar) -> Span | None:
    """The periods, in the first calendar, that both have; None where they are the same."""
    inside = [t for t, label in enumerate(calendar.labels) if label in other.labels]
    return None if calendar == other else Span(inside[0], inside[-1])


def _has(earlier: PlanFile, family: str, nation: str) -> bool:
    """Whether there is any of the nation's in the earlier plan."""
    return any(value for key, value in earlier.plan.items(family) if key[0] == nation)


def _filled(rule: Rule, earlier: PlanFile, calendar: Calendar) -> Rule:
    """The rule with the figures of the earlier plan, and the room that rounding asks for. calendar: the rule's own."""
    f, sign = Facts(earlier.problem), SIGN[rule.relation]
    then = replace(rule, span=rule.span and _shared(f.calendar, calendar))
    granted = ledger.rounded_for(earlier.plan, f)
    room: dict[str, Decimal] = {}
    for row in resolve(f, then, tuple(f.phases)):
        own = MEASURES[rule.measure].tolerance(earlier.plan, f, row)
        room[", ".join(row.index)] = granted[row.who[0]] if rule.measure in ("cost", "payments") else own
    made = ((name, figure + sign * float(room[name])) for name, figure in figures(earlier, then))
    return replace(rule, references=tuple((name, round(max(0.0, figure), 9)) for name, figure in made))


def said(plan: Plan, earlier: Plan, nations: Sequence[str], name: str) -> dict[str, str]:
    """The fact of a run: what each nation pays and what its industry does, next to the earlier plan."""
    parts = []
    for n in nations:
        cost, work = (f"{plan.total(x, n):,.2f} M ({earlier.total(x, n):,.2f} M before)" for x in ("charge", "work"))
        parts.append(f"{n} bears {cost} and does work of {work}")
    return {FACT: f"{name}: {'; '.join(parts)}; no delivery to {'it' if len(parts) == 1 else 'them'} is later"}
