"""Budgets: the lines of each treasury, a year's column being the fiscal year of the row's nation."""

from __future__ import annotations

from collections.abc import Iterator

from procure.calendar import Span
from procure.problem import Budget, Limit
from procure.workbook.build_context import Context
from procure.workbook.table import PeriodCell, Record


def budgets(context: Context) -> Iterator[Budget]:
    """What each treasury can pay or commit, line by line; a blank period is no limit."""
    borders = context.calendar.borders()
    said = {r["nation"]: r["fiscal year starts"] for r in context.tables["Nations"].records}
    starts = {n: month for n, month in said.items() if month in borders}  # consistency complains of the others
    for r in context.rows("Budgets"):
        yield Budget(
            nation=r["nation"],
            limits=tuple(_limits(context, r, starts.get(r["nation"], 1))),
            carry_fraction=r["carry over"] / 100,
            line=r["line"] or "",
            kind=r["kind"],
            phases=r["pays for"],
            constant=r["prices"] == "constant",
            row=r.row,
        )


def _limits(context: Context, r: Record, starts: int) -> Iterator[Limit]:
    """The filled in period cells, earliest first; complains of years outside the horizon and of periods named twice."""
    spans = [(span, cell) for cell in r.periods if (span := _span(context, r, cell, starts)) is not None]
    seen: dict[int, str] = {}
    for span, cell in sorted(spans, key=lambda one: (len(one[0].periods), one[0].first)):
        twice = [t for t in span.periods if t in seen]
        if twice:
            message = f"expected the year or its periods, found both {cell.label} and {seen[twice[0]]}."
            context.error(r, cell.label, "overlapping periods", message)
        seen |= dict.fromkeys(span.periods, cell.label)
    for span, cell in sorted(spans, key=lambda one: (one[0].first, one[0].last)):
        yield Limit(span, cell.value, cell.label)


def _span(context: Context, r: Record, cell: PeriodCell, starts: int) -> Span | None:
    """Periods of a column: of a year, those of the nation's fiscal year that begins in it."""
    if not cell.label.isdigit():
        return cell.span
    try:
        return context.calendar.fiscal_span(int(cell.label), starts)
    except KeyError:
        labels = context.calendar.labels
        message = f"expected a fiscal year with periods from {labels[0]} to {labels[-1]}, found {cell.label}"
        message += f", which begins in month {starts}." if starts > 1 else "."
        context.error(r, cell.label, "outside the horizon", message, "The horizon is set in the sheet Programme.")
        return None
