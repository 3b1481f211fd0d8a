"""procure compare: plans side by side."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from procure.cli import exits, show
from procure.cli.plan import default_output


@click.command(
    epilog="\b\nExample:\n"
    "  procure compare outputs/plans/base.xlsx outputs/plans/price-5.xlsx -o outputs/compared.xlsx"
)
@click.argument("plans", metavar="PLAN.xlsx PLAN.xlsx ...", nargs=-1, required=True, type=click.Path(path_type=Path))
@show.output_option("compared")
@show.json_option
def compare(plans: tuple[Path, ...], output: Path | None, as_json: bool) -> None:
    """Compare plans with the first of them: what each costs more, who moved, which inputs and rules differ.

    In words, and as a workbook with tables and charts. A difference no larger than the plans' gaps is marked so.
    """
    from procure.cli.show_compare import comparison
    from procure.comparing.side import of_plan
    from procure.findings import errors
    from procure.workbook.read_plan import read_plan

    if len(plans) < 2:
        raise click.UsageError("expected two plans or more: the first is what the others are compared with.")
    named, cases, wrong = names(plans), [], []
    for path, name in zip(plans, named, strict=True):
        found, findings = read_plan(path)
        wrong += errors(findings)
        if found is not None:
            cases.append(of_plan(name, found.problem, found.plan))
    if wrong:
        show.refused("compare", wrong, as_json)
        sys.exit(exits.FINDINGS)
    comparison("compare", cases, output or default_output(plans[0], "compared"), list(plans), as_json)


def names(plans: tuple[Path, ...]) -> list[str]:
    """A name for each file: its stem, its path where stems are alike, a number where the file is named twice."""
    stems = [path.stem for path in plans]
    named = [path.stem if stems.count(path.stem) == 1 else str(path) for path in plans]
    return [name if name not in named[:k] else f"{name} ({k + 1})" for k, name in enumerate(named)]
