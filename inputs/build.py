"""Build the example workbooks from the readable tables beside this file: `python inputs/build.py`.

A table file is plain text: what the example is, then for each sheet a line `== Sheet`, a header line and a line a row,
cells separated by " | ". Numbers are written as numbers, everything else as text, an empty cell stays blank. A change
of an example is a change of its table file, so that it can be reviewed line by line.
"""

from __future__ import annotations

import sys
from pathlib import Path

from procure.calendar import Calendar
from procure.kinds.first_plan import Row
from procure.workbook import template

HERE = Path(__file__).resolve().parent
EXAMPLES = (
    "two-nations", "eurofighter", "cavs",
    "safe-air-defence", "tanker-pool", "patrol-corvette", "nato-common", "submarines", "shells-155", "meteor",
)  # fmt: skip

Value = str | float | int


def read_tables(path: Path) -> dict[str, list[Row]]:
    """Rows of every sheet of a table file; what stands before the first sheet becomes comments in Programme."""
    sheets: dict[str, list[Row]] = {}
    about: list[str] = []
    rows, header = None, None  # type: list[Row] | None, list[str] | None
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.split("|")]
        if line.startswith("== "):
            rows, header = sheets.setdefault(line[3:].strip(), []), None
        elif rows is None:
            about += [line.strip()] if line.strip() else []
        elif line.strip() and header is None:
            header = parts
        elif line.strip() and header is not None:
            if len(parts) != len(header):
                raise ValueError(f"{path.name}: {len(parts)} cells under {len(header)} headers: {line}")
            rows.append(Row(given={name: _value(text) for name, text in zip(header, parts, strict=True) if text}))
    sheets["Programme"] += [Row(assumed={"setting": f"# {text}"}, comment=True) for text in about]
    return sheets


def _value(text: str) -> Value:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() and "." not in text else number


def build(name: str, folder: Path = HERE) -> Path:
    """Write an example's workbook into a folder; returns its path."""
    tables = read_tables(HERE / "tables" / f"{name}.txt")
    said = {str(row.given.get("setting")): row.given.get("value") for row in tables["Programme"]}
    calendar = Calendar(str(said["first period"]), str(said.get("period length", "year")), int(str(said["periods"])))
    path = folder / f"{name}.xlsx"
    template.write(path, tables, calendar)
    return path


if __name__ == "__main__":
    for example in sys.argv[1:] or EXAMPLES:
        print(build(example).name)
