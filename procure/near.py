"""Planning near an earlier plan: the objective "changes", and a limit on them.

    changes  10 sum_{w,s} |award[w,s] - award0[w,s]|  +  sum_{w,t} |t - begin0[w]| begin[w,t]
             +  sum_{i,n,t} moved[i,n,t],   moved[i,n,t] >= |sum_{u<=t} deliver[i,n,u] - deliver0[i,n,u]|

    most changes   sum_w changed[w] + sum_{w, t != begin0[w]} begin[w,t] <= N
                   changed[w] >= |award[w,s] - award0[w,s]| for every s

An award that moves from one supplier to another is two pairs and weighs 20, as much as a package that begins 20 periods
later or 20 units that are a period late: contracts are dearer to undo than dates. Cost shares and the division of a
package among its suppliers do not count. Of what the earlier plan has and the new data cannot (a nation that left, a
supplier that may no longer work) nothing is weighed: no plan could keep it.

The objective comes before all others, which may give up nothing of it. The earlier plan is not written into the new
one's workbook: what changed stands among the facts of the run, and the audit looks at the other objectives alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from procure import problem as nouns
from procure.calendar import Calendar
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.objectives import StageSpec
from procure.pieces import Terms, over
from procure.plan import LEAVES, Key, Plan, Stage
from procure.problem import Problem

CHANGES = "changes"  # the objective, and the fact of a run
LEAVING = "leaving"  # the fact of a run
AWARD, BEGIN, DELIVERY = 10, 1, 1  # weight of a pair awarded otherwise, a period of a begin, a unit and period
ZERO = Decimal(0)


@dataclass(frozen=True)
class Near:
    """The plan to stay near. plan: in the periods of the problem that is planned (`moved_to`).

    name: of its file. problem: its own. most: packages awarded otherwise and begins moved, at most (None = any number).
    """

    name: str
    problem: Problem
    plan: Plan
    most: int | None = None

    @cached_property
    def holders(self) -> dict[str, frozenset[str]]:
        """holders[package] of the earlier plan."""
        return holders(self.plan, tuple(w.id for w in self.problem.packages))

    @cached_property
    def begins(self) -> dict[str, int]:
        """begins[one-off package] of the earlier plan, where it begins."""
        return begins(self.plan)


def holders(plan: Plan, packages: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Suppliers that hold a part of each of these packages."""
    found: dict[str, set[str]] = {w: set() for w in packages}
    for (w, s), value in plan.items("award"):
        if value and w in found:
            found[str(w)].add(str(s))
    return {w: frozenset(who) for w, who in found.items()}


def begins(plan: Plan) -> dict[str, int]:
    """Period in which each one-off package begins, where it does."""
    return {str(w): int(t) for (w, t), value in plan.items("begin") if value}


def moved_to(plan: Plan, calendar: Calendar, other: Calendar) -> Plan:
    """A plan's decisions in the periods of another calendar of the same period length; what is outside it is left out.

    What is paid after the first horizon is left out where the second one ends at another time.
    """
    if calendar == other:
        return plan
    number = {t: other.labels.index(label) for t, label in enumerate(calendar.labels) if label in other.labels}
    if calendar.labels[-1] == other.labels[-1]:
        number[calendar.count] = other.count
    found: dict[str, dict[Key, Decimal]] = {}
    for family, values in plan.values.items():
        index = LEAVES[family][0] if family in LEAVES else BY_NAME[family].index
        timed = index.split(",")[-1] == "t"
        kept = ((key, value) for key, value in values.items() if not timed or key[-1] in number)
        found[family] = {(*key[:-1], number[int(key[-1])]) if timed else key: value for key, value in kept}
    return replace(plan, values=found)


# In the optimisation


def stages(m: Any, f: Facts, near: Near | None) -> list[StageSpec]:
    """The stage "changes", none without a plan to stay near; declares its decisions and adds its rows."""
    if near is None:
        return []
    terms = [*_awards(m, f, near), *_begins(m, near), *_deliveries(m, f, near)]
    if near.most is not None:
        _limited(m, f, near, near.most)
    return [StageSpec(CHANGES, "weighed changes", terms, 0.0, 0.0, terms)]


def _awards(m: Any, f: Facts, near: Near) -> Terms:
    dropped = m.declare("dropped", ((pair, 0, 1) for pair in f.pairs if pair[1] in near.holders.get(pair[0], ())))
    for pair, variable in dropped.items():
        m.require("changes", ("award", *pair), [(1, variable), (1, m.x["award"][pair])], "=", 1)
    new = [pair for pair in f.pairs if pair[0] in near.holders and pair not in dropped]
    return [*((float(AWARD), x) for x in dropped.values()), *over(m.x["award"], new, float(AWARD))]


def _begins(m: Any, near: Near) -> Terms:
    distance = ((abs(t - near.begins[w]), x) for (w, t), x in m.x["begin"].items() if w in near.begins)
    return [(float(BEGIN * periods), x) for periods, x in distance if periods]


def _deliveries(m: Any, f: Facts, near: Near) -> Terms:
    rows = list(_comparable(f, near))
    moved = m.declare("moved", (((i, n, t), 0, None) for i, n, t, _ in rows))
    for i, n, t, before in rows:
        so_far = over(m.x["deliver"], ((i, n, u) for u in range(t + 1)))
        for side, sign in (("later", 1.0), ("earlier", -1.0)):
            terms = [(1.0, moved[i, n, t]), *((sign * c, x) for c, x in so_far)]
            m.require("changes", ("deliver", i, n, t, side), terms, ">=", sign * float(before))
    return [(float(DELIVERY), x) for x in moved.values()]


def _comparable(f: Facts, near: Near) -> Iterator[tuple[str, str, int, Decimal]]:
    """(item, nation, period, units delivered so far by the earlier plan) where both programmes deliver."""
    earlier = Facts(near.problem)
    for i, n in f.first_delivery:
        if n in earlier.takers.get(i, ()):
            before = ZERO
            for t in f.periods:
                before += near.plan.get("deliver", i, n, t)
                yield i, n, t, before


def _limited(m: Any, f: Facts, near: Near, most: int) -> None:
    known = [w.id for w in f.problem.packages if w.id in near.holders]
    changed = m.declare("changed", ((((w,), 0, 1)) for w in known))
    for w in known:
        lost = near.holders[w] - set(f.suppliers_of[w])
        if lost:
            m.require("most changes", (w, "lost"), [(1, changed[w,])], "=", 1)
        for s in f.suppliers_of[w]:
            key = (w, s)
            otherwise = m.x["dropped"][key] if s in near.holders[w] else m.x["award"][key]
            m.require("most changes", key, [(1, changed[w,]), (-1, otherwise)], ">=", 0)
    begun = [(1.0, x) for (w, t), x in m.x["begin"].items() if w in near.begins and t != near.begins[w]]
    m.require("most changes", (), [*((1.0, x) for x in changed.values()), *begun], "<=", most)


# In a finished plan


@dataclass(frozen=True)
class Changes:
    """What a plan changes: packages awarded otherwise, packages that begin at another time, unit-periods of deliveries.

    weighed: the value of the objective.
    """

    awards: int
    begins: int
    deliveries: Decimal
    weighed: Decimal


def changes(plan: Plan, f: Facts, near: Near) -> Changes:
    """What the plan has otherwise than the plan it was to stay near."""
    packages = tuple(w.id for w in f.problem.packages if w.id in near.holders)
    now, begun = holders(plan, packages), begins(plan)
    apart = {w: now[w] ^ near.holders[w] for w in packages}
    weighed = sum(AWARD for w, who in apart.items() for s in who if s in f.suppliers_of[w])
    both = [w for w in begun if w in near.begins]
    weighed += sum(BEGIN * abs(begun[w] - near.begins[w]) for w in both)
    units, so_far = ZERO, dict.fromkeys(f.first_delivery, ZERO)
    for i, n, t, before in _comparable(f, near):
        so_far[i, n] += plan.get("deliver", i, n, t)
        units += abs(so_far[i, n] - before)
    moved = sum(1 for w in both if begun[w] != near.begins[w])
    return Changes(sum(1 for who in apart.values() if who), moved, units, weighed + DELIVERY * units)


def reached(plan: Plan, f: Facts, near: Near | None, stage: Stage) -> Stage:
    """The stage "changes" with its value in the finished plan."""
    return stage if near is None else replace(stage, value=float(changes(plan, f, near).weighed))


def facts(plan: Plan, f: Facts, near: Near | None, ended: tuple[Stage, ...]) -> dict[str, str]:
    """Facts of a run near an earlier plan. ended: the stage "changes", where there was time for it."""
    if near is None:
        return {}
    found = changes(plan, f, near)
    words = f"next to {near.name} {_verb(found.awards, 'is', 'are')} awarded otherwise, "
    words += f"{_verb(found.begins, 'begins', 'begin')} at another time, "
    words += f"{_plain(found.deliveries)} unit-periods of deliveries move"
    proven = [stage.bound for stage in ended if stage.bound is not None]
    if found.weighed and proven:
        words += f" ({_plain(found.weighed)} by their weights, and no plan has less than {max(0.0, proven[0]):.6g})"
    gone = leaving(plan, f, near)
    return {CHANGES: words} | ({LEAVING: gone} if gone else {})


def leavers(near: Near, f: Facts) -> tuple[str, ...]:
    """Nations that paid in the earlier plan and are gone, or leave earlier."""
    paying = {str(n) for (n, _, _), value in near.plan.items("charge") if value}
    return tuple(n.id for n in near.problem.nations if n.id in paying and _leaves(n, f))


def _leaves(before: nouns.Nation, f: Facts) -> bool:
    now = f.nations.get(before.id)
    if now is None or (now.role == nouns.THIRD and before.role != nouns.THIRD):
        return True
    return now.leaves is not None and (before.leaves is None or now.leaves < before.leaves)


def leaving(plan: Plan, f: Facts, near: Near) -> str:
    """What the exit of those who leave costs the others; "" where nobody leaves."""
    gone = leavers(near, f)
    others = [n.id for n in near.problem.nations if n.id not in gone and n.id in f.nations]
    if not gone or not others:
        return ""
    before = sum((near.plan.total("charge", n) for n in others), ZERO)
    after = sum((plan.total("charge", n) for n in others), ZERO)
    covered, more = sum((plan.total("exit", n) for n in gone), ZERO), after - before
    who = " and ".join(gone)
    words = f"without {who} the others pay {abs(more):,.2f} M {'more' if more >= 0 else 'less'}"
    if not covered:
        return f"{words}; no exit cost is due"
    if more < 0:
        return f"{words}; the exit cost of {who} adds {covered:,.2f} M"
    return f"{words}; the exit cost of {who} covers {covered:,.2f} M of it"


def _verb(number: int, one: str, several: str) -> str:
    """ "no package is", "1 package is", "2 packages are"."""
    return f"{number or 'no'} package{'' if number < 2 else 's'} {one if number < 2 else several}"


def _plain(number: Decimal) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
