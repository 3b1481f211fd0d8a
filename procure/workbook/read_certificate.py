"""The sheet Certificate of a plan file, read; what is not there, or is no number, proves nothing and is left out."""

from __future__ import annotations

from collections.abc import Iterator

from procure.certificate import Certificate, Label, StageProof
from procure.tables import certified
from procure.workbook.cells import Cell, RawSheet
from procure.workbook.read_plan import PlanFile, _number, _table

Row = dict[str, Cell]  # cells by header


def certificate(found: PlanFile) -> Certificate | None:
    """The certificate of a plan file; None where it has none."""
    sheet = found.published.get(certified.SHEET)
    if sheet is None:
        return None
    points: dict[tuple[str, str, str], set[float]] = {}
    for row in _rows(sheet, "package"):
        sets = _float(row, "sets")
        if sets is not None:
            points.setdefault((_text(row, "package"), _text(row, "supplier"), _text(row, "offer")), set()).add(sets)
    duals: dict[str, dict[Label, float]] = {}
    for row in _rows(sheet, "clause"):
        dual = _float(row, "dual")
        if dual is not None:
            duals.setdefault(_text(row, "of objective"), {})[_text(row, "clause"), _text(row, "row")] = dual
    stages = [_stage(row, duals) for row in _rows(sheet, "objective")]
    return Certificate(tuple(stages), {key: frozenset(sets) for key, sets in points.items()})


def _stage(row: Row, duals: dict[str, dict[Label, float]]) -> StageProof:
    name = _text(row, "objective")
    later, cutoff, bound = (_float(row, header) for header in ("later at most", "cut-off", "proven bound"))
    return StageProof(name, later, cutoff or 0.0, bound, duals.get(name, {}), _text(row, "why none"))


def _rows(sheet: RawSheet, first: str) -> Iterator[Row]:
    header, body = _table(sheet, first)
    for row in body:
        yield {header[cell.column]: cell for cell in row if cell.column in header}


def _float(row: Row, name: str) -> float | None:
    number = _number(row.get(name))
    return None if number is None else float(number)


def _text(row: Row, name: str) -> str:
    return str(row[name].value) if name in row else ""
