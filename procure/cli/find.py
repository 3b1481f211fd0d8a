"""procure find: the least, greatest or earliest value of one number of the inputs for which there is a plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.problem import Problem
    from procure.whatif.finding import Found


@click.command(
    epilog='\b\nExamples:\n  procure find inputs/two-nations.xlsx least "Budgets[NL, 2028]" --late-at-most 0\n'
    '  procure find inputs/two-nations.xlsx least "Nations[NL, ceiling]" --cost-at-most 168.6\n'
    '  procure find inputs/two-nations.xlsx earliest "Requirements[NL, Vehicle, first delivery]"'
)
@show.book_argument
@click.argument("which", type=click.Choice(["least", "greatest", "earliest"]))
@click.argument("target", metavar="TARGET")
@click.option("--cost-at-most", "cap", type=click.FloatRange(0), help="M that the plan may cost; any cost by default.")
@click.option("--late-at-most", "late", type=click.FloatRange(0), help="Lateness that it may have, in unit-periods.")
@click.option("--gap", type=click.FloatRange(0, 50), help="How close to the best possible cost, in per cent of it.")
@click.option("--time-limit", type=click.FloatRange(0.1), help="Seconds for each value tried; no limit by default.")
@click.option("-o", "--output", type=click.Path(path_type=Path), callback=show.ending(".xlsx"),
              help="Also write the plan at the value found.")  # fmt: skip
@show.json_option
def find(
    book: Path, which: str, target: str, cap: float | None, late: float | None, gap: float | None,
    time_limit: float | None, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Find the least, greatest or earliest value of one number of the inputs for which there is a plan.

    TARGET is a cell, named as in --set of whatif: "Budgets[IT, 2029]", "Rules[return floor, amount]", "Packages[radar,
    latest]"; or "Requirements[IT, jet, first delivery]": the units due as they are, all moved together, none of them
    late. Budgets, ceilings, capacities, rates and amounts of rules can be asked for in the direction in which they
    get tighter. The answer is told to the setting "rounding", to whole units, or, where it has to be searched for, to
    0.1 % of the value. Where a workbook lets units be late, say with --late-at-most how late.
    """
    from procure import solve
    from procure.findings import Refused, errors
    from procure.reading import read
    from procure.screening import screen
    from procure.whatif import finding, finding_words
    from procure.whatif.target import target as named

    problem, findings = read(book)
    findings += [] if problem is None else screen(problem)
    wanted = None
    if problem is not None and not errors(findings):
        try:
            wanted = named(problem, which, target)
        except Refused as refused:
            findings += refused.findings
    if problem is None or wanted is None:
        show.refused("find", findings, as_json)
        sys.exit(exits.FINDINGS)
    if output is not None:
        _writable(book, output)
    how = finding.How(solve.Options(time_limit=time_limit), None if gap is None else gap / 100)
    found = finding.find(problem, wanted, finding.Within(cap, late), how, _tell)
    record = finding_words.record(found, which)
    if not as_json:
        click.echo(" ".join(record["words"]))
    written = None if output is None else _publish(output, book, found, as_json)
    if as_json:
        show.document("find", **record, output=written, findings=show.as_records(findings))
    sys.exit(_code(found))


def _tell(value: str, state: str) -> None:
    """What was tried, on stderr where it is a terminal."""
    if sys.stderr.isatty():
        click.echo(f"{value}: {'a plan' if state in ('proven', 'gap') else state}", err=True)


def _writable(book: Path, to: Path) -> None:
    from procure.whole import NotWritten, expect_writable

    try:
        expect_writable([book], to)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)


def _publish(to: Path, book: Path, found: Found, as_json: bool) -> str | None:
    """Write the plan at the value found, where there is one."""
    from procure.publishing import AuditFailed, publish
    from procure.whole import NotWritten

    if found.outcome is None or found.outcome.plan is None or found.best is None or found.best.problem is None:
        return None
    problem: Problem = found.best.problem
    try:
        publish(to, problem, found.outcome.plan, [], [book])
    except AuditFailed as failed:
        show.findings(failed.findings)
        sys.exit(exits.DISAGREE)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    if not as_json:
        click.echo(f"written: {to}")
    return str(to)


def _code(found: Found) -> int:
    """Done where the end is known and its plan is within the gap asked."""
    from procure.cli.plan import CODES

    return CODES[found.state]
