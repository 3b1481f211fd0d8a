"""Charts of a comparison: what every plan costs, and each nation's cost and work in them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.comparing import Comparison, shown
from procure.report.chart import Chart, Key, bars
from procure.report.numbers import decimals, unit
from procure.tables.table import Table

CHARTED = 6  # plans beside each other in a chart by nation: more could not be told apart


def charts(found: Comparison) -> Iterator[Chart]:
    """Cost of every plan, then cost and work by nation; without a base or another plan only what there is."""
    yield from _costs(next(table for table in found.sheets[shown.SUMMARY] if table.title == shown.OVERVIEW))
    tables = {table.title: table for table in found.sheets[shown.NATIONS]}
    for name, title in (("nation-cost", shown.COST_BY_NATION), ("nation-work", shown.WORK_BY_NATION)):
        if title in tables:
            yield from _by_nation(name, tables[title])


def _costs(table: Table) -> Iterator[Chart]:
    """A bar a plan."""
    headers = [column.header for column in table.columns]
    at = headers.index("cost")
    named = [(str(row[0]), row[at]) for row in table.rows]
    costs = {name: cost for name, cost in named if isinstance(cost, Decimal)}
    if not costs:
        return
    format = table.columns[at].format
    drawing = bars(list(costs), {"cost": list(costs.values())}, unit(format), decimals(format))
    least = min(costs, key=lambda name: costs[name])
    most = max(costs, key=lambda name: costs[name])
    sentence = f"{most} costs most and {least} least of {len(costs)} plans."
    if costs[most] == costs[least]:
        sentence = "All plans cost the same."
    yield Chart("costs", "Cost of every plan", sentence, table, drawing)


def _by_nation(name: str, table: Table) -> Iterator[Chart]:
    """A group of bars a nation, the first plans beside each other."""
    nations = [str(row[0]) for row in table.rows]
    plans = [column.header for column in table.columns[1:]]
    values = [[v if isinstance(v, Decimal) else None for v in row[1:]] for row in table.rows]
    if not nations:
        return
    drawn = plans[:CHARTED]
    series = {plan: [row[k] for row in values] for k, plan in enumerate(drawn)}
    format = table.columns[1].format
    more = f" Drawn are the first {CHARTED} of {len(plans)} plans." if len(plans) > CHARTED else ""
    apart = {n: max(_known(row)) - min(_known(row)) for n, row in zip(nations, values, strict=True) if _known(row)}
    widest = max(apart, key=lambda n: apart[n], default="")
    sentence = "No nation's figure differs between the plans."
    if widest and apart[widest]:
        sentence = f"The plans are furthest apart for {widest}."
    keys = tuple(Key(f"s{k}", plan) for k, plan in enumerate(drawn))
    drawing = bars(nations, series, unit(format), decimals(format))
    yield Chart(name, table.title, sentence + more, table, drawing, keys)


def _known(row: list[Decimal | None]) -> list[Decimal]:
    return [value for value in row if value is not None]
