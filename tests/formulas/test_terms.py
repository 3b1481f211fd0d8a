"""Terms: text and value are made together and stay the same thing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procure.formulas.places import Area, letters
from procure.formulas.term import (
    MOST,
    Term,
    constant,
    cumulated,
    differences,
    least,
    number,
    rounded_down,
    rounded_up,
    shifted,
    shorter,
    sum_of,
    total,
)  # fmt: skip

AREA = Area("Work packages", 3, 4, range(4), ("name", "2027", "2028", "2029"), [("a", 2, None, Decimal("1.5"))])
ROW, LABELS = AREA.across(0, "2027", "2029"), AREA.labels("2027", "2029")


def test_a_blank_cell_counts_as_nothing_and_the_range_is_absolute() -> None:
    assert ROW.text == "'Work packages'!$B$5:$D$5"
    assert ROW.values == (2, 0, Decimal("1.5"))
    assert (total(ROW).text, total(ROW).value) == (f"SUM({ROW.text})", Decimal("3.5"))
    assert not total(ROW).array


def test_sums_to_date_and_shifted_rows_keep_their_place_in_time() -> None:
    assert cumulated(ROW, LABELS).values == (2, 2, Decimal("3.5"))
    assert cumulated(ROW, LABELS, later=1).values == (0, 2, 2)
    assert shifted(ROW, LABELS).values == (0, 2, 0)
    assert shifted(ROW, LABELS, -1).values == (0, Decimal("1.5"), 0)
    assert f"<=COLUMN({LABELS})-1" in cumulated(ROW, LABELS, later=1).text
    assert f"=COLUMN({LABELS})+1" in shifted(ROW, LABELS, -1).text


def test_one_number_is_taken_in_every_period() -> None:
    assert (ROW - 1).values == (1, -1, Decimal("0.5"))
    assert least(ROW - 1).value == -1
    assert differences(ROW, number(1)).value == Decimal("2.5")
    assert (constant([Decimal(2)] * 3).text, constant(map(Decimal, (1, 2))).text) == ("2", "{1,2}")


def test_what_is_nothing_makes_no_formula_longer() -> None:
    none = Term("0", (Decimal(0),) * 3)
    assert ROW + none is ROW
    assert (ROW * none).text == "0"
    assert sum_of([none, ROW, none]) == ROW


def test_a_part_of_nothing_is_nothing_and_no_error() -> None:
    assert (number(3) / number(0)).value == 0
    assert (number(3) / number(2)).text == "IF(2=0,0,(3)/(2))"


@pytest.mark.parametrize(("value", "up", "down"), [("0", 0, 0), ("2", 2, 2), ("2.25", 3, 2)])
def test_rounding_leaves_whole_numbers_alone(value: str, up: int, down: int) -> None:
    assert rounded_up(number(Decimal(value))).value == up
    assert rounded_down(number(Decimal(value))).value == down


def test_terms_are_parted_so_that_a_formula_can_hold_them() -> None:
    long = [Term("A" * 1500, (Decimal(1),)) for _ in range(7)]
    parted = list(shorter(long))
    assert [one for several in parted for one in several] == long
    assert max(sum(len(one.text) for one in several) for several in parted) <= MOST


@pytest.mark.parametrize(("column", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(column: int, expected: str) -> None:
    assert letters(column) == expected
