"""What pooling is worth: the joint plan beside each nation buying alone, from the same data and by the same planner.

A nation that buys alone needs what it needs, pays everything itself out of its own budgets, and meets the same firms,
prices, capacities, technology controls and dates. What partners agreed among themselves (rules, keys, funds, pins,
levies, entry and exit) is not there; the other nations' industry is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from procure import objectives, solve
from procure.audit import audit
from procure.facts import Facts
from procure.narrowed import narrowed
from procure.planning import Outcome
from procure.problem import PARTNER, THIRD, Problem

OF = "alone "  # begins the fact of a run

Planner = Callable[[Problem], Outcome]


def compare(problem: Problem, planner: Planner) -> dict[str, str]:
    """Facts of the run, "alone NATION", for every partner and customer that needs anything; see tables/pooling.py.

    planner: plans a problem in the way in which the joint plan was made. A plan of a nation alone that the audit does
    not pass is told as none. Stops early where the planner is interrupted.
    """
    found: dict[str, str] = {}
    for n in problem.nations:
        if n.role == THIRD or not any(r.nation == n.id and r.total > 0 for r in problem.requirements):
            continue
        own = alone(problem, n.id)
        outcome = planner(own)
        found[OF + n.id] = _told(own, n.id, outcome)
        if outcome.state == solve.INTERRUPTED:
            break
    return found


def alone(problem: Problem, nation: str) -> Problem:
    """The problem of a nation that buys for itself."""
    own = narrowed(problem, (nation,))
    nations = tuple(
        replace(n, role=PARTNER if n.id == nation else THIRD, joins=None, leaves=None, exit_cap_m=None)
        for n in own.nations
    )
    one_payer = tuple(replace(p, key=nation, over_the_phase=False, levy_m=0.0) for p in own.phases)
    stages = tuple(o for o in own.objectives if o.name != objectives.IMBALANCE)
    return own.replace(
        nations=nations, phases=one_payer, shares=(), rules=(), funds=(), pins=(), history=(), objectives=stages,
        budgets=tuple(b for b in own.budgets if b.nation == nation),
        other_costs=tuple(replace(c, borne_by=(), in_kind_by=None) for c in own.other_costs),
    )  # fmt: skip


def _told(problem: Problem, nation: str, outcome: Outcome) -> str:
    """Cost, what it is known within, last delivery, units late at most and own work; or why there is no plan."""
    if outcome.plan is None or not audit(outcome.plan, Facts(problem)).passed:
        return f"no plan: {outcome.state}"
    f, plan = Facts(problem), outcome.plan
    cost = plan.total("charge", nation)
    gap = next((s.gap for s in outcome.stages if s.name == objectives.COST), None)
    handed = sorted(int(key[2]) for key, units in plan.items("deliver") if units)
    last = f.calendar.labels[handed[-1]] if handed else ""
    late = sum((units for _, units in plan.items("late")), Decimal(0))
    known = "unknown" if gap is None else f"{gap:.2f}"
    work = plan.total("work", nation)
    return f"cost {cost}; within {known}; last delivery {last}; late {late.normalize():f}; work {work}"
