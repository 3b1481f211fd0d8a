"""A LibreOffice without a window: opens workbooks, works out every formula afresh and writes them again.

Every call has a profile of its own in a temporary folder, so that calls may run beside each other; starting costs a
second or two, so many files go into one call.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

NAMES = ("soffice", "libreoffice")
FILTER = "xlsx:Calc MS Excel 2007 XML"
PATIENCE = 60.0  # seconds to start in
PATIENCE_FOR_ONE = 20.0  # seconds more for each file
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""  # formulas of a workbook are worked out when it is opened, whatever results are stored in it

Values = dict[str, dict[str, Any]]  # sheet -> address -> value


def binary() -> str | None:
    """The LibreOffice of this machine, by its name; None without one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def needed() -> None:
    """For a test that needs it: where there is none, the test says so and does not run."""
    if binary() is None:
        pytest.skip("no LibreOffice on this machine, so no formula was worked out; on Debian: "
                    "apt-get install --no-install-recommends libreoffice-calc")  # fmt: skip


def recalculated(books: Sequence[Path], folder: Path) -> dict[str, Path]:
    """The books as LibreOffice writes them after working out their formulas, in `folder`, by the name without .xlsx.

    Raises AssertionError where it does not end in time or a book is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    assert len({book.stem for book in books}) == len(books), "two books of one name"
    with tempfile.TemporaryDirectory(prefix="procure-office-", ignore_cleanup_errors=True) as profile:
        user = Path(profile, "user")
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
        command = [
            str(binary()), f"-env:UserInstallation={Path(profile).resolve().as_uri()}", "--headless", "--norestore",
            "--nologo", "--nolockcheck", "--convert-to", FILTER, "--outdir", str(folder), *map(str, books),
        ]  # fmt: skip
        said = _run(command, PATIENCE + PATIENCE_FOR_ONE * len(books))
    made = {book.stem: folder / f"{book.stem}.xlsx" for book in books}
    missing = sorted(name for name, path in made.items() if not path.is_file())
    assert not missing, f"LibreOffice did not write {missing}: {said}"
    return made


def _run(command: list[str], patience: float) -> str:
    """What the command says. It is ended with everything that it began when time is up."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"LibreOffice did not end within {patience:.0f} s") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        said.seek(0)
        return said.read().decode("utf-8", "replace")


def values(path: Path, *sheets: str) -> Values:
    """What the cells of a workbook show, by sheet and address: of these sheets, or of all. Empty cells are left out."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    try:
        return {
            name: {cell.coordinate: cell.value for row in book[name].iter_rows() for cell in row
                   if cell.value is not None}
            for name in sheets or book.sheetnames
        }  # fmt: skip
    finally:
        book.close()


def errors(path: Path) -> list[str]:
    """Cells of a workbook whose formula came to an error, as "Checks!D4 #REF!"."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    try:
        return [
            f"{sheet.title}!{cell.coordinate} {cell.value}"
            for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
            if cell.data_type == "e"
        ]  # fmt: skip
    finally:
        book.close()
