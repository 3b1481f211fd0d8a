"""procure report: a plan, or plans beside each other, as a page that a browser opens."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procure.cli import exits, show
from procure.cli.compare import names

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.plan import Plan
    from procure.problem import Problem
    from procure.report.page import Page


@dataclass(frozen=True)
class _Read:
    """A plan file as it was read and audited. audit: in words; broken: the audit's errors; sha256: of the file."""

    path: Path
    problem: Problem
    plan: Plan
    audit: str
    broken: list[Finding]
    sha256: str


@click.command(
    epilog="\b\nExamples:\n  procure report outputs/two-nations-plan.xlsx\n"
    "  procure report outputs/plans/base.xlsx outputs/plans/price-5.xlsx -o outputs/compared.html"
)
@click.argument("plans", metavar="PLAN.xlsx...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=show.ending(".html", ".htm"),
    help="Page to write; outputs/PLAN.html.",
)
@show.json_option
def report(plans: tuple[Path, ...], output: Path | None, as_json: bool) -> None:
    """Make the page of a plan: words, charts and tables in one HTML file, which needs no network.

    Several plans make the page of their comparison: all beside the first. Each file is audited; what the audit finds
    stands on the page.
    """
    from procure.report.page import write
    from procure.report.pages import charts_of
    from procure.whole import NotWritten

    to = output or _beside(plans[0])
    show.expect_writable(plans, to, None)
    read = [_read(path, as_json) for path in plans]
    page = _of_one(read[0]) if len(read) == 1 else _of_several(read)
    try:
        size = write(to, page, plans)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    broken = [finding for one in read for finding in one.broken]
    if as_json:
        words = [{"name": name, "sentences": [said for said, _ in several]} for name, several in page.words]
        files = [{"plan": str(one.path), "sha256": one.sha256, "audit": one.audit} for one in read]
        parts = {"bytes": size, "plans": files, "words": words, "charts": charts_of(page)}
        show.document("report", output=str(to), findings=show.as_records(broken), **parts)
    else:
        show.findings(broken)
        click.echo(f"written: {to} ({size / 1e6:.1f} MB, {len(page.charts)} charts)")
    sys.exit(exits.DISAGREE if broken else exits.DONE)


def _beside(plan: Path) -> Path:
    """PLAN.html, in the folder outputs where there is one, else here."""
    folder = Path("outputs")
    return (folder if folder.is_dir() else Path()) / f"{plan.stem}.html"


def _read(path: Path, as_json: bool) -> _Read:
    """A plan file, audited; ends the program where it holds no plan."""
    import hashlib

    from procure.audit import audit_file
    from procure.findings import errors
    from procure.workbook.read_plan import read_plan

    found, findings = read_plan(path)
    if found is None:
        show.refused("report", findings, as_json)
        click.echo(f"{path.name} holds no plan that can be read; `procure plan` writes one.", err=True)
        sys.exit(exits.FINDINGS)
    audited, all_ = audit_file(path)
    broken = errors(all_)
    checks = 0 if audited is None else len(audited.checks)
    said = f"audit failed ({len(broken):,} findings)" if broken else f"audit passed ({checks:,} checks)"
    return _Read(path, found.problem, found.plan, said, broken, hashlib.sha256(path.read_bytes()).hexdigest())


def _of_one(one: _Read) -> Page:
    from procure.report.pages import of_plan

    files = (("plan file", one.path.name), ("SHA-256 of it", one.sha256))
    return of_plan(one.problem, one.plan, one.audit, files, one.broken)


def _of_several(several: list[_Read]) -> Page:
    from procure.comparing import compare
    from procure.comparing.side import of_plan
    from procure.report.pages import of_comparison

    named = dict(zip(names(tuple(one.path for one in several)), several, strict=True))
    found = compare([of_plan(name, one.problem, one.plan) for name, one in named.items()])
    files = [(name, f"{one.path.name}, {one.audit}, SHA-256 {one.sha256}") for name, one in named.items()]
    return of_comparison(found, files, [finding for one in several for finding in one.broken])
