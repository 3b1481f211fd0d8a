"""What work is offered at: the part of the facts that Packages, Suppliers and Quotes make."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property

from procure.demand import Demand
from procure.offers import Offer, live, of_problem
from procure.prices import Rates
from procure.problem import Problem, Quote
from procure.remembered import remembered


@dataclass(frozen=True, slots=True)
class Stream:
    """Sets of a recurring package that are counted apart because they have their own price or payer.

    id: "" where the package has one stream, else the item, the buyer or "item/buyer".
    items: those it is made for. buyers: nations whose deliveries it serves, None = all. payer: who pays for what its
    one buyer takes, None where it serves all. value_m: worth of a set, None where only quotes price it.
    """

    package: str
    id: str
    items: tuple[str, ...]
    buyers: tuple[str, ...] | None
    value_m: float | None
    payer: str | None = None


class Priced(Demand):
    """Tables of prices, at the price base; ids are text."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.packages = {w.id: w for w in problem.packages}
        self.suppliers = {s.id: s for s in problem.suppliers}
        self.quotes: dict[tuple[str, str], Quote] = {}
        for q in live(problem):
            self.quotes.setdefault((q.package, q.supplier), q)  # the first row of the first offer

    @property
    @abstractmethod
    def rates(self) -> Rates:
        """Rates of exchange and indices of prices."""

    @property
    @abstractmethod
    def streams(self) -> dict[str, tuple[Stream, ...]]:
        """Streams of every recurring package."""

    @abstractmethod
    def most_sets(self, stream: Stream) -> float:
        """Sets of the stream that could ever be made."""

    @cached_property
    def offers(self) -> dict[tuple[str, str], tuple[Offer, ...]]:
        """offers[package, supplier], of the pairs that have any, sorted by id."""
        return of_problem(self.problem, self.rates)

    def offer_of(self, package: str, supplier: str, stream: Stream | None = None) -> Offer | None:
        """The offer that a one-off package, or sets of the stream, are ordered under; None without one."""
        buyers = None if stream is None else stream.buyers
        return next((o for o in self.offers.get((package, supplier), ()) if o.covers(buyers)), None)

    def offered(self, supplier: str, stream: Stream) -> bool:
        """Whether the supplier makes sets of the stream: it has an offer for its buyers, or none for anybody."""
        pair = stream.package, supplier
        return pair not in self.offers or self.offer_of(*pair, stream) is not None

    def streams_of(self, offer: Offer) -> tuple[Stream, ...]:
        """Streams whose sets are ordered under an offer."""
        of = offer.package, offer.supplier
        return tuple(b for b in self.streams.get(offer.package, ()) if self.offer_of(*of, b) == offer)

    def in_whole_sets(self, package: str) -> bool:
        """Whether all orders of a recurring package are of whole sets: its units are whole, and take whole sets."""
        w = self.packages[package]
        items = w.items or tuple(self.items)
        return float(w.per_unit).is_integer() and all(self.items[i].whole for i in items)

    @remembered
    def price(self, package: str, supplier: str, stream: Stream | None = None) -> float:
        """M of the whole one-off package, or of one set of the stream, at the price base: the list price.

        What the offer says of the first set, else price factor x value: no plan pays more for a set on average.
        """
        offer = self.offer_of(package, supplier, stream)
        dearest = None if offer is None else offer.dearest()
        if dearest is not None:
            return dearest
        value = self.packages[package].value_m if stream is None else stream.value_m
        return self.suppliers[supplier].price_factor * (value or 0.0) * self.packages[package].years(self.calendar)

    def least_price(self, package: str, supplier: str, stream: Stream | None = None) -> float:
        """As `price`, of the cheapest tier and the end of the curve: no plan pays less for a set on average."""
        offer, listed = self.offer_of(package, supplier, stream), self.price(package, supplier, stream)
        sets = sum(self.most_sets(b) for b in self.streams.get(package, ()))
        return listed if offer is None else offer.lowest(sets, listed)

    @remembered
    def setup(self, package: str, supplier: str) -> float:
        """M paid once when the supplier is set up for the package, at the price base."""
        return max((o.setup_m for o in self.offers.get((package, supplier), ())), default=0.0)

    def split_by_offers(self, package: str) -> bool:
        """Whether some supplier offers the package to some nations only."""
        return any(o.id for (w, _), several in self.offers.items() if w == package for o in several)
