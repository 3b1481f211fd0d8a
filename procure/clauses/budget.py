"""No treasury pays more than its budget; what is left may be carried over as far as its rules allow.

    sum_{t of the column} (sum_p pay[n,p,t] + sum_f (repay[f,n,t] - draw[f,n,t])) + carry[n,last]
                                                               <= budget[n,column] + carry[n,first-1]
    carry[n,t] <= over[n] sum of budget[n,.] of the year       at the end of a calendar year
    carry[n,t] = 0                                             where no column of Budgets ends in t

    budget[n,column]  M     a period, or a year over shorter periods; blank = no limit in those periods
    over[n]           0..1  carry over; within a year money is carried freely
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import funding, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec
from procure.problem import Budget


def constrain(m: Any, f: Facts) -> None:
    carry = m.x["carry"]
    for budget in f.problem.budgets:
        n = budget.nation
        for limit in budget.limits:
            paid = over(m.x["pay"], ((n, p, t) for p in f.phases for t in limit.span.periods))
            borrowed = ((fund.id, n, t) for fund in funding.loans(f) for t in limit.span.periods)
            paid += [term for key in borrowed for term in over(m.x["repay"], [key]) + over(m.x["draw"], [key], -1)]
            kept = over(carry, [(n, limit.span.last)]) + over(carry, [(n, limit.span.first - 1)], -1)
            cells = [f.problem.cell("Budgets", budget.row, limit.column)]
            m.require("budget", (n, limit.span.first), paid + kept, "<=", limit.amount, cells)
        for t, most in carry_limits(f, budget).items():
            if most is not None:
                cells = [f.problem.cell("Budgets", budget.row, "carry over")]
                m.require("budget", (n, t, "carry"), [(1, carry[n, t])], "<=", most, cells)


def carry_limits(f: Facts, budget: Budget) -> dict[int, float | None]:
    """Most that may be carried on at the end of every period; None = freely."""
    years, found = f.calendar.years, {}  # type: tuple[tuple[int, ...], dict[int, float | None]]
    ends = {limit.span.last for limit in budget.limits}
    for t in f.periods:
        year_ends = t == f.periods[-1] or years[t + 1] != years[t]
        of_year = sum(x.amount for x in budget.limits if years[x.span.last] == years[t])
        found[t] = 0.0 if t not in ends else (budget.carry_fraction * of_year if year_ends else None)
    return found


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    limited = {budget.nation for budget in f.problem.budgets}
    yield from ledger.domain("budget", plan, f, "carry", lambda n, _: None if n in limited else 0, kind="M")
    paid, kept = ledger.by_period(plan, f, "pay", 0), ledger.by_period(plan, f, "carry", 0)
    repaid, drawn = ledger.by_period(plan, f, "repay", 1), ledger.by_period(plan, f, "draw", 1)
    rounded = ledger.rounded_for(plan, f)
    for budget in f.problem.budgets:
        n, carry = budget.nation, kept[budget.nation,]
        for limit in budget.limits:
            span = limit.span
            most = dec(limit.amount) + (carry[span.first - 1] if span.first else ledger.ZERO)
            out = (paid[n,][t] + repaid[n,][t] - drawn[n,][t] for t in span.periods)
            found = sum(out, ledger.ZERO) + carry[span.last]
            index, cells = ledger.names(f, (n, span.first)), (f.problem.cell("Budgets", budget.row, limit.column),)
            yield Check("budget", index, found, "<=", most, rounded[n], "M", cells)
        cells = (f.problem.cell("Budgets", budget.row, "carry over"),)
        for t, most in _carried(f, budget).items():
            if carry[t]:
                index = ledger.names(f, (n, t, "carry"))
                yield Check("budget", index, carry[t], "<=", most, ledger.unit(f), "M", cells)


def _carried(f: Facts, budget: Budget) -> dict[int, Decimal]:
    """Most that may be carried out of a period: a part of its year's budget at the year's end, nothing where no
    column ends; a period within a year is left out, money is carried freely there."""
    years = f.calendar.years
    found: dict[int, Decimal] = {}
    ends = {limit.span.last for limit in budget.limits}
    for t in f.periods:
        if t not in ends:
            found[t] = ledger.ZERO
        elif t == f.periods[-1] or years[t] != years[t + 1]:
            amounts = (dec(x.amount) for x in budget.limits if years[x.span.last] == years[t])
            found[t] = dec(budget.carry_fraction) * sum(amounts, ledger.ZERO)
    return found
