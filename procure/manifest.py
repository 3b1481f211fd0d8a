"""What a plan was made with, so that it can be repeated: check sums of inputs, model and code, versions, platform.

The facts stand on the sheet Run, one a row, and none of them is a time, a path or a name of a computer or a user:

    inputs, SHA-256           of the check sums below: "SHEET TAB CHECK SUM LINE-FEED" for each sheet, in their order
    inputs SHEET, SHA-256     of an input sheet as the plan's workbook carries it
    model, SHA-256            what was agreed, after the workbook's own rows: of the check sums of Funding, Controls and
                              Rules (in the order of the sheets), and of the settings "model" and "objectives"
    code, SHA-256             of procure's own files, "PATH TAB CHECK SUM LINE-FEED" each, sorted
    versions, platform        Python and the libraries that have a part in a plan; system and machine
    command                   the command with every option that changes the plan, see cli/kept.py

The check sum of a sheet is that of its text in UTF-8: a line of headers and a line for each row that is neither blank
nor a comment, each ended by a line feed; cells are separated by tabs. A text is a JSON string in ASCII, a number has
16 significant digits (C's "%.16G"), a blank cell is nothing; a row has a cell for every header. Rows are sorted, since
their order changes no plan, save in Changes. Styles, links, the order of sheets and the file's name do not count.
"""

from __future__ import annotations

import hashlib
import json
import platform
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from procure import __version__
from procure.findings import ERROR, WARNING, Finding
from procure.problem import Problem
from procure.tables.record import RUN
from procure.workbook import cells, inputs, sheets
from procure.workbook.cells import Cell, RawSheet
from procure.workbook.raw import EDGE
from procure.workbook.read_plan import PlanFile
from procure.workbook.write_sheets import clean

INPUTS, MODEL, CODE = "inputs, SHA-256", "model, SHA-256", "code, SHA-256"
VERSIONS, PLATFORM, COMMAND = "versions", "platform", "command"
LIBRARIES = ("pulp", "highspy", "numpy", "openpyxl", "XlsxWriter")  # that have a part in a plan, or in its workbook
AGREED = ("Funding", "Controls", "Rules")  # sheets that a model adds to
AGREED_SETTINGS = ("model", "objectives")
IN_ORDER = ("Changes",)  # sheets whose rows are steps
COMMENT, PROGRAMME = "#", "Programme"
_OF_SHEET, _END = "inputs ", ", SHA-256"

Value = str | float | int | None
Lines = Mapping[str, list[str]]  # the text of each input sheet, by its name in the order of sheets.SHEETS


def facts(problem: Problem) -> dict[str, str]:
    """The facts of a plan of this problem, made here and now, as text by their names on Run; all but the command."""
    return {**of_inputs(lines(problem)), **surroundings()}


def surroundings() -> dict[str, str]:
    """What this program is and runs on: check sum of its code, versions, platform."""
    return {CODE: code(), VERSIONS: versions(), PLATFORM: f"{platform.system()} {platform.machine()}".strip()}


def of_inputs(found: Lines) -> dict[str, str]:
    """The check sums of input sheets and of what was agreed, by the names of their facts."""
    sums = {name: _sum(several) for name, several in found.items()}
    agreed = [f"{name}\t{one}" for name, one in sums.items() if name in AGREED]
    settings = ["\t".join(line.split("\t")[:2]) for line in found.get(PROGRAMME, ())]
    settings = [line for line in settings if line.split("\t")[0] in map(_cell, AGREED_SETTINGS)]
    whole = {INPUTS: _sum(f"{name}\t{one}" for name, one in sums.items()), MODEL: _sum([*agreed, *settings])}
    return {**whole, **{_fact(name): one for name, one in sums.items()}}


def lines(problem: Problem) -> Lines:
    """The text of each input sheet of a problem, as its plan's workbook will carry it."""
    return {name: _lines(name, header, rows) for name, (header, rows) in inputs.tables(problem).items()}


def lines_of(published: Mapping[str, RawSheet]) -> Lines:
    """The text of each input sheet of a plan's workbook, cell by cell as it stands there."""
    return {name: _lines(name, *_table(published[name])) for name in sheets.names() if name in published}


def differences(found: PlanFile, own: Problem | None = None) -> list[Finding]:
    """Where a plan's workbook is not what its own Run says it was made from: Findings of level error, with the sheet.

    own: the problem of the user's workbook, compared too with the inputs that the plan carries. That the program or the
    computer is another one now is a warning: the plan is none the worse, and may not repeat.
    """
    carried = lines_of(found.published)
    others = [] if own is None else list(_apart(carried, lines(own)))
    if INPUTS not in found.plan.run:
        message = "the plan's workbook has no check sums of its inputs: whether they were changed cannot be said."
        return [Finding(WARNING, RUN, "no check sums", message), *others]
    return [*_changed(found.plan.run, of_inputs(carried)), *others, *elsewhere(found.plan.run)]


def elsewhere(run: Mapping[str, str]) -> list[Finding]:
    """What the facts of a run say that it was made with, and is another here and now: warnings."""
    hint = "The plan is none the worse; made again it may be another one that is as good."
    return [
        Finding(WARNING, f"{RUN} {name}", "made elsewhere", f"the plan was made with {run[name]}; here is {now}.", hint)
        for name, now in surroundings().items()
        if name in run and run[name] != now
    ]


def _changed(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Finding]:
    """Facts of the inputs that are not what they were; of the whole only where no sheet says so already."""
    kept = {name: one for name, one in then.items() if name.startswith(_OF_SHEET) and name.endswith(_END)}
    known = [name for name in now if name not in (INPUTS, MODEL)]
    parts = [*known, *(name for name in kept if name not in now)]
    wrong = [name for name in parts if then.get(name) != now.get(name)]
    for name in wrong or [one for one in (INPUTS, MODEL) if then.get(one) != now[one]]:
        sheet = name.removeprefix(_OF_SHEET).removesuffix(_END) if name in parts else RUN
        was, found = (one.get(name, "none") for one in (then, now))
        message = f"expected the check sum {was}, found {found}."
        yield Finding(ERROR, sheet, "inputs changed", message, "The plan was not made from these inputs.")


def _apart(carried: Lines, own: Lines) -> Iterator[Finding]:
    """Sheets of a plan that are not those of the user's workbook, with a row of each."""
    hint = "The plan was made from another state of the workbook, or with options that change it (Run, command)."
    for name in sheets.names():
        ours, theirs = carried.get(name, []), own.get(name, [])
        only, missing = (list((Counter(a) - Counter(b)).elements()) for a, b in ((ours, theirs), (theirs, ours)))
        if only or missing:
            first = (only or missing)[0].replace("\t", ", ")
            message = f"{len(only)} rows are the plan's alone, {len(missing)} the workbook's; the first: {first}."
            yield Finding(ERROR, name, "other inputs", message, hint)


# Check sums


@cache
def code() -> str:
    """The check sum of procure's own code, of this process once; line ends as they are on Linux."""
    home = Path(__file__).parent
    files = {path.relative_to(home).as_posix(): path for path in home.rglob("*.py")}
    texts = {name: path.read_bytes().replace(b"\r\n", b"\n") for name, path in files.items()}
    return _sum(f"{name}\t{hashlib.sha256(texts[name]).hexdigest()}" for name in sorted(texts))


@cache
def versions() -> str:
    """procure, Python and the libraries that have a part in a plan, as "procure 0.1.0, Python 3.11.2, ..."."""
    ours = [f"procure {__version__}", f"Python {platform.python_version()}"]
    return ", ".join([*ours, *(f"{name} {version(name)}" for name in LIBRARIES)])


def _sum(several: Iterable[str]) -> str:
    """SHA-256 of lines, each ended by a line feed."""
    return hashlib.sha256("".join(f"{line}\n" for line in several).encode()).hexdigest()


def _fact(sheet: str) -> str:
    return f"{_OF_SHEET}{sheet}{_END}"


# The text of a sheet


def _table(sheet: RawSheet) -> tuple[list[str], list[list[Value]]]:
    """Headers and rows of an input sheet as it stands in a file."""
    head, *body = sheet.rows or ((),)
    columns = {cell.column: str(cell.value) for cell in head}
    rows = [{cell.column: _value(cell) for cell in row} for row in body]
    return list(columns.values()), [[row.get(column) for column in columns] for row in rows]


def _value(cell: Cell) -> Value:
    """A cell's number, or what it shows as text."""
    return cell.value if cell.kind == cells.NUMBER and isinstance(cell.value, int | float) else str(cell.value)


def _lines(name: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> list[str]:
    """The text of a sheet: its headers, then its rows, sorted where their order changes nothing."""
    found = ["\t".join(map(_cell, row)) for row in rows]
    found = [line for line in found if line.strip("\t") and not line.startswith(f'"{COMMENT}')]
    return ["\t".join(map(_cell, header)), *(found if name in IN_ORDER else sorted(found))]


def _cell(value: Value) -> str:
    """A value as text that other values do not have, and that is the same when it was written to a file and read."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value).replace("\r\n", "\n").replace("\r", "\n")
        text = unicodedata.normalize("NFC", text).strip(EDGE)
        return json.dumps(text) if text else ""
    return f"{value + 0.0:.16G}"  # the digits that XlsxWriter writes; 0.0 makes of -0 a 0
