"""What falls due from the charges, and when it is paid: as late as due dates and budgets allow.

The charges are whole multiples of the rounding unit here, and so are what is due and, because the rows form a flow,
the payments of the best basic solution.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from procure import keys, solve
from procure.clauses import budget as budgets
from procure.clauses import payment
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.milp import Milp
from procure.pieces import over
from procure.plan import Key, dec
from procure.problem import Phase

Series = dict[Key, Decimal]


def settle(f: Facts, charge: Mapping[Key, Decimal]) -> dict[str, Series]:
    """due, pay and carry by key, multiples of the rounding unit, from the charges."""
    owed = due(f, charge)
    pay = _pay(f, owed)
    return {"due": owed, "pay": pay, "carry": carried(f, pay)}


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


def _pay(f: Facts, due: Series) -> Series:
    """Payments as late as may be; where rounding passes a budget by units, by as few units as can be.

    Counted in units, with budgets rounded down to them, the rows are a flow's: the best basic solution is whole.
    """
    if not f.problem.budgets:
        return dict(due)
    unit = dec(f.problem.programme.rounding_m)
    m = Milp("payments")
    m.declare("due", ((key, float(leaf / unit), float(leaf / unit)) for key, leaf in due.items()))
    for name in ("pay", "carry"):
        domain = BY_NAME[name].domain
        assert domain is not None
        m.declare(name, domain(f))
    payment.constrain(m, f)
    _within_budgets(m, f, unit)
    later = [(float(f.periods.stop - int(key[2])), variable) for key, variable in m.x["pay"].items()]
    m.minimise([*later, *((10.0 * f.periods.stop, variable) for variable in m.x["miss"].values())])
    answer = solve.solve(m.matrix(), solve.Options())
    if answer.values is None:
        return dict(due)  # the audit names the budget that does not hold
    return {key: round(answer.values[m.number(variable)]) * unit for key, variable in m.x["pay"].items()}


def _within_budgets(m: Milp, f: Facts, unit: Decimal) -> None:
    """The rows of clause budget in units, each with what it is missed by."""
    pay, carry = m.x["pay"], m.x["carry"]
    for b in f.problem.budgets:
        for x in b.limits:
            key = ("budget", f"{b.nation} {x.span.first}")
            miss = m.declare("miss", [(key, 0, None)])[key]
            terms = over(pay, ((b.nation, p, t) for p in f.phases for t in x.span.periods))
            terms += over(carry, [(b.nation, x.span.last)]) + over(carry, [(b.nation, x.span.first - 1)], -1)
            m.require("budget", key, [*terms, (-1, miss)], "<=", float(dec(x.amount) // unit))
        for t, most in budgets.carry_limits(f, b).items():
            if most is not None:
                m.require("budget", (b.nation, t, "carry"), [(1, carry[b.nation, t])], "<=", float(dec(most) // unit))


def carried(f: Facts, pay: Series) -> Series:
    """What each budget carries on: all that is left, as far as it may."""
    unit, found = dec(f.problem.programme.rounding_m), {}  # type: tuple[Decimal, Series]
    for b in f.problem.budgets:
        limits = budgets.carry_limits(f, b)
        for x in sorted(b.limits, key=lambda x: x.span.first):
            paid = sum((pay.get((b.nation, p, t), Decimal(0)) for p in f.phases for t in x.span.periods), Decimal(0))
            left = dec(x.amount) + found.get((b.nation, x.span.first - 1), Decimal(0)) - paid
            most = limits[x.span.last]
            kept = left if most is None else min(left, dec(most))
            found[b.nation, x.span.last] = max(Decimal(0), (kept // unit) * unit)
    return found
