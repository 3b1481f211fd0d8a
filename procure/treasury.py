"""What a treasury's lines are before any decision: what each pays for, in which money, over which years.

A budget's limits, what is carried on and the ceiling are in the nation's own currency. What a plan pays is held against
them at the rate of the period in which it is paid, and where they are in constant prices, less what prices have risen.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR

from procure import funding, keys
from procure.facts import Facts
from procure.plan import dec
from procure.problem import CASH, Budget, Fund


def lines(f: Facts, kind: str = CASH) -> tuple[Budget, ...]:
    """Lines of a kind, sorted by nation and name."""
    return tuple(b for b in f.problem.budgets if b.kind == kind)


def phases(f: Facts, line: Budget) -> tuple[str, ...]:
    """Phases that a line pays for, sorted; one that names none pays for all that no other of its kind names."""
    others = {p for b in lines(f, line.kind) if b.nation == line.nation for p in b.phases}
    return tuple(p for p in f.phases if (p in line.phases if line.phases else p not in others))


def unpaid(f: Facts, nation: str) -> tuple[str, ...]:
    """Phases that a nation pays in and that none of its cash lines pays for, sorted; () where it has no line."""
    mine = [b for b in lines(f) if b.nation == nation]
    known = {p for b in mine for p in phases(f, b)}
    return tuple(p for p in f.phases if mine and p not in known and nation in keys.owing(f, f.phases[p]))


def borrows_for(f: Facts, fund: Fund, nation: str) -> set[str]:
    """Phases of a loan that a nation pays in; empty where it does not have the loan."""
    if nation not in funding.beneficiaries(f, fund):
        return set()
    return {p for p in funding.phases(f, fund) if nation in keys.payers(f, f.phases[p])}


def loans(f: Facts, line: Budget) -> tuple[Fund, ...]:
    """Loans that a cash line draws and pays back: those for its phases, sorted."""
    mine = set(phases(f, line))
    return tuple(fund for fund in funding.loans(f) if mine & borrows_for(f, fund, line.nation))


def factor(f: Facts, line: Budget, period: int) -> float:
    """M of a line for 1 M that the plan pays in a period."""
    return f.fx(line.nation, period) * f.rates.against(line.constant, period)


def ceiling_factor(f: Facts, nation: str, period: int) -> float:
    """M of a nation's ceiling for 1 M that it pays in a period."""
    return f.fx(nation, period) * f.rates.against(f.nations[nation].ceiling_constant, period)


def whole_units(f: Facts, amount: float) -> float:
    """An amount rounded down to the programme's rounding unit."""
    unit = dec(f.problem.programme.rounding_m)
    return float((dec(amount) / unit).to_integral_value(ROUND_FLOOR) * unit)


def years(f: Facts, nation: str) -> tuple[int, ...]:
    """Fiscal year of every period, as the nation's treasury counts them."""
    return f.calendar.fiscal_years(f.nations[nation].fiscal_start)


def paid_before(f: Facts, nation: str) -> float:
    """M of its currency, at the first period's rate, that by History a nation paid for the programmes planned here."""
    here = {"", f.problem.programme.name, *(p.programme for p in f.problem.phases)}
    own = (h.paid_m for h in f.problem.history if h.nation == nation and (h.programme or "") in here)
    return f.fx(nation, 0) * sum(own)
