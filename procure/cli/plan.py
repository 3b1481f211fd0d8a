"""procure plan: one workbook in, one audited plan out."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, kept, near, no_plan, prices, show, surviving, without

if TYPE_CHECKING:
    from procure.plan import Plan
    from procure.planning import Outcome
    from procure.problem import Problem
    from procure.solve import Options

CROSS_CHECK = "cross-check"  # names the fact of a run


@click.command(
    epilog="\b\nExamples:\n  procure plan inputs/eurofighter.xlsx\n"
    '  procure plan inputs/cavs.xlsx -o "outputs/first try.xlsx" --gap 0.1 --time-limit 60\n'
    "  procure plan inputs/two-nations.xlsx --near outputs/two-nations-plan.xlsx --freeze 2029"
)
@show.book_argument
@show.output_option("plan")
@click.option("--model", help="Cooperation model to use instead of the one the workbook names.")
@click.option("--gap", type=click.FloatRange(0, 50), help="How close to the best possible cost, in per cent of it.")
@click.option("--time-limit", type=click.FloatRange(0.1), help="Seconds for all stages together; no limit by default.")
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="More than 1 may not repeat.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Of the solver.")
@click.option("--solver", type=click.Choice(["highs", "cbc"]), default="highs", show_default=True)
@click.option(
    "--cross-check",
    is_flag=True,
    help="Small problems: ask a second solver, CBC, for better than was proven, and for any plan where none was found.",
)
@click.option(
    "--write-model",
    type=click.Path(path_type=Path),
    callback=show.ending(".lp", ".mps"),
    help="Also write the optimisation: FILE.lp or FILE.mps.",
)
@click.option("--pooling", is_flag=True, help="Also plan each nation buying alone, and say what pooling is worth.")
@prices.option
@without.option
@near.options
@show.json_option
def plan(book: Path, output: Path | None, model: str | None, as_json: bool, **how: Any) -> None:
    """Plan a workbook: allocate cost shares, work packages, deliveries and payments, audit the plan, write it.

    Ctrl-C once stops the search and keeps the best plan so far.
    """
    from procure.findings import errors
    from procure.manifest import COMMAND
    from procure.reading import read
    from procure.screening import screen

    _solver_there(how["solver"] == "cbc", "--solver")
    _solver_there(how["cross_check"], "--cross-check")
    problem, findings = read(book, model, without=how["without"])
    findings += [] if problem is None else screen(problem)
    wanted = near.Asked(None) if problem is None or errors(findings) else near.asked(problem, how)
    findings += wanted.findings
    if wanted.problem is None:
        show.refused("plan", findings, as_json)
        sys.exit(exits.FINDINGS)
    if not as_json:
        show.findings(findings)
    to = output or default_output(book, "plan" if wanted.near is None else "near")
    problem, outcome = made(wanted, book, to, how)
    if outcome.plan is None:
        _say_why(outcome, findings, as_json, problem, book, how["time_limit"])
        return
    run = {**outcome.plan.run, COMMAND: kept.words(click.get_current_context())}
    _publish(to, book, problem, replace(outcome, plan=replace(outcome.plan, run=run)), findings, as_json)


def made(wanted: near.Asked, book: Path, to: Path, how: dict[str, Any]) -> tuple[Problem, Outcome]:
    """The problem that was planned and the outcome, of a workbook that is read. how: the command's options."""
    how = how | {"near_to": wanted.near, "sources": (book, *wanted.sources)}
    problem, outcome = near.planned(wanted, lambda one: _planned(one, book, to, how))
    again = partial(near.replanned, wanted, lambda one: _planned(one, book, to, how))
    return surviving.kept(problem, outcome, again, how)


def default_output(book: Path, kind: str) -> Path:
    """BOOK-kind.xlsx, in the folder outputs where there is one, else here."""
    folder = Path("outputs")
    return (folder if folder.is_dir() else Path()) / f"{book.stem}-{kind}.xlsx"


def _solver_there(cbc_asked: bool, option: str) -> None:
    if cbc_asked:
        from procure import cbc

        if not cbc.available():
            said = f"no CBC is installed. Install one, or leave {option} out: highs comes with procure."
            raise click.UsageError(said)


def _planned(problem: Problem, book: Path, to: Path, how: dict[str, Any]) -> Outcome:
    """The outcome; what cannot be written is known before anything is solved."""
    from procure.explain.seen import seen_at_once
    from procure.milp import OutOfRange
    from procure.planning import plan as make_plan
    from procure.solve import Options, Unsound
    from procure.whole import NotWritten, expect_writable

    options = Options(time_limit=how["time_limit"], threads=how["threads"], seed=how["seed"])
    gap = None if how["gap"] is None else how["gap"] / 100
    watch, model_to = show.progress(), how["write_model"]
    try:
        for target in (to, model_to):
            if target is not None:
                expect_writable(how["sources"], target)
        outcome = seen_at_once(problem, model_to) or make_plan(
            problem, options, gap, watch, model_to, how["solver"], others=True, near_to=how["near_to"],
            certified=True,
        )
        if how.get("cross_check"):
            outcome = _cross_checked(problem, outcome, options, how)
        if how["pooling"] and outcome.plan is not None:
            outcome = _pooled(problem, outcome, partial(make_plan, options=options, gap=gap, watch=watch))
        outcome = prices.priced(problem, outcome, how)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    except Unsound as unsound:
        raise click.UsageError(str(unsound)) from unsound
    except OutOfRange as apart:
        click.echo(f"error: {book.name}: {apart}. Look for an amount that is not in millions.", err=True)
        sys.exit(exits.FINDINGS)
    if watch is not None:
        click.echo(err=True)
    return outcome


def _cross_checked(problem: Problem, outcome: Outcome, options: Options, how: dict[str, Any]) -> Outcome:
    """The outcome with what a second solver says of it; rejected where that has better than was said to be possible."""
    from procure.cross_check import checked

    return checked(problem, outcome, options, how["near_to"])


def _pooled(problem: Problem, outcome: Outcome, planner: Any) -> Outcome:
    """The outcome with what each nation would pay alone among the facts of its run."""
    from procure.pooling import compare

    found = outcome.plan
    assert found is not None
    return replace(outcome, plan=replace(found, run={**found.run, **compare(problem, planner)}))


CODES = {
    "infeasible": exits.NO_FEASIBLE_PLAN,
    "no plan in time": exits.NO_PLAN_IN_TIME,
    "interrupted": exits.INTERRUPTED,
    "unbounded": exits.DISAGREE,
    "rejected": exits.DISAGREE,
    "not rounded": exits.NO_FEASIBLE_PLAN,
    "gap": exits.GAP,
    "proven": exits.DONE,
}

_SAID = {
    "infeasible": "No plan can keep all rows of this workbook.",
    "no plan in time": "No plan was found in time; that does not mean there is none. Allow more time.",
    "interrupted": "Stopped before a first plan was found.",
    "unbounded": "The optimisation has no least value: a defect of procure, please report it.",
    "rejected": "The solver's answer was not believed",
    "not rounded": "A plan keeps all rows, but not in whole units of the setting 'rounding'; take a smaller unit, "
    "or leave a budget a unit more",
}

_BECAUSE = {
    "no plan in time": "No plan was found; that does not mean there is none",
    "infeasible": "No plan can keep all rows of this workbook",
}


def _say_why(
    outcome: Outcome, findings: list[Any], as_json: bool, problem: Problem, book: Path, time_limit: float | None
) -> None:
    """There is no plan: say so, of what cannot be at all what conflicts, and end with the state's code."""
    said = _SAID[outcome.state]
    if outcome.why:
        said = f"{_BECAUSE.get(outcome.state, said)}: {outcome.why}."
    impossible = outcome.state == "infeasible"
    if as_json:
        more = no_plan.record(problem, time_limit) if impossible else {}
        show.document("plan", state=outcome.state, why=said, **more, findings=show.as_records(findings))
    else:
        click.echo(said)
        if impossible:
            no_plan.say(problem, book, time_limit)
    sys.exit(CODES[outcome.state])


def _publish(
    to: Path, book: Path, problem: Problem, outcome: Outcome, findings: list[Any], as_json: bool
) -> None:
    from procure.publishing import AuditFailed, publish
    from procure.whole import NotWritten

    assert outcome.plan is not None
    try:
        report = publish(to, problem, outcome.plan, findings, [book])
    except AuditFailed as failed:
        show.findings(failed.findings)
        click.echo("The audit did not pass this plan; nothing is written. This is a defect of procure.", err=True)
        sys.exit(exits.DISAGREE)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    if as_json:
        _document(to, problem, outcome, findings, len(report.checks))
    else:
        for line in _lines(to, problem, outcome, f"audit passed ({len(report.checks):,} checks)"):
            click.echo(line)
    sys.exit(CODES[outcome.state])


def _lines(to: Path, problem: Problem, outcome: Outcome, audited: str) -> list[str]:
    """What the terminal says of a plan: the summary's sentences, stages with their gaps, seconds, the file."""
    from procure.tables import figures
    from procure.tables.sentences import lines

    assert outcome.plan is not None
    told_of = replace(outcome.plan, run={**outcome.plan.run, "audit": audited})
    told = [text for text, _ in lines(figures(problem, told_of))]
    for s in outcome.stages:
        gap = "nothing proven" if s.gap is None else f"gap {s.gap:,.2f} {s.unit}"
        best, value = f"{s.best:,.2f} {s.unit}", f"{s.value:,.2f} {s.unit}"
        given_up = "" if best == value else f" ({value} in the finished plan)"
        told.append(f"{s.name}: {best}{given_up}, {gap}, {s.state}")
    told += [f"{CROSS_CHECK} {told_of.run[CROSS_CHECK]}"] if CROSS_CHECK in told_of.run else []
    told.append(f"build {outcome.seconds[0]:.1f} s, solve {outcome.seconds[1]:.1f} s")
    return [*told, f"written: {to}"]


def _document(to: Path, problem: Problem, outcome: Outcome, findings: list[Any], checks: int) -> None:
    assert outcome.plan is not None
    found, f = outcome.plan, problem
    show.document(
        "plan",
        state=outcome.state,
        output=str(to),
        audit={"passed": True, "checks": checks},
        stages=[
            {"name": s.name, "unit": s.unit, "value": s.value, "best": s.best, "bound": s.bound, "gap": s.gap,
             "state": s.state}
            for s in outcome.stages
        ],
        nations=[
            {
                "nation": n.id,
                "cost_m": float(found.total("charge", n.id)),
                "work_m": float(found.total("work", n.id)),
                "paid_m": float(found.total("pay", n.id)),
                "units": float(found.total("deliver", None, n.id)),
            }
            for n in f.nations
        ],
        **_funds(problem, found),
        **near.document(found.run),
        **({"cross_check": found.run[CROSS_CHECK]} if CROSS_CHECK in found.run else {}),
        findings=show.as_records(findings),
    )


def _funds(problem: Problem, found: Plan) -> dict[str, Any]:
    """What became of outside money; nothing where there is none to be had."""
    rows = [
        {
            "fund": fund.id,
            "taken": bool(found.get("taken", fund.id)),
            "given_m": float(found.total("grant", fund.id) + found.total("draw", fund.id)),
            "worth": found.run.get(f"worth of {fund.id}", ""),
        }
        for fund in problem.funds
    ]
    return {"funds": rows} if rows else {}
