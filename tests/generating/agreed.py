"""Rules and pins that the hidden plan keeps: amounts are set from what it reaches."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from procure import keys, rules
from procure.calendar import Span
from procure.facts import Facts
from procure.measures.rows import Row
from procure.problem import Pin, Rule
from tests.generating.draw import Draft, down, up

ANY_WORK = ("M", "% of own cost", "points of agreed share", "% of total work")
NOTHING = 1e-9  # M
BASES = {"work": ANY_WORK, "cost": ("M",), "deliveries": ("units", "units from pro-rata"), "suppliers": ("count",)}
KINDS = {
    "work": ("phase", "sector", "package", "tag", "nation", "group", "item"),
    "cost": ("phase", "nation", "group"),
    "deliveries": ("phase", "item", "nation", "group"),
    "suppliers": ("phase", "sector", "package", "tag", "nation", "group", "item"),
}


def agreed(d: Draft) -> None:
    """Up to four rules, up to three pins. A rule that the planner would refuse is not kept."""
    found = [rule for k in range(d.rng.randint(0, 4)) for rule in _rule(d, f"rule {k + 1}")]
    d.replace(rules=found, pins=[pin for _ in range(d.rng.randint(0, 3)) for pin in _pin(d)])


def _rule(d: Draft, name: str) -> Iterator[Rule]:
    measure = d.rng.choice(tuple(BASES))
    base = d.rng.choice(BASES[measure])
    relation = "<=" if base == "units from pro-rata" else d.rng.choice((">=", ">=", "<="))
    rule = Rule(
        name,
        measure,
        who=tuple(d.some(["partners", "all", *(n.id for n in d.problem.nations), "EU"], 1, 2)),
        each=d.chance(0.6),
        by_phase=d.chance(0.2),
        of=tuple(_filter(d, measure)) if d.chance(0.5) else (),
        span=_span(d) if measure != "suppliers" and d.chance(0.2) else None,
        window=d.rng.choice(("total", "total", "each period", "cumulative")),
        relation=relation,
        base=base,
        strength=d.rng.choice(("must", "must", "should", "report")),
    )
    past = d.problem.history and rule.window == "cumulative"  # what the hidden plan reaches has no past
    if measure == "suppliers" or past or (base == "units from pro-rata" and rule.window == "each period"):
        rule = replace(rule, window="total")
    at = Facts(d.problem.replace(rules=[rule]))
    if rules.refusals(at):
        return
    # The distance from pro-rata is only ever above the amount; all rows of a rule share one amount.
    reached = [value for row in rules.rows(at) if (value := _reached(d, at, row)) is not None]
    if reached and max(reached) < math.inf:
        yield _amount(d, rule, reached)


def _filter(d: Draft, measure: str) -> Iterator[tuple[str, str]]:
    names = {
        "phase": [p.id for p in d.problem.phases],
        "item": [i.id for i in d.problem.items],
        "sector": sorted({w.sector for w in d.problem.packages if w.sector}),
        "package": [w.id for w in d.problem.packages],
        "tag": ["critical", "noble"],
        "nation": [n.id for n in d.problem.nations],
        "group": ["EU", "NATO"],
    }
    kind = d.rng.choice(KINDS[measure])
    yield from ((kind, name) for name in d.some(names[kind], 0, 2))


def _span(d: Draft) -> Span:
    first = d.rng.randrange(d.problem.programme.calendar.count)
    return Span(first, d.rng.randrange(first, d.problem.programme.calendar.count))


def _amount(d: Draft, rule: Rule, reached: list[float]) -> Rule:
    """An amount on the right side of what is reached; a rule that only should hold may ask for more than that."""
    least, most = min(reached), max(reached)
    room = d.rng.choice((0.0, 0.02, 0.2)) * max(1.0, abs(least), abs(most))
    counted = rule.base in ("count", "units")
    if rule.base == "points of agreed share":
        amount = max(0.0, up(most + room))  # `reached` is the number of points needed, whatever the relation
    elif rule.relation == ">=":
        amount = max(0.0, down(least - room, 0 if counted else 3))
    else:
        amount = max(0.0, up(most + room, 0 if counted else 3))
    if rule.strength == "should":
        amount = round(amount * d.rng.uniform(0.5, 1.5), 2)
        return replace(rule, amount=amount, penalty_m=d.rng.choice((0.01, 0.5, 3.0)))
    return replace(rule, amount=amount)


def _reached(d: Draft, f: Facts, row: Row) -> float | None:
    """What the hidden plan reaches in a row, on the amount's scale; None where there is nothing to be a part of."""
    measure, base = row.rule.measure, row.rule.base
    if measure == "suppliers":
        held = {s for w, s in d.values["award"] if w in row.packages and f.suppliers[str(s)].nation in row.who}
        return float(len(held))
    if measure == "cost":
        return _charged(d, row)
    if measure == "deliveries":
        mine = _delivered(d, row, row.who)
        if base == "units":
            return mine
        due = {n: sum(f.due[i, n][t] for i in row.items if (i, n) in f.due for t in row.periods) for n in f.nations}
        part = sum(due[n] for n in row.who) / sum(due.values())
        return abs(mine - part * _delivered(d, row, tuple(f.nations)))
    work = sum(_done(d, f, row, n, None) for n in row.who)
    if base == "M":
        return work
    whole = _charged(d, row, "gross") if base == "% of own cost" else sum(_done(d, f, row, n, None) for n in f.nations)
    if base == "points of agreed share":
        return _points(d, f, row, work)
    return 100 * work / whole if whole > NOTHING else _of_nothing(row, work)


def _points(d: Draft, f: Facts, row: Row, work: float) -> float | None:
    """Points of the agreed share that the work is on the wrong side of it."""
    expected = total = 0.0
    for p in row.phases:
        share = keys.agreed_share(f, f.phases[p]) or {}
        for t in row.periods:
            partners = sum(_done(d, f, row, n, (p, t)) for n in f.partners)
            total += partners
            expected += sum(share.get((n, t), 0.0) for n in row.who) * partners
    if total <= NOTHING:
        return _of_nothing(row, work)
    return 100 * (expected - work if row.rule.relation == ">=" else work - expected) / total


def _of_nothing(row: Row, work: float) -> float | None:
    """There may be no work where a part of nothing is the most."""
    return math.inf if work > NOTHING and row.rule.relation == "<=" else None


def _done(d: Draft, f: Facts, row: Row, nation: str, at: tuple[str, int] | None) -> float:
    """Work of the row's packages by suppliers of a nation; at = (phase, period), None = all of the row's."""
    found = 0.0
    for family in ("price", "setup"):
        for key, amount in d.values[family].items():
            here = (f.packages[str(key[0])].phase, int(key[-1]))
            counts = here[1] in row.periods if at is None else here == at
            if counts and key[0] in row.packages and f.suppliers[str(key[1])].nation == nation:
                found += amount
    performed = {c.id: c.phase for c in d.problem.other_costs if row.whole and c.performed_in == nation}
    for (c, t), amount in d.values["other"].items() if performed else ():
        here = (performed.get(str(c), ""), int(t))
        if here[0] and here[0] in row.phases and (here[1] in row.periods if at is None else here == at):
            found += amount
    return found


def _charged(d: Draft, row: Row, family: str = "charge") -> float:
    charges = d.values[family].items()
    return sum(v for (n, p, t), v in charges if n in row.who and p in row.phases and t in row.periods)


def _delivered(d: Draft, row: Row, who: tuple[str, ...]) -> float:
    units = d.values["deliver"].items()
    return sum(v for (i, n, t), v in units if i in row.items and n in who and t in row.periods)


def _pin(d: Draft) -> Iterator[Pin]:
    """A decision of the hidden plan, as it is or as a bound that it keeps."""
    f, kind = d.facts, d.rng.choice(("award", "begin", "deliver", "share", "cost share"))
    if kind == "award":
        w, s = d.rng.choice(f.pairs)
        yield Pin("award", "=", d.values["award"].get((w, s), 0.0), package=w, supplier=s)
    elif kind == "begin" and d.begins:
        w, relation = d.rng.choice(sorted(d.begins)), d.rng.choice(("=", ">=", "<="))
        moved = {"=": 0, ">=": -1, "<=": 1}[relation] * d.rng.randint(0, 1)
        yield Pin("begin", relation, 1.0, package=w, period=min(max(0, d.begins[w] + moved), f.periods[-1]))
    elif kind == "deliver" and d.values["deliver"]:
        i, n, t = d.rng.choice(sorted(d.values["deliver"]))
        period = d.rng.choice((None, int(t)))
        units = round(d.total("deliver", i, n, period), 6)
        yield Pin("deliver", d.rng.choice(("=", ">=", "<=")), units, item=str(i), nation=str(n), period=period)
    elif kind == "share":
        w, s = (str(part) for part in d.rng.choice(sorted(d.values["award"])))
        family = "make" if f.packages[w].recurring else "start"
        part, relation = d.total(family, w, s) / d.total(family, w), d.rng.choice((">=", "<="))
        yield Pin("share", relation, down(part) if relation == ">=" else up(part), package=w, supplier=s)
    elif kind == "cost share":
        n, p = (str(part) for part in d.rng.choice(sorted({key[:2] for key in d.values["charge"]})))
        spent, relation = d.total("spend", p), d.rng.choice((">=", "<="))
        part = d.total("gross", n, p) / spent if spent else 0.0
        yield Pin("share", relation, down(part) if relation == ">=" else up(part), phase=p, nation=n)
