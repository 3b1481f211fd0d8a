"""procure rerun: a plan made again from its own workbook, and whether the two agree."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from procure.cli import exits, kept, near, show
from procure.cli import plan as planning

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.rerunning import Verdict
    from procure.workbook.read_plan import PlanFile


@click.command(epilog="\b\nExample:\n  procure rerun outputs/two-nations-plan.xlsx")
@click.argument("plan", metavar="PLAN.xlsx", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), callback=show.ending(".xlsx"),
    help="Keep the plan that is made again; without it only the answer is given.",
)  # fmt: skip
@show.json_option
def rerun(plan: Path, output: Path | None, as_json: bool) -> None:
    """Plan again from the inputs and options that a plan's workbook records, and say whether the two plans agree.

    The same figures on every sheet, and the same bytes where the program and the computer are the same.
    """
    from procure import manifest
    from procure.findings import errors
    from procure.rerunning import Verdict
    from procure.workbook.read_plan import read_plan

    found, findings = read_plan(plan)
    if found is None:
        _refuse(findings, as_json)
    how, why = _options(plan, found.plan.run.get(manifest.COMMAND, ""))
    if why:
        _refuse([_said(plan, "not repeated", f"{why}.")], as_json)
    changed = errors(manifest.differences(found))
    if changed:
        _end(Verdict(changed), plan, None, as_json)
    if output is not None:
        show.expect_writable([plan], output, None)
    with tempfile.TemporaryDirectory(prefix="procure-") as folder:
        to = output or Path(folder) / plan.name
        _end(_made_again(plan, found, to, how), plan, output, as_json)


def _options(plan: Path, said: str) -> tuple[dict[str, Any], str]:
    """The options of the command that made the plan; and why it cannot be repeated, "" where it can."""
    if not said:
        return {}, "its sheet Run does not say which command made it: only what `procure plan` wrote is made again"
    try:
        how = kept.options(planning.plan, plan, said)
    except (click.UsageError, ValueError) as wrong:
        return {}, f"its sheet Run says {said!r}, which is not understood: {wrong}"
    beside = [name for name, option in (("--near", "near"), ("--no-worse-than", "no_worse")) if how[option] is not None]
    if beside:
        return {}, f"it was made with {beside[0]}, beside a plan that its workbook does not hold; repeat {said!r}"
    return how, ""


def _made_again(plan: Path, found: PlanFile, to: Path, how: dict[str, Any]) -> Verdict:
    """The verdict on the plan made again at `to`."""
    from procure import manifest
    from procure.publishing import AuditFailed, publish
    from procure.rerunning import Verdict, compared
    from procure.whole import NotWritten
    from procure.workbook.read_plan import read_plan, remarks

    problem, outcome = planning.made(near.Asked(found.problem), plan, to, how)
    if outcome.plan is None:
        return Verdict([_said(plan, "no plan", f"there was a plan, and now: {outcome.state}. {outcome.why}".rstrip())])
    run = {**outcome.plan.run, manifest.COMMAND: found.plan.run[manifest.COMMAND]}
    try:
        publish(to, problem, replace(outcome.plan, run=run), remarks(found), [plan])
    except AuditFailed as failed:
        return Verdict(failed.findings)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    second, wrong = read_plan(to)
    return Verdict(wrong) if second is None else compared(plan, found, to, second)


def _end(verdict: Verdict, plan: Path, output: Path | None, as_json: bool) -> NoReturn:
    """Say the verdict and end with its code."""
    words = _words(verdict)
    if as_json:
        objectives = [
            {"name": then.name, "unit": then.unit, "then": then.best, "now": now.best}
            for then, now in verdict.objectives
        ]
        show.document(
            "rerun", agrees=verdict.agrees, why=words, unsure=verdict.unsure, parts=verdict.parts,
            objectives=objectives, output=None if output is None else str(output),
            findings=show.as_records(verdict.findings),
        )  # fmt: skip
    else:
        show.findings(verdict.findings)
        for then, now in verdict.objectives:
            click.echo(f"{then.name}: {then.best:,.2f} {then.unit} then, {now.best:,.2f} {now.unit} now")
        click.echo(f"{plan.name}: {words}")
        if output is not None and output.is_file():
            click.echo(f"written: {output}")
    sys.exit(exits.DONE if verdict.agrees else exits.DISAGREE)


def _words(verdict: Verdict) -> str:
    """The verdict in a sentence."""
    if not verdict.agrees and verdict.parts and not verdict.findings:
        where = ", ".join(verdict.parts)
        return f"does not agree: the same figures in other bytes, in {where}. Was the file saved by another program?"
    if not verdict.agrees:
        return "does not agree"
    if verdict.unsure:
        return f"{verdict.unsure}: agreement is not to be expected; no objective is beyond what the other plan proves"
    if verdict.parts is None:
        return "agrees: the same figures on every sheet; bytes are not compared between programs or computers"
    return "agrees: the same figures and the same bytes on every sheet"


def _said(plan: Path, rule: str, message: str) -> Finding:
    from procure.findings import ERROR, Finding

    return Finding(ERROR, plan.name, rule, message)


def _refuse(findings: list[Finding], as_json: bool) -> NoReturn:
    show.refused("rerun", findings, as_json)
    sys.exit(exits.FINDINGS)
