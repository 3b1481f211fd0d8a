"""procure verify: a finished plan, its inputs and its bounds verified from its workbook alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.problem import Problem
    from procure.verify import Verified
    from procure.verify.bounds import Bounded

SEEN = 0.005  # of an objective's unit: what shows with two decimals


@click.command(
    epilog="\b\nExamples:\n  procure verify outputs/two-nations-plan.xlsx\n"
    "  procure verify outputs/two-nations-plan.xlsx --input inputs/two-nations.xlsx --rows outputs/rows.json"
)
@click.argument("plan", metavar="PLAN.xlsx", type=click.Path(path_type=Path))
@click.option("--input", "book", type=click.Path(path_type=Path), help="Your own book: it must give the same inputs.")
@click.option(
    "--rows", type=click.Path(path_type=Path), callback=show.ending(".json"),
    help="Also write the rows, duals and bounds, for a checker of your own.",
)  # fmt: skip
@click.option(
    "--second-solver", is_flag=True, help="Small problems: also ask CBC whether it agrees with the solver's claims."
)
@show.json_option
def verify(plan: Path, book: Path | None, rows: Path | None, second_solver: bool, as_json: bool) -> None:
    """Verify a plan from its workbook alone, in exact arithmetic: every figure, its inputs, and what bounds it.

    No solver takes part, save with --second-solver. What is proven here and what is the solver's word is told apart.
    """
    from procure.findings import errors
    from procure.verify import verify_file

    own = None if book is None else _own(book, as_json)
    found, findings = verify_file(plan, own)
    if found is None:
        show.refused("verify", findings, as_json)
        click.echo(f"{plan.name} holds no plan that can be read; `procure plan` writes one.", err=True)
        sys.exit(exits.FINDINGS)
    if rows is not None:
        _write(rows, found, [plan] if book is None else [plan, book])
    second, agrees = _second(found) if second_solver else ("", True)
    every = [*findings, *found.findings]
    holds = found.holds and agrees and not errors(findings)
    if as_json:
        _document(found, holds, second, rows, show.as_records(every))
    else:
        show.findings(every)
        for line in _lines(plan, found, own is not None, second):
            click.echo(line)
        if rows is not None:
            click.echo(f"written: {rows}")
        wrong = len(errors(every)) + (not agrees)
        click.echo(f"{plan.name}: " + ("verified" if holds else f"does not hold: {_findings(wrong)}"))
    sys.exit(exits.DONE if holds else exits.DISAGREE)


def _own(book: Path, as_json: bool) -> Problem:
    """The problem of the user's book; ends the program where it has none."""
    from procure.reading import read

    problem, findings = read(book)
    if problem is None:
        show.refused("verify", findings, as_json)
        sys.exit(exits.FINDINGS)
    return problem


def _write(rows: Path, found: Verified, sources: list[Path]) -> None:
    from procure.verify.written import write
    from procure.whole import NotWritten

    try:
        write(rows, found.bounds, sources)
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)


def _second(found: Verified) -> tuple[str, bool]:
    """What a second solver says of the claims, and whether it agrees."""
    from procure import cbc

    if not cbc.available():
        raise click.UsageError("no CBC is installed. Install one, or leave --second-solver out.")
    from procure.cross_check import KEY, checked
    from procure.planning import Outcome
    from procure.solve import PROVEN, Options

    plan = found.found.plan
    outcome = checked(found.found.problem, Outcome(PROVEN, plan, plan.stages), Options())
    return (outcome.why, False) if outcome.plan is None else (outcome.plan.run[KEY], True)


def _lines(plan: Path, found: Verified, compared: bool, second: str) -> list[str]:
    """What the terminal says, a line each."""
    from procure.findings import errors

    broken, changed = len(errors(found.audited)), len(errors(found.inputs))
    held = f"{found.checks:,} checks hold, every figure recomputed"
    audited = f"does not hold: {_findings(broken)}" if broken else held
    sums = "they are those that the run's check sums speak of" if found.hashed else "the file carries no check sums"
    also = ", and those of the book given" if compared else ""
    said = [f"{plan.name}: {audited}", f"inputs: {f'do not agree: {_findings(changed)}' if changed else sums + also}"]
    for one in found.bounds.objectives:
        said += [_value(one), f"  proof: {_proof(one)}", f"  claim: {_claim(one)}"]
    return [*said, *([f"second solver: {second}"] if second else [])]


def _findings(number: int) -> str:
    return f"{number} finding{'s' * (number > 1)} of level error"


def _value(one: Bounded) -> str:
    return f"{one.stage.name}: {_amount(one, one.value)} in this plan"


def _proof(one: Bounded) -> str:
    """What is proven, in exact arithmetic, from the file alone."""
    if one.proven is None or one.proven_gap is None:
        return f"no bound proven: {one.why}"
    return f"{_side(one)} {_amount(one, one.proven)}: {_gap(one, one.proven_gap)} (from the stored duals, exact)"


def _claim(one: Bounded) -> str:
    """What the solver's search says, which is not proven here."""
    if one.stage.bound is None or one.claimed_gap is None:
        return "the solver gives no bound"
    return f"{_side(one)} {_amount(one, one.stage.bound)}: {_gap(one, one.claimed_gap)} (the solver's word)"


def _side(one: Bounded) -> str:
    return "no plan has more than" if one.stage.most else "no plan has less than"


def _gap(one: Bounded, gap: Any) -> str:
    """What a better plan could gain at most."""
    if gap < SEEN:
        return "none is better, but for rounding"
    of = f" ({float(gap / abs(one.value)):.2%})" if one.value else ""
    return f"none is better by more than {_amount(one, gap)}{of}"


def _amount(one: Bounded, number: Any) -> str:
    value = float(number)
    return f"{value if abs(value) >= SEEN else 0.0:,.2f} {one.stage.unit}"


def _document(found: Verified, holds: bool, second: str, rows: Path | None, findings: list[dict[str, str]]) -> None:
    def number(value: Any) -> float | None:
        return None if value is None else float(value)

    objectives = [
        {
            "name": one.stage.name, "unit": one.stage.unit, "value": float(one.value), "proven": number(one.proven),
            "proven_gap": number(one.proven_gap), "why_none": one.why, "claimed": one.stage.bound,
            "claimed_gap": number(one.claimed_gap), "rounding": float(one.within),
        }
        for one in found.bounds.objectives
    ]  # fmt: skip
    show.document(
        "verify", ok=holds, checks=found.checks, hashed=found.hashed, objectives=objectives, second_solver=second,
        rows=None if rows is None else str(rows), findings=findings,
    )  # fmt: skip
