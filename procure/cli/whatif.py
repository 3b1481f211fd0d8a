"""procure whatif: the base and its scenarios, planned and compared."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, scenarios, show
from procure.cli.plan import default_output

if TYPE_CHECKING:
    from procure import comparing
    from procure.plan import Plan
    from procure.problem import Problem
    from procure.whatif.scenarios import Resolved, Scenario
    from procure.whatif.solving import Case, How


def _operations(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the named operations and end."""
    if not asked:
        return
    from procure.whatif.operations import OPERATIONS

    for one in OPERATIONS:
        click.echo(f"{one.form}\n    {one.meaning}\n    Example: {one.example}")
        if one.fact:
            click.echo(f"    {one.fact}")
    context.exit()


@click.command(
    epilog='\b\nExamples:\n  procure whatif inputs/two-nations.xlsx "price +5 %" "cut NL 20 %, key frozen"\n'
    '  procure whatif inputs/two-nations.xlsx --set "Packages[Design, value] *= 1.2" --list\n'
    "  procure whatif --operations"
)
@show.book_argument
@click.argument("sentences", metavar="[SENTENCE]...", nargs=-1)
@click.option("--scenario", "named", multiple=True, metavar="A,B", help="Of the sheet Changes; several: left to right.")
@click.option("--set", "sets", multiple=True, metavar="EDIT", help='An edit of cells: "Budgets[ES,2028] *= 0.8".')
@click.option("--together", is_flag=True, help="One scenario of all sentences and edits, in this order.")
@click.option("--list", "listed", is_flag=True, help="Show what each scenario changes in the inputs; plan nothing.")
@click.option("--operations", is_flag=True, is_eager=True, expose_value=False, callback=_operations,
              help="List the operations that a sentence can say.")  # fmt: skip
@click.option("--from", "start", type=click.Path(path_type=Path), help="A plan of BOOK.xlsx, instead of planning it.")
@click.option("--plans", "folder", type=click.Path(path_type=Path), help="Folder to write every plan's workbook to.")
@click.option("--jobs", type=click.IntRange(1), help="Processes at a time; as many as there are cores by default.")
@click.option("--gap", type=click.FloatRange(0, 50), help="How close to the best possible cost, in per cent of it.")
@click.option("--time-limit", type=click.FloatRange(0.1), help="Seconds for each plan; no limit by default.")
@show.output_option("whatif")
@show.json_option
def whatif(book: Path, sentences: tuple[str, ...], output: Path | None, as_json: bool, **how: Any) -> None:
    """Plan a workbook and its scenarios, and compare them: what each costs more, who moved, what slips.

    Each SENTENCE ("cut ES 20 %, key frozen") and each --set is a scenario of its own. Without any of them, and without
    --scenario, all scenarios of the sheet Changes are planned. One that has no plan does not stop the others. Ctrl-C
    keeps what is done.
    """
    problem, chosen, findings = scenarios.asked("whatif", book, sentences, how, as_json)
    resolved = [scenarios.resolved(problem, scenario) for scenario in chosen]
    if how["listed"]:
        _list(problem, resolved, as_json)
        return
    to, read = output or default_output(book, "whatif"), [book, *([how["start"]] if how["start"] else [])]
    show.expect_writable(read, to, how["folder"])
    from procure.cli.show_compare import comparison

    cases = _planned(problem, resolved, how)
    written, wrong = _publish(cases, how["folder"], [*read, to])
    compared = [_compared(case, scenario) for case, scenario in zip(cases, (None, *chosen), strict=True)]
    more = {"plans": written} if how["folder"] else {}
    comparison("whatif", compared, to, read, as_json, findings=show.as_records(findings), **more)
    sys.exit(wrong or _code(cases))


def _list(problem: Problem, resolved: list[Resolved], as_json: bool) -> None:
    """What each scenario changes in the inputs, and what is wrong with it; ends with a code."""
    from procure.comparing.inputs import differences
    from procure.findings import errors

    records = []
    for one in resolved:
        changed = [] if one.problem is None else differences(problem, one.problem)
        wrong = errors(one.findings)
        records.append({
            "name": one.name,
            "steps": [str(step) for step in one.scenario.steps],
            "differences": [
                {"sheet": d.sheet, "row": d.row, "column": d.column, "base": d.base, "scenario": d.other}
                for d in changed
            ],
            "findings": show.as_records(wrong),
        })  # fmt: skip
        if as_json:
            continue
        click.echo(f"{one.name}:")
        for d in changed:
            click.echo(f"  {d.sheet}[{d.row}] {d.column}: {_cell(d.base)} -> {_cell(d.other)}")
        if not changed and not wrong:
            click.echo("  changes nothing")
        show.findings(wrong)
    if as_json:
        show.document("whatif", scenarios=records)
    sys.exit(exits.FINDINGS if any(errors(one.findings) for one in resolved) else exits.DONE)


def _cell(value: object) -> str:
    if value is None:
        return "blank"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _planned(problem: Problem, resolved: list[Resolved], how: dict[str, Any]) -> list[Case]:
    """The base planned, then the scenarios from it, with a bar of how many are done."""
    from procure import pool, solve
    from procure.cli.show_compare import bar
    from procure.whatif import solving
    from procure.whatif.scenarios import BASE

    gap = None if how["gap"] is None else how["gap"] / 100
    jobs = how["jobs"] or pool.cores()
    asked = solving.How(solve.Options(time_limit=how["time_limit"]), gap, jobs)
    every, done = 1 + len(resolved), 1
    bar(0, every, [BASE])
    base = _base(problem, asked, how["start"])
    bar(1, every, [BASE])
    if base.outcome is None or base.outcome.state == solve.INTERRUPTED:
        return [base, *(solving.Case(one.name, one.problem, None) for one in resolved)]

    def tell(_: int, case: Case) -> None:
        nonlocal done
        done += 1
        bar(done, every, [case.name])

    return [base, *solving.scenarios(base.start, resolved, asked, tell)]


def _base(problem: Problem, asked: How, start: Path | None) -> Case:
    """The base: the plan that was given where it is one of this problem, else planned, from that plan if there is."""
    from procure.comparing.inputs import same
    from procure.comparing.side import of_plan
    from procure.findings import errors
    from procure.planning import Outcome
    from procure.whatif import solving
    from procure.workbook.read_plan import read_plan

    known: Plan | None = None
    if start is not None:
        found, findings = read_plan(start)
        if found is None or errors(findings):
            show.findings(findings)
            sys.exit(exits.FINDINGS)
        known = found.plan
        if same(problem, found.problem):
            state = of_plan("base", problem, known).state
            return solving.Case("base", problem, Outcome(state, known, known.stages))
        click.echo(f"{start.name} is a plan of other inputs: the base is planned, starting from it.", err=True)
    return solving.base(problem, asked, known)


def _publish(cases: list[Case], folder: Path | None, others: list[Path]) -> tuple[dict[str, str], int]:
    """Write every plan's workbook, none in the place of one of the other files.

    Returns the file of each scenario, and the code of what went wrong, 0 = nothing.
    """
    from procure.publishing import AuditFailed, publish
    from procure.whole import NotWritten

    written: dict[str, str] = {}
    if folder is None:
        return written, exits.DONE
    code = exits.DONE
    beside = [path.stem for path in others if path.resolve().parent == folder.resolve()]
    for case in cases:
        if case.plan is None or case.problem is None:
            continue
        to = folder / f"{_file_name(case.name, [*beside, *(Path(path).stem for path in written.values())])}.xlsx"
        try:
            publish(to, case.problem, case.plan, [], others)
            written[case.name] = str(to)
        except AuditFailed as failed:
            show.findings(failed.findings)
            code = exits.DISAGREE
        except NotWritten as failed:
            click.echo(str(failed), err=True)
            code = exits.NOT_WRITTEN
    return written, code


def _file_name(name: str, taken: list[str]) -> str:
    """A scenario's name as a file's: letters, figures and dashes, other than those before it."""
    plain = "".join(c if c.isalnum() or c in "-_." else "-" for c in name).strip("-.")[:80] or "scenario"
    while "--" in plain:
        plain = plain.replace("--", "-")
    stems = {stem.casefold() for stem in taken}
    found, number = plain, 2
    while found.casefold() in stems:
        found, number = f"{plain}-{number}", number + 1
    return found


def _compared(case: Case, scenario: Scenario | None) -> comparing.Case:
    """The case as it is compared."""
    from procure import comparing
    from procure.comparing.side import REFUSED

    steps = () if scenario is None else tuple(str(step) for step in scenario.steps)
    if case.outcome is None:
        return comparing.Case(case.name, case.problem, None, "", "", steps)
    if case.problem is None:
        why = " ".join(said.removeprefix("error: ") for said in case.said)
        return comparing.Case(case.name, None, None, REFUSED, why, steps)
    return comparing.Case(case.name, case.problem, case.plan, case.outcome.state, case.outcome.why, steps)


def _code(cases: list[Case]) -> int:
    """Done where all are planned within the gap asked; else what is worst."""
    if any(case.outcome is None or case.outcome.state == "interrupted" for case in cases):
        return exits.INTERRUPTED
    if any(case.plan is None for case in cases):
        return exits.SWEEP
    return exits.GAP if any(case.outcome and case.outcome.state == "gap" for case in cases) else exits.DONE
