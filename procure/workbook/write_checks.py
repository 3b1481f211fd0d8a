"""The sheet Checks: what must hold of the plan, as live formulas over the sheets beside it, and one cell that says it.

Every formula is written with what it comes to, so that a program that does not recalculate shows the right result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from procure import formulas
from procure.formulas.places import letters
from procure.formulas.term import Term
from procure.tables.figures import Figures
from procure.tables.table import TEXT
from procure.workbook.cells import NO_VALUE, YES_NO, Cell
from procure.workbook.layout import HEADER, MARKING, SENTENCE, TITLE, Layout, Placed
from procure.workbook.styles import DARK, RED, Styles
from procure.workbook.write_sheets import InputTable, page, put

SHEET, SUMMARY = "Checks", "Summary"
WORDS, VERDICT = (0, 8), (0, 11)  # cells of Summary: row and column from 0, in the row of the marking
SAID = "All checks hold (sheet Checks):"
_COLUMNS = (
    ("clause or rule", 16), ("what must hold", 84), ("where", 24), ("found", 14), ("", 4), ("limit", 14),
    ("tolerance", 11), ("unit", 9), ("holds", 9),
)  # fmt: skip
_FOUND, _RELATION, _LIMIT, _TOLERANCE, _UNIT, _HOLDS = range(3, 9)
_RIGHT: dict[str, Any] = {"font_color": "#006100", "bg_color": "#C6EFCE"}
_WRONG: dict[str, Any] = {"font_color": RED, "bg_color": "#FFC7CE", "bold": True}
_FIRST = 6  # row of the first check
_FORMATS = {"M": "#,##0.00", "%": "0.000%"}
_SENTENCE = (
    "Every clause that a sheet can express is worked out again by formulas over the sheets beside this one. Change a "
    "number by hand and what no longer holds turns red."
)
_REST = "Not recomputed by formulas: `procure audit` checks these, and everything above, from the file alone."


def book(x: Figures, layouts: Mapping[str, Layout], copied: Mapping[str, InputTable]) -> formulas.Book:
    """The workbook as its formulas see it."""
    outputs = {
        name: [
            formulas.Area(
                name, b.header, b.first, b.columns, [c.header for c in b.table.columns], b.table.rows, b.table.title
            )
            for b in layout.blocks
        ]
        for name, layout in layouts.items()
    }
    inputs = {
        name: formulas.Area(name, 0, 1, range(len(header)), header, rows) for name, (header, rows) in copied.items()
    }
    return formulas.Book(x, outputs, inputs)


def checks_sheet(sheet: Any, styles: Styles, found: formulas.Book) -> tuple[str, bool]:
    """Fill the sheet; returns the address of the cell that says whether all hold, and whether they do."""
    made = list(formulas.made(found))
    checks = [one for one in made if isinstance(one, formulas.Check)]
    programme = found.f.problem.programme
    for row, text, part in ((0, programme.marking, MARKING), (1, SHEET, TITLE), (2, _SENTENCE, SENTENCE)):
        if text:
            put(sheet, row, 0, text, styles.of(Placed(row, 0, text, part)))
    for column, (header, width) in enumerate(_COLUMNS):
        number = column in (_FOUND, _LIMIT, _TOLERANCE)
        look = Placed(_FIRST - 1, column, header, HEADER, "General" if number else TEXT)
        put(sheet, _FIRST - 1, column, header, styles.of(look))
        sheet.set_column(column, column, width)
    for row, check in enumerate(checks, start=_FIRST):
        _check(sheet, styles, row, check)
    last = _FIRST + len(checks) - 1
    said = letters(_HOLDS)
    span, holds = f"${said}${_FIRST + 1}:${said}${last + 1}", all(check.holds for check in checks)
    put(sheet, 3, 0, f"All {len(checks)} checks hold:", styles.look(bold=True))
    sheet.write_formula(3, _HOLDS, f"=COUNTIF({span},TRUE)=ROWS({span})", styles.look(bold=True), holds)
    for top, bottom in ((3, 3), (_FIRST, last)):
        _colour(sheet, styles, (top, _HOLDS, bottom, _HOLDS))
    _unexpressed(sheet, styles, last + 2, [one for one in made if isinstance(one, formulas.Unexpressed)])
    sheet.freeze_panes(_FIRST, 2)
    sheet.repeat_rows(_FIRST - 1)
    sheet.autofilter(_FIRST - 1, 0, last, len(_COLUMNS) - 1)
    sheet.hide_gridlines(2)
    page(sheet, programme, False)
    return f"{SHEET}!${said}$4", holds


def verdict(sheet: Any, styles: Styles, address: str, holds: bool) -> None:
    """The cell of Summary that says whether all checks hold, with words before it."""
    put(sheet, *WORDS, SAID, styles.look(bold=True))
    sheet.write_formula(*VERDICT, f"={address}", styles.look(bold=True), holds)
    cell = f"${letters(VERDICT[1])}${VERDICT[0] + 1}"
    for test, look in ((f"={cell}", _RIGHT), (f"=NOT({cell})", _WRONG)):  # of VERDICT alone LibreOffice makes no PDF
        options = {"type": "formula", "criteria": test, "format": styles.look(**look)}
        sheet.conditional_format(*WORDS, *VERDICT, options)


def take_verdict(sheet: str, grid: dict[tuple[int, int], Cell]) -> None:
    """Take the cells that `verdict` wrote out of a sheet's cells by (row, column) from 0: they are no figures."""
    words, said = grid.get(WORDS), grid.get(VERDICT)
    if sheet == SUMMARY and words is not None and words.value == SAID:
        del grid[WORDS]
        if said is not None and said.kind in (YES_NO, NO_VALUE):
            del grid[VERDICT]


def _check(sheet: Any, styles: Styles, row: int, check: formulas.Check) -> None:
    number = styles.number(_FORMATS.get(check.unit, "General"))
    for column, text in ((0, check.group), (1, check.what)):
        put(sheet, row, column, text, styles.plain(text))
    put(sheet, row, _RELATION, check.relation, styles.look(align="center", quote_prefix=True))
    put(sheet, row, _UNIT, check.unit, styles.look(indent=1))
    sheet.write_url(
        row, 2, f"internal:{check.where.address}", styles.look(font_color=DARK, underline=1), check.where.address
    )
    formula(sheet, row, _FOUND, check.found, number)
    formula(sheet, row, _LIMIT, check.limit, number)
    put(sheet, row, _TOLERANCE, check.tolerance, styles.plain(None))
    found, limit, tolerance = (f"{letters(k)}{row + 1}" for k in (_FOUND, _LIMIT, _TOLERANCE))
    test = {
        "=": f"ABS({found}-{limit})<={tolerance}", "<=": f"{found}<={limit}+{tolerance}",
        ">=": f"{found}>={limit}-{tolerance}",
    }  # fmt: skip
    sheet.write_formula(row, _HOLDS, f"={test[check.relation]}", styles.look(bold=True), check.holds)


def formula(sheet: Any, row: int, column: int, term: Term, format: Any) -> None:
    """Write a term: its formula, and what it comes to."""
    if term.array:
        sheet.write_array_formula(row, column, row, column, f"{{={term.text}}}", format, float(term.value))
    else:
        sheet.write_formula(row, column, f"={term.text}", format, float(term.value))


def _colour(sheet: Any, styles: Styles, area: tuple[int, int, int, int]) -> None:
    for value, format in (("TRUE", styles.look(**_RIGHT)), ("FALSE", styles.look(**_WRONG))):
        sheet.conditional_format(*area, {"type": "cell", "criteria": "==", "value": value, "format": format})


def _unexpressed(sheet: Any, styles: Styles, row: int, rest: Sequence[formulas.Unexpressed]) -> None:
    put(sheet, row, 0, _REST, styles.of(Placed(row, 0, _REST, TITLE)))
    idle = ", ".join(one.group for one in rest if one.why == formulas.IDLE)
    lines = [one for one in rest if one.why != formulas.IDLE]
    lines += [formulas.Unexpressed("not in use", f"{idle}: {formulas.IDLE}")] if idle else []
    for at, one in enumerate(lines, start=row + 1):
        put(sheet, at, 0, one.group, styles.plain(one.group))
        put(sheet, at, 1, one.why, styles.plain(one.why))
