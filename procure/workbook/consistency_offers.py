"""Checks of Quotes: rows of one offer agree, no nation has two prices, and offers hold when they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from procure import text, tiered
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.offers import CURVES, Offer, by_offer, expired, offer_id
from procure.problem import Quote

# What an offer's first row says for all of it, by column; a later row repeats it or leaves it blank.
_OF_ALL = {
    "tiers": "tiers", "learning slope": "slope_fraction", "curve": "curve", "least": "least", "most": "most",
    "bundle": "bundle", "valid until": "valid_until", "effort": "effort",
}  # fmt: skip
_OF_SETS = {
    "for": "buyers", "from quantity": "from_quantity", "learning slope": "slope_fraction", "least": "least",
    "most": "most",
}  # fmt: skip


def of_sets(facts: Facts) -> Iterator[Finding]:
    """Tiers, curves, limits and buyers are of sets: a one-off package has none."""
    for q in facts.problem.quotes:
        package = facts.packages.get(q.package)
        if package is None or package.recurring:
            continue
        for column, field in _OF_SETS.items():
            if getattr(q, field):
                message = f"expected nothing for '{q.package}', which is one-off: it is bought once, for everybody."
                yield Finding(ERROR, _at(facts, q, column), "sets of a one-off package", message)


def tiers(facts: Facts) -> Iterator[Finding]:
    """Tiers of an offer begin at quantities of their own, each has a price, and none is dearer than the one before."""
    for rows in by_offer(facts.problem.quotes):
        if len(rows) > 1 and any(q.slope_fraction is not None for q in rows):
            message = "expected tiers or a learning slope, found both."
            hint = "Leave the slope blank, or keep one row."
            yield Finding(ERROR, _at(facts, rows[1], "from quantity"), "tiers with a slope", message, hint)
            continue
        for q in rows if len(rows) > 1 else ():
            if q.price_m is None:
                yield Finding(ERROR, _at(facts, q, "price"), "tiers", "expected a price of the tier, found none.")
        for before, q in pairwise(rows):
            yield from _next(facts, before, q)
            yield from _repeated(facts, rows[0], q)


def _next(facts: Facts, before: Quote, q: Quote) -> Iterator[Finding]:
    """A tier against the one before it."""
    if q.from_quantity == before.from_quantity:
        message = f"expected another quantity than {q.from_quantity:g}, which row {before.row} begins at."
        yield Finding(ERROR, _at(facts, q, "from quantity"), "tiers overlap", message)
    prices = [facts.rates.to_programme(x.price_m or 0.0, x.currency, x.price_base) for x in (before, q)]
    if q.price_m is not None and prices[1] > prices[0]:
        message = f"expected at most {prices[0]:g} M, the price of a smaller quantity, found {prices[1]:g} M."
        yield Finding(ERROR, _at(facts, q, "price"), "tiers rise", message)


def _repeated(facts: Facts, first: Quote, q: Quote) -> Iterator[Finding]:
    """What a later row says of the whole offer, against the first."""
    blank = Quote(q.supplier, q.package)
    for column, field in _OF_ALL.items():
        if getattr(q, field) not in (getattr(blank, field), getattr(first, field)):
            message = f"expected what row {first.row} says of the whole offer, found something else."
            hint = "State it there, or leave it blank."
            yield Finding(ERROR, _at(facts, q, column), "rows of one offer", message, hint)


def setups(facts: Facts) -> Iterator[Finding]:
    """A supplier is set up for a package once, whatever the offer."""
    stated: dict[tuple[str, str], Quote] = {}
    for q in sorted(facts.problem.quotes, key=lambda q: q.row):
        if q.setup_m:
            first = stated.setdefault((q.package, q.supplier), q)
            if (q.setup_m, q.currency, q.price_base) != (first.setup_m, first.currency, first.price_base):
                message = f"expected {first.setup_m:g}, the set-up cost in row {first.row}, found {q.setup_m:g}."
                hint = "It is paid once for all offers: state it in one row."
                yield Finding(ERROR, _at(facts, q, "set-up cost"), "rows of one offer", message, hint)


def limits(facts: Facts) -> Iterator[Finding]:
    """The least order is no more than the most, and within what can be needed."""
    typed = _rows(facts)
    for o, q in _offers(facts):
        if o.least is not None and o.most is not None and o.least > o.most:
            message = f"expected at most {o.most:g}, the most that can be ordered, found {o.least:g}."
            column = "least" if q.least == o.least else "from quantity"
            yield Finding(ERROR, _at(facts, q, column), "least order", message)
            continue
        streams = facts.streams_of(o)
        if not facts.packages[o.package].recurring:
            continue
        if not streams:
            message = f"nobody whom the offer of '{o.supplier}' is for needs '{o.package}'."
            yield Finding(WARNING, _at(facts, q, "for"), "offer for nobody", message)
            continue
        most = tiered.most_sets(facts, o, streams)
        rows = {x.row: x for x in typed[o.package, o.supplier, o.id]}
        for x in rows.values():
            if x.from_quantity > most:
                message = f"at most {most:g} sets can be needed: this tier is never reached."
                yield Finding(WARNING, _at(facts, x, "from quantity"), "tier out of reach", message)
        if o.least is not None and o.least > most:
            message = f"at most {most:g} sets can be needed: the offer is never taken."
            yield Finding(WARNING, _at(facts, q, "least"), "least order", message)


def buyers(facts: Facts) -> Iterator[Finding]:
    """A nation has one offer of a supplier for a package."""
    for several in facts.offers.values():
        for one, other in combinations(sorted(several, key=lambda o: o.rows), 2):
            everybody = tuple(facts.nations)
            both = set(one.nations or everybody) & set(other.nations or everybody)
            if both:
                found, first = (_first(_rows(facts), o) for o in (other, one))
                message = f"expected nations that row {first.row} is not for, found {text.listing(sorted(both))}."
                hint = "Name the nations of each offer; rows that differ in \"from quantity\" alone are one offer."
                yield Finding(ERROR, _at(facts, found, "for"), "offers overlap", message, hint)


def surplus(facts: Facts) -> Iterator[Finding]:
    """Where offers are for some nations only, units that nobody has ordered have no price."""
    for item in facts.problem.items:
        split = [w.id for w in facts.recurring if item.id in facts.serves(w) and facts.split_by_offers(w.id)]
        if item.surplus > 0 and split:
            where = facts.problem.cell("Items", item.row, "surplus")
            message = f"expected no surplus of '{item.id}': {text.listing(split)} is offered nation by nation."
            yield Finding(ERROR, where, "surplus without buyer", message, "Add it to a nation's requirement.")


def buyers_left(facts: Facts) -> Iterator[Finding]:
    """A nation that needs a package's units is offered them by somebody."""
    for w in facts.recurring:
        able = facts.suppliers_of[w.id]
        for b in facts.streams[w.id]:
            if able and b.buyers and not any(facts.offered(s, b) for s in able):
                rows = [q for q in facts.problem.quotes if q.package == w.id and q.buyers]
                who = text.listing(sorted(b.buyers))
                message = f"expected an offer of '{w.id}' for {who} too, found offers for others alone."
                hint = f"Add {who} to the nations of an offer, or quote the package for all."
                yield Finding(ERROR, _at(facts, rows[0], "for"), "nobody offers", message, hint)


def curves(facts: Facts) -> Iterator[Finding]:
    """A price that falls with every set is of all sets together: no buyer's own units have one of their own."""
    for o, q in _offers(facts):
        package, streams = facts.packages[o.package], facts.streams_of(o)
        if o.kind not in CURVES or not package.recurring:
            continue
        column = "tiers" if o.slope_fraction is None else "learning slope"
        if len(streams) > 1 and facts.phases[package.phase].key == "own units":
            message = f"expected an offer for one nation: in {package.phase} each buyer pays its own units."
            hint = "Quote each apart, in \"for\"."
            yield Finding(ERROR, _at(facts, q, column), "curve of several buyers", message, hint)
        listed = {facts.price(o.package, o.supplier, b) for b in streams}
        if not o.segments and len(listed) > 1:
            message = f"expected the price of the first set: '{o.package}' has another value for each item."
            yield Finding(ERROR, _at(facts, q, "price"), "no price", message)


def bundles(facts: Facts) -> Iterator[Finding]:
    """A bundle is of several packages."""
    of: dict[tuple[str, str], dict[str, Quote]] = {}
    for q in facts.problem.quotes:
        if q.bundle:
            of.setdefault((q.supplier, q.bundle), {})[q.package] = q
    for (s, bundle), packages in of.items():
        for w, q in packages.items():
            if len(packages) == 1:
                message = f"only '{w}' of '{s}' is in the bundle '{bundle}': it binds nothing."
                yield Finding(WARNING, _at(facts, q, "bundle"), "bundle of one", message)
            elif s not in facts.able[w]:
                message = f"'{s}' cannot be given '{w}': no offer of the bundle '{bundle}' can be taken."
                yield Finding(WARNING, _at(facts, q, "bundle"), "bundle", message)


def valid(facts: Facts) -> Iterator[Finding]:
    """Offers that run out before their phase is signed are left out; what is used in their place."""
    for rows in by_offer(expired(facts.problem)):
        q, package = rows[0], facts.packages.get(rows[0].package)
        if package is None:
            continue
        signed, out = facts.phases[package.phase].signed, f"the offer of '{q.supplier}' for '{q.package}'"
        if q.valid_until is None or q.valid_until >= signed:
            message = f"{out} is in the bundle '{q.bundle}' with one that runs out: it is left out"
        else:
            when = f"{package.phase} is signed ({facts.calendar.labels[signed]})"
            message = f"{out} runs out before {when}: it is left out"
        yield Finding(WARNING, _at(facts, q, "valid until"), "offer run out", f"{message}; {_instead(facts, q)}.")


def _instead(facts: Facts, q: Quote) -> str:
    if (q.package, q.supplier) in facts.offers:
        return "its other offers hold"
    if q.supplier not in facts.able[q.package]:
        return f"'{q.supplier}' cannot be given the package"
    streams = facts.streams.get(q.package) or (None,)
    prices = sorted({facts.price(q.package, q.supplier, b) for b in streams})
    return f"price factor x value is used instead, {' or '.join(f'{price:g}' for price in prices)} M"


def _offers(facts: Facts) -> Iterator[tuple[Offer, Quote]]:
    """Every offer that holds, of a package that is placed, with its first row."""
    typed = _rows(facts)
    for (w, _), several in facts.offers.items():
        for o in several if w in facts.packages else ():
            yield o, _first(typed, o)


def _rows(facts: Facts) -> dict[tuple[str, str, str], list[Quote]]:
    """Rows of Quotes by package, supplier and offer."""
    found: dict[tuple[str, str, str], list[Quote]] = {}
    for q in facts.problem.quotes:
        found.setdefault(offer_id(q), []).append(q)
    return found


def _first(typed: dict[tuple[str, str, str], list[Quote]], o: Offer) -> Quote:
    return min(typed[o.package, o.supplier, o.id], key=lambda q: (q.from_quantity, q.row))


def _at(facts: Facts, q: Quote, column: str) -> str:
    return facts.problem.cell("Quotes", q.row, column)
