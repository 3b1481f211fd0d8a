"""Every family of decisions, in one table: what it means, over which keys it exists, within which bounds.

n nation, p phase, i item, d need (an item or a family), w package, s supplier, b stream, t period, r rule, f fund,
k technology. Money is in M of the programme's currency. A clause asks for a decision by its key; a key that is not here
is a decision that cannot be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from procure import counting, funding, keys, transfers
from procure.facts import Facts

BINARY, CONTINUOUS = "binary", "continuous"

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
            for t in f.span(w.id, s):
                yield (w.id, s, t), 0, 1


def _award(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w, s in f.pairs:
        yield (w, s), 0, 1


def _open(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w, s in f.pairs:
        if f.setup(w, s) > 0:
            for t in f.span(w, s):
                yield (w, s, t), 0, 1


def _transfer(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for one in transfers.transfers(f):
        for p in one.phases:
            yield (one.technology, one.nation, p), 0, 1


def _make(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w in f.recurring:
        for s in f.suppliers_of[w.id]:
            for b in f.streams[w.id]:
                for t in f.span(w.id, s):
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


def _used(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for i in f.items.values():
        if i.family:
            yield (i.id,), 0, 1


def _placed(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for w, items in f.bound_to.items():
        if len(items) > 1:
            yield (w,), 0, 1


def _deliver(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for (d, n), need in f.needs.items():
        for i in need.items:
            for t in range(f.first_delivery[i, n], f.periods.stop):
                yield (i, n, t), 0, f.firm[d, n]


def _stock(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float | None]]:
    for i in f.items.values():
        if i.may_store or i.surplus > 0:
            for t in f.periods:
                yield (i.id, t), 0, None if i.may_store else i.surplus


def _late(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for (d, n), units in f.firm.items():
        first = next(t for t, due in enumerate(f.due[d, n]) if due > 0)
        for t in range(first, f.periods.stop):
            yield (d, n, t), 0, units


def _short(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for (d, n), units in f.firm.items():
        if f.needs[d, n].may_short:
            yield (d, n), 0, units


def _need_whole(f: Facts, key: tuple[str | int, ...]) -> bool:
    return f.needs[str(key[0]), str(key[1])].whole


def _line(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for i in f.items.values():
        if i.min_rate > 0 or i.ramp_fraction is not None or not i.may_restart:
            for t in range(f.ready[i.id], f.periods.stop):
                yield (i.id, t), 0, 1


def _work(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for n, p in sorted({(f.suppliers[s].nation, f.packages[w].phase) for w, s in f.pairs}):
        for t in f.periods:
            yield (n, p, t), 0, None


def _counted(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    """Only where Content or the programme's setting makes it another number than `work`."""
    found: dict[tuple[str, str], float] = {}
    for w, s in f.pairs if counting.apart(f) else ():
        for n in counting.work_parts(f, w, s):
            found[n, f.packages[w].phase] = 0.0
    most = {p: sum(counting.most(f, w.id) for w in f.problem.packages if w.phase == p) for p in f.phases}
    for n, p in sorted(found):
        for t in f.periods:
            yield (n, p, t), 0, most[p]


def _spend(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for p in f.phases:
        for t in f.periods:
            yield (p, t), 0, None


def _charge(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for p in f.phases.values():
        for n in keys.payers(f, p):
            for t in f.periods:
                yield (n, p.id, t), 0, None


def _gross(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for p in funding.granted(f):
        for n in keys.payers(f, f.phases[p]):
            for t in f.periods:
                yield (n, p, t), 0, None


def _taken(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, float]]:
    for fund in f.problem.funds:
        yield (fund.id,), 0, 1


def _grant(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for fund in funding.grants(f):
        for p in funding.phases(f, fund):
            payers = keys.payers(f, f.phases[p])
            for n in funding.beneficiaries(f, fund):
                for t in f.periods if n in payers else ():
                    yield (fund.id, n, p, t), 0, None


def _draw(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for fund in funding.loans(f):
        for n in funding.beneficiaries(f, fund):
            for t in f.periods:
                yield (fund.id, n, t), 0, None


def _carry(f: Facts) -> Iterator[tuple[tuple[str | int, ...], float, None]]:
    for b in f.problem.budgets:
        for t in f.periods:
            yield (b.nation, t), 0, None


FAMILIES: tuple[Family, ...] = (
    Family("begin", "w,t", BINARY, "0/1", "one-off package w begins in t", _begin),
    Family("start", "w,s,t", CONTINUOUS, "0..1", "share of one-off package w with s, w beginning in t", _start),
    Family("award", "w,s", BINARY, "0/1", "supplier s holds a part of package w", _award),
    Family("open", "w,s,t", BINARY, "0/1", "s is set up for w in t (only where that costs)", _open),
    Family("transfer", "k,n,p", BINARY, "0/1", "phase p pays for the transfer of technology k to n", _transfer),
    Family("make", "w,s,b,t", CONTINUOUS, "sets", "sets of recurring w, stream b, made by s in t", _make, _made_whole),
    Family("built", "i,t", CONTINUOUS, "units", "units of i completed in t", _built, _item_whole),
    Family("deliver", "i,n,t", CONTINUOUS, "units", "units of i handed over to n in t", _deliver, _item_whole),
    Family("stock", "i,t", CONTINUOUS, "units", "units of i kept at the end of t", _stock),
    Family("late", "d,n,t", CONTINUOUS, "units", "units of need d owed to n at the end of t", _late),
    Family("short", "d,n", CONTINUOUS, "units", "units of need d never delivered to n", _short, _need_whole),
    Family("used", "i", BINARY, "0/1", "item i of a family is in use", _used),
    Family("placed", "w", BINARY, "0/1", "package w is placed (only where it hangs on several items)", _placed),
    Family("on", "i,t", BINARY, "0/1", "the line of i runs in t", _line),
    Family("up", "i,t", BINARY, "0/1", "the line of i starts in t", _line),
    Family("work", "n,p,t", CONTINUOUS, "M", "price of the work of phase p that n's suppliers do in t", _work),
    Family("spend", "p,t", CONTINUOUS, "M", "cost of the work of phase p done in t", _spend),
    Family("gross", "n,p,t", CONTINUOUS, "M", "nation n's part of spend[p,t], where p has grants", _gross),
    Family("grant", "f,n,p,t", CONTINUOUS, "M", "what fund f bears of n's part of spend[p,t]", _grant),
    Family("taken", "f", BINARY, "0/1", "fund f is taken, under its conditions", _taken),
    Family("charge", "n,p,t", CONTINUOUS, "M", "nation n's part of spend[p,t], less grants", _charge),
    Family("due", "n,p,t", CONTINUOUS, "M", "what n owes for p in t by the payment terms", _charge),
    Family("pay", "n,p,t", CONTINUOUS, "M", "what n pays for p in t", _charge),
    Family("draw", "f,n,t", CONTINUOUS, "M", "what n draws of loan f in t", _draw),
    Family("repay", "f,n,t", CONTINUOUS, "M", "what n pays back of loan f in t, interest included", _draw),
    Family("carry", "n,t", CONTINUOUS, "M", "budget of n carried on at the end of t", _carry),
    Family("counted", "n,p,t", CONTINUOUS, "M", "work of phase p that counts as n's in t (M, or hours)", _counted),
    Family("active", "r,s", BINARY, "0/1", "supplier s counts for rule r"),
    Family("part", "r,j,w", BINARY, "0/1", "package w has a part in the nations of row j of rule r"),
    Family("holds", "r,n", BINARY, "0/1", "nation n counts for rule r"),
    Family("takes", "r,j,i", BINARY, "0/1", "item i counts for row j of rule r"),
    Family("miss", "r,j", CONTINUOUS, "of the rule", "how far row j of rule r is missed (strength should)"),
    Family("distance", "n,p", CONTINUOUS, "M", "how far n's cost of negotiated phase p is from its reference"),
    Family("apart", "n", CONTINUOUS, "M", "how far n's work is from what it may expect"),
    Family("worst", "", CONTINUOUS, "M", "the largest `apart` of any nation"),
)

BY_NAME = {family.name: family for family in FAMILIES}
