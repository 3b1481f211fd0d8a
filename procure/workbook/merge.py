"""Parts put into their book: the rows of those who filled them in take the place of theirs, all else stays as it is.

Conflicts are found first, each named with both cells; where there is one nothing is made:
    a part of another programme, or one whose context was changed;
    a row in a part that is not its owner's;
    two files that say different things of the same row.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from procure import text
from procure.findings import ERROR, WARNING, Finding, errors
from procure.kinds.first_plan import Row, Tables
from procure.workbook import parts, sheets, template
from procure.workbook.parts import CONTEXT, Owner
from procure.workbook.retyped import Line, Opened

Key = tuple[object, ...]


@dataclass(frozen=True)
class Part:
    """A file with the rows of one owner."""

    book: Opened
    owner: Owner

    def own(self, sheet: str) -> dict[Key, Line]:
        """Its owner's rows of a sheet by key."""
        lines = (_claimed(line, sheet, self.owner) for line in self.book.rows(sheet))
        return {key_of(sheet, line): line for line in lines if self.owner.owns(sheet, line)}


@dataclass
class Count:
    """Rows of the book that an owner's part changed, added and took out."""

    changed: int = 0
    added: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Merged:
    """The book with its parts. counts: by file of the part. Empty where `findings` has errors."""

    tables: Tables = field(default_factory=dict)
    counts: Mapping[str, Count] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def merge(base: Opened, books: Sequence[Opened], folder: Path) -> Merged:
    """The book with its parts in it. folder: where it is to be written, from which the paths in it then go."""
    findings = list(parts.whole(base))
    if findings:
        return Merged(findings=tuple(findings))
    found: list[Part] = []
    for book in books:
        owner = parts.whose(book)
        if owner is None:
            hint = f"`procure template --from {base.path.name} --for NATION` makes one."
            findings.append(Finding(ERROR, str(book.path), "no part", "expected a part of a book, found none.", hint))
        elif parts.unknown(base, owner):
            findings.append(Finding(ERROR, str(book.path), "unknown owner", parts.unknown(base, owner)))
        else:
            found.append(Part(book, owner))
            findings += _fits(base, found[-1])
    findings += _clashes(base, found)
    if errors(findings):
        return Merged(findings=tuple(findings))
    counts = {str(part.book.path): Count() for part in found}
    tables = {name: _rows(name, base, found, counts) for name in sheets.names()}
    return Merged(_moved(tables, base.path.parent, folder), counts, tuple(findings))


def write(path: Path, base: Opened, merged: Merged, full: bool = False) -> None:
    """Write the book with its parts. Raises whole.NotWritten where the file cannot be written."""
    template.write(path, merged.tables, base.programme.calendar, template.Extent(full, programme=base.programme))


def key_of(sheet: str, line: Line) -> Key:
    """What may not repeat in a sheet, of a row."""
    return tuple(line.figures[name] for name in sheets.sheet(sheet).key)


def _claimed(line: Line, sheet: str, owner: Owner) -> Line:
    """A row of a rule in a part is asked by its owner where it does not say by whom."""
    column = owner.sheets.get(sheet, "")
    if not column or line.record is None or line.record[column] is not None:
        return line
    record = replace(line.record, values={**line.record.values, column: owner.name})
    return replace(line, cells={**line.cells, column: owner.name}, record=record)


def _fits(base: Opened, part: Part) -> Iterator[Finding]:
    """Complaints about a part beside its book: context that was changed, rows that are not its own."""
    for name in part.book.lines:
        if name == sheets.PROGRAMME.name:
            yield from _settings(base, part)
        elif name in part.owner.sheets:
            yield from _strangers(name, part)
        else:
            yield from _context(name, base, part)
    for name in part.owner.sheets:
        if name not in part.book.lines and any(part.owner.owns(name, line) for line in base.rows(name)):
            message = f"the part has no such sheet; the rows of {part.owner} in the book stay."
            yield Finding(WARNING, f"{part.book.path}!{name}", "sheet left out", message)


def _settings(base: Opened, part: Part) -> Iterator[Finding]:
    """Settings that are not the book's; of another programme's name nothing more is said."""
    known, typed = ({_setting(line): line for line in one.rows("Programme")} for one in (base, part.book))
    ours, theirs = known["name"], typed["name"]
    if ours.figures["value"] != theirs.figures["value"]:
        message = f"expected a part of the programme {ours.shown('value')} of {ours.where('value')}"
        yield Finding(ERROR, theirs.where("value"), "another programme", f"{message}, found {theirs.shown('value')}.")
        return
    for setting, line in typed.items():
        same = known.get(setting)
        if same is None:
            yield _not_there(line, "setting", base, "setting")
        elif line.figures["value"] != same.figures["value"]:
            yield _changed(line, same, "value")


def _setting(line: Line) -> str:
    return str(line.figures["setting"]).casefold()


def _context(name: str, base: Opened, part: Part) -> Iterator[Finding]:
    """Changes in a sheet that is only to be read; rows of one that is not the part's at all."""
    shown = CONTEXT[part.owner.kind].get(name, ())
    known = {key_of(name, line): line for line in base.rows(name)} if shown else {}
    first, seen = sheets.sheet(name).columns[0].name, set()
    for line in part.book.rows(name):
        same = known.get(key_of(name, line)) if shown else None
        if same is None:
            yield _not_there(line, first, base, name)
            continue
        seen.add(key_of(name, line))
        filled = [cell for cell in line.cells if cell not in shown and not cell.startswith("#")]
        differing = [cell for cell in shown if line.figures[cell] != same.figures[cell]]
        yield from (_changed(line, same, cell) for cell in (*differing, *filled))
    for key, line in known.items():
        if key not in seen:
            message = f"{line.shown(first)} of {line.where(first)} is not in the part, and stays in the book."
            yield Finding(WARNING, f"{part.book.path}!{name}", "context left out", message)


def _not_there(line: Line, column: str, base: Opened, what: str) -> Finding:
    message = f"expected nothing that the part of {base.path.name} did not have, found {line.shown(column)}."
    hint = f"Only the book itself can have a new row in {what}." if what != "setting" else "Settings are the book's."
    return Finding(ERROR, line.where(column), "changed context", message, hint)


def _changed(line: Line, same: Line, column: str) -> Finding:
    message = f"expected {same.shown(column)} as in {same.where(column)}, found {line.shown(column)}."
    return Finding(ERROR, line.where(column), "changed context", message, "The sheet is to be read only.")


def _strangers(name: str, part: Part) -> Iterator[Finding]:
    """Rows of others in a sheet that the owner fills in, and its own row where that is missing."""
    column, owner = part.owner.sheets[name], part.owner
    for line in part.book.rows(name):
        if not owner.owns(name, _claimed(line, name, owner)):
            message = f"expected rows of {owner} alone, found {line.shown(column)}."
            yield Finding(ERROR, line.where(column), "row of another", message)
    if name == owner.home and not part.own(name):
        message = f"expected the row of {owner}, found none."
        yield Finding(ERROR, f"{part.book.path}!{name}", "own row", message)


def _clashes(base: Opened, found: Sequence[Part]) -> Iterator[Finding]:
    """Rows of one key in two files, or in a part and in a row of the book that stays, that do not say the same."""
    for name in sheets.names():
        at = [part for part in found if name in part.owner.sheets and name in part.book.lines]
        staying = [line for line in base.rows(name) if not any(part.owner.owns(name, line) for part in at)]
        taken = {key_of(name, line): (line, "") for line in staying} if at else {}
        for number, part in enumerate(at):
            own = part.own(name)
            for key, line in own.items():
                other, whose = taken.setdefault(key, (line, str(part.owner)))
                yield from _differences(name, line, other, whose == str(part.owner))
            twin = next((one for one in at[:number] if one.owner == part.owner), None)
            yield from _one_sided(name, part, twin, own) if twin else ()


def _differences(name: str, line: Line, other: Line, same_owner: bool) -> Iterator[Finding]:
    """Of two rows with one key: each cell that differs, or the key where they are two owners'."""
    if line is other:
        return
    if not same_owner:
        column = sheets.sheet(name).key[0]
        message = f"expected a name of its own, found {line.shown(column)}, which {other.where(column)} has too."
        yield Finding(ERROR, line.where(column), "two of one key", message)
        return
    for column in dict.fromkeys((*line.figures, *other.figures)):
        if line.figures.get(column) != other.figures.get(column):
            message = f"expected {other.shown(column)} as in {other.where(column)}, found {line.shown(column)}."
            yield Finding(ERROR, line.where(column), "two values", message, "Two files are parts of one owner.")


def _one_sided(name: str, part: Part, twin: Part, own: Mapping[Key, Line]) -> Iterator[Finding]:
    """Rows that only one of two files of an owner has."""
    column, before = sheets.sheet(name).key[0], twin.own(name)
    for has, lacks, rows in ((part, twin, own), (twin, part, before)):
        for key, line in rows.items():
            if key not in (before if has is part else own):
                shown = text.listing(str(one) for one in key if one not in (None, "", ()))
                message = f"expected the row {shown} in {lacks.book.path}!{name} too, found none."
                yield Finding(ERROR, line.where(column), "two values", message, "Two files are parts of one owner.")


def _rows(name: str, base: Opened, found: Sequence[Part], counts: Mapping[str, Count]) -> list[Row]:
    """The book's rows in their order, those of an owner replaced by its part's; its new rows come last."""
    at = {part.owner: part for part in found if name in part.owner.sheets and name in part.book.lines}
    fresh = {owner: part.own(name) for owner, part in at.items()}
    rows = []
    for line in base.lines.get(name, ()):
        owner = next((one for one in at if one.owns(name, line)), None)
        if owner is None:
            is_comment = line.record is None
            rows.append(Row(assumed=line.cells, comment=True) if is_comment else Row(given=line.cells))
            continue
        count, new = counts[str(at[owner].book.path)], fresh[owner].pop(key_of(name, line), None)
        count.gone += new is None
        if new is not None:
            count.changed += new.figures != line.figures
            remarks = {column: value for column, value in line.cells.items() if column.startswith("#")}
            rows.append(Row(given={**remarks, **new.cells}))
    for owner, left in fresh.items():
        counts[str(at[owner].book.path)].added += len(left)
        rows += [Row(given=line.cells) for line in left.values()]
    return rows


def _moved(tables: Tables, old: Path, new: Path) -> Tables:
    """Relative paths of a model and of earlier plans go on from the folder that the book is written to."""
    if old.resolve() == new.resolve():
        return tables
    settings = [_from(row, "value", old, new) if _is_path(row) else row for row in tables["Programme"]]
    return {**tables, "Programme": settings, "Rules": [_from(row, "earlier plan", old, new) for row in tables["Rules"]]}


def _is_path(row: Row) -> bool:
    """Whether a setting is the model's, and names a file."""
    is_model = str(row.given.get("setting", "")).casefold() == "model"
    return is_model and str(row.given.get("value", "")).lower().endswith(".toml")


def _from(row: Row, column: str, old: Path, new: Path) -> Row:
    """The row with the path in a column as it is from the new folder."""
    typed = str(row.given.get(column, ""))
    if not typed or Path(typed).is_absolute():
        return row
    there = (old / typed).resolve()
    try:
        path = Path(os.path.relpath(there, new.resolve()))
    except ValueError:  # on another drive
        path = there
    return replace(row, given={**row.given, column: path.as_posix()})
