"""What commands print: findings on stderr, results on stdout, or one JSON document on stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.agreed import WISHES_MET
from procure.findings import ERROR, Finding

if TYPE_CHECKING:
    from procure.tables.table import Table

SCHEMA = 1  # of every --json document; it grows when a key changes its meaning or goes

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}

json_option = click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON document on stdout.")
book_argument = click.argument("book", metavar="BOOK.xlsx", type=click.Path(path_type=Path))


def ending(*endings: str) -> Callable[[Any, click.Parameter, Path | None], Path | None]:
    """Callback of an option: the file's name has one of these endings."""

    def check(_: Any, __: click.Parameter, path: Path | None) -> Path | None:
        if path is not None and path.suffix.lower() not in endings:
            raise click.BadParameter(f"expected a name that ends in {' or '.join(endings)}, found {path.name}.")
        return path

    return check


def output_option(kind: str, page: bool = False) -> Callable[[Any], Any]:
    """-o FILE, the workbook to write, or the page where there is one; the default ends in the kind of answer."""
    what = f"Workbook to write; outputs/BOOK-{kind}.xlsx." + (" A name in .html writes the page." if page else "")
    of = ending(".xlsx", ".html") if page else ending(".xlsx")
    return click.option("-o", "--output", type=click.Path(path_type=Path), callback=of, help=what)


_SEARCH = (
    click.option("--gap", type=click.FloatRange(0, 50), default=0.02, show_default=True,
                 help="Per cent, of every plan."),
    click.option("--time-limit", type=click.FloatRange(0.1), help="Seconds for each plan; no limit by default."),
    click.option("--nodes", type=click.IntRange(1), help="Nodes of each search; no limit by default."),
)  # fmt: skip


def search_options(command: Any) -> Any:
    """--gap, --time-limit and --nodes of a command that makes many plans."""
    return reduce(lambda made, option: option(made), reversed(_SEARCH), command)


def expect_writable(inputs: Iterable[Path], to: Path, folder: Path | None) -> None:
    """What cannot be written is known before anything is planned; makes the folder, and ends the program."""
    from procure.cli import exits
    from procure.whole import NotWritten, expect_writable

    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        expect_writable(inputs, to)
    except FileExistsError:
        click.echo(f"{folder} was not made: it is a file; give the name of a folder.", err=True)
        sys.exit(exits.NOT_WRITTEN)
    except (NotWritten, OSError) as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)


def findings(found: Iterable[Finding]) -> int:
    """Print each finding on stderr, errors first; returns how many are errors."""
    ranked = sorted(found, key=lambda f: list(_COLOURS).index(f.level))
    for finding in ranked:
        level, rest = str(finding).split(":", 1)
        click.echo(click.style(level, fg=_COLOURS[finding.level]) + ":" + rest, err=True, color=_colour())
    return sum(f.level == ERROR for f in ranked)


def document(command: str, **parts: Any) -> None:
    """Print a JSON document: schema, command and its parts; in ASCII, which no terminal or pipe can spoil."""
    click.echo(json.dumps({"schema": SCHEMA, "command": command, **parts}, indent=1))


def refused(command: str, found: list[Finding], as_json: bool) -> None:
    """Say that the input cannot be used: its findings, or a document of them."""
    if as_json:
        document(command, state="input refused", findings=as_records(found))
    else:
        findings(found)


def told(tables: Iterable[Table], words: Iterable[str], written: str | None) -> None:
    """Print tables under their titles, then sentences, then where the workbook is."""
    from procure.tables.printed import lines

    for table in tables:
        for line in [table.title, *lines(table), ""]:
            click.echo(line)
    for line in words:
        click.echo(line)
    if written:
        click.echo(f"written: {written}")


def as_records(found: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings for a JSON document."""
    return [{"level": f.level, "where": f.where, "rule": f.rule, "message": f.message, "hint": f.hint} for f in found]


def progress() -> Callable[[str, Any], None] | None:
    """A line on stderr that tells stage, best plan, bound and gap; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        return None

    def watch(stage: str, now: Any) -> None:
        sign = -1 if stage.startswith(WISHES_MET) else 1  # the solver makes its negative small
        best = "no plan yet" if now.best is None else f"best {sign * now.best:,.2f}"
        bound = "" if now.bound is None else f", bound {sign * now.bound:,.2f}"
        gap = ""
        if now.best is not None and now.bound is not None:
            gap = f", gap {now.best - now.bound:,.2f}"
        click.echo(f"\r{stage}: {best}{bound}{gap}, {now.seconds:.0f} s".ljust(78), err=True, nl=False)

    return watch


def doing() -> Callable[[str], None]:
    """A line on stderr that tells what is being done, the same line each time; "" clears it. Only on a terminal."""

    def tell(what: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{what[:78]}".ljust(79) + "\r" * (not what), err=True, nl=False)

    return tell


def _colour() -> bool | None:
    """NO_COLOR switches colours off; else click decides by the terminal."""
    return False if os.environ.get("NO_COLOR") else None
