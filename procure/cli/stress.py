"""procure stress: every supplier and every nation lost, one at a time, and what is left planned again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, many, show
from procure.cli.plan import CODES, default_output

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.plan import Plan
    from procure.problem import Problem
    from procure.stress.found import Base, Found
    from procure.sweep.case import How

_KINDS = {"suppliers": ("supplier",), "nations": ("nation",), None: ("supplier", "nation")}


@click.command(
    epilog="\b\nExamples:\n  procure stress inputs/two-nations.xlsx --from 2031 -o losses.xlsx\n"
    "  procure stress inputs/two-nations.xlsx --only suppliers --why"
)
@show.book_argument
@click.option("--from", "label", metavar="PERIOD", help="Lost from this period on; what the plan did before is kept.")
@click.option("--only", type=click.Choice(["suppliers", "nations"]), help="Lose these alone; both by default.")
@click.option("--industry-stays", is_flag=True, help="The industry of a lost nation works on.")
@click.option("--why", is_flag=True, help="Also name the rows that leave no plan after a loss.")
@click.option("--jobs", type=click.IntRange(1), help="Processes at a time; what cores and memory allow by default.")
@show.search_options
@show.output_option("stress")
@show.json_option
def stress(
    book: Path, label: str | None, only: str | None, industry_stays: bool, why: bool, output: Path | None,
    as_json: bool, **how: Any,
) -> None:  # fmt: skip
    """Lose each supplier and each nation, one at a time, and plan what is left: delay, cost, who pays more.

    BOOK.xlsx is a workbook of inputs, which is planned first, or a plan's. A lost supplier does no more work. A lost
    nation orders and pays nothing any more, its exit cost falls due, and its industry does no more work. What was
    agreed with them is void; the others keep their rules, budgets and needs. Worst first: no plan, then delay, then
    cost. A difference that the gaps leave open is called not significant.
    """
    from procure import solve
    from procure.findings import Refused, errors
    from procure.stress.losses import losses
    from procure.stress.tables import tables
    from procure.sweep.case import How

    problem, plan, findings = _read(book)
    first, found = 0, None
    if problem is not None and label is not None:
        first, more = _first(problem, label)
        findings = [*findings, *more]
    to = output or default_output(book, "stress")
    asked = How(solve.Options(time_limit=how["time_limit"], nodes=how["nodes"]), how["gap"] / 100, how["jobs"])
    if problem is not None and not errors(findings):
        show.expect_writable([book], to, None)
        try:
            base = _base(problem, plan, asked, as_json)
            found = _stressed(base, losses(problem, _KINDS[only], industry_stays), first, asked)
        except Refused as refused:
            findings = [*findings, *refused.findings]
    if found is None:
        show.refused("stress", findings, as_json)
        sys.exit(exits.FINDINGS)
    reasons = _reasons(found, how["time_limit"]) if why else {}
    written, code = many.told(to, book, found.base.problem, tables(found))
    _say(found, reasons, written, show.as_records(findings), as_json)
    sys.exit(code or _code(found))


def _read(book: Path) -> tuple[Problem | None, Plan | None, list[Finding]]:
    """A plan's workbook, whose plan the audit passes, or one of inputs; and every finding."""
    from procure.audit import audit
    from procure.facts import Facts
    from procure.reading import read
    from procure.screening import screen
    from procure.workbook.read_plan import read_plan

    found, findings = read_plan(book)
    if found is not None:
        return found.problem, found.plan, [*findings, *audit(found.plan, Facts(found.problem)).findings]
    if not any(one.rule == "no plan" for one in findings):
        return None, None, findings
    problem, findings = read(book)
    return problem, None, [*findings, *([] if problem is None else screen(problem))]


def _first(problem: Problem, label: str) -> tuple[int, list[Finding]]:
    """The period from which they are lost; the first one keeps nothing."""
    from procure.whatif import earlier

    if label == problem.programme.calendar.labels[0]:
        return 0, []
    return earlier.period(problem, label, "--from")


def _base(problem: Problem, plan: Plan | None, asked: How, as_json: bool) -> Base:
    """The plan that was given, or the problem planned; ends the program where there is none."""
    from procure.stress import found

    if plan is not None:
        return found.base_of(problem, plan)
    base, made = found.base(problem, asked.solving)
    if base is None:
        said = f"There is no plan to lose anybody of: {made.why or made.state}."
        if as_json:
            show.document("stress", state=made.state, why=said)
        else:
            click.echo(said, err=True)
        sys.exit(CODES.get(made.state, exits.FINDINGS))
    return base


def _stressed(base: Base, losses: list[Any], first: int, asked: How) -> Found:
    """Every loss, with a bar of how many are done."""
    from procure.cli.show_compare import bar
    from procure.stress import found

    return found.stress(base, losses, first, asked, lambda now: bar(now.done, now.all_, ["losses"]))


def _reasons(found: Found, time_limit: float | None) -> dict[str, list[str]]:
    """Of each loss that leaves no plan the rows that cannot hold together, in words; what is past is held."""
    from procure import solve
    from procure.explain import conflict, wording
    from procure.explain.claims import claims

    tell, reasons = show.doing(), {}
    known = {claim.name for claim in claims(found.base.problem)}
    for one in found.struck:
        if one.state == solve.INFEASIBLE and one.problem is not None:
            tell(f"what conflicts without {one.loss.name}")
            past = [claim.name for claim in claims(one.problem) if claim.name not in known]
            said = conflict.find(one.problem, solve.Options(time_limit=time_limit), held=past)
            reasons[f"{one.loss.kind} {one.loss.name}"] = [] if said is None else [*wording.sentences(said)]
    tell("")
    return reasons


def _say(
    found: Found, reasons: dict[str, list[str]], written: str | None, findings: list[dict[str, str]], as_json: bool
) -> None:
    from procure.stress import tables

    if as_json:
        made = {**tables.records(found), "conflicts": reasons}
        show.document("stress", output=written, words=tables.words(found), **made, findings=findings)
        return
    why = [line for name, sentences in reasons.items() for line in [f"Without the {name}:", *sentences]]
    show.told([tables.ranked(found)], [*tables.words(found), *why], written)


def _code(found: Found) -> int:
    """Done where of every loss it is known what it comes to, a proof that there is no plan among them."""
    from procure import solve
    from procure.stress.found import IDLE, REFUSED
    from procure.sweep.case import NOT_RUN

    states = {one.state for one in found.struck}
    if states & {solve.INTERRUPTED, NOT_RUN}:
        return exits.INTERRUPTED
    if states - {solve.PROVEN, solve.GAP, solve.INFEASIBLE, IDLE, REFUSED}:
        return exits.SWEEP
    return exits.GAP if solve.GAP in states else exits.DONE
