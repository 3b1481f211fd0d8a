"""Outside money flows only where its fund is taken, as far as its envelope goes; a bonus comes with what it adds to.

    sum money[f,..] <= most[f] taken[f]
    sum money[f,..] + sum_{g within f} money[g,..] <= envelope[f]
    sum_{t of the column} money[f,..] <= limit[f,column]
    taken[f] <= taken[g]                                         for every fund g that f needs

    money     grant[f,n,p,t] of a grant, draw[f,n,t] of a loan
    most[f]   M  the envelope, or less where rate x the most that the phases can cost is less (funding.most)
    limit     M  Funding, a period or a year over shorter ones

The rules that f needs are relaxed where it is not taken (rules.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import funding, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms
from procure.plan import Plan, dec
from procure.problem import GRANT, Fund


def constrain(m: Any, f: Facts) -> None:
    taken = m.x["taken"]
    for fund in f.problem.funds:
        cells = [f.problem.cell("Funding", fund.row, "envelope")]
        right = [(-funding.most(f, fund), taken[fund.id,])]
        m.require("taken", (fund.id,), [*_money(m, fund, f.periods), *right], "<=", 0, cells)
        sharing = funding.sharing(f, fund)
        if sharing and fund.envelope_m is not None:
            money = [term for one in (fund, *sharing) for term in _money(m, one, f.periods)]
            m.require("taken", (fund.id, "all"), money, "<=", fund.envelope_m, cells)
        for limit in fund.limits:
            cells = [f.problem.cell("Funding", fund.row, limit.column)]
            money = _money(m, fund, limit.span.periods)
            m.require("taken", (fund.id, limit.span.first), money, "<=", limit.amount, cells)
        for other in funding.needed(f, fund):
            cells = [f.problem.cell("Funding", fund.row, "needs")]
            m.require("taken", (fund.id, other), [(1, taken[fund.id,]), (-1, taken[other,])], "<=", 0, cells)


def _money(m: Any, fund: Fund, periods: range) -> Terms:
    family = m.x["grant" if fund.kind == GRANT else "draw"]
    return [(1, variable) for key, variable in family.items() if key[0] == fund.id and key[-1] in periods]


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    known = {fund.id for fund in f.problem.funds}
    yield from ledger.domain("taken", plan, f, "taken", lambda fund: int(fund in known), lambda *_: 1, "0/1")
    for fund in f.problem.funds:
        money = ledger.by_period(plan, f, "grant" if fund.kind == GRANT else "draw", 0)[fund.id,]
        whole, taken = sum(money, ledger.ZERO), plan.get("taken", fund.id)
        envelope = whole if fund.envelope_m is None else dec(fund.envelope_m)
        cells = (f.problem.cell("Funding", fund.row, "envelope"),)
        yield Check("taken", (fund.id,), whole, "<=", envelope * taken, ledger.cent(f), "M", cells)
        if fund.envelope_m is not None and (names := {one.id for one in f.problem.funds if one.within == fund.id}):
            families = (leaf for name in ("grant", "draw") for leaf in plan.items(name))
            more = sum((leaf for key, leaf in families if key[0] in names), ledger.ZERO)
            yield Check("taken", (fund.id, "all"), whole + more, "<=", envelope, ledger.cent(f), "M", cells)
        for limit in fund.limits:
            found = sum((money[t] for t in limit.span.periods), ledger.ZERO)
            index, cells = ledger.names(f, (fund.id, limit.span.first)), (_cell(f, fund, limit.column),)
            yield Check("taken", index, found, "<=", dec(limit.amount), _loose(f, fund), "M", cells)
        for name in fund.needs:
            if name in known:
                has = plan.get("taken", name)
                yield Check("taken", (fund.id, name), taken, "<=", has, unit="0/1", cells=(_cell(f, fund, "needs"),))


def _cell(f: Facts, fund: Fund, column: str) -> str:
    return f.problem.cell("Funding", fund.row, column)


def _loose(f: Facts, fund: Fund) -> Decimal:
    """M by which rounding along time may bring a period's money forward: a unit for each nation and phase."""
    series = len(funding.beneficiaries(f, fund)) * (len(funding.phases(f, fund)) if fund.kind == GRANT else 1)
    return series * ledger.unit(f)
