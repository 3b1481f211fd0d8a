"""procure template --for: the part of a workbook that one ministry or one firm fills in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.workbook.parts import Owner
    from procure.workbook.retyped import Opened


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a part: --from BOOK.xlsx with --for NATION or --for-supplier FIRM."""
    for option in (
        click.option("--for-supplier", "supplier", help="Make the part that this firm fills in; needs --from."),
        click.option("--for", "nation", help="Make the part that this nation's ministry fills in; needs --from."),
        click.option(
            "--from", "source", metavar="BOOK.xlsx", type=click.Path(path_type=Path), help="Workbook that it is of."
        ),
    ):
        command = option(command)
    return command


def wanted(chosen: dict[str, Any]) -> tuple[Path, Owner] | None:
    """The book and the owner of the part that is wanted, None where it is none. Raises click.UsageError.

    chosen: the options of `procure template`; those of a part are taken out.
    """
    from procure.workbook.parts import NATION, SUPPLIER, Owner

    source, nation, supplier = (chosen.pop(name) for name in ("source", "nation", "supplier"))
    if source is nation is supplier is None:
        return None
    if nation is not None and supplier is not None:
        raise click.UsageError("--for and --for-supplier exclude each other: a part is one owner's.")
    name = supplier if nation is None else nation
    if name is None:
        raise click.UsageError("--from needs --for NATION or --for-supplier FIRM.")
    if source is None:
        raise click.UsageError("--for and --for-supplier need --from BOOK.xlsx: the workbook that the part is of.")
    others = [option for option, value in chosen.items() if value is not None]
    if others:
        raise click.UsageError(f"--{others[0].replace('_', '-')} is for a new workbook; a part has what its book has.")
    return source, Owner(SUPPLIER if nation is None else NATION, name)


def write(new: Path, source: Path, owner: Owner, full: bool, as_json: bool) -> None:
    """Write the owner's part of a book, and say what is in it."""
    from procure.findings import Refused
    from procure.whole import NotWritten, refuse_same
    from procure.workbook import parts

    (book,), _ = opened([source], "template", as_json)
    said = parts.unknown(book, owner)
    if said:
        raise click.UsageError(said)
    try:
        refuse_same([source], new)
        counts = parts.write(new, book, owner, full)
    except Refused as refused:
        show.refused("template", list(refused.findings), as_json)
        sys.exit(exits.FINDINGS)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    if as_json:
        part = {"kind": owner.kind, "name": owner.name}
        show.document("template", output=str(new), book=str(source), part=part, rows=counts)
        return
    filled = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    click.echo(f"{new}: the part of {owner} in {source.name}; rows: {filled}")
    click.echo("When it is filled in:")
    click.echo(f'  procure merge "{source}" "{new}" -o NEW.xlsx')


def opened(files: list[Path], command: str, as_json: bool) -> tuple[list[Opened], list[Finding]]:
    """The workbooks and what there is to warn of; where one cannot be read, ends with every complaint."""
    from procure.findings import errors
    from procure.workbook import retyped

    read = [retyped.opened(file) for file in files]
    found = [finding for _, findings in read for finding in findings]
    books = [book for book, _ in read if book is not None]
    if errors(found) or len(books) < len(files):
        show.refused(command, found, as_json)
        sys.exit(exits.FINDINGS)
    return books, found
