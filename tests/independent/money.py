"""Whose the work is, what a phase spends, and what of it each nation bears and is charged."""

from __future__ import annotations

from procure.problem import Phase
from tests.independent.model import Linear, Model
from tests.independent.prices import Prices
from tests.independent.work import RECURRING


def money(m: Model, d: Prices) -> None:
    """work[n,p,t], spend[p,t], gross[n,p,t], M."""
    for p in d.problem.phases:
        for t in d.periods:
            for n in d.nations:
                m.same("work", (n, p.id, t), done(m, d, p.id, t, n) + _performed(m, d, p.id, t, n))
            _spend(m, d, p, t)
        for n in d.payers(p):
            for t in d.periods:
                m.var("gross", (n, p.id, t))
        _parts(m, d, p)


def done(m: Model, d: Prices, phase: str, t: int, nation: str | None = None) -> Linear:
    """Price of packages' work of a phase in a period, with set-ups; of a nation's suppliers or of all."""
    mine = [w for w in d.problem.packages if w.phase == phase]
    found = []
    for w in mine:
        for s in d.able(w):
            if nation in (None, d.suppliers[s].nation):
                found += [m.total("price", w.id, s, None, t), m.get("setup", w.id, s, t)]
    return m.sum(found)


def _performed(m: Model, d: Prices, phase: str, t: int, nation: str, direct: bool = False) -> Linear:
    mine = [c for c in d.problem.other_costs if c.phase == phase and c.performed_in == nation]
    return m.sum(m.get("other", c.id, t) for c in mine if c.borne_by or not direct)


def borne(m: Model, d: Prices, phase: str, t: int, nation: str | None = None) -> Linear:
    """What a nation, or all, bear directly of a phase."""
    found = []
    for c in d.problem.other_costs:
        if c.phase == phase:
            found += [part * m.get("other", c.id, t) for n, part in c.borne_by if nation in (None, n)]
    return m.sum(found)


def _spend(m: Model, d: Prices, p: Phase, t: int) -> None:
    """All that it costs, and what is kept for what may go wrong."""
    others = [m.get("other", c.id, t) for c in d.problem.other_costs if c.phase == p.id]
    others += [m.get("invest", e.id, t) for e in d.problem.investments if e.phase == p.id]
    others += [x for (_, _, q), x in m.x["transferred"].items() if q == p.id and t == 0]
    cost = done(m, d, p.id, t) + m.sum(others)
    m.same("spend", (p.id, t), cost + p.contingency_fraction * (cost - borne(m, d, p.id, t)))


def _parts(m: Model, d: Prices, p: Phase) -> None:
    """Who bears what: by the key, beside what is borne directly."""
    keyed = {(n, t): m.get("gross", n, p.id, t) - borne(m, d, p.id, t, n) for n in d.payers(p) for t in d.periods}
    whole = {t: m.get("spend", p.id, t) - borne(m, d, p.id, t) for t in d.periods}
    for t in d.periods:
        m.equal(m.sum(keyed[n, t] for n in d.payers(p)), whole[t])
        for n in d.payers(p):
            total = p.over_the_phase and d.by_data(p)  # a period's part may then be below what is borne directly
            if not total:
                m.least(keyed[n, t], 0.0)
            if not d.there(n, t) or (n not in d.sharers(p) and not total):
                m.equal(keyed[n, t], 0.0)
    if d.by_data(p):
        _by_key(m, d, p, keyed, whole)
    elif p.key == "negotiated":
        _negotiated(m, d, p, keyed, whole)
    else:
        _own(m, d, p, keyed, whole)


def _by_key(
    m: Model, d: Prices, p: Phase, keyed: dict[tuple[str, int], Linear], whole: dict[int, Linear]
) -> None:
    for n in d.payers(p):
        wanted = {t: d.key(p, p.key, t).get(n, 0.0) * whole[t] for t in d.periods}
        if p.over_the_phase:
            m.equal(m.sum(keyed[n, t] for t in d.periods), m.sum(wanted.values()))
        for t in d.periods if not p.over_the_phase else ():
            m.equal(keyed[n, t], wanted[t])


def _negotiated(
    m: Model, d: Prices, p: Phase, keyed: dict[tuple[str, int], Linear], whole: dict[int, Linear]
) -> None:
    """Between the bounds of Shares, the phase's own rows before general ones."""
    for n in d.sharers(p):
        rows = [s for s in d.problem.shares if s.nation == n and s.phase in (None, p.id)]
        rows.sort(key=lambda s: s.phase is None)
        low = next((s.lowest_fraction for s in rows if s.lowest_fraction is not None), 0.0)
        high = next((s.highest_fraction for s in rows if s.highest_fraction is not None), 1.0)
        spans = [list(d.periods)] if p.over_the_phase else [[t] for t in d.periods if d.there(n, t)]
        for span in spans:
            mine, all_ = m.sum(keyed[n, t] for t in span), m.sum(whole[t] for t in span)
            m.least(mine, (low or 0.0) * all_)
            m.most(mine, (1.0 if high is None else high) * all_)


def _own(m: Model, d: Prices, p: Phase, keyed: dict[tuple[str, int], Linear], whole: dict[int, Linear]) -> None:
    """Each its own work, or its own units; the rest by the fallback key."""
    for t in d.periods:
        own: dict[str, Linear] = {}
        for n in d.sharers(p):
            if not d.there(n, t):
                continue
            if p.key == "where performed":
                own[n] = m.get("work", n, p.id, t) - _performed(m, d, p.id, t, n, direct=True)
            else:
                mine = [w for w in d.problem.packages if w.phase == p.id and w.kind in RECURRING]
                names = [(w.id, b.name) for w in mine for b in d.streams(w) if b.payer == n]
                own[n] = m.sum(m.total("price", w, None, b, t) for w, b in names)
        rest = whole[t] - m.sum(own.values())
        for n, part in d.key(p, p.fallback, t).items():
            m.equal(keyed[n, t], own.get(n, 0.0) + part * rest)
