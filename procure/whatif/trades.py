"""What a frontier trades: two objectives, `cost:imbalance`, or one against a rule's amount, `cost:rule floor`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from procure import counting, funding, objectives, rules, text
from procure.facts import Facts
from procure.findings import Refused
from procure.objectives import COST, IMBALANCE, LARGEST, LATENESS, SPEND, TOTAL, WISHES
from procure.problem import Objective, Problem
from procure.whatif import edits, grammar, resolved
from procure.whatif.grammar import SET, Edit
from procure.whatif.target import DOWN, looser_amount
from procure.workbook import sheets
from procure.workbook.sheets import OBJECTIVES

DIGITS = 9  # decimals of an amount
_OF = {TOTAL: IMBALANCE, LARGEST: IMBALANCE}  # objective of a stage


@dataclass(frozen=True)
class Trade:
    """first: stage that is minimised. second: stage that is limited, or the rule whose amount is set (`rule`).

    before: stages that are held at their best. between: amounts of the rule, from the least on. stricter_up: whether a
    greater amount is stricter. units: of the two.
    """

    words: str
    first: str
    second: str
    before: tuple[str, ...]
    units: tuple[str, str]
    rule: bool = False
    between: tuple[float, float] = (0.0, 0.0)
    stricter_up: bool = False

    def posed(self, problem: Problem) -> Problem:
        """The problem with the objectives that are needed, the two without anything to give up."""
        own = problem.objectives or objectives.DEFAULT
        two = dict.fromkeys(_objective(name) for name in (self.first, *(() if self.rule else (self.second,))))
        kept = [one for one in own if set(_stages(Facts(problem), one.name)) & set(self.before)]
        return problem.replace(objectives=(*kept, *(Objective(name) for name in two)))

    def with_amount(self, problem: Problem, amount: float) -> Problem:
        """The problem with another amount of the rule. Raises Refused where the reader does not take it."""
        where, typed = f"trade '{self.words}'", f"{Decimal(repr(round(amount, DIGITS))):f}"
        edit = Edit(sheets.RULES, (f'"{self.second}"',), "amount", SET, typed, where)
        found, findings = resolved.problem_of(edits.apply(resolved.book_of(problem), [edit]))
        if found is None:
            raise Refused(findings)
        return found

    def shown(self, name: str, value: Decimal) -> Decimal:
        """A value as it is told: of wishes met the more the better."""
        return -value if name.startswith(WISHES) else value


def trade(problem: Problem, words: str, between: tuple[float, float] | None) -> Trade:
    """The trade that the words name. Raises Refused."""
    where = f"trade '{words}'"
    first, colon, second = (part.strip() for part in words.partition(":"))
    if not colon:
        message = f"expected two objectives with a colon between them, found '{words}'."
        raise grammar.refused(where, "trade", message, "Like cost:imbalance, or cost:rule NAME.")
    f = Facts(problem)
    one = _stage(f, first, where)
    if second.casefold().startswith("rule "):
        return _against_rule(f, words, one, second[len("rule "):].strip(), between)
    if between is not None:
        message = "expected no amounts between two objectives, found some: the ends are found."
        raise grammar.refused(where, "trade", message)
    other = _stage(f, second, where)
    if other == one:
        raise grammar.refused(where, "trade", f"expected two objectives, found {one} twice.")
    before = _before(f, {one, other})
    return Trade(words, one, other, before, (_unit(f, one), _unit(f, other)))


def _against_rule(f: Facts, words: str, first: str, name: str, between: tuple[float, float] | None) -> Trade:
    where = f"trade '{words}'"
    rule = next((one for one in f.problem.rules if one.id.casefold() == name.casefold()), None)
    if rule is None:
        hint = text.did_you_mean(name, [one.id for one in f.problem.rules])
        raise grammar.refused(where, "unknown name", f"expected a rule, found '{name}'.", hint)
    looser = looser_amount(rule, where)
    if looser is None:
        message = f"expected a rule with an amount that can be stricter or looser, found {rule.id}, which is '='."
        raise grammar.refused(where, "not monotone", message)
    if between is None or between[0] >= between[1]:
        typed = "none" if between is None else f"{between[0]:g}:{between[1]:g}"
        message = f"expected the amounts to try for rule {rule.id}, found {typed}."
        raise grammar.refused(where, "trade", message, "Say the least and the greatest: --between 0:10.")
    units = (_unit(f, first), rules.unit_of(rule))
    return Trade(words, first, rule.id, _before(f, {first}), units, True, between, looser == DOWN)


def _stage(f: Facts, name: str, where: str) -> str:
    """The stage of an objective: imbalance is the total, wishes met those of the first priority."""
    names = {stage.casefold(): stage for one in OBJECTIVES for stage in _stages(f, one)}
    names[IMBALANCE] = TOTAL
    for stage in _stages(f, WISHES)[:1]:
        names[WISHES] = stage
    found = names.get(name.casefold())
    if found is None:
        if name.casefold() == WISHES:
            raise grammar.refused(where, "unknown name", f"expected wishes in the workbook for '{name}', found none.")
        hint = text.did_you_mean(name, OBJECTIVES)
        known = f"Known are {', '.join(sorted(names))}, and of the second 'rule NAME'."
        raise grammar.refused(where, "unknown name", f"expected an objective, found '{name}'.", hint or known)
    return found


def _stages(f: Facts, objective: str) -> tuple[str, ...]:
    """Names of the stages that an objective makes."""
    if objective == WISHES:
        return tuple(f"{WISHES} {priority}" for priority in objectives.priorities(f))
    if objective == COST and funding.fully_fundable(f):
        return (COST, SPEND)
    return (LARGEST, TOTAL) if objective == IMBALANCE else (objective,)


def _before(f: Facts, two: set[str]) -> tuple[str, ...]:
    """Stages of the objectives that come before the first of the two in the problem's order."""
    found: list[str] = []
    for one in f.problem.objectives or objectives.DEFAULT:
        stages = _stages(f, one.name)
        if two & set(stages):
            break
        found += stages
    return tuple(found)


def _objective(stage: str) -> str:
    return WISHES if stage.startswith(WISHES) else _OF.get(stage, stage)


def _unit(f: Facts, stage: str) -> str:
    if stage in (TOTAL, LARGEST):
        return counting.unit(f)
    return "units" if stage.startswith(WISHES) else "unit-periods" if stage == LATENESS else "M"
