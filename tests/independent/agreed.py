"""Rules and pins."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from procure.problem import Package, Phase, Pin, Rule
from tests.independent.content import parts
from tests.independent.model import Linear, Model
from tests.independent.outside import named
from tests.independent.prices import Prices
from tests.independent.work import RECURRING, placed

NARROW = ("sector", "package", "tag", "item", "family", "supplier")


@dataclass(frozen=True)
class Row:
    """One comparison of a rule: of these nations, in these phases, packages, items and periods."""

    rule: Rule
    who: tuple[str, ...]
    phases: tuple[str, ...]
    packages: tuple[Package, ...]
    items: tuple[str, ...]
    periods: tuple[int, ...]


def agreed(m: Model, d: Prices) -> None:
    """All rules and pins; miss[r,k] of those that only should hold."""
    for rule in d.problem.rules:
        if rule.strength != "report":
            for k, row in enumerate(rows(d, rule)):
                _hold(m, d, row, k)
    for pin in d.problem.pins:
        _pin(m, d, pin)


def of(rule: Rule, kind: str) -> set[str]:
    return {name for k, name in rule.of if k == kind}


def rows(d: Prices, rule: Rule) -> Iterator[Row]:
    """Those that have something to speak of."""
    who = [n for n in named(d, rule.who) if not of(rule, "nation") or n in of(rule, "nation")]
    who = [n for n in who if not of(rule, "group") or of(rule, "group") & set(d.nations[n].groups)]
    phases = [p for p in d.problem.phases if not of(rule, "phase") or p.id in of(rule, "phase")]
    if rule.base == "points of agreed share":
        phases = [p for p in phases if p.key != "where performed" or _stated(d, p)]
    groups = [[p] for p in phases] if rule.by_phase else [phases] if phases else []
    for part in groups if who else ():
        for mine in [(n,) for n in who] if rule.each else [tuple(who)]:
            for periods in _windows(d, rule):
                row = _row(d, rule, mine, part, periods)
                if _speaks(d, row):
                    yield row


def _stated(d: Prices, p: Phase) -> bool:
    return any(s.phase == p.id and s.work_share is not None for s in d.problem.shares)


def _row(d: Prices, rule: Rule, who: tuple[str, ...], phases: list[Phase], periods: Iterable[int]) -> Row:
    names, only = tuple(p.id for p in phases), of(rule, "item")
    packages = [w for w in d.problem.packages if w.phase in names]
    for kind in ("sector", "package", "tag"):
        asked = of(rule, kind)
        packages = [w for w in packages if not asked or asked & _said(w, kind)]
    if only:
        served = {w.id: set(d.serves(w)) for w in packages}
        packages = [w for w in packages if served[w.id] and served[w.id] <= only]
    items = tuple(i.id for i in d.problem.items if i.phase in names and (not only or i.id in only))
    return Row(rule, who, names, tuple(packages), items, tuple(periods))


def _said(w: Package, kind: str) -> set[str | None]:
    said: dict[str, set[str | None]] = {"sector": {w.sector}, "package": {w.id}, "tag": {*w.tags}}
    return said[kind]


def _windows(d: Prices, rule: Rule) -> list[range]:
    span = range(rule.span.first, rule.span.last + 1) if rule.span else d.periods
    if rule.window == "each period":
        return [range(t, t + 1) for t in span]
    if rule.window == "cumulative":
        return [range(span[0], t + 1) for t in span]
    return [span]


def _whole(row: Row) -> bool:
    return not any(kind in NARROW for kind, _ in row.rule.of)


def _speaks(d: Prices, row: Row) -> bool:
    """Whether there is anything to measure, and anything to be a part of."""
    if row.rule.measure == "deliveries":
        mine = [need for need in d.needs if set(need.items) & set(row.items)]
        there = any(need.nation in row.who for need in mine)
        return there and (row.rule.base != "units from pro-rata" or _due(d, row, tuple(d.nations)) > 0)
    if row.rule.measure == "cost":
        return True
    others = [c for c in d.problem.other_costs if c.performed_in and c.phase in row.phases]
    return bool(row.packages) or (row.rule.measure == "work" and _whole(row) and bool(others))


def _due(d: Prices, row: Row, who: tuple[str, ...]) -> float:
    mine = [need for need in d.needs if set(need.items) <= set(row.items) and need.nation in who]
    return sum(need.due[t] for need in mine for t in row.periods)


# Measures


def worked(m: Model, d: Prices, row: Row, who: Iterable[str], phases: Iterable[str], periods: Iterable[int]) -> Linear:
    """Work of the row's packages that counts as these nations', with what they perform beside packages."""
    names, inside, when = set(who), set(phases), list(periods)
    found = []
    for w in row.packages:
        for s in d.able(w) if w.phase in inside else ():
            part = sum(x for n, x in parts(d, w.id, s).items() if n in names)
            if part:
                found += [part * (m.total("price", w.id, s, None, t) + m.get("setup", w.id, s, t)) for t in when]
    for c in d.problem.other_costs if _whole(row) else ():
        if c.performed_in in names and c.phase in inside:
            found += [m.get("other", c.id, t) for t in when]
    return m.sum(found)


def _measured(m: Model, d: Prices, row: Row, k: int) -> Linear:
    measure = row.rule.measure
    if measure == "work":
        return worked(m, d, row, row.who, row.phases, row.periods)
    if measure == "cost":
        return m.sum(m.get("charge", n, p, t) for n in row.who for p in row.phases for t in row.periods)
    if measure == "deliveries":
        return m.sum(m.get("deliver", i, n, t) for i in row.items for n in row.who for t in row.periods)
    found = []
    for s in d.problem.suppliers:
        held = [m.get("award", w.id, s.id) for w in row.packages if s.id in d.able(w) and s.nation in row.who]
        if held:
            active = m.binary("active", (row.rule.id, k, s.id))
            m.most(active, m.sum(held))
            for one in held:
                m.least(active, one)
            found.append(active)
    return m.sum(found)


def _against(m: Model, d: Prices, row: Row, level: float) -> Linear:
    """What the measure is held against; points are told from the agreed share."""
    base, part = row.rule.base, level / 100
    if base == "% of own cost":
        return part * m.sum(m.get("gross", n, p, t) for n in row.who for p in row.phases for t in row.periods)
    if base == "% of total work":
        return part * worked(m, d, row, d.nations, row.phases, row.periods)
    if base == "units from pro-rata":
        ratio = _due(d, row, row.who) / _due(d, row, tuple(d.nations))
        handed = m.sum(m.get("deliver", i, n, t) for i in row.items for n in d.nations for t in row.periods)
        return level + ratio * handed
    if base == "points of agreed share":
        found: Linear = 0.0
        for p in row.phases:
            for t in row.periods:
                shares = d.expected(d.phases[p], t) or {}
                own = sum(shares.get(n, 0.0) for n in row.who)
                found = found + (own + part) * worked(m, d, row, d.partners, (p,), (t,))
        return found
    return level


def _hold(m: Model, d: Prices, row: Row, k: int) -> None:
    rule, measured = row.rule, _measured(m, d, row, k)
    sides = [(rule.relation, rule.amount)]
    if rule.base == "units from pro-rata":
        sides = [(">=", -rule.amount), ("<=", rule.amount)]
    elif rule.base == "points of agreed share" and rule.relation == ">=":
        sides = [(">=", -rule.amount)]
    soft: Linear = 0.0
    if rule.strength == "should":
        soft = worth(d, row) * m.var("miss", (rule.id, k))
    for relation, level in sides:
        against = _against(m, d, row, level)
        if rule.strength == "condition":
            for fund in d.problem.funds:
                if rule.id in fund.needs:
                    m.where(m.get("taken", fund.id), measured, relation, against)
        else:
            m.stand(measured + (soft if relation == ">=" else -1.0 * soft), relation, against)


def worth(d: Prices, row: Row) -> float:
    """M that one unit of the amount stands for, at the lowest prices."""
    rule = row.rule
    if rule.base in ("M", "units", "count", "units from pro-rata"):
        return 1.0
    own, total = rule.base == "% of own cost", 0.0
    for w in d.problem.packages if own else row.packages:
        if w.phase in row.phases:
            total += _cheapest(d, w) * (_paid_part(d, row, w.phase) if own else 1.0)
    for c in d.problem.other_costs if own else ():
        if c.phase in row.phases:
            total += sum(c.amounts_m) * _paid_part(d, row, c.phase)
    return total / 100 or 0.01


def _paid_part(d: Prices, row: Row, phase: str) -> float:
    p = d.phases[phase]
    found = 0.0
    for t in row.periods:
        key = d.key(p, p.key, t) if d.by_data(p) else d.reference(p, t)
        found += sum(key.get(n, 0.0) for n in row.who)
    return found / len(row.periods)


def _cheapest(d: Prices, w: Package) -> float:
    able = d.able(w)
    if not able:
        return 0.0
    if w.kind not in RECURRING:
        return min(d.price(w, s) for s in able)
    found, most = 0.0, sum(d.most_sets(b) for b in d.streams(w))
    for b in d.streams(w):
        items = set(d.items_of_stream(b))
        needs = [need for need in d.needs if set(need.items) & items and b.buyer in ("", need.nation)]
        sets = w.per_unit * sum(need.firm for need in needs)
        if w.kind == "per unit in service":
            kept = range(d.first(w), d.last(w) + 1)
            sets = w.per_unit * d.year * sum(sum(need.due[: t + 1]) for need in needs for t in kept)
        prices = []
        for s in able:
            offer, listed = d.offer_for(w.id, s, b.buyer), d.price(w, s, b)
            steps = [price for _, price in offer.steps()] if offer else []
            price, slope = min(steps, default=listed), offer.rows[0].slope_fraction if offer else None
            prices.append(price * most ** math.log2(slope) if slope and slope < 1 and most > 1 else price)
        found += sets * min(prices)
    return found


# Pins


def _pin(m: Model, d: Prices, pin: Pin) -> None:
    if pin.decision == "award":
        m.stand(m.get("award", str(pin.package), str(pin.supplier)), pin.relation, pin.value)
    elif pin.decision == "begin":
        _pinned_begin(m, pin)
    elif pin.decision == "deliver":
        m.stand(m.total("deliver", pin.item, pin.nation, pin.period), pin.relation, pin.value)
    elif pin.phase is not None:
        m.stand(m.total("gross", pin.nation, pin.phase), pin.relation, pin.value * m.total("spend", pin.phase))
    else:
        family = "make" if d.packages[str(pin.package)].kind in RECURRING else "start"
        whole = m.total(family, pin.package)
        m.stand(m.total(family, pin.package, pin.supplier), pin.relation, pin.value * whole)


def _pinned_begin(m: Model, pin: Pin) -> None:
    w, when = str(pin.package), int(pin.period or 0)
    for (v, t), begin in m.x["begin"].items():
        if v == w and ((int(t) < when and pin.relation != "<=") or (int(t) > when and pin.relation != ">=")):
            m.equal(begin, 0.0)
    if pin.relation != ">=":
        m.equal(m.total("begin", w), 1.0 if pin.relation == "=" else placed(m, w))
