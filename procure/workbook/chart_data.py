"""The small workbook behind a chart of a presentation: what opens when its data are edited. Text stays text."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from procure.workbook.write import CREATED, OPTIONS
from procure.workbook.write_sheets import clean

SHEET = "Sheet1"  # as the chart's references name it


def workbook(labels: Sequence[str], values: Mapping[str, Sequence[float | None]], format: str) -> bytes:
    """Labels in column A from row 2 on, a series in each column after it under its name; the same data, same bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        sheet, look = book.add_worksheet(SHEET), book.add_format({"num_format": format})
        for row, label in enumerate(labels, start=1):
            sheet.write_string(row, 0, clean(label))
        for column, (name, amounts) in enumerate(values.items(), start=1):
            sheet.write_string(0, column, clean(name))
            for row, amount in enumerate(amounts, start=1):
                if amount is not None:
                    sheet.write_number(row, column, amount, look)
    return file.getvalue()
