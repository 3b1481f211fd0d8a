"""A problem narrowed to what some of its nations need: their requirements, and what serves them.

Items that they do not need go, with the packages that make nothing else. So does a phase that a nation outside pays by
itself (its key is that nation's name), that makes no units for those inside and that none of their work waits for: it
is that nation's own purchase. Firms stay, wherever they are. Whatever speaks of something that went goes with it:
quotes, limits, rules, pins.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from procure.problem import THIRD, Budget, Fund, Package, Pin, Problem, Requirement, Rule


def narrowed(problem: Problem, who: Collection[str]) -> Problem:
    """The problem of what these nations need. What others were to pay of it they pay themselves.

    A need of a third country that one of them pays (a donation) is among their needs.
    """
    requirements = tuple(_paid_inside(r, who) for r in problem.requirements if _theirs(problem, r, who))
    items = _items(problem, {r.wanted for r in requirements})
    serving = [w for w in problem.packages if not w.items or items & set(w.items)]
    phases = {p.id for p in problem.phases} - _bought_outside(problem, serving, items, who)
    packages = _packages(problem.packages, [w for w in serving if w.phase in phases], items, phases)
    made = {w.id for w in packages}
    there = {"phase": phases, "item": items, "package": made | {w.id for w in problem.headings}}
    rules = tuple(r for r in problem.rules if _still(r, there))
    return problem.replace(
        requirements=requirements, packages=packages, rules=rules,
        items=tuple(i for i in problem.items if i.id in items),
        phases=tuple(p for p in problem.phases if p.id in phases),
        shares=tuple(s for s in problem.shares if s.phase is None or s.phase in phases),
        budgets=tuple(_line(b, phases) for b in problem.budgets if not b.phases or phases & set(b.phases)),
        funds=tuple(_fund(g, phases) for g in problem.funds if _open(g, phases, problem.rules, rules)),
        pins=tuple(p for p in problem.pins if _speaks(p, there)),
        history=tuple(h for h in problem.history if not h.phase or h.phase in phases),
        quotes=tuple(q for q in problem.quotes if q.package in made),
        contents=tuple(c for c in problem.contents if c.package is None or c.package in made),
        capacities=tuple(c for c in problem.capacities if c.package is None or c.package in made),
        investments=tuple(e for e in problem.investments if e.package is None or e.package in made),
        other_costs=tuple(c for c in problem.other_costs if c.phase in phases),
    )  # fmt: skip


def _theirs(problem: Problem, r: Requirement, who: Collection[str]) -> bool:
    third = {n.id for n in problem.nations if n.role == THIRD}
    return r.nation in who or (r.payer in who and r.nation in third)


def _paid_inside(r: Requirement, who: Collection[str]) -> Requirement:
    return replace(r, payer=r.payer if r.payer in who else "")


def _items(problem: Problem, wanted: set[str]) -> set[str]:
    """Items that can be received: those that are named, and those of the families that are named."""
    return {i.id for i in problem.items if i.id in wanted or i.family in wanted}


def _bought_outside(
    problem: Problem, serving: list[Package], items: set[str], who: Collection[str]
) -> set[str]:
    """Phases that a nation outside pays by itself: no units for those inside, and nothing that their work waits for."""
    outside = {n.id for n in problem.nations} - set(who)
    paid = {p.id for p in problem.phases if p.key in outside}
    inside = {i.phase for i in problem.items if i.id in items}
    inside |= {w.phase for w in serving if w.recurring}
    waited = {name for w in serving if w.phase not in paid or w.phase in inside for name in w.after}
    return paid - inside - waited - {w.phase for w in serving if w.id in waited}


def _packages(
    every: tuple[Package, ...], kept: list[Package], items: set[str], phases: set[str]
) -> tuple[Package, ...]:
    """The packages of these items alone, waiting for what is still there."""
    gone = {w.id for w in every} - {w.id for w in kept} | {w.phase for w in every} - phases
    return tuple(
        replace(
            w,
            items=tuple(i for i in w.items if i in items),
            value_by_item_m=tuple((i, value) for i, value in w.value_by_item_m if i in items),
            after=tuple(name for name in w.after if name not in gone),
        )
        for w in kept
    )


def _still(rule: Rule, there: dict[str, set[str]]) -> bool:
    return all(name in there[kind] for kind, name in rule.of if kind in there)


def _speaks(pin: Pin, there: dict[str, set[str]]) -> bool:
    named = {"phase": pin.phase, "item": pin.item, "package": pin.package}
    return all(name is None or name in there[kind] for kind, name in named.items())


def _line(budget: Budget, phases: set[str]) -> Budget:
    return replace(budget, phases=tuple(p for p in budget.phases if p in phases))


def _fund(fund: Fund, phases: set[str]) -> Fund:
    return replace(fund, phases=tuple(p for p in fund.phases if p in phases))


def _open(fund: Fund, phases: set[str], before: tuple[Rule, ...], after: tuple[Rule, ...]) -> bool:
    """Whether the fund is for a phase that is there, and its conditions can still be met."""
    lost = {r.id for r in before} - {r.id for r in after}
    return (not fund.phases or bool(phases & set(fund.phases))) and not lost & set(fund.needs)
