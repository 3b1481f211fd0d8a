"""Who receives what, and when."""

from __future__ import annotations

from decimal import Decimal

from procure.tables.figures import SEEN, ZERO, Figures
from procure.tables.table import PLAIN, Column, Rows, Table, number_format


def deliveries(x: Figures) -> Table:
    """Item by nation and period: units due, delivered and late; of each item also those built and kept."""
    columns = [Column("item", width=18), Column("nation", width=12), Column("figure", width=18)]
    columns += [Column("total", PLAIN, 12), *(Column(label, PLAIN, 9) for label in x.labels)]
    rows = Rows()
    for i, item in x.f.items.items():
        unit = number_format("", 0 if item.whole else 3)
        sums: dict[str, list[Decimal]] = {}
        for n in x.f.takers[i]:
            figures = {"due": x.due(i, n), "delivered": x.delivered(i, n), "late at the end": x.late(i, n)}
            for figure, by_period in figures.items():
                _add(rows, (i, n, figure), by_period, unit)
                before = sums.get(figure, [ZERO] * len(by_period))
                sums[figure] = [a + b for a, b in zip(before, by_period, strict=True)]
            if never := x.plan.get("short", i, n):
                rows.add(i, n, "never delivered", never, *[None] * len(x.labels), format=unit, red=[3])
        for figure, by_period in sums.items():
            _add(rows, (i, "all", figure), by_period, unit, total=True)
        for figure, family in (("built", "built"), ("in stock at the end", "stock")):
            by_period = [x.plan.get(family, i, t) for t in x.f.periods]
            if any(by_period):
                _add(rows, (i, "all", figure), by_period, unit)
    sentence = "Units due and delivered in each period, and those still owed at its end (red). " + _units(x)
    return rows.table("Deliveries", "Deliveries", sentence, columns)


def _add(rows: Rows, who: tuple[str, str, str], by_period: list[Decimal], unit: str, total: bool = False) -> None:
    """Add a row: flows have a total, levels have none; what is late is red."""
    level = "at the end" in who[2]
    late = [4 + t for t, units in enumerate(by_period) if units > SEEN] if who[2].startswith("late") else []
    in_all = None if level else sum(by_period, ZERO)
    rows.add(*who, in_all, *by_period, total=total, format=unit, red=late)


def _units(x: Figures) -> str:
    units = {item.unit for item in x.f.items.values()}
    if len(units) == 1:
        return f"The unit is: {units.pop()}."
    return "Units: " + "; ".join(f"{i}: {item.unit}" for i, item in x.f.items.items()) + "." if units else ""
