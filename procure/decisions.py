"""Every family of decisions, in one table: what it means, over which keys it exists, within which bounds.

n nation, p phase, i item, w package, s supplier, b stream, t period, r rule. Money is in M of the programme's
currency. A clause asks for a decision by its key; a key that is not here is a decision that cannot be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from procure import keys
from procure.facts import Facts

BINARY, INTEGER, CONTINUOUS = "binary", "integer", "continuous"

Domain = Iterable[tuple[tuple[str | int, ...], float | None, float | None]]


@dataclass(frozen=True)
class Family:
    """A family: `index` names its keys' parts, `unit` its numbers; `domain` yields (key, low, high), None = unbounded.

    kind may depend on the key: then `whole` tells which keys are whole. A family without a domain belongs to the
    clause, rule or objective that makes it.
    """

    name: str
    index: str
    kind: str
    unit: str
    meaning: str
    domain: Callable[[Facts], Domain] | None = None
    whole: Callable[[Facts, tuple[str | int, ...]], bool] | None = None


def _begin(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w in f.one_off:
        for t in f.window[w.id]:
            yield (w.id, t), 0, 1


def _start(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w in f.one_off:
        for s in f.suppliers_of[w.id]:
            for t in f.window[w.id]:
                yield (w.id, s, t), 0, 1


def _award(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w, s in f.pairs:
        yield (w, s), 0, 1


def _open(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w, s in f.pairs:
        if f.setup(w, s) > 0:
            for t in f.window[w]:
                yield (w, s, t), 0, 1


def _make(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w in f.recurring:
        for s in f.suppliers_of[w.id]:
            for b in f.streams[w.id]:
                for t in f.window[w.id]:
                    yield (w.id, s, b.id, t), 0, f.most_sets(b)


def _made_whole(f: Facts, key: tuple[str | int, ...]) -> bool:
    """Sets stay whole where units are and several suppliers could otherwise share one set between them."""
    w = f.packages[str(key[0])]
    units_whole = all(f.items[i].whole for i in f.serves(w)) and float(w.per_unit).is_integer()
    return units_whole and w.most != 1 and len(f.suppliers_of[w.id]) > 1


def _built(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float | None]]:
    for i in f.items.values():
        for t in range(f.ready[i.id], f.periods.stop):
            yield (i.id, t), 0, f.firm_of([i.id]) + i.surplus


def _item_whole(f: Facts, key: tuple[str | int, ...]) -> bool:
    return f.items[str(key[0])].whole


def _deliver(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for (i, n), units in f.firm.items():
        for t in range(f.ready[i], f.periods.stop):
            yield (i, n, t), 0, units


def _stock(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float | None]]:
    for i in f.items.values():
        if i.may_store or i.surplus > 0:
            for t in f.periods:
                yield (i.id, t), 0, None if i.may_store else i.surplus


def _late(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for (i, n), units in f.firm.items():
        first = next(t for t, due in enumerate(f.due[i, n]) if due > 0)
        for t in range(first, f.periods.stop):
            yield (i, n, t), 0, units


def _short(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for (i, n), units in f.firm.items():
        if f.items[i].may_short:
            yield (i, n), 0, units


def _line(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for i in f.items.values():
        if i.min_rate > 0 or i.ramp_fraction is not None or not i.may_restart:
            for t in range(f.ready[i.id], f.periods.stop):
                yield (i.id, t), 0, 1


def _work(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for n, p in sorted({(f.suppliers[s].nation, f.packages[w].phase) for w, s in f.pairs}):
        for t in f.periods:
            yield (n, p, t), 0, None


def _spend(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for p in f.phases:
        for t in f.periods:
            yield (p, t), 0, None


def _charge(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for p in f.phases.values():
        for n in keys.payers(f, p):
            for t in f.periods:
                yield (n, p.id, t), 0, None


def _carry(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for b in f.problem.budgets:
        for t in f.periods:
            yield (b.nation, t), 0, None


FAMILIES: tuple[Family, ...] = (
    Family("begin", "w,t", BINARY, "0/1", "one-off package w begins in t", _begin),
    Family("start", "w,s,t", CONTINUOUS, "0..1", "share of one-off package w with s, w beginning in t", _start),
    Family("award", "w,s", BINARY, "0/1", "supplier s holds a part of package w", _award),
    Family("open", "w,s,t", BINARY, "0/1", "s is set up for w in t (only where that costs)", _open),
    Family("make", "w,s,b,t", CONTINUOUS, "sets", "sets of recurring w, stream b, made by s in t", _make, _made_whole),
    Family("built", "i,t", CONTINUOUS, "units", "units of i completed in t", _built, _item_whole),
    Family("deliver", "i,n,t", CONTINUOUS, "units", "units of i handed over to n in t", _deliver, _item_whole),
    Family("stock", "i,t", CONTINUOUS, "units", "units of i kept at the end of t", _stock),
    Family("late", "i,n,t", CONTINUOUS, "units", "units of i owed to n at the end of t", _late),
    Family("short", "i,n", CONTINUOUS, "units", "units of i never delivered to n", _short, _item_whole),
    Family("on", "i,t", BINARY, "0/1", "the line of i runs in t", _line),
    Family("up", "i,t", BINARY, "0/1", "the line of i starts in t", _line),
    Family("work", "n,p,t", CONTINUOUS, "M", "price of the work of phase p that n's suppliers do in t", _work),
    Family("spend", "p,t", CONTINUOUS, "M", "cost of the work of phase p done in t", _spend),
    Family("charge", "n,p,t", CONTINUOUS, "M", "nation n's part of spend[p,t]", _charge),
    Family("due", "n,p,t", CONTINUOUS, "M", "what n owes for p in t by the payment terms", _charge),
    Family("pay", "n,p,t", CONTINUOUS, "M", "what n pays for p in t", _charge),
    Family("carry", "n,t", CONTINUOUS, "M", "budget of n carried on at the end of t", _carry),
    Family("active", "r,s", BINARY, "0/1", "supplier s counts for rule r"),
    Family("miss", "r,j", CONTINUOUS, "of the rule", "how far row j of rule r is missed (strength should)"),
    Family("distance", "n,p", CONTINUOUS, "M", "how far n's cost of negotiated phase p is from its reference"),
    Family("apart", "n", CONTINUOUS, "M", "how far n's work is from what it may expect"),
    Family("worst", "", CONTINUOUS, "M", "the largest `apart` of any nation"),
)

BY_NAME = {family.name: family for family in FAMILIES}
