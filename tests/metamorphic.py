"""Changes of a problem whose effect on the plan is known: rows in another order, other money or names, more room."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from procure.plan import Key, Plan
from procure.problem import PER_UNIT, Limit, Objective, Problem, Rule

TABLES = (
    "nations", "phases", "suppliers", "packages", "items", "requirements", "shares", "budgets", "capacities", "quotes",
    "contents", "funds", "controls", "rules", "pins", "other_costs", "history", "investments",
)  # fmt: skip
LISTS = {
    "groups", "sectors", "after", "effort", "tags", "technologies", "standards", "phases", "needs", "borne_by",
    "qualifies", "excludes",
}  # fmt: skip
PREFIX = "N "

# What "the same plan" compares: everything but what only a rule's or an objective's own rows know.
DECIDED = ("begin", "start", "award", "open", "make", "built", "deliver", "lots", "short", "charge", "due", "pay")


def permuted(problem: Problem, rng: Random) -> Problem:
    """Rows of every table, and the names listed in their cells, in another order."""
    tables = {}
    for name in TABLES:
        rows = [_shuffled(noun, rng) for noun in getattr(problem, name)]
        rng.shuffle(rows)
        tables[name] = rows
    return problem.replace(**tables)


def _shuffled(noun: Any, rng: Random) -> Any:
    """The noun with the lists of its cells in another order."""
    changed = {}
    for field in dataclasses.fields(noun):
        value = getattr(noun, field.name)
        if field.name in LISTS and len(value) > 1:
            changed[field.name] = tuple(rng.sample(value, len(value)))
    return replace(noun, **changed)


def in_other_money(problem: Problem, times: float) -> Problem:
    """The same programme in a currency of which so many make one of before."""
    p = replace(problem.programme, rounding_m=problem.programme.rounding_m * times)
    return problem.replace(
        programme=p,
        objectives=[
            o if o.name in ("lateness", "wishes met") else replace(o, absolute=o.absolute * times)
            for o in problem.objectives
        ],
        nations=[
            replace(n, ceiling_m=_more(times, n.ceiling_m), exit_cap_m=_more(times, n.exit_cap_m))
            for n in problem.nations
        ],
        phases=[replace(p, levy_m=p.levy_m * times) for p in problem.phases],
        history=[replace(h, paid_m=h.paid_m * times) for h in problem.history],
        items=[replace(i, unit_price_m=_more(times, i.unit_price_m)) for i in problem.items],
        packages=[
            replace(
                w, value_m=_more(times, w.value_m), value_by_item_m=tuple((i, v * times) for i, v in w.value_by_item_m)
            )
            for w in problem.packages
        ],
        quotes=[replace(q, price_m=_more(times, q.price_m), setup_m=q.setup_m * times) for q in problem.quotes],
        budgets=[replace(b, limits=_scaled(b.limits, times)) for b in problem.budgets],
        capacities=[
            replace(c, limits=_scaled(c.limits, times), lowest=c.lowest * times) if c.unit == "M" else c
            for c in problem.capacities
        ],
        investments=[
            replace(e, cost_m=e.cost_m * times, adds=e.adds * (times if e.unit == "M" else 1))
            for e in problem.investments
        ],
        controls=[replace(c, cost_m=c.cost_m * times) for c in problem.controls],
        other_costs=[
            replace(c, amounts_m=tuple(x * times for x in c.amounts_m), per_unit_m=c.per_unit_m * times)
            for c in problem.other_costs
        ],
        funds=[
            replace(fund, envelope_m=_more(times, fund.envelope_m), limits=_scaled(fund.limits, times))
            for fund in problem.funds
        ],
        rules=[_rule_in_other_money(times, r) for r in problem.rules],
    )


def _more(times: float, amount: float | None) -> float | None:
    return None if amount is None else amount * times


def _scaled(limits: tuple[Limit, ...], factor: float) -> tuple[Limit, ...]:
    return tuple(replace(x, amount=x.amount * factor) for x in limits)


def _rule_in_other_money(times: float, r: Rule) -> Rule:
    """Amounts of money grow; else the penalty for each unit does."""
    return replace(r, amount=r.amount * times) if r.base == "M" else replace(r, penalty_m=r.penalty_m * times)


def in_smaller_units(problem: Problem, times: float) -> Problem:
    """The same programme with its items counted in units of which so many make one of before; without lots and tiers.

    Capacities in sets and quotes are of the sets of these units.
    """
    sets = {w.id for w in problem.packages if w.kind == PER_UNIT}
    return problem.replace(
        items=[
            replace(
                i, unit_price_m=_more(1 / times, i.unit_price_m), max_rate=_more(times, i.max_rate),
                min_rate=i.min_rate * times, ramp_step=i.ramp_step * times, surplus=i.surplus * times,
            )
            for i in problem.items
        ],
        requirements=[replace(r, due=tuple(units * times for units in r.due)) for r in problem.requirements],
        packages=[
            replace(
                w, value_m=_more(1 / times, w.value_m),
                value_by_item_m=tuple((i, v / times) for i, v in w.value_by_item_m),
            )
            if w.id in sets else w
            for w in problem.packages
        ],
        quotes=[
            replace(q, price_m=_more(1 / times, q.price_m)) if q.package in sets else q for q in problem.quotes
        ],
        capacities=[
            replace(c, limits=_scaled(c.limits, times)) if c.unit == "sets" else c for c in problem.capacities
        ],
    )  # fmt: skip


def renamed(problem: Problem) -> Problem:
    """Every nation under another name, in the same order."""
    nations = {n.id for n in problem.nations}
    tables = {name: [_renamed(noun, nations) for noun in getattr(problem, name)] for name in TABLES}
    return problem.replace(**tables)


def _renamed(value: Any, nations: set[str]) -> Any:
    if isinstance(value, str):
        return PREFIX + value if value in nations else value
    if isinstance(value, tuple):
        return tuple(_renamed(part, nations) for part in value)
    if dataclasses.is_dataclass(value):
        fields = {f.name: _renamed(getattr(value, f.name), nations) for f in dataclasses.fields(value)}
        return type(value)(**fields)
    return value


def same(one: Plan, other: Plan, families: tuple[str, ...] = DECIDED, names: Callable[[str], str] = str) -> str:
    """The first decision that differs, "" where none does; names: how the first plan's names read in the other."""
    for family in families:
        mine = {_named(key, names): value for key, value in one.items(family)}
        theirs = dict(other.items(family))
        for key in sorted({*mine, *theirs}, key=str):
            if mine.get(key) != theirs.get(key):
                return f"{family}{key} is {mine.get(key, 0)} and {theirs.get(key, 0)}"
    return ""


def _named(key: Key, names: Callable[[str], str]) -> Key:
    """A stream's name may hold a nation's as a part: item/nation."""
    return tuple("/".join(map(names, part.split("/"))) if isinstance(part, str) else part for part in key)


def exact(problem: Problem) -> Problem:
    """No lateness is given up for cost, so that less room can only make the pair (lateness, cost) worse."""
    cost = next(o for o in problem.objectives if o.name == "cost")
    return problem.replace(objectives=[Objective("lateness"), cost])


def looser(problem: Problem) -> Problem:
    """Every budget half as large again."""
    return problem.replace(budgets=[replace(b, limits=_scaled(b.limits, 1.5)) for b in problem.budgets])


def tighter(problem: Problem) -> Problem | None:
    """The first rule that must hold asks for a tenth more; None without one."""
    rule = next((r for r in problem.rules if r.strength == "must" and r.relation != "="), None)
    if rule is None:
        return None
    sign = 1 if rule.relation == ">=" and rule.base != "points of agreed share" else -1
    amount = rule.amount + sign * max(0.1 * abs(rule.amount), 0.01)
    return problem.replace(rules=[replace(r, amount=amount) if r is rule else r for r in problem.rules])
