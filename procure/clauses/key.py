"""What a phase spends is parted between its payers by a key that data decides, or by bounds that were negotiated.

    sum_n gross[n,p,t] = spend[p,t]                                         every key
    gross[n,p,t] = direct[n,p,t] + key[n,p,t] keyed[p,t]                    fixed key that holds in each period
    sum_t gross[n,p,t] = sum_t (direct[n,p,t] + key[n,p,t] keyed[p,t])      fixed key that holds over the phase
    low[n,p] keyed[p,t] <= gross[n,p,t] - direct[n,p,t] <= high[n,p] keyed[p,t]         negotiated
    direct[n,p,t] = sum_{c of p} part[c,n] other[c,t],   keyed[p,t] = spend[p,t] - sum_n direct[n,p,t]

    gross[n,p,t]      M     n's part; where the phase has no grants and no VAT it is the charge, and there is no second
                            decision
    part[c,n]         0..1  Other costs, borne by: of costs that nations bear directly
    key[n,p,t]        0..1, summing to 1: offtake, equal, gdp, usage, table, or a nation's name (keys.py)
    low, high [n,p]   0..1  Shares, lowest and highest

Bounds hold in every period: in total only, one nation could bear all of one year.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import funding, keys, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, keyed_part, keyed_spend, over, own_parts
from procure.plan import Plan, dec
from procure.problem import Phase


def constrain(m: Any, f: Facts) -> None:
    for p in f.phases.values():
        key = keys.fixed(f, p)
        cells = [f.problem.cell("Phases", p.row, "key")]
        if key is None or p.over_the_phase:
            for t in f.periods:
                parts = over(own_parts(m), ((n, p.id, t) for n in keys.payers(f, p)))
                m.require("key", (p.id, t), [*parts, (-1, m.x["spend"][p.id, t])], "=", 0, cells)
        if key is not None:
            _fixed(m, f, p, key, cells)
        elif p.key == "negotiated":
            _negotiated(m, f, p)


def _fixed(m: Any, f: Facts, p: Phase, key: keys.Key, cells: list[str]) -> None:
    for n in keys.payers(f, p):
        total: Terms = []
        for t in f.periods:
            part = keyed_part(m, f, n, p.id, t) + keyed_spend(m, f, p.id, t, -key.get((n, t), 0.0))
            if p.over_the_phase:
                total += part
            else:
                m.require("key", (n, p.id, t), part, "=", 0, cells)
        if p.over_the_phase:
            m.require("key", (n, p.id), total, "=", 0, cells)


def bounds(f: Facts, p: Phase) -> dict[str, tuple[float, float, int]]:
    """(low, high, row of Shares) of every payer of a negotiated phase; a row of the phase wins over a general one."""
    rows = sorted(f.problem.shares, key=lambda s: s.phase is not None)
    stated = {s.nation: s for s in rows if s.phase in (None, p.id)}
    found, sharers = {}, keys.sharers(f, p)
    for n in keys.payers(f, p):
        s = stated.get(n)
        low = s.lowest_fraction if s and s.lowest_fraction is not None else 0.0
        high = s.highest_fraction if s and s.highest_fraction is not None else float(n in sharers)
        found[n] = (low, high, s.row if s else 0)
    return found


def _negotiated(m: Any, f: Facts, p: Phase) -> None:
    for n, (low, high, row) in bounds(f, p).items():
        for t in filter(f.nations[n].member, f.periods):
            mine = keyed_part(m, f, n, p.id, t)
            least, most = (f.problem.cell("Shares", row, column) for column in ("lowest", "highest"))
            at_least, at_most = (keyed_spend(m, f, p.id, t, -bound) for bound in (low, high))
            m.require("key", (n, p.id, t, "lowest"), [*mine, *at_least], ">=", 0, [least])
            m.require("key", (n, p.id, t, "highest"), [*mine, *at_most], "<=", 0, [most])


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    payers, apart = {p.id: set(keys.payers(f, p)) for p in f.phases.values()}, funding.apart(f)

    def most(n: str, p: str, _: int) -> int | None:
        return None if n in payers.get(p, ()) else 0

    def most_gross(n: str, p: str, t: int) -> int | None:
        return most(n, p, t) if p in apart else 0

    yield from ledger.domain("key", plan, f, "charge", most, lambda *_: ledger.unit(f), "M")
    yield from ledger.domain("key", plan, f, "gross", most_gross, lambda *_: ledger.unit(f), "M")
    parts, spends = ledger.by_period(ledger.own_parts(plan, f), f, "gross", 1), ledger.by_period(plan, f, "spend", 0)
    (shares, keyed), leaves = ledger.keyed(plan, f), ledger.leaves(plan, f, "price", "setup")
    for p in f.phases.values():
        spend, cells = spends[p.id,], (f.problem.cell("Phases", p.row, "key"),)
        for t in f.periods:
            if spend[t] or parts[p.id,][t]:
                yield Check("key", ledger.names(f, (p.id, t)), parts[p.id,][t], "=", spend[t], unit="M", cells=cells)
        key = keys.fixed(f, p)
        for n in sorted(payers[p.id]):
            if key is not None:
                yield from _audit_fixed(f, p, n, key, shares[n, p.id], keyed[p.id,])
            elif p.key == "negotiated":
                several = [leaves[p.id, t] for t in f.periods]
                yield from _audit_bounds(f, p, n, shares[n, p.id], keyed[p.id,], several)


def _audit_fixed(
    f: Facts, p: Phase, n: str, key: keys.Key, gross: list[Decimal], spend: list[Decimal]
) -> Iterator[Check]:
    """By the end of every period (of the last, where the key holds over the phase): rounding must not add up."""
    owed = ledger.cumulated(dec(key.get((n, t), 0)) * spend[t] for t in f.periods)
    paid, cells = ledger.cumulated(gross), (f.problem.cell("Phases", p.row, "key"),)
    for t in f.periods[-1:] if p.over_the_phase else f.periods:
        if spend[t] or gross[t] or p.over_the_phase:
            index = ledger.names(f, (n, p.id, t))
            yield Check("key", index, paid[t], "=", owed[t], ledger.apportioned_in(f, p.id), "M", cells)


def _audit_bounds(
    f: Facts, p: Phase, n: str, gross: list[Decimal], spend: list[Decimal], leaves: list[int]
) -> Iterator[Check]:
    rows = [s for s in f.problem.shares if s.nation == n and s.phase in (None, p.id)]
    stated = max(rows, key=lambda s: s.phase is not None, default=None)
    highest = 1.0 if n in keys.sharers(f, p) else 0.0
    for column, relation, default in (("lowest", ">=", 0.0), ("highest", "<=", highest)):
        fraction = None if stated is None else getattr(stated, f"{column}_fraction")
        limit = dec(default if fraction is None else fraction)
        cells = (f.problem.cell("Shares", stated.row, column),) if stated else ()
        for t in f.periods:
            if f.nations[n].member(t) and (gross[t] or spend[t]):
                granted = ledger.apportioned_in(f, p.id) + ledger.unit(f) * (1 + leaves[t]) / 2
                index = ledger.names(f, (n, p.id, t, column))
                yield Check("key", index, gross[t], relation, limit * spend[t], granted, "M", cells)
