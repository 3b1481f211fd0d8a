"""What falls due from the charges, and when it is paid: as late as due dates and budgets allow.

The charges are whole multiples of the rounding unit here, and so are what is due and, because the rows form a flow,
the payments of the best basic solution.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

from procure import funding, keys, rules, solve
from procure.clauses import budget as budgets
from procure.clauses import payment
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.measures import bases, past, reached
from procure.measures.rows import Row
from procure.milp import Milp
from procure.pieces import over
from procure.plan import Key, Plan, dec
from procure.problem import Budget, Limit, Phase

Series = dict[Key, Decimal]


def settle(f: Facts, found: Mapping[str, Series], drawn: Mapping[str, Series]) -> dict[str, Series]:
    """due, pay and carry by key, multiples of the rounding unit, from the charges in `found` (all decisions so far).

    drawn: draw and repay by key.
    """
    owed = due(f, found["charge"])
    back = _borrowed(f, drawn)
    pay = _pay(f, owed, back, drawn["draw"], _on_payments(f, Plan(found)))
    return {"due": owed, "pay": pay, "carry": carried(f, pay, back)}


def _borrowed(f: Facts, drawn: Mapping[str, Series]) -> Series:
    """What loans cost a treasury, by nation and period: repaid less drawn."""
    net = {(n.id, t): Decimal(0) for n in f.problem.nations for t in f.periods}
    for family, sign in (("repay", 1), ("draw", -1)):
        for (_, n, t), leaf in drawn[family].items():
            net[str(n), int(t)] += sign * leaf
    return {key: amount for key, amount in net.items() if amount}


def due(f: Facts, charge: Mapping[Key, Decimal]) -> Series:
    """What falls due from the charges, by nation, phase and period."""
    owed: Series = {}
    for p in f.phases.values():
        for n in keys.payers(f, p):
            series = [charge.get((n, p.id, t), Decimal(0)) for t in f.periods]
            owed |= {(n, p.id, t): leaf for t, leaf in enumerate(_due(f, p, series))}
    return owed


def _due(f: Facts, p: Phase, charge: list[Decimal]) -> list[Decimal]:
    """Leaves of what is due, rounded along time; they sum to the charges."""
    unit = dec(f.problem.programme.rounding_m)
    sign, work = dec(p.at_signature_fraction), dec(p.with_work_fraction)
    exact = [Decimal(0)] * len(charge)
    for t, amount in enumerate(charge):
        exact[p.signed] += sign * amount
        exact[t] += work * amount
        exact[min(t + f.lag(p.id), len(charge) - 1)] += (1 - sign - work) * amount
    so_far, given, leaves = Decimal(0), Decimal(0), []
    for amount in exact:
        so_far += amount
        leaf = (so_far / unit).quantize(Decimal(1)) * unit - given
        given += leaf
        leaves.append(leaf)
    return leaves


Limits = list[tuple[Row, str, Decimal]]


def _on_payments(f: Facts, plan: Plan) -> Limits:
    """(row, relation, M) of every limit that rules set to the payments, worked out from the charges."""
    found: Limits = []
    for row in rules.rows(f):
        if row.rule.measure == "payments" and rules.required(plan, f, row):
            one = reached.compare(plan, f, row, Decimal(0), Decimal(0))
            paid = past.found(f, row, row.who, "paid_m")
            levels = bases.levels(row.rule)
            found += [(row, relation, dec(level) * one.unit - paid) for relation, level, *_ in levels]
    return found


def _pay(f: Facts, due: Series, back: Series, draws: Series, limits: Limits) -> Series:
    """Payments as late as may be; where rounding passes a budget or a rule by units, by as few units as can be.

    Counted in units, with budgets rounded down to them, the rows are a flow's: the best basic solution is whole.
    """
    if not f.problem.budgets and not any(draws.values()) and not limits:
        return dict(due)
    unit = dec(f.problem.programme.rounding_m)
    m = Milp("payments")
    m.declare("due", ((key, float(leaf / unit), float(leaf / unit)) for key, leaf in due.items()))
    for name in ("pay", "carry"):
        domain = BY_NAME[name].domain
        assert domain is not None
        m.declare(name, domain(f))
    payment.constrain(m, f)
    _within_budgets(m, f, unit, back)
    _for_draws(m, f, unit, draws)
    _within_rules(m, unit, limits)
    later = [(float(f.periods.stop - int(key[2])), variable) for key, variable in m.x["pay"].items()]
    m.minimise([*later, *((10.0 * f.periods.stop, variable) for variable in m.x["miss"].values())])
    answer = solve.solve(m.matrix(), solve.Options())
    if answer.values is None:
        return dict(due)  # the audit names the budget that does not hold
    series: dict[Key, dict[int, float]] = {}
    for key, variable in m.x["pay"].items():
        series.setdefault(key[:-1], {})[int(key[-1])] = float(answer.values[m.number(variable)])
    return {(*of, t): leaf * unit for of, amounts in series.items() for t, leaf in _whole(amounts).items()}


def _whole(amounts: Mapping[int, float]) -> dict[int, int]:
    """Whole units by period that add up, at the end of each, to the nearest of what the amounts add up to."""
    so_far, given, found = 0.0, 0, {}
    for t in sorted(amounts):
        so_far += amounts[t]
        found[t] = round(so_far) - given
        given += found[t]
    return found


def _within_rules(m: Milp, unit: Decimal, limits: Limits) -> None:
    """The rows of rules on payments in units, each with what it is missed by."""
    for number, (row, relation, amount) in enumerate(limits):
        key = ("rule", str(number))
        terms = over(m.x["pay"], ((n, p, t) for n in row.who for p in row.phases for t in row.periods))
        miss = m.declare("miss", [(key, 0, None)])[key]
        if relation != "<=":
            m.require("rule", (*key, "least"), [*terms, (1, miss)], ">=", math.ceil(amount / unit))
        if relation != ">=":
            m.require("rule", (*key, "most"), [*terms, (-1, miss)], "<=", math.floor(amount / unit))


def _within_budgets(m: Milp, f: Facts, unit: Decimal, back: Series) -> None:
    """The rows of clause budget in units, each with what it is missed by."""
    pay, carry = m.x["pay"], m.x["carry"]
    for b in f.problem.budgets:
        for x in b.limits:
            key = ("budget", f"{b.nation} {x.span.first}")
            miss = m.declare("miss", [(key, 0, None)])[key]
            terms = over(pay, ((b.nation, p, t) for p in f.phases for t in x.span.periods))
            terms += over(carry, [(b.nation, x.span.last)]) + over(carry, [(b.nation, x.span.first - 1)], -1)
            m.require("budget", key, [*terms, (-1, miss)], "<=", float((dec(x.amount) - _in(back, b, x)) // unit))
        for t, most in budgets.carry_limits(f, b).items():
            if most is not None:
                m.require("budget", (b.nation, t, "carry"), [(1, carry[b.nation, t])], "<=", float(dec(most) // unit))


def _in(back: Series, b: Budget, x: Limit) -> Decimal:
    """What loans cost a budget in the periods of a limit."""
    return sum((back.get((b.nation, t), Decimal(0)) for t in x.span.periods), Decimal(0))


def _for_draws(m: Milp, f: Facts, unit: Decimal, draws: Series) -> None:
    """Enough is paid in a period for what is drawn in it, each row with what it is missed by."""
    for fund in funding.loans(f):
        for n in funding.beneficiaries(f, fund):
            for t in f.periods:
                leaf = draws.get((fund.id, n, t), Decimal(0))
                if leaf and fund.most_fraction:
                    key = ("draw", f"{fund.id} {n} {t}")
                    terms = over(m.x["pay"], ((n, p, t) for p in funding.phases(f, fund)))
                    miss = m.declare("miss", [(key, 0, None)])[key]
                    least = math.ceil(leaf / unit / dec(fund.most_fraction))
                    m.require("loans", key, [*terms, (1, miss)], ">=", float(least))


def carried(f: Facts, pay: Series, back: Series | None = None) -> Series:
    """What each budget carries on: all that is left, as far as it may."""
    unit, found = dec(f.problem.programme.rounding_m), {}  # type: tuple[Decimal, Series]
    for b in f.problem.budgets:
        limits = budgets.carry_limits(f, b)
        for x in sorted(b.limits, key=lambda x: x.span.first):
            paid = sum((pay.get((b.nation, p, t), Decimal(0)) for p in f.phases for t in x.span.periods), Decimal(0))
            left = dec(x.amount) + found.get((b.nation, x.span.first - 1), Decimal(0)) - paid - _in(back or {}, b, x)
            most = limits[x.span.last]
            kept = left if most is None else min(left, dec(most))
            found[b.nation, x.span.last] = max(Decimal(0), (kept // unit) * unit)
    return found
