"""Operators for tiers and offers."""

from __future__ import annotations

from random import Random

from procure.facts import Facts
from procure.offers import FLAT, TIERS
from procure.plan import Key, Plan, dec
from tests.spoiling.tools import MUCH, NONE, ONE, changed, one_of, spoils, taken, unit


def kind_of(f: Facts, key: Key) -> str:
    """Kind of the offer that the work on (package, supplier, stream) is under."""
    w, s, b = (str(part) for part in key[:3])
    offers = (f.offer_of(w, s, stream) for stream in f.streams.get(w, ()) if stream.id == b)
    return next((o.kind for o in offers if o is not None), FLAT)


@spoils("tiers")
def _pays_more_than_the_tier_says(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "price") if kind_of(f, key) == TIERS])
    return changed(plan, {("price", key): plan.get("price", *key) + MUCH * unit(f)}) if key else None


@spoils("tiers")
def _says_which_tier_it_is_in(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "make") if kind_of(f, key) == TIERS])
    return changed(plan, {("tier", (*key[:2], "", "1")): ONE}) if key else None


@spoils("offered")
def _orders_less_than_the_least(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for (w, s), offers in f.offers.items():
        made = [key for key in taken(plan, "make") if key[:2] == (w, s)]
        if made and offers[0].least and offers[0].least > 1:
            found.append({("make", key): ONE / 10 / len(made) for key in made})
    few = one_of(rng, found)
    return changed(plan, few) if few else None


@spoils("offered")
def _orders_more_than_the_most(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = []
    for (w, s), offers in f.offers.items():
        most = offers[0].most
        if most is not None:
            found += [{("make", key): dec(most) + 1} for key in taken(plan, "make") if key[:2] == (w, s)]
    many = one_of(rng, found)
    return changed(plan, many) if many else None


@spoils("offered")
def _makes_sets_for_whom_nothing_is_offered(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (b.package, s, b.id, f.periods[-1])
        for w, s in f.offers
        for b in f.streams.get(w, ())
        if not f.offered(s, b)
    ]
    key = one_of(rng, found)
    return changed(plan, {("make", key): ONE}) if key else None


@spoils("offered")
def _takes_half_a_bundle(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    bundled = {(s, o.bundle) for (_, s), offers in f.offers.items() for o in offers if o.bundle}
    found = [
        (w, s)
        for (w, s), offers in f.offers.items()
        for o in offers
        if (s, o.bundle) in bundled and plan.get("award", w, s) and _several(f, s, o.bundle)
    ]
    key = one_of(rng, found)
    return changed(plan, {("award", key): NONE}) if key else None


def _several(f: Facts, supplier: str, bundle: str) -> bool:
    offers = (o for (_, s), several in f.offers.items() if s == supplier for o in several)
    return len({o.package for o in offers if o.bundle == bundle}) > 1
