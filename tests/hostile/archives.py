"""Archives that lie, explode, hide or are none; and entities. Those of tests.workbook.broken are cases too."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
from pathlib import Path

from tests.hostile import clean
from tests.hostile.case import Case, with_parts
from tests.workbook import broken

_MB = 1 << 20


def _zipped(content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return made.getvalue()


def _nested(folder: Path) -> Path:
    """Five layers of ten archives each, of which the last holds a megabyte of zeros."""
    inner = _zipped({"zeros": bytes(_MB)})
    for layer in range(5):
        inner = _zipped({f"{layer}-{number}.zip": inner for number in range(10)})
    return broken.pack(folder / "book.xlsx", clean.parts() | {"xl/embeddings/1.zip": inner})


def _of_itself(folder: Path) -> Path:
    """Each layer holds the clean book's own archive once more."""
    inner = clean.write(folder).read_bytes()
    for _ in range(20):
        inner = _zipped({**{n: d.encode() for n, d in clean.parts().items()}, "xl/embeddings/book.xlsx": inner})
    (folder / "book.xlsx").write_bytes(inner)
    return folder / "book.xlsx"


def _overlapping(folder: Path) -> Path:
    """A thousand entries that all unpack the same compressed bytes, as in the densest bombs known."""
    path = folder / "book.xlsx"
    chance = random.Random(1)
    kernel = _zipped({"xl/kernel.xml": b"<a>" + bytes(chance.choices(b"abcdefgh ", k=200_000)) + b"</a>"})
    end = kernel.rfind(b"PK\x05\x06")
    size, start = struct.unpack("<II", kernel[end + 12 : end + 20])
    entry = kernel[start : start + size]
    directory = b"".join(entry.replace(b"kernel", f"k{number:05}".encode()) for number in range(1000))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), start, 0)
    path.write_bytes(kernel[:start] + directory + tail)
    return path


def _entries(folder: Path, count: int) -> Path:
    path = folder / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"xl/p{number}.xml"), "<a/>")
    return path


def _large_directory(folder: Path) -> Path:
    """Half a million entries, in a directory whose size only the 64-bit record at its end tells."""
    path = folder / "book.xlsx"
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0)
    count = 500_000
    first = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, 9, 0) + b"000000000"
    directory = b"".join(entry + f"{number:09}".encode() for number in range(count))
    at, size = len(first), len(directory)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at + size, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 55, at, 0)
    path.write_bytes(first + directory + record + locator + end)
    return path


def _same_name_twice(folder: Path) -> Path:
    path = clean.write(folder)
    made = bytearray(path.read_bytes())
    twin = b"xl/worksheets/sheet3.xml"
    while (place := made.find(twin)) >= 0:
        made[place : place + len(twin)] = b"xl/worksheets/sheet2.xml"
    path.write_bytes(made)
    return path


def _with_bytes(before: bytes = b"", after: bytes = b"") -> Case:
    def build(folder: Path) -> Path:
        path = clean.write(folder)
        path.write_bytes(before + path.read_bytes() + after)
        return path

    return Case(build)


def _cut(share: float) -> Case:
    def build(folder: Path) -> Path:
        path = clean.write(folder)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        return path

    return Case(build, "damaged file")


def _stored(folder: Path) -> Path:
    path = folder / "book.xlsx"
    path.write_bytes(_zipped({name: data.encode() for name, data in clean.parts().items()}, zipfile.ZIP_STORED))
    return path


def _ods(folder: Path) -> Path:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return broken.pack(folder / "book.xlsx", {"mimetype": kind, "content.xml": "<a/>"})


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "book.xlsx")
    return folder / "book.xlsx"


def _locked(folder: Path) -> Path:
    path = clean.write(folder)
    path.chmod(0)
    return path


def _link_to_itself(folder: Path) -> Path:
    (folder / "book.xlsx").symlink_to(folder / "book.xlsx")
    return folder / "book.xlsx"


def _document(folder: Path) -> Path:
    """A letter (.docx) under the name of a workbook."""
    links = f'{broken.XML}<Relationships xmlns="{broken.PACKAGE}/relationships"><Relationship Id="rId1" '
    links += f'Type="{broken.RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
    return broken.pack(folder / "book.xlsx", {"_rels/.rels": links, "word/document.xml": "<a/>"})


def _xlsm(folder: Path) -> Path:
    content = clean.parts() | {"xl/vbaProject.bin": "macros"}
    plain, enabled = "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
    kinds = content["[Content_Types].xml"]
    assert f"vnd.{plain}" in kinds
    content["[Content_Types].xml"] = kinds.replace(f"vnd.{plain}", f"vnd.{enabled}")
    return broken.pack(folder / "book.xlsm", content)


def _swapped_workbook(folder: Path) -> Path:
    """One list of sheets for Excel, another one in the list of parts, which other readers go by."""
    content = clean.parts(clean.edited(("Quotes", "C2", 99)))
    other = {name.replace("xl/", "xl/other/"): data for name, data in clean.parts().items() if name.startswith("xl/")}
    kinds = content["[Content_Types].xml"].replace("/xl/workbook.xml", "/xl/other/workbook.xml")
    return broken.pack(folder / "book.xlsx", content | other | {"[Content_Types].xml": kinds})


def _swapped_texts(folder: Path) -> Path:
    """A table of texts that the list of sheets does not know, and the list of parts does."""
    content = clean.parts()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    more = f'<Override PartName="/xl/hidden.xml" ContentType="{kind}"/></Types>'
    kinds = content["[Content_Types].xml"].replace("</Types>", more)
    return broken.pack(folder / "book.xlsx", content | {"[Content_Types].xml": kinds, "xl/hidden.xml": "<a/>"})


def _chart_sheet(folder: Path) -> Path:
    """A sheet of one chart, which is damaged, beside the tables."""
    content = clean.parts()
    links, listed = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    relation = f'<Relationship Id="rId500" Type="{broken.RELATIONS}/chartsheet" Target="chartsheets/sheet1.xml"/>'
    content[links] = content[links].replace("</Relationships>", f"{relation}</Relationships>")
    content[listed] = content[listed].replace("</sheets>", '<sheet name="C" sheetId="99" r:id="rId500"/></sheets>')
    return broken.pack(folder / "book.xlsx", content | {"xl/chartsheets/sheet1.xml": "<chartsheet><a/></chartsheet>"})


def _laughs(count: int, deep: int) -> str:
    """Entities that grow by ten `deep` times, or one of `count` letters that is used as often."""
    if deep:
        inner = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(deep))
        return f'{broken.XML}<!DOCTYPE a [<!ENTITY e0 "ha">{inner}]><a>&e{deep};</a>'
    return f'{broken.XML}<!DOCTYPE a [<!ENTITY e "{"x" * count}">]><a>{"&e;" * count}</a>'


_PARAMETER = f'{broken.XML}<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><a/>'
_OUTSIDE = f'{broken.XML}<!DOCTYPE a SYSTEM "http://localhost:9/evil.dtd"><a/>'
_LINKED = {"xl/externalLinks/externalLink1.xml": "<a/>", "xl/externalLinks/externalLink2.xml": "<a/>"}

CASES: dict[str, Case] = {
    **{name: Case(build, rule) for name, (build, rule) in broken.REFUSED.items()},
    "zip of zips of zips": Case(_nested),
    "archive within itself, twenty deep": Case(_of_itself),
    "a thousand entries over the same bytes": Case(_overlapping, "zip bomb"),
    "100,000 parts": Case(lambda folder: _entries(folder, 100_000), "number of parts", heavy=True),
    "half a million parts, their number hidden": Case(_large_directory, "number of parts"),
    "the same part twice": Case(_same_name_twice, "duplicate part"),
    "bytes before the archive": Case(_with_bytes(before=b"MZ\x90\x00").build, "file type"),
    "bytes after the archive": _with_bytes(after=bytes(20_000)),
    "cut in the middle": _cut(0.5),
    "thirty bytes": Case(broken.raw_file("book.xlsx", b"PK\x03\x04" + bytes(26)), "damaged file"),
    "packed without compression": Case(_stored),
    "ods with its content": Case(_ods, "ods"),
    "a letter (.docx)": Case(_document, "file type"),
    "a pipe": Case(_pipe, "unreadable file"),
    "a link to itself": Case(_link_to_itself, "damaged file"),
    "no permission": Case(_locked, "permission", unprivileged=True),
    "xlsm with macros": Case(_xlsm, said=("macros",)),
    "links to other books": with_parts(_LINKED, said=("external links",)),
    "two lists of sheets": Case(_swapped_workbook, "damaged file"),
    "two tables of texts": Case(_swapped_texts, "damaged file"),
    "a sheet that is a chart": Case(_chart_sheet),
    "properties of another kind": with_parts({"docProps/core.xml": "<a/>", "docProps/custom.xml": "<b><c/></b>"}),
    "entities within entities": with_parts({"docProps/core.xml": _laughs(0, 12)}, rule="document type"),
    "one long entity used often (quadratic)": with_parts(
        {"xl/sharedStrings.xml": _laughs(30_000, 0)}, rule="document type"
    ),
    "parameter entity from a file": with_parts({"xl/styles.xml": _PARAMETER}, rule="document type"),
    "document type from the network": with_parts({"xl/theme/theme1.xml": _OUTSIDE}, rule="document type"),
}
