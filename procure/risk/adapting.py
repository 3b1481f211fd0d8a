"""Every draw planned again, once its numbers are known: with who builds what kept, and with nothing kept.

    held      the plan as it is, at the draw's prices, whatever breaks
    adapted   the cheapest plan with the awards kept: who holds what part of a one-off package, who makes sets of the
              others, and what begins in the first period
    anew      the cheapest plan of all: what would have been planned had the draw been known

All are planned to the cost alone: no later objective gives up any of it, and rules of strength should, whose penalties
nobody pays, are reported only. What adapting costs is what the adapted plan costs more than the one without any draw,
beyond what holding the plan costs more; adapted less anew is what awards taken before the draw is known cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from procure import objectives, solve
from procure.facts import Facts
from procure.findings import errors
from procure.plan import Plan
from procure.problem import ONE_OFF, Pin, Problem
from procure.risk.estimates import Estimate, mean
from procure.risk.judging import Judged, Setting, of_draw
from procure.screening import screen
from procure.sweep.case import NOT_RUN, Case, How, Result, Tell
from procure.sweep.planned import plan_and_audit
from procure.sweep.running import run

KEPT = "plan"  # what plan_and_audit is asked to put into a record

@dataclass(frozen=True)
class Adapted:
    """By draw, None where it was not planned: the plan with the awards kept, and the plan anew.

    base: without any draw, the awards kept. refused: by draw why its numbers make no inputs, "" where they do.
    """

    kept: tuple[Result | None, ...]
    anew: tuple[Result | None, ...]
    refused: tuple[str, ...]
    base: Result | None = None

    def interrupted(self, *several: Sequence[Result | None]) -> bool:
        """Whether Ctrl-C came before a draw was planned: of these results, else of its own."""
        both = (zip(results, self.refused, strict=True) for results in several or (self.kept, self.anew))
        return any(one is None and not why for pairs in both for one, why in pairs)

    def of_adapting(self, held: Sequence[Judged | None], as_planned: Judged, level: float) -> Estimate | None:
        """M that adapting costs beyond holding the plan; None where no draw has both."""
        if self.base is None or self.base.cost is None or as_planned.cost is None:
            return None
        apart = self.base.cost - as_planned.cost
        pairs = ((k, h) for k, h in zip(self.kept, held, strict=True) if k is not None and h is not None)
        more = [k.cost - h.cost - apart for k, h in pairs if k.cost is not None and h.cost is not None]
        return mean(more, level) if more else None

    def of_awards(self, level: float) -> Estimate | None:
        """M that awards taken before the draw is known cost; None where no draw has both plans."""
        pairs = zip(self.kept, self.anew, strict=True)
        more = [k.cost - a.cost for k, a in pairs if k and a and k.cost is not None and a.cost is not None]
        return mean(more, level) if more else None


def planned(result: Result | None) -> bool:
    """Whether a draw has a plan."""
    return result is not None and result.cost is not None


def known(result: Result | None) -> bool:
    """Whether it is known that a draw has a plan, or has none."""
    return result is not None and (result.cost is not None or result.state == solve.INFEASIBLE)


def adapted(setting: Setting, draws: Sequence[Sequence[float]], plan: Plan, how: How, tell: Tell | None) -> Adapted:
    """Every draw planned twice."""
    problems, refused = problems_of(setting, draws)
    undrawn, _ = problems_of(replace(setting, inputs=()), [()])
    awards = awards_of(plan)
    cases = [*pinned_cases("base", undrawn, awards, plan), *pinned_cases("kept", problems, awards, plan)]
    cases += [Case(f"anew {n}", problem, plan_and_audit, ((KEPT,), plan)) for n, problem in _there(problems)]
    results = solved(cases, how, tell)
    kept, anew = (by_draw(label, results, len(draws)) for label in ("kept", "anew"))
    return Adapted(kept, anew, tuple(refused), *by_draw("base", results, 1))


def solved(cases: Sequence[Case], how: How, tell: Tell | None) -> dict[str, Result]:
    """Results by name, those that were not run left out."""
    return {one.name: one for one in run(cases, how, tell) if one.state != NOT_RUN}


def by_draw(label: str, results: dict[str, Result], count: int) -> tuple[Result | None, ...]:
    """The results whose names begin with a label, by number of the draw."""
    return tuple(results.get(f"{label} {number}") for number in range(count))


def problems_of(setting: Setting, draws: Sequence[Sequence[float]]) -> tuple[list[Problem | None], list[str]]:
    """The problem of each draw, None where its numbers make none, and then why."""
    problems: list[Problem | None] = []
    refused: list[str] = []
    for draw in draws:
        problem, findings, _ = of_draw(setting, draw)
        wrong = errors([*findings, *([] if problem is None else screen(problem))])
        problems.append(None if wrong or problem is None else _to_cost(problem))
        refused.append(str(wrong[0]) if wrong else "")
    return problems, refused


def pinned_cases(label: str, problems: Sequence[Problem | None], awards: tuple[Pin, ...], start: Plan) -> list[Case]:
    """Cases of the draws with awards kept."""
    return [
        Case(f"{label} {number}", with_awards(problem, awards), plan_and_audit, ((), start))
        for number, problem in _there(problems)
    ]


def _to_cost(problem: Problem) -> Problem:
    """The problem without objectives after cost, and with rules of strength should reported only."""
    names = [one.name for one in problem.objectives]
    kept = problem.objectives[: names.index(objectives.COST) + 1] if objectives.COST in names else problem.objectives
    rules = (replace(r, strength="report", penalty_m=0.0) if r.strength == "should" else r for r in problem.rules)
    return problem.replace(objectives=kept, rules=tuple(rules))


def _there(problems: Sequence[Problem | None]) -> list[tuple[int, Problem]]:
    return [(number, problem) for number, problem in enumerate(problems) if problem is not None]


def awards_of(plan: Plan) -> tuple[Pin, ...]:
    """What a plan decides now, as pins: who holds each package, parts of one-off packages, what begins at once."""
    pins = [Pin("award", "=", 1.0, str(w), supplier=str(s)) for (w, s), taken in plan.items("award") if taken]
    for (w, s, t), part in plan.items("start"):
        pins.append(Pin("share", "=", float(part), str(w), supplier=str(s)))
        if t == 0:
            pins.append(Pin("begin", "=", 1.0, str(w), period=0))
    return tuple(dict.fromkeys(pins))


def with_awards(problem: Problem, awards: tuple[Pin, ...]) -> Problem:
    """The problem with these awards and no others; what it pins itself stays."""
    f = Facts(problem)
    mine = {(pin.package, pin.supplier) for pin in awards if pin.decision == "award"}
    others = [Pin("award", "=", 0.0, w, supplier=s) for w, s in f.pairs if (w, s) not in mine]
    kinds = {w.id: w for w in problem.packages}
    pins = [pin for pin in awards if pin.decision == "award" or _fits(kinds[str(pin.package)].kind, pin)]
    pins = [pin for pin in pins if pin.decision != "share" or kinds[str(pin.package)].divisible]
    own = {(pin.decision, pin.package, pin.supplier) for pin in problem.pins}
    more = [pin for pin in (*pins, *others) if (pin.decision, pin.package, pin.supplier) not in own]
    return problem.replace(pins=(*problem.pins, *more))


def _fits(kind: str, pin: Pin) -> bool:
    """Whether a package of a kind may have the pin: support of a period begins when its row says."""
    return pin.decision != "begin" or kind == ONE_OFF
