"""An explanation as it is told: sentences first, then tables; the same on a terminal, in JSON, in a workbook.

    told = Told("two-nations", (Passage("Binding", ("The budget of NL in 2029 binds.",), tables), ...))
    told.lines()     for a terminal          told.record()    for a JSON document
    told.sheets()    tables by sheet, for a workbook: Explanation with every sentence, then a sheet for each passage

It knows nothing of Excel or of terminals: what prints it decides how it looks.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procure.tables.table import EXACT, Column, Rows, Table, Value
from procure.workbook.layout import shown

EXPLANATION = "Explanation"
WIDTH = 112  # characters of a line of words in a workbook, and of a table on a terminal
SENTENCES, ROWS = 20, 15  # of a passage and of a table on a terminal: the workbook and the JSON document have all
_WIDEST = 40  # characters of a column on a terminal


@dataclass(frozen=True)
class Passage:
    """One part of an explanation. name: what its sentences speak of. sheet: of its tables, "" = the name.

    brief: sentences alone on a terminal; the tables are for those who go into it.
    """

    name: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    sheet: str = ""
    brief: bool = False


@dataclass(frozen=True)
class Told:
    """An explanation: what is explained, and its passages in the order in which they are read."""

    title: str
    passages: tuple[Passage, ...]

    def lines(self) -> Iterator[str]:
        """For a terminal: of each passage its sentences, then the first rows of its tables."""
        for passage in self.passages:
            if passage.sentences:
                yield f"{passage.name}: {passage.sentences[0]}"
            yield from (f"  {said}" for said in passage.sentences[1:SENTENCES])
            if len(passage.sentences) > SENTENCES:
                yield f"  ... and {len(passage.sentences) - SENTENCES} more sentences"
            for table in passage.tables if not passage.brief else ():
                if table.rows:
                    yield from (f"  {line}" for line in _text(table))

    def record(self) -> dict[str, Any]:
        """For a JSON document: every sentence and every row, numbers as numbers."""
        return {"title": self.title, "passages": [_record(passage) for passage in self.passages]}

    def sheets(self) -> dict[str, list[Table]]:
        """The tables by sheet, in the workbook's order. Passages may share one."""
        found: dict[str, list[Table]] = {EXPLANATION: [self._in_words()]}
        for passage in self.passages:
            if passage.tables:
                found.setdefault(passage.sheet or passage.name, []).extend(passage.tables)
        return found

    def _in_words(self) -> Table:
        rows, last = Rows(), ""
        for passage in self.passages:
            for said in passage.sentences:
                for line in textwrap.wrap(said, WIDTH):
                    rows.add(passage.name if passage.name != last else "", line)
                    last = passage.name
        return rows.table(EXPLANATION, self.title, "", (Column("", width=18), Column("", width=14, span=12)))


def _record(passage: Passage) -> dict[str, Any]:
    tables = [
        {
            "title": table.title,
            "sentence": table.sentence,
            "columns": [column.header for column in table.columns],
            "rows": [[_plain(value) for value in row] for row in table.rows],
        }
        for table in passage.tables
    ]
    return {"name": passage.name, "sentences": list(passage.sentences), "tables": tables}


def _plain(value: Value) -> str | int | float | None:
    return float(value) if isinstance(value, Decimal) else value


def _text(table: Table) -> Iterator[str]:
    """A table in characters: numbers to the right, long texts cut, the rows beyond the first counted."""
    kept = [k for k, column in enumerate(table.columns) if any(row[k] not in (None, "") for row in table.rows)]
    heads = [table.columns[k].header for k in kept]
    body = [[_cell(table, line, k) for k in kept] for line in range(min(ROWS, len(table.rows)))]
    right = [any(isinstance(row[k], Decimal | int) for row in table.rows) for k in kept]
    widths = [min(_WIDEST, max(map(len, column))) for column in zip(heads, *body, strict=True)]
    yield table.title
    for row in (heads, *body):
        cells = [
            _cut(text, width).rjust(width) if to_right else _cut(text, width).ljust(width)
            for text, width, to_right in zip(row, widths, right, strict=True)
        ]
        yield "  ".join(cells).rstrip()
    if len(table.rows) > ROWS:
        yield f"... and {len(table.rows) - ROWS} more rows"


def _cell(table: Table, line: int, column: int) -> str:
    value = table.rows[line][column]
    if value is None or isinstance(value, str):
        return value or ""
    format = table.formats.get(line, table.columns[column].format)
    sign = "+" if format.startswith("+") and value > 0 else ""
    return sign + (f"{value:.15g}" if format == EXACT else shown(value, format))


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3] + "..."
