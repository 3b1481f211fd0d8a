"""A workbook whose names would be more than text to a spreadsheet or a browser that does not take care.

It is the example of two nations under other names, so that it plans as that does.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.calling import ROOT

NAMES = {
    "BE": '=HYPERLINK("http://x","y")',
    "NL": "+1",
    "Development": "-1+1",
    "Production": ">0",
    "Vehicle": '"&A1&"',
    "vehicle": "=NA()",
    "Design": "@x",
    "Trials": "*",
    "Hull": "'=1",
    "Turret": "</script><script>alert(1)</script>",
    "Final assembly": "it's [1]Summary!A1, '[2]'",
    "Antwerp Arms": "=1+1",
    "Flanders Steel": "<>",
    "Brabant Vehicles": "?",
    "Delft Turrets": "~*",
    "weapons": "{=1}",
    "test": "=A1",
    "vehicles in Belgium": "=cmd|' /C calc'!A0",
    "both": "-2+3",
    "Two nations, thirty vehicles": "=SUM(1,1)",
    "EXAMPLE - NOT A REAL PROGRAMME": "@SUM(1)&A1",
}


def write(path: Path) -> Path:
    """The workbook. A cell that lists names has each of them renamed."""
    book = openpyxl.load_workbook(ROOT / "inputs" / "two-nations.xlsx")
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)):
            names = {**NAMES, "BE": "partners"} if sheet.title == "Rules" else NAMES  # a list has no name with a comma
            cell.value = "; ".join(names.get(part, part) for part in cell.value.split("; "))
            cell.data_type = "s"  # text, whatever it begins with
    book.save(path)
    return path
