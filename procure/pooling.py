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
from procure.planning import Outcome
from procure.problem import PARTNER, THIRD, Package, Problem

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
    nations = tuple(
        replace(n, role=PARTNER if n.id == nation else THIRD, joins=None, leaves=None, exit_cap_m=None)
        for n in problem.nations
    )
    requirements = tuple(replace(r, payer="") for r in problem.requirements if r.nation == nation)
    needed = _items(problem.replace(requirements=requirements), {r.wanted for r in requirements})
    packages = _packages(problem.packages, needed)
    kept = {w.id for w in packages}
    kept_items = tuple(i for i in problem.items if i.id in needed)
    one_payer = tuple(replace(p, key=nation, over_the_phase=False, levy_m=0.0) for p in problem.phases)
    stages = tuple(o for o in problem.objectives if o.name != objectives.IMBALANCE)
    return problem.replace(
        nations=nations, requirements=requirements, items=kept_items, packages=packages, phases=one_payer,
        shares=(), rules=(), funds=(), pins=(), history=(), objectives=stages,
        budgets=tuple(b for b in problem.budgets if b.nation == nation),
        quotes=tuple(q for q in problem.quotes if q.package in kept),
        contents=tuple(c for c in problem.contents if c.package is None or c.package in kept),
        capacities=tuple(c for c in problem.capacities if c.package is None or c.package in kept),
        investments=tuple(e for e in problem.investments if e.package is None or e.package in kept),
        other_costs=tuple(replace(c, borne_by=(), in_kind_by=None) for c in problem.other_costs),
    )  # fmt: skip


def _items(problem: Problem, wanted: set[str]) -> set[str]:
    """Items that the nation can receive: those it names, and those of the families it names."""
    families = {i.id for i in problem.items if i.family in wanted}
    return {i.id for i in problem.items if i.id in wanted} | families


def _packages(packages: tuple[Package, ...], items: set[str]) -> tuple[Package, ...]:
    """Packages of these items alone; one-off ones of other items go, and nothing waits for them."""
    kept = [
        replace(w, items=tuple(i for i in w.items if i in items), value_by_item_m=_values(w, items))
        for w in packages
        if not w.items or items & set(w.items)
    ]
    known = {w.id for w in packages} - {w.id for w in kept}
    return tuple(replace(w, after=tuple(name for name in w.after if name not in known)) for w in kept)


def _values(w: Package, items: set[str]) -> tuple[tuple[str, float], ...]:
    return tuple((i, value) for i, value in w.value_by_item_m if i in items)


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
