"""procure check: every complaint about a workbook, in one pass."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from procure.cli import exits, show


@click.command(epilog="\b\nExample:\n  procure check inputs/two-nations.xlsx --errors marked.xlsx")
@show.book_argument
@click.option("--model", help="Cooperation model to use instead of the one the workbook names.")
@click.option("--errors", "copy", type=click.Path(path_type=Path), help="Write a copy with the cells coloured.")
@show.json_option
def check(book: Path, model: str | None, copy: Path | None, as_json: bool) -> None:
    """Check a workbook and print every complaint with sheet, cell, what was expected and what was found."""
    from procure.findings import errors
    from procure.whole import NotWritten
    from procure.workbook.mark import mark
    from procure.workbook.read import read

    problem, found = read(book, model)
    if copy is not None:
        try:
            mark(book, found, copy)
        except NotWritten as failed:
            click.echo(str(failed), err=True)
            sys.exit(exits.NOT_WRITTEN)
    wrong = len(errors(found))
    if as_json:
        show.document("check", ok=problem is not None, errors=wrong, findings=show.as_records(found))
    else:
        show.findings(found)
        others = len(found) - wrong
        click.echo(f"{book.name}: {wrong} error(s), {others} other remark(s)" if found else f"{book.name}: no complaint")
    sys.exit(exits.FINDINGS if wrong else exits.DONE)
