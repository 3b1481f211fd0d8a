"""procure coalition: what every coalition of nations would pay by itself, and what a fair share is."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, many, show
from procure.cli.plan import CODES, default_output

if TYPE_CHECKING:
    from procure.coalitions.found import Found
    from procure.problem import Problem

SHORT = 31  # coalitions whose costs are printed; more stand in the workbook


@click.command(
    epilog="\b\nExamples:\n  procure coalition inputs/two-nations.xlsx\n"
    "  procure coalition inputs/two-nations.xlsx --without-budgets -o shares.xlsx"
)
@show.book_argument
@click.option("--without-budgets", is_flag=True, help="Leave budgets and ceilings out, of every coalition.")
@click.option("--sample", type=click.IntRange(2), metavar="PAIRS",
              help="Plan only coalitions of so many pairs of orders of joining; 25 beyond ten nations.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Of the orders drawn.")
@click.option("--jobs", type=click.IntRange(1), help="Processes at a time; as many as there are cores by default.")
@many.options
@show.search_options
@show.output_option("coalition")
@show.json_option
def coalition(book: Path, output: Path | None, as_json: bool, **how: Any) -> None:
    """Plan every coalition of nations by itself, and share the joint cost: core, Shapley value, nucleolus and others.

    Of a coalition only its members join: the others need and pay nothing, and their industry sells as before. Up to ten
    nations all coalitions are planned (n nations have 2^n - 1), beyond that those of orders of joining drawn at random.
    A coalition that has no plan has an infinite cost. What the gap between a plan and its bound decides is called
    uncertain.
    """
    from procure.coalitions.found import NoGame
    from procure.coalitions.planned import NOT_ASKED
    from procure.coalitions.tables import tables
    from procure.findings import errors
    from procure.reading import read
    from procure.screening import screen

    many.expect_store(how)
    problem, findings = read(book)
    findings += [] if problem is None else screen(problem)
    if problem is None or errors(findings):
        show.refused("coalition", findings, as_json)
        sys.exit(exits.FINDINGS)
    to = output or default_output(book, "coalition")
    show.expect_writable([book], to, how["store"])
    try:
        found = many.guarded(lambda: _found(problem, how))
    except NoGame as none:
        _say_none(none.state, str(none), as_json)
        sys.exit(exits.INTERRUPTED if none.state == NOT_ASKED else CODES.get(none.state, exits.FINDINGS))
    written, code = many.told(to, book, problem, tables(found))
    _say(found, written, show.as_records(findings), as_json)
    sys.exit(code or _code(found))


def _found(problem: Problem, how: dict[str, Any]) -> Found:
    """The coalitions, with a bar of how many are planned and a word on how long that takes."""
    from procure import solve
    from procure.cli.show_compare import bar
    from procure.coalitions.found import Asked, found
    from procure.coalitions.planned import How
    from procure.sweep import workers

    options = solve.Options(time_limit=how["time_limit"], nodes=how["nodes"])
    jobs = workers.count(how["jobs"])
    planned = How(options, how["gap"] / 100, jobs, how["store"], how["resume"], how["scheduler"])
    asked = Asked(planned, not how["without_budgets"], how["sample"], how["seed"])
    began = time.monotonic()

    def begun(count: int) -> None:
        if sys.stderr.isatty():
            about = count * (time.monotonic() - began) / min(jobs, count)
            click.echo(f"{count:,} more coalitions, as long as the first each: about {about:,.0f} s", err=True)

    return found(problem, asked, lambda done, all_: bar(done, all_, ["coalitions"]), begun)


def _say_none(state: str, why: str, as_json: bool) -> None:
    said = f"There is nothing to share: {why or 'all nations together have no plan'}{f' ({state})' if state else ''}."
    if as_json:
        show.document("coalition", state=state or "no game", why=said)
    else:
        click.echo(said, err=True)


def _say(found: Found, written: str | None, findings: list[dict[str, str]], as_json: bool) -> None:
    from procure.coalitions import tables
    from procure.coalitions.words import words

    if as_json:
        show.document("coalition", output=written, words=words(found), **tables.records(found), findings=findings)
        return
    shown = [tables.shares(found), tables.savings(found), tables.ways(found)]
    shown += tables.sure(found) if found.drawn else []
    costs = [tables.costs(found)] if len(found.standings) <= SHORT else []
    show.told([*costs, *shown], words(found), written)


def _code(found: Found) -> int:
    """Done where every coalition is known: its plan within the gap asked, or that it has none."""
    from procure import solve
    from procure.coalitions.planned import NOT_ASKED, NOTHING

    states = {one.state for one in found.standings.values()}
    if states & {NOT_ASKED, solve.INTERRUPTED}:
        return exits.INTERRUPTED
    if states - {solve.PROVEN, solve.GAP, solve.INFEASIBLE, NOTHING}:
        return exits.SWEEP
    return exits.GAP if solve.GAP in states else exits.DONE
