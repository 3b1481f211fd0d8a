"""The output workbook: Summary first, the other tables, the inputs it was made from, Run and Decisions.

It is written whole or not at all, never over an input, and the same plan makes the same bytes. Text stays text,
whatever it begins with.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import xlsxwriter

from procure import tables, whole
from procure.findings import Check, Finding
from procure.plan import Plan
from procure.problem import Problem
from procure.tables import certified, record
from procure.tables.figures import Figures
from procure.tables.shortfalls import shortfalls
from procure.tables.table import Table
from procure.workbook import charts, draw, headroom, inputs, outputs, write_checks
from procure.workbook.names import Names
from procure.workbook.styles import Styles
from procure.workbook.write_sheets import InputTable, input_sheet

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}  # in memory: no file of parts in a temporary folder
CREATED = datetime.datetime(2000, 1, 1)  # the same for every file, so that the same plan makes the same bytes


def write(
    path: Path,
    problem: Problem,
    plan: Plan,
    findings: Iterable[Finding] = (),
    audit_words: str = "",
    sources: Iterable[Path] = (),
    check: Callable[[Path], None] = whole.intact_zip,
) -> None:
    """Write a plan. `audit_words`: what the audit says, for the status line ("audit passed"). `sources`: the inputs.

    check: reads the file back before it takes its place; what it raises leaves the old file as it was. Raises
    whole.NotWritten where the file cannot be written or is one of the sources.
    """
    x = tables.figures(problem, _kept(plan, audit_words))
    write_figures(path, x, inputs.tables(problem), findings, sources=sources, check=check)


def write_evaluation(
    path: Path,
    problem: Problem,
    plan: Plan,
    checks: Iterable[Check],
    findings: Iterable[Finding] = (),
    sources: Iterable[Path] = (),
) -> None:
    """Write a deal as it was typed, with the sheet Shortfalls of the checks that do not hold.

    Raises whole.NotWritten as `write` does.
    """
    broken = [check for check in checks if not check.holds]
    words = f"{len(broken) or 'no'} shortfall" + ("s" if len(broken) > 1 else "")
    x = tables.figures(problem, _kept(plan, words))
    write_figures(path, x, inputs.tables(problem), findings, [shortfalls(broken, x.words)], sources)


def write_figures(
    path: Path,
    x: Figures,
    copied: Mapping[str, InputTable],
    findings: Iterable[Finding] = (),
    second: Sequence[Table] = (),
    sources: Iterable[Path] = (),
    check: Callable[[Path], None] = whole.intact_zip,
) -> None:
    """Write the workbook of these figures. `copied`: the input sheets; `second`: tables of a sheet after Summary."""
    whole.refuse_same(sources, path)
    whole.write_whole(path, lambda to: _fill(to, x, copied, findings, second), check)


def _kept(plan: Plan, audit_words: str) -> Plan:
    run = {**plan.run, "audit": audit_words} if audit_words else dict(plan.run)
    return record.as_kept(replace(plan, run=run))


def _fill(
    path: Path, x: Figures, copied: Mapping[str, InputTable], findings: Iterable[Finding], second: Sequence[Table]
) -> None:
    programme = x.f.problem.programme
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": programme.name, "comments": programme.marking, "created": CREATED})
        styles = Styles(book, tuple(x.f.nations))
        ordered = _ordered(x, second)
        kept = {record.RUN: record.run(x, findings), record.DECISIONS: [record.decisions(x)]}
        if x.plan.certificate is not None:
            kept[certified.SHEET] = certified.sheet(x.plan.certificate)
        layouts = outputs.lay_all(ordered | kept, programme.marking)
        drawn = charts.charts(x, layouts)
        pictures, (summary, *others), early = draw.names(drawn), ordered, 1 if second else 0
        names = (summary, *others[:early], *pictures, *others[early:], write_checks.SHEET, *copied, *kept)
        sheets, named = {name: book.add_worksheet(name) for name in names}, Names(book)
        layouts = outputs.fill(sheets, styles, programme, layouts, named, [summary])
        for name, table in copied.items():
            named.inputs(sheets[name], table)
            input_sheet(sheets[name], styles, table, programme)
        headroom.apply(sheets, styles, x, layouts)
        draw.fill(book, [sheets[name] for name in pictures], styles, programme, drawn)
        found = write_checks.book(x, layouts, copied)
        said = write_checks.checks_sheet(sheets[write_checks.SHEET], styles, found)
        write_checks.verdict(sheets[write_checks.SUMMARY], styles, *said)


def _ordered(x: Figures, second: Sequence[Table]) -> dict[str, list[Table]]:
    sheets = list(tables.sheets(x).items())
    extra = [(second[0].sheet, list(second))] if second else []
    return dict([*sheets[:1], *extra, *sheets[1:]])

