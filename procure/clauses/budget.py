"""No line of a treasury pays more than its budget; what is left may be carried over as far as its rules allow.

    sum_{t of the column} rate[l,t] (sum_{p of l} pay[n,p,t] + sum_{f of l} (repay[f,n,t] - draw[f,n,t]))
                                               + carry[n,l,last] <= budget[n,l,column] + carry[n,l,first-1]
    carry[n,l,t] <= over[n,l] sum of budget[n,l,.] of the year       at the end of a fiscal year
    carry[n,l,t] = 0                                                 where no column of the line ends in t

    budget[n,l,column]  M     of the nation's currency; a period, or a fiscal year over shorter periods; blank = no
                              limit in those periods
    over[n,l]           0..1  carry over; within a fiscal year money is carried freely
    rate[l,t]                 units of the nation's currency for one of the programme's in the period, where the budget
                              is in constant prices without what prices have risen (1 in one currency)

A loan is of the line that pays for its phases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from procure import ledger, treasury
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, over
from procure.plan import Plan, dec
from procure.problem import Budget, Limit


def constrain(m: Any, f: Facts) -> None:
    for line in treasury.lines(f):
        whole = all(treasury.factor(f, line, t) == 1 for t in f.periods)
        hold(m, f, "budget", line, m.x["carry"], partial(_paid, m, f, line), whole)


def _paid(m: Any, f: Facts, line: Budget, limit: Limit) -> Terms:
    n, of, loans = line.nation, treasury.phases(f, line), treasury.loans(f, line)
    rate = {t: treasury.factor(f, line, t) for t in limit.span.periods}
    paid = [term for p in of for t in rate for term in over(m.x["pay"], [(n, p, t)], rate[t])]
    for key in ((fund.id, n, t) for fund in loans for t in rate):
        paid += over(m.x["repay"], [key], rate[key[2]]) + over(m.x["draw"], [key], -rate[key[2]])
    return paid


def hold(
    m: Any, f: Facts, clause: str, line: Budget, carry: Any, spent: Callable[[Limit], Terms], whole: bool
) -> None:
    """The rows of a line: of each of its limits, and of what it carries on.

    carry: the family's variables. spent: terms of what counts against a limit. whole: these come in whole units of the
    budget's own money, so that a part of a unit is of no use to it.
    """
    n, of = line.nation, line.line
    for limit in line.limits:
        span = limit.span
        kept = over(carry, [(n, of, span.last)]) + over(carry, [(n, of, span.first - 1)], -1)
        cells = [f.problem.cell("Budgets", line.row, limit.column)]
        most = treasury.whole_units(f, limit.amount) if whole else limit.amount
        m.require(clause, name(line, span.first), spent(limit) + kept, "<=", most, cells)
    for t, least in carry_limits(f, line).items():
        if least is not None:
            cells = [f.problem.cell("Budgets", line.row, "carry over")]
            most = treasury.whole_units(f, least)
            m.require(clause, (*name(line, t), "carry"), [(1, carry[n, of, t])], "<=", most, cells)


def name(line: Budget, t: int) -> tuple[str | int, ...]:
    """What a row of a line is called: the name of the main line is left out."""
    return (line.nation, *([line.line] if line.line else ()), t)


def carry_limits(f: Facts, line: Budget) -> dict[int, float | None]:
    """Most that may be carried on at the end of every period; None = freely."""
    years, found = treasury.years(f, line.nation), {}  # type: tuple[int, ...], dict[int, float | None]
    ends = {limit.span.last for limit in line.limits}
    for t in f.periods:
        year_ends = t == f.periods[-1] or years[t + 1] != years[t]
        of_year = sum((dec(x.amount) for x in line.limits if years[x.span.last] == years[t]), dec(0))
        most = float(dec(line.carry_fraction) * of_year) if year_ends else None
        found[t] = most if t in ends else 0.0
    return found


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    limited = {(b.nation, b.line) for b in treasury.lines(f)}
    yield from ledger.domain("budget", plan, f, "carry", lambda n, l, _: None if (n, l) in limited else 0, kind="M")
    for line in treasury.lines(f):
        n, of = line.nation, {fund.id for fund in treasury.loans(f, line)}
        spent = [ledger.ZERO] * len(f.periods)
        for family, mine, at, sign in (
            ("pay", set(treasury.phases(f, line)), (0, 1), 1), ("repay", of, (1, 0), 1), ("draw", of, (1, 0), -1),
        ):  # fmt: skip
            for key, amount in plan.items(family):
                if key[at[0]] == n and key[at[1]] in mine and int(key[2]) in f.periods:
                    spent[int(key[2])] += sign * ledger.in_terms(f, n, line.constant, int(key[2]), amount)
        yield from compare(plan, f, "budget", "carry", line, spent)


def compare(
    plan: Plan, f: Facts, clause: str, family: str, line: Budget, spent: Sequence[Decimal]
) -> Iterator[Check]:
    """The rows of a line in a finished plan. spent: what counts against it in every period, in its own money.

    family: of what it carries on.
    """
    n, unit = line.nation, ledger.money_of(f, line.nation)
    carry = {t: plan.get(family, n, line.line, t) for t in (-1, *f.periods)}
    for limit in line.limits:
        span, cells = limit.span, (f.problem.cell("Budgets", line.row, limit.column),)
        most = dec(limit.amount) + carry[span.first - 1]
        found = sum((spent[t] for t in span.periods), carry[span.last])
        yield Check(clause, ledger.names(f, name(line, span.first)), found, "<=", most, ledger.cent(f), unit, cells)
    cells = (f.problem.cell("Budgets", line.row, "carry over"),)
    for t, most in _carried(f, line).items():
        if carry[t]:
            named = (*ledger.names(f, name(line, t)), "carry")
            yield Check(clause, named, carry[t], "<=", most, ledger.cent(f), unit, cells)


def _carried(f: Facts, line: Budget) -> dict[int, Decimal]:
    """Most that may be carried out of a period: a part of its year's budget at the year's end, nothing where no
    column ends; a period within a year is left out, money is carried freely there."""
    starts, found = f.nations[line.nation].fiscal_start, {}  # type: int, dict[int, Decimal]
    ends = {limit.span.last: dec(limit.amount) for limit in line.limits}
    first = dict(zip(f.periods, f.calendar.first_months, strict=True))
    for t in f.periods:
        if t not in ends:
            found[t] = ledger.ZERO
        elif t == f.periods[-1] or first[t + 1] == starts:
            began = next((u for u in range(t, -1, -1) if first[u] == starts), 0)
            of_year = sum((amount for end, amount in ends.items() if began <= end <= t), ledger.ZERO)
            found[t] = dec(line.carry_fraction) * of_year
    return found
