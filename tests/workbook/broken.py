"""Builders of books that are broken, hostile or merely odd, each made anew in a folder of the test.

`REFUSED` and `ACCEPTED` say what the gate makes of each; `BROKEN` is all of them: name -> builder(folder) -> path.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
A_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>nation</t></is></c><c r="B1"><v>1</v></c></row>'

STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">'
    '<xf numFmtId="0"/><xf numFmtId="9" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="10" applyNumberFormat="1"/><xf numFmtId="21" applyNumberFormat="1"/></cellXfs></styleSheet>'
)  # styles: 0 general, 1 per cent, 2 date, 3 per cent with decimals, 4 time


def sheet_xml(rows: str = A_ROW, before: str = "", after: str = "", main: str = MAIN) -> str:
    """The XML of a sheet: its rows, and what stands before and after them."""
    return f'{XML}<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(
    sheets: Mapping[str, str], main: str = MAIN, settings: str = "", states: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The parts of a workbook, from the XML of each sheet. settings: XML at the head of the list of sheets."""
    states = states or {}
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    override = '<Override PartName="/xl/{}" ContentType="' + kinds + '.{}+xml"/>'
    names = [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    types = override.format("workbook.xml", "sheet.main") + override.format("styles.xml", "styles")
    types += "".join(override.format(name, "worksheet") for name in names)
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" state="{states.get(title, "visible")}" r:id="rId{number}"/>'
        for number, title in enumerate(sheets, start=1)
    )
    relation = '<Relationship Id="{}" Type="' + RELATIONS + '/{}" Target="{}"/>'
    related = "".join(relation.format(f"rId{n}", "worksheet", name) for n, name in enumerate(names, start=1))
    related += relation.format("rId999", "styles", "styles.xml")
    root = relation.format("rId1", "officeDocument", "xl/workbook.xml")
    links = f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">{defaults}{types}</Types>',
        "_rels/.rels": f"{links}{root}</Relationships>",
        "xl/workbook.xml": f'{XML}<workbook xmlns="{main}" xmlns:r="{RELATIONS}">{settings}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{links}{related}</Relationships>",
        "xl/styles.xml": STYLES,
        **{f"xl/{name}": text for name, text in zip(names, sheets.values(), strict=True)},
    }


def pack(path: Path, content: Mapping[str, str | bytes]) -> Path:
    """A zip archive of those parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def book(folder: Path, sheet: str | None = None, **extra: str | bytes) -> Path:
    """A workbook with one sheet, Nations; extra parts by name."""
    return pack(folder / "book.xlsx", parts({"Nations": sheet or sheet_xml()}) | extra)


def raw_file(name: str, data: bytes) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return build


def of_sheet(rows: str = A_ROW, before: str = "", after: str = "") -> Callable[[Path], Path]:
    return lambda folder: book(folder, sheet_xml(rows, before, after))


def with_parts(**extra: str | bytes) -> Callable[[Path], Path]:
    return lambda folder: book(folder, **extra)


def folder_itself(folder: Path) -> Path:
    path = folder / "book.xlsx"
    path.mkdir()
    return path


def truncated(folder: Path) -> Path:
    path = book(folder)
    path.write_bytes(path.read_bytes()[:-200])
    return path


def flipped_bytes(folder: Path) -> Path:
    path = book(folder, sheet_xml("".join(f'<row r="{n}"><c r="A{n}"><v>{n * n}</v></c></row>' for n in range(1, 900))))
    with zipfile.ZipFile(path) as archive:
        middle = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 400
    data = bytearray(path.read_bytes())
    data[middle : middle + 8] = b"\xff" * 8
    path.write_bytes(data)
    return path


def ole2(stream: str) -> bytes:
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return header + bytes(4096) + "Root Entry".encode("utf-16-le") + bytes(44) + stream.encode("utf-16-le") + bytes(512)


def lying_size(folder: Path) -> Path:
    """The sheet unpacks to far more than the archive's directory and its own header say."""
    path = book(folder, sheet_xml(A_ROW + "<row/>" * 20_000))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little")))
    return path


def lying_room(folder: Path) -> Path:
    """A part claims to be packed into more bytes than the file has, so that its ratio seems low."""
    path = book(folder, **{"xl/filler.xml": "<a>" + " " * 3_000_000 + "</a>"})
    with zipfile.ZipFile(path) as archive:
        packed = archive.getinfo("xl/filler.xml").compress_size
    path.write_bytes(path.read_bytes().replace(packed.to_bytes(4, "little"), (2_000_000).to_bytes(4, "little")))
    return path


def duplicate_part(folder: Path) -> Path:
    path = book(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", sheet_xml())
    return path


def locked_part(folder: Path) -> Path:
    """Every entry's flag of encryption is set, in the directory of the archive."""
    path = book(folder)
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    path.write_bytes(data)
    return path


def formatted_rows(folder: Path) -> Path:
    """Formatted to the last row of the sheet, as when somebody coloured whole columns; two rows hold values."""
    rows = A_ROW + '<row r="2"><c r="A2" t="inlineStr"><is><t>FR</t></is></c></row>'
    empty = "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(3, 1_048_577))
    return book(folder, sheet_xml(rows + empty))


def without_part(name: str) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        content = parts({"Nations": sheet_xml()})
        del content[name]
        return pack(folder / "book.xlsx", content)

    return build


def same_title(folder: Path) -> Path:
    content = parts({"Nations": sheet_xml(), "nations": sheet_xml()})
    return pack(folder / "book.xlsx", content)


def utf16_entities(folder: Path) -> Path:
    return book(folder, **{"xl/worksheets/sheet1.xml": _LAUGHS.replace("UTF-8", "UTF-16").encode("utf-16")})


_LAUGHS = (
    XML + '<!DOCTYPE worksheet [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    ) + f']><worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row>'
    "</sheetData></worksheet>"
)  # fmt: skip
_OUTSIDE = (
    f'{XML}<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/hostname">]><sst xmlns="{MAIN}"><si><t>&x;</t></si></sst>'
)
_VALUES = "".join(
    f'<row r="{row}">{"".join(f"""<c r="{column}{row}"><v>1</v></c>""" for column in "ABCDE")}</row>'
    for row in range(1, 4)
)  # 15 cells
_ERRORS = (
    '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><v>#SPILL!</v></c><c r="C1" t="e"><v>#N/A</v></c></row>'
)

# name -> (builder, the rule that refuses it)
REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda folder: folder / "missing.xlsx", "missing file"),
    "missing folder": (lambda folder: folder / "nowhere" / "book.xlsx", "missing file"),
    "folder": (folder_itself, "folder"),
    "empty": (raw_file("book.xlsx", b""), "empty file"),
    "not a zip": (raw_file("book.xlsx", b"\x00\x01\x02\x03" * 100), "file type"),
    "csv renamed": (raw_file("book.xlsx", b"nation,role\nFR,partner\n"), "file type"),
    "html renamed": (
        raw_file("book.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>"),
        "file type",
    ),
    "pdf renamed": (raw_file("book.xlsx", b"%PDF-1.7\n"), "file type"),
    "encrypted": (raw_file("book.xlsx", ole2("EncryptedPackage")), "encrypted"),
    "xls renamed": (raw_file("book.xlsx", ole2("Workbook")), "old xls"),
    "old document": (raw_file("book.xlsx", ole2("WordDocument")), "file type"),
    "ods renamed": (
        lambda folder: pack(folder / "book.xlsx", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "ods",
    ),
    "xlsb": (lambda folder: pack(folder / "book.xlsb", {"xl/workbook.bin": b"\x83\x01"}), "xlsb"),
    "a zip of other files": (lambda folder: pack(folder / "book.xlsx", {"letter.txt": "hello"}), "file type"),
    "empty zip": (raw_file("book.xlsx", b"PK\x05\x06" + bytes(18)), "file type"),
    "truncated": (truncated, "damaged file"),
    "flipped bytes": (flipped_bytes, "damaged file"),
    "no list of sheets": (without_part("xl/workbook.xml"), "file type"),
    "no sheets": (lambda folder: pack(folder / "book.xlsx", parts({})), "no sheets"),
    "unknown encoding": (
        lambda folder: book(folder, sheet_xml().replace("UTF-8", "UTFF-8")),
        "damaged file",
    ),
    "listed sheet missing": (without_part("xl/worksheets/sheet1.xml"), "damaged file"),
    "two sheets of one name": (same_title, "duplicate sheet"),
    "cut XML": (lambda folder: book(folder, sheet_xml()[:-30]), "damaged XML"),
    "one endless piece of XML": (of_sheet(before=f"<!-- {'ab' * 2_000_000} -->"), "zip bomb"),
    "endless piece within the ratio": (
        of_sheet(before=f"<!-- {''.join(f'{n * 7919:x}' for n in range(400_000))} -->"),
        "damaged XML",
    ),
    "zip bomb": (with_parts(**{"xl/sharedStrings.xml": b"0" * 30_000_000}), "zip bomb"),
    "lying size": (lying_size, "damaged file"),
    "lying room": (lying_room, "zip bomb"),
    "thousands of parts": (with_parts(**{f"xl/part{n}.xml": "<a/>" for n in range(5_000)}), "number of parts"),
    "duplicate part": (duplicate_part, "duplicate part"),
    "part outside": (with_parts(**{"../evil.xml": "<a/>"}), "part name"),
    "part at the root": (with_parts(**{"/etc/evil.xml": "<a/>"}), "part name"),
    "part on a drive": (with_parts(**{"C:\\evil.xml": "<a/>"}), "part name"),
    "encrypted parts": (locked_part, "encrypted"),
    "billion laughs": (with_parts(**{"xl/worksheets/sheet1.xml": _LAUGHS}), "document type"),
    "billion laughs in UTF-16": (utf16_entities, "document type"),
    "external entity": (with_parts(**{"xl/sharedStrings.xml": _OUTSIDE}), "document type"),
    "entity in the list of sheets": (with_parts(**{"xl/workbook.xml": _LAUGHS}), "document type"),
    "strict": (
        lambda folder: pack(folder / "book.xlsx", parts({"Nations": sheet_xml(main=STRICT)}, STRICT)),
        "strict xlsx",
    ),
    "cell in the last corner": (of_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "sheet size"),
    "value past the rows": (of_sheet('<row r="200001"><c r="A200001"><v>1</v></c></row>'), "sheet size"),
    "value past the columns": (of_sheet('<row r="1"><c r="SG1"><v>1</v></c></row>'), "sheet size"),
    "row beyond any sheet": (of_sheet('<row r="99999999"><c r="A99999999"/></row>'), "cell reference"),
    "column beyond any sheet": (of_sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "cell reference"),
    "no reference at all": (of_sheet('<row r="1"><c r="1A"><v>1</v></c></row>'), "cell reference"),
    "the same cell twice": (of_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "cell order"),
    "rows out of order": (of_sheet('<row r="2"/><row r="1"><c r="A1"><v>1</v></c></row>'), "cell order"),
    "cell of another row": (of_sheet('<row r="1"><c r="A7"><v>1</v></c></row>'), "cell order"),
    "merged over the sheet": (of_sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "area size"),
    "linked over the sheet": (of_sheet(after='<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'), "area size"),
    "merged upside down": (of_sheet(after='<mergeCells><mergeCell ref="B9:A1"/></mergeCells>'), "area size"),
    "merged nowhere": (of_sheet(after='<mergeCells><mergeCell ref="here"/></mergeCells>'), "cell reference"),
}

ACCEPTED: dict[str, Callable[[Path], Path]] = {
    "plain": book,
    "a million formatted rows": formatted_rows,
    "formatted cell in the last corner": of_sheet(A_ROW + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
    "lying dimension": of_sheet(before='<dimension ref="A1:XFD1048576"/>'),
    "dimension of one cell": of_sheet(_VALUES, before='<dimension ref="A1"/>'),
    "error cells": of_sheet(_ERRORS),
    "formulas without values": of_sheet('<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>2*2</f><v></v></c></row>'),
    "merged headers": of_sheet(after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'),
    "no needed sheet": lambda folder: pack(folder / "book.xlsx", parts({"Holiday photos": sheet_xml()})),
    "no rows": of_sheet(""),
    "cells without references": of_sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
}

BROKEN: dict[str, Callable[[Path], Path]] = {name: build for name, (build, _) in REFUSED.items()} | ACCEPTED
