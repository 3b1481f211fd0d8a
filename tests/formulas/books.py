"""The workbook of a plan as its formulas see it, without a file."""

from __future__ import annotations

from procure import formulas, tables
from procure.formulas import Book, Check
from procure.plan import Plan
from procure.problem import Problem
from procure.tables import record
from procure.workbook import inputs, write_checks
from procure.workbook.layout import lay_out


def book(problem: Problem, plan: Plan) -> Book:
    """Output tables, inputs and Decisions, each on its own sheet."""
    x = tables.figures(problem, record.as_kept(plan))
    sheets = {**tables.sheets(x), record.RUN: record.run(x), record.DECISIONS: [record.decisions(x)]}
    layouts = {name: lay_out(one, "") for name, one in sheets.items()}
    return write_checks.book(x, layouts, inputs.tables(problem))


def checks(problem: Problem, plan: Plan) -> list[Check]:
    """The checks of the sheet, in their order."""
    return [one for one in formulas.made(book(problem, plan)) if isinstance(one, Check)]
