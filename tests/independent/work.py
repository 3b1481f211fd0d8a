"""Packages: placed or not, by whom, when, and how many sets of the recurring ones."""

from __future__ import annotations

from procure.problem import Package
from tests.independent.model import Linear, Model
from tests.independent.prices import Prices, Stream

JUST_UNDER_A_SET = 0.999  # what whole sets may be from the part that is agreed
RECURRING = ("per unit", "per unit in service")


def work(m: Model, d: Prices) -> None:
    """All of it; `used` of optional items is decided before (units.use)."""
    for w in d.problem.packages:
        for s in d.able(w):
            m.binary("award", (w.id, s))
    for w in d.problem.packages:
        _placed(m, d, w)
    for w in d.problem.packages:
        _make(m, d, w) if w.kind in RECURRING else _begin(m, d, w)
        _holders(m, d, w)
    for w in d.problem.packages:
        _set_up(m, d, w)
        _after(m, d, w)
        _given(m, d, w)


def placed(m: Model, w: str) -> Linear:
    """1 where the package is placed."""
    return m.x["placed"].get((w,), 1.0)


def finished(m: Model, d: Prices, w: Package, t: int) -> Linear:
    """1 where a one-off package is finished before period t begins."""
    return m.sum(m.get("begin", w.id, u) for u in range(t - d.length(w) + 1))


def _placed(m: Model, d: Prices, w: Package) -> None:
    causes = [m.get("used", i) for i in d.hangs_on(w)]
    if w.qualifies:
        waiting = [v for v in d.problem.packages if w.id in v.after]
        causes = [m.get("award", v.id, s) for v in waiting for s in w.qualifies if (v.id, s) in m.x["award"]]
    elif not causes:
        return
    here = m.binary("placed", (w.id,))
    m.most(here, m.sum(causes))
    for cause in causes:
        m.least(here, cause)


def _begin(m: Model, d: Prices, w: Package) -> None:
    """One-off: begins once; in the period in which it begins it is parted among those who hold it."""
    periods = sorted({t for s in d.able(w) for t in d.window(w, s)})
    for t in periods:
        m.binary("begin", (w.id, t))
        for s in d.able(w):
            if t in d.window(w, s):
                m.var("start", (w.id, s, t), 0, 1)
        m.equal(m.total("start", w.id, None, t), m.get("begin", w.id, t))
    m.equal(m.total("begin", w.id), placed(m, w.id))
    for s in d.able(w):
        held, award = m.total("start", w.id, s), m.get("award", w.id, s)
        m.most(held, award)
        m.least(held, (w.smallest_fraction if w.divisible else 1.0) * award)


def _make(m: Model, d: Prices, w: Package) -> None:
    """Sets, by whoever has an offer for the stream's buyer; no one who holds it makes next to nothing."""
    whole = _in_whole_sets(d, w)
    for s in d.able(w):
        award = m.get("award", w.id, s)
        for b in d.streams(w):
            for t in d.window(w, s) if d.makes(s, b) else ():
                m.var("make", (w.id, s, b.name, t), 0, d.most_sets(b), whole)
            m.most(m.total("make", w.id, s, b.name), d.most_sets(b) * award)
        if w.divisible and w.kind == "per unit":
            m.least(m.total("make", w.id, s), w.smallest_fraction * _sure_sets(d, w) * award)
    for b in d.streams(w):  # nobody pays its own units while it takes no part
        for t in d.periods:
            if b.payer and not d.there(b.payer, t):
                m.equal(m.total("make", w.id, None, b.name, t), 0.0)
    for b in d.streams(w):
        _supply(m, d, w, b) if w.kind == "per unit" else _service(m, d, w, b)


def _sure_sets(d: Prices, w: Package) -> float:
    """Sets that are made whatever is decided; of what hangs on items in use, those of one unit."""
    if d.hangs_on(w):
        return w.per_unit * min(d.least_in_use(i) for i in d.hangs_on(w))
    return w.per_unit * d.sure_units(d.serves(w))


def _in_whole_sets(d: Prices, w: Package) -> bool:
    """Whether sets of whole units could otherwise be parted among several makers."""
    units = all(d.items[i].whole for i in d.serves(w)) and float(w.per_unit).is_integer()
    return w.kind == "per unit" and units and w.most != 1 and len(d.able(w)) > 1


def _supply(m: Model, d: Prices, w: Package, b: Stream) -> None:
    """As many sets as units, each ready its lead before the unit is; a buyer's own sets before it takes the unit."""
    family, lead = ("deliver", b.buyer) if b.buyer else ("built", None), d.whole_periods(w.months)
    made: Linear = 0.0
    units: Linear = 0.0
    for t in d.periods:
        if t >= lead:
            made = made + m.total("make", w.id, None, b.name, t - lead)
        units = units + m.sum(_units(m, family[0], i, b.buyer, t) for i in d.items_of_stream(b))
        m.least(made, w.per_unit * units)
    m.equal(m.total("make", w.id, None, b.name), w.per_unit * units)


def _service(m: Model, d: Prices, w: Package, b: Stream) -> None:
    """In every period of the package all units that have been handed over are looked after."""
    for t in range(d.first(w), d.last(w) + 1):
        units = m.sum(m.get("deliver", i, n, u) for i in d.items_of_stream(b) for n in d.nations for u in range(t + 1))
        m.equal(m.total("make", w.id, None, b.name, t), w.per_unit * d.year * units)


def _units(m: Model, family: str, item: str, buyer: str, t: int) -> Linear:
    return m.get(family, item, buyer, t) if buyer else m.get(family, item, t)


def _holders(m: Model, d: Prices, w: Package) -> None:
    """As many suppliers as are asked for, where the package is placed."""
    count, here = m.total("award", w.id), placed(m, w.id)
    m.least(count, w.fewest * here)
    most = w.most if w.divisible else 1
    m.most(count, (len(d.suppliers) if most is None else most) * here)


def _set_up(m: Model, d: Prices, w: Package) -> None:
    """Once, where it costs something, with the work or before it."""
    for s in d.able(w):
        if d.setup(w.id, s) <= 0:
            continue
        for t in d.window(w, s):
            m.binary("open", (w.id, s, t))
        m.equal(m.total("open", w.id, s), m.get("award", w.id, s))
        for t in d.window(w, s):
            if w.kind not in RECURRING:
                m.most(m.get("start", w.id, s, t), m.get("open", w.id, s, t))
                m.most(m.get("open", w.id, s, t), m.get("begin", w.id, t))
                continue
            ready = m.sum(m.get("open", w.id, s, u) for u in range(t + 1))
            for b in d.streams(w):
                m.most(m.get("make", w.id, s, b.name, t), d.most_sets(b) * ready)


def _after(m: Model, d: Prices, w: Package) -> None:
    """What comes before is finished, if it is placed at all; what qualifies a supplier holds up that one alone."""
    for v in d.waits_for(w):
        for t in d.periods:
            free = finished(m, d, v, t) + (1 - placed(m, v.id))
            if w.kind in RECURRING:
                for key, sets in m.x["make"].items():
                    if (key[0], key[3]) == (w.id, t):
                        m.most(sets, m.bound("make", key) * free)
            else:
                m.most(m.sum(m.get("begin", w.id, u) for u in range(t + 1)), free)
    for q in d.qualified_by(w):
        for family in ("start", "make"):
            for key, part in m.x[family].items():
                if key[0] == w.id and key[1] in q.qualifies:
                    m.most(part, m.bound(family, key) * finished(m, d, q, int(key[-1])))


def _given(m: Model, d: Prices, w: Package) -> None:
    """Whoever it is given to holds a part of it, where its size is said just that, as far as whole sets can be."""
    family = "make" if w.kind in RECURRING else "start"
    for name, part in w.given_to:
        mine = [s for s in d.able(w) if name in (s, d.suppliers[s].nation)]
        if part is None:
            m.least(m.sum(m.get("award", w.id, s) for s in mine), placed(m, w.id))
            continue
        held, whole = m.sum(m.total(family, w.id, s) for s in mine), m.total(family, w.id)
        near = JUST_UNDER_A_SET if family == "make" and _in_whole_sets(d, w) else 0.0
        m.least(held, part * whole - near)
        m.most(held, part * whole + near)
