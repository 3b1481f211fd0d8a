"""Why is it not otherwise: a decision that a plan does not take is forced, and the two plans are compared.

    so already     the plan has it so
    impossible     no plan can have it: the cells that rule it out, without planning anything
    otherwise      planned with it, from the plan on the table: what it costs, who pays, works, what binds then
    conflict       no plan has it: what it cannot hold together with
    not known      neither a plan nor a proof that there is none

Each is planned for itself, from the plan on the table and from no other answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from procure import solve
from procure.clauses import pins
from procure.comparing import Case, Comparison, compare
from procure.comparing.pair import Pair
from procure.comparing.side import Side, of_plan
from procure.comparing.words import LEAST, of_pair
from procure.explain import conflict, wording
from procure.explain.binding import binding
from procure.explain.claims import claims
from procure.explain.conflict import Conflict
from procure.explain.decision import named, phrase
from procure.explain.possible import impossible
from procure.facts import Facts
from procure.plan import Plan, dec
from procure.problem import Pin, Problem
from procure.tables.figures import SEEN, ZERO
from procure.tables.sentences import money
from procure.text import listing
from procure.whatif import solving
from procure.whatif.scenarios import Resolved, Scenario

SO, IMPOSSIBLE, OTHERWISE, CONFLICT, NOT_KNOWN = "so already", "impossible", "otherwise", "conflict", "not known"
CELLS = 3  # of a row that a sentence names
BASE = "base"  # what the plan on the table is called beside the others


@dataclass(frozen=True)
class Answer:
    """Of one decision. reasons: of what is impossible. case: planned with it. conflict: why there is no plan."""

    problem: Problem
    pin: Pin
    state: str
    reasons: tuple[str, ...] = ()
    case: Case | None = None
    conflict: Conflict | None = None

    @property
    def name(self) -> str:
        return named(self.problem, self.pin)

    @property
    def phrase(self) -> str:
        return phrase(self.problem, self.pin)


@dataclass(frozen=True)
class Answers:
    """The answers to all that was asked of one plan, in its order."""

    problem: Problem
    plan: Plan
    answers: tuple[Answer, ...]

    @cached_property
    def comparison(self) -> Comparison:
        """The plan beside those that have it otherwise."""
        return compare([_base(self.problem, self.plan), *(a.case for a in self.answers if a.case is not None)])

    def words(self, answer: Answer) -> tuple[str, ...]:
        """The answer in sentences, the first one for itself."""
        if answer.state == SO:
            return (f"It is so already: {answer.phrase}.",)
        if answer.state == IMPOSSIBLE:
            return (f"No plan can have it that {answer.phrase}.", *answer.reasons)
        if answer.state == CONFLICT:
            return (f"There is no plan in which {answer.phrase}.", *_forbidding(answer))
        pair = next((p for p in self.comparison.pairs if answer.case is not None and p.name == answer.case.name), None)
        if pair is None or pair.both is None:
            why = f" ({answer.case.reason})" if answer.case is not None else ""
            return (f"Whether there is a plan in which {answer.phrase} is not known{why}.",)
        return (*_otherwise(answer.phrase, pair, *pair.both), *self._binds(pair.both[1]))

    @cached_property
    def _bound(self) -> frozenset[str]:
        """Rows of the inputs that bind in the plan on the table."""
        return frozenset(one.name for one in binding(self.problem, self.plan) if one.binds)

    def _binds(self, other: Side) -> Iterator[str]:
        """Rules and limits that bind then, and do not now."""
        then = [one for one in binding(other.f.problem, other.plan) if one.binds]
        new = [one for one in then if one.name not in self._bound]
        gone = sorted(self._bound - {one.name for one in then})
        if new:
            told = (f"{one.name} ({listing(one.cells, CELLS)})" if one.cells else one.name for one in new)
            yield f"Binding then, and not now: {listing(told)}."
        if gone:
            yield f"Binding now, and not then: {listing(gone)}."

    def record(self, answer: Answer) -> dict[str, Any]:
        """For a JSON document; money in M."""
        found: dict[str, Any] = {"decision": answer.name, "state": answer.state, "words": list(self.words(answer))}
        if answer.case is None or answer.case.plan is None:
            return found
        known = {one["name"]: one for one in self.comparison.records()}[answer.case.name]
        kept = ("cost_m", "difference_m", "gap_m", "remark", "late", "packages_moved")
        least = _interval(next(p for p in self.comparison.pairs if p.name == answer.case.name))
        between = {"between_m": [float(end) for end in least]} if least else {}
        return {**found, **{key: known.get(key) for key in kept}, **between}


def answers(
    problem: Problem, plan: Plan, asked: Sequence[Pin], how: solving.How, tell: Callable[[str], None] = lambda _: None
) -> Answers:
    """Why the plan has it not as asked, decision by decision, each planned where it can be. tell: of what is done."""
    f, found = Facts(problem), {}  # type: Facts, dict[Pin, Answer]
    for pin in dict.fromkeys(asked):
        if holds(plan, problem, pin):
            found[pin] = Answer(problem, pin, SO)
        elif reasons := impossible(f, pin):
            found[pin] = Answer(problem, pin, IMPOSSIBLE, reasons)
    left = [pin for pin in dict.fromkeys(asked) if pin not in found]
    forced = [_forced(problem, pin) for pin in left]
    cases = solving.scenarios(plan, forced, how, lambda _, case: tell(case.name))
    for pin, case in zip(left, cases, strict=True):
        found[pin] = _answer(problem, pin, case, how)
    return Answers(problem, plan, tuple(found[pin] for pin in dict.fromkeys(asked)))


def holds(plan: Plan, problem: Problem, pin: Pin) -> bool:
    """Whether a plan has it so, as the audit would see it."""
    return all(check.holds for check in pins.audit(plan, Facts(problem.replace(pins=(pin,)))))


def _forced(problem: Problem, pin: Pin) -> Resolved:
    """The problem with the decision taken; a decision that a row of Pins speaks of is taken beside it."""
    return Resolved(Scenario(named(problem, pin), ()), problem.replace(pins=(*problem.pins, pin)), ())


def _answer(problem: Problem, pin: Pin, case: solving.Case, how: solving.How) -> Answer:
    """What planning came to; where there is no plan, the conflict."""
    outcome = case.outcome
    state, why = ("", "") if outcome is None else (outcome.state, outcome.why)
    told = Case(case.name, case.problem, case.plan, state, why, (f"{phrase(problem, pin)}.",))
    if case.plan is not None:
        return Answer(problem, pin, OTHERWISE, case=told)
    if state != solve.INFEASIBLE or case.problem is None:
        return Answer(problem, pin, NOT_KNOWN, case=told)
    own = {claim.name for claim in claims(case.problem)} - {claim.name for claim in claims(problem)}
    return Answer(problem, pin, CONFLICT, case=told, conflict=conflict.find(case.problem, how.options, held=own))


def _base(problem: Problem, plan: Plan) -> Case:
    return of_plan(BASE, problem, plan)


# In words


def _otherwise(asked: str, pair: Pair, base: Side, other: Side) -> Iterator[str]:
    """What it would cost, who pays, who works, what binds then."""
    first, *rest = of_pair(pair)
    yield f"If {asked}, it {first.removeprefix('It ')}"
    ends = _interval(pair)
    if ends is not None and ends[1] > ends[0]:
        low, high = (money(other.x, end) for end in ends)
        yield f"By what is proven of both plans it costs between {low} and {high} more{_valued(other)}."
    if pair.difference is not None and pair.difference <= 0 and ends is not None:
        yield "Cost does not speak against it: the plan is not proven cheaper than one that has it so."
    yield from rest
    yield from _work(base, other)


def _interval(pair: Pair) -> tuple[Decimal, Decimal] | None:
    """M that the decision costs at least and at most, as the objective counts cost, by what both gaps prove.

    None where nothing is proven, or where one of the plans gives up more of what is looked at before cost.
    """
    if pair.both is None or not pair.same_money or _earlier(pair.both[0]) != _earlier(pair.both[1]):
        return None
    base, other = pair.both
    if base.gap is None or other.gap is None:
        return None
    difference = _objective(other) - _objective(base)
    return max(ZERO, difference - other.gap), max(ZERO, difference + base.gap)


def _objective(side: Side) -> Decimal:
    """What the stage cost made small: cost in present value, and penalties."""
    return dec(next(stage.value for stage in side.plan.stages if stage.name == "cost")) + side.x.penalty


def _valued(side: Side) -> str:
    """How the objective counts cost, where it is another figure than the cost itself."""
    found = ["in present value"] * (side.f.problem.programme.discount_fraction > 0)
    found += ["with penalties for rules missed"] * (side.x.penalty > 0)
    return f" ({', '.join(found)})" if found else ""


def _earlier(side: Side) -> list[tuple[str, float]]:
    """What the stages before cost came to."""
    names = [stage.name for stage in side.plan.stages]
    before = side.plan.stages[: names.index("cost")] if "cost" in names else ()
    return [(stage.name, round(stage.value, 6)) for stage in before]


def _work(base: Side, other: Side) -> Iterator[str]:
    """ "Work: ES gains 120 M, IT loses 118 M." """
    if base.work_unit != other.work_unit:
        return
    change = {
        n: other.x.works.get((n,), ZERO) - base.x.works.get((n,), ZERO)
        for n in dict.fromkeys((*base.f.nations, *other.f.nations))
    }
    least = max((abs(amount) for amount in change.values()), default=ZERO) * LEAST
    named = sorted((n for n, amount in change.items() if abs(amount) > max(least, SEEN)), key=lambda n: -change[n])
    if named:
        told = [f"{n} {'gains' if change[n] > 0 else 'loses'} {_amount(other, abs(change[n]))}" for n in named]
        yield f"Work: {', '.join(told)}."


def _amount(side: Side, amount: Decimal) -> str:
    return money(side.x, amount) if side.work_unit == "M" else f"{amount:,.0f} {side.work_unit}"


def _forbidding(answer: Answer) -> Iterator[str]:
    """What the decision cannot hold together with."""
    found = answer.conflict
    if found is None:  # the search for a plan and the search for a conflict contradict each other
        yield "What forbids it was not found out."
        return
    if found.claims:
        yield f"It cannot hold together with {'this row' if len(found.claims) == 1 else 'these rows'}:"
        yield from map(wording.asked, found.claims)
    else:
        yield from wording.sentences(found)
