"""The timeline: who works on which package when, a row for each package and supplier, bars by the supplier's nation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.report.chart import Chart, Key
from procure.report.numbers import shown
from procure.tables.figures import Figures
from procure.tables.table import PERCENT, Column, Rows, Table
from procure.tables.work import codes, work_packages
from procure.workbook.styles import FILLS


def timeline(x: Figures) -> Iterator[Chart]:
    """Drawn from the table of the sheet Work packages; nothing where nobody works on any package."""
    source = work_packages(x)[0]
    columns = [column.header for column in source.columns]
    first = len(columns) - len(x.labels)
    at = {name: columns.index(name) for name in ("package", "phase", "supplier", "nation", "share", "begins", "ends")}
    rows, drawn = Rows(), []  # type: Rows, list[dict[str, object]]
    for number, values in enumerate(source.rows):
        if not any(row == number for row, _ in source.bars):
            continue
        said = {name: values[k] for name, k in at.items()}
        rows.add(*said.values())
        runs = _runs([column - first for row, column in sorted(source.bars) if row == number])
        share = said["share"]
        drawn.append(
            {
                "package": said["package"], "phase": said["phase"], "supplier": said["supplier"],
                "nation": said["nation"], "runs": runs,
                "share": shown(share, PERCENT) if isinstance(share, Decimal) else "",
            }
        )  # fmt: skip
    if not drawn:
        return
    table = rows.table(
        "", "Timeline of packages", "When work on each package begins and ends, and with whom.",
        [Column(name, PERCENT) if name == "share" else Column(name) for name in at],
    )  # fmt: skip
    letters = codes(tuple(x.f.nations))
    here = {str(row["nation"]) for row in drawn}
    drawing = {
        "kind": "timeline", "periods": list(x.labels), "rows": drawn,
        "nations": {n: {"letter": letters[n], "colour": k} for k, n in enumerate(x.f.nations) if n in here},
    }  # fmt: skip
    yield Chart("timeline", table.title, _sentence(x, table), table, drawing, keys_of(x, here))


def keys_of(x: Figures, here: set[str]) -> tuple[Key, ...]:
    """Legend entries of the nations that are drawn: colour and letters, as in the workbook's bars."""
    letters = codes(tuple(x.f.nations))
    return tuple(Key(f"n{k % len(FILLS)}", n, letters[n]) for k, n in enumerate(x.f.nations) if n in here)


def _runs(periods: list[int]) -> list[list[int]]:
    """First and last of the periods that follow one another."""
    found: list[list[int]] = []
    for t in periods:
        if found and found[-1][1] == t - 1:
            found[-1][1] = t
        else:
            found.append([t, t])
    return found


def _sentence(x: Figures, table: Table) -> str:
    packages, suppliers = ({str(row[k]) for row in table.rows} for k in (0, 2))
    held: dict[str, set[str]] = {}
    for row in table.rows:
        held.setdefault(str(row[3]), set()).add(str(row[0]))
    most = max(held, key=lambda n: len(held[n]))
    ends = sorted(x.labels.index(str(row[k])) for row in table.rows for k in (5, 6))
    said = f"{_count(packages, 'package')} at {_count(suppliers, 'supplier')} in {_count(set(held), 'nation')}"
    span = f"work from {x.labels[ends[0]]} to {x.labels[ends[-1]]}"
    return f"{said}, {span}; {most}'s industry has a part in {len(held[most])} of them."


def _count(names: set[str], what: str) -> str:
    return f"{len(names)} {what}" + ("" if len(names) == 1 else "s")
