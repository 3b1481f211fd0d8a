"""What follows from a problem before any decision is taken: who could do what, when, at what price.

Planner and audit both start from these tables; no constraint is written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from procure import problem as nouns
from procure.permissions import Permissions
from procure.priced import Priced
from procure.priced import Stream as Stream
from procure.prices import Rates
from procure.problem import Capacity, Control, Package, Problem
from procure.remembered import remembered


class Facts(Priced):
    """Tables of a Problem, each worked out once, when first asked for. Ids are text, periods are numbers."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.periods = range(self.calendar.count)
        self.nations = {n.id: n for n in problem.nations}
        self.phases = {p.id: p for p in problem.phases}
        self.one_off = tuple(w for w in problem.packages if not w.recurring)
        self.recurring = tuple(w for w in problem.packages if w.recurring)
        self.per_unit = tuple(w for w in problem.packages if w.kind == nouns.PER_UNIT)
        self.in_service = tuple(w for w in problem.packages if w.kind == nouns.IN_SERVICE)
        self.partners = tuple(n.id for n in problem.nations if n.role == nouns.PARTNER)
        self.permissions = Permissions(problem)

    # Which packages are placed

    @cached_property
    def bound_to(self) -> dict[str, tuple[str, ...]]:
        """bound_to[package]: optional items of which one must be in use for the package to be placed; () = always.

        A package of an item that is not optional is always placed, and so is one whose items some need cannot do
        without.
        """
        found = {}
        for w in self.problem.packages:
            items = self.serves(w)
            chosen = all(self.optional(i) for i in items if i in self.items) and not self.sure_of(items)
            found[w.id] = items if chosen and not w.qualifies else ()
        return found

    def surely_before(self, w: Package, v: Package) -> bool:
        """Whether v is placed in every plan in which w is."""
        bound = self.bound_to[v.id]
        if v.qualifies:
            return False
        return not bound or (bool(self.bound_to[w.id]) and set(self.bound_to[w.id]) <= set(bound))

    # Time

    def duration(self, package: Package) -> int:
        """Periods that a one-off package takes, at least 1; of a per period one, all that it is for."""
        if package.kind == nouns.PER_PERIOD:
            return max(1, package.last(self.calendar) - package.earliest + 1)
        return max(1, self.calendar.periods(package.months))

    def lead(self, package: Package) -> int:
        """Periods between making a set and completing the unit it goes into."""
        return self.calendar.periods(package.months)

    def before(self, package: Package) -> tuple[Package, ...]:
        """One-off packages that must be finished first; a phase stands for all its one-off packages.

        Those that qualify suppliers are not among them: they hold up these suppliers alone (`gates`).
        """
        named = {
            w.id: w
            for name in package.after
            for w in self.one_off
            if w.kind == nouns.ONE_OFF and not w.qualifies
            if (w.id == name or (name not in self.packages and w.phase == name)) and w.id != package.id
        }
        return tuple(named[k] for k in sorted(named))

    def gates(self, package: Package) -> tuple[Package, ...]:
        """One-off packages named under "after" that qualify suppliers for it, sorted."""
        return tuple(w for w in self.one_off if w.qualifies and w.id in package.after)

    @cached_property
    def qualified(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """qualified[package that qualifies suppliers]: the (package, supplier) pairs whose award places it, sorted."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for q in self.one_off:
            if q.qualifies:
                waiting = {w.id for w in self.problem.packages if q in self.gates(w)}
                found[q.id] = tuple((w, s) for w, s in self.pairs if w in waiting and s in q.qualifies)
        return found

    @cached_property
    def earliest(self) -> dict[str, int]:
        """earliest[package]: first period of work that the longest chain of predecessors leaves."""
        found: dict[str, int] = {}

        def visit(w: Package) -> int:
            if w.id not in found:
                found[w.id] = w.earliest  # a cycle ends here; the reader has refused it before
                ends = [visit(v) + self.duration(v) for v in self.before(w) if self.surely_before(w, v)]
                licensed = min((self.wait(w.id, s) for s in self.suppliers_of[w.id]), default=0)
                licensed = 0 if w.kind == nouns.PER_PERIOD else licensed  # what it costs is agreed with its periods
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

    @remembered
    def span(self, package: str, supplier: str) -> range:
        """Periods of `window` that the supplier's licences leave."""
        window = self.window[package]
        return range(max(window.start, self.wait(package, supplier)), window.stop)

    def technologies_of(self, item: str) -> tuple[str, ...]:
        """Technologies that are in a unit: those of the packages made for it, sorted."""
        return tuple(sorted({k for w in self.per_unit if item in self.serves(w) for k in w.technologies}))

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
            i: max([self.earliest[w.id] + self.lead(w) for w in self.per_unit if i in self.serves(w)], default=0)
            for i in self.items
        }

    # Work

    def serves(self, package: Package) -> tuple[str, ...]:
        """Items that a package is for; none named = all, as on the sheet Packages."""
        return package.items or tuple(self.items)

    @cached_property
    def streams(self) -> dict[str, tuple[Stream, ...]]:
        """streams[package] of every recurring package, sorted by id."""
        return {w.id: tuple(self._streams(w)) for w in self.recurring}

    def _streams(self, w: Package) -> Iterable[Stream]:
        values = dict(w.value_by_item_m)
        served = self.serves(w)
        by_buyer = self.phases[w.phase].key == "own units" or self.split_by_offers(w.id)
        by_item = len({values[i] for i in served if i in values}) > 1 or (by_buyer and self._paid_apart(served))
        for items in [(i,) for i in served] if by_item else [served]:
            value = values.get(items[0], w.value_m) if values else w.value_m
            if not by_buyer:
                yield Stream(w.id, items[0] if by_item else "", items, None, value)
                continue
            for buyer in sorted({n for i in items for n in self.takers[i]}):
                payer = next(need.payer for need in self.meeting(items, [buyer]))
                yield Stream(w.id, f"{items[0]}/{buyer}" if by_item else buyer, items, (buyer,), value, payer)

    def _paid_apart(self, items: tuple[str, ...]) -> bool:
        """Whether some nation takes several of these items that are not all paid by the same nation."""
        paid = {(need.nation, need.payer) for need in self.meeting(items)}
        return len(paid) > len({nation for nation, _ in paid})

    def sets(self, stream: Stream) -> float:
        """Sets of the stream that the firm quantities need."""
        if self.packages[stream.package].kind == nouns.IN_SERVICE:
            return self.set_years(stream, self.serviced(stream.items, stream.buyers, self.window[stream.package]))
        return self.packages[stream.package].per_unit * self.firm_of(stream.items, stream.buyers)

    @remembered
    def most_sets(self, stream: Stream) -> float:
        """Sets of the stream that could ever be made: firm quantities, options, wishes and surplus."""
        if self.packages[stream.package].kind == nouns.IN_SERVICE:
            units, first = self.most_of(stream.items, stream.buyers), min(self.ready[i] for i in stream.items)
            return self.set_years(stream, units * sum(t >= first for t in self.window[stream.package]))
        surplus = sum(self.items[i].surplus for i in stream.items)
        per_unit = self.packages[stream.package].per_unit
        return per_unit * self.most_of(stream.items, stream.buyers) + per_unit * surplus

    def set_years(self, stream: Stream, unit_periods: float) -> float:
        """Sets in service for a year that so many units in service for a period come to."""
        return self.packages[stream.package].per_unit * self.calendar.year_fraction * unit_periods

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
        supplier, offered = self.suppliers[s], self.offers.get((w.id, s), ())
        named = {name for name, _ in w.given_to}
        if named and not named & {s, supplier.nation}:
            return False
        works_there = not supplier.sectors or w.sector is None or w.sector in supplier.sectors
        priced = w.value_m is not None or bool(w.value_by_item_m) or any(o.segments for o in offered)
        return priced and (bool(offered) or works_there or s in named)

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(package, supplier) pairs that may be awarded, sorted."""
        return tuple((w, s) for w, suppliers in self.suppliers_of.items() for s in suppliers)

    @cached_property
    def packages_of(self) -> dict[str, tuple[str, ...]]:
        """packages_of[supplier]: packages that it may be awarded, sorted."""
        found: dict[str, list[str]] = {}
        for w, s in self.pairs:
            found.setdefault(s, []).append(w)
        return {s: tuple(several) for s, several in found.items()}

    def effort(self, package: str, supplier: str, unit: str, stream: Stream | None = None) -> float:
        """Effort of the whole one-off package or of one set, in a capacity's unit; 0 where none is stated."""
        quote, w = self.quotes.get((package, supplier)), self.packages[package]
        years = w.years(self.calendar)
        for amount, of in (*(quote.effort if quote else ()), *w.effort):
            if of == unit:
                return years * amount
        if unit == "sets":
            return years
        if unit == "M":
            return years * ((w.value_m if stream is None else stream.value_m) or 0.0)
        return 0.0

    def covers(self, capacity: Capacity) -> tuple[str, ...]:
        """Packages that count against a capacity row, sorted."""
        return tuple(
            w
            for w in self.packages_of.get(capacity.supplier, ())
            if (capacity.package is None or w == capacity.package)
            and (capacity.sector is None or self.packages[w].sector == capacity.sector)
        )

    # Money

    def index(self, phase: str, period: int) -> float:
        """What a price of the price base is in the period's money, for the phase: 1 without a Series."""
        return self.rates.of_prices(self.phases[phase].index, period)

    def highest_index(self, phase: str) -> float:
        """The most that a price of the phase rises to, as a factor on prices of the price base."""
        return max(self.index(phase, t) for t in self.periods)

    def fx(self, nation: str, period: int) -> float:
        """Units of the nation's currency for one of the programme's, in the period."""
        return self.rates.rate(self.nations[nation].currency, period)

    def deflator(self, period: int) -> float:
        """The general price index: what 1 M of the price base is in the period's money."""
        return self.rates.deflator(period)

    @cached_property
    def rates(self) -> Rates:
        """Rates of exchange and indices of prices."""
        p = self.problem.programme
        return Rates(self.problem.series, self.calendar, p.currency, p.price_base, p.index, p.in_constant_prices)

    @cached_property
    def discount(self) -> tuple[float, ...]:
        """discount[t]: what 1 M of period t is worth at the start of the horizon."""
        rate, years = self.problem.programme.discount_fraction, self.calendar.year_fraction
        return tuple((1 + rate) ** (-t * years) for t in self.periods)

    @remembered
    def lag(self, phase: str) -> int:
        """Periods between work and the payment "at delivery": the longest lead of the phase's recurring packages."""
        return max([self.lead(w) for w in self.per_unit if w.phase == phase], default=0)

    def items_of(self, phase: str) -> tuple[str, ...]:
        """Items that the phase pays for; a phase with none (development) stands for all items."""
        own = tuple(i.id for i in self.problem.items if i.phase == phase)
        return own or tuple(self.items)
