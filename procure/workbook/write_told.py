"""The workbook of an explanation: its sentences on the first sheet, its tables behind it.

Written whole or not at all; the same tables make the same bytes, and text stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from procure import whole
from procure.problem import Programme
from procure.tables.table import Table
from procure.workbook import outputs
from procure.workbook.names import Names
from procure.workbook.styles import Styles
from procure.workbook.write import CREATED, OPTIONS


def write(
    path: Path, programme: Programme, nations: Sequence[str], tables: Mapping[str, Sequence[Table]],
    sources: Iterable[Path] = (),
) -> None:  # fmt: skip
    """Write the tables by sheet. Raises whole.NotWritten where that cannot be, or the file is one of the sources."""
    whole.refuse_same(sources, path)
    whole.write_whole(path, lambda to: _fill(to, programme, nations, tables), whole.intact_zip)


def _fill(path: Path, programme: Programme, nations: Sequence[str], tables: Mapping[str, Sequence[Table]]) -> None:
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": programme.name, "comments": programme.marking, "created": CREATED})
        sheets = {name: book.add_worksheet(name) for name in tables}
        layouts = outputs.lay_all(tables, programme.marking)
        outputs.fill(sheets, Styles(book, tuple(nations)), programme, layouts, Names(book), [*sheets][:1])
