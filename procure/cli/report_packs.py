"""procure report --nation: the extract of a plan for a nation, as a workbook and a page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procure.cli import exits, show
from procure.cli.report_read import PlanRead, beside

if TYPE_CHECKING:
    from procure.problem import Problem

ALL = "all"
_LONGEST = 60  # characters of a nation's name in the name of a file


def packs(one: PlanRead, named: Sequence[str], output: Path | None, as_json: bool) -> None:
    """Write a pack for each of the nations named and end the program.

    output: the workbook, whose page stands beside it; for several nations each one's name is put behind its stem.
    """
    from procure.extract import pack, shared
    from procure.whole import NotWritten

    nations = _nations(one, named, as_json)
    files = {n: _files(one, n, output, len(nations) > 1) for n in nations}
    for workbook, page in files.values():
        show.expect_writable([one.path], workbook, None)
        show.expect_writable([one.path], page, None)
    warning = "The audit of the plan file did not pass." if one.broken else ""
    for n, (workbook, page) in files.items():
        made = pack.of_plan(one.problem, one.plan, n, one.audit, one.sha256, warning)
        try:
            pack.write(workbook, page, made, [one.path])
        except NotWritten as failed:
            click.echo(str(failed), err=True)
            sys.exit(exits.NOT_WRITTEN)
        if not as_json:
            click.echo(f"written: {workbook} and {page.name}")
    notes = list(shared.follows(one.plan))
    if as_json:
        written = [{"nation": n, "workbook": str(w), "page": str(p)} for n, (w, p) in files.items()]
        plan = {"plan": str(one.path), "sha256": one.sha256, "audit": one.audit}
        findings = show.as_records(one.broken)
        show.document("report", extracts=written, notes=notes, findings=findings, **plan)
    else:
        show.findings(one.broken)
        for note in notes:
            click.echo(f"note: {note}", err=True)
    sys.exit(exits.DISAGREE if one.broken else exits.DONE)


def _nations(one: PlanRead, named: Sequence[str], as_json: bool) -> list[str]:
    """The nations asked for, each once; ends the program where one is none."""
    from procure.findings import ERROR, Finding
    from procure.whatif import earlier

    known = [n.id for n in one.problem.nations]
    if ALL in known:
        message = 'a nation called "all" cannot be told from all nations; no extract can be made.'
        found = [Finding(ERROR, "--nation", "unknown name", message, "Give it another name in Nations.")]
    else:
        found = earlier.nations(one.problem, [n for n in named if n != ALL], "--nation")
    if found:
        show.refused("report", found, as_json)
        sys.exit(exits.FINDINGS)
    return known if ALL in named else list(dict.fromkeys(named))


def _files(one: PlanRead, nation: str, output: Path | None, several: bool) -> tuple[Path, Path]:
    """Workbook and page of a nation's pack."""
    name = file_name(one.problem, nation)
    if output is None:
        workbook = beside(one.path, f"{one.path.stem}-{name}.xlsx")
    else:
        workbook = output.with_name(f"{output.stem}-{name}.xlsx" if several else f"{output.stem}.xlsx")
    return workbook, workbook.with_suffix(".html")


def file_name(problem: Problem, nation: str) -> str:
    """A nation's name as part of a file's: letters, digits and "-"; with a number where another's would be the same."""
    used: dict[str, str] = {}  # name in small letters: nation
    for n in problem.nations:
        plain = name = "".join(c if c.isalnum() else "-" for c in n.id)[:_LONGEST]
        number = 2
        while name.casefold() in used:
            name, number = f"{plain}-{number}", number + 1
        used[name.casefold()] = n.id
        if n.id == nation:
            return name
    raise KeyError(nation)
