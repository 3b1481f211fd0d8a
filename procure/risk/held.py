"""A plan held to while numbers turn out otherwise: its decisions stay, its money follows.

    stays     awards, begins, what is made, built and delivered, set-ups, investments, transfers
    follows   prices, what phases spend, VAT, what falls due by the payment terms, repayments, what budgets carry on
    parted    as the keys say; of a negotiated phase as the plan parts it, period by period
    funds     grants the same part of what their phases cost, loans the same draws, as far as their terms allow it
    payments  what the plan pays, and what is due more or less than in the plan in its own period; what was paid ahead
              stays paid ahead, as far as it comes to be due

Nothing is optimised and no solver asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from procure import funding, keys, outside, payments, rounding, rounding_other, rounding_settled, rounding_shares
from procure.clauses.key import bounds
from procure.facts import Facts
from procure.plan import Key, Plan
from procure.problem import Phase
from procure.risk.funded import draws, grants

Series = dict[Key, Decimal]

KEPT = (*rounding.TAKEN, "taken", "start", "make", "built", "deliver", "short", "lots", "complete")
ZERO = Decimal(0)


def held(f: Facts, plan: Plan) -> Plan:
    """The plan with the money of other facts. Raises KeyError or IndexError where its work has no place in them."""
    found: rounding.Values = {family: dict(plan.values.get(family, {})) for family in KEPT}
    found |= rounding.stocks(f, found) | rounding.work(f, found)
    raw, keyed = _parts(f, plan, found)
    parts = rounding.shares(f, raw, keyed, found)
    found |= outside.charged(f, parts, grants(f, plan, found["spend"]))
    exits = {key: float(amount) for key, amount in plan.values.get("exit", {}).items()}
    found |= rounding_settled.settled(f, found, exits)
    found["due"] = payments.due(f, found["charge"], rounding_other.added_to_due(f, found))
    found["pay"] = _payments(plan, found["due"])
    found |= outside.drawn(f, draws(f, plan, found))
    found |= payments.carried(f, found)
    return Plan(rounding.taken(found), run=plan.run)


def outlasting(f: Facts, plan: Plan) -> Iterator[tuple[str, int]]:
    """(package, periods) of one-off packages that would end so many periods after the horizon."""
    for (w, t), taken in plan.items("begin"):
        over = int(t) + f.duration(f.packages[str(w)]) - f.periods.stop
        if taken and over > 0:
            yield str(w), over


def _parts(f: Facts, plan: Plan, found: rounding.Values) -> tuple[dict[Key, float], dict[Key, float]]:
    """Nations' parts of spending by (nation, phase, period), and those without what they bear directly."""
    raw: dict[Key, float] = {}
    keyed: dict[Key, float] = {}
    for p in f.phases.values():
        own, (borne, direct) = rounding_shares.own(f, p, found), rounding_other.direct(f, p.id, found["other"])
        who = keys.payers(f, p)
        for t in f.periods:
            rest = float(found["spend"].get((p.id, t), ZERO) - direct[t])
            first = {n: float(own.get((n, p.id, t), ZERO)) if f.nations[n].member(t) else 0.0 for n in who}
            rest -= sum(first.values())
            shares = _shares(f, plan, p, t, who)
            for n in who:
                keyed[n, p.id, t] = first[n] + shares.get(n, 0.0) * rest
                raw[n, p.id, t] = keyed[n, p.id, t] + float(borne.get((n, p.id, t), ZERO))
    return raw, keyed


def _shares(f: Facts, plan: Plan, p: Phase, t: int, who: Sequence[str]) -> Mapping[str, float]:
    """Parts that sum to 1: the key's; where it is negotiated, or holds over the phase, the plan's of the period."""
    key = keys.fixed(f, p)
    if key is not None and not p.over_the_phase:
        return {n: key.get((n, t), 0.0) for n in who}
    if key is None and p.key != "negotiated":
        rest = keys.fallback(f, p)
        return {n: rest.get((n, t), 0.0) for n in who}
    family = "gross" if p.id in funding.apart(f) else "charge"
    direct = rounding_other.direct(f, p.id, plan.values.get("other", {}))[0]
    inside = keys.inside(f, who, t)
    for of in ([t], f.periods):  # of all periods where the plan spends nothing in this one
        mine = {
            n: float(sum((plan.get(family, n, p.id, u) - direct.get((n, p.id, u), ZERO) for u in of), ZERO))
            for n in inside
        }
        whole = sum(mine.values())
        if whole > 0:
            return _bounded(f, p, {n: amount / whole for n, amount in mine.items()})
    rest = keys.reference(f, p)
    return {n: rest.get((n, t), 0.0) for n in who}


def _bounded(f: Facts, p: Phase, shares: dict[str, float]) -> dict[str, float]:
    """Shares of a negotiated phase within their bounds, which the plan's rounding to whole units may have passed."""
    if p.key != "negotiated":
        return shares
    agreed = bounds(f, p)
    kept = {n: min(max(share, agreed[n][0]), agreed[n][1]) for n, share in shares.items()}
    whole = sum(kept.values())
    return {n: share / whole for n, share in kept.items()} if whole > 0 else shares


def _payments(plan: Plan, due: Mapping[Key, Decimal]) -> Series:
    """Payments by nation, phase and period that sum to what is due, and are never behind it."""
    series: dict[Key, dict[int, tuple[Decimal, Decimal]]] = {}
    for key in {*due, *plan.values.get("pay", {})}:
        owed = due.get(key, ZERO)
        series.setdefault(key[:-1], {})[int(key[-1])] = (plan.get("pay", *key) + owed - plan.get("due", *key), owed)
    found: Series = {}
    for of, wanted in series.items():
        found |= {(*of, t): amount for t, amount in _settled(wanted).items()}
    return found


def _settled(wanted: Mapping[int, tuple[Decimal, Decimal]]) -> dict[int, Decimal]:
    """(payment, due) by period made payments none of which is below 0, but for what is due back in its period.

    All so far is never less than what is due so far, nor more than what ever comes to be due from then on.
    """
    paid = asked = ZERO
    so_far: dict[int, Decimal] = {}
    owed: dict[int, Decimal] = {}
    for t, (amount, due) in sorted(wanted.items()):
        asked += amount
        paid = max(paid + min(due, ZERO), asked)
        so_far[t], owed[t] = paid, due + (owed[t - 1] if t else ZERO)
    most = owed[max(owed)]
    for t in sorted(so_far, reverse=True):
        most = max(most, owed[t])
        so_far[t] = min(so_far[t], most)
    return {t: amount - (so_far[t - 1] if t else ZERO) for t, amount in so_far.items()}
