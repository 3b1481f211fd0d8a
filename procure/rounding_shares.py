"""What each nation bears of what a phase spends, in leaves: the largest remainders are rounded up, and carried on.

Keys that follow work or units are held to the leaves of these, others to the parts as solved. Where a key holds over
the phase, periods may be parted otherwise: then single units are moved until each nation is within a unit of its part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from procure import counting, keys, other_costs, rounding_other
from procure.facts import Facts
from procure.leaves import shared
from procure.plan import Key, dec
from procure.problem import Phase

Series = dict[Key, Decimal]
Found = Mapping[str, Mapping[Key, Decimal]]

ZERO = Decimal(0)


def shares(f: Facts, raw: Mapping[Key, float], keyed: Mapping[Key, float], found: Found) -> Series:
    """Parts that sum to what is spent, nation by nation as near as units allow, in each period and so far.

    raw: nations' parts as solved; keyed: without what they bear directly. found: spend, and the leaves it is made of.
    """
    parts: Series = {}
    for p in f.phases.values():
        spend = {t: found["spend"].get((p.id, t), ZERO) for t in f.periods}
        borne, direct = rounding_other.direct(f, p.id, found.get("other", {}))
        key = keys.fixed(f, p) if p.over_the_phase else None
        if key is not None:
            mine = _parted(f, p, raw, spend)
            _evened(f, p.id, mine, _owed(f, p, key, spend, found))
        else:
            left = {t: spend[t] - direct[t] for t in f.periods}
            mine = _parted(f, p, _following(f, p, left, found) or keyed, left)
            for share, leaf in borne.items():
                mine[share] = mine.get(share, ZERO) + leaf
        parts |= mine
    return parts


def own(f: Facts, p: Phase, found: Found) -> Series:
    """What a key that follows work or units makes nations pay first, by (nation, phase, period): their own leaves."""
    if p.key == "where performed":
        done = {key: leaf for key, leaf in performed(f, found).items() if key[1] == p.id}
        for c in other_costs.direct(f, p.id):
            for u in f.periods if c.performed_in is not None else ():
                of = str(c.performed_in), p.id, u
                done[of] = done.get(of, ZERO) - found["other"].get((c.id, u), ZERO)
        return done
    mine: Series = {}
    payer = {(w.id, b.id): b.payer for w in f.recurring if w.phase == p.id for b in f.streams[w.id]}
    for (w, _, b, t), leaf in found["price"].items() if p.key == "own units" else ():
        n = payer.get((str(w), str(b)))
        if n is not None:
            mine[n, p.id, t] = mine.get((n, p.id, t), ZERO) + leaf
    return mine


def performed(f: Facts, found: Found) -> Series:
    """Price of the work done in each nation, by (nation, phase, period), Content applied."""
    if not f.problem.contents:
        return dict(found["work"])
    leaves = (*found["price"].items(), *found["setup"].items())
    done = by_nation(f, ((str(key[0]), str(key[1]), int(key[-1]), leaf) for key, leaf in leaves))
    rounding_other.add(f, found["other"], done, {})
    return done


def by_nation(f: Facts, amounts: Iterable[tuple[str, str, int, Decimal]]) -> Series:
    """Sums of (package, supplier, period, amount) by (nation, phase, period), Content applied."""
    done: Series = {}
    for w, s, t, amount in amounts:
        for n, part in counting.work_parts(f, w, s).items():
            key = n, f.packages[w].phase, t
            done[key] = done.get(key, ZERO) + amount * dec(part)
    return done


def _following(f: Facts, p: Phase, spend: Mapping[int, Decimal], found: Found) -> dict[Key, float] | None:
    """Parts by a key that follows work or units; None for another key."""
    if p.key not in ("where performed", "own units"):
        return None
    first, rest, parts = own(f, p, found), keys.fallback(f, p), {}  # type: Series, keys.Key, dict[Key, float]
    for t in f.periods:
        who = keys.inside(f, keys.payers(f, p), t)
        left = spend[t] - sum((first.get((n, p.id, t), ZERO) for n in who), ZERO)
        for n in who:
            parts[n, p.id, t] = float(first.get((n, p.id, t), ZERO) + dec(rest.get((n, t), 0.0)) * left)
    return parts


def _parted(f: Facts, p: Phase, asked: Mapping[Key, float], spend: Mapping[int, Decimal]) -> Series:
    """Leaves that sum to what is spent, as asked for; what one is behind in a period is made up in the next."""
    unit, found = dec(f.problem.programme.rounding_m), {}  # type: tuple[Decimal, Series]
    who = keys.payers(f, p)
    behind = dict.fromkeys(who, ZERO)
    for t in f.periods:
        now = {n: dec(max(0.0, asked[n, p.id, t])) for n in keys.inside(f, who, t)}
        all_ = sum(now.values(), ZERO)
        scale = spend[t] / all_ if all_ else ZERO
        wanted = {n: behind[n] + part * scale for n, part in now.items() if part * scale > 0}
        leaves = shared(spend[t], wanted, unit) if wanted else {}
        for n in wanted:
            behind[n] = wanted[n] - leaves[n]
        found |= {(n, p.id, t): leaf for n, leaf in leaves.items()}
    return found


def _owed(f: Facts, p: Phase, key: keys.Key, spend: Mapping[int, Decimal], found: Found) -> dict[str, Decimal]:
    """What each nation is to bear over the phase: by the key, and directly."""
    behind = dict.fromkeys(keys.payers(f, p), ZERO)
    keyed = dict(spend)
    for c in other_costs.direct(f, p.id):
        for t in f.periods:
            leaf = found["other"].get((c.id, t), ZERO)
            keyed[t] -= leaf
            for n, part in c.borne_by:
                behind[n] += dec(part) * leaf
    for n in behind:
        behind[n] += sum((dec(key.get((n, t), 0.0)) * keyed[t] for t in f.periods), ZERO)
    return behind


def _evened(f: Facts, phase: str, found: Series, owed: dict[str, Decimal]) -> None:
    """Move single units from nation to nation in `found` until each is within a unit of what it owes over the phase.

    Where periods are parted otherwise than by the key, the units that rounding adds to a period's spend are too.
    """
    unit, behind = dec(f.problem.programme.rounding_m), dict(owed)
    for key, leaf in found.items():
        behind[str(key[0])] -= leaf
    for t in reversed(f.periods):
        while givers := [n for n in behind if found.get((n, phase, t), 0) >= unit]:
            takers = keys.inside(f, behind, t)
            giver, taker = min(givers, key=lambda n: (behind[n], n)), max(takers, key=lambda n: (behind[n], n))
            if behind[taker] - behind[giver] <= unit:
                break
            found[giver, phase, t] -= unit
            found[taker, phase, t] = found.get((taker, phase, t), ZERO) + unit
            behind[giver] += unit
            behind[taker] -= unit
