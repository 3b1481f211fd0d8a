"""Outside money while a plan is held: what its funds still give when spending turns out otherwise.

A grant bears the same part of what each phase costs in each period as in the plan, a loan is drawn as in the plan. Both
are cut to what their terms allow: rate, most funded, envelope; of a loan the same part of what is paid, and of what is
due so far. Where that leaves a grant's beneficiaries other parts than their key, all are cut until it holds again.
What rounding made of the plan's own amounts is not cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from procure import funding
from procure.facts import Facts
from procure.plan import Key, Plan
from procure.problem import Fund

Amounts = dict[Key, float]
Found = Mapping[str, Mapping[Key, Decimal]]

ZERO = Decimal(0)


def grants(f: Facts, plan: Plan, spend: Mapping[Key, Decimal]) -> Amounts:
    """M by (fund, nation, phase, period). spend: by (phase, period)."""
    given: Amounts = {}
    for key, leaf in plan.values.get("grant", {}).items():
        before = plan.get("spend", *key[2:])
        given[key] = float(leaf * spend.get(key[2:], ZERO) / before) if before else 0.0
    for fund in funding.grants(f):
        for p in funding.phases(f, fund):
            for t in f.periods:
                most = fund.rate_fraction * float(spend.get((p, t), ZERO))
                mine = [key for key in given if (key[0], *key[2:]) == (fund.id, p, t)]
                _cut(f, given, mine, most, loose=len(mine))
    for p in funding.granted(f):
        for t in f.periods:
            most = funding.most_funded(f, p) * float(spend.get((p, t), ZERO))
            mine = [key for key in given if key[2:] == (p, t)]
            _cut(f, given, mine, most, loose=len(mine))
    for fund in funding.grants(f):
        _within_envelope(f, fund, given)
        _parted(f, fund, given)
    return given


def draws(f: Facts, plan: Plan, found: Found) -> Amounts:
    """M by (fund, nation, period). found: pay and due by (nation, phase, period)."""
    drawn: Amounts = {}
    for fund in funding.loans(f):
        of = funding.phases(f, fund)
        for n in funding.beneficiaries(f, fund):
            asked = so_far = due = owed = 0.0
            for t in f.periods:
                now, then = (_of(found["pay"], n, of, t), _of(plan.values.get("pay", {}), n, of, t))
                due += _of(found["due"], n, of, t)
                owed += _of(plan.values.get("due", {}), n, of, t)
                leaf = float(plan.get("draw", fund.id, n, t))
                asked += leaf
                leaf = min(leaf, leaf * _part(now, then), asked * _part(due, owed) - so_far)
                drawn[fund.id, n, t] = max(0.0, leaf)
                so_far += drawn[fund.id, n, t]
        _within_envelope(f, fund, drawn)
    return drawn


def _of(family: Mapping[Key, Decimal], nation: str, phases: tuple[str, ...], period: int) -> float:
    return float(sum((family.get((nation, p, period), ZERO) for p in phases), ZERO))


def _part(now: float, then: float) -> float:
    """What is left of an amount, at most all of it."""
    return min(1.0, max(0.0, now) / then) if then > 0 else 1.0


def _within_envelope(f: Facts, fund: Fund, given: Amounts) -> None:
    """Cuts a fund, and those within its envelope, to the envelope."""
    if fund.envelope_m is not None:
        mine = {fund.id, *(one.id for one in f.problem.funds if one.within == fund.id)}
        _cut(f, given, [key for key in given if key[0] in mine], fund.envelope_m, loose=0)


def _parted(f: Facts, fund: Fund, given: Amounts) -> None:
    """Cuts what beneficiaries have beyond their key."""
    key = funding.key(f, fund)
    whole = {n: sum(given[k] for k in given if k[:2] == (fund.id, n)) for n in key}
    parts = [whole[n] / part for n, part in key.items() if part > 0]
    loose = sum(k[0] == fund.id for k in given)  # of a small part's rounding much is made by the key
    for n, part in key.items():
        _cut(f, given, [k for k in given if k[:2] == (fund.id, n)], part * min(parts), loose)


def _cut(f: Facts, given: Amounts, mine: Sequence[Key], most: float, loose: int) -> None:
    """Cuts these amounts, all in the same proportion, to `most` in all, where they are above it and `loose` units."""
    whole = sum(given[key] for key in mine)
    if whole > most + f.problem.programme.rounding_m * loose + 1e-9:
        for key in mine:
            given[key] *= most / whole
