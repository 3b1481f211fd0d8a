"""The gate: what a file must pass before anything parses it as a workbook.

A workbook of 1.5 KB can take gigabytes or hang a reader. So the first bytes, the directory of the zip archive
and one streaming pass over every XML part come first; the readers behind the gate meet only what they can hold.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import mmap
import os
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element  # nosec B405 # the type alone: defusedxml parses
from xml.parsers.expat import ExpatError

from defusedxml.ElementTree import ParseError, fromstring

from procure.findings import ERROR, NOTE, WARNING, Finding
from procure.workbook.scan import LIMITS, Limits, Room, SheetScan, Unsafe, scan

__all__ = ["Limits", "Look", "Seen", "inspect", "look"]

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RESTORE = "Fetch it again, or let Excel repair it (Open, Open and Repair) and save it anew."
_SMALLER = "Remove pictures and the sheets that the plan does not need."
_NAME_ONE = "Name an Excel workbook (.xlsx)."
_SAVE_AS = 'Open it in Excel and save it as "Excel Workbook (*.xlsx)".'
_SMALL = 1_000_000  # an unpacked size at which a high packing ratio does no harm
_KINDS = "[Content_Types].xml"
_LIST = 10_000_000  # the most bytes that the list of sheets, or of relations, may have
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Seen:
    """A sheet of the workbook in the order of its tabs: `part` is its file in the archive."""

    name: str
    part: str
    hidden: bool
    scan: SheetScan


@dataclass(frozen=True, slots=True)
class Look:
    """What the gate found; no sheets where a finding is an error."""

    findings: tuple[Finding, ...]
    sheets: tuple[Seen, ...] = ()


def inspect(path: Path, limits: Limits = LIMITS) -> list[Finding]:
    """Why the file cannot be read as a workbook (errors), and what will be ignored in it. Never raises."""
    return list(look(path, limits).findings)


def look(path: Path, limits: Limits = LIMITS) -> Look:
    """As `inspect`, with what was learned of each sheet on the way. Never raises."""
    where, inside = path.name, ""
    try:
        _check_first_bytes(path, limits)
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive, path.stat().st_size, limits)
            titles = _titles(archive, _find_workbook(archive))
            scans: dict[str, SheetScan] = {}
            room = Room(limits.cells, limits.tags)
            for entry in archive.infolist():
                title = titles[entry.filename][0] if entry.filename in titles else ""
                inside = f"sheet '{title}': " if title else f"part '{entry.filename}': "
                found = _scan_entry(archive, entry, bool(title), limits, room)
                if found:
                    scans[entry.filename] = found
            seen = [Seen(title, part, hidden, scans[part]) for part, (title, hidden) in titles.items()]
            return Look(tuple(_remarks(archive, path.name)), tuple(seen))
    except Unsafe as problem:
        if problem.cell:
            where, inside = f"{title}!{problem.cell}", ""
        finding = Finding(ERROR, where, problem.rule, inside + problem.message, problem.hint)
    except (ExpatError, ParseError) as problem:
        finding = Finding(ERROR, where, "damaged XML", f"{inside}its XML is damaged: {problem}.", _RESTORE)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, LookupError, ValueError) as problem:
        message = f"{inside}the file is damaged or cut short: {str(problem) or type(problem).__name__}."
        finding = Finding(ERROR, where, "damaged file", message, _RESTORE)
    except OSError as problem:
        finding = _unreadable(path, problem)
    return Look((finding,))


def _unreadable(path: Path, problem: OSError) -> Finding:
    if isinstance(problem, FileNotFoundError):
        near: list[str] = []
        with contextlib.suppress(OSError):
            near = difflib.get_close_matches(path.name, os.listdir(path.parent), n=1)
        hint = f"Did you mean '{near[0]}'?" if near else "Check the name and the folder."
        return Finding(ERROR, str(path), "missing file", "there is no such file.", hint)
    if isinstance(problem, PermissionError):
        hint = "Close it in other programs, or ask for the right to read it."
        return Finding(ERROR, path.name, "permission", "the file may not be read.", hint)
    message = f"the file cannot be read: {problem.strerror or problem}."  # also a place outside a damaged file
    return Finding(ERROR, path.name, "damaged file", message, _RESTORE)


def _check_first_bytes(path: Path, limits: Limits) -> None:
    """Raises Unsafe if the file does not begin as a zip archive does, saying what it is instead; OSError."""
    if path.is_dir():
        raise Unsafe("folder", "this is a folder, not a workbook.", "Name the .xlsx file in it.")
    if path.exists() and not path.is_file():
        raise Unsafe("unreadable file", "this is no ordinary file.", "Name an .xlsx file.")
    with path.open("rb") as file:
        head = file.read(4096)
        if not head:
            raise Unsafe("empty file", "the file is empty.", "Fetch it again from where it came.")
        if head.startswith(_OLE2):
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                _refuse_ole2(whole)
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise Unsafe("file type", *_kind(head))
    if path.stat().st_size > limits.file:
        raise Unsafe("file size", f"the file is larger than {limits.file / 1e6:,.0f} MB.", _SMALLER)
    _check_directory(path, limits)


def _refuse_ole2(whole: mmap.mmap) -> None:
    """An OLE2 container, told apart by the names of its streams."""
    if whole.find("EncryptedPackage".encode("utf-16-le")) >= 0:
        hint = "Take it off in Excel (File, Info, Protect Workbook, Encrypt with Password) and save."
        raise Unsafe("encrypted", "the workbook is protected by a password.", hint)
    if any(whole.find(name.encode("utf-16-le")) >= 0 for name in ("Workbook", "Book")):
        raise Unsafe("old xls", "this is an Excel 97-2003 workbook (.xls).", _SAVE_AS)
    raise Unsafe("file type", "this is an old or encrypted Office document, not an .xlsx.", _NAME_ONE)


def _kind(head: bytes) -> tuple[str, str]:
    """What a file that is no zip archive seems to be, in words, and the way out."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind, hint = "no format that is known here", _NAME_ONE
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        kind, hint = "an XML spreadsheet of 2003", _SAVE_AS
    elif re.search(rb"<(!doctype html|html|table|head|body|meta)\b", text):
        kind, hint = "a web page (HTML) with another ending", _SAVE_AS
    elif text.startswith(b"%pdf"):
        kind = "a PDF"
    elif text.startswith((b"7z\xbc\xaf", b"rar!", b"\x1f\x8b")):
        kind, hint = "a packed archive", "Unpack it first."
    elif b"\0" not in head and re.search(rb"[,;\t]", head):
        kind, hint = "a text file (CSV) with another ending", _SAVE_AS
    return f"this is {kind}, not an Excel workbook.", hint


def _check_directory(path: Path, limits: Limits) -> None:
    """The archive's directory must be small before zipfile makes an object for each of its entries."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0:
        raise Unsafe("damaged file", "the file is cut short: its end is missing.", _RESTORE)
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    if tail[max(0, end - 20) : end].startswith(b"PK\x06\x07"):  # the size that counts is in a 64-bit record
        with path.open("rb") as file:
            file.seek(min(int.from_bytes(tail[end - 12 : end - 4], "little"), path.stat().st_size))
            size = max(int.from_bytes(file.read(56)[40:48], "little"), 0 if size == 0xFFFF_FFFF else size)
    if size > limits.entries * 500:
        raise Unsafe("number of parts", f"the file holds more than {limits.entries:,} parts.", _SMALLER)


def _check_entries(archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
    """The archive's directory: how many entries, named how, unpacking to how much. Raises Unsafe."""
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Unsafe("number of parts", f"the file holds more than {limits.entries:,} parts.", _SMALLER)
    names: set[str] = set()
    for entry in entries:
        name, shown = entry.filename, f"the part '{entry.filename[:60]}'"
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Unsafe("part name", f"{shown} is named as if outside the file.", _RESTORE)
        if name.lower() in names:
            raise Unsafe("duplicate part", f"{shown} is there twice.", _RESTORE)
        names.add(name.lower())
        if entry.flag_bits & 1:
            raise Unsafe("encrypted", f"{shown} is protected by a password.", _RESTORE)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unsafe("damaged file", f"{shown} is packed in a way Excel does not use.", _SAVE_AS)
        if entry.file_size > _SMALL and entry.file_size > limits.ratio * entry.compress_size:
            raise Unsafe("zip bomb", f"{shown} unpacks to over {limits.ratio} times its size.", _SAVE_AS)
    if sum(entry.file_size for entry in entries) > limits.total:
        raise Unsafe("zip bomb", f"it unpacks to more than {limits.total / 1e6:,.0f} MB.", _SMALLER)
    if sum(entry.compress_size for entry in entries) > size:
        raise Unsafe("zip bomb", "its parts claim more room than the file has.", _RESTORE)


def _find_workbook(archive: zipfile.ZipFile) -> str:
    """The name of the part that lists the sheets. Raises Unsafe if there is none that can be read."""
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(200):
        raise Unsafe("ods", "this is an OpenDocument file (.ods).", "Save it as Excel 2007-365 (.xlsx).")
    if "xl/workbook.bin" in names:
        raise Unsafe("xlsb", "this is a binary workbook (.xlsb).", _SAVE_AS)
    for kind, target in _relations(archive, "").values():
        other = target.startswith(("word/", "ppt/", "visio/"))
        if kind == "officeDocument" and target in names and not other:
            _agree(archive, target)
            return target
    raise Unsafe("file type", "this is another kind of document, not an Excel workbook.", _NAME_ONE)


def _agree(archive: zipfile.ZipFile, workbook: str) -> None:
    """Excel finds the list of sheets and the texts by relations, openpyxl by the kinds of parts: they must agree."""
    texts = {part.lower() for kind, part in _relations(archive, workbook).values() if kind == "sharedStrings"}
    meant = {".main+xml": {workbook.lower()}, ".sharedStrings+xml": texts}
    for listed in _xml(archive, _KINDS):
        kind = next((kind for kind in meant if listed.get("ContentType", "").endswith(kind)), "")
        part = listed.get("PartName", "xl/workbook.xml").lstrip("/")  # that of a kind by its ending
        if kind and part.lower() not in meant[kind]:
            raise Unsafe("damaged file", f"'{part[:60]}' is listed as another part than it is.", _RESTORE)


def _titles(archive: zipfile.ZipFile, workbook: str) -> dict[str, tuple[str, bool]]:
    """part -> (the sheet's name, hidden?), in the order of the tabs, without sheets that hold only a chart."""
    relations = _relations(archive, workbook)
    titles: dict[str, tuple[str, bool]] = {}
    for sheet in _xml(archive, workbook).iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        title = sheet.get("name", "")
        kind, part = relations[sheet.get(_RELATION, "")]
        if kind != "worksheet":
            continue
        if part in titles or title.lower() in (known.lower() for known, _ in titles.values()) or not title:
            raise Unsafe("duplicate sheet", f"the sheet '{title}' is there twice or has no name.", _RESTORE)
        titles[part] = title, sheet.get("state", "visible") != "visible"
    if not titles:
        raise Unsafe("no sheets", "the workbook lists no sheet with cells.", _RESTORE)
    missing = [title for part, (title, _) in titles.items() if part not in archive.NameToInfo]
    if missing:
        raise Unsafe("damaged file", f"the sheet '{missing[0]}' is listed but not there.", _RESTORE)
    return titles


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part ("" = the whole archive) points to inside the archive: id -> (kind, name of the part)."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}
    for relation in _xml(archive, posixpath.join(folder, "_rels", f"{name}.rels")):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        if relation.get("TargetMode") != "External":
            found[relation.get("Id", "")] = relation.get("Type", "").rpartition("/")[2], target.lstrip("/")
    return found


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    if name not in archive.NameToInfo:
        raise Unsafe("file type", f"this is an archive without '{name}', not an Excel workbook.", _NAME_ONE)
    if archive.getinfo(name).file_size > _LIST:
        raise Unsafe("file size", f"'{name}' unpacks to more than {_LIST / 1e6:,.0f} MB.", _SMALLER)
    data = archive.read(name)
    scan(io.BytesIO(data), LIMITS, Room(0, LIMITS.listed))  # no document type, no entities
    root: Element = fromstring(data)
    return root


def _scan_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, sheet: bool, limits: Limits, room: Room
) -> SheetScan | None:
    """The pass over one part. Raises Unsafe, and whatever zipfile or expat raise on a damaged one."""
    if not sheet and entry.file_size > limits.part:
        raise Unsafe("file size", f"it unpacks to more than {limits.part / 1e6:,.0f} MB.", _SMALLER)
    if not sheet and not entry.filename.lower().endswith((".xml", ".rels")):
        return None
    if not sheet:
        room = Room(0, limits.listed if _is_list(entry.filename) else limits.tags)
    with archive.open(entry) as part:
        found = scan(part, limits, room)
    if sheet and not found:
        raise Unsafe("damaged XML", "it is no worksheet.", _RESTORE)
    return found if sheet else None


def _is_list(name: str) -> bool:
    """Whether openpyxl makes an object of each element of the part."""
    return name in (_KINDS, "xl/styles.xml") or name.endswith(".rels")


def _remarks(archive: zipfile.ZipFile, where: str) -> Iterator[Finding]:
    """What is in the file and will not be used."""
    names = archive.namelist()
    if any(name.endswith("vbaProject.bin") for name in names):
        yield Finding(NOTE, where, "macros", "the workbook holds macros; they are neither run nor read.")
    links = sum(name.startswith("xl/externalLinks/externalLink") for name in names)
    if links:
        message = f"the workbook has links to others ({links}); the values stored at its last save are read."
        yield Finding(WARNING, where, "external links", message, "Update or break them (Data, Edit Links).")
