"""Sheets that are too large, out of order or full of what no table needs, in the XML itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from procure.workbook.headers import letter
from tests.hostile import clean
from tests.hostile.case import Case
from tests.workbook import broken
from tests.workbook.broken import of_sheet, sheet_xml

QUOTES = "Quotes"


def _noise(count: int) -> str:
    """So many letters that pack badly, in comments, so that what stands beside them is no bomb by its ratio."""
    chance = random.Random(count)
    step = 500_000
    return "".join(f"<!--{chance.randbytes(step // 2).hex()}-->" for _ in range(count // step))


def sheet(change: Callable[[str], str], name: str = QUOTES) -> Callable[[Path], Path]:
    """The clean book with the XML of one sheet changed."""

    def build(folder: Path) -> Path:
        content = clean.parts()
        part = clean.part_of(name)
        content[part] = change(content[part])
        return broken.pack(folder / "book.xlsx", content)

    return build


def _rows(more: str) -> Callable[[Path], Path]:
    return sheet(lambda xml: xml.replace("</sheetData>", f"{more}</sheetData>"))


def _before(more: str) -> Callable[[Path], Path]:
    return sheet(lambda xml: xml.replace("<sheetData>", f"{more}<sheetData>"))


def _after(more: str) -> Callable[[Path], Path]:
    return sheet(lambda xml: xml.replace("</sheetData>", f"</sheetData>{more}"))


def _million_formatted(folder: Path, width: int, rows: int) -> Path:
    letters = [letter(column) for column in range(1, width + 1)]
    lines = (
        f'<row r="{row}">{"".join(f"""<c r="{a}{row}" s="1"/>""" for a in letters)}</row>'
        for row in range(3, rows + 3)
    )
    return _rows("".join(lines))(folder)


def _columns(filled: bool) -> Callable[[Path], Path]:
    inside = "<v>1</v></c>" if filled else "</c>"
    return _rows('<row r="3">' + "".join(f'<c r="{letter(n)}3" s="1">{inside}' for n in range(1, 10_001)) + "</row>")


def _part(name: str, text: Callable[[], str]) -> Callable[[Path], Path]:
    return lambda folder: broken.pack(folder / "book.xlsx", clean.parts() | {name: text()})


def _many(name: str, before: str, one: str, after: str, count: int, noise: int) -> Callable[[Path], Path]:
    """A part that repeats an element: short to write, long to hold."""
    return _part(name, lambda: f"{broken.XML}{before}{_noise(noise)}{one * count}{after}")


def _cells_without_place(folder: Path) -> Path:
    """One row of twenty million cells that say not where they are."""
    noise = _noise(2_000_000)
    return sheet(lambda xml: xml.replace("<sheetData>", f'<sheetData>{noise}<row>{"<c/>" * 20_000_000}</row>'))(folder)


def _elements(count: int) -> Callable[[Path], Path]:
    """So many elements that no sheet knows."""
    return sheet(lambda xml: xml.replace("</sheetData>", f"</sheetData>{_noise(count // 10)}{'<a/>' * count}"))


def _full(folder: Path, rows: int) -> Path:
    """A sheet beside the programme, with so many rows of ten numbers each."""
    letters = [letter(column) for column in range(1, 11)]
    chance = random.Random(rows)
    lines = (
        f'<row r="{row}">{"".join(f"""<c r="{a}{row}"><v>{chance.random():.4f}</v></c>""" for a in letters)}</row>'
        for row in range(1, rows + 1)
    )
    content = broken.parts({**clean.pages(clean.tables()), "Figures": sheet_xml("".join(lines))})
    return broken.pack(folder / "book.xlsx", content)


def _strings(folder: Path, count: int) -> Path:
    """A table of so many different texts."""
    text = "".join(f"<si><t>text {number}</t></si>" for number in range(count))
    content = clean.parts() | {"xl/sharedStrings.xml": f'{broken.XML}<sst xmlns="{broken.MAIN}">{text}</sst>'}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace("</Types>", override)
    relation = f'<Relationship Id="rId998" Type="{broken.RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    links = "xl/_rels/workbook.xml.rels"
    content[links] = content[links].replace("</Relationships>", f"{relation}</Relationships>")
    return broken.pack(folder / "book.xlsx", content)


_STYLES = f'<styleSheet xmlns="{broken.MAIN}">'
_LAST = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
_RULES = '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
_RULES += "</conditionalFormatting>"

CASES: dict[str, Case] = {
    "a million formatted rows below the values": Case(partial(_million_formatted, width=1, rows=1_000_000), heavy=True),
    "200,000 formatted rows of 20 cells": Case(partial(_million_formatted, width=20, rows=200_000), heavy=True),
    "a formatted cell in the last corner": Case(_rows(_LAST)),
    "10,000 formatted columns": Case(_columns(filled=False)),
    "10,000 columns of values": Case(_columns(filled=True), "sheet size"),
    "a dimension of the whole sheet": Case(_before('<dimension ref="A1:XFD1048576"/>')),
    "a dimension of one cell": Case(_before('<dimension ref="A1"/>')),
    "a dimension that is none": Case(_before('<dimension ref="everywhere"/>'), "damaged file"),
    "merged beside the table": Case(_after('<mergeCells><mergeCell ref="T1:Z9"/></mergeCells>')),
    "merged within the table": Case(_after('<mergeCells><mergeCell ref="A2:B2"/></mergeCells>'), "merged cells"),
    "a hyperlink on a cell": Case(_after('<hyperlinks><hyperlink ref="A2" location="Nations!A1"/></hyperlinks>')),
    "overlapping merges": Case(
        _after('<mergeCells><mergeCell ref="T1:Z9"/><mergeCell ref="T1:Z9"/></mergeCells>')
    ),
    "a merge up to the last row": Case(
        _after('<mergeCells><mergeCell ref="T1:T1048576"/></mergeCells>'), "area size"
    ),
    "row zero": Case(of_sheet('<row r="0"><c r="A0"><v>1</v></c></row>'), "cell reference"),
    "a row below zero": Case(of_sheet('<row r="-1"/>'), "cell reference"),
    "a reference in small letters": Case(of_sheet('<row r="1"><c r="a1"><v>1</v></c></row>'), "cell reference"),
    "a reference with dollars": Case(of_sheet('<row r="1"><c r="$A$1"><v>1</v></c></row>'), "cell reference"),
    "a reference of a thousand letters": Case(
        of_sheet(f'<row r="1"><c r="{"A" * 1000}1"><v>1</v></c></row>'), "cell reference"
    ),
    "a value under a value": Case(_rows('<row r="3"><c r="A3"><v>1</v><v>2</v></c></row>'), "unknown name"),
    "a text that the table has not": Case(_rows('<row r="3"><c r="A3" t="s"><v>9</v></c></row>'), "damaged file"),
    "a kind of cell that is not there": Case(_rows('<row r="3"><c r="A3" t="zz"><v>9</v></c></row>'), "unknown name"),
    "a style that is no number": Case(_rows('<row r="3"><c r="A3" s="x"><v>9</v></c></row>'), "damaged file"),
    "elements of another namespace": Case(_after('<x:a xmlns:x="urn:other"><x:b/></x:a>')),
    "elements a hundred thousand deep": Case(_after("<a>" * 100_000 + "</a>" * 100_000)),
    "texts a hundred thousand deep": Case(
        _rows(f'<row r="3"><c r="A3" t="inlineStr">{"<is>" * 100_000}{"</is>" * 100_000}</c></row>')
    ),
    "styles ten thousand deep": Case(
        _many("xl/styles.xml", _STYLES, "<a>", "</a>" * 10_000 + "</styleSheet>", 10_000, 0),
        "damaged file",
    ),
    "an element with 100,000 attributes": Case(
        _rows(f'<row r="3"><c {" ".join(f"""a{n}="1" """ for n in range(100_000))}/></row>')
    ),
    "a row of 20,000 cells without a place": Case(
        sheet(lambda xml: xml.replace("<sheetData>", f"<sheetData><row>{'<c/>' * 20_000}</row>")), "cell reference"
    ),
    "twenty million cells without a place": Case(_cells_without_place, "cell reference", heavy=True),
    "ten million elements after the rows": Case(_elements(10_000_000), heavy=True),
    "fifteen million elements after the rows": Case(_elements(15_000_000), "number of elements", heavy=True),
    "100,000 conditional formats": Case(_after(_noise(1_000_000) + _RULES * 100_000), heavy=True),
    "ten million styles": Case(
        _many("xl/styles.xml", f"{_STYLES}<cellXfs>", "<xf/>", "</cellXfs></styleSheet>", 10_000_000, 1_000_000),
        "number of elements",
        heavy=True,
    ),
    "two million kinds of parts": Case(
        _many("[Content_Types].xml", f'<Types xmlns="{broken.PACKAGE}/content-types">',
              '<Default Extension="a" ContentType="b"/>', "</Types>", 2_000_000, 3_000_000),
        "file size",
        heavy=True,
    ),
    "200,000 different texts": Case(partial(_strings, count=200_000), heavy=True),
    "2,000,000 different texts": Case(partial(_strings, count=2_000_000), heavy=True),
    "a sheet beside it of 1,000,000 numbers": Case(partial(_full, rows=100_000), heavy=True),
    "a sheet beside it of 1,990,000 numbers": Case(partial(_full, rows=199_000), heavy=True),
}
