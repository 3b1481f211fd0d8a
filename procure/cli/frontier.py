"""procure frontier: what one objective costs in another, plan by plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, many, show
from procure.cli.plan import CODES, default_output

if TYPE_CHECKING:
    from procure.whatif.frontier import Frontier
    from procure.whatif.trades import Trade


def _between(_: Any, __: click.Parameter, typed: str | None) -> tuple[float, float] | None:
    """Two amounts with a colon between them."""
    if typed is None:
        return None
    try:
        low, high = (float(part) for part in typed.split(":"))
    except ValueError as wrong:
        raise click.BadParameter(f"expected two amounts like 0:10, found {typed!r}.") from wrong
    return low, high


@click.command(
    epilog="\b\nExamples:\n  procure frontier inputs/two-nations.xlsx --trade cost:imbalance --points 3 -o trade.xlsx\n"
    '  procure frontier inputs/two-nations.xlsx --trade "cost:rule return floor" --between 1:5 --points 3'
)
@show.book_argument
@click.option("--trade", "words", required=True, metavar="ONE:OTHER",
              help='Two of lateness, cost, imbalance and wishes met; or an objective and "rule NAME".')  # fmt: skip
@click.option("--points", type=click.IntRange(2, 200), default=9, show_default=True, help="Points, with both ends.")
@click.option("--between", callback=_between, metavar="LOW:HIGH", help="Amounts of the rule, in its own unit.")
@click.option("--plans", "folder", type=click.Path(path_type=Path), help="Folder to write every point's plan to.")
@click.option("--jobs", type=click.IntRange(1), help="Processes at a time; as many as there are cores by default.")
@show.search_options
@show.output_option("frontier")
@show.json_option
def frontier(book: Path, words: str, points: int, output: Path | None, as_json: bool, **how: Any) -> None:
    """Trade one objective against another: a row of plans, none of which is better in both than one beside it.

    Objectives that the workbook puts before the two are kept at their best, those after them are left out. With an
    objective and a rule, the rule's amount is set to so many amounts from LOW to HIGH. Points are compared by what is
    proven: a saving within the gaps is called not significant.
    """
    from procure.findings import Refused, errors
    from procure.reading import read
    from procure.screening import screen
    from procure.tables.printed import lines
    from procure.whatif import frontier_tables
    from procure.whatif.trades import trade

    problem, findings = read(book)
    findings += [] if problem is None else screen(problem)
    found = None
    if problem is not None and not errors(findings):
        try:
            wanted = trade(problem, words, how["between"])
            to = output or default_output(book, "frontier")
            show.expect_writable([book], to, how["folder"])
            found = _made(problem, wanted, points, how)
        except Refused as refused:
            findings += refused.findings
    if problem is None or found is None:
        show.refused("frontier", findings, as_json)
        sys.exit(exits.FINDINGS)
    said = frontier_tables.words(found)
    written, plans, code = _written(to, book, found, how["folder"])
    if as_json:
        show.document(
            "frontier", trade=words, output=written, points=frontier_tables.records(found), words=said, plans=plans,
            findings=show.as_records(findings),
        )  # fmt: skip
    else:
        for line in [*lines(frontier_tables.points(found)), "", *said]:
            click.echo(line)
        if written:
            click.echo(f"written: {written}")
    sys.exit(code or _code(found, points))


def _made(problem: Any, wanted: Trade, points: int, how: dict[str, Any]) -> Frontier:
    """The frontier, with a bar of how many points are done."""
    from procure import pool, solve
    from procure.cli.show_compare import bar
    from procure.whatif import frontier as trading

    options = solve.Options(time_limit=how["time_limit"], nodes=how["nodes"])
    asked = trading.How(options, how["gap"] / 100, how["jobs"] or pool.cores())
    return trading.frontier(problem, wanted, points, asked, lambda done, all_: bar(done, all_, [wanted.words]))


def _written(to: Path, book: Path, found: Frontier, folder: Path | None) -> tuple[str | None, list[str], int]:
    """Write the workbook and, where asked, every point's plan: (file, plans, code of what went wrong)."""
    from procure.whatif import frontier_tables
    from procure.workbook.write_frontier import write

    if not found.kept:
        return None, [], exits.DONE
    problem = found.kept[0].problem
    nations, tables = [n.id for n in problem.nations], frontier_tables.tables(found)
    plans = {
        f"point-{number}": (point.problem, point.plan)
        for number, point in enumerate(found.kept, start=1)
        if point.plan is not None
    }
    return many.written(to, lambda: write(to, problem.programme, nations, tables, [book]), [book], folder, plans)


def _code(found: Frontier, points: int) -> int:
    """Done where every point has a plan within the gap asked; else what is worst."""
    if not found.points:
        return CODES.get(found.state, exits.FINDINGS)
    if any(point.state == "interrupted" for point in found.points) or len(found.points) < _expected(found, points):
        return exits.INTERRUPTED
    if any(point.plan is None for point in found.points):
        return exits.SWEEP
    return exits.GAP if any(point.state == "gap" for point in found.points) else exits.DONE


def _expected(found: Frontier, points: int) -> int:
    """Points that there are without Ctrl-C: two where the ends leave nothing between them."""
    return points if found.trade.rule or len(found.kept) > 1 else 2
