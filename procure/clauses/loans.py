"""A loan is drawn for payments of its phases, and paid back with interest, also after the horizon.

    draw[f,n,t] <= most[f] sum_{p of f} (pay[n,p,t] + credit[n,p,t])
    sum_{u<=t} draw[f,n,u] <= most[f] sum_{p of f, u<=t} (due[n,p,u] + credit[n,p,u])
    sum_f draw[f,n,t] <= sum_{p of any loan} (pay[n,p,t] + credit[n,p,t])   where n may draw several loans
    repay[f,n,t] = sum_{u<t} back[f,t-u] draw[f,n,u]

    most[f]    0..1  Funding, most funded
    credit     M     what n is credited beside the charges (clause payment): it may borrow what it gives in kind
    back[f,k]  0..1  of a draw, k periods after it: interest (a year x period in years) on what was outstanding and,
                     from the first instalment on, one of `repay periods` equal parts (funding.repayment)

The second row keeps money from being drawn for payments that are not due yet. What falls back after the horizon is
counted in the objective cost and shown as debt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from procure import funding, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, credit_terms, over
from procure.plan import Plan, dec
from procure.problem import Fund


def constrain(m: Any, f: Facts) -> None:
    for fund in funding.loans(f):
        for n in funding.beneficiaries(f, fund):
            _drawn(m, f, fund, n)
            _paid_back(m, f, fund, n)
    _together(m, f)


def _drawn(m: Any, f: Facts, fund: Fund, n: str) -> None:
    draw, of, most = m.x["draw"], funding.phases(f, fund), fund.most_fraction
    cells = [f.problem.cell("Funding", fund.row, "most funded")]
    for t in f.periods:
        paid = over(m.x["pay"], ((n, p, t) for p in of), -most) + _credited(m, f, n, of, [t], -most)
        m.require("loans", (fund.id, n, t), [(1, draw[fund.id, n, t]), *paid], "<=", 0, cells)
        so_far = over(draw, ((fund.id, n, u) for u in range(t + 1)))
        so_far += over(m.x["due"], ((n, p, u) for p in of for u in range(t + 1)), -most)
        so_far += _credited(m, f, n, of, range(t + 1), -most)
        m.require("loans", (fund.id, n, t, "due"), so_far, "<=", 0, cells)


def _together(m: Any, f: Facts) -> None:
    for n in f.nations:
        mine = [fund for fund in funding.loans(f) if n in funding.beneficiaries(f, fund)]
        of = sorted({p for fund in mine for p in funding.phases(f, fund)})
        for t in f.periods if len(mine) > 1 else ():
            drawn: Terms = over(m.x["draw"], ((fund.id, n, t) for fund in mine))
            paid = over(m.x["pay"], ((n, p, t) for p in of), -1) + _credited(m, f, n, of, [t], -1)
            m.require("loans", (n, t), drawn + paid, "<=", 0)


def _credited(m: Any, f: Facts, n: str, phases: Iterable[str], periods: Iterable[int], factor: float) -> Terms:
    terms = (credit_terms(m, f, n, p, t) for t in periods for p in phases)
    return [(factor * c, x) for some in terms for c, x in some]


def _paid_back(m: Any, f: Facts, fund: Fund, n: str) -> None:
    back, draw = funding.repayment(f, fund), m.x["draw"]
    columns = ("interest", "repay from", "repay periods")
    cells = [f.problem.cell("Funding", fund.row, column) for column in columns]
    for t in f.periods:
        terms = [(back[t - u], draw[fund.id, n, u]) for u in range(t) if t - u < len(back)]
        m.require("loans", (fund.id, n, t, "back"), [*terms, (-1, m.x["repay"][fund.id, n, t])], "=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    loans = {fund.id: fund for fund in funding.loans(f)}

    def most(fund: str, n: str, _: int) -> int | None:
        return None if fund in loans and n in funding.beneficiaries(f, loans[fund]) else 0

    for family in ("draw", "repay"):
        yield from ledger.domain("loans", plan, f, family, most, lambda *_: ledger.unit(f), "M")
    rounded = ledger.rounded_for(plan, f)
    draws, repays = ledger.by_period(plan, f, "draw", 0, 1), ledger.by_period(plan, f, "repay", 0, 1)
    for fund, n in sorted({*draws, *repays}):
        if most(str(fund), str(n), 0) is None:
            loan, nation = loans[str(fund)], str(n)
            yield from _audit_draws(plan, f, loan, nation, draws[fund, n], rounded[nation])
            yield from _audit_repaid(f, loan, nation, draws[fund, n], repays[fund, n])
    yield from _audit_together(plan, f, rounded)


def _audit_draws(
    plan: Plan, f: Facts, fund: Fund, n: str, drawn: list[Decimal], loose: Decimal
) -> Iterator[Check]:
    part, of, credits = dec(fund.most_fraction), funding.phases(f, fund), ledger.credits(plan, f)

    def credit(p: str, t: int) -> Decimal:
        return credits[n, p][t] if (n, p) in credits else ledger.ZERO

    paid, due = (
        [part * sum((plan.get(family, n, p, t) + credit(p, t) for p in of), ledger.ZERO) for t in f.periods]
        for family in ("pay", "due")
    )
    cells = (f.problem.cell("Funding", fund.row, "most funded"),)
    sums, owed = ledger.cumulated(drawn), ledger.cumulated(due)
    for t in f.periods:
        if drawn[t]:
            index = ledger.names(f, (fund.id, n, t))
            yield Check("loans", index, drawn[t], "<=", paid[t], loose, "M", cells)
            yield Check("loans", (*index, "due"), sums[t], "<=", owed[t], loose, "M", cells)


def _audit_repaid(f: Facts, fund: Fund, n: str, drawn: list[Decimal], repaid: list[Decimal]) -> Iterator[Check]:
    """By the end of every period: instalments and interest worked out period by period from what is owed."""
    first, count = max(1, f.calendar.periods(fund.repay_from_months)), fund.repay_periods
    interest = dec(fund.interest_fraction) * f.calendar.months / 12
    exact = [ledger.ZERO] * len(drawn)
    for u, amount in enumerate(drawn):
        owed = amount
        for t in range(u + 1, min(len(drawn), u + first + count)):
            instalment = amount / count if t >= u + first else ledger.ZERO
            exact[t] += interest * owed + instalment
            owed -= instalment
    cells = tuple(f.problem.cell("Funding", fund.row, c) for c in ("interest", "repay from", "repay periods"))
    back, asked = ledger.cumulated(repaid), ledger.cumulated(exact)
    for t in f.periods:
        if repaid[t] or exact[t]:
            index, granted = ledger.names(f, (fund.id, n, t, "back")), ledger.unit(f) + ledger.cent(f)
            yield Check("loans", index, back[t], "=", asked[t], granted, "M", cells)


def _audit_together(plan: Plan, f: Facts, rounded: dict[str, Decimal]) -> Iterator[Check]:
    """All loans of a nation in a period against all that they may be drawn for."""
    drawn, credits = ledger.totals(plan, "draw", 1, 2), ledger.credits(plan, f)
    for (n, t), amount in sorted(drawn.items()):
        mine = [fund for fund in funding.loans(f) if n in funding.beneficiaries(f, fund)]
        of = {p for fund in mine for p in funding.phases(f, fund)}
        given = (credits[n, p][int(t)] for p in of if (n, p) in credits)
        paid = sum((*(plan.get("pay", n, p, t) for p in of), *given), ledger.ZERO)
        if amount:
            yield Check("loans", ledger.names(f, (n, t)), amount, "<=", paid, rounded[str(n)], "M")
