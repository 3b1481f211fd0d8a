"""Money of the hidden plan: work, spend, charges by each key, dues by the terms, payments ahead of some of them."""

from __future__ import annotations

from dataclasses import replace

from procure import keys
from procure.problem import Phase, Share
from tests.generating.draw import Draft, down, up

Row = tuple[str | None, str]


def money(d: Draft) -> None:
    """Shares first, because keys need their weights; bounds of negotiated shares last, because they need the parts."""
    rows = _weights(d)
    d.replace(shares=[Share(p, n, weight) for (p, n), weight in rows.items()])
    _work(d)
    for p in d.problem.phases:
        _charge(d, p)
        _due(d, p)
    _pay(d)
    d.replace(shares=[_bounded(d, s) for s in _with_work_shares(d)])


def _weights(d: Draft) -> dict[Row, float | None]:
    """Weights where a key needs them, in rows of the phase or general ones; a row for each payer of negotiated keys."""
    found: dict[Row, float | None] = {}
    general = d.chance(0.3)
    if general:
        found |= {(None, n.id): float(d.rng.randint(1, 9)) for n in d.problem.nations}
    for p in d.problem.phases:
        named = {p.key, *([p.fallback] if p.key in ("where performed", "own units") else [])}
        several = len(d.facts.items_of(p.id)) != 1
        if p.key == "negotiated":
            found |= {(p.id, n): d.rng.choice((None, float(d.rng.randint(1, 9)))) for n in keys.payers(d.facts, p)}
        elif ("table" in named or ("offtake" in named and several)) and not (general and d.chance(0.5)):
            found |= {(p.id, n): float(d.rng.randint(1, 9)) for n in keys.payers(d.facts, p)}
    return found


def _work(d: Draft) -> None:
    """price[w,s,b,t] and setup[w,s,t] in M, and the sums work and spend."""
    facts = d.facts
    streams = {(w, b.id): b for w, several in facts.streams.items() for b in several}
    for (w, s, t), part in d.values["start"].items():
        long = facts.duration(facts.packages[str(w)])
        for u in range(int(t), int(t) + long):
            d.add("price", (w, s, "", u), part * facts.price(str(w), str(s)) / long)
    for (w, s, b, t), sets in d.values["make"].items():
        d.add("price", (w, s, b, t), sets * facts.price(str(w), str(s), streams[str(w), str(b)]))
    for w, s, t in d.values["open"]:
        d.add("setup", (w, s, t), facts.setup(str(w), str(s)))
    for family in ("price", "setup"):
        for key, amount in d.values[family].items():
            p, n = facts.packages[str(key[0])].phase, facts.suppliers[str(key[1])].nation
            d.add("work", (n, p, key[-1]), amount)
            d.add("spend", (p, key[-1]), amount)
    for (_, _, p, t), cost in d.values["transfer_cost"].items():
        d.add("spend", (p, t), cost)


def _charge(d: Draft, p: Phase) -> None:
    """charge[n,p,t]: own part (own work or own units, where the key says so), and a key's part of the rest."""
    facts = d.facts
    who = keys.payers(facts, p)
    if p.key == "negotiated":
        drawn = [d.rng.randint(0, 5) for _ in who]
        drawn[d.rng.randrange(len(who))] += 1
        key = {(n, t): part / sum(drawn) for n, part in zip(who, drawn, strict=True) for t in facts.periods}
    else:
        key = keys.fixed(facts, p) or keys.fallback(facts, p)
    for t in facts.periods:
        own = dict.fromkeys(who, 0.0)
        if p.key == "where performed":
            own = {n: d.total("work", n, p.id, t) for n in who}
        elif p.key == "own units":
            own = {n: _own_units(d, p, n, t) for n in who}
        rest = d.total("spend", p.id, t) - sum(own.values())
        for n in who:
            d.values["charge"][n, p.id, t] = max(0.0, own[n] + key.get((n, t), 0.0) * rest)


def _own_units(d: Draft, p: Phase, buyer: str, t: int) -> float:
    facts = d.facts
    own = [w.id for w in facts.recurring if w.phase == p.id]
    mine = [(w, b.id) for w in own for b in facts.streams[w] if b.buyers == (buyer,)]
    return sum(d.total("price", w, None, b, t) for w, b in mine)


def _due(d: Draft, p: Phase) -> None:
    facts, last = d.facts, d.problem.programme.calendar.count - 1
    for n in keys.payers(facts, p):
        for t in facts.periods:
            charge = d.total("charge", n, p.id, t)
            d.add("due", (n, p.id, p.signed), p.at_signature_fraction * charge)
            d.add("due", (n, p.id, t), p.with_work_fraction * charge)
            d.add("due", (n, p.id, min(last, t + facts.lag(p.id))), p.at_delivery_fraction * charge)


def _pay(d: Draft) -> None:
    """When due; some nations pay a part of it one period earlier."""
    ahead = {n.id: d.rng.choice((0.0, 0.0, 0.25)) for n in d.problem.nations}
    for (n, p, t), amount in d.values["due"].items():
        early = ahead[str(n)] * amount if int(t) else 0.0
        d.add("pay", (n, p, t), amount - early)
        d.add("pay", (n, p, max(0, int(t) - 1)), early)


def _with_work_shares(d: Draft) -> list[Share]:
    """Agreed work shares of the partners in some phases, in whole per cents."""
    rows = {(s.phase, s.nation): s for s in d.problem.shares}
    partners = d.facts.partners
    for p in d.problem.phases:
        if d.chance(0.2):
            parts = [100 // len(partners)] * len(partners)
            parts[0] += 100 - sum(parts)
            for n, part in zip(partners, parts, strict=True):
                row = rows.get((p.id, n)) or Share(p.id, n)
                rows[p.id, n] = replace(row, work_share=part / 100)
    return list(rows.values())


def _bounded(d: Draft, s: Share) -> Share:
    """Bounds of a negotiated share around the hidden part, which is the same in every period."""
    phase = next((p for p in d.problem.phases if p.id == s.phase), None)
    if phase is None or phase.key != "negotiated":
        return s
    spent = d.total("spend", phase.id)
    if not spent:
        return s
    part = d.total("charge", s.nation, phase.id) / spent
    low = max(0.0, down(part - d.rng.choice((0.0, 0.05, 1.0)), 4))
    high = min(1.0, up(part + d.rng.choice((0.0, 0.05, 1.0)), 4))
    return replace(s, lowest_fraction=low, highest_fraction=high)
