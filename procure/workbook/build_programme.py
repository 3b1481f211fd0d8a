"""The Programme sheet: settings, calendar, and the one notation of objectives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from procure import text
from procure.calendar import Calendar
from procure.findings import ERROR, Finding
from procure.problem import Objective, Programme
from procure.workbook import sheets, typed
from procure.workbook.table import Record, Table

STAND_IN = Calendar("2000", "year", 1)  # stands where the settings leave no calendar; its findings keep the plan away
_OBJECTIVE = re.compile(r"([a-z][a-z ]*[a-z])(?:\s+(\d+(?:\.\d+)?)\s*%)?(?:\s+(\d+(?:\.\d+)?))?", re.IGNORECASE)


def settings(table: Table) -> tuple[dict[str, Any], dict[str, Record], list[Finding]]:
    """Value of every setting (its default where blank), the record it was read from, and the complaints."""
    findings: list[Finding] = []
    rows: dict[str, Record] = {}
    known = {column.name: column for column in sheets.SETTINGS}
    for record in table.records:
        name = str(record["setting"] or "").casefold()
        if name in known:
            rows.setdefault(name, record)
        elif "setting" not in record.bad:
            message = f"expected a setting, found '{record['setting']}'."
            hint = text.did_you_mean(str(record["setting"]), known)
            findings.append(Finding(ERROR, record.where("setting"), "unknown setting", message, hint))
    for column in sheets.SETTINGS:
        row = rows.get(column.name)
        if column.needed and (row is None or not {"value"} & (row.given | row.bad)):
            where = cell(row, column.name) if row else "Programme"
            message = f"expected the setting '{column.name}' ({column.text}), found none."
            findings.append(Finding(ERROR, where, "needed cell", message))
    given = {name: row["value"] for name, row in rows.items() if "value" in row.given}
    return {c.name: given.get(c.name, c.default) for c in sheets.SETTINGS}, rows, findings


def cell(row: Record, setting: str) -> str:
    """Address of a setting's value, `Programme!B9 model`."""
    return f"Programme!{row.letters.get('value', '')}{row.row} {setting}"


def calendar(chosen: Mapping[str, Any], rows: Mapping[str, Record]) -> tuple[Calendar | None, list[Finding]]:
    """The programme's periods; None where the settings do not give them."""
    if any(chosen[name] is None for name in ("first period", "period length", "periods")):
        return None, []
    if any(rows[name].bad for name in ("period length",) if name in rows):
        return None, []
    try:
        return Calendar(str(chosen["first period"]), chosen["period length"], chosen["periods"]), []
    except ValueError as complaint:
        message = f"expected the label of a {chosen['period length']}: {complaint}."
        return None, [Finding(ERROR, cell(rows["first period"], "first period"), "period label", message)]


def programme(chosen: Mapping[str, Any], periods: Calendar, model: str) -> Programme:
    """The noun, from settings that were read."""
    gap = chosen["gap"]
    return Programme(
        name=chosen["name"] or "",
        currency=chosen["currency"],
        calendar=periods,
        price_base=chosen["price base"] or "",
        discount_fraction=chosen["discount rate"] / 100,
        model=model,
        marking=chosen["marking"] or "",
        gap_fraction=None if gap is None else gap / 100,
        rounding_m=chosen["rounding"],
        data_date=chosen["data date"] or "",
        version=chosen["version"] or "",
        work_counted=chosen["work counted as"],
        gdp_in_m=chosen["gdp in millions"],
        index=chosen["index"] or "",
        in_constant_prices=chosen["plan in"] == "constant prices",
        curve_error_fraction=chosen["curve error"] / 100,
    )


def objectives(line: str) -> tuple[Objective, ...]:
    """Objectives from "lateness; cost 0.5 %; imbalance 5". Raises ValueError with what is wrong."""
    found: list[Objective] = []
    for part in text.split(line):
        matched = _OBJECTIVE.fullmatch(part)
        if not matched:
            raise ValueError(f"'{part}' is no objective like \"cost 0.5 %\" or \"imbalance 5\"")
        name = matched[1].casefold()
        if name not in sheets.OBJECTIVES:
            raise ValueError(f"'{name}' is none of {', '.join(sheets.OBJECTIVES)}")
        if name in {o.name for o in found}:
            raise ValueError(f"'{name}' is there twice")
        found.append(Objective(name, float(matched[2] or 0) / 100, float(matched[3] or 0)))
    return tuple(found)


def objectives_text(stages: Iterable[Objective]) -> str:
    """The objectives in the notation that `objectives` reads."""
    return "; ".join(
        stage.name
        + (f" {typed.digits(typed.percent(stage.relative))} %" if stage.relative else "")
        + (f" {typed.digits(stage.absolute)}" if stage.absolute else "")
        for stage in stages
    )
