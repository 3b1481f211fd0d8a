"""procure sweep: many scenarios planned, on this machine or on a cluster, and kept as they come."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, many, scenarios, show
from procure.cli.pace import pace
from procure.cli.plan import default_output

if TYPE_CHECKING:
    from procure.problem import Problem
    from procure.sweep.case import How, Result


@click.command(
    epilog='\b\nExamples:\n  procure sweep inputs/two-nations.xlsx "price +5 %" "cut NL 20 %, key frozen"\n'
    '  procure sweep inputs/two-nations.xlsx --vary "Budgets[NL,2029] *= 0.9,1.0,1.1" --vary "price +0 %,+5 %"\n'
    "  procure sweep inputs/meteor.xlsx --resume --jobs 2"
)
@show.book_argument
@click.argument("sentences", metavar="[SENTENCE]...", nargs=-1)
@click.option("--vary", "varied", multiple=True, metavar="VALUES",
              help='Values of an edit or a sentence: "price +0 %,+5 %"; several: every combination.')  # fmt: skip
@click.option("--scenario", "named", multiple=True, metavar="A,B", help="Of the sheet Changes; several: left to right.")
@click.option("--set", "sets", multiple=True, metavar="EDIT", help='An edit of cells: "Budgets[ES,2028] *= 0.8".')
@click.option("--jobs", type=click.IntRange(1), help="Processes at a time; what cores and memory allow by default.")
@many.options
@click.option("--gap", type=click.FloatRange(0, 50), help="How close to the best possible cost, in per cent of it.")
@click.option("--time-limit", type=click.FloatRange(0.1), help="Seconds for each plan; no limit by default.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Of the solver.")
@show.output_option("sweep")
@show.json_option
def sweep(book: Path, sentences: tuple[str, ...], output: Path | None, as_json: bool, **how: Any) -> None:
    """Plan a workbook and many scenarios of it: one table of what each costs and what is proven.

    Each SENTENCE and each --set is a scenario; --vary makes one of every combination of values. Without any of them all
    scenarios of the sheet Changes are planned. Every result is kept in the store (outputs/BOOK-sweep) as it comes;
    after Ctrl-C, or a loss of power, --resume plans the rest. The table depends neither on the number of workers nor on
    where they are. Workers of a cluster (dask worker tcp://HOST:8786 --nthreads 1 --nworkers N) need the same versions.
    """
    from procure.sweep import scenarios as sweeping

    problem, chosen, findings = scenarios.asked("sweep", book, sentences, how, as_json)
    to = output or default_output(book, "sweep")
    asked_how = _how(book, how)
    show.expect_writable([book], to, asked_how.store)
    resolved = [scenarios.resolved(problem, scenario) for scenario in chosen]
    results = many.guarded(lambda: sweeping.planned(problem, resolved, asked_how, pace()))
    written, wrong = _written(to, book, problem, results)
    _say(results, written, show.as_records(findings), as_json)
    sys.exit(wrong or _code(results))


def _how(book: Path, how: dict[str, Any]) -> How:
    from procure import solve
    from procure.sweep.case import How

    gap = None if how["gap"] is None else how["gap"] / 100
    options = solve.Options(time_limit=how["time_limit"], seed=how["seed"])
    store = how["store"] or default_output(book, "sweep").with_suffix("")
    return How(options, gap, how["jobs"], store, how["resume"], how["scheduler"])


def _written(to: Path, book: Path, problem: Problem, results: list[Result]) -> tuple[str | None, int]:
    """Write the workbook: (file, code of what went wrong)."""
    from procure.sweep.tables import SHEET, table

    return many.told(to, book, problem, {SHEET: [table(results, [n.id for n in problem.nations])]})


def _say(results: list[Result], written: str | None, findings: list[dict[str, str]], as_json: bool) -> None:
    from procure.sweep.tables import records, short
    from procure.tables.printed import lines

    if as_json:
        show.document("sweep", output=written, scenarios=records(results), findings=findings)
        return
    for line in lines(short(results)):
        click.echo(line)
    if written:
        click.echo(f"written: {written}")


def _code(results: list[Result]) -> int:
    """Done where every scenario is planned within the gap asked; else what is worst."""
    from procure import solve
    from procure.sweep.case import STOPPED

    if any(result.state == solve.INTERRUPTED or result.why == STOPPED for result in results):
        return exits.INTERRUPTED
    if any(result.unwritten for result in results):
        return exits.NOT_WRITTEN
    if any(result.cost is None for result in results):
        return exits.SWEEP
    return exits.GAP if any(result.state == solve.GAP for result in results) else exits.DONE
