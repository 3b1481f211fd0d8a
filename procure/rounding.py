"""From the solver's numbers to a plan's: whole decisions whole, money in leaves that add up.

Money is rounded once, at the leaves, to the programme's rounding unit U. Along time a leaf takes what is left of the
cumulated amount, so that no sum over periods is off by more than U/2; over nations the largest remainders are rounded
up. Everything above is a sum of leaves. Payments are solved again from the rounded charges, and paid as late as due
dates and budgets allow. Where that passes a budget single units are moved between nations; where that is not enough,
prices are rounded down, by less than U. So no budget is ever passed by rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from procure import (
    counting,
    investments,
    orders,
    outside,
    payments,
    pricing,
    problem,
    rounding_other,
    rounding_settled,
    rounding_shares,
    transfers,
    within_budgets,
)  # fmt: skip
from procure.facts import Facts
from procure.findings import Check
from procure.leaves import cumulated as cumulated
from procure.leaves import shared as shared
from procure.leaves import to_unit as to_unit
from procure.plan import Key, Plan, dec
from procure.rounding_shares import shares as shares

Values = dict[str, dict[Key, Decimal]]

FINE = Decimal("0.000001")  # parts of a package, and quantities that are not whole
TAKEN = (
    "begin", "award", "open", "transfer", "expand", "used", "placed", "on", "up", "active", "part", "holds", "takes",
)  # fmt: skip
MEASURED = ("miss", "distance", "apart", "worst")


class BudgetPassed(Exception):
    """No rounding of the plan's money keeps every budget; `checks` are those that the last one tried does not."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self.checks = tuple(checks)
        super().__init__(", ".join(sorted({f"{check.clause} of {check.index[0]}" for check in checks})))


def plan_values(f: Facts, columns: Sequence[tuple[str, Key]], values: Sequence[float], whole: Sequence[bool]) -> Values:
    """Every decision and leaf of the plan that is not 0, by family and key. Raises BudgetPassed."""
    raw: dict[str, dict[Key, float]] = {}
    exact: dict[str, set[Key]] = {}
    for (family, key), value, is_whole in zip(columns, values, whole, strict=True):
        raw.setdefault(family, {})[key] = float(value)
        if is_whole:
            exact.setdefault(family, set()).add(key)
    found: Values = {name: {k: Decimal(round(v)) for k, v in raw.get(name, {}).items()} for name in TAKEN}
    found["start"] = _starts(f, raw.get("start", {}), found["begin"])
    for name in ("make", "built", "deliver", "short", "lots"):
        found[name] = _quantities(raw.get(name, {}), exact.get(name, set()))
    found |= stocks(f, found)
    found |= _money(f, found, raw)
    found |= {name: {k: dec(v).quantize(FINE) for k, v in raw.get(name, {}).items()} for name in MEASURED}
    return taken(found)


def _money(f: Facts, found: Values, raw: Mapping[str, Mapping[Key, float]]) -> Values:
    """Leaves of all money: rounded to near; where that passes a budget, units are moved, and else prices rounded down.

    Raises BudgetPassed where no rounding keeps every budget.
    """
    passed: list[Check] = []
    own = {**raw["charge"], **raw.get("gross", {})}
    for down in (False, True):
        made = work(f, found, down)
        keyed = rounding_other.keyed(f, own, raw.get("other", {}))
        parts = shares(f, own, keyed, made)
        for again in (False, True):
            plan = made | _borne(f, {**found, **made}, parts, raw, down)
            passed = within_budgets.passed(f, {**found, **plan})
            if not passed:
                return plan
            moved = None if again else within_budgets.moved(f, {**found, **plan}, own)
            if moved is None:
                break
            parts = {key: parts.get(key, Decimal(0)) + moved.get(key, Decimal(0)) for key in {**parts, **moved}}
    raise BudgetPassed(passed)


def _borne(
    f: Facts, found: Values, parts: Mapping[Key, Decimal], raw: Mapping[str, Mapping[Key, float]], down: bool
) -> Values:
    """Leaves of what nations bear of `parts` of what is spent, owe, borrow and pay."""
    made: Values = outside.charged(f, parts, raw.get("grant", {}), down)
    made |= rounding_settled.settled(f, {**found, **made}, raw.get("exit", {}))
    drawn = outside.drawn(f, raw.get("draw", {}))
    made |= drawn
    made["taken"] = outside.taken(f, raw.get("taken", {}), made)
    return made | payments.settle(f, {**found, **made}, drawn)


def taken(found: Values) -> Values:
    """Without the decisions that are 0."""
    return {name: {k: v for k, v in family.items() if v} for name, family in found.items()}


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
    plan = Plan(found)
    for (d, n), need in f.needs.items():
        owed = Decimal(0)
        for t, (due, handed) in enumerate(zip(orders.due(plan, need), orders.handed(plan, need), strict=True)):
            owed += due - handed
            late[d, n, t] = max(Decimal(0), owed)
    return {"stock": stock, "late": late}


def work(f: Facts, found: Values, down: bool = False) -> Values:
    """Leaves of all that is paid for, and the work and spend that they sum to. down: each rounded down, not to near."""
    unit = dec(f.problem.programme.rounding_m)
    price: dict[Key, Decimal] = {}
    for front, series in pricing.amounts(f, found["start"], found["make"]).items():
        price |= {(*front, t): leaf for t, leaf in cumulated(series, unit, down).items()}
    setup = {k: to_unit(_setup(f, k), unit, down) for k, taken in found["open"].items() if taken}
    done: dict[Key, Decimal] = {}
    spend: dict[Key, Decimal] = {}
    for leaves in (price, setup):
        for key, leaf in leaves.items():
            p, t = f.packages[str(key[0])].phase, key[-1]
            nation = f.suppliers[str(key[1])].nation
            done[nation, p, t] = done.get((nation, p, t), Decimal(0)) + leaf
            spend[p, t] = spend.get((p, t), Decimal(0)) + leaf
    paid = transfer_costs(f, found["transfer"], down)
    for key, leaf in paid.items():
        spend[key[2:]] = spend.get(key[2:], Decimal(0)) + leaf
    other = rounding_other.others(f, found["built"], down)
    rounding_other.add(f, other, done, spend)
    invest = investment_costs(f, found.get("expand", {}), down)
    for (e, t), leaf in invest.items():
        phase = investments.by_id(f)[str(e)].phase
        spend[phase, t] = spend.get((phase, t), Decimal(0)) + leaf
    kept = rounding_other.contingencies(f, other, spend, down)
    made = {"price": price, "setup": setup, "transfer_cost": paid, "invest": invest, "work": done, "spend": spend}
    made |= {"other": other, "contingency": kept}
    return made | counted(f, {**found, **made})


def _setup(f: Facts, key: Key) -> Decimal:
    w, s, t = str(key[0]), str(key[1]), int(key[-1])
    return dec(f.setup(w, s)) * dec(f.index(f.packages[w].phase, t))


def counted(f: Facts, found: Values) -> Values:
    """Work as it counts for each nation, where that is not the price paid to its suppliers."""
    if not counting.apart(f):
        return {}
    amounts: list[tuple[str, str, int, Decimal]] = []
    if f.problem.programme.work_counted == problem.CONTRACT_PRICE:
        return {"counted": {key: amount.quantize(FINE) for key, amount in rounding_shares.performed(f, found).items()}}
    for (w, s, t), part in found["start"].items():
        long = f.duration(f.packages[str(w)])
        each = dec(counting.amount(f, str(w), str(s))) * part / long
        amounts += [(str(w), str(s), int(t) + u, each) for u in range(long)]
    streams = {(w, b.id): b for w, several in f.streams.items() for b in several}
    for (w, s, b, t), sets in found["make"].items():
        worth = counting.amount(f, str(w), str(s), streams[str(w), str(b)])
        amounts.append((str(w), str(s), int(t), dec(worth) * sets))
    done = rounding_shares.by_nation(f, amounts)
    if counting.others(f):
        rounding_other.add(f, found["other"], done, {})
    return {"counted": {key: amount.quantize(FINE) for key, amount in done.items()}}


def transfer_costs(f: Facts, transfer: Mapping[Key, Decimal], down: bool = False) -> dict[Key, Decimal]:
    """Leaves of the cost of the transfers that are made."""
    unit = dec(f.problem.programme.rounding_m)
    made = {(x.technology, x.nation): x for x in transfers.transfers(f)}
    return {
        (k, n, p, transfers.PAID): to_unit(dec(transfers.cost(f, made[str(k), str(n)], str(p))), unit, down)
        for (k, n, p), taken in transfer.items()
        if taken
    }


def investment_costs(f: Facts, expand: Mapping[Key, Decimal], down: bool = False) -> dict[Key, Decimal]:
    """Leaves of the cost of the investments that are made, by (investment, period)."""
    unit, known = dec(f.problem.programme.rounding_m), investments.by_id(f)
    made = ((str(e), int(t)) for (e, t), taken in expand.items() if taken)
    return {(e, t): to_unit(dec(investments.cost(f, known[e], t)), unit, down) for e, t in made}
