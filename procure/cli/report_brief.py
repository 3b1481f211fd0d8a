"""procure report --brief: a plan as one slide."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import click

from procure.cli import exits, show
from procure.cli.report_read import PlanRead, beside


def expect_library() -> None:
    """Ends the program where the library for slides is not installed."""
    if find_spec("pptx") is None:
        click.echo("A brief needs python-pptx: pip install 'procure-planner[brief]'.", err=True)
        sys.exit(exits.USAGE)


def brief(one: PlanRead, output: Path | None, as_json: bool) -> None:
    """Write the slide and end the program."""
    from procure.brief import content, slide
    from procure.whole import NotWritten

    to = output or beside(one.path, f"{one.path.stem}-brief.pptx")
    show.expect_writable([one.path], to, None)
    made = content.of_plan(one.problem, one.plan, one.audit, one.path.name, one.sha256)
    try:
        slide.write(to, made, [one.path])
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    if as_json:
        figures = [figure.title for figure in made.figures]
        words = [sentence for sentence, _ in made.words]
        plan = {"plan": str(one.path), "sha256": one.sha256, "audit": one.audit}
        findings = show.as_records(one.broken)
        show.document("report", output=str(to), figures=figures, words=words, findings=findings, **plan)
    else:
        show.findings(one.broken)
        click.echo(f"written: {to}")
    sys.exit(exits.DISAGREE if one.broken else exits.DONE)
