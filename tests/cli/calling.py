"""The command line called as a user calls it: in this process, or as a process of its own."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from procure.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
TWO, CAVS, EUROFIGHTER = "inputs/two-nations.xlsx", "inputs/cavs.xlsx", "inputs/eurofighter.xlsx"
METEOR = "inputs/meteor.xlsx"


@dataclass(frozen=True)
class Done:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


def call(*words: str) -> Done:
    """`procure WORDS` in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        main(words)
    assert isinstance(stop.value.code, int)
    return Done(stop.value.code, out.getvalue(), err.getvalue())


def environment(**more: str) -> dict[str, str]:
    """For a process of its own: this repository's procure, and nothing written beside the sources."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


def process(*words: str, **variables: str) -> Done:
    """`python -m procure WORDS` as a process in the current folder."""
    command = [sys.executable, "-m", "procure", *words]
    done = subprocess.run(
        command, env=environment(**variables), capture_output=True, text=True, encoding="utf-8", check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def settle(folder: Path) -> Path:
    """A folder as after cloning: the examples in inputs, an empty outputs."""
    (folder / "outputs").mkdir(parents=True)
    (folder / "inputs").mkdir()
    for name in (TWO, CAVS, EUROFIGHTER, METEOR):
        shutil.copy(ROOT / name, folder / name)
    return folder


def changed(source: str | Path, to: Path, change: Callable[[Workbook], None]) -> Path:
    """A copy of a workbook, changed by openpyxl."""
    book = openpyxl.load_workbook(source)
    change(book)
    book.save(to)
    return to


def column(book: Workbook, sheet: str, header: str) -> str:
    """Letter of a column by its header."""
    return next(str(cell.column_letter) for cell in book[sheet][1] if str(cell.value) == header)


def fill(sheet: str, header: str, value: object, rows: range = range(2, 99)) -> Callable[[Workbook], None]:
    """A change: every row of a sheet says this in that column."""

    def change(book: Workbook) -> None:
        letter = column(book, sheet, header)
        for row in rows:
            if book[sheet][f"A{row}"].value is not None:
                book[sheet][f"{letter}{row}"] = value

    return change


def digest(path: str | Path) -> str:
    """Of a file's bytes."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def files(folder: Path) -> set[str]:
    """Every file below a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
