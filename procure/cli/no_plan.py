"""What a command says where inputs have no plan: which rows cannot hold together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import show

if TYPE_CHECKING:
    from procure.problem import Problem


def record(problem: Problem, time_limit: float | None) -> dict[str, Any]:
    """What is seen at once, and the conflict, for a JSON document. time_limit: seconds of looking for it."""
    from procure.explain import explaining, wording
    from procure.solve import Options

    tell = show.doing()
    try:
        seen, found = explaining.conflicting(problem, Options(time_limit=time_limit), tell)
    finally:
        tell("")
    known = {} if found is None else {"conflict": wording.record(found)}
    return {"proven": show.as_records(seen), **known}


def say(problem: Problem, book: Path, time_limit: float | None) -> None:
    """The same in words. Ctrl-C ends the search with the smallest set of rows known so far."""
    found = record(problem, time_limit)
    for one in found["proven"]:
        click.echo(f"{one['where']}: {one['message']}" if one["where"] else one["message"])
    for sentence in found.get("conflict", {}).get("words", ()):
        click.echo(sentence)
    click.echo(f'`procure explain "{book}"` looks for ways out.')
