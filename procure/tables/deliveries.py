"""Who receives what, and when."""

from __future__ import annotations

from decimal import Decimal

from procure import orders
from procure.demand import Need
from procure.plan import dec
from procure.problem import FIRM
from procure.tables.figures import SEEN, ZERO, Figures
from procure.tables.fleet import fleet
from procure.tables.table import PLAIN, Column, Rows, Table, number_format


def deliveries(x: Figures) -> Table:
    """Item or family by nation and period: units due, delivered and late; of each item also those built and kept."""
    columns = [Column("item or family", width=18), Column("nation", width=12), Column("figure", width=18)]
    columns += [Column("total", PLAIN, 12), *(Column(label, PLAIN, 9) for label in x.labels)]
    rows = Rows()
    for family in x.f.families:
        _needed(x, rows, family)
    for i, item in x.f.items.items():
        _needed(x, rows, i)
        if item.family:
            _of_family(x, rows, i)
        unit = number_format("", 0 if item.whole else 3)
        for figure, decided in (("built", "built"), ("in stock at the end", "stock")):
            by_period = [x.plan.get(decided, i, t) for t in x.f.periods]
            if any(by_period):
                _add(rows, (i, "all", figure), by_period, unit)
        if item.per_fleet_unit is not None:
            years, needed = x.f.calendar.years, fleet(x, i)
            ends = {t for t in x.f.periods if t == x.f.periods[-1] or years[t + 1] != years[t]}
            in_year = (needed[years[t]] if t in ends else None for t in x.f.periods)
            rows.add(i, "all", "fleet needed", None, *in_year, format="0")
    sentence = "Units due and delivered in each period, and those still owed at its end (red). " + _units(x)
    return rows.table("Deliveries", "Deliveries", sentence, columns)


def _needed(x: Figures, rows: Rows, name: str) -> None:
    """What nations need of an item or a family, what they get of it, and what is late, by period and in all."""
    sums: dict[str, list[Decimal]] = {}
    needs = [need for need in x.f.needs.values() if need.name == name]
    unit, apart = number_format("", 0 if all(need.whole for need in needs) else 3), any(d.extras for d in needs)
    for need in needs:
        n = need.nation
        figures = {"due": x.due(name, n), **(_apart(x, need) if apart else {})}
        figures |= {"delivered": x.delivered(name, n), "late at the end": x.late(name, n)}
        for figure, by_period in figures.items():
            _add(rows, (name, n, figure), by_period, unit)
            what, _, _ = figure.partition(", of ")
            before = sums.get(what, [ZERO] * len(by_period))
            sums[what] = [a + b for a, b in zip(before, by_period, strict=True)]
        if never := x.plan.get("short", name, n):
            rows.add(name, n, "never delivered", never, *[None] * len(x.labels), format=unit, red=[3])
    for figure, by_period in sums.items():
        _add(rows, (name, "all", figure), by_period, unit, total=True)


def _apart(x: Figures, need: Need) -> dict[str, list[Decimal]]:
    """Firm units due, and units delivered by what they count for; "of" says what may be taken."""
    counted = orders.attributed(x.plan, need)
    taken = {f"{e.label}, of {dec(e.units).normalize():f}": counted[e.label] for e in need.extras}
    return {"firm units due": [dec(units) for units in need.due], "firm units": counted[FIRM], **taken}


def _of_family(x: Figures, rows: Rows, item: str) -> None:
    """Units of an item that nations get for a need of its family."""
    unit = number_format("", 0 if x.f.items[item].whole else 3)
    for n in x.f.takers[item]:
        by_period = [x.plan.get("deliver", item, n, t) for t in x.f.periods]
        if (item, n) not in x.f.needs and any(by_period):
            _add(rows, (item, n, "delivered"), by_period, unit)


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
