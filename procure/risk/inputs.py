"""The uncertain inputs of a problem: rows of Uncertainty, or words, and the cells that they mean.

A row tells its cells as a row of Changes does. It is refused where it means none, where they hold no numbers, where
they cannot take what is drawn, and where another row draws them already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from procure.distributions import KINDS, LOGNORMAL, NORMAL, parse
from procure.findings import ERROR, WARNING, Finding, Refused
from procure.origins import Uncertain
from procure.problem import Problem
from procure.risk.cells import Drawn, Place, below_headers, number, shown, undrawn
from procure.whatif import edits, grammar
from procure.whatif.grammar import Edit
from procure.workbook import sheets
from procure.workbook.cells import Book
from procure.workbook.sheets import Column

_WORDS = re.compile(r"\s*(.*\])\s*(\*=|=)\s*([A-Za-z]+)\s*\((.*)\)\s*", re.DOTALL)
_KINDS = f"Distributions are {', '.join(KINDS)}."
_NOT_DRAWN = (sheets.CHANGES, sheets.UNCERTAINTY)
_UNITS = ("Requirements", "total")


def of_words(line: str) -> Uncertain:
    """An uncertain input in words, `Packages[Design, value] *= PERT(0.9; 1; 1.4)`; "=" draws the value.

    Raises Refused.
    """
    where, matched = f"uncertain '{line}'", _WORDS.fullmatch(line)
    kind = next((one for one in KINDS if matched and one.casefold() == matched[3].casefold()), None)
    if matched is None or kind is None:
        example = '"Packages[Design, value] *= PERT(0.9; 1; 1.4)"'
        raise grammar.refused(where, "distribution", f"expected as {example}, found '{line}'.", _KINDS)
    edit = grammar.parse(f"{matched[1]} {matched[2]} 1", where)
    try:
        parse(kind, matched[4])
    except ValueError as wrong:
        raise grammar.refused(where, "distribution", f"{wrong}.") from wrong
    factor = edit.operation == grammar.MULTIPLY
    return Uncertain(edit.sheet.name, ", ".join(edit.row), edit.column or "", kind, matched[4], factor)


def inputs_of(problem: Problem) -> tuple[list[Drawn], list[Finding]]:
    """What the problem draws, sorted by name, and every finding about it; it is an error to draw nothing."""
    if not problem.uncertain:
        message = "expected rows in the sheet Uncertainty, found none."
        hint = "Name a cell and how it is distributed."
        return [], [Finding(ERROR, "Uncertainty", "nothing uncertain", message, hint)]
    book, found, findings = undrawn(problem), [], []  # type: Book, list[Drawn], list[Finding]
    taken: dict[Place, Drawn] = {}
    for noun in sorted(problem.uncertain, key=lambda one: one.row):
        try:
            one = _drawn(problem, book, noun)
        except Refused as refused:
            findings += refused.findings
            continue
        findings += [*_twice(problem, one, taken), *_beyond(problem, book, one), *_idle(problem, one)]
        taken |= dict.fromkeys(one.places, one)
        found.append(one)
    return sorted(found, key=lambda one: one.name), findings


def _drawn(problem: Problem, book: Book, noun: Uncertain) -> Drawn:
    """The input of a row. Raises Refused."""
    at = partial(_where, problem, noun)
    edit = _edit(noun, at("sheet"), at("row"), at("column"))
    sheet, column = edit.sheet, _column(edit, at("column"))
    units = (sheet.name, edit.column) == _UNITS
    places = _meant(book, replace(edit, column=grammar.ANY) if units else edit)
    known = below_headers(book, {sheet.name})
    if not places:
        message = f"expected a number to draw in {sheet.name}, {edit.column}, found blank cells alone."
        raise grammar.refused(at("row"), "nothing matches", message, "Fill in its likeliest value.")
    strange = next((place for place in places if number(known[place]) is None), None)
    if strange:
        message = f"expected a number to draw in {shown(strange)}, found '{known[strange].value}'."
        raise grammar.refused(at("row"), "distribution", message)
    rows: list[tuple[Place, ...]] = [(place,) for place in places]
    if units:
        rows = [tuple(p for p in places if p[1] == row) for row in dict.fromkeys(place[1] for place in places)]
    low, high = _takes(column)
    whole = column is not None and column.type == sheets.WHOLE
    if sheet.name == "Requirements" and (column is None or units):
        whole = all((number(known[place]) or 0.0).is_integer() for place in places)
    inside = ", ".join([*edit.row, *([] if sheet is sheets.PROGRAMME else [str(edit.column)])])
    made = parse(noun.distribution, noun.parameters)
    return Drawn(f"{sheet.name}[{inside}]", noun, made, tuple(rows), low, high, whole)


def _edit(noun: Uncertain, of_sheet: str, of_row: str, of_column: str) -> Edit:
    """The edit that would blank the cells; each complaint at the place that is given for it. Raises Refused."""
    sheet = grammar.named(noun.sheet, of_sheet)
    if sheet in _NOT_DRAWN:
        raise grammar.refused(of_sheet, "unknown sheet", f"expected a sheet of inputs, found '{sheet.name}'.")
    column = "value" if sheet is sheets.PROGRAMME else noun.column
    if not column:
        raise grammar.refused(of_column, "needed cell", f"expected a column of {sheet.name}, found a blank cell.")
    alone = len(sheet.key) == 1 and "," not in noun.of_row
    parts = (noun.of_row,) if alone else tuple(grammar.split(noun.of_row))
    try:
        return grammar.checked(Edit(sheet, parts if noun.of_row else (), column, grammar.DROP, "", of_row))
    except Refused as refused:
        if refused.findings[0].rule != "unknown column":
            raise
        raise Refused(replace(one, where=of_column) for one in refused.findings) from refused


def _column(edit: Edit, where: str) -> Column | None:
    """The column that is drawn, None for periods. Raises Refused where it holds no numbers, or names rows."""
    sheet, column = edit.sheet, next((one for one in edit.sheet.columns if one.name == edit.column), None)
    if sheet is sheets.PROGRAMME:
        settings = {one.name: one for one in sheets.SETTINGS}
        column = settings.get(edit.row[0].casefold()) if edit.row else None
        if column is None:
            raise grammar.refused(edit.where, "nothing matches", f"expected a setting, found '{', '.join(edit.row)}'.")
    if column is not None and (column.type not in edits.NUMBERS or column.name in sheet.key):
        message = f"expected a column of numbers, found {sheet.name}, {column.name} ({column.type})."
        raise grammar.refused(where, "distribution", message)
    return column


def _takes(column: Column | None) -> tuple[float, float]:
    """(least, greatest) that a column takes; of periods, and of what something is worth, nothing below 0."""
    if column is None:
        return 0.0, float("inf")
    low = -float("inf") if column.low is None else column.low
    if column.type == sheets.VALUE:
        low = 0.0
    high = float("inf") if column.high is None else column.high
    return (low + 1e-9 if column.above else low), high


def _meant(book: Book, edit: Edit) -> list[Place]:
    """The cells that an edit would blank."""
    left = set(below_headers(edits.apply(book, [edit]), {edit.sheet.name}))
    return [place for place in below_headers(book, {edit.sheet.name}) if place not in left]


# What is wrong with an input beside the others


def _twice(problem: Problem, one: Drawn, taken: Mapping[Place, Drawn]) -> list[Finding]:
    twice = next((place for place in one.places if place in taken), None)
    if twice is None:
        return []
    other = taken[twice].noun
    by = f"row {other.row}" if other.row else f"{taken[twice].name}"
    message = f"expected cells that are drawn once, found {shown(twice)}, which {by} draws already."
    return [_finding(problem, one, "row", "drawn twice", message)]


def _beyond(problem: Problem, book: Book, one: Drawn) -> list[Finding]:
    """Draws that the cells cannot take, of distributions that have ends; a factor of nothing."""
    scale: Sequence[float] = [1.0]
    if one.noun.as_factor:
        known = below_headers(book, {place[0] for place in one.places})
        scale = [sum(number(known[place]) or 0.0 for place in row) for row in one.rows]
        if not any(scale):
            message = "expected a number other than 0 to multiply, found 0."
            return [_finding(problem, one, "row", "distribution", message, 'Draw it as a "value".')]
    ends = [] if one.distribution.kind in (NORMAL, LOGNORMAL) else one.distribution.ends
    beyond = next((by * end for by in scale for end in ends if not one.low <= by * end <= one.high), None)
    if beyond is None:
        return []
    takes = f"at least {one.low:g}" if beyond < one.low else f"at most {one.high:g}"
    message = f"expected draws that {shown(one.places[0])} can take, {takes}, found {beyond:g}."
    return [_finding(problem, one, "parameters", "distribution", message)]


def _idle(problem: Problem, one: Drawn) -> list[Finding]:
    if (one.places[0][0], one.noun.column.casefold()) != ("Phases", "estimate"):
        return []
    message = "the values of packages are worked out already: draws of an estimate move none of them."
    return [_finding(problem, one, "column", "distribution", message, "Draw Packages, value.", WARNING)]


def _finding(
    problem: Problem, one: Drawn, column: str, rule: str, message: str, hint: str = "", level: str = ERROR
) -> Finding:
    return Finding(level, _where(problem, one.noun, column), rule, message, hint)


def _where(problem: Problem, noun: Uncertain, column: str) -> str:
    """The cell of Uncertainty that is complained at, or the words that said it."""
    words = ", ".join(part for part in (noun.of_row, noun.column) if part)
    return problem.cell("Uncertainty", noun.row, column) or f"uncertain '{noun.sheet}[{words}]'"
