"""LibreOffice opens the plans, works out every formula afresh, and finds what the planner found.

Where this machine has no LibreOffice the tests say so and do not run; .ci/run installs one.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from procure.workbook.write import write
from tests import office, planned
from tests.cli.calling import call
from tests.formulas import hostile
from tests.formulas.planted import EDITS, Edit, books, written
from tests.formulas.told import checks, verdicts
from tests.formulas.wordings import worded_plan
from tests.measures.test_wordings import KINDS
from tests.report.parsed import parse

HOSTILE = "hostile"
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl leaves looks out
RANGE = re.compile(r"('[\w ]+'|\w+)!\$?[A-Z]*\$?\d*(:\$?[A-Z]*\$?\d*)?")
SHEETS = {"Checks", "Summary"}  # that may hold formulas


@dataclass(frozen=True)
class Opened:
    """Workbooks by name: as written, and as LibreOffice wrote them again with all formulas worked out."""

    before: dict[str, Path]
    after: dict[str, Path]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Every example's plan, copies with edits, plans with rules of every wording and one with hostile names."""
    office.needed()
    folder = tmp_path_factory.mktemp("office")
    (folder / "in").mkdir()
    before = {HOSTILE: _hostile_plan(folder)}
    before |= {name: planned.planned(tmp_path_factory, name)[0] for name in planned.EXAMPLES}
    for kind in KINDS:
        before[kind] = folder / "in" / f"{kind}.xlsx"
        write(before[kind], *worded_plan(kind))
    before |= {path.stem: path for path in written(EDITS, before, folder / "in")}
    made = office.recalculated(list(before.values()), folder / "out")
    return Opened(before, {name: made[path.stem] for name, path in before.items()})


def _hostile_plan(folder: Path) -> Path:
    book, plan = hostile.write(folder / "hostile.xlsx"), folder / "hostile-plan.xlsx"
    assert call("plan", str(book), "-o", str(plan)).code == 0
    return plan


@pytest.mark.parametrize("name", [*planned.EXAMPLES, HOSTILE])
def test_every_check_of_every_plan_holds(name: str, opened: Opened) -> None:
    found = checks(opened.after[name])
    assert len(found) > 100
    assert [one for one in found if one.holds is not True] == []
    assert verdicts(opened.after[name]) == [True]


@pytest.mark.parametrize("name", [*planned.EXAMPLES, HOSTILE, *KINDS])
def test_no_cell_shows_an_error_and_every_formula_comes_to_what_was_written_with_it(name: str, opened: Opened) -> None:
    assert office.errors(opened.after[name]) == []
    there, again = checks(opened.before[name]), checks(opened.after[name])
    assert len(there) == len(again)
    for one, other in zip(there, again, strict=True):
        assert (one.group, one.what, one.holds) == (other.group, other.what, other.holds)
        for a, b in ((one.found, other.found), (one.limit, other.limit)):
            assert b == pytest.approx(a, rel=1e-9, abs=1e-7), one


@pytest.mark.parametrize(("name", "together"), list(books(EDITS)))
def test_a_number_changed_by_hand_turns_the_right_check_false_and_summary_with_it(
    name: str, together: list[Edit], opened: Opened
) -> None:
    broken = [one for one in checks(opened.after[name]) if one.holds is not True]
    own = [{one.what for one in broken if one.group == edit.group and edit.said in one.what} for edit in together]
    assert all(own), broken
    assert len(set.union(*own)) == sum(map(len, own))  # each edit has checks of its own
    assert all(one.holds is False for one in broken)
    assert verdicts(opened.after[name]) == [False]


# Names that look like formulas, patterns, comparisons or markup


def test_hostile_names_are_text_in_every_sheet_and_part_of_no_formula(opened: Opened) -> None:
    book = openpyxl.load_workbook(opened.before[HOSTILE])
    after = office.values(opened.after[HOSTILE])
    seen: set[str] = set()
    for sheet in book.worksheets:
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.value not in (None, "")):
            where = f"{sheet.title}!{cell.coordinate}"
            if cell.data_type == "f":
                assert sheet.title in SHEETS, where
                text = str(getattr(cell.value, "text", cell.value))
                assert not [name for name in hostile.NAMES.values() if len(name) > 3 and name in text], where
                assert "HYPERLINK" not in text, where
            elif cell.data_type == "s":
                assert after[sheet.title][cell.coordinate] == cell.value, where
                seen.add(cell.value)
    assert set(hostile.NAMES.values()) <= seen


def test_no_name_is_a_reference_of_a_chart_a_defined_name_or_an_address_outside_the_file(opened: Opened) -> None:
    with zipfile.ZipFile(opened.before[HOSTILE]) as file:
        parts = {name: ElementTree.fromstring(file.read(name)) for name in file.namelist()}
    for name, part in parts.items():
        for one in part.iter():
            assert one.get("TargetMode") != "External", name
            if name.startswith("xl/charts/") and one.tag.endswith("}f"):
                assert RANGE.fullmatch(one.text or ""), (name, one.text)
            if one.tag.endswith("}definedName"):
                assert all(RANGE.fullmatch(area) for area in (one.text or "").split(",")), one.text


def test_hostile_names_are_text_in_the_page(opened: Opened, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert call("report", str(opened.before[HOSTILE]), "-o", str(page)).code == 0
    tree = parse(page.read_text(encoding="utf-8"))
    cells = {one.text for one in tree.all() if one.tag in ("td", "th")}
    shown = ("BE", "NL", "Development", "Production", "Design", "Trials", "Hull", "Turret", "Delft Turrets")
    assert {hostile.NAMES[name] for name in shown} <= cells
    assert tree.one("h1").text == hostile.NAMES["Two nations, thirty vehicles"]
    assert not [one for one in tree.all() if one.tag == "script" and "alert(1)" in one.text and "<" in one.text]
    assert not [one for one in tree.all() if any(name.startswith("on") for name in one.attributes)]
