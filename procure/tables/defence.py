"""Payments against a nation's economy: part of its GDP, and of what the guideline of 2014 sets aside for equipment."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.plan import dec
from procure.tables.figures import ZERO, Figures, part
from procure.tables.table import Column, Rows, Table

DEFENCE, EQUIPMENT = Decimal("0.02"), Decimal("0.20")  # of GDP; of defence spending (NATO, Wales 2014)
FINE = "0.000%"


def against_gdp(x: Figures, sheet: str) -> Iterator[Table]:
    """Nation by figure: its GDP, payments in the mean and in the peak year, and their part of the guideline."""
    if not x.f.problem.programme.gdp_in_m:
        return
    rows, years = Rows(), sorted(set(x.f.calendar.years))
    for n in x.payers:
        gdp = dec(x.f.nations[n].gdp or 0.0)
        by_year = dict.fromkeys(years, ZERO)
        for (m, _, t), paid in x.plan.items("pay"):
            if m == n and t in x.f.periods:
                by_year[x.f.calendar.years[int(t)]] += paid
        peak = max(years, key=lambda year: (by_year[year], -year))
        mean = sum(by_year.values(), ZERO) / (dec(x.f.calendar.year_fraction) * len(x.f.periods))
        rows.add(
            n, gdp or None, mean, part(mean, gdp), str(peak), by_year[peak], part(by_year[peak], gdp),
            part(by_year[peak], gdp * DEFENCE * EQUIPMENT),
        )  # fmt: skip
    columns = [
        Column("nation", width=16), Column("GDP a year", x.money), Column("paid a year", x.money),
        Column("of GDP", FINE), Column("peak year"), Column("paid in it", x.money), Column("of GDP", FINE),
        Column("of guideline", "0.0%"),
    ]  # fmt: skip
    sentence = (
        "Guideline of 2014 (public): 2 % of GDP for defence, 20 % of it for equipment; the last column is the part of "
        "that which the peak year's payments take."
    )
    yield rows.table(sheet, "Payments and GDP", sentence, columns)
