"""Cells look on the page as Excel shows them in the workbook."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procure.report import numbers
from procure.tables.table import EXACT, PERCENT, PLAIN, POINTS, RATIO, TEXT, number_format

MONTHS = '+0" months";-0" months";0" months"'


@pytest.mark.parametrize(
    ("value", "format", "said"),
    [
        (Decimal("1234.5"), PLAIN, "1,234.50"),
        (Decimal("-1234.5"), PLAIN, "-1,234.50"),
        (Decimal("-0.001"), PLAIN, "0.00"),
        (Decimal("0.125"), PERCENT, "12.5%"),
        (Decimal("0.00049"), PERCENT, "0.0%"),
        (Decimal("1.25"), POINTS, "+1.3 pt"),
        (Decimal("-1.25"), POINTS, "-1.3 pt"),
        (Decimal("-0.01"), POINTS, "0.0 pt"),
        (Decimal("2.5"), RATIO, "2.500"),
        (Decimal("2.5"), "0", "3"),
        (3, "0", "3"),
        (Decimal(-6), MONTHS, "-6 months"),
        (Decimal("7"), number_format("M", 2), "7.00 M"),
        (Decimal("7"), number_format('5"; 0.00%'), "7 5'; 0.00%"),
        (Decimal("1.500"), EXACT, "1.5"),
        (Decimal(0), EXACT, "0"),
        (Decimal("1E+3"), TEXT, "1000"),
        ("=1+1", PLAIN, "=1+1"),
        (None, PLAIN, ""),
    ],
)
def test_a_cell_is_shown_in_its_format(value: Decimal | int | str | None, format: str, said: str) -> None:
    assert numbers.shown(value, format) == said


@pytest.mark.parametrize(
    ("format", "unit", "decimals"),
    [(PERCENT, "%", 1), (PLAIN, "", 2), (number_format("M", 3), " M", 3), (number_format("5.00 %", 0), " 5.00 %", 0)],
)
def test_unit_and_decimals_are_read_from_a_format(format: str, unit: str, decimals: int) -> None:
    assert numbers.unit(format) == unit
    assert numbers.decimals(format) == decimals
