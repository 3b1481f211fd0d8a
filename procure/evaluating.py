"""The deal as typed, made into a plan that nobody optimised: measured against every row, refusing nothing.

What is typed is taken: "given to", "begins", Pins and Shares. What is not typed is filled in by the plainest reading
and said so: the cheapest supplier, the earliest begin, delivery when due, sets made just in time, payment when due.
"""

from __future__ import annotations

from decimal import Decimal

from procure import (
    keys,
    outside,
    payments,
    pricing,
    rounding,
    rounding_other,
    rounding_settled,
    rounding_shares,
)  # fmt: skip
from procure.demand import Need
from procure.facts import Facts
from procure.findings import NOTE, Finding
from procure.plan import Key, Plan, dec
from procure.problem import Package, Pin
from procure.transfers import transfers

Series = dict[Key, Decimal]
Parts = dict[str, dict[str, Decimal]]
ONE, NONE = Decimal(1), Decimal(0)


def typed_plan(f: Facts) -> tuple[Plan, list[Finding]]:
    """The deal as a Plan, and a note for everything that had to be filled in."""
    notes: list[Finding] = []
    deliver = _deliveries(f, notes)
    used = {str(i) for i, _, _ in deliver}
    placed = {w for w, bound in f.bound_to.items() if not bound or used & set(bound)}
    parts = {w.id: _parts(f, w, notes) if w.id in placed else {} for w in f.problem.packages}
    for q in (w for w in f.one_off if w.qualifies):
        if not any(s in q.qualifies for w in f.packages.values() if q.id in w.after for s in parts[w.id]):
            placed, parts = placed - {q.id}, parts | {q.id: {}}
    begins = {w.id: _begins(f, w, notes) for w in f.one_off if w.id in placed}
    found: rounding.Values = {
        "award": {(w, s): ONE for w, several in parts.items() for s in several},
        "begin": dict.fromkeys(begins.items(), ONE),
        "start": {(w, s, t): part for w, t in begins.items() for s, part in parts[w].items()},
        "deliver": deliver,
        "used": {(i,): ONE for i in used if f.optional(i)},
        "placed": {(w,): ONE for w in placed if len(f.bound_to[w]) > 1 or w in f.qualified},
        "built": {},
    }
    for (i, _, t), units in found["deliver"].items():
        _add(found["built"], (i, t), units)
    found["lots"] = _lots(f, deliver)
    found["make"] = _sets(f, parts, found)
    for e in f.problem.investments:
        where = f.problem.cell("Investments", e.row, "investment")
        notes.append(Finding(NOTE, where, "filled in", f"nothing says that {e.id} is made: it is left out."))
    found["open"] = _setups(f, found)
    found["transfer"] = _transfers(f, found["award"])
    found |= rounding.stocks(f, found) | rounding.work(f, found)
    found |= outside.charged(f, _shares(f, found, notes), {})
    found |= rounding_settled.settled(f, found)
    due = payments.due(f, found["charge"], rounding_other.added_to_due(f, found))
    found |= {"due": due, "pay": dict(due)}
    found |= payments.carried(f, found)
    return Plan(rounding.taken(found), run={"state": "the deal as typed"}), notes


def _pins(f: Facts, decision: str, **named: str) -> list[Pin]:
    """Pins of a decision that name exactly these things and say "=" or nothing else that fixes a value."""
    pins = (pin for pin in f.problem.pins if pin.decision == decision and pin.relation in ("=", ">="))
    return [pin for pin in pins if all(getattr(pin, key) == value for key, value in named.items())]


def _parts(f: Facts, w: Package, notes: list[Finding]) -> dict[str, Decimal]:
    """Part of the package for each supplier that the deal names; the cheapest one where it names none."""
    eligible = f.able[w.id]  # a denial is measured, not obeyed
    pinned = {p.supplier: dec(p.value) for p in _pins(f, "share", package=w.id) if p.supplier in eligible}
    if pinned:
        return {str(s): part for s, part in pinned.items() if part}
    awarded = [p.supplier for p in _pins(f, "award", package=w.id) if p.value == 1 and p.supplier in eligible]
    if awarded:
        return {str(s): ONE / len(awarded) for s in awarded}
    parts: dict[str, Decimal] = {}
    for name, part in w.given_to:
        who = [s for s in eligible if name in (s, f.suppliers[s].nation)]
        if who:
            chosen = _cheapest(f, w, who)
            _note(f, notes, w, "given to", f"{w.id}: {chosen} taken for {name}") if len(who) > 1 else None
            parts[chosen] = parts.get(chosen, NONE) + (ONE / len(w.given_to) if part is None else dec(part))
    if not parts and eligible:
        chosen = _cheapest(f, w, f.suppliers_of[w.id] or eligible)
        _note(f, notes, w, "given to", f"{w.id} is given to nobody: the cheapest supplier, {chosen}, is taken")
        parts[chosen] = ONE
    return parts


def _cheapest(f: Facts, w: Package, who: tuple[str, ...] | list[str]) -> str:
    """By the price of all that is needed, set-up included."""

    def price(s: str) -> float:
        if not w.recurring:
            return f.price(w.id, s) + f.setup(w.id, s)
        everything: Series = {(w.id, s, b.id, f.periods[0]): dec(f.sets(b)) for b in f.streams[w.id]}
        made = pricing.amounts(f, {}, everything).values()
        return float(sum((amount for series in made for amount in series.values()), NONE)) + f.setup(w.id, s)

    return min(who, key=lambda s: (price(s), s))


def _begins(f: Facts, w: Package, notes: list[Finding]) -> int:
    pinned = [p.period for p in _pins(f, "begin", package=w.id) if p.period is not None]
    typed = pinned[0] if pinned else w.begins
    if typed is None:
        label = f.calendar.labels[min(f.earliest[w.id], f.periods[-1])]
        _note(f, notes, w, "begins", f"{w.id} has no begin: the earliest, {label}, is taken")
    last = f.periods.stop - f.duration(w)
    return max(0, min(f.earliest[w.id] if typed is None else typed, last))


def _deliveries(f: Facts, notes: list[Finding]) -> Series:
    """Pinned deliveries; what no pin speaks of is delivered when it is due, of a family as its likeliest item."""
    found: Series = {}
    for (d, n), need in f.needs.items():
        pins = (p for i in need.items for p in _pins(f, "deliver", item=i, nation=n))
        pinned = [p for p in pins if p.period is not None]
        for p in pinned:
            _add(found, (str(p.item), n, p.period or 0), dec(p.value))
        if not pinned:
            item = _likeliest(f, need)
            found |= {(item, n, t): dec(units) for t, units in enumerate(need.due) if units}
            where = f.problem.cell("Requirements", need.row, "item or family")
            chosen = "" if item == d else f", as {item}"
            said = f"{d} for {n} is pinned nowhere: delivered when due{chosen}."
            notes.append(Finding(NOTE, where, "filled in", said))
    return found


def _lots(f: Facts, deliver: Series) -> Series:
    """Options, then wishes, that are taken because more than the firm units is pinned; whole lots where they are."""
    found: Series = {}
    for (d, n), need in f.needs.items():
        left = sum((units for (i, m, _), units in deliver.items() if m == n and i in need.items), NONE)
        left -= sum(map(dec, need.due), NONE)
        for e in need.extras:
            lots = max(NONE, min(dec(e.most), left / dec(e.lot)))
            found[d, n, e.label] = Decimal(int(lots)) if e.whole else lots
            left -= found[d, n, e.label] * dec(e.lot)
    return found


def _likeliest(f: Facts, need: Need) -> str:
    """Of the items that can meet a need one that pins deliver to somebody, then one that most units could be."""
    pinned = {pin.item for pin in f.problem.pins if pin.decision == "deliver"}
    return min(need.items, key=lambda i: (i not in pinned, -f.most_of([i]), i))


def _sets(f: Facts, parts: Parts, found: rounding.Values) -> Series:
    """Sets made just in time for what is built, split over the suppliers, whole where they must be."""
    made = _support(f, parts, found)
    for w in f.per_unit:
        unit = ONE if all(f.items[i].whole for i in f.serves(w)) and float(w.per_unit).is_integer() else rounding.FINE
        for b in f.streams[w.id]:
            total, given = NONE, dict.fromkeys(parts[w.id], NONE)
            for t in f.periods:
                units = sum((found["built"].get((i, t), NONE) for i in b.items), NONE)
                if b.buyers is not None:
                    units = sum((found["deliver"].get((i, n, t), NONE) for i in b.items for n in b.buyers), NONE)
                total += dec(w.per_unit) * units
                goal = rounding.shared(total, {s: total * part for s, part in parts[w.id].items()}, unit)
                for s, so_far in goal.items():
                    _add(made, (w.id, s, b.id, max(0, t - f.lead(w))), so_far - given[s])
                    given[s] = so_far
    return {key: sets for key, sets in made.items() if sets}


def _support(f: Facts, parts: Parts, found: rounding.Values) -> Series:
    """Sets for the units in service, split over the suppliers."""
    made: Series = {}
    streams = [(w, b) for w in f.in_service for b in f.streams[w.id]]
    for w, b in streams:
        for t in f.window[w.id]:
            handed = ((key, units) for key, units in found["deliver"].items() if int(key[2]) <= t)
            mine = (u for (i, n, _), u in handed if i in b.items and (b.buyers is None or n in b.buyers))
            units = sum(mine, NONE)
            for s, part in parts[w.id].items():
                made[w.id, s, b.id, t] = (dec(f.set_years(b, 1.0)) * units * part).quantize(rounding.FINE)
    return made


def _setups(f: Facts, found: rounding.Values) -> Series:
    """A set-up in the first period in which the supplier works on the package."""
    first: dict[tuple[str, str], int] = {}
    for key in [*found["start"], *found["make"]]:
        pair, t = (str(key[0]), str(key[1])), int(key[-1])
        if f.setup(*pair) > 0:
            first[pair] = min(t, first.get(pair, t))
    return {(w, s, t): ONE for (w, s), t in first.items()}


def _transfers(f: Facts, award: Series) -> Series:
    """A transfer is paid by the first of its phases that has an award which needs it."""
    found: Series = {}
    for x in transfers(f):
        payers = [p for p in x.phases if any(pair in award for pair in x.pairs[p])]
        found |= {(x.technology, x.nation, p): ONE for p in payers[:1]}
    return found


def _shares(f: Facts, found: rounding.Values, notes: list[Finding]) -> Series:
    """What each nation bears: by each phase's key; of a negotiated phase its pinned share, else the reference key."""
    raw: dict[Key, float] = {}
    keyed: dict[Key, float] = {}
    for p in f.phases.values():
        first, (borne, direct) = rounding_shares.own(f, p, found), rounding_other.direct(f, p.id, found["other"])
        who = keys.payers(f, p)
        pinned = {str(x.nation): x.value for x in _pins(f, "share", phase=p.id) if x.nation in who}
        key = keys.fixed(f, p) or (keys.fallback(f, p) if p.key != "negotiated" else keys.reference(f, p))
        for t in f.periods:
            spend = float(found["spend"].get((p.id, t), NONE) - direct[t])
            own = {n: float(first.get((n, p.id, t), NONE)) if f.nations[n].member(t) else 0.0 for n in who}
            rest = spend - sum(own.values())
            for n in who:
                part = pinned.get(n, 0.0) if pinned else key.get((n, t), 0.0)
                keyed[n, p.id, t] = own[n] + part * rest
                raw[n, p.id, t] = keyed[n, p.id, t] + float(borne.get((n, p.id, t), NONE))
        if p.key == "negotiated" and not pinned:
            where = f.problem.cell("Phases", p.row, "key")
            text = f"no shares of {p.id} are pinned: the reference key is taken."
            notes.append(Finding(NOTE, where, "filled in", text))
    for fund in f.problem.funds:
        where = f.problem.cell("Funding", fund.row, "fund")
        notes.append(Finding(NOTE, where, "filled in", f"nothing says that {fund.id} is taken: it is left out."))
    return rounding.shares(f, raw, keyed, found)


def _note(f: Facts, notes: list[Finding], w: Package, column: str, text: str) -> None:
    notes.append(Finding(NOTE, f.problem.cell("Packages", w.row, column), "filled in", f"{text}."))


def _add(series: Series, key: Key, amount: Decimal) -> None:
    series[key] = series.get(key, NONE) + amount
