"""procure alternatives: plans that are nearly as good and give the work to others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, many, show
from procure.cli.plan import CODES, default_output

if TYPE_CHECKING:
    from procure.alternatives.found import Found
    from procure.alternatives.ranges import Range
    from procure.problem import Problem


def _part(_: Any, __: click.Parameter, typed: str) -> float:
    """1% or 1 as 0.01."""
    try:
        found = float(typed.strip().removesuffix("%")) / 100
    except ValueError as wrong:
        raise click.BadParameter(f"expected per cent like 1%, found {typed!r}.") from wrong
    if not 0 <= found <= 1:
        raise click.BadParameter(f"expected 0 to 100 %, found {typed!r}.")
    return found


@click.command(
    epilog="\b\nExamples:\n  procure alternatives inputs/two-nations.xlsx --within 1% --count 3 -o others.xlsx\n"
    "  procure alternatives inputs/two-nations.xlsx --within 2% --count 2 --nations"
)
@show.book_argument
@click.option("--within", "part", default="1%", show_default=True, callback=_part, metavar="PER CENT",
              help="How much more than the best plan they may cost.")  # fmt: skip
@click.option("--count", type=click.IntRange(1, 100), default=8, show_default=True, help="Plans, with the best one.")
@click.option("--nations", is_flag=True, help="Also the least and most that each nation pays and builds within it.")
@click.option("--plans", "folder", type=click.Path(path_type=Path), help="Folder to write every plan's workbook to.")
@click.option("--jobs", type=click.IntRange(1), help="Processes for --nations; what cores and memory allow by default.")
@show.search_options
@show.output_option("alternatives")
@show.json_option
def alternatives(book: Path, part: float, count: int, output: Path | None, as_json: bool, **how: Any) -> None:
    """Find plans that cost nearly as little as the best one and differ most in who gets the work.

    Objectives before cost stay at their best, those after it are left out. Each plan is as far as can be from all found
    before it, by the value of the packages that are awarded otherwise; with it stands what is proven: how far any plan
    could be. The search ends where no other plan is left. With --nations: for each nation the least and the most that
    it pays, and that its industry builds, in any plan within the limit.
    """
    from procure.findings import Refused, errors
    from procure.reading import read
    from procure.screening import screen

    problem, findings = read(book)
    findings += [] if problem is None else screen(problem)
    found: Found | None = None
    to = output or default_output(book, "alternatives")
    if problem is not None and not errors(findings):
        show.expect_writable([book], to, how["folder"])
        try:
            found, spread = _found(problem, part, count, how)
        except Refused as refused:
            findings += refused.findings
    if problem is None or found is None:
        show.refused("alternatives", findings, as_json)
        sys.exit(exits.FINDINGS)
    written, plans, code = _written(to, book, found, spread, how["folder"])
    _say(found, spread, written, plans, show.as_records(findings), as_json)
    sys.exit(code or _code(found, spread))


def _found(problem: Problem, part: float, count: int, how: dict[str, Any]) -> tuple[Found, list[Range]]:
    """The plans, then the ranges where they are asked for, each with a bar."""
    from procure import solve
    from procure.alternatives import found, ranges
    from procure.cli.show_compare import bar
    from procure.sweep.case import How

    options, gap = solve.Options(time_limit=how["time_limit"], nodes=how["nodes"]), how["gap"] / 100
    asked = found.How(options, gap)
    made = found.alternatives(problem, part, count, asked, lambda done, all_: bar(done, all_, ["plans"]))
    if made.plans:
        bar(count, count, ["plans"])
    spread: list[Range] = []
    if how["nations"] and made.ended != solve.INTERRUPTED:
        sweep = How(options, gap, how["jobs"])
        spread = ranges.ranges(made, sweep, lambda now: bar(now.done, now.all_, ["nations"]))
    return made, spread


def _written(
    to: Path, book: Path, found: Found, spread: list[Range], folder: Path | None
) -> tuple[str | None, list[str], int]:
    """Write the workbook and, where asked, every plan's: (file, plans, code of what went wrong)."""
    from procure.alternatives.tables import tables
    from procure.workbook.write_told import write

    if not found.plans:
        return None, [], exits.DONE
    problem = found.problem
    nations = [n.id for n in problem.nations]
    plans = {f"plan-{number}": (problem, one.plan) for number, one in enumerate(found.plans, start=1)}
    return many.written(to, lambda: write(to, problem.programme, nations, tables(found, spread), [book]), [book],
                        folder, plans)  # fmt: skip


def _say(
    found: Found, spread: list[Range], written: str | None, plans: list[str], findings: list[dict[str, str]],
    as_json: bool,
) -> None:  # fmt: skip
    from procure.alternatives import tables

    said = tables.words(found)
    if as_json:
        made = tables.records(found, spread)
        show.document("alternatives", output=written, plans=plans, words=said, **made, findings=findings)
        return
    shown = tables.tables(found, spread) if found.plans else {}
    show.told((table for several in shown.values() for table in several), said, written)


def _code(found: Found, spread: list[Range]) -> int:
    """Done where all that was asked for is proven within its gap; else what is worst."""
    from procure import solve

    if not found.plans:
        return CODES.get(found.state, exits.FINDINGS)
    states = {end.state for one in spread for end in (one.least, one.most)}
    if found.ended == solve.INTERRUPTED or states & {solve.INTERRUPTED, "not run"}:
        return exits.INTERRUPTED
    if found.ended not in ("", solve.PROVEN) or states - {solve.PROVEN, solve.GAP}:
        return exits.SWEEP
    every = states | {one.state for one in found.plans}
    return exits.GAP if solve.GAP in every else exits.DONE
