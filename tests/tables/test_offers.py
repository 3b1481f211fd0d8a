"""Offers on the output: which are taken, the tier that they reach, what a set costs, when they run out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from procure import tables
from procure.planning import plan
from procure.problem import Problem
from procure.tables.table import Table
from tests.clauses import small


def shown(**tables_: Any) -> dict[str, list[Table]]:
    of: Problem = small.problem(
        periods=2,
        suppliers=[small.supplier()],
        packages=[small.per_unit()],
        items=[small.item()],
        requirements=[small.need(0, 10)],
        **tables_,
    )
    found = plan(of).plan
    assert found is not None
    return tables.sheets(tables.figures(of, found))


def test_the_tier_that_is_reached_and_the_price_of_a_set_are_shown() -> None:
    tiers = [small.quote(5.0, package="hull"), small.quote(4.0, package="hull", from_quantity=8.0)]
    _, _, offers = shown(quotes=tiers)["Work packages"]
    (row,) = offers.rows
    named = dict(zip((column.header for column in offers.columns), row, strict=True))
    assert (named["priced by"], named["tier from"], named["sets"]) == ("tiers", 8, 10)
    assert (named["price"], named["a set"]) == (Decimal(40), Decimal(4))


def test_offers_of_one_price_for_everybody_are_not_told_of() -> None:
    for several in (shown(quotes=[small.quote(5.0, package="hull")]), shown()):
        assert "Offers taken" not in {table.title for table in several["Work packages"]}


def test_a_quote_that_runs_out_is_in_the_decision_calendar() -> None:
    made = shown(quotes=[small.quote(5.0, package="hull", valid_until=1)], phases=[small.phase(signed=1)])
    (calendar,) = [table for table in made["Summary"] if table.title == "Decision calendar"]
    assert ("2028", "quote expires", None, "Alpha: hull") in calendar.rows


def test_discounts_that_need_no_chords_are_not_told_as_learning_curves() -> None:
    tiers = [small.quote(5.0, package="hull", tiers="incremental"), small.quote(4.0, package="hull", from_quantity=8.0)]
    curves = [small.quote(5.0, package="hull", slope_fraction=0.9)]
    for quotes, told in ((tiers, False), (curves, True)):
        summary = shown(quotes=quotes)["Summary"][0]
        assert any(str(row[0]).startswith("Learning curves: ") for row in summary.rows) is told
