"""The command that made a plan, in its own words: what Run keeps of it, and what becomes of that again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

WITH_NO_PART = ("book", "output", "write_model", "as_json")  # parameters that change nothing of the plan


def words(context: click.Context) -> str:
    """The command with the options typed that change its plan, of files their names: "procure plan --gap 0.1"."""
    said = ["procure", context.command.name or ""]
    for one in context.command.params:
        typed = context.get_parameter_source(one.name or "") is ParameterSource.COMMANDLINE
        if typed and one.name not in WITH_NO_PART:
            value = context.params[one.name or ""]
            said += [max(one.opts, key=len), *([] if value is True else [_written(value)])]
    return shlex.join(said)


def options(command: click.Command, plan: Path, said: str) -> dict[str, Any]:
    """The options of what `words` said of a command, as the command has them. Raises click.UsageError, ValueError."""
    program, name, *rest = shlex.split(said)
    if (program, name) != ("procure", command.name):
        raise ValueError(f"no call of procure {command.name}")
    return command.make_context(name, [str(plan), *rest]).params


def _written(value: Any) -> str:
    """An option's value as it can be typed: of a file its name, parts joined as their option takes them."""
    if isinstance(value, Path):
        return value.name
    if isinstance(value, tuple) and value and isinstance(value[0], Path):
        return f"{value[0].name}:{','.join(value[1])}"
    if isinstance(value, tuple):
        return ",".join(value)
    return Path(value).name if isinstance(value, str) else str(value)
