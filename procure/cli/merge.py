"""procure merge: the parts that ministries and firms filled in, put into their workbook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procure.cli import exits, show
from procure.cli.parts import opened
from procure.cli.template import usable

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.workbook.merge import Merged


@click.command(epilog="\b\nExample:\n  procure merge inputs/cavs.xlsx FI.xlsx -o NEW.xlsx")
@show.book_argument
@click.argument("parts", metavar="PART.xlsx...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), callback=show.ending(".xlsx"),
    help="Workbook to write.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="Show every column; else those not filled in are grouped shut.")
@click.option("--force", is_flag=True, help="Replace NEW.xlsx where it exists.")
@show.json_option
def merge(book: Path, parts: tuple[Path, ...], output: Path, full: bool, force: bool, as_json: bool) -> None:
    """Put the parts of `procure template --for` into their workbook, whose rows of the same owners they replace.

    What contradicts is named with both cells, and nothing is written. Looks and formulas of BOOK.xlsx do not go over.
    """
    from procure.findings import errors
    from procure.whole import NotWritten, expect_writable
    from procure.workbook import merge as merging

    try:
        expect_writable([book, *parts], output)
        usable(output, force)
        (base, *others), found = opened([book, *parts], "merge", as_json)
        merged = merging.merge(base, others, output.parent)
        found += merged.findings
        if errors(found):
            show.refused("merge", found, as_json)
            sys.exit(exits.FINDINGS)
        merging.write(output, base, merged, full)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    _say(output, merged, found, as_json)


def _say(output: Path, merged: Merged, found: list[Finding], as_json: bool) -> None:
    """What each part came to, and what to do next."""
    counts = {
        file: {"changed": count.changed, "added": count.added, "gone": count.gone}
        for file, count in merged.counts.items()
    }
    if as_json:
        show.document("merge", output=str(output), parts=counts, findings=show.as_records(found))
        return
    show.findings(found)
    for file, rows in counts.items():
        click.echo(f"{file}: {', '.join(f'{number} {what}' for what, number in rows.items())}")
    click.echo(f"written: {output}")
    click.echo(f'  procure check "{output}"')
