"""The problem of a coalition: only its members join.

The others become third countries: they need, order and pay nothing, and their firms still offer what they offer.
Members keep what they agreed as far as it speaks of them (keys, rules, funds, pins), their budgets and their needs. A
need is its receiver's, whoever of the players was to pay it: a gift is made by the agreed key alone. A nation alone has
nobody to agree with: it buys for itself, as pooling.py says. Of everybody it is the joint problem.

In all of them, so that their costs compare: options and wishes are left out, which some could afford and others not;
so are objectives that come after cost; rules of strength "should" are reported only, since nobody pays the penalties
that the planner weighs them with.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from procure import objectives
from procure.agreed import WISHES_MET
from procure.narrowed import narrowed
from procure.pooling import alone
from procure.problem import CUSTOMER, FIRM, PARTNER, OtherCost, Problem
from procure.whatif.operations.nations import leave

SHOULD, REPORT = "should", "report"


def players(problem: Problem) -> tuple[str, ...]:
    """Nations that can join or stay away: the partners, and the customers that need or pay something."""
    buyers = {who for r in problem.requirements if r.total > 0 for who in (r.nation, r.payer)}
    return tuple(n.id for n in problem.nations if n.role == PARTNER or (n.role == CUSTOMER and n.id in buyers))


def posed(problem: Problem, budgets: bool = True) -> Problem:
    """The joint problem as all coalitions are asked it. budgets: False leaves out budgets and ceilings."""
    names = [o.name for o in problem.objectives]
    kept = problem.objectives[: names.index(objectives.COST) + 1] if objectives.COST in names else problem.objectives
    rules = tuple(replace(r, strength=REPORT, penalty_m=0.0) if r.strength == SHOULD else r for r in problem.rules)
    firm = tuple(r for r in problem.requirements if r.order == FIRM)
    kept = tuple(o for o in kept if o.name != WISHES_MET or len(firm) == len(problem.requirements))
    made = problem.replace(objectives=kept, rules=rules, requirements=firm)
    if budgets:
        return made
    return made.replace(budgets=(), nations=tuple(replace(n, ceiling_m=None) for n in made.nations))


def of_members(joint: Problem, members: Collection[str]) -> Problem | None:
    """The problem of these players of a posed problem; None where they need nothing, which costs nothing."""
    outside = [n for n in players(joint) if n not in members]
    if not outside:
        return joint
    own = narrowed(joint, members)
    if not any(r.total > 0 for r in own.requirements):
        return None
    if len(members) == 1:
        return alone(joint, next(iter(members)))
    for n in outside:
        own = leave(own, {"nation": n, "period": ""}, "coalition")
    if not any(n.role == PARTNER for n in own.nations):
        raised = tuple(replace(n, role=PARTNER) if n.id in members else n for n in own.nations)
        own = own.replace(nations=raised)
    return _without(own, set(outside), {r.id for r in joint.rules})


def _without(problem: Problem, outside: set[str], promised: set[str]) -> Problem:
    """Nothing is paid, drawn or promised by those outside: a key that names one of them falls back.

    promised: names of the joint problem's rules; a fund that asks for one that went is not open.
    """
    phases = tuple(replace(p, key=p.fallback) if p.key in outside else p for p in problem.phases)
    funds = (replace(g, who=tuple(n for n in g.who if n not in outside)) for g in problem.funds)
    rules = (replace(r, who=tuple(n for n in r.who if n not in outside)) for r in problem.rules)
    kept = tuple(r for r in rules if r.who)
    lost = promised - {r.id for r in kept}
    return problem.replace(
        phases=phases, rules=kept, funds=tuple(g for g in funds if g.who and not lost & set(g.needs)),
        other_costs=tuple(_borne(c, outside) for c in problem.other_costs),
    )  # fmt: skip


def _borne(cost: OtherCost, outside: set[str]) -> OtherCost:
    """By the members who bear it, in their proportions; by the phase's key where none of them does."""
    left = [(n, part) for n, part in cost.borne_by if n not in outside]
    whole = sum(part for _, part in left)
    borne = tuple((n, part / whole) for n, part in left) if whole else ()
    return replace(cost, borne_by=borne, in_kind_by=None if cost.in_kind_by in outside else cost.in_kind_by)
