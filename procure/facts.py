"""What follows from a problem before any decision is taken: who could do what, when, at what price.

Planner and audit both start from these tables; no constraint is written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from procure import problem as nouns
from procure.demand import Demand
from procure.permissions import Permissions
from procure.problem import Capacity, Control, Package, Problem, Quote


@dataclass(frozen=True, slots=True)
class Stream:
    """Sets of a recurring package that are counted apart because they have their own price or payer.

    id: "" where the package has one stream, else the item, the buyer or "item/buyer".
    items: those it is made for. buyers: nations whose deliveries it serves, None = all.
    value_m: worth of a set, None where only quotes price it.
    """

    package: str
    id: str
    items: tuple[str, ...]
    buyers: tuple[str, ...] | None
    value_m: float | None


class Facts(Demand):
    """Tables of a Problem, each worked out once, when first asked for. Ids are text, periods are numbers."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.periods = range(self.calendar.count)
        self.nations = {n.id: n for n in problem.nations}
        self.phases = {p.id: p for p in problem.phases}
        self.packages = {w.id: w for w in problem.packages}
        self.suppliers = {s.id: s for s in problem.suppliers}
        self.one_off = tuple(w for w in problem.packages if not w.recurring)
        self.recurring = tuple(w for w in problem.packages if w.recurring)
        self.quotes: dict[tuple[str, str], Quote] = {(q.package, q.supplier): q for q in problem.quotes}
        self.partners = tuple(n.id for n in problem.nations if n.role == nouns.PARTNER)
        self.permissions = Permissions(problem)

    # Which packages are placed

    @cached_property
    def bound_to(self) -> dict[str, tuple[str, ...]]:
        """bound_to[package]: items of families of which one must be in use for the package to be placed; () = always.

        A package of an item without a family is always placed, and so is one whose items some need cannot do without.
        """
        found = {}
        for w in self.problem.packages:
            items = self.serves(w) if w.recurring else w.items
            chosen = all(self.items[i].family for i in items if i in self.items) and not self.sure_of(items)
            found[w.id] = items if chosen else ()
        return found

    def surely_before(self, w: Package, v: Package) -> bool:
        """Whether v is placed in every plan in which w is."""
        bound = self.bound_to[v.id]
        return not bound or (bool(self.bound_to[w.id]) and set(self.bound_to[w.id]) <= set(bound))

    # Time

    def duration(self, package: Package) -> int:
        """Periods that a one-off package takes, at least 1."""
        return max(1, self.calendar.periods(package.months))

    def lead(self, package: Package) -> int:
        """Periods between making a set and completing the unit it goes into."""
        return self.calendar.periods(package.months)

    def before(self, package: Package) -> tuple[Package, ...]:
        """One-off packages that must be finished first; a phase stands for all its one-off packages."""
        named = {
            w.id: w
            for name in package.after
            for w in self.one_off
            if (w.id == name or (name not in self.packages and w.phase == name)) and w.id != package.id
        }
        return tuple(named[k] for k in sorted(named))

    @cached_property
    def earliest(self) -> dict[str, int]:
        """earliest[package]: first period of work that the longest chain of predecessors leaves."""
        found: dict[str, int] = {}

        def visit(w: Package) -> int:
            if w.id not in found:
                found[w.id] = w.earliest  # a cycle ends here; the reader has refused it before
                ends = [visit(v) + self.duration(v) for v in self.before(w) if self.surely_before(w, v)]
                licensed = min((self.wait(w.id, s) for s in self.suppliers_of[w.id]), default=0)
                found[w.id] = max([w.earliest, licensed, *ends, *([] if w.begins is None else [w.begins])])
            return found[w.id]

        for w in self.problem.packages:
            visit(w)
        return found

    @cached_property
    def window(self) -> dict[str, range]:
        """window[package]: periods in which a one-off may begin, or a recurring one be worked on."""
        windows = {}
        for w in self.problem.packages:
            last = self.periods[-1] if w.latest is None else w.latest
            if w.recurring:
                last = min(last, self.periods[-1] - self.lead(w))
            else:
                last = last - self.duration(w) + 1
                if w.begins is not None:
                    last = min(last, w.begins)
            windows[w.id] = range(self.earliest[w.id], last + 1)
        return windows

    def wait(self, package: str, supplier: str) -> int:
        """Periods that licences hold up the supplier's work on the package, from the first period on."""
        return self.permissions.wait(self.packages[package].technologies, self.suppliers[supplier].nation)

    def span(self, package: str, supplier: str) -> range:
        """Periods of `window` that the supplier's licences leave."""
        window = self.window[package]
        return range(max(window.start, self.wait(package, supplier)), window.stop)

    def technologies_of(self, item: str) -> tuple[str, ...]:
        """Technologies that are in a unit: those of the packages made for it, sorted."""
        return tuple(sorted({k for w in self.recurring if item in self.serves(w) for k in w.technologies}))

    def barred(self, item: str, nation: str) -> tuple[Control, ...]:
        """The rows of Controls that deny the nation the item, however little of its owner's content is in it."""
        denials = self.permissions.denials(self.technologies_of(item), nation)
        return tuple(c for c in denials if not c.de_minimis_fraction)

    @cached_property
    def first_delivery(self) -> dict[tuple[str, str], int]:
        """first_delivery[item, nation]: first period in which a unit can be complete and licensed for the nation."""
        technologies = {i: self.technologies_of(i) for i in self.items}
        return {
            (i, n): max(self.ready[i], self.permissions.wait(technologies[i], n))
            for i, takers in self.takers.items()
            for n in takers
        }

    @cached_property
    def ready(self) -> dict[str, int]:
        """ready[item]: first period in which a unit can be complete."""
        return {
            i: max([self.earliest[w.id] + self.lead(w) for w in self.recurring if i in self.serves(w)], default=0)
            for i in self.items
        }

    # Work

    def serves(self, package: Package) -> tuple[str, ...]:
        """Items that a recurring package is made for; none named = all."""
        return package.items or tuple(self.items)

    @cached_property
    def streams(self) -> dict[str, tuple[Stream, ...]]:
        """streams[package] of every recurring package, sorted by id."""
        return {w.id: tuple(self._streams(w)) for w in self.recurring}

    def _streams(self, w: Package) -> Iterable[Stream]:
        values = dict(w.value_by_item_m)
        served = self.serves(w)
        by_item = len({values[i] for i in served if i in values}) > 1
        by_buyer = self.phases[w.phase].key == "own units"
        for items in [(i,) for i in served] if by_item else [served]:
            value = values.get(items[0], w.value_m) if values else w.value_m
            if not by_buyer:
                yield Stream(w.id, items[0] if by_item else "", items, None, value)
                continue
            for buyer in sorted({n for i in items for n in self.takers[i]}):
                yield Stream(w.id, f"{items[0]}/{buyer}" if by_item else buyer, items, (buyer,), value)

    def sets(self, stream: Stream) -> float:
        """Sets of the stream that the firm quantities need."""
        return self.packages[stream.package].per_unit * self.firm_of(stream.items, stream.buyers)

    def most_sets(self, stream: Stream) -> float:
        """Sets of the stream that could ever be made: firm and surplus quantities."""
        surplus = sum(self.items[i].surplus for i in stream.items)
        return self.sets(stream) + self.packages[stream.package].per_unit * surplus

    # Who and at what price

    @cached_property
    def able(self) -> dict[str, tuple[str, ...]]:
        """able[package]: suppliers with sector or quote and a price, "given to" respected, whatever controls say."""
        return {w.id: tuple(s for s in self.suppliers if self._eligible(w, s)) for w in self.problem.packages}

    @cached_property
    def suppliers_of(self) -> dict[str, tuple[str, ...]]:
        """suppliers_of[package]: eligible suppliers: able, and denied none of the package's technologies; sorted."""
        return {w: tuple(s for s in able if not self.denials(w, s)) for w, able in self.able.items()}

    def denials(self, package: str, supplier: str) -> tuple[Control, ...]:
        """The rows of Controls that keep the supplier from the package."""
        return self.permissions.denials(self.packages[package].technologies, self.suppliers[supplier].nation)

    def _eligible(self, w: Package, s: str) -> bool:
        supplier, quote = self.suppliers[s], self.quotes.get((w.id, s))
        named = {name for name, _ in w.given_to}
        if named and not named & {s, supplier.nation}:
            return False
        works_there = not supplier.sectors or w.sector is None or w.sector in supplier.sectors
        priced = w.value_m is not None or bool(w.value_by_item_m) or (quote is not None and quote.price_m is not None)
        return priced and (quote is not None or works_there or s in named)

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(package, supplier) pairs that may be awarded, sorted."""
        return tuple((w, s) for w, suppliers in self.suppliers_of.items() for s in suppliers)

    def price(self, package: str, supplier: str, stream: Stream | None = None) -> float:
        """M of the whole one-off package, or of one set of the stream: the quote, else price factor x value."""
        quote = self.quotes.get((package, supplier))
        if quote is not None and quote.price_m is not None:
            return quote.price_m
        value = self.packages[package].value_m if stream is None else stream.value_m
        return self.suppliers[supplier].price_factor * (value or 0.0)

    def setup(self, package: str, supplier: str) -> float:
        """M paid once when the supplier is set up for the package."""
        quote = self.quotes.get((package, supplier))
        return quote.setup_m if quote else 0.0

    def effort(self, package: str, supplier: str, unit: str, stream: Stream | None = None) -> float:
        """Effort of the whole one-off package or of one set, in a capacity's unit; 0 where none is stated."""
        quote, w = self.quotes.get((package, supplier)), self.packages[package]
        for amount, of in (*(quote.effort if quote else ()), *w.effort):
            if of == unit:
                return amount
        if unit == "sets":
            return 1.0
        if unit == "M":
            return (w.value_m if stream is None else stream.value_m) or 0.0
        return 0.0

    def covers(self, capacity: Capacity) -> tuple[str, ...]:
        """Packages that count against a capacity row, sorted."""
        return tuple(
            w
            for w, s in self.pairs
            if s == capacity.supplier
            and (capacity.package is None or w == capacity.package)
            and (capacity.sector is None or self.packages[w].sector == capacity.sector)
        )

    # Money

    @cached_property
    def discount(self) -> tuple[float, ...]:
        """discount[t]: what 1 M of period t is worth at the start of the horizon."""
        rate, years = self.problem.programme.discount_fraction, self.calendar.year_fraction
        return tuple((1 + rate) ** (-t * years) for t in self.periods)

    def lag(self, phase: str) -> int:
        """Periods between work and the payment "at delivery": the longest lead of the phase's recurring packages."""
        return max([self.lead(w) for w in self.recurring if w.phase == phase], default=0)

    def items_of(self, phase: str) -> tuple[str, ...]:
        """Items that the phase pays for; a phase with none (development) stands for all items."""
        own = tuple(i.id for i in self.problem.items if i.phase == phase)
        return own or tuple(self.items)
