"""A workbook read into a Problem, with everything there is to say of it in one pass."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from procure import agreement, fitting, text
from procure.agreement import Agreement
from procure.calendar import Calendar
from procure.findings import ERROR, NOTE, Finding, Refused, errors
from procure.problem import Objective, Problem
from procure.workbook import (
    build,
    build_budgets,
    build_controls,
    build_costs,
    build_funding,
    build_industry,
    build_packages,
    build_programme,
    build_rules,
    build_uncertainty,
    consistency,
    consistency_names,
    sheets,
    table,
)  # fmt: skip
from procure.workbook.build_context import Context, names
from procure.workbook.cells import Book
from procure.workbook.raw import open_book
from procure.workbook.sheets import Sheet
from procure.workbook.table import Record, Table


def read(
    path: str | Path, model: str | None = None, resolved: bool = False, judged: bool = False,
    without: Collection[str] = (),
) -> tuple[Problem | None, list[Finding]]:  # fmt: skip
    """The problem of a workbook (None where it has errors) and every finding.

    model: a model's name or path instead of the Programme's. resolved: the book is one that `inputs.tables` wrote: its
    Rules and objectives are all there are, and no model is loaded. judged: what only makes a plan impossible is a
    warning. without: sheets that are left out, as if the workbook had none of them. Never raises for what a file holds.
    """
    place = Path(path)
    book = open_book(place, only=tuple(sheets.names()))
    if resolved:
        book = replace(book, unread=())  # the sheets of a plan are no slips of those that are read
    if without:
        said = f"{text.listing(without)} left out: the plan is made as if the workbook had no such sheet."
        left = tuple(raw for raw in book.sheets if raw.name not in without)
        book = replace(book, sheets=left, findings=(*book.findings, Finding(NOTE, "", "sheets left out", said)))
    return from_book(book, place.parent, model, resolved, judged)


def from_book(
    book: Book, beside: Path | None = None, model: str | None = None, resolved: bool = False, judged: bool = False
) -> tuple[Problem | None, list[Finding]]:
    """As `read`, of a book that is open. beside: the folder that a model's path is looked for in."""
    if errors(book.findings) and not book.sheets:
        return None, list(book.findings)
    found = _tables(book)
    findings = [*book.findings, *consistency_names.sheets_of(book), *found.findings]
    row = found.rows.get("model")
    stated = row is not None and bool(row["value"])  # a plan made without a model has a blank one, not the default
    model = model or (found.settings["model"] if stated or not resolved else "")
    agreed = None if resolved else _agreed(model, found, beside, findings)
    stages = _objectives(found, agreed, findings)
    currency = found.settings["currency"]
    context = Context(found.tables, names(found.tables), found.calendar or build_programme.STAND_IN, currency, findings)
    consistency_names.references(context)
    problem = _problem(context, found.settings, str(model), agreed, stages)
    if agreed is not None:
        problem, said = fitting.fit(problem, agreed)
        findings += said
    about = consistency.check(problem, findings)
    findings += consistency.as_judged(about) if judged else about
    return (None if errors(findings) or found.calendar is None else problem), findings


@dataclass(frozen=True)
class _Found:
    """The tables of a book, its settings with the rows they were read from, and its calendar."""

    tables: dict[str, Table]
    settings: dict[str, Any]
    rows: dict[str, Record]
    calendar: Calendar | None
    findings: list[Finding]


def _tables(book: Book) -> _Found:
    programme = _table(book, sheets.PROGRAMME, None)
    settings, rows, complaints = build_programme.settings(programme)
    calendar, unfit = build_programme.calendar(settings, rows)
    others = [sheet for sheet in sheets.SHEETS if sheet is not sheets.PROGRAMME]
    tables = {"Programme": programme} | {sheet.name: _table(book, sheet, calendar) for sheet in others}
    said = [finding for one in tables.values() for finding in one.findings]
    return _Found(tables, settings, rows, calendar, [*complaints, *unfit, *said])


def _table(book: Book, sheet: Sheet, calendar: Calendar | None) -> Table:
    raw = next((raw for raw in book.sheets if raw.name == sheet.name), None)
    return Table(sheet) if raw is None else table.records(raw, sheet, calendar)


def _agreed(model: str, found: _Found, beside: Path | None, findings: list[Finding]) -> Agreement:
    """The model in the book's periods; where it cannot be loaded, findings at the cell that names it and a stand-in."""
    row = found.rows.get("model")
    try:
        return agreement.load(model, beside).on(found.calendar or build_programme.STAND_IN)
    except Refused as refused:
        cell = build_programme.cell(row, "model") if row and row["value"] == model else "model"
        findings += [replace(f, where=cell) if f.rule == "unknown model" else f for f in refused.findings]
        return Agreement(str(model), "", "", (), "equal", (), (), ())


def _objectives(found: _Found, agreed: Agreement | None, findings: list[Finding]) -> tuple[Objective, ...]:
    """The setting's objectives, else the model's."""
    line, row = found.settings["objectives"], found.rows.get("objectives")
    where = build_programme.cell(row, "objectives") if row else "Programme"
    if not line:
        if agreed is None:
            findings.append(Finding(ERROR, where, "needed cell", "expected the setting 'objectives', found none."))
        return agreed.objectives if agreed else ()
    try:
        return build_programme.objectives(line)
    except ValueError as wrong:
        findings.append(Finding(ERROR, where, "objectives", f"expected objectives, as \"cost 0.5 %\": {wrong}."))
        return ()


def _problem(
    context: Context, settings: dict[str, Any], model: str, agreed: Agreement | None, stages: tuple[Objective, ...]
) -> Problem:
    """Every noun built; complaints go to the context."""
    placed, headings = build_packages.packages(context)
    return Problem(
        programme=build_programme.programme(settings, context.calendar, model),
        nations=tuple(build.nations(context)),
        phases=tuple(build.phases(context, agreed.key if agreed else None)),
        suppliers=tuple(build.suppliers(context)),
        packages=placed,
        items=tuple(build.items(context)),
        requirements=tuple(build.requirements(context)),
        shares=tuple(build.shares(context)),
        budgets=tuple(build_budgets.budgets(context)),
        capacities=tuple(build_industry.capacities(context)),
        investments=tuple(build_industry.investments(context)),
        quotes=tuple(build.quotes(context)),
        contents=tuple(build.contents(context)),
        history=tuple(build.history(context)),
        funds=build_funding.funds(context, agreed.funds if agreed else ()),
        controls=tuple(build_controls.controls(context)),
        rules=build_rules.rules(context, agreed.rules if agreed else ()),
        objectives=stages,
        pins=tuple(build_rules.pins(context)),
        other_costs=tuple(build_costs.other_costs(context)),
        series=tuple(build.series(context)),
        changes=tuple(build.changes(context)),
        uncertain=tuple(build_uncertainty.uncertain(context)),
        headings=headings,
        columns={name: one.letters for name, one in context.tables.items()},
        notes=build.notes(context),
    )
