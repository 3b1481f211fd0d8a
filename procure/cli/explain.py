"""procure explain: what cannot hold together and the ways out; of a plan what binds, and why it is not otherwise."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, show
from procure.cli.plan import default_output

if TYPE_CHECKING:
    from procure.explain.explaining import Asked, Explained
    from procure.findings import Finding
    from procure.plan import Plan
    from procure.problem import Problem


@click.command(
    epilog="\b\nExamples:\n  procure explain inputs/two-nations.xlsx\n"
    '  procure explain inputs/two-nations.xlsx --why-not "award[Turret, Antwerp Arms]" '
    '--why-not "begin[Trials] <= 2028"\n'
    "  procure explain inputs/two-nations.xlsx --prices -o outputs/why.xlsx"
)
@click.argument("book", metavar="BOOK_OR_PLAN.xlsx", type=click.Path(path_type=Path))
@click.option("--why-not", "asked", multiple=True, metavar="DECISION",
              help='Why is it not so: "award[Radar, Indra]" (or = 0), "begin[Design] <= 2028", "share[Radar, Indra] >= '
              '20 %", "deliver[Frigate, IT, 2031] >= 2"; any decision that the sheet Pins takes.')  # fmt: skip
@click.option("--prices", is_flag=True, help="Also say what each rule costs, by planning without it. Takes time.")
@click.option("--no-relax", "sacred", multiple=True, metavar="ROW",
              help='Repairs leave it as it is: a rule by its name, or a row as in an edit, "Budgets[IT]".')  # fmt: skip
@click.option("--repairs", "most", type=click.IntRange(0), default=5, show_default=True, help="Repairs to look for.")
@click.option("--jobs", type=click.IntRange(1), help="Processes at a time; as many as there are cores by default.")
@click.option("--gap", type=click.FloatRange(0, 50), help="How close to the best possible cost, in per cent of it.")
@click.option(
    "--time-limit",
    type=click.FloatRange(0.1),
    help="Seconds for each plan, and for what conflicts; no limit by default.",
)
@show.output_option("explained", page=True)
@show.json_option
def explain(book: Path, output: Path | None, as_json: bool, **how: Any) -> None:
    """Explain a plan, or why a workbook has none, in plain words and as a workbook.

    Of a plan: which rules and limits bind and what they are worth, what each rule costs (--prices), and why it is not
    otherwise (--why-not). Of a workbook without a plan: a smallest set of rows that cannot hold together, and the
    cheapest ways out, written as a workbook with a sheet Changes for `procure whatif`. A workbook that has a plan is
    planned first.
    """
    from procure.findings import Refused, errors

    found, findings = _read(book)
    asked = None
    try:
        asked = None if found is None or errors(findings) else _asked(found.problem, how, book)
    except Refused as refused:
        findings += refused.findings
    if found is None or asked is None:
        show.refused("explain", findings, as_json)
        sys.exit(exits.FINDINGS)
    if not as_json:
        show.findings(findings)
    to = output or default_output(book, "explained")
    ways_out = to.with_name(f"{book.stem}-repairs.xlsx")
    for path in (to, *([ways_out] if found.plan is None else [])):
        show.expect_writable([book], path, None)
    explained = _explained(found, asked)
    written = _written(found, explained, book, to, ways_out)
    if as_json:
        show.document(
            "explain", state=explained.state, **written, **explained.records, **explained.told.record(),
            findings=show.as_records(findings),
        )  # fmt: skip
    else:
        for line in explained.told.lines():
            click.echo(line)
        for name in written.values():
            click.echo(f"written: {name}")
        if "repairs_book" in written:
            click.echo(f'run: procure whatif "{written["repairs_book"]}"')
    sys.exit(_CODES[explained.state])


@dataclass(frozen=True)
class _Found:
    """What was read: a problem, and its plan where the workbook is one."""

    problem: Problem
    plan: Plan | None


_CODES = {
    "explained": exits.DONE,
    "gap": exits.GAP,
    "infeasible": exits.NO_FEASIBLE_PLAN,
    "not rounded": exits.NO_FEASIBLE_PLAN,
    "no plan in time": exits.NO_PLAN_IN_TIME,
    "interrupted": exits.INTERRUPTED,
    "rejected": exits.DISAGREE,
    "unbounded": exits.DISAGREE,
}


def _read(book: Path) -> tuple[_Found | None, list[Finding]]:
    """A plan's workbook, whose plan the audit passes, or one of inputs; and every finding."""
    from procure.audit import audit
    from procure.facts import Facts
    from procure.reading import read
    from procure.screening import screen
    from procure.workbook.read_plan import read_plan

    found, findings = read_plan(book)
    if found is not None:
        broken = list(audit(found.plan, Facts(found.problem)).findings)
        return _Found(found.problem, found.plan), [*findings, *broken]
    if not any(one.rule == "no plan" for one in findings):
        return None, findings
    problem, findings = read(book)
    findings += [] if problem is None else screen(problem)
    return (None if problem is None else _Found(problem, None)), findings


def _asked(problem: Problem, how: dict[str, Any], book: Path) -> Asked:
    """The options, read. Raises Refused for a decision or a row that is not there."""
    from procure import pool, solve
    from procure.explain.claims import claims
    from procure.explain.decision import parse
    from procure.explain.explaining import Asked
    from procure.explain.protected import protected
    from procure.findings import Refused
    from procure.whatif import solving

    wrong, decisions = protected(claims(problem), how["sacred"])[1] if how["sacred"] else [], []
    for line in how["asked"]:
        try:
            decisions.append(parse(problem, line))
        except Refused as refused:
            wrong += refused.findings
    if wrong:
        raise Refused(wrong)
    gap = None if how["gap"] is None else how["gap"] / 100
    asked = solving.How(solve.Options(time_limit=how["time_limit"]), gap, how["jobs"] or pool.cores())
    return Asked(tuple(decisions), how["prices"], how["sacred"], how["most"], asked, (book.name,))


def _explained(found: _Found, asked: Asked) -> Explained:
    """The explanation; ends the program where the inputs are beyond what can be planned."""
    from procure.explain.explaining import of_inputs, of_plan
    from procure.findings import Refused
    from procure.milp import OutOfRange

    tell = show.doing()
    try:
        if found.plan is None:
            return of_inputs(found.problem, asked, tell)
        return of_plan(found.problem, found.plan, asked, tell)
    except (Refused, OutOfRange) as refused:
        click.echo(f"error: {refused}", err=True)
        sys.exit(exits.FINDINGS)
    finally:
        tell("")


def _written(found: _Found, explained: Explained, book: Path, to: Path, ways_out: Path) -> dict[str, str]:
    """Write the explanation, and the inputs with their repairs as scenarios; the names of what was written."""
    from procure.explain import changes_book
    from procure.report import page, pages
    from procure.whole import NotWritten
    from procure.workbook.write_told import write

    problem, written = found.problem, {"output": str(to)}
    try:
        if to.suffix.lower() == ".html":
            page.write(to, pages.of_told(explained.told, problem.programme, pages.of_file("explained", book)), [book])
        else:
            write(to, problem.programme, [n.id for n in problem.nations], explained.told.sheets(), [book])
        if explained.repairs:
            changes_book.write(ways_out, problem, explained.repairs, [book])
            written["repairs_book"] = str(ways_out)
    except NotWritten as failed:
        for line in explained.told.lines():
            click.echo(line)
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    return written
