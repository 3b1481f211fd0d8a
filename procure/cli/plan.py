"""procure plan: one workbook in, one audited plan out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.planning import Outcome
    from procure.problem import Problem


@click.command(
    epilog="\b\nExamples:\n  procure plan inputs/eurofighter.xlsx\n"
    '  procure plan inputs/cavs.xlsx -o "outputs/first try.xlsx" --gap 0.1 --time-limit 60'
)
@show.book_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Workbook to write; outputs/BOOK-plan.xlsx.")
@click.option("--model", help="Cooperation model to use instead of the one the workbook names.")
@click.option("--gap", type=click.FloatRange(0, 50), help="How close to the best possible cost, in per cent of it.")
@click.option("--time-limit", type=click.FloatRange(0.1), help="Seconds for all stages together; no limit by default.")
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="More than 1 may not repeat.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Of the solver.")
@click.option("--solver", type=click.Choice(["highs", "cbc"]), default="highs", show_default=True)
@click.option("--write-model", type=click.Path(path_type=Path), help="Also write the optimisation: FILE.lp or FILE.mps.")
@show.json_option
def plan(book: Path, output: Path | None, model: str | None, as_json: bool, **how: Any) -> None:
    """Plan a workbook: allocate cost shares, work packages, deliveries and payments, audit the plan, write it.

    Ctrl-C once stops the search and keeps the best plan so far.
    """
    from procure.planning import plan as make_plan
    from procure.workbook.read import read

    problem, findings = read(book, model)
    if not as_json:
        show.findings(findings)
    if problem is None:
        _refused(findings, as_json)
        return
    to = output or default_output(book, "plan")
    outcome = _guarded(lambda: make_plan(problem, *_options(how), watch=show.progress(), **_rest(how)), as_json)
    click.echo(err=True, nl=show.progress() is not None, message="")
    if outcome.plan is None:
        _say_why(outcome, findings, as_json)
        return
    _publish(to, book, problem, outcome, findings, as_json)


def default_output(book: Path, kind: str) -> Path:
    """BOOK-kind.xlsx, in the folder outputs where there is one, else here."""
    folder = Path("outputs")
    return (folder if folder.is_dir() else Path()) / f"{book.stem}-{kind}.xlsx"


def _options(how: dict[str, Any]) -> tuple[Any]:
    from procure.solve import Options

    return (Options(time_limit=how["time_limit"], threads=how["threads"], seed=how["seed"]),)


def _rest(how: dict[str, Any]) -> dict[str, Any]:
    gap = None if how["gap"] is None else how["gap"] / 100
    return {"gap": gap, "write_model": how["write_model"], "solver": how["solver"]}


def _guarded(make: Any, as_json: bool) -> Outcome:
    """The outcome; input that cannot be written as rows ends the command with its findings."""
    from procure.findings import Refused

    try:
        outcome: Outcome = make()
    except Refused as refused:
        _refused(list(refused.findings), as_json, shown=False)
        raise
    return outcome


def _refused(findings: list[Any], as_json: bool, shown: bool = True) -> None:
    if as_json:
        show.document("plan", state="input refused", findings=show.as_records(findings))
    elif not shown:
        show.findings(findings)
    sys.exit(exits.FINDINGS)


_CODES = {
    "infeasible": exits.NO_FEASIBLE_PLAN,
    "no plan in time": exits.NO_PLAN_IN_TIME,
    "interrupted": exits.INTERRUPTED,
    "unbounded": exits.DISAGREE,
    "rejected": exits.DISAGREE,
    "gap": exits.GAP,
    "proven": exits.DONE,
}

_SAID = {
    "infeasible": "No plan can keep all rows of this workbook. Loosen a rule, budget, capacity or date.",
    "no plan in time": "No plan was found in time; that does not mean there is none. Allow more time.",
    "interrupted": "Stopped before a first plan was found.",
    "unbounded": "The optimisation has no least value: a defect of procure, please report it.",
    "rejected": "The solver's answer was not believed",
}


def _say_why(outcome: Outcome, findings: list[Any], as_json: bool) -> None:
    """There is no plan: say so, and end with the state's code."""
    said = f"{_SAID[outcome.state]}: {outcome.why}." if outcome.why else _SAID[outcome.state]
    if as_json:
        show.document("plan", state=outcome.state, why=said, findings=show.as_records(findings))
    else:
        click.echo(said)
    sys.exit(_CODES[outcome.state])


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
        for line in _lines(to, problem, outcome, len(report.checks)):
            click.echo(line)
    sys.exit(_CODES[outcome.state])


def _lines(to: Path, problem: Problem, outcome: Outcome, checks: int) -> list[str]:
    """What the terminal says of a plan: stages with their gaps, the nations, the audit, the file."""
    from procure.tables import figures
    from procure.tables.sentences import lines

    assert outcome.plan is not None
    told = [text for text, _ in lines(figures(problem, outcome.plan))]
    for s in outcome.stages:
        gap = "nothing proven" if s.gap is None else f"gap {s.gap:,.2f} {s.unit}"
        told.append(f"{s.name}: {s.value:,.2f} {s.unit}, {gap}, {s.state}")
    told.append(f"audit: {checks:,} checks passed")
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
            {"name": s.name, "unit": s.unit, "value": s.value, "bound": s.bound, "gap": s.gap, "state": s.state}
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
        findings=show.as_records(findings),
    )
