"""Long pages on paper: charts are parted between their rows, tables say their headers again."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from procure.report.chart import Chart, Panel, bars, panels
from procure.report.page import Page, document
from procure.tables.table import PLAIN, Column, Rows, Table
from tests.report import looks
from tests.report.browser import Browser, opened, untouched
from tests.report.paper import plain, sheets
from tests.report.test_layout import TALLEST, WIDEST

PANELS, CATEGORIES, PACKAGES, ROWS = 75, 100, 130, 200
D = Decimal


def table(rows: int) -> Table:
    made = Rows()
    for k in range(rows):
        made.add(f"row {k}!", D(k))
    return made.table("Long", "A long table", "", [Column("heading one"), Column("heading two", PLAIN)])


def page() -> Page:
    """A page with more of everything than a sheet takes."""
    several = [Panel(f"panel {k}!", "", 0, ("begin", "end"), (D(k + 1), D(2)), (D(3), None)) for k in range(PANELS)]
    shares = {"cost": [D(k) for k in range(CATEGORIES)]}
    rows = [
        {"package": f"package {k}!", "phase": "", "supplier": "S", "nation": "N", "runs": [[0, 1]], "share": ""}
        for k in range(PACKAGES)
    ]
    drawings = {
        "panels": panels("done", "due", several),
        "bars": bars([f"category {k}!" for k in range(CATEGORIES)], shares, " M", 0),
        "timeline": {
            "kind": "timeline", "periods": ["begin", "end"], "rows": rows,
            "nations": {"N": {"letter": "N", "colour": 0}},
        },
    }  # fmt: skip
    charts = tuple(Chart(name, f"Chart of {name}", "It is long.", table(1), one) for name, one in drawings.items())
    return Page("Plan", "Long", charts=charts, sheets={"Long": (table(ROWS),)})


def numbered(printed: list[str], what: str) -> list[list[int]]:
    """The numbers of what stands on each sheet, as "panel 7!" does."""
    return [[int(number) for number in re.findall(f"{what}([0-9]+)!", sheet)] for sheet in printed]


def test_tall_charts_are_parted_between_their_rows_and_long_tables_repeat_their_headers(
    browser: Browser, folder: Path
) -> None:
    path = opened(browser, folder, "tall", document(page()))
    browser.run(looks.ON_PAPER)
    printed = sheets(browser.paper())
    for picture in browser.run("window.onPaper"):
        assert picture["width"] <= WIDEST
        assert picture["height"] <= TALLEST
    for what, count in (("panel", PANELS), ("category", CATEGORIES), ("package", PACKAGES), ("row", ROWS)):
        by_sheet = numbered(printed, what)
        assert sorted(number for one in by_sheet for number in one) == list(range(count)), what
        assert sum(1 for one in by_sheet if one) > 1, what
    for sheet, numbers in zip(printed, numbered(printed, "panel"), strict=True):
        if numbers:
            assert sheet.count("begin") == len(numbers)  # each panel has its axis below it, on the same sheet
    for sheet, numbers in zip(printed, numbered(printed, "row"), strict=True):
        assert (plain("heading one") in sheet) == bool(numbers)
    untouched(browser, path)


def test_parts_of_a_chart_of_bars_have_one_scale(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "tall", document(page()))
    ends = browser.run(
        "[...document.querySelectorAll('[data-chart=bars] .part')].map(part => [...part.querySelectorAll('svg text')]"
        ".map(one => one.textContent).filter(text => /^[0-9]+$/.test(text)).join(' '))"
    )
    assert len(ends) == 3
    assert len(set(ends)) == 1
