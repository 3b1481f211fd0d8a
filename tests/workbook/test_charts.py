"""Charts of the plan's workbook, read back from the file: what they refer to, what they say, how they look."""

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from procure import tables
from procure.tables.table import Value
from procure.workbook import charts, draw
from procure.workbook.charts import Cells, Chart
from procure.workbook.layout import Layout
from procure.workbook.outputs import lay_all
from procure.workbook.read_plan import differences, read_plan
from procure.workbook.write import write
from tests import handmade
from tests.tables import example
from tests.workbook import wicked

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
D = Decimal


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("charts") / "plan.xlsx"
    write(to, example.problem(), example.plan(), (), "audit passed")
    return to


@pytest.fixture(scope="module")
def wicked_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wicked.written(tmp_path_factory.mktemp("wicked") / "plan.xlsx")


def laid() -> tuple[tables.Figures, dict[str, Layout]]:
    x = tables.figures(example.problem(), example.plan())
    return x, lay_all(tables.sheets(x), "OFFICIAL")


def title(chart: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in chart.find(f"{C}chart/{C}title").iter(f"{A}t"))


def read(book: openpyxl.Workbook, reference: str) -> list[Value]:
    """The values of the cells that a reference of a chart names."""
    sheet, _, area = reference.rpartition("!")
    first_column, first_row, last_column, last_row = range_boundaries(area.replace("$", ""))
    rows = book[sheet.strip("='")].iter_rows(first_row, last_row, first_column, last_column)
    return [cell.value for row in rows for cell in row]


def series(chart: ElementTree.Element, book: openpyxl.Workbook) -> dict[str, tuple[list[Value], list[Value]]]:
    """Categories and values of each series, through the cells that they refer to."""
    found = {}
    for one in chart.iter(f"{C}ser"):
        name, categories, values = (one.find(f"{C}{part}").find(f".//{C}f").text for part in ("tx", "cat", "val"))
        found[str(read(book, name)[0])] = read(book, categories), read(book, values)
    return found


def by_title(path: Path) -> dict[str, ElementTree.Element]:
    return {title(chart): chart for chart in wicked.parts(path, "xl/charts/chart").values()}


def test_every_chart_refers_to_the_cells_with_the_figures_that_it_shows(path: Path) -> None:
    book, found = openpyxl.load_workbook(path), by_title(path)
    years = ["2027", "2028", "2029", "2030"]
    assert series(found["Cost share and work share"], book) == {
        "cost share": (["Alba", "Borea"], [pytest.approx(0.6), pytest.approx(0.4)]),
        "work share": (["Alba", "Borea"], [pytest.approx(110 / 155), pytest.approx(45 / 155)]),
    }
    assert series(found["Payments by nation"], book) == {
        "Alba": (years, [30, 30, 18, 15]), "Borea": (years, [20, 20, 12, 10]),
    }  # fmt: skip
    assert series(found["Deliveries due and done: Vehicle"], book) == {
        "delivered": (years, [0, 0, 5, 5]), "due": (years, [0, 0, 5, 5]),
    }  # fmt: skip
    assert series(found["Payments against budget: Alba"], book) == {
        "paid": (years, [30, 30, 18, 15]), "budget": (years, [40, 40, 40, 40]),
    }  # fmt: skip
    load = series(found["Load against capacity: Borea Steel, all its work"], book)
    assert load == {"load": (years, [0, 0, 8, 7]), "capacity": (years, [10, 10, 10, 10])}
    assert len(found) == 5


def test_the_values_of_every_series_stand_in_its_cells(tmp_path: Path) -> None:
    problem = handmade.PROBLEM.replace(pins=())
    write(tmp_path / "plan.xlsx", problem, handmade.PLAN)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    x = tables.figures(problem, handmade.PLAN)
    made = charts.charts(x, lay_all(tables.sheets(x), problem.programme.marking))
    assert len({chart.title for chart in made}) > 5
    for one in (one for chart in made for one in chart.series):
        values = read(book, draw.reference(one.cells))
        assert [None if v is None else float(v) for v in one.values if not isinstance(v, str)] == [
            None if v is None else pytest.approx(v) for v in values
        ]  # fmt: skip


def test_every_chart_has_a_title_axes_with_units_and_a_sentence_for_those_who_do_not_see_it(path: Path) -> None:
    found = by_title(path)
    axes = {name: [title_of(axis) for axis in chart.iter() if axis.tag in (f"{C}catAx", f"{C}valAx")][:2]
            for name, chart in found.items()}  # fmt: skip
    assert axes["Cost share and work share"] == ["Nation", "Part of the whole (%)"]
    assert axes["Payments by nation"] == ["Period (year)", "Payments (M EUR)"]
    assert axes["Deliveries due and done: Vehicle"] == ["Period (year)", "Units (vehicle)"]
    assert axes["Load against capacity: Borea Steel, all its work"] == ["Period (year)", "Load (sets)"]
    drawing = next(iter(wicked.parts(path, "xl/drawings/drawing").values()))
    said = [one.get("descr") for one in drawing.iter() if one.tag.endswith("cNvPr") and one.get("descr")]
    assert len(said) == len(found)
    assert all(sentence.endswith(".") for sentence in said)
    assert any("Alba 60.0% of the cost, 71.0% of the work" in sentence for sentence in said)


def title_of(axis: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in axis.find(f"{C}title").iter(f"{A}t"))


def test_series_are_told_apart_by_more_than_their_colour(path: Path) -> None:
    for name in ("Cost share and work share", "Payments by nation"):
        one, other = by_title(path)[name].iter(f"{C}ser")
        assert one.find(f"{C}spPr/{A}solidFill") is not None
        assert other.find(f"{C}spPr/{A}pattFill") is not None
    limit = by_title(path)["Payments against budget: Alba"].find(f".//{C}lineChart/{C}ser")
    assert limit.find(f"{C}marker/{C}symbol").get("val") == "diamond"
    assert len(set(draw.PATTERNS)) == len(set(draw.COLOURS)) == charts.SERIES


def test_six_charts_make_a_page_and_no_more_than_a_few_pages_are_filled() -> None:
    x, layouts = laid()
    one = charts.charts(x, layouts)[0]
    assert draw.names([one] * 6) == ("Charts",)
    assert draw.names([one] * 7) == ("Charts", "Charts 2")
    assert draw.names([one] * charts.MOST)[-1] == "Charts 4"
    assert draw.names([one] * 3, across=1) == ("Charts", "Charts 2", "Charts 3")


def test_no_text_of_an_input_becomes_a_reference(wicked_path: Path) -> None:
    found = wicked.parts(wicked_path, "xl/charts/chart")
    references = [f.text or "" for chart in found.values() for f in chart.iter(f"{C}f")]
    sheets = "|".join(re.escape(name) for name in openpyxl.load_workbook(wicked_path).sheetnames)
    assert references
    assert all(re.fullmatch(rf"'?({sheets})'?!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", one) for one in references)
    assert any('[1]Summary! A1 {x}, "M"' in title(chart) for chart in found.values())
    assert all(chart.find(f"{C}chart/{C}title//{C}f") is None for chart in found.values())


def test_a_title_is_never_taken_for_a_cell(tmp_path: Path) -> None:
    for text in ("=Summary!A1", "a!$B$2", "'x y'!A1:B2"):
        assert not re.match(r"^=?[^!]+!\$?[A-Z]+\$?\d+", draw.words_only(text))  # what the library looks for


def test_wicked_names_are_read_again_with_every_figure_and_the_same_bytes(wicked_path: Path, tmp_path: Path) -> None:
    found, findings = read_plan(wicked_path)
    assert found is not None, findings
    assert differences(found) == []
    assert wicked.written(tmp_path / "again.xlsx").read_bytes() == wicked_path.read_bytes()


def test_a_chart_keeps_its_place_in_the_cells_of_its_table() -> None:
    x, layouts = laid()
    made = {chart.title: chart for chart in charts.charts(x, layouts)}
    due = made["Deliveries due and done: Vehicle"].series[1]
    block = layouts["Deliveries"].blocks[0]
    row = next(k for k, line in enumerate(block.table.rows) if line[1:3] == ("all", "due"))
    assert due.cells == Cells("Deliveries", (block.first + row, 4, block.first + row, 7))
    assert due.categories == Cells("Deliveries", (block.header, 4, block.header, 7))
    assert isinstance(made["Payments by nation"], Chart)
    assert made["Payments by nation"].series[0].values == (D(30), D(30), D(18), D(15))
