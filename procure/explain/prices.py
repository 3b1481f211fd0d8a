"""The price of a rule or a limit: the cheapest plan as asked beside the cheapest plan without it.

    posed       the problem without the claim, with it one step looser, and one step tighter
    a step      1 of a rule's amount (a unit, a point, a per cent), 5 % of an amount of money; 5 % of every cell of a
                line of budget, a ceiling or a capacity; one period; 1 of anything else
    solved      all objectives in order, but that those after cost give up nothing of it: the cost of the plan given
                may be further from the least, and prices would hide in what later objectives took of it
    compared    stage by stage as the optimisation left them, each known between its bound and its best plan

A claim given up, or loosened, leaves every plan that was there: with the same lateness it can cost no more, and that is
used too. Every case starts from the given plan's whole decisions and from no other case, so that neither order nor the
number of processes changes anything. The search is limited by nodes: what it leaves open is said, never hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from procure import objectives, pool, rules, solve
from procure.explain.claims import claims
from procure.explain.claims.claim import Claim
from procure.explain.steps import LOOSEN, TIGHTEN, stepped
from procure.facts import Facts
from procure.findings import ERROR, Finding, Refused
from procure.plan import Plan, Stage
from procure.problem import Problem
from procure.tables.figures import ZERO
from procure.tables.price import (
    COMPARED,
    LOOSER,
    NO_PLAN,
    NO_STEP,
    NOT_FOUND,
    TIGHTER,
    WITHOUT,
    Case,
    Change,
    Price,
)  # fmt: skip
from procure.text import did_you_mean
from procure.whatif import solving
from procure.whatif.scenarios import Resolved, Scenario
from procure.whatif.shape import Shape

GAP = 1e-5  # relative gap asked of the cost of every case
NODES = 500  # of every search
SAME = 1e-6  # of an objective: apart by less is the solver's tolerance
EXACT = Decimal("0.000001")  # in figures kept

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class How:
    """How to price. options, gap: of every case. jobs: processes. steps: whether to price a step each way too."""

    options: solve.Options = field(default_factory=lambda: solve.Options(nodes=NODES))
    gap: float = GAP
    jobs: int = 1
    steps: bool = True


@dataclass(frozen=True)
class _Posed:
    """A case to solve. problem: None where there is no such step, for the reason why. same: whether nothing changes."""

    claim: Claim
    how: str
    step: str
    problem: Problem | None
    why: str = ""
    same: bool = False


def prices(
    problem: Problem, plan: Plan, names: Sequence[str] | None = None, how: How | None = None, tell: Tell | None = None
) -> list[Price]:
    """The price of every rule, or of the claims named, by name. plan: one of the problem, to start from.

    tell: (cases done, in all, what was done). Ctrl-C ends it with those claims whose price without them is known.
    Raises Refused for a name that no claim has.
    """
    how = how or How(jobs=pool.cores())
    chosen = _chosen(problem, names)
    heard = {f"Rules[{row.rule.id}]" for row in rules.rows(Facts(problem))}
    posed = [
        case
        for claim in chosen
        for case in _posed(problem, claim, how.steps, claim.name.startswith("Rules[") and claim.name not in heard)
    ]
    solved = [case for case in posed if case.problem is not None and not case.same]
    there, done = solving.How(how.options, how.gap, how.jobs, Shape()), 0
    base = solving.base(cheapest(problem, problem), there, plan)
    if base.outcome is None or base.outcome.state == solve.INTERRUPTED:
        return []

    def told(_: int, case: solving.Case) -> None:
        nonlocal done
        done += 1
        if tell is not None:
            tell(done, len(solved), case.name)

    asked = [
        Resolved(Scenario(f"{one.claim.name}, {one.how}", ()), cheapest(problem, one.problem), ())
        for one in solved
        if one.problem is not None
    ]
    ended = solving.scenarios(base.start, asked, there, told)
    outcomes = {(one.claim.name, one.how): case for one, case in zip(solved, ended, strict=True)}
    found = []
    for claim in chosen:
        mine = [(one, outcomes.get((claim.name, one.how))) for one in posed if one.claim is claim]
        price = _price(problem, base, claim, mine)
        found += [] if price is None else [price]
    return found


def cheapest(problem: Problem, posed: Problem) -> Problem:
    """A posed problem with the objectives of the problem; those after cost give up nothing of it."""
    stages = problem.objectives or objectives.DEFAULT
    tight = (replace(one, relative=0.0, absolute=0.0) if one.name == objectives.COST else one for one in stages)
    return posed.replace(objectives=tuple(tight))


def _chosen(problem: Problem, names: Sequence[str] | None) -> list[Claim]:
    known = {claim.name: claim for claim in claims(problem)}
    if names is None:
        return [claim for name, claim in sorted(known.items()) if name.startswith("Rules[")]
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        message = "expected a rule or a limit as an edit names its row, found '{}'."
        raise Refused(
            Finding(ERROR, f"price of {name}", "unknown name", message.format(name), did_you_mean(name, known))
            for name in unknown
        )
    return [known[name] for name in dict.fromkeys(names)]


def _posed(problem: Problem, claim: Claim, steps: bool, unheard: bool) -> list[_Posed]:
    """The cases of a claim. unheard: a rule that speaks of nothing in this programme has one, which is no other."""
    if unheard:
        return [_Posed(claim, WITHOUT, "", problem, same=True)]
    found = [_Posed(claim, WITHOUT, "", claim.drop(problem))]
    for how, sense in ((LOOSER, LOOSEN), (TIGHTER, TIGHTEN)) if steps else ():
        step = stepped(problem, claim, sense)
        if step is not None:
            found.append(_Posed(claim, how, step.words, step.problem, step.why))
    return found


def _price(
    problem: Problem, base: solving.Case, claim: Claim, posed: list[tuple[_Posed, solving.Case | None]]
) -> Price | None:
    """The price, None where Ctrl-C came before the case without the claim; a step that it came before is left out."""
    cases = [_case(base, one, case) for one, case in posed if case is None or case.outcome is not None]
    if not cases or cases[0].how != WITHOUT:
        return None
    stage = _stages(base).get(objectives.COST)
    of = None if stage is None else _kept(stage.best)
    discounted = problem.programme.discount_fraction > 0
    return Price(claim.name, claim.words, claim.kind, claim.owner, of, tuple(cases), discounted)


def _case(base: solving.Case, posed: _Posed, case: solving.Case | None) -> Case:
    """A case beside the base."""
    here = Case(posed.how, posed.step, COMPARED)
    if posed.same:
        cost = _stages(base).get(objectives.COST)
        return replace(here, cost=None if cost is None else Change(cost.name, cost.unit, ZERO, ZERO, ZERO))
    if case is None:
        return replace(here, state=NO_STEP, why=posed.why)
    if base.plan is None or case.plan is None:
        state, why = _lost(base if base.plan is None else case, posed.how)
        return replace(here, state=state, why=why)
    changes = _changes(_stages(base), _stages(case), posed.how)
    with_cost = bool(changes) and changes[-1].name == objectives.COST
    earlier = changes[:-1] if with_cost else changes
    before = next((change for change in earlier if not change.none), None)
    cost_too = changes[-1] if with_cost else None
    return replace(here, cost=cost_too, before=before, nations=_nations(base.plan, case.plan))


def _lost(case: solving.Case, how: str) -> tuple[str, str]:
    """State and reason where there is no plan; a claim given up cannot leave less."""
    assert case.outcome is not None
    if case.outcome.state == solve.INFEASIBLE and how == TIGHTER:
        return NO_PLAN, ""
    said = {
        solve.INFEASIBLE: "the solver contradicts itself",
        solve.NO_PLAN: "no plan was found in the nodes or the time allowed",
        solve.INTERRUPTED: "it was stopped",
    }
    return NOT_FOUND, case.outcome.why or said.get(case.outcome.state, case.outcome.state)


def _stages(case: solving.Case) -> dict[str, Stage]:
    return {} if case.outcome is None else {stage.name: stage for stage in case.outcome.stages}


def _changes(base: dict[str, Stage], other: dict[str, Stage], how: str) -> list[Change]:
    """Changes of the stages that both have, down to cost; while those before came to the same the sign is known."""
    found, same = [], True
    for name, stage in base.items():
        if name not in other:
            continue
        change = _change(stage, other[name], how if same else "")
        found.append(change)
        same = same and abs(stage.best - other[name].best) <= SAME * max(1.0, abs(stage.best))
        if name == objectives.COST:
            break
    return found


def _change(base: Stage, other: Stage, how: str) -> Change:
    """The difference of two stages, each somewhere between its bound and its best plan. how: "" = of unknown sign."""
    amount = other.best - base.best
    if base.bound is None or other.bound is None:
        return Change(base.name, base.unit, _kept(amount), None, None)
    low = min(other.best, other.bound) - max(base.best, base.bound)
    high = max(other.best, other.bound) - min(base.best, base.bound)
    small = SAME * max(1.0, abs(base.best))
    if how:
        falls = (how == TIGHTER) == base.most  # less is better but for wishes met; what is tighter is no better
        if (low if falls else -high) > small:  # one of the two bounds is a lie
            return Change(base.name, base.unit, _kept(amount), None, None)
        low, high = (min(low, 0.0), min(high, 0.0)) if falls else (max(low, 0.0), max(high, 0.0))
    low, high = (0.0 if abs(limit) <= small else limit for limit in (low, high))
    return Change(base.name, base.unit, _kept(min(max(amount, low), high)), _kept(low), _kept(high))


def _kept(number: float) -> Decimal:
    return Decimal(repr(round(number, 6))).quantize(EXACT).normalize() + ZERO


def _nations(base: Plan, other: Plan) -> tuple[tuple[str, Decimal], ...]:
    """What each nation is charged more in the other plan, those that are charged otherwise."""
    names = sorted({str(key[0]) for found in (base, other) for key, _ in found.items("charge")})
    apart = ((n, other.total("charge", n) - base.total("charge", n)) for n in names)
    return tuple((n, amount) for n, amount in apart if amount)
