"""What `compare` and `whatif` say of a comparison: its workbook, and its words or its JSON document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from procure.comparing import Case


def comparison(command: str, cases: Sequence[Case], to: Path, sources: list[Path], as_json: bool, **more: Any) -> None:
    """Write the workbook of a comparison, then say it; ends the program where it cannot be written."""
    from procure.comparing import compare
    from procure.whole import NotWritten
    from procure.workbook.write_compare import write

    found = compare(cases)
    try:
        write(to, found, sources)
    except NotWritten as failed:
        _say(found.words)
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    if as_json:
        show.document(command, output=str(to), cases=found.records(), **more)
        return
    _say(found.words)
    click.echo(f"written: {to}")


def _say(words: dict[str, list[str]]) -> None:
    for name, sentences in words.items():
        click.echo(f"{name}: {' '.join(sentences)}")


def bar(done: int, all_: int, names: Sequence[str]) -> None:
    """A progress bar on stderr: done of all, and what was done last; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        return
    filled = 20 * done // max(1, all_)
    said = f"\r[{'#' * filled}{'.' * (20 - filled)}] {done}/{all_} {', '.join(names)}"
    click.echo(said[:100].ljust(100), err=True, nl=done == all_)
