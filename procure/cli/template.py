"""procure template: a workbook to begin with."""

from __future__ import annotations

import datetime
import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procure.cli import exits, parts, show
from procure.kinds import KINDS

if TYPE_CHECKING:
    from procure.agreement import Agreement
    from procure.calendar import Calendar
    from procure.kinds.first_plan import Wish

_MODEL = "best-value"
_BLANK_YEARS = 10  # horizon of a workbook without a kind


def _amount(_: Any, parameter: click.Parameter, value: float | None) -> float | None:
    """M, finite and not negative; a price is above 0."""
    if value is None:
        return None
    if not math.isfinite(value) or value < 0 or value > 1e9 or (value == 0 and parameter.name == "unit_price"):
        raise click.BadParameter("expected an amount in M, as 4.2")
    return value


@click.command(
    epilog='\b\nExamples:\n  procure template NEW.xlsx --kind vehicle --nations "FR 200, DE 300, IT 150"\n'
    '  procure template JETS.xlsx --kind aircraft --nations "UK 232, DE 180, IT 121, ES 87" --model juste-retour\n'
    "  procure template BLANK.xlsx --periods 2027-2040\n"
    "  procure template FI.xlsx --from inputs/cavs.xlsx --for FI"
)
@click.argument("new", metavar="NEW.xlsx", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(list(KINDS)), help="What is procured; without it the workbook stays blank.")
@click.option("--nations", help='Who takes how much: "FR 200, DE 300"; rounds by the thousand, hours a year.')
@click.option("--model", help=f"Cooperation model: a name of `procure models` or a TOML file; {_MODEL}.")
@click.option("--unit-price", type=float, callback=_amount, help="M a unit; the kind's by default.")
@click.option("--development", type=float, callback=_amount, help="M before the first unit; 0 where nothing is new.")
@click.option("--periods", help='First and last period: 2027-2040, or "2027-Q1 to 2031-Q4"; from next year on.')
@parts.options
@click.option("--full", is_flag=True, help="Show every column; else those not needed at first are grouped shut.")
@click.option("--force", is_flag=True, help="Replace NEW.xlsx where it exists.")
@show.json_option
def template(new: Path, full: bool, force: bool, as_json: bool, **wanted: Any) -> None:
    """Make a workbook that plans as it is, to be filled in with your own figures.

    What you give is blue; what the template assumed is grey, with the status "assumed" in its row. With --from it is
    the part of a workbook that one ministry or firm fills in: its own rows and nobody else's figures.
    """
    from procure import agreement
    from procure.findings import Refused
    from procure.kinds import first_plan
    from procure.whole import NotWritten
    from procure.workbook.template import Extent, write

    usable(new, force)
    part = parts.wanted(wanted)
    if part is not None:
        parts.write(new, *part, full, as_json)
        return
    typed = frozenset(name.replace("_", " ") for name, value in wanted.items() if value is not None)
    named = _named(wanted["model"] or _MODEL, new)
    try:
        model = agreement.load(wanted["model"] or _MODEL)
        wish = _wish(wanted, model, named, typed)
        calendar = wish.calendar if wish else _blank(wanted)
        rows = first_plan.tables(wish) if wish else first_plan.empty(calendar, named, typed)
    except Refused as refused:
        show.findings(refused.findings)
        sys.exit(exits.FINDINGS)
    except ValueError as wrong:
        raise click.UsageError(f"{wrong}.") from wrong
    try:
        write(new, rows, calendar, Extent(full))
    except NotWritten as failed:
        click.echo(str(failed), err=True)
        sys.exit(exits.NOT_WRITTEN)
    _say(new, named, calendar, wish, as_json)


def usable(new: Path, force: bool) -> None:
    """Ends with the reason where a workbook cannot have that name, or is there already and is not to be replaced."""
    if new.suffix.lower() != ".xlsx":
        raise click.UsageError(f"expected the name of a workbook that ends in .xlsx, found {new.name}.")
    if new.exists() and not force:
        click.echo(f"{new} exists and was left as it is; give another name, or --force to replace it.", err=True)
        sys.exit(exits.NOT_WRITTEN)


def _named(model: str, new: Path) -> str:
    """The model as the workbook names it: a file's path goes from the workbook's folder on."""
    if not model.lower().endswith(".toml"):
        return model
    try:
        return Path(os.path.relpath(model, new.resolve().parent)).as_posix()
    except ValueError:  # on another drive
        return Path(model).resolve().as_posix()


def _blank(wanted: dict[str, Any]) -> Calendar:
    """The calendar of a workbook without rows."""
    alone = [name for name in ("nations", "unit_price", "development") if wanted[name] is not None]
    if alone:
        raise ValueError(f"--{alone[0].replace('_', '-')} needs --kind: one of {', '.join(KINDS)}")
    return _calendar(wanted["periods"], _BLANK_YEARS)


def _calendar(periods: str | None, years: int) -> Calendar:
    from procure.calendar import Calendar
    from procure.kinds import typed

    return typed.periods(periods) if periods else Calendar(str(datetime.date.today().year + 1), "year", years)


def _wish(wanted: dict[str, Any], model: Agreement, named: str, options: frozenset[str]) -> Wish | None:
    """What is wanted; None for a workbook without rows. Raises ValueError for what cannot be read."""
    from procure.kinds import typed
    from procure.kinds.first_plan import Wish

    if wanted["kind"] is None:
        return None
    kind = KINDS[wanted["kind"]]
    if wanted["nations"] is None:
        raise ValueError('--kind needs --nations, as --nations "FR 200, DE 300, IT 150"')
    price, development = wanted["unit_price"], wanted["development"]
    return Wish(
        kind=kind,
        nations=typed.nations(wanted["nations"], kind.whole),
        calendar=_calendar(wanted["periods"], kind.years),
        model=named,
        agreement=model,
        unit_price_m=kind.unit_price_m if price is None else price,
        development_m=kind.development_m if development is None else development,
        typed=options,
    )


def _say(new: Path, model: str, calendar: Calendar, wish: Wish | None, as_json: bool) -> None:
    """What was made, and what to do with it."""
    horizon = [calendar.labels[0], calendar.labels[-1]]
    nations = dict(wish.nations) if wish else {}
    if as_json:
        kind = wish.kind.name if wish else None
        show.document("template", output=str(new), kind=kind, model=model, periods=horizon, nations=nations)
        return
    if wish is None:
        click.echo(f"{new}: every sheet and column, {horizon[0]} to {horizon[1]}, model {model}; no rows")
        return
    click.echo(f"{new}: {wish.kind.name} for {', '.join(nations)}, {horizon[0]} to {horizon[1]}, model {model}")
    click.echo("Grey figures are assumed; replace them by your own. It plans as it is:")
    click.echo(f'  procure plan "{new}"')
