"""Money of the hidden plan: work, spend, charges by each key, dues by the terms, payments ahead of some of them."""

from __future__ import annotations

from dataclasses import replace

from procure import dues, keys, settlements
from procure.problem import Phase, Share
from tests.generating import industry, others
from tests.generating.curves import growth
from tests.generating.draw import Draft, down, up
from tests.generating.offers import price

Row = tuple[str | None, str]


def money(d: Draft) -> None:
    """Shares first, because keys need their weights; bounds of negotiated shares last, because they need the parts."""
    rows = _weights(d)
    d.replace(shares=[Share(p, n, weight) for (p, n), weight in rows.items()])
    _work(d)
    for p in d.problem.phases:
        _charge(d, p)
        _due(d, p)
        others.in_kind(d, p)
    _settle(d)
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
    grown = growth(d)
    for (w, s, b, t), sets in d.values["make"].items():
        if (str(w), str(s)) in grown:
            d.add("price", (w, s, b, t), grown[str(w), str(s)][int(t)])
        else:
            d.add("price", (w, s, b, t), sets * price(d, facts, str(s), streams[str(w), str(b)]))
    for w, s, t in d.values["open"]:
        d.add("setup", (w, s, t), facts.setup(str(w), str(s)))
    for family in ("price", "setup"):
        for key, amount in d.values[family].items():
            p, n = facts.packages[str(key[0])].phase, facts.suppliers[str(key[1])].nation
            d.add("work", (n, p, key[-1]), amount)
            d.add("spend", (p, key[-1]), amount)
    for (_, _, p, t), cost in d.values["transfer_cost"].items():
        d.add("spend", (p, t), cost)
    industry.spent(d)
    others.spent(d)


def _charge(d: Draft, p: Phase) -> None:
    """gross[n,p,t]: own part (own work or own units, where the key says so, what is borne directly), and a key's part
    of the rest; charge[n,p,t] with VAT."""
    facts = d.facts
    who, payers = keys.sharers(facts, p), keys.payers(facts, p)
    if p.key == "negotiated":
        drawn = [d.rng.randint(0, 5) for _ in who]
        drawn[d.rng.randrange(len(who))] += 1
        key = {(n, t): part / sum(drawn) for n, part in zip(who, drawn, strict=True) for t in facts.periods}
    else:
        key = keys.fixed(facts, p) or keys.fallback(facts, p)
    for t in facts.periods:
        own = dict.fromkeys(who, 0.0)
        if p.key == "where performed":
            inside = keys.inside(facts, who, t)
            own |= {n: d.total("work", n, p.id, t) - others.performed(d, p, n, t) for n in inside}
        elif p.key == "own units":
            own = {n: _own_units(d, p, n, t) for n in who}
        direct = others.direct(d, p, t)
        rest = d.total("spend", p.id, t) - sum(direct.values()) - sum(own.values())
        for n in payers:
            gross = max(0.0, own.get(n, 0.0) + key.get((n, t), 0.0) * rest) + direct.get(n, 0.0)
            d.values["gross"][n, p.id, t] = gross
            d.values["charge"][n, p.id, t] = gross * (1 + others.vat(d, p, n))


def _own_units(d: Draft, p: Phase, payer: str, t: int) -> float:
    facts = d.facts
    own = [w.id for w in facts.recurring if w.phase == p.id]
    mine = [(w, b.id) for w in own for b in facts.streams[w] if b.payer == payer]
    return sum(d.total("price", w, None, b, t) for w, b in mine)


def _due(d: Draft, p: Phase) -> None:
    facts = d.facts
    last = dues.of_phase(facts, p)[-1]
    for n in keys.payers(facts, p):
        for t in facts.periods:
            charge = d.total("charge", n, p.id, t)
            d.add("due", (n, p.id, p.signed), p.at_signature_fraction * charge)
            earned = (t, p.with_work_fraction), (min(last, t + facts.lag(p.id)), p.at_delivery_fraction)
            for when, part in earned:
                d.add("due", (n, p.id, when), part * (1 - p.retention_fraction) * charge)
                paid_out = min(last, max(when, last if p.released is None else p.released))
                d.add("due", (n, p.id, paid_out), part * p.retention_fraction * charge)


def _settle(d: Draft) -> None:
    """Buy-ins, levies and exit costs, added to what is due; a cap is parted in proportion to what is owed."""
    facts, s = d.facts, settlements.of(d.facts)
    for place, amount in s.buy_ins.items():
        d.add("due", place, amount)
    for (p, t), parts in s.levies.items():
        items = facts.items_of(p)
        for n in s.customers[p]:
            levy = facts.phases[p].levy_m * sum(d.total("deliver", i, n, t) for i in items)
            for m, part in ((n, 1.0), *((m, -part) for m, part in parts.items())):
                d.add("due", (m, p, t), levy * part)
    for one in s.exits:
        later = range(one.period + 1, facts.periods.stop)
        direct = {p: sum(sum(others.direct(d, facts.phases[p], t).values()) for t in later) for p in one.shares}
        spent = {p: sum(d.total("spend", p, t) for t in later) - direct[p] for p in one.shares}
        owed = {p: share * spent[p] for p, share in one.shares.items()}
        scale = min(1.0, one.cap_m / sum(owed.values())) if any(owed.values()) else 0.0
        for p, amount in owed.items():
            for m, part in ((one.nation, 1.0), *((m, -part) for m, part in one.parts[p].items())):
                d.add("due", (m, p, one.period), scale * amount * part)


def _pay(d: Draft) -> None:
    """When due; some nations pay a part of it one period earlier."""
    ahead = {n.id: d.rng.choice((0.0, 0.0, 0.25)) for n in d.problem.nations}
    for (n, p, t), amount in d.values["due"].items():
        early = ahead[str(n)] * max(0.0, amount) if int(t) else 0.0
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
    direct = [others.direct(d, phase, t) for t in d.facts.periods]
    spent = d.total("spend", phase.id) - sum(sum(borne.values()) for borne in direct)
    if not spent:
        return s
    part = (d.total("gross", s.nation, phase.id) - sum(borne.get(s.nation, 0.0) for borne in direct)) / spent
    low = max(0.0, down(part - d.rng.choice((0.0, 0.05, 1.0)), 4))
    high = min(1.0, up(part + d.rng.choice((0.0, 0.05, 1.0)), 4))
    return replace(s, lowest_fraction=low, highest_fraction=high)
