"""Outside money: what each fund gives, who draws and pays back what, what is owed at the end, what it was worth."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import funding
from procure.plan import Key, dec
from procure.problem import GRANT, Fund
from procure.tables.figures import ZERO, Figures, grouped, part
from procure.tables.table import PERCENT, Column, Rows, Table


def outside_money(x: Figures, sheet: str) -> Iterator[Table]:
    """Nation by figure: cost, what grants bear of it, what is charged; loans drawn, paid back, and owed at the end."""
    if not x.f.problem.funds:
        return
    rows, gross, grants = Rows(), grouped(x.gross.items(), 0), grouped(x.grants.items(), 0)
    drawn, back = grouped(x.plan.items("draw"), 1), grouped(x.plan.items("repay"), 1)
    vat = (grouped(x.vat.items(), 0),) if x.has_vat else ()
    tables = (gross, grants, *vat, x.costs, drawn, back)
    for n in x.payers:
        rows.add(n, *(table.get((n,), ZERO) for table in tables), debt(x, n))
    rows.add("all", *(sum(table.values(), ZERO) for table in tables), debt(x), total=True)
    headers = (x.before, "grants", *(["VAT"] if x.has_vat else []), "charge", "drawn", "paid back", "owed at the end")
    columns = [Column("nation", width=16), *(Column(header, x.money) for header in headers)]
    yield rows.table(sheet, "Outside money", "Owed at the end: of loans, interest still to come left out.", columns)


def debt(x: Figures, nation: str | None = None, fund: str | None = None, t: int | None = None) -> Decimal:
    """M still owed at the end of a period (None = the last) by a nation (None = all) of a fund (None = all)."""
    last, found = x.f.periods[-1] if t is None else t, ZERO
    for loan in funding.loans(x.f):
        draws = (
            (int(u), leaf)
            for (f, n, u), leaf in x.plan.items("draw")
            if f == loan.id and fund in (None, f) and nation in (None, n)
        )
        found += funding.debt(x.f, loan, draws, last)
    return found


def funding_results(x: Figures) -> list[Table]:
    """Fund by nation and period: grants, or draws, repayments and what is owed; nothing where there are no funds."""
    if not x.f.problem.funds:
        return []
    columns = [
        Column("fund", width=16), Column("kind", width=8), Column("taken", width=8), Column("nation", width=12),
        Column("figure", width=18), Column("part", PERCENT, 9), Column("total", x.money, 14),
        *(Column(label, x.money, 11) for label in x.labels), Column("envelope", x.money, 13),
        Column("needs", width=20), Column("worth", width=40),
    ]  # fmt: skip
    rows = Rows()
    for fund in x.f.problem.funds:
        _of_fund(x, rows, fund)
    sentence = (
        "What each fund gives to whom, by period; a fund that is not taken gives nothing and its conditions need not "
        "hold. Worth: what the best cost, discounted, comes to without the fund, or with it."
    )
    return [rows.table("Funding results", "Funding results", sentence, columns)]


def _of_fund(x: Figures, rows: Rows, fund: Fund) -> None:
    taken = "yes" if x.plan.get("taken", fund.id) else "no"
    who = (fund.id, fund.kind, taken)
    figures = {"grant": "grant"} if fund.kind == GRANT else {"drawn": "draw", "paid back": "repay"}
    blank = (None, None, None)
    for n in funding.beneficiaries(x.f, fund):
        for figure, family in figures.items():
            sums = grouped(_leaves(x, fund, family, n), 0)
            by_period = [sums.get((t,), ZERO) for t in x.f.periods]
            whole = sum((leaf for _, leaf in _leaves(x, fund, family)), ZERO)
            own = sum(by_period, ZERO)
            rows.add(*who, n, figure, part(own, whole), own, *by_period, *blank)
        if fund.kind != GRANT:
            owed = [debt(x, n, fund.id, t) for t in x.f.periods]
            rows.add(*who, n, "owed at the end", None, None, *owed, *blank)
    first = next(iter(figures))
    sums = grouped(_leaves(x, fund, figures[first]), 0)
    by_period = [sums.get((t,), ZERO) for t in x.f.periods]
    envelope = None if fund.envelope_m is None else dec(fund.envelope_m)
    ends = (envelope, "; ".join(fund.needs), x.plan.run.get(f"worth of {fund.id}", ""))
    rows.add(*who, "all", first, None, sum(by_period, ZERO), *by_period, *ends, total=True)


def _leaves(x: Figures, fund: Fund, family: str, nation: str | None = None) -> Iterator[tuple[Key, Decimal]]:
    """((period,), M) of the fund's leaves of a family, of a nation (None = all)."""
    for key, leaf in x.plan.items(family):
        if key[0] == fund.id and nation in (None, key[1]):
            yield (key[-1],), leaf
