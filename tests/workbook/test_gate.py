"""What the gate lets in, what it keeps out, and what it says."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from procure.findings import ERROR, NOTE, WARNING
from procure.workbook.gate import Limits, inspect, look
from tests.workbook import broken


@pytest.mark.parametrize("name", broken.REFUSED)
def test_a_bad_file_is_refused_under_its_rule_with_a_way_out(name: str, tmp_path: Path) -> None:
    build, rule = broken.REFUSED[name]
    (finding,) = inspect(build(tmp_path))
    assert (finding.level, finding.rule) == (ERROR, rule)
    assert finding.where
    assert finding.message.endswith(".")
    assert finding.hint.endswith((".", "?"))


@pytest.mark.parametrize("name", broken.ACCEPTED)
def test_an_odd_but_harmless_file_is_let_in(name: str, tmp_path: Path) -> None:
    found = look(broken.ACCEPTED[name](tmp_path))
    assert not found.findings
    assert len(found.sheets) == 1


def test_the_cell_that_is_out_of_bounds_is_named(tmp_path: Path) -> None:
    (finding,) = inspect(broken.BROKEN["cell in the last corner"](tmp_path))
    assert finding.where == "Nations!XFD1048576"


def test_a_finding_on_no_cell_names_the_file_and_the_sheet(tmp_path: Path) -> None:
    (finding,) = inspect(broken.BROKEN["cut XML"](tmp_path))
    assert finding.where == "book.xlsx"
    assert "sheet 'Nations'" in finding.message


def test_a_misspelt_file_name_gets_its_nearest_match(tmp_path: Path) -> None:
    broken.book(tmp_path)
    (finding,) = inspect(tmp_path / "boook.xlsx")
    assert finding.hint == "Did you mean 'book.xlsx'?"


def test_a_file_without_the_right_to_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = broken.book(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    (finding,) = inspect(path)
    assert (finding.level, finding.rule) == (ERROR, "permission")


def test_a_device_is_refused_without_waiting_for_it() -> None:
    (finding,) = inspect(Path(os.devnull))
    assert finding.rule == "unreadable file"


def test_values_are_counted_over_all_sheets(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 7))
    sheets = {"Nations": broken.sheet_xml(rows), "Phases": broken.sheet_xml(rows)}
    path = broken.pack(tmp_path / "book.xlsx", broken.parts(sheets))
    assert not inspect(path, Limits(cells=12))
    (finding,) = inspect(path, Limits(cells=11))
    assert finding.rule == "number of cells"


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(rows=0), "sheet size"),
        (Limits(columns=1), "sheet size"),
        (Limits(entries=5), "number of parts"),
        (Limits(file=100), "file size"),
        (Limits(part=100), "file size"),
        (Limits(total=1000), "zip bomb"),
        (Limits(tags=3), "number of elements"),
        (Limits(listed=3), "number of elements"),
    ],
)
def test_each_limit_holds(limits: Limits, rule: str, tmp_path: Path) -> None:
    (finding,) = inspect(broken.book(tmp_path), limits)
    assert finding.rule == rule


def test_many_small_merged_areas_count_together(tmp_path: Path) -> None:
    areas = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 12))
    path = broken.book(tmp_path, broken.sheet_xml(after=f"<mergeCells>{areas}</mergeCells>"))
    assert not inspect(path, Limits(merged=20))
    assert inspect(path, Limits(merged=19))[0].rule == "area size"


def test_macros_are_noted_and_links_to_other_books_warned_of(tmp_path: Path) -> None:
    extra = {"xl/vbaProject.bin": b"\0", "xl/externalLinks/externalLink1.xml": "<a/>"}
    found = look(broken.book(tmp_path, **extra))
    assert [(f.level, f.rule) for f in found.findings] == [(NOTE, "macros"), (WARNING, "external links")]
    assert len(found.sheets) == 1


def test_a_sheet_under_another_ending_passes_the_same_gate(tmp_path: Path) -> None:
    content = broken.parts({"Nations": broken.sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')})
    content["xl/worksheets/sheet1.png"] = content.pop("xl/worksheets/sheet1.xml")
    content["xl/_rels/workbook.xml.rels"] = content["xl/_rels/workbook.xml.rels"].replace("sheet1.xml", "sheet1.png")
    (finding,) = inspect(broken.pack(tmp_path / "book.xlsx", content))
    assert finding.rule == "sheet size"


def test_the_scan_tells_where_the_values_end_and_what_is_hidden(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row><row r="2" hidden="1"><c r="C2"><f>1</f></c></row>'
        '<row r="3" hidden="1"><c r="D3" s="1"/></row>'
    )
    before = '<cols><col min="2" max="2" hidden="1"/><col min="3" max="16384" hidden="true"/></cols>'
    after = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    content = broken.parts({"Nations": broken.sheet_xml(rows, before, after)}, states={"Nations": "veryHidden"})
    (seen,) = look(broken.pack(tmp_path / "book.xlsx", content)).sheets
    assert (seen.scan.last_row, seen.scan.last_column, seen.scan.values) == (2, 3, 2)
    assert (seen.scan.hidden_rows, seen.scan.hidden_columns(), seen.hidden) == (1, 2, True)
    assert (seen.scan.uncalculated, seen.scan.merged) == (True, ("A1:B1",))


@pytest.mark.parametrize(
    ("cell", "uncalculated"),
    [
        ('<c r="A1"><f>1</f><v>1</v></c>', False),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', False),
        ('<c r="A1"><f>1</f></c>', True),
        ('<c r="A1"><f>1</f><v></v></c>', True),
        ('<c r="A1"><f>1</f><v/></c><c r="B1"><v>1</v></c>', True),
        ('<c r="A1">\n<f>1</f>\n<v></v>\n</c>\n', True),
        ('<c r="A1"><v>1</v></c>', False),
    ],
)
def test_the_scan_tells_whether_a_formula_lacks_its_value(cell: str, uncalculated: bool, tmp_path: Path) -> None:
    (seen,) = look(broken.book(tmp_path, broken.sheet_xml(f'<row r="1">{cell}</row>'))).sheets
    assert seen.scan.uncalculated is uncalculated


def test_the_cut_leaves_a_sheet_with_the_same_values(tmp_path: Path) -> None:
    path = broken.book(tmp_path, broken.sheet_xml(broken.A_ROW + "".join(f'<row r="{n}"/>' for n in range(2, 50))))
    (seen,) = look(path).sheets
    with zipfile.ZipFile(path) as archive:
        data = archive.read(seen.part)
    first, last = seen.scan.cut
    assert (data[:first] + data[last:]).decode() == broken.sheet_xml(broken.A_ROW + '<row r="49"/>')
