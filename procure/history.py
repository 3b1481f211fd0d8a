"""What a plan decides before a period, as Pins: the past of a programme that is planned again.

    one-off packages     begin, holders and their parts where it begins before the period; else it begins not before it
    made in sets         sets by supplier and stream, and in all; who has made any holds its award on
    items                units completed, and handed over to each nation
    industry             what is set up, what is invested, else not before the period
    money                grants, draws, payments; charges where no key says them (negotiated, or over the phase)

Where new data make another past of the same decisions, it is said and the pin is loosened: of a phase whose cost or
terms are now others payments are at least what they were, and charges are free. What the new data do not know at all
(a nation that is gone, a supplier that may not do a package) is said and left out.

What falls due at signature is a part of all that is charged later, and so are prices by tiers of all that is ordered.
Where the future makes more of it than was paid, no plan can keep these payments: `loosened` asks for at least as much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from procure import funding, keys, rounding
from procure.facts import Facts
from procure.findings import WARNING, Finding
from procure.plan import Key, Plan, dec
from procure.priced import Stream
from procure.problem import ONE_OFF, Package, Phase, Pin, Problem
from procure.text import listing

ZERO = Decimal(0)
_WORK = ("start", "make", "open", "transfer", "built", "expand")  # decisions that spending follows from


def loosened(problem: Problem, until: int) -> Problem:
    """The problem with pins "at least" on payments before the period that follow what is decided later."""
    f = Facts(problem)
    phases = {p.id for p in problem.phases if _follows_later(f, p, until)}
    pins = (
        replace(pin, relation=">=")
        if pin.decision == "pay" and pin.phase in phases and pin.period is not None and pin.period < until else pin
        for pin in problem.pins
    )  # fmt: skip
    return problem.replace(pins=tuple(pins))


def _follows_later(f: Facts, p: Phase, until: int) -> bool:
    """Whether dues before the period follow later decisions: at signature of all that is charged; prices by tiers."""
    signed = p.at_signature_fraction > 0 and p.signed < until
    own = {w.id for w in f.problem.packages if w.phase == p.id}
    tiers = (o for (w, _), offers in f.offers.items() for o in offers if w in own)
    return signed or any(len(o.segments) > 1 for o in tiers)


def pinned(problem: Problem, before: Problem, plan: Plan, until: int, where: str) -> tuple[Problem, list[Finding]]:
    """The problem with pins of all that the plan decides before period `until`, and what could not be kept.

    before: the problem of the plan, which is in the periods of `problem`. where: what the findings are about.
    """
    past = _Past(Facts(problem), Facts(before), plan, until)
    pins = list(dict.fromkeys([*(replace(pin, row=0) for pin in past.pins())]))
    own = {replace(pin, row=0) for pin in problem.pins}
    findings = [Finding(WARNING, where, "history", said) for said in past.said]
    return problem.replace(pins=(*problem.pins, *(pin for pin in pins if pin not in own))), findings


class _Past:
    """Collects the pins; `said` is what could not be kept, in words."""

    def __init__(self, f: Facts, before: Facts, plan: Plan, until: int) -> None:
        self.f, self.before, self.plan = f, before, plan
        self.until, self.past = until, range(until)
        self.said: list[str] = []

    def pins(self) -> Iterator[Pin]:
        """Every pin, in no order."""
        for w in self.f.problem.packages:
            if w.id in self.before.packages:
                yield from self._recurring(w) if w.recurring else self._one_off(w)
        yield from self._units()
        yield from self._industry()
        yield from self._money()

    # Work

    def _one_off(self, w: Package) -> Iterator[Pin]:
        window = self.f.window[w.id]
        begun = next((int(t) for (v, t), value in self.plan.items("begin") if v == w.id and value), None)
        if begun is None or begun >= self.until:
            if window.start < self.until and w.kind == ONE_OFF:
                yield Pin("begin", ">=", 1.0, w.id, period=self.until)
            return
        parts = {str(s): value for (v, s, t), value in self.plan.items("start") if v == w.id and t == begun}
        unable = [s for s in parts if s not in self.f.suppliers_of[w.id] or begun not in self.f.span(w.id, s)]
        if unable:
            self._complain(f"{w.id} began in {self._label(begun)} with {listing(unable)}, which the new data rule out")
            return
        if w.kind == ONE_OFF:  # support per period is for the periods that its row says
            yield Pin("begin", "=", 1.0, w.id, period=begun)
        for s, part in sorted(parts.items()):
            yield Pin("award", "=", 1.0, w.id, supplier=s)
            if w.divisible:
                yield Pin("share", "=", float(part), w.id, supplier=s)

    def _recurring(self, w: Package) -> Iterator[Pin]:
        streams, window = {b.id: b for b in self.f.streams[w.id]}, self.f.window[w.id]
        done = {key: sets for key, sets in self.plan.items("make") if key[0] == w.id and int(key[3]) < self.until}
        kept: dict[Key, Decimal] = {}
        for key, sets in done.items():
            s, t = str(key[1]), int(key[3])
            if key[2] in streams and s in self.f.suppliers_of[w.id] and t in self.f.span(w.id, s):
                kept[key] = sets
        if len(kept) < len(done):
            lost = sorted({str(key[1]) for key in done if key not in kept})
            self._complain(f"sets of {w.id} were made by {listing(lost)} for whom or when the new data rule it out")
        if kept:
            able = self.f.suppliers_of[w.id]
            for holder in (str(s) for (v, s), _ in self.plan.items("award") if v == w.id and s in able):
                yield Pin("award", "=", 1.0, w.id, supplier=holder)
        for t in (t for t in window if t < self.until):
            made = {key: sets for key, sets in kept.items() if key[3] == t}
            yield Pin("make", "=", float(sum(made.values(), ZERO)), w.id, period=t)
            for key, sets in made.items():
                yield _sets(streams[str(key[2])], str(key[1]), t, sets)

    # Units and industry

    def _units(self) -> Iterator[Pin]:
        for i in self.f.items:
            for t in range(self.f.ready[i], self.until) if i in self.before.items else ():
                yield Pin("build", "=", float(self.plan.get("built", i, t)), item=i, period=t)
        for (i, n), first in self.f.first_delivery.items():
            if n in self.before.takers.get(i, ()):
                for t in range(first, self.until):
                    yield Pin("deliver", "=", float(self.plan.get("deliver", i, n, t)), item=i, nation=n, period=t)
        early = {
            f"{i} to {n} in {self._label(int(t))}" for (i, n, t), units in self.plan.items("deliver")
            if units and int(t) < min(self.until, self.f.first_delivery.get((str(i), str(n)), self.until))
        }  # fmt: skip
        if early:
            self._complain(f"deliveries of {listing(sorted(early))} are none that the new data know")

    def _industry(self) -> Iterator[Pin]:
        for w, s in self.f.pairs:
            if w in self.before.packages and self.f.setup(w, s) > 0 and self.f.span(w, s).start < self.until:
                at = [t for t in self.past if self.plan.get("open", w, s, t)]
                relation, period = ("=", at[0]) if at else (">=", self.until)
                yield Pin("set up", relation, 1.0, w, supplier=s, period=period)
        for e in self.f.problem.investments:
            at = [t for t in self.past if self.plan.get("expand", e.id, t)]
            relation, period = ("=", at[0]) if at else (">=", self.until)
            yield Pin("invest", relation, 1.0, period=period, investment=e.id)

    # Money

    def _money(self) -> Iterator[Pin]:
        spent = self._spent()
        for p in (p for p in self.f.problem.phases if p.id in self.before.phases):
            why = self._another_past(p, spent)
            if why:
                self._complain(f"what was charged and paid for {p.id} cannot all be kept: {why}; it is at least paid")
            free = p.key == "negotiated" or p.over_the_phase
            payers = set(keys.payers(self.f, p)) if free and not why else set()
            for n in keys.owing(self.f, p):
                for t in self.past if n in keys.owing(self.before, self.before.phases[p.id]) else ():
                    paid, charged = (float(self.plan.get(x, n, p.id, t)) for x in ("pay", "charge"))
                    if paid > 0 or not why:
                        yield Pin("pay", ">=" if why else "=", paid, phase=p.id, nation=n, period=t)
                    if n in payers:
                        yield Pin("charge", "=", charged, phase=p.id, nation=n, period=t)
        yield from self._outside()

    def _outside(self) -> Iterator[Pin]:
        """Grants and draws of the funds that both programmes have."""
        known = {fund.id for fund in self.before.problem.funds}
        for fund in (fund for fund in self.f.problem.funds if fund.id in known):
            for n in funding.beneficiaries(self.f, fund):
                for t in self.past if fund in funding.loans(self.f) else ():
                    drawn = float(self.plan.get("draw", fund.id, n, t))
                    yield Pin("draw", "=", drawn, nation=n, period=t, fund=fund.id)
                for p in funding.phases(self.f, fund) if fund in funding.grants(self.f) else ():
                    for t in self.past if n in keys.payers(self.f, self.f.phases[p]) else ():
                        given = float(self.plan.get("grant", fund.id, n, p, t))
                        yield Pin("grant", "=", given, phase=p, nation=n, period=t, fund=fund.id)

    def _spent(self) -> dict[Key, Decimal]:
        """What the plan's decisions cost by the new data, by (phase, period)."""
        f, found = self.f, {}  # type: Facts, dict[str, dict[Key, Decimal]]
        for family in _WORK:
            values = self.plan.values.get(family, {}).items()
            found[family] = {key: value for key, value in values if self._known(family, key)}
        return rounding.work(f, found)["spend"]

    def _known(self, family: str, key: Key) -> bool:
        f, of = self.f, tuple(map(str, key[:-1]))
        if family in ("start", "open"):
            return of in f.pairs
        if family == "make":
            return of[:2] in f.pairs and of[2] in {b.id for b in f.streams[of[0]]}
        if family == "transfer":
            return of[0] in {c.technology for c in f.problem.controls} and of[1] in f.nations
        return of[0] in (f.items if family == "built" else {e.id for e in f.problem.investments})

    def _another_past(self, p: Phase, spent: dict[Key, Decimal]) -> str:
        """Why the new data make another past of the phase's money; "" where they do not."""
        old = self.before.phases[p.id]
        if replace(p, row=0) != replace(old, row=0):
            return "its terms are others now"
        near = dec(self.f.problem.programme.rounding_m)
        dearer = [t for t in self.past if abs(spent.get((p.id, t), ZERO) - self.plan.get("spend", p.id, t)) > near]
        if dearer:
            now, then = spent.get((p.id, dearer[0]), ZERO), self.plan.get("spend", p.id, dearer[0])
            return f"the same work costs {now:,.2f} M in {self._label(dearer[0])} now, {then:,.2f} M then"
        now_key, then_key = keys.fixed(self.f, p) or {}, keys.fixed(self.before, old) or {}
        for n, t in sorted({key for key in (*now_key, *then_key) if key[1] in self.past}):
            parts = now_key.get((n, t), 0.0), then_key.get((n, t), 0.0)
            if abs(parts[0] - parts[1]) > 1e-9:
                return f"the part of {n} is {parts[0]:.2%} in {self._label(t)} now, {parts[1]:.2%} then"
        return ""

    def _label(self, t: int) -> str:
        return self.f.calendar.label(t)

    def _complain(self, said: str) -> None:
        self.said.append(f"{said}.")


def _sets(b: Stream, supplier: str, t: int, sets: Decimal) -> Pin:
    """The pin of the sets of a stream, which is one of an item, of a buyer, of both or of neither."""
    buyer = b.buyers[0] if b.buyers else None
    item = b.items[0] if b.id and b.id != buyer else None
    return Pin("make", "=", float(sets), b.package, item=item, supplier=supplier, nation=buyer, period=t)
