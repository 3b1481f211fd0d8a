"""Cost keys that data alone decide: key[nation, period] of a phase, and the agreed work share.

A key that follows decisions (negotiated, where performed, own units) has its own clause; for it these tables give
the reference or the fallback. A nation has no part outside the periods in which it takes part; those who do share its
part in proportion to theirs.
"""

from __future__ import annotations

from collections.abc import Iterable

from procure import other_costs
from procure import problem as nouns
from procure.facts import Facts
from procure.problem import Phase

BY_UNITS = ("own units", "offtake", "usage")  # keys that look at who pays for how many units
FIXED = ("offtake", "equal", "gdp", "usage", "table")

Key = dict[tuple[str, int], float]


def payers(facts: Facts, phase: Phase) -> tuple[str, ...]:
    """Nations that pay in the phase: those that its key speaks of, and those that bear another cost directly."""
    who, direct = sharers(facts, phase), other_costs.bearers(facts, phase.id)
    return who if set(direct) <= set(who) else tuple(n for n in facts.nations if n in who or n in direct)


def sharers(facts: Facts, phase: Phase) -> tuple[str, ...]:
    """Nations that a phase's key speaks of: the partners; customers where they pay units (offtake, own units)."""
    delivers = any(i.phase == phase.id for i in facts.problem.items)
    with_customers = phase.key == "own units" or (phase.key in ("offtake", "usage") and delivers)
    roles = (nouns.PARTNER, nouns.CUSTOMER) if with_customers else (nouns.PARTNER,)
    named = (phase.key,) if phase.key in facts.nations else ()
    return named or tuple(n.id for n in facts.problem.nations if n.role in roles)


def owing(facts: Facts, phase: Phase) -> tuple[str, ...]:
    """Nations to whom something can fall due in the phase: its payers, and customers where it has a levy."""
    who = payers(facts, phase)
    levied = [n.id for n in facts.problem.nations if phase.levy_m and n.role == nouns.CUSTOMER]
    return (*who, *(n for n in levied if n not in who))


def fixed(facts: Facts, phase: Phase) -> Key | None:
    """key[n,t] of a phase, 0..1, summing to 1 in every t; None where the key follows decisions."""
    if phase.key in facts.nations:
        return {(phase.key, t): 1.0 for t in facts.periods if facts.nations[phase.key].member(t)}
    return by_name(facts, phase, phase.key) if phase.key in FIXED else None


def standing(facts: Facts, phase: Phase) -> Key:
    """The key by which nations settle with each other: the fixed one, else the reference."""
    return fixed(facts, phase) or reference(facts, phase)


def fallback(facts: Facts, phase: Phase) -> Key:
    """The key of what no nation's own work or units explain."""
    return by_name(facts, phase, phase.fallback)


def reference(facts: Facts, phase: Phase) -> Key:
    """What a negotiated key is kept near: the weights of Shares, else offtake, else equal."""
    if weights(facts, phase):
        return by_name(facts, phase, "table")
    return by_name(facts, phase, "offtake" if facts.firm_of(facts.items_of(phase.id)) else "equal")


def weights(facts: Facts, phase: Phase) -> dict[str, float]:
    """Weights that Shares gives for the phase (a row without a phase serves every phase without one of its own).

    None where the key follows the orders, unless it is a table.
    """
    if phase.by_orders and "table" not in (phase.key, phase.fallback):
        return {}
    general = {s.nation: s.weight for s in facts.problem.shares if s.phase is None and s.weight is not None}
    own = {s.nation: s.weight for s in facts.problem.shares if s.phase == phase.id and s.weight is not None}
    return own or general


def by_name(facts: Facts, phase: Phase, name: str) -> Key:
    """A data key by its name over the phase's sharers. Raises KeyError for a key that follows decisions."""
    who = sharers(facts, phase)
    return _usage(facts, phase, who) if name == "usage" else _over_time(facts, who, amounts(facts, phase, name))


def amounts(facts: Facts, phase: Phase, name: str) -> dict[str, float]:
    """What a data key is made from, by nation. Raises KeyError for a key that follows decisions."""
    who = sharers(facts, phase)
    found = {
        "equal": lambda: dict.fromkeys(who, 1.0),
        "gdp": lambda: {n: facts.nations[n].gdp or 0.0 for n in who},
        "table": lambda: weights(facts, phase),
        "offtake": lambda: weights(facts, phase) or _units(facts, phase),
        "usage": lambda: _units(facts, phase),
    }[name]()
    return {n: found.get(n, 0.0) for n in who}


def agreed_share(facts: Facts, phase: Phase) -> Key | None:
    """Work share that a partner may expect: the agreed one, else its part of the cost key among partners.

    Own units: units at list price (of a family: the mean of the items that will do).
    None where nothing is agreed (where performed; negotiated without work shares).
    """
    stated = {
        s.nation: s.work_share
        for s in facts.problem.shares
        if s.work_share is not None and s.phase in (None, phase.id)
    }
    if stated:
        return _over_time(facts, facts.partners, stated)
    if phase.key == "own units":
        prices = {i: facts.items[i].unit_price_m or 1.0 for i in facts.items_of(phase.id)}
        listed = dict.fromkeys(facts.partners, 0.0)
        for (d, n), need in facts.needs.items():
            price = [prices[i] for i in need.items if i in prices]
            if need.payer in listed and price:
                listed[need.payer] += facts.firm[d, n] * sum(price) / len(price)
        return _over_time(facts, facts.partners, listed)
    key = fixed(facts, phase)
    if key is None:
        return None
    shares: Key = {}
    for t in facts.periods:
        who = inside(facts, facts.partners, t)
        now = _normalised(who, {n: key.get((n, t), 0.0) for n in who})
        shares |= {(n, t): part for n, part in now.items()}
    return shares


def _units(facts: Facts, phase: Phase) -> dict[str, float]:
    items = facts.items_of(phase.id)
    return {n: facts.paid_by(items, n) for n in facts.nations}


def _usage(facts: Facts, phase: Phase, who: tuple[str, ...]) -> Key:
    """Parts of what falls due in the period; of the total in a period in which nothing does."""
    items = set(facts.items_of(phase.id))
    total = _units(facts, phase)
    key: Key = {}
    for t in facts.periods:
        now = dict.fromkeys(who, 0.0)
        for need in facts.needs.values():
            if need.payer in now and not items.isdisjoint(need.items):
                now[need.payer] += need.due[t]
        there = inside(facts, who, t)
        parts = _normalised(there, now if sum(now[n] for n in there) > 0 else total)
        key |= {(n, t): part for n, part in parts.items()}
    return key


def inside(facts: Facts, who: Iterable[str], period: int) -> tuple[str, ...]:
    """Those of these nations that take part in the period."""
    return tuple(n for n in who if facts.nations[n].member(period))


def _normalised(who: tuple[str, ...], amounts: dict[str, float]) -> dict[str, float]:
    """Parts that sum to 1; equal where there is nothing to go by (the reader has complained where that is wrong)."""
    total = sum(amounts.get(n, 0.0) for n in who)
    if total <= 0:
        return {n: 1.0 / len(who) for n in who} if who else {}
    return {n: amounts.get(n, 0.0) / total for n in who}


def _over_time(facts: Facts, who: tuple[str, ...], amounts: dict[str, float]) -> Key:
    """Parts of the amounts in every period, over those who take part in it."""
    present = {t: inside(facts, who, t) for t in facts.periods}
    parts = {there: _normalised(there, amounts) for there in set(present.values())}
    return {(n, t): part for t in facts.periods for n, part in parts[present[t]].items()}
