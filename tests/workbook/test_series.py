"""Series in a workbook: what is read from them, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from procure.calendar import Span
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from tests.workbook import books
from tests.workbook.books import Tables, at


def tables(*edits: tuple[str, str, Any]) -> Tables:
    return books.edited(*edits)


def findings(found: Tables) -> list[Finding]:
    return books.read(found)[1]


def test_a_value_before_the_horizon_and_one_that_holds_on_are_read() -> None:
    problem = books.read(tables())[0]
    assert problem is not None
    cpi = next(one for one in problem.series if one.id == "cpi")
    assert cpi.values == ((Span(-1, -1), 100.0, "2026"), (Span(0, 0), 102.0, "2027"), (Span(2, 2), 104.5, "2029"))
    f = Facts(problem)
    assert f.deflator(1) == pytest.approx(1.02)
    assert f.index("Development", 5) == pytest.approx(1.045)
    assert f.index("Production", 5) == 1.0
    assert f.fx("SE", 1) == 11.2
    assert f.fx("SE", 7) == 11.4
    assert f.fx("UK", 3) == 1.0


CASES = [
    ("missing rate", ERROR, "!".join(at("Nations", "currency", 4)), [("Nations", "currency 4", "NOK")]),
    ("missing rate", ERROR, "Series!A3", [("Series", "C3", None)]),
    ("unknown name", ERROR, "Phases!", [(*at("Phases", "index", 2), "cip")]),
    ("unknown name", ERROR, "Programme!B17", [("Programme", "B17", "cip")]),
    ("missing index", ERROR, "Programme", [("Programme", "B17", None), ("Programme", "B18", "constant prices")]),
    ("missing rate", ERROR, "Quotes!", [(*at("Quotes", "currency", 2), "USD")]),
    ("missing index", ERROR, "Quotes!", [(*at("Quotes", "price base", 2), "1999")]),
    ("out of range", ERROR, "Series!C3 2027", [("Series", "C3", 0)]),
    ("unused", WARNING, "Series!A3", [("Series", "A3", "NOK"), ("Nations", "currency 4", None)]),
    ("outside the horizon", ERROR, "Series!D1", [("Series", "D1", 2050)]),
    ("outside the horizon", ERROR, "Capacity!", [(*at("Capacity", 2030, 1), 2019)]),
]


@pytest.mark.parametrize(("rule", "level", "place", "edits"), CASES)
def test_what_is_missing_is_named_at_its_cell(rule: str, level: str, place: str, edits: list[Any]) -> None:
    said = findings(tables(*edits))
    found = [f for f in said if (f.rule, f.level) == (rule, level) and f.where.startswith(place)]
    assert found, "\n".join(map(str, said))
    assert not [f for f in findings(tables()) if f.rule == rule and f.where.startswith(place)]


def test_a_rate_that_is_missing_makes_no_series_unused_and_no_index_unnamed() -> None:
    """What other checks look at then is without currencies and indices; what is named is not looked up there."""
    budget = (*at("Budgets", "prices", 2), "constant")
    said = findings(tables(budget, ("Series", "C3", None)))
    assert "missing rate" in {f.rule for f in said}
    assert not [f for f in said if f.rule == "unused" or "no index says" in f.message]
