"""Outside money from the solver's numbers to leaves: grants off the parts that nations bear, draws and repayments.

What a fund gives in all is rounded, never above its envelope, and parted by the largest remainders; along time leaves
are rounded as they add up. A charge is what the grants leave, leaf by leaf.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from procure import funding, rounding_other
from procure.facts import Facts
from procure.plan import Key, dec

Series = dict[Key, Decimal]

FINE = Decimal("0.000001")  # of M: what the solver's arithmetic may take from a whole amount
NONE = Decimal(0)


def charged(
    f: Facts, shares: Mapping[Key, Decimal], grants: Mapping[Key, float], down: bool = False
) -> dict[str, Series]:
    """gross, grant, vat and charge by key, from what each nation bears of each phase and the grants as solved."""
    apart = funding.apart(f)
    gross = {key: leaf for key, leaf in shares.items() if key[1] in apart}
    left = dict(shares)
    given, vat = _leaves(f, grants, left), rounding_other.vat(f, gross, down)
    charge = left | {key: left[key] + leaf for key, leaf in vat.items() if key in left}
    return {"gross": gross, "grant": given, "vat": vat, "charge": charge}


def drawn(f: Facts, draws: Mapping[Key, float]) -> dict[str, Series]:
    """draw and repay by key, from the draws as solved."""
    found = _leaves(f, draws, None)
    return {"draw": found, "repay": repaid(f, found)}


def _leaves(f: Facts, solved: Mapping[Key, float], left: Series | None) -> Series:
    """Multiples of the rounding unit by key, (fund, ..., t); what they take of `left`, by (..., t), is taken off it."""
    series, found = _along_time(solved), {}  # type: tuple[dict[Key, dict[int, Decimal]], Series]
    wholes = _wholes(f, {front: sum(amounts.values(), NONE) for front, amounts in series.items()})
    for front, amounts in series.items():
        exact = so_far = NONE
        last = max((t for t, amount in amounts.items() if amount), default=0)
        for t, amount in sorted(amounts.items()):
            exact += amount
            leaf = (wholes[front] if t >= last else min(wholes[front], _near(f, exact))) - so_far
            if left is not None:
                leaf = min(leaf, left.get((*front[1:], t), NONE))
                left[*front[1:], t] = left.get((*front[1:], t), NONE) - leaf
            so_far += leaf
            found[*front, t] = leaf
    return found


def _wholes(f: Facts, exact: Mapping[Key, Decimal]) -> Series:
    """Multiples of the unit by (fund, ...): a fund's sum is rounded, the largest remainders up until it is reached.

    A fund within another's envelope comes after it and has what it leaves.
    """
    found = {front: _down(f, amount) for front, amount in exact.items()}
    unit = dec(f.problem.programme.rounding_m)
    left = {fund.id: _down(f, dec(fund.envelope_m)) for fund in f.problem.funds if fund.envelope_m is not None}
    for fund in sorted(f.problem.funds, key=lambda fund: (fund.within is not None, fund.id)):
        mine = [front for front in exact if front[0] == fund.id]
        envelopes = [name for name in (fund.id, fund.within) if name in left]
        whole = min([_near(f, sum((exact[front] for front in mine), NONE)), *(left[name] for name in envelopes)])
        over = max(NONE, whole - sum((found[front] for front in mine), NONE))
        for front in sorted(mine, key=lambda front: (found[front] - exact[front], front))[: int(over / unit)]:
            found[front] += unit
        left |= {name: left[name] - sum((found[front] for front in mine), NONE) for name in envelopes}
    return found


def repaid(f: Facts, draws: Mapping[Key, Decimal]) -> Series:
    """What falls back of the draws within the horizon, rounded as it adds up."""
    found: Series = {}
    for fund in funding.loans(f):
        back = [dec(part) for part in funding.repayment(f, fund)]
        for n in funding.beneficiaries(f, fund):
            exact = so_far = NONE
            for t in f.periods:
                due = (back[t - u] * draws.get((fund.id, n, u), NONE) for u in range(t) if t - u < len(back))
                exact += sum(due, NONE)
                leaf = _near(f, exact) - so_far
                so_far += leaf
                found[fund.id, n, t] = leaf
    return found


def taken(f: Facts, solved: Mapping[Key, float], found: Mapping[str, Mapping[Key, Decimal]]) -> Series:
    """Funds that are taken: those that give money, and those that these need."""
    money = (item for family in ("grant", "draw") for item in found.get(family, {}).items())
    wanted = {str(key[0]) for key, leaf in money if leaf}
    funds = {fund.id: fund for fund in f.problem.funds}
    left = sorted(wanted)
    while left:
        more = set(funding.needed(f, funds[left.pop()])) - wanted
        wanted |= more
        left += sorted(more)
    return {(name,): Decimal(1) for name in sorted(wanted) if round(solved.get((name,), 0.0))}


def _along_time(amounts: Mapping[Key, float]) -> dict[Key, dict[int, Decimal]]:
    """Amounts by period, of every key without it; what the solver takes for nothing is nothing."""
    found: dict[Key, dict[int, Decimal]] = {}
    for key, amount in sorted(amounts.items()):
        found.setdefault(key[:-1], {})[int(key[-1])] = max(NONE, dec(amount)).quantize(FINE)
    return found


def _near(f: Facts, amount: Decimal) -> Decimal:
    """The multiple of the rounding unit nearest to an amount."""
    unit = dec(f.problem.programme.rounding_m)
    return (amount / unit).to_integral_value(ROUND_HALF_EVEN) * unit


def _down(f: Facts, amount: Decimal) -> Decimal:
    """The multiple of the rounding unit below an amount, or at it."""
    unit = dec(f.problem.programme.rounding_m)
    return (amount / unit).to_integral_value(ROUND_FLOOR) * unit
