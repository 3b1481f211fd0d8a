"""How common the fleet is, and how large a shared one has to be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from procure.plan import dec
from procure.tables.figures import SEEN, ZERO, Figures, part
from procure.tables.table import PERCENT, PLAIN, Column, Rows, Table, number_format


def families(x: Figures, sheet: str) -> Iterator[Table]:
    """Of each family how many of its items are in use, and the part of its units that are the commonest one."""
    rows = Rows()
    for name, members in x.f.families.items():
        units = {i: x.plan.total("deliver", i) for i in members}
        in_use, whole = [i for i in members if units[i] > SEEN], sum(units.values(), ZERO)
        most = max(members, key=lambda i: units[i])
        shown = number_format("", 0 if x.f.items[most].whole else 3)
        largest = [most, units[most], part(units[most], whole)] if in_use else ["", None, None]
        rows.add(name, Decimal(len(in_use)), Decimal(len(members)), whole, *largest, format=shown)
    columns = [
        Column("family", width=16), Column("items in use", "0"), Column("of", "0"), Column("units", x.units),
        Column("commonest item", span=2), Column("its units", x.units), Column("part of the fleet", PERCENT),
    ]  # fmt: skip
    if rows.rows:
        sentence = "How common the fleet is: items in use, and the part of the units that are the commonest one."
        yield rows.table(sheet, "Families", sentence, columns)


def fleets(x: Figures, sheet: str) -> Iterator[Table]:
    """Aircraft or ships that a shared fleet needs in each year, for items that say what one of them provides."""
    years = tuple(dict.fromkeys(x.f.calendar.years))
    rows = Rows()
    for i, item in x.f.items.items():
        if item.per_fleet_unit is not None:
            rows.add(i, dec(item.per_fleet_unit), item.unit, *fleet(x, i).values())
    columns = [Column("item", width=16), Column("one provides a year", PLAIN), Column("unit", width=10)]
    columns += [Column(str(year), "0") for year in years]
    if rows.rows:
        sentence = "Fleet that the units delivered in a year need, rounded up."
        yield rows.table(sheet, "Fleet by year", sentence, columns)


def fleet(x: Figures, item: str) -> dict[int, Decimal]:
    """Fleet needed by calendar year: units delivered over what one provides in the year's periods, rounded up."""
    provides = dec(x.f.items[item].per_fleet_unit or 1.0) * x.f.calendar.months / 12
    found = {}
    for year in dict.fromkeys(x.f.calendar.years):
        periods = [t for t in x.f.periods if x.f.calendar.years[t] == year]
        units = sum((x.plan.total("deliver", item, None, t) for t in periods), ZERO)
        units -= SEEN * len(x.f.takers[item]) * len(periods)  # what rounding may have added is no aircraft
        found[year] = (max(units, ZERO) / (provides * len(periods))).to_integral_value(ROUND_CEILING)
    return found
