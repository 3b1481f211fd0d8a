"""procure audit: check a finished plan from its workbook alone."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from procure.cli import exits, show


@click.command(epilog="\b\nExample:\n  procure audit outputs/eurofighter-plan.xlsx")
@click.argument("plan", metavar="PLAN.xlsx", type=click.Path(path_type=Path))
@show.json_option
def audit(plan: Path, as_json: bool) -> None:
    """Re-read a plan's workbook and check every clause, rule, total and printed figure in decimal arithmetic.

    Nothing of the planner and no solver takes part.
    """
    from procure.audit import audit_file
    from procure.findings import errors

    report, found = audit_file(plan)
    wrong = errors(found)
    if report is None:
        show.refused("audit", found, as_json)
        click.echo(f"{plan.name} holds no plan that can be read; `procure plan` writes one.", err=True)
        sys.exit(exits.FINDINGS)
    checks = len(report.checks)
    if as_json:
        show.document("audit", ok=not wrong, checks=checks, findings=show.as_records(found))
    else:
        show.findings(found)
        verdict = "failed" if wrong else "passed"
        click.echo(f"{plan.name}: audit {verdict}: {checks:,} checks, {len(wrong)} findings of level error")
    sys.exit(exits.DISAGREE if wrong else exits.DONE)
