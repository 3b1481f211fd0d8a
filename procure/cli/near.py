"""procure plan near an earlier plan, and procure pin: what was decided before a period stays as it was."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.near import Near
    from procure.plan import Plan
    from procure.planning import Outcome
    from procure.problem import Problem

_FREEZE, _NO_WORSE = "--freeze", "--no-worse-than"
LOOSENED = "No plan pays before that period what was paid: dues at signature and prices by tiers follow what comes "
LOOSENED += "later. It pays at least as much."
_Planner = Callable[["Problem"], "Outcome"]


def _worse(_: Any, __: click.Parameter, typed: str | None) -> tuple[Path, tuple[str, ...]] | None:
    """PLAN.xlsx:FR,IT as the file and the nations."""
    if typed is None:
        return None
    name, colon, nations = typed.rpartition(":")
    who = tuple(dict.fromkeys(n.strip() for n in nations.replace(";", ",").split(",") if n.strip()))
    if not colon or not name or not who or name.endswith(("/", "\\")):
        raise click.BadParameter(f"expected a plan and nations, as PLAN.xlsx:FR,IT, found {typed!r}.")
    return Path(name), who


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `procure plan` that speak of an earlier plan."""
    for option in (
        click.option(_NO_WORSE, "no_worse", metavar="PLAN.xlsx:FR,IT", callback=_worse,
                     help="What these nations bear, do and receive is no worse than in a plan."),
        click.option("--max-changes", type=click.IntRange(0), metavar="N",
                     help="With --near: at most so many packages awarded otherwise or begun at another time."),
        click.option(_FREEZE, metavar="PERIOD", help="With --near: what happened before the period is kept."),
        click.option("--near", type=click.Path(path_type=Path), metavar="PLAN.xlsx",
                     help="Change as little of an earlier plan as the workbook allows, before all other objectives."),
    ):  # fmt: skip
        command = option(command)
    return command


@dataclass(frozen=True)
class Asked:
    """What is asked of a plan next to earlier ones. problem: with the pins and rules that it comes to.

    loose: the problem to take where that has no plan, None for no other. facts: of the finished plan's run.
    """

    problem: Problem | None
    findings: list[Finding] = field(default_factory=list)
    near: Near | None = None
    loose: Problem | None = None
    sources: tuple[Path, ...] = ()
    words: str = ""
    facts: Callable[[Plan], dict[str, str]] = lambda _: {}


def asked(problem: Problem, how: dict[str, Any]) -> Asked:
    """The options read: earlier plans beside the problem, and every finding about them."""
    if how["near"] is None and (how["freeze"] is not None or how["max_changes"] is not None):
        raise click.UsageError("--freeze and --max-changes need a plan: --near PLAN.xlsx.")
    found = Asked(problem)
    if how["near"] is not None:
        found = _near(found, problem, how)
    if how["no_worse"] is not None and found.problem is not None:
        found = _no_worse(found, found.problem, *how["no_worse"])
    return found


def _near(before: Asked, problem: Problem, how: dict[str, Any]) -> Asked:
    from procure import history
    from procure.findings import errors
    from procure.whatif import earlier

    path, until = how["near"], 0
    found, findings = earlier.read(path, problem, "--near")
    if how["freeze"] is not None:
        until, more = earlier.period(problem, how["freeze"], _FREEZE)
        findings = [*findings, *more]
    if found is None or errors(findings):
        return replace(before, problem=None, findings=findings)
    near = earlier.near(found, path, problem, how["max_changes"])
    words = [f"near {path.name}"]
    loose = None
    if until:
        words.append(f"with all before {how['freeze']} as it was")
        problem, said = history.pinned(problem, found.problem, near.plan, until, _FREEZE)
        findings = [*findings, *said]
        loose = history.loosened(problem, until)
        loose = None if loose == problem else loose
    if near.most is not None:
        words.append(f"with at most {near.most} packages awarded otherwise or begun at another time")
    return replace(
        before, problem=problem, findings=findings, near=near, loose=loose, sources=(path,), words=", ".join(words)
    )


def _no_worse(before: Asked, problem: Problem, path: Path, nations: tuple[str, ...]) -> Asked:
    from procure.findings import errors
    from procure.screening import screen
    from procure.whatif import earlier, no_worse

    option = f"{_NO_WORSE} {path.name}"
    found, findings = earlier.read(path, problem, _NO_WORSE)
    findings = [*findings, *earlier.nations(problem, nations, option)]
    if found is not None and not errors(findings):
        findings += earlier.nations(found.problem, nations, option)
    if found is None or errors(findings):
        return replace(before, problem=None, findings=[*before.findings, *findings])
    plan = earlier.near(found, path, problem).plan
    held = no_worse.held(problem, found, path.name, nations)
    findings += errors(screen(held))
    words = f"no worse than {path.name} for {', '.join(nations)}"
    return replace(
        before,
        problem=None if errors(findings) else held,
        findings=[*before.findings, *findings],
        loose=None if before.loose is None else before.loose.replace(rules=held.rules),
        sources=(*before.sources, path),
        words=", ".join(filter(None, (before.words, words))),
        facts=lambda made: no_worse.said(made, plan, nations, path.name),
    )


def planned(wanted: Asked, make: _Planner) -> tuple[Problem, Outcome]:
    """The problem that was planned and the outcome.

    Where payments that follow later decisions leave no plan, they are taken to be at least what they were.
    """
    assert wanted.problem is not None
    problem, outcome = wanted.problem, make(wanted.problem)
    if outcome.state == "infeasible" and wanted.loose is not None:
        problem, outcome = wanted.loose, make(wanted.loose)
        if outcome.plan is not None:
            click.echo(LOOSENED, err=True)
    if outcome.plan is None:
        return problem, replace(outcome, why=outcome.why or (wanted.words if outcome.state == "infeasible" else ""))
    run = {**outcome.plan.run, **wanted.facts(outcome.plan)}
    return problem, replace(outcome, plan=replace(outcome.plan, run=run))


def replanned(wanted: Asked, make: _Planner, problem: Problem) -> Outcome:
    """The outcome of another problem beside the same earlier plans."""
    return planned(replace(wanted, problem=problem, loose=None), make)[1]


def document(run: Mapping[str, str]) -> dict[str, Any]:
    """The facts of a run near earlier plans, for a JSON document; nothing without them."""
    from procure.tables.replanned import FACTS

    return {fact.replace(" ", "_"): run[fact] for fact in FACTS if fact in run}


@click.command(
    epilog="\b\nExample:\n  procure pin outputs/two-nations-plan.xlsx --until 2029 -o outputs/from-2029.xlsx"
)
@click.argument("plan", metavar="PLAN.xlsx", type=click.Path(path_type=Path))
@click.option("--until", required=True, metavar="PERIOD", help="What the plan decides before this period is pinned.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), callback=show.ending(".xlsx"),
              help="Workbook to write; none is replaced.")  # fmt: skip
@show.json_option
def pin(plan: Path, until: str, output: Path, as_json: bool) -> None:
    """Write a plan's inputs with what it decides before a period as rows of Pins.

    The workbook is one to fill in: change what is new, and plan it; the past stays as it was.
    """
    from procure.findings import errors
    from procure.whatif import earlier, pinning
    from procure.whole import NotWritten, expect_writable
    from procure.workbook.read_plan import read_plan

    found, findings = read_plan(plan)
    number = 0
    if found is not None:
        number, more = earlier.period(found.problem, until, "--until")
        findings = [*findings, *more]
    if found is None or errors(findings):
        show.refused("pin", findings, as_json)
        sys.exit(exits.FINDINGS)
    problem, said = pinning.pinned_inputs(found, number)
    try:
        expect_writable([plan], output)
        if output.exists():
            raise NotWritten(f"{output} exists and was left as it is; give another name.")
        pinning.write(output, problem)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    pins = len(problem.pins) - len(found.problem.pins)
    if as_json:
        show.document("pin", output=str(output), pins=pins, findings=show.as_records(said))
        return
    show.findings(said)
    click.echo(f"{pins} decisions before {until} are pinned in the sheet Pins")
    click.echo(f"written: {output}")
