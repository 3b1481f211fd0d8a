"""procure evaluate: the deal as typed, judged."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from procure.cli import exits, show
from procure.cli.plan import default_output


@click.command(epilog="\b\nExample:\n  procure evaluate inputs/two-nations.xlsx -o outputs/judged.xlsx")
@show.book_argument
@show.output_option("judged")
@click.option("--model", help="Cooperation model to use instead of the one the workbook names.")
@show.json_option
def evaluate(book: Path, output: Path | None, model: str | None, as_json: bool) -> None:
    """Take the deal as typed (given to, begins, pins, shares) and measure it against every rule, budget and capacity.

    Nothing is optimised and nothing refused: what does not hold is listed with what is missing, in red.
    """
    from procure.audit import audit
    from procure.evaluating import typed_plan
    from procure.facts import Facts
    from procure.reading import read
    from procure.screening import screen
    from procure.whole import NotWritten
    from procure.workbook.write import write_evaluation

    problem, findings = read(book, model, judged=True)
    if problem is None:
        show.refused("evaluate", findings, as_json)
        sys.exit(exits.FINDINGS)
    f, to = Facts(problem), output or default_output(book, "judged")
    deal, notes = typed_plan(f)
    findings = [*findings, *screen(problem), *notes]
    report = audit(deal, f)
    broken = [check for check in report.checks if not check.holds]
    try:
        write_evaluation(to, problem, deal, report.checks, findings, [book])
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    if as_json:
        shortfalls = [
            {"clause": c.clause, "of": list(c.index), "found": float(c.found), "must_be": c.relation,
             "limit": float(c.limit), "missing": float(-c.slack), "unit": c.unit, "cells": list(c.cells)}
            for c in broken
        ]  # fmt: skip
        said = show.as_records(findings)
        show.document("evaluate", output=str(to), checks=len(report.checks), shortfalls=shortfalls, findings=said)
        return
    show.findings(findings)
    for c in broken:
        where = f" ({c.cells[0]})" if c.cells else ""
        of = ", ".join(c.index)
        click.echo(f"{c.clause} [{of}]: {c.found:,.2f}, must be {c.relation} {c.limit:,.2f} {c.unit}{where}")
    click.echo(f"{len(broken)} of {len(report.checks):,} checks do not hold; written: {to}")
