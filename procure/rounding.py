"""From the solver's numbers to a plan's: whole decisions whole, money in leaves that add up.

Money is rounded once, at the leaves, to the programme's rounding unit U. Along time a leaf takes what is left of the
cumulated amount, so that no sum over periods is off by more than U/2; over nations the largest remainders are rounded
up. Everything above is a sum of leaves. Payments are solved again from the rounded charges, and paid as late as due
dates and budgets allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from procure import counting, keys, outside, payments, problem, transfers
from procure.facts import Facts
from procure.plan import Key, dec

Values = dict[str, dict[Key, Decimal]]

FINE = Decimal("0.000001")  # parts of a package, and quantities that are not whole
TAKEN = ("begin", "award", "open", "transfer", "used", "placed", "on", "up", "active", "part", "holds", "takes")
MEASURED = ("miss", "distance", "apart", "worst")


def plan_values(f: Facts, columns: Sequence[tuple[str, Key]], values: Sequence[float], whole: Sequence[bool]) -> Values:
    """Every decision and leaf of the plan that is not 0, by family and key."""
    raw: dict[str, dict[Key, float]] = {}
    exact: dict[str, set[Key]] = {}
    for (family, key), value, is_whole in zip(columns, values, whole, strict=True):
        raw.setdefault(family, {})[key] = float(value)
        if is_whole:
            exact.setdefault(family, set()).add(key)
    found: Values = {name: {k: Decimal(round(v)) for k, v in raw.get(name, {}).items()} for name in TAKEN}
    found["start"] = _starts(f, raw.get("start", {}), found["begin"])
    for name in ("make", "built", "deliver", "short"):
        found[name] = _quantities(raw.get(name, {}), exact.get(name, set()))
    found |= stocks(f, found)
    found |= work(f, found)
    own = {**raw["charge"], **raw.get("gross", {})}
    found |= outside.charged(f, shares(f, own, found["spend"]), raw.get("grant", {}))
    drawn = outside.drawn(f, raw.get("draw", {}))
    found |= drawn
    found["taken"] = outside.taken(f, raw.get("taken", {}), found)
    found |= payments.settle(f, found, drawn)
    found |= {name: {k: dec(v).quantize(FINE) for k, v in raw.get(name, {}).items()} for name in MEASURED}
    return taken(found)


def taken(found: Values) -> Values:
    """Without the decisions that are 0."""
    return {name: {k: v for k, v in family.items() if v} for name, family in found.items()}


def cumulated(amounts: Mapping[int, Decimal], unit: Decimal) -> dict[int, Decimal]:
    """Leaves by period whose every partial sum is the rounded partial sum of the amounts."""
    exact, given, leaves = Decimal(0), Decimal(0), {}
    for t in sorted(amounts):
        exact += amounts[t]
        leaf = to_unit(exact, unit) - given
        given += leaf
        leaves[t] = leaf
    return leaves


def to_unit(amount: Decimal, unit: Decimal) -> Decimal:
    """The nearest multiple of the unit."""
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_EVEN) * unit


def shared(total: Decimal, wanted: Mapping[str, Decimal], unit: Decimal) -> dict[str, Decimal]:
    """Multiples of the unit, none below 0, that sum to `total`, nearest to what is wanted (largest remainder)."""
    leaves = {n: max(Decimal(0), (amount // unit) * unit) for n, amount in wanted.items()}
    left = int((total - sum(leaves.values(), Decimal(0))) / unit)
    order = sorted(wanted, key=lambda n: (leaves[n] - wanted[n], n))
    while left > 0 and order:
        for n in order[:left]:
            leaves[n] += unit
        left -= min(left, len(order))
    for n in sorted(wanted, key=lambda n: (wanted[n] - leaves[n], n)):
        while left < 0 and leaves[n] >= unit:
            leaves[n] -= unit
            left += 1
    return leaves


def _starts(f: Facts, raw: Mapping[Key, float], begin: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Shares to the sixth digit that sum to 1 in the period in which the package begins."""
    found: dict[Key, Decimal] = {}
    for (w, t), taken in begin.items():
        if taken:
            wanted = {s: dec(max(0.0, raw.get((w, s, t), 0.0))) for s in f.suppliers_of[str(w)]}
            wanted = {s: part for s, part in wanted.items() if part > FINE / 2}
            total = sum(wanted.values(), Decimal(0))
            parts = shared(Decimal(1), {s: part / total for s, part in wanted.items()}, FINE) if total else {}
            found |= {(w, s, t): part for s, part in parts.items()}
    return found


def _quantities(raw: Mapping[Key, float], whole: set[Key]) -> dict[Key, Decimal]:
    """Whole where they must be; else to the sixth digit, cumulated along time (the last part of the key)."""
    found: dict[Key, Decimal] = {}
    series: dict[Key, dict[int, Decimal]] = {}
    for key, value in raw.items():
        if key in whole or not isinstance(key[-1], int):
            found[key] = Decimal(round(value)) if key in whole else dec(value).quantize(FINE)
        else:
            series.setdefault(key[:-1], {})[key[-1]] = max(Decimal(0), dec(value))
    for front, amounts in series.items():
        found |= {(*front, t): leaf for t, leaf in cumulated(amounts, FINE).items()}
    return found


def stocks(f: Facts, found: Values) -> Values:
    """Stock and lateness as deliveries make them, whatever the solver's slack said."""
    stock: dict[Key, Decimal] = {}
    late: dict[Key, Decimal] = {}
    for i in f.items:
        kept = Decimal(0)
        for t in f.periods:
            out = sum((found["deliver"].get((i, n, t), Decimal(0)) for n in f.takers[i]), Decimal(0))
            kept += found["built"].get((i, t), Decimal(0)) - out
            stock[i, t] = kept
    for (d, n), need in f.needs.items():
        owed = Decimal(0)
        for t in f.periods:
            handed = (found["deliver"].get((i, n, t), Decimal(0)) for i in need.items)
            owed += dec(need.due[t]) - sum(handed, Decimal(0))
            late[d, n, t] = max(Decimal(0), owed)
    return {"stock": stock, "late": late}


def work(f: Facts, found: Values) -> Values:
    """Leaves of the price of work, of set-ups and of transfers, and the work and spend that they sum to."""
    unit = dec(f.problem.programme.rounding_m)
    price: dict[Key, Decimal] = {}
    amounts: dict[tuple[str, str, str], dict[int, Decimal]] = {}
    for (w, s, t), part in found["start"].items():
        long = f.duration(f.packages[str(w)])
        each = dec(f.price(str(w), str(s))) * part / long
        amounts[str(w), str(s), ""] = {int(t) + u: each for u in range(long)}
    streams = {(w, b.id): b for w, several in f.streams.items() for b in several}
    for (w, s, b, t), sets in found["make"].items():
        each = dec(f.price(str(w), str(s), streams[str(w), str(b)]))
        amounts.setdefault((str(w), str(s), str(b)), {})[int(t)] = each * sets
    for front, series in amounts.items():
        price |= {(*front, t): leaf for t, leaf in cumulated(series, unit).items()}
    setup = {k: to_unit(dec(f.setup(str(k[0]), str(k[1]))), unit) for k, taken in found["open"].items() if taken}
    done: dict[Key, Decimal] = {}
    spend: dict[Key, Decimal] = {}
    for leaves in (price, setup):
        for key, leaf in leaves.items():
            p, t = f.packages[str(key[0])].phase, key[-1]
            nation = f.suppliers[str(key[1])].nation
            done[nation, p, t] = done.get((nation, p, t), Decimal(0)) + leaf
            spend[p, t] = spend.get((p, t), Decimal(0)) + leaf
    paid = transfer_costs(f, found["transfer"])
    for key, leaf in paid.items():
        spend[key[2:]] = spend.get(key[2:], Decimal(0)) + leaf
    made = {"price": price, "setup": setup, "transfer_cost": paid, "work": done, "spend": spend}
    return made | counted(f, {**found, **made})


def performed(f: Facts, found: Values) -> dict[Key, Decimal]:
    """Price of the work done in each nation, by (nation, phase, period), Content applied."""
    if not f.problem.contents:
        return found["work"]
    leaves = (*found["price"].items(), *found["setup"].items())
    return _by_nation(f, ((str(key[0]), str(key[1]), int(key[-1]), leaf) for key, leaf in leaves))


def _by_nation(f: Facts, amounts: Iterable[tuple[str, str, int, Decimal]]) -> dict[Key, Decimal]:
    """Sums of (package, supplier, period, amount) by (nation, phase, period), Content applied."""
    done: dict[Key, Decimal] = {}
    for w, s, t, amount in amounts:
        for n, part in counting.work_parts(f, w, s).items():
            key = n, f.packages[w].phase, t
            done[key] = done.get(key, Decimal(0)) + amount * dec(part)
    return done


def counted(f: Facts, found: Values) -> Values:
    """Work as it counts for each nation, where that is not the price paid to its suppliers."""
    if not counting.apart(f):
        return {}
    amounts: list[tuple[str, str, int, Decimal]] = []
    if f.problem.programme.work_counted == problem.CONTRACT_PRICE:
        return {"counted": {key: amount.quantize(FINE) for key, amount in performed(f, found).items()}}
    for (w, s, t), part in found["start"].items():
        long = f.duration(f.packages[str(w)])
        each = dec(counting.amount(f, str(w), str(s))) * part / long
        amounts += [(str(w), str(s), int(t) + u, each) for u in range(long)]
    streams = {(w, b.id): b for w, several in f.streams.items() for b in several}
    for (w, s, b, t), sets in found["make"].items():
        worth = counting.amount(f, str(w), str(s), streams[str(w), str(b)])
        amounts.append((str(w), str(s), int(t), dec(worth) * sets))
    return {"counted": {key: amount.quantize(FINE) for key, amount in _by_nation(f, amounts).items()}}


def transfer_costs(f: Facts, transfer: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Leaves of the cost of the transfers that are made."""
    unit = dec(f.problem.programme.rounding_m)
    cost = {(x.technology, x.nation): x.cost_m for x in transfers.transfers(f)}
    return {
        (k, n, p, transfers.PAID): to_unit(dec(cost[str(k), str(n)]), unit)
        for (k, n, p), taken in transfer.items()
        if taken
    }


def shares(f: Facts, raw: Mapping[Key, float], spend: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Parts that sum to what is spent, nation by nation as near as units allow, in each period and so far."""
    unit, found = dec(f.problem.programme.rounding_m), {}  # type: tuple[Decimal, dict[Key, Decimal]]
    for p in f.phases.values():
        who = keys.payers(f, p)
        behind = dict.fromkeys(who, Decimal(0))
        for t in f.periods:
            total, now = spend.get((p.id, t), Decimal(0)), {n: dec(max(0.0, raw[n, p.id, t])) for n in who}
            all_ = sum(now.values(), Decimal(0))
            scale = total / all_ if all_ else Decimal(0)
            wanted = {n: behind[n] + now[n] * scale for n in who if now[n] * scale > 0}
            leaves = shared(total, wanted, unit) if wanted else {}
            for n in wanted:
                behind[n] = wanted[n] - leaves[n]
            found |= {(n, p.id, t): leaf for n, leaf in leaves.items()}
        key = keys.fixed(f, p) if p.over_the_phase else None
        if key is not None:
            owed = ((n, dec(key.get((n, t), 0.0)) * spend.get((p.id, t), Decimal(0))) for n in who for t in f.periods)
            _evened(f, p.id, found, owed)
    return found


def _evened(f: Facts, phase: str, found: dict[Key, Decimal], owed: Iterable[tuple[str, Decimal]]) -> None:
    """Move single units from nation to nation in `found` until each is within a unit of what it owes over the phase.

    Where periods are parted otherwise than by the key, the units that rounding adds to a period's spend are too.
    """
    unit, behind = dec(f.problem.programme.rounding_m), {}  # type: Decimal, dict[str, Decimal]
    for n, amount in owed:
        behind[n] = behind.get(n, Decimal(0)) + amount
    for key, leaf in found.items():
        if key[1] == phase:
            behind[str(key[0])] -= leaf
    for t in reversed(f.periods):
        while givers := [n for n in behind if found.get((n, phase, t), 0) >= unit]:
            giver, taker = min(givers, key=lambda n: (behind[n], n)), max(behind, key=lambda n: (behind[n], n))
            if behind[taker] - behind[giver] <= unit:
                break
            found[giver, phase, t] -= unit
            found[taker, phase, t] = found.get((taker, phase, t), Decimal(0)) + unit
            behind[giver] += unit
            behind[taker] -= unit
