"""What work is offered at, in which money, and who shares a phase's cost."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from procure.problem import Package, Phase, Quote
from procure.remembered import remembered
from tests.independent.data import Data

Weights = dict[str, float]


@dataclass(frozen=True)
class Stream:
    """Sets of a recurring package for one item ("" = all it serves) and one buyer ("" = all), of the same value."""

    package: str
    item: str
    buyer: str
    value: float | None
    payer: str = ""

    @property
    def name(self) -> str:
        return "/".join(part for part in (self.item, self.buyer) if part)


@dataclass(frozen=True)
class Offer:
    """One proposal of a supplier for a package. rows: its quotes, from the least quantity up."""

    buyers: tuple[str, ...]
    rows: tuple[Quote, ...]

    @property
    def kind(self) -> str:
        first, priced = self.rows[0], [q for q in self.rows if q.price_m is not None]
        if first.slope_fraction is not None and first.slope_fraction < 1:
            return "curve"
        if len(priced) < 2:
            return "flat"
        return "curve" if first.tiers == "incremental" else "tiers"

    @property
    def least(self) -> float:
        return max(self.rows[0].least or 0.0, self.rows[0].from_quantity)

    def steps(self) -> list[tuple[float, float]]:
        """(from quantity, price) of the rows with a price, the first from 0 on."""
        priced = [q for q in self.rows if q.price_m is not None]
        return [(q.from_quantity if k else 0.0, q.price_m or 0.0) for k, q in enumerate(priced)]


class Prices(Data):
    """Prices, rates and keys of a problem."""

    # Rates

    def rate(self, series: str, t: int) -> float:
        """What a series says of a period: its last value until then."""
        if not series:
            return 1.0
        return next(amount for span, amount, _ in reversed(self.series[series.casefold()].values) if span.first <= t)

    def fx(self, nation: str, t: int) -> float:
        own = self.nations[nation].currency
        return 1.0 if own in ("", self.problem.programme.currency) else self.rate(own, t)

    def risen(self, t: int) -> float:
        """What prices in general have risen to."""
        return self.rate(self.problem.programme.index, t)

    def index(self, phase: str, t: int) -> float:
        constant = self.problem.programme.in_constant_prices
        return self.rate(self.phases[phase].index, t) / (self.risen(t) if constant else 1.0)

    def held_against(self, constant: bool, t: int) -> float:
        """Factor on money of the plan that is held against an amount in constant or current prices."""
        planned = self.problem.programme.in_constant_prices
        return 1.0 if constant == planned else 1 / self.risen(t) if constant else self.risen(t)

    def to_cents(self, amount: float) -> float:
        unit = self.problem.programme.rounding_m
        return round(amount / unit) * unit

    def in_cents(self, amount: float) -> float:
        """An amount in whole rounding units, down: what lies between two is of no use to a budget."""
        unit = self.problem.programme.rounding_m
        return math.floor(amount / unit + 1e-9) * unit

    # Offers and prices

    @remembered
    def offers(self, w: str, s: str) -> list[Offer]:
        found: dict[tuple[str, ...], list[Quote]] = {}
        for q in self.quotes_of(w, s):
            found.setdefault(tuple(sorted(q.buyers)), []).append(q)
        return [Offer(of, tuple(sorted(rows, key=lambda q: q.from_quantity))) for of, rows in sorted(found.items())]

    def may_buy(self, offer: Offer, buyer: str) -> bool:
        groups = self.nations[buyer].groups if buyer else ()
        return not offer.buyers or buyer in offer.buyers or bool(set(groups) & set(offer.buyers))

    @remembered
    def offer_for(self, w: str, s: str, buyer: str = "") -> Offer | None:
        return next((o for o in self.offers(w, s) if self.may_buy(o, buyer)), None)

    def makes(self, s: str, b: Stream) -> bool:
        """Whether the supplier has an offer for the stream's buyer, or no offers at all."""
        return not self.offers(b.package, s) or self.offer_for(b.package, s, b.buyer) is not None

    def listed(self, w: Package, s: str, value: float | None) -> float:
        return self.suppliers[s].price_factor * (value or 0.0)

    @remembered
    def price(self, w: Package, s: str, b: Stream | None = None) -> float:
        """M of the package or the first set, at the price base."""
        offer = self.offer_for(w.id, s, b.buyer if b else "")
        steps = offer.steps() if offer else []
        first = max(p for _, p in steps) if steps else self.listed(w, s, b.value if b else w.value_m)
        return first * self.years(w)

    @remembered
    def setup(self, w: str, s: str) -> float:
        return max((q.setup_m for q in self.quotes_of(w, s)), default=0.0)

    @remembered
    def streams(self, w: Package) -> list[Stream]:
        served, values = self.serves(w), dict(w.value_by_item_m)
        own = self.phases[w.phase].key == "own units"
        by_buyer = own or any(q.buyers for q in self.live if q.package == w.id)
        paid = {(d.nation, d.payer) for d in self.needs if set(d.items) & set(served)}
        apart = by_buyer and len(paid) > len({nation for nation, _ in paid})
        by_item = apart or len({values[i] for i in served if i in values}) > 1
        found = []
        for item in served if by_item else ("",):
            items = (item,) if item else served
            value = values.get(items[0], w.value_m) if values else w.value_m
            takers = sorted({d.nation for d in self.needs if set(d.items) & set(items)})
            for buyer in takers if by_buyer else ("",):
                payer = next((d.payer for d in self.needs if buyer == d.nation and set(d.items) & set(items)), "")
                found.append(Stream(w.id, item, buyer, value, payer if buyer else ""))
        return found

    def items_of_stream(self, b: Stream) -> tuple[str, ...]:
        return (b.item,) if b.item else self.serves(self.packages[b.package])

    @remembered
    def most_sets(self, b: Stream) -> float:
        """Sets that could ever be wanted of a stream."""
        w, items = self.packages[b.package], self.items_of_stream(b)
        mine = [d for d in self.needs if set(d.items) & set(items) and b.buyer in ("", d.nation)]
        units = sum(d.firm + self.extra_units(d) for d in mine) + sum(self.items[i].surplus for i in items)
        return w.per_unit * units * (self.count * self.year if w.kind == "per unit in service" else 1.0)

    @staticmethod
    def curve(offer: Offer, listed: float, most: float) -> list[tuple[float, float]]:
        """(sets, M a set) one piece after another of an offer whose sets get cheaper, up to `most` sets."""
        first, steps = offer.rows[0], offer.steps() or [(0.0, listed)]
        if first.slope_fraction is None or first.slope_fraction >= 1:
            ends = [*(start for start, _ in steps[1:]), max(most, steps[-1][0] + 1.0)]
            return [(end - start, price) for (start, price), end in zip(steps, ends, strict=True)]
        b, price = math.log2(first.slope_fraction), steps[0][1]
        if first.curve == "unit":
            return [(1.0, price * k**b) for k in range(1, math.ceil(most) + 1)]
        return [(1.0, price * (k ** (1 + b) - (k - 1) ** (1 + b))) for k in range(1, math.ceil(most) + 1)]

    # Keys

    def items_of(self, phase: Phase) -> tuple[str, ...]:
        return tuple(i.id for i in self.problem.items if i.phase == phase.id) or tuple(self.items)

    @remembered
    def sharers(self, p: Phase) -> list[str]:
        """Nations that the key of a phase speaks of."""
        if p.key in self.nations:
            return [p.key]
        delivers = any(i.phase == p.id for i in self.problem.items)
        customers = p.key == "own units" or (p.key in ("offtake", "usage") and delivers)
        return [n.id for n in self.problem.nations if n.role == "partner" or (customers and n.role == "customer")]

    @remembered
    def payers(self, p: Phase) -> list[str]:
        direct = {n for c in self.problem.other_costs if c.phase == p.id for n, part in c.borne_by if part > 0}
        return [n for n in self.nations if n in direct or n in self.sharers(p)]

    @remembered
    def weights(self, p: Phase) -> Weights:
        if p.by_orders and "table" not in (p.key, p.fallback):
            return {}
        rows = [s for s in self.problem.shares if s.weight is not None]
        own = {s.nation: s.weight or 0.0 for s in rows if s.phase == p.id}
        return own or {s.nation: s.weight or 0.0 for s in rows if s.phase is None}

    def ordered(self, p: Phase, t: int | None = None) -> Weights:
        """Firm units of the phase's items by who pays for them, of a period or in all."""
        found: Weights = {}
        for d in self.needs:
            if set(d.items) & set(self.items_of(p)):
                found[d.payer] = found.get(d.payer, 0.0) + (d.firm if t is None else d.due[t])
        return found

    @remembered
    def key(self, p: Phase, name: str, t: int) -> Weights:
        """Part of each nation in a period by a key that data decide; they sum to 1 over those who take part."""
        if name in self.nations:
            return {name: 1.0} if self.there(name, t) else {}
        present = [n for n in self.sharers(p) if self.there(n, t)]
        if name == "usage":
            now = self.ordered(p, t)
            amounts = now if sum(now.get(n, 0.0) for n in present) > 0 else self.ordered(p)
        else:
            amounts = {
                "equal": lambda: dict.fromkeys(present, 1.0),
                "gdp": lambda: {n: self.nations[n].gdp or 0.0 for n in present},
                "table": lambda: self.weights(p),
                "offtake": lambda: self.weights(p) or self.ordered(p),
            }[name]()
        return normalised(present, amounts)

    def by_data(self, p: Phase) -> bool:
        return p.key in self.nations or p.key in ("offtake", "equal", "gdp", "usage", "table")

    def reference(self, p: Phase, t: int) -> Weights:
        """The key that a negotiated one is kept near."""
        if self.weights(p):
            return self.key(p, "table", t)
        return self.key(p, "offtake" if sum(self.ordered(p).values()) else "equal", t)

    @cached_property
    def stated_work(self) -> bool:
        return any(s.work_share is not None for s in self.problem.shares)

    @remembered
    def expected(self, p: Phase, t: int) -> Weights | None:
        """Part of the partners' work that each partner may expect; None where nothing is agreed."""
        present = [n for n in self.partners if self.there(n, t)]
        rows = [s for s in self.problem.shares if s.work_share is not None and s.phase in (None, p.id)]
        if rows:
            return normalised(present, {s.nation: s.work_share or 0.0 for s in rows})
        if p.key == "own units":
            worth: Weights = {}
            for d in self.needs:
                prices = [self.items[i].unit_price_m or 1.0 for i in d.items if i in self.items_of(p)]
                if prices:
                    worth[d.payer] = worth.get(d.payer, 0.0) + d.firm * sum(prices) / len(prices)
            return normalised(present, worth)
        return normalised(present, self.key(p, p.key, t)) if self.by_data(p) else None


def normalised(who: Iterable[str], amounts: Weights) -> Weights:
    """Parts that sum to 1; equal ones where there is nothing to go by."""
    names = list(who)
    total = sum(amounts.get(n, 0.0) for n in names)
    return {n: amounts.get(n, 0.0) / total if total > 0 else 1 / len(names) for n in names}
