"""What commands that plan many cases share: where they run, where they are kept, what goes wrong with either."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.plan import Plan
    from procure.problem import Problem
    from procure.tables.table import Table

Answer = TypeVar("Answer")

_OPTIONS = (
    click.option("--store", type=click.Path(path_type=Path), metavar="FOLDER", help="Keep each result as it comes."),
    click.option("--resume", is_flag=True, help="Plan only what is not in the store with the same inputs and options."),
    click.option("--scheduler", metavar="ADDRESS", help="A dask scheduler (tcp://HOST:8786) whose workers do it."),
)


def options(command: Any) -> Any:
    """--store, --resume and --scheduler."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


def expect_store(how: Mapping[str, Any]) -> None:
    """Raises click.UsageError for --resume without a store, which would plan everything again."""
    if how["resume"] and how["store"] is None:
        raise click.UsageError("--resume needs --store FOLDER, where the results are.")


def guarded(run: Callable[[], Answer]) -> Answer:
    """What `run` gives; ends the program with a line where there is no scheduler, or no folder to keep results in."""
    from procure.sweep.cluster import NoScheduler
    from procure.whole import NotWritten

    try:
        return run()
    except NoScheduler as none:
        click.echo(str(none), err=True)
        sys.exit(exits.USAGE)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)


def told(
    to: Path, book: Path, problem: Problem, tables: Mapping[str, Sequence[Table]]
) -> tuple[str | None, int]:
    """A workbook of tables by sheet, made of a book: (file, code of what went wrong)."""
    from procure.whole import NotWritten
    from procure.workbook.write_told import write

    try:
        write(to, problem.programme, [n.id for n in problem.nations], tables, [book])
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        return None, exits.NOT_WRITTEN
    return str(to), exits.DONE


def written(
    to: Path, write: Callable[[], None], sources: Sequence[Path], folder: Path | None,
    plans: Mapping[str, tuple[Problem, Plan]],
) -> tuple[str | None, list[str], int]:  # fmt: skip
    """The workbook, by `write`, and every plan's in the folder where there is one: (file, plans, code of what went
    wrong). plans: by the name of the file.
    """
    from procure.publishing import AuditFailed, publish
    from procure.whole import NotWritten

    made: list[str] = []
    try:
        write()
        for name, (problem, plan) in plans.items():
            if folder is not None:
                at = folder / f"{name}.xlsx"
                publish(at, problem, plan, [], [*sources, to])
                made.append(str(at))
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        return None, made, exits.NOT_WRITTEN
    except AuditFailed as failed:
        show.findings(failed.findings)
        return str(to), made, exits.DISAGREE
    return str(to), made, exits.DONE
