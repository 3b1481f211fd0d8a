"""procure check: every complaint about a workbook, in one pass."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.findings import Finding


@click.command(epilog="\b\nExample:\n  procure check inputs/two-nations.xlsx --errors marked.xlsx")
@show.book_argument
@click.option("--model", help="Cooperation model to use instead of the one the workbook names.")
@click.option("--errors", "copy", type=click.Path(path_type=Path), help="Write a copy with the cells coloured.")
@show.json_option
def check(book: Path, model: str | None, copy: Path | None, as_json: bool) -> None:
    """Check a workbook and print every complaint with sheet, cell, what was expected and what was found.

    Where the inputs can be read and it is seen at once that no plan can keep all rows, the rows are named too.
    """
    from procure.explain.screens import screens
    from procure.findings import errors
    from procure.reading import read
    from procure.risk.inputs import inputs_of
    from procure.screening import screen
    from procure.whatif.scenarios import of_problem

    problem, found = read(book, model)
    found += [] if problem is None else [*screen(problem), *of_problem(problem)[1]]
    found += inputs_of(problem)[1] if problem is not None and problem.uncertain else []
    refused = bool(errors(found))
    found += [] if problem is None or refused else screens(problem)
    wrong = len(errors(found))
    not_written = "" if copy is None else _not_marked(book, found, copy)
    if as_json:
        show.document("check", ok=not wrong, errors=wrong, findings=show.as_records(found))
    else:
        show.findings(found)
        counted = f"{wrong} error(s), {len(found) - wrong} other remark(s)" if found else "no complaint"
        click.echo(f"{book.name}: {counted}")
    if not_written:
        click.echo(not_written, err=True)
        sys.exit(exits.NOT_WRITTEN)
    sys.exit(exits.FINDINGS if refused else exits.NO_FEASIBLE_PLAN if wrong else exits.DONE)


def _not_marked(book: Path, found: list[Finding], copy: Path) -> str:
    """Write the marked copy; returns why it could not be written, and nothing for a book that cannot be opened."""
    from procure.findings import Refused
    from procure.whole import NotWritten
    from procure.workbook.mark import mark

    try:
        mark(book, found, copy)
    except NotWritten as failed:
        return str(failed)
    except Refused:
        click.echo(f"{copy} was not written: {book.name} cannot be opened.", err=True)
    return ""
