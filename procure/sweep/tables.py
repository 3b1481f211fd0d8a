"""The results of a sweep as one table: for the workbook, the terminal and a JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procure.sweep.case import Result
from procure.tables.table import Column, Rows, Table, Value, number_format

SHEET = "Sweep"
DECIMALS = 2  # of M
SHORT = 12  # digits of a key on the terminal
_MONEY = number_format("", DECIMALS)
_FIRST = [
    Column("scenario", width=40), Column("state", width=14), Column("cost", _MONEY, 12),
    Column("more than the base", _MONEY, 12), Column("bound", _MONEY, 12), Column("gap", _MONEY, 10),
]  # fmt: skip
_LAST = [Column("inputs' hash", width=66), Column("why", width=40)]


def table(results: Sequence[Result], nations: Sequence[str]) -> Table:
    """A result a row, the base first: its state, what it costs and what is proven, and what each nation bears."""
    rows = Rows()
    for result in results:
        late, borne = result.record.get("late"), result.record.get("borne", {})
        shares = [_exact(borne.get(nation)) for nation in nations]
        delay = None if late is None else Decimal(late).normalize() + 0
        rows.add(*_figures(result, results[0]), delay, *shares, result.key, result.why)
    middle = [Column("late, unit-periods", _MONEY, 12), *(Column(nation, _MONEY, 12) for nation in nations)]
    sentence = (
        "M as the planner counts cost (in present value where the programme discounts). Bound: no plan can cost less. "
        "Under a nation: what it bears. The hash is of the resolved inputs, model, options and versions."
    )
    return rows.table(SHEET, "Scenarios", sentence, [*_FIRST, *middle, *_LAST])


def short(results: Sequence[Result]) -> Table:
    """The same for a terminal: without what each nation bears, and the hash in short."""
    rows = Rows()
    for result in results:
        rows.add(*_figures(result, results[0]), result.key[:SHORT], result.why)
    return rows.table(SHEET, "Scenarios", "", [*_FIRST, *_LAST])


def records(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The same for a JSON document; null is what is not there."""
    return [
        {
            "name": result.name, "state": result.state, "cost": result.cost, "bound": result.bound, "gap": result.gap,
            "late": None if "late" not in result.record else float(result.record["late"]),
            "borne": {nation: float(Fraction(part)) for nation, part in result.record.get("borne", {}).items()},
            "key": result.key, "why": result.why,
        }
        for result in results
    ]  # fmt: skip


def _figures(result: Result, base: Result) -> tuple[Value, ...]:
    more = None if result.cost is None or base.cost is None else result.cost - base.cost
    return result.name, result.state, *map(_m, (result.cost, more, result.bound, result.gap))


def _exact(amount: str | None) -> Decimal | None:
    return None if amount is None else _m(float(Fraction(amount)))


def _m(amount: float | None) -> Decimal | None:
    """M to the cent of a million."""
    return None if amount is None else round(Decimal(amount), DECIMALS) + 0  # no minus before nothing
