"""Operators for prices that fall with what came before."""

from __future__ import annotations

from random import Random

from procure.facts import Facts
from procure.offers import CURVES
from procure.plan import Key, Plan
from tests.spoiling.tools import MUCH, ONE, changed, one_of, spoils, taken, unit


def on_curve(f: Facts, key: Key) -> bool:
    """Whether a price is of sets under a learning curve or an incremental discount."""
    w, s, b = (str(part) for part in key[:3])
    offers = (f.offer_of(w, s, stream) for stream in f.streams.get(w, ()) if stream.id == b)
    return any(o is not None and o.kind in CURVES for o in offers)


@spoils("learning")
def _sets_cost_more_than_their_curve_says(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "price") if on_curve(f, key)])
    return changed(plan, {("price", key): plan.get("price", *key) + MUCH * unit(f)}) if key else None


@spoils("learning")
def _keeps_what_a_chord_said(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "price") if on_curve(f, key)])
    return changed(plan, {("curve", (*key[:2], "", key[-1])): ONE}) if key else None
