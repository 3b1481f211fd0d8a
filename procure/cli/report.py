"""procure report: a plan, or plans beside each other, as a page that a browser opens."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procure.cli import exits, report_brief, report_packs, show
from procure.cli.compare import names
from procure.cli.report_read import PlanRead, beside, read

if TYPE_CHECKING:
    from procure.report.page import Page


@click.command(
    epilog="\b\nExamples:\n  procure report outputs/two-nations-plan.xlsx\n"
    "  procure report outputs/plans/base.xlsx outputs/plans/price-5.xlsx -o outputs/compared.html\n"
    "  procure report outputs/two-nations-plan.xlsx --nation NL\n"
    "  procure report outputs/two-nations-plan.xlsx --brief"
)
@click.argument("plans", metavar="PLAN.xlsx...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="File to write; outputs/PLAN.html, PLAN-NATION.xlsx, PLAN-brief.pptx.",
)  # fmt: skip
@click.option("--nation", "nations", multiple=True, metavar="NATION",
              help="Make a nation's extract, workbook and page: its own figures and what all agreed. all: each one's."
              )  # fmt: skip
@click.option("--brief", "as_brief", is_flag=True, help="Make a slide of the plan: plain words and four figures.")
@show.json_option
def report(
    plans: tuple[Path, ...], output: Path | None, nations: tuple[str, ...], as_brief: bool, as_json: bool
) -> None:
    """Make the page of a plan: words, charts and tables in one HTML file, which needs no network.

    Several plans make the page of their comparison: all beside the first. Each file is audited; what the audit finds
    stands on the page.
    """
    _expect(plans, output, nations, as_brief)
    if nations:
        report_packs.packs(read(plans[0], as_json), nations, output, as_json)
    elif as_brief:
        report_brief.expect_library()
        report_brief.brief(read(plans[0], as_json), output, as_json)
    else:
        _page(plans, output or beside(plans[0], f"{plans[0].stem}.html"), as_json)


def _expect(plans: tuple[Path, ...], output: Path | None, nations: tuple[str, ...], as_brief: bool) -> None:
    """Raises for options that do not go together, and for an output with another ending than what is made."""
    if nations and as_brief:
        raise click.UsageError("--brief is of the whole plan; it does not go with --nation.")
    if len(plans) > 1 and (nations or as_brief):
        raise click.UsageError(f"{'--nation' if nations else '--brief'} takes one plan, found {len(plans)}.")
    endings = (".xlsx", ".html") if nations else (".pptx",) if as_brief else (".html", ".htm")
    if output is not None and output.suffix.lower() not in endings:
        message = f"expected a name that ends in {' or '.join(endings)}, found {output.name}."
        raise click.BadParameter(message, param_hint="'-o'")


def _page(plans: tuple[Path, ...], to: Path, as_json: bool) -> None:
    """Write the page of a plan or a comparison and end the program."""
    from procure.report.page import write
    from procure.report.pages import charts_of
    from procure.whole import NotWritten

    show.expect_writable(plans, to, None)
    found = [read(path, as_json) for path in plans]
    page = _of_one(found[0]) if len(found) == 1 else _of_several(found)
    try:
        size = write(to, page, plans)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    broken = [finding for one in found for finding in one.broken]
    if as_json:
        words = [{"name": name, "sentences": [said for said, _ in several]} for name, several in page.words]
        files = [{"plan": str(one.path), "sha256": one.sha256, "audit": one.audit} for one in found]
        parts = {"bytes": size, "plans": files, "words": words, "charts": charts_of(page)}
        show.document("report", output=str(to), findings=show.as_records(broken), **parts)
    else:
        show.findings(broken)
        click.echo(f"written: {to} ({size / 1e6:.1f} MB, {len(page.charts)} charts)")
    sys.exit(exits.DISAGREE if broken else exits.DONE)


def _of_one(one: PlanRead) -> Page:
    from procure.report.pages import of_plan

    files = (("plan file", one.path.name), ("SHA-256 of it", one.sha256))
    return of_plan(one.problem, one.plan, one.audit, files, one.broken)


def _of_several(several: list[PlanRead]) -> Page:
    from procure.comparing import compare
    from procure.comparing.side import of_plan
    from procure.report.pages import of_comparison

    named = dict(zip(names(tuple(one.path for one in several)), several, strict=True))
    found = compare([of_plan(name, one.problem, one.plan) for name, one in named.items()])
    files = [(name, f"{one.path.name}, {one.audit}, SHA-256 {one.sha256}") for name, one in named.items()]
    return of_comparison(found, files, [finding for one in several for finding in one.broken])
