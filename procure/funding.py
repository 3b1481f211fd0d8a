"""What outside money is before any decision: whose, for which phases, how much at most, how a loan is paid back.

A grant bears a part of what its phases cost; a loan is drawn for their payments. Both are had only if taken, and some
only under conditions: whether to take one is a decision of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from procure import keys, other_costs
from procure import problem as nouns
from procure.facts import Facts
from procure.plan import dec
from procure.problem import GRANT, LOAN, Fund, Package
from procure.transfers import cost, transfers

ROLES = {"partners": nouns.PARTNER, "customers": nouns.CUSTOMER, "third countries": nouns.THIRD}


def grants(f: Facts) -> tuple[Fund, ...]:
    """Funds that are grants, sorted."""
    return tuple(fund for fund in f.problem.funds if fund.kind == GRANT)


def loans(f: Facts) -> tuple[Fund, ...]:
    """Funds that are loans, sorted."""
    return tuple(fund for fund in f.problem.funds if fund.kind == LOAN)


def phases(f: Facts, fund: Fund) -> tuple[str, ...]:
    """Phases that a fund is for, sorted; none named = all."""
    return tuple(p for p in f.phases if not fund.phases or p in fund.phases)


def beneficiaries(f: Facts, fund: Fund) -> tuple[str, ...]:
    """Nations that a fund is for and that pay in any of its phases, sorted."""
    paying = {n for p in phases(f, fund) for n in _paying(f, p)}
    roles, names = {ROLES.get(name) for name in fund.who}, set(fund.who)
    return tuple(
        n.id
        for n in f.problem.nations
        if n.id in paying and ("all" in names or n.id in names or n.role in roles or names & set(n.groups))
    )


def _paying(f: Facts, phase: str) -> tuple[str, ...]:
    """Payers of a phase, without those to whom a key that data decides gives no part."""
    who, key = keys.payers(f, f.phases[phase]), keys.fixed(f, f.phases[phase])
    direct = other_costs.bearers(f, phase)
    return tuple(n for n in who if key is None or n in direct or any(key.get((n, t), 0.0) > 0 for t in f.periods))


def granted(f: Facts) -> dict[str, tuple[Fund, ...]]:
    """granted[phase]: grants on it, of the phases that have any."""
    found = {p: tuple(fund for fund in grants(f) if p in phases(f, fund)) for p in f.phases}
    return {p: funds for p, funds in found.items() if funds}


def apart(f: Facts) -> frozenset[str]:
    """Phases where a nation's part of the cost and its charge differ: those with grants, or with somebody's VAT."""
    return frozenset(granted(f)) | {p for p in f.phases if other_costs.taxed(f, p)}


def _of_cost(f: Facts, phase: str) -> dict[str, float]:
    """What each nation bears of the phase by a key that data decides, over all periods; empty where none does."""
    found: dict[str, float] = {}
    for (n, _), part in (keys.fixed(f, f.phases[phase]) or {}).items():
        found[n] = found.get(n, 0.0) + part
    return found


def most_funded(f: Facts, phase: str) -> float:
    """Part of a phase's spend, 0..1, that all grants together may bear: the least that any grant on it allows."""
    return min((fund.most_fraction for fund in granted(f).get(phase, ())), default=1.0)


def fully_fundable(f: Facts) -> bool:
    """Whether grants could bear all of a phase, so that its cost is nobody's concern."""
    return any(
        most_funded(f, p) >= 1 and sum(fund.rate_fraction for fund in funds) >= 1 for p, funds in granted(f).items()
    )


def key(f: Facts, fund: Fund) -> dict[str, float]:
    """key[n], 0..1, summing to 1: a beneficiary's part of a grant, over several phases the mean of its parts of each.

    By the weights of Shares, else as the phase's cost is shared where data say how, else equal.
    """
    who, of = beneficiaries(f, fund), phases(f, fund)
    found = dict.fromkeys(who, 0.0)
    for p in of:
        weights = keys.weights(f, f.phases[p]) or _of_cost(f, p)
        total = sum(weights.get(n, 0.0) for n in who)
        for n in who:
            found[n] += (weights.get(n, 0.0) / total if total > 0 else 1 / len(who)) / len(of)
    return found


def needing(f: Facts, rule: str) -> tuple[str, ...]:
    """Funds that need a rule as their condition, sorted."""
    return tuple(fund.id for fund in f.problem.funds if rule in fund.needs)


def sharing(f: Facts, fund: Fund) -> tuple[Fund, ...]:
    """Funds whose money counts in a fund's envelope too, sorted."""
    return tuple(other for other in f.problem.funds if other.within == fund.id)


def needed(f: Facts, fund: Fund) -> tuple[str, ...]:
    """Funds that a fund builds on, sorted."""
    return tuple(other.id for other in f.problem.funds if other.id in fund.needs)


# How much at most: bounds that follow from data, so that no row needs a large number


def most(f: Facts, fund: Fund) -> float:
    """M that a fund can give in any plan: its envelope, or what its rate and its phases' dearest work come to."""
    if fund.kind == GRANT:
        spent = fund.rate_fraction * sum(most_spend(f, p) for p in phases(f, fund))
    else:
        spent = sum(most_charged(f, p) for p in phases(f, fund))
    return spent if fund.envelope_m is None else min(fund.envelope_m, spent)


def most_spend(f: Facts, phase: str) -> float:
    """M that a phase can cost in any plan: every package at its dearest supplier, every set-up and transfer, all
    other costs, and contingency on it."""
    work = sum(_dearest(f, w) for w in f.problem.packages if w.phase == phase)
    setups = sum(f.setup(w, s) for w, s in f.pairs if f.packages[w].phase == phase)
    transferred = sum(cost(f, one, phase) for one in transfers(f) if phase in one.phases)
    others = sum(other_costs.most_in_all(f, c) for c in other_costs.of_phase(f, phase))
    prices = f.highest_index(phase)
    invested = sum(e.cost_m for e in f.problem.investments if e.phase == phase)
    return (1 + f.phases[phase].contingency_fraction) * (
        (work + setups + invested) * prices + transferred + others
    )


def most_charged(f: Facts, phase: str) -> float:
    """M that nations can be charged for a phase in any plan: all that it costs, with the highest VAT on it."""
    vat = max((f.nations[n].vat_fraction for n in other_costs.taxed(f, phase)), default=0.0)
    return (1 + vat) * most_spend(f, phase)


def _dearest(f: Facts, w: Package) -> float:
    suppliers = f.suppliers_of[w.id]
    if not w.recurring:
        return max((f.price(w.id, s) for s in suppliers), default=0.0)
    streams = f.streams[w.id]
    if any(f.items[i].surplus > 0 for i in f.serves(w)):  # each supplier may make all the sets
        sets = sum(f.most_sets(b) for b in streams)
        return sum(sets * max((f.price(w.id, s, b) for b in streams), default=0.0) for s in suppliers)
    return sum(f.most_sets(b) * max((f.price(w.id, s, b) for s in suppliers), default=0.0) for b in streams)


# Loans


def repayment(f: Facts, fund: Fund) -> tuple[float, ...]:
    """repayment[k]: what is paid back, k periods after it, of a draw of 1; [0] is 0.

    Interest on what was outstanding, every period from the first after the draw; from the period of the first
    instalment on a part of the draw too, the same in each.
    """
    owed, interest = outstanding(f, fund), fund.interest_fraction * f.calendar.year_fraction
    back = (owed[k - 1] - owed[k] + interest * owed[k - 1] for k in range(1, len(owed)))
    return (0.0, *back)


def outstanding(f: Facts, fund: Fund) -> tuple[float, ...]:
    """outstanding[k]: what is still owed, k periods after it, of a draw of 1; the last is 0."""
    first, count = max(1, f.calendar.periods(fund.repay_from_months)), fund.repay_periods
    return (*(1.0,) * first, *(1 - k / count for k in range(1, count)), 0.0)


def worth_of_draw(f: Facts, fund: Fund, t: int) -> float:
    """What a draw of 1 in t brings in cost, beside repayments within the horizon: its own discounted value less that
    of what is paid back after the horizon."""
    rate, years, end = f.problem.programme.discount_fraction, f.calendar.year_fraction, f.periods.stop
    later = [(t + k, part) for k, part in enumerate(repayment(f, fund)) if t + k >= end]
    worth = f.discount[t] - sum(part * float((1 + rate) ** (-u * years)) for u, part in later)
    return round(worth, 15)  # of a loan at the rate of discount: nothing, and not what rounding leaves of it


def debt(f: Facts, fund: Fund, draws: Iterable[tuple[int, Decimal]], t: int) -> Decimal:
    """M still owed at the end of a period, interest apart, of draws (period, M)."""
    owed = outstanding(f, fund)
    return sum((amount * dec(owed[t - u]) for u, amount in draws if 0 <= t - u < len(owed)), Decimal(0))
