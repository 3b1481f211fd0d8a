"""`procure frontier`: what one objective costs in another, or a rule's amount in an objective, plan by plan.

    ends    minimise one, then the other with the first held at its best; and the other way round
    between minimise  first + weight second      with  second <= limit,     limits evenly between the ends
            weight    1/1000 of (range of first / range of second), so that no plan found gives second away for nothing

    A rule: minimise the objective for every amount, evenly between two.

Objectives that the model puts before the two are kept at their best, those after them are left out. Every plan between
the ends starts from the first end's, never from another point's, so that order and processes change nothing; each is
audited where it is made. A point's bound says what no plan within its limit can be below: a saving smaller than what
the bounds leave open is not significant, and is said to be so. A plan that another one found matches in both is left
out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from procure import objectives, pool, solve
from procure.facts import Facts
from procure.plan import Plan, Stage, dec
from procure.planning import Outcome
from procure.problem import Problem
from procure.whatif.shape import Amounts, Shape
from procure.whatif.solving import shaped
from procure.whatif.trades import Trade

BESIDE = 1e-3  # of the ranges: weight of the second objective beside the first
GAP = 2e-4  # relative gap that compared plans are solved to
NOTHING = Decimal("1e-9")

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class How:
    """How to plan: options of every point, gap asked of every one, jobs the number of processes."""

    options: solve.Options = field(default_factory=solve.Options)
    gap: float = GAP
    jobs: int = 1


@dataclass(frozen=True)
class Point:
    """One plan. limit: of the second objective, or the rule's amount; None at the first end.

    first, second: what they come to, made small (of wishes met the negative).
    bound: what the first cannot be below in any plan within the limit. significant: whether that the first is smaller
    than in the point before is more than the bounds leave open. kept: whether no other plan found matches it in both.
    """

    limit: float | None
    state: str
    problem: Problem
    plan: Plan | None = None
    first: Decimal = Decimal(0)
    second: Decimal = Decimal(0)
    bound: float | None = None
    why: str = ""
    significant: bool = True
    kept: bool = True


@dataclass(frozen=True)
class Frontier:
    """points: by the second, from the smallest (the strictest amount of a rule) on, those not kept among them.

    state: why there is none, else PROVEN.
    """

    trade: Trade
    points: tuple[Point, ...]
    state: str = solve.PROVEN
    why: str = ""

    @property
    def kept(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.kept and point.plan is not None)


def frontier(problem: Problem, trade: Trade, points: int, how: How, tell: Tell | None = None) -> Frontier:
    """The frontier with so many points, its ends among them (2 or more). tell: (points done, points in all)."""
    done = 0

    def told(_: object) -> None:
        nonlocal done
        done += 1
        if tell is not None:
            tell(done, points)

    base = trade.posed(problem)
    if trade.rule:
        found = _over_amounts(base, trade, points, how, told)
        return Frontier(trade, found)
    ends, start, held = _ends(base, trade, how, told)
    if any(end.plan is None for end in ends):
        lost = next(end for end in ends if end.plan is None)
        return Frontier(trade, (), lost.state, lost.why)
    between = _between(base, trade, points - 2, ends, start, held, how, told)
    return Frontier(trade, _sifted([*ends, *between]))


def _ends(
    base: Problem, trade: Trade, how: How, told: Callable[[object], None]
) -> tuple[list[Point], Plan | None, Amounts]:
    """The two ends, the first's plan to start from, and what the objectives before the two came to."""
    one = _outcome((base, Shape((*trade.before, trade.first), gap=how.gap), how, None, trade))
    if one.plan is None:
        return [Point(None, one.state, base, why=one.why)], None, ()
    bests = {stage.name: _raw(stage) for stage in one.stages}
    held = tuple((name, bests[name]) for name in trade.before)
    shape = Shape((trade.second,), (*held, (trade.first, bests[trade.first])), gap=how.gap)
    least = _point((base, shape, how, one.plan, trade))
    if least.plan is None:
        return [least], None, ()
    least = replace(least, bound=_bound(one.stages, trade.first))
    told(None)
    other = _outcome((base, Shape((trade.second,), held, gap=how.gap), how, one.plan, trade))
    if other.plan is None:
        return [least, Point(None, other.state, base, why=other.why)], None, ()
    best = {stage.name: _raw(stage) for stage in other.stages}[trade.second]
    shape = Shape((trade.first,), (*held, (trade.second, best)), gap=how.gap)
    most = replace(_point((base, shape, how, other.plan, trade)), limit=best)
    told(None)
    return [least, most], least.plan, held


def _between(
    base: Problem, trade: Trade, count: int, ends: list[Point], start: Plan | None, held: Amounts, how: How,
    told: Callable[[object], None],
) -> list[Point]:  # fmt: skip
    """Points between the ends, those that Ctrl-C came before left out."""
    low, high = float(ends[1].second), float(ends[0].second)
    dear, cheap = float(ends[1].first), float(ends[0].first)
    if high - low <= 1e-9 * max(1.0, abs(high)) or dear - cheap <= 1e-9 * max(1.0, abs(dear)):
        return []
    weight = BESIDE * (dear - cheap) / (high - low)
    limits = [low + (high - low) * k / (count + 1) for k in range(1, count + 1)]
    shapes = [
        Shape((trade.first,), held, ((trade.second, limit),), (trade.second, weight), how.gap) for limit in limits
    ]
    ended = pool.run(_of_shape, (base, how, start, trade), shapes, how.jobs, told)
    return [_heard(one, base, limit) for one, limit in zip(ended, limits, strict=True) if one is not None]


def _over_amounts(
    base: Problem, trade: Trade, count: int, how: How, told: Callable[[object], None]
) -> tuple[Point, ...]:
    """A point for every amount of the rule, from the strictest on; all start from the plan of the loosest."""
    low, high = trade.between
    amounts = [low + (high - low) * k / (count - 1) for k in range(count)]
    problems = [trade.with_amount(base, amount) for amount in amounts]
    shape = Shape((*trade.before, trade.first), gap=how.gap)
    start = _outcome((problems[0 if trade.stricter_up else -1], shape, how, None, trade)).plan  # the loosest
    ended = pool.run(_of_problem, (shape, how, start, trade), problems, how.jobs, told)
    rows = zip(ended, problems, amounts, strict=True)
    found = [_heard(one, problem, amount) for one, problem, amount in rows if one is not None]
    found = [replace(point, second=dec(point.limit or 0.0)) for point in found]
    return _marked(found[::-1] if trade.stricter_up else found)


def _heard(ended: pool.Ended, problem: Problem, limit: float) -> Point:
    """The point of a task of the pool."""
    if ended.state != pool.DONE:
        return Point(limit, solve.REJECTED, problem, why=ended.why)
    found: Point = ended.value
    return replace(found, limit=limit)


Asked = tuple[Problem, Shape, How, Plan | None, Trade]


def _of_shape(shared: tuple[Problem, How, Plan | None, Trade], shape: Shape) -> Point:
    """A point of the pool: the same problem, bent."""
    base, how, start, trade = shared
    return _point((base, shape, how, start, trade))


def _of_problem(shared: tuple[Shape, How, Plan | None, Trade], problem: Problem) -> Point:
    """A point of the pool: another problem."""
    shape, how, start, trade = shared
    return _point((problem, shape, how, start, trade))


def _outcome(asked: Asked) -> Outcome:
    problem, shape, how, start, _ = asked
    return shaped(problem, how.options, how.gap, start, shape)


def _point(asked: Asked) -> Point:
    """The problem planned, as a point."""
    problem, shape, _, _, trade = asked
    outcome = _outcome(asked)
    if outcome.plan is None:
        return Point(None, outcome.state, problem, why=outcome.why)
    f, bound = Facts(problem), None
    if shape.keep[-1] == trade.first:
        bound = _bound(outcome.stages, trade.first)
        if bound is not None and shape.beside is not None:
            bound -= shape.beside[1] * shape.limits[0][1]  # of first + weight second, second being its limit at most
    second = Decimal(0) if trade.rule else small(outcome.plan, f, trade.second)
    return Point(None, outcome.state, problem, outcome.plan, small(outcome.plan, f, trade.first), second, bound)


def small(found: Plan, f: Facts, name: str) -> Decimal:
    """What an objective comes to as it is minimised: penalties in, wishes met negative."""
    value = objectives.value(found, f, name)
    if name == objectives.COST:
        return value + objectives.penalty(found, f)
    return -value if name.startswith(objectives.WISHES) else value


def _raw(stage: Stage) -> float:
    """The best value of a stage as it was minimised."""
    return -stage.best if stage.most else stage.best


def _bound(done: tuple[Stage, ...], name: str) -> float | None:
    stage = next(stage for stage in done if stage.name == name)
    return None if stage.bound is None else -stage.bound if stage.most else stage.bound


def _sifted(found: list[Point]) -> tuple[Point, ...]:
    """By the second objective; a plan that an earlier one matches in both is not kept."""
    ranked = sorted((one for one in found if one.plan is not None), key=lambda one: (one.second, one.first))
    sifted: list[Point] = []
    for one in ranked:
        best = min((other.first for other in sifted), default=None)
        sifted.append(replace(one, kept=best is None or one.first < best - NOTHING))
    lost = [replace(one, kept=False, second=dec(one.limit or 0.0)) for one in found if one.plan is None]
    return (*_marked(sifted), *lost)


def _marked(found: list[Point]) -> tuple[Point, ...]:
    """Each point told whether what it saves over the one kept before it is more than the bounds leave open.

    Of plans within a point's limit all bounds hold that were proven with a looser one.
    """
    marked: list[Point] = []
    before: Point | None = None
    number = 0  # of it
    for one in found:
        if one.plan is None or not one.kept:
            marked.append(one)
            continue
        if before is not None:
            looser = found[number:]
            least = max((p.bound for p in looser if p.bound is not None), default=None)
            one = replace(one, significant=least is not None and float(one.first) < least)
        marked.append(one)
        before, number = one, len(marked) - 1
    return tuple(marked)
