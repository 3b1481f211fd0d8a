"""procure risk: what uncertain inputs make of a plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, many, show
from procure.cli.pace import pace
from procure.cli.plan import CODES, default_output

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.plan import Plan
    from procure.problem import Problem
    from procure.risk.found import Found


@click.command(
    epilog="\b\nExamples:\n"
    '  procure risk inputs/two-nations.xlsx --draws 60 --uncertain "Packages[*, value] *= PERT(0.95; 1; 1.4)"\n'
    '  procure risk inputs/two-nations.xlsx --draws 10 --uncertain "Budgets[BE, *] *= uniform(0.9; 1)" --replan'
)
@show.book_argument
@click.option("--uncertain", multiple=True, metavar="INPUT",
              help='Beside the sheet Uncertainty: "Packages[radar, value] *= PERT(0.9; 1; 1.4)"; = draws the value.')
@click.option("--draws", type=click.IntRange(1, 100_000), default=200, show_default=True, help="Number of draws.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Of the draws.")
@click.option("--level", type=click.FloatRange(50, 99.9), default=95, show_default=True, help="Of intervals, per cent.")
@click.option("--from", "start", type=click.Path(path_type=Path), help="A plan of BOOK.xlsx, instead of planning it.")
@click.option("--replan", is_flag=True, help="Also plan every draw again: with the awards kept, and anew.")
@click.option("--choose", type=click.IntRange(1), metavar="K",
              help="Also choose awards over all draws, among those of the plans of the first K; goes with --replan.")
@click.option("--by", type=click.Choice(["expected", "worst"]), default="expected", show_default=True,
              help="The cost that --choose goes by.")
@click.option("--jobs", type=click.IntRange(1), help="Processes at a time; what cores and memory allow by default.")
@many.options
@click.option("--gap", type=click.FloatRange(0, 50), default=0.02, show_default=True, help="Per cent, of draws' plans.")
@click.option("--time-limit", type=click.FloatRange(0.1), help="Seconds for each plan; no limit by default.")
@show.output_option("risk")
@show.json_option
def risk(book: Path, output: Path | None, as_json: bool, **how: Any) -> None:
    """Draw the uncertain inputs (sheet Uncertainty) and say whether the plan holds, who breaks which budget, and why.

    The plan's decisions are held while prices, dates, needs and budgets turn out otherwise: nothing is optimised, every
    clause and rule is checked as in an audit. Probabilities have intervals; the same seed gives the same table,
    whatever the number of processes. With --replan every draw is planned again once it is known; with --choose the
    awards are chosen over all draws, and it is said what that is worth.
    """
    from procure.findings import errors
    from procure.risk.tables import tables

    many.expect_store(how)
    problem, findings = _read(book, how["uncertain"])
    if problem is None or errors(findings):
        show.refused("risk", findings, as_json)
        sys.exit(exits.FINDINGS)
    if not as_json:
        show.findings(findings)
    to = output or default_output(book, "risk")
    show.expect_writable([book, *([how["start"]] if how["start"] else [])], to, None)
    plan = _plan(problem, how, as_json)
    found = many.guarded(lambda: _found(problem, plan, how))
    written, code = many.told(to, book, problem, tables(found))
    _say(found, written, show.as_records(findings), as_json)
    sys.exit(code or _code(found, bool(how["choose"])))


def _read(book: Path, typed: tuple[str, ...]) -> tuple[Problem | None, list[Finding]]:
    """The problem with what is uncertain, and every finding about both."""
    from procure.findings import Refused, errors
    from procure.reading import read
    from procure.risk.inputs import inputs_of, of_words
    from procure.screening import screen

    problem, findings = read(book)
    if problem is None or errors(findings):
        return None, findings
    try:
        more = tuple(of_words(line) for line in typed)
    except Refused as refused:
        return None, [*findings, *refused.findings]
    problem = problem.replace(uncertain=(*problem.uncertain, *more))
    return problem, [*findings, *screen(problem), *inputs_of(problem)[1]]


def _plan(problem: Problem, how: dict[str, Any], as_json: bool) -> Plan:
    """The plan that is held: the one given, else made. Ends the program where there is none."""
    from procure import planning, solve
    from procure.comparing.inputs import same
    from procure.findings import ERROR, Finding, errors
    from procure.workbook.read_plan import read_plan

    if how["start"] is not None:
        found, findings = read_plan(how["start"])
        if found is not None and not errors(findings) and same(problem, found.problem):
            return found.plan
        if found is not None and not errors(findings):
            message = "expected a plan of the workbook, found one of other inputs."
            findings = [Finding(ERROR, how["start"].name, "another programme", message, "Plan the workbook again.")]
        show.refused("risk", findings, as_json)
        sys.exit(exits.FINDINGS)
    outcome = planning.plan(problem, solve.Options(time_limit=how["time_limit"]))
    if outcome.plan is not None:
        return outcome.plan
    if as_json:
        show.document("risk", state=outcome.state, why=outcome.why)
    else:
        click.echo(f"There is no plan to hold ({outcome.state}). {outcome.why}".rstrip(), err=True)
    sys.exit(CODES[outcome.state])


def _found(problem: Problem, plan: Plan, how: dict[str, Any]) -> Found:
    from procure import solve
    from procure.cli.show_compare import bar
    from procure.risk.choosing import Choice
    from procure.risk.found import Asked, found, replanned
    from procure.sweep import workers
    from procure.sweep.case import How

    asked = Asked(how["draws"], how["seed"], how["level"] / 100, workers.count(how["jobs"]))
    held = found(problem, plan, asked, lambda done, all_: bar(done, all_, ["draws"]))
    if not how["replan"] and not how["choose"]:
        return held
    options = solve.Options(time_limit=how["time_limit"])
    sweep = How(options, how["gap"] / 100, how["jobs"], how["store"], how["resume"], how["scheduler"])
    choice = Choice(how["choose"], how["by"], asked.level) if how["choose"] else None
    return replanned(held, sweep, choice, pace())


def _say(found: Found, written: str | None, findings: list[dict[str, str]], as_json: bool) -> None:
    from procure.risk import tables
    from procure.risk.words import words

    said = words(found)
    if as_json:
        show.document("risk", output=written, words=said, **tables.records(found), findings=findings)
        return
    shown = [tables.limits(found, every=False), *tables.drivers(found)]
    shown += [] if found.chosen is None else [tables.candidates(found.chosen), tables.awards(found.chosen)]
    show.told((table for table in shown if table.rows), said, written)


def _code(found: Found, choosing: bool) -> int:
    """Done where every draw is judged, and of every one that was to be planned it is known whether it has a plan."""
    from procure.risk.adapting import known

    if len(found.done) < len(found.draws):
        return exits.INTERRUPTED
    again = found.adapted
    if again is None:
        return exits.DONE
    both = [*zip(again.kept, again.refused, strict=True), *zip(again.anew, again.refused, strict=True)]
    unknown = [one for one, why in both if not why and not known(one)]
    if again.interrupted() or (choosing and found.chosen is None):
        return exits.INTERRUPTED
    return exits.SWEEP if unknown else exits.DONE
