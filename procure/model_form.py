"""The form of a model's file: its tables and columns, and every complaint about what does not fit them.

models/README.md says the form in words. A rule, fund or control has the columns of its sheet, less those that belong
to a programme, and a source and a standing.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from procure.findings import ERROR, Finding, Refused
from procure.problem import CONDITION, GRANT, LOAN, Control, Fund, Rule
from procure.text import clean, did_you_mean, split
from procure.workbook import sheets
from procure.workbook.sheets import Column

STANDINGS = ("public", "derived", "assumed")
FILTERS = ("phase", "sector", "tag", "group")  # kinds that exist in every programme
EVERY_PROGRAMME = ("programme", "all")  # the one programme that a model can name
YEARS = ("rolling 2 years", "rolling 3 years")  # windows that a model adds: it knows no length of periods
LARGEST_FILE = 1_000_000  # bytes
LARGEST = 1e12  # no number of a model is beyond it

Checked = dict[str, Any]  # value by column name

_ORIGIN = (
    Column("source", sheets.TEXT, "where the number comes from", needed=True),
    Column("standing", sheets.CHOICE, "how firm it is", needed=True, choices=STANDINGS),
)
_NOTES = ("source", "status", "note")
_PROGRAMMES_OWN = ("from", "to", "earlier plan", "earlier figures")


def _columns(sheet: sheets.Sheet, *without: str) -> tuple[Column, ...]:
    return (*(c for c in sheet.columns if c.name not in (*without, *_NOTES)), *_ORIGIN)


TOP = (
    Column("name", sheets.TEXT, "the file's name without .toml", needed=True),
    Column("title", sheets.TEXT, "one line", needed=True),
    Column("summary", sheets.TEXT, "what it is, and where it was used", needed=True),
    Column("sources", sheets.NAMES, "what it rests on", needed=True),
    Column("key", sheets.CHOICE, "who pays in a phase that names no key", needed=True, choices=sheets.KEYS),
)
RULE = _columns(sheets.RULES, *_PROGRAMMES_OWN)
FUND = (
    *_columns(sheets.FUNDING, "repay from", "repay periods"),
    Column("grace years", sheets.WHOLE, "of a loan: years before anything is paid back", default=0, low=0, high=100),
    Column("repay years", sheets.WHOLE, "of a loan: years over which it is then paid back", default=1, low=1, high=100),
)
CONTROL = _columns(sheets.CONTROLS)
TABLE = (
    Column("table", sheets.TEXT, "the table's name", needed=True),
    Column("first year", sheets.WHOLE, "first year that it is for", needed=True, low=1900, high=2200),
    Column("last year", sheets.WHOLE, "last year that it is for", needed=True, low=1900, high=2200),
    Column("weights", "weights", "a table of per cents by nation", needed=True),
    *_ORIGIN,
)
OBJECTIVE = (
    Column("name", sheets.CHOICE, "what is to be small", needed=True, choices=sheets.OBJECTIVES),
    Column("relative %", sheets.NUMBER, "what later ones may give up, of its value", default=0.0, low=0, high=100),
    Column("absolute", sheets.NUMBER, "what later ones may give up, in its unit", default=0.0, low=0),
    *_ORIGIN,
)
# Name of the tables: their columns, and those that together name one of them.
TABLES: dict[str, tuple[tuple[Column, ...], tuple[str, ...]]] = {
    "rule": (RULE, ("rule",)),
    "fund": (FUND, ("fund",)),
    "control": (CONTROL, ("technology", "owner", "destination")),
    "table": (TABLE, ("table",)),
    "objective": (OBJECTIVE, ("name",)),
}
OF_KIND = {"rate": GRANT, "interest": LOAN, "grace years": LOAN, "repay years": LOAN}


@dataclass(frozen=True, slots=True)
class KeyTable:
    """A cost key that the model itself states: per cents by nation, for these years, as printed."""

    name: str
    first_year: int
    last_year: int
    shares: tuple[tuple[str, Decimal], ...]
    source: str


class Form:
    """Checks one file's tables against their columns and keeps every complaint."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def complain(self, place: str, check: str, message: str, hint: str = "") -> None:
        where = f"{self.file}: {place}" if place else self.file
        self.findings.append(Finding(ERROR, where, check, message, hint))

    def content(self, path: Path) -> dict[str, Any]:
        """The parsed file. Raises Refused where it cannot be read."""
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise ValueError("larger than a model can be")
            return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except OSError as error:
            self.complain("", "unreadable model", f"cannot be read: {error.strerror or type(error).__name__}.")
        except (ValueError, RecursionError) as error:  # bad TOML, bad UTF-8
            self.complain("", "broken model", f"is no TOML file of a model: {error}.")
        raise Refused(self.findings)

    def top(self, content: Mapping[str, Any]) -> Checked:
        """What stands above the tables."""
        return self.table("", {k: v for k, v in content.items() if k not in TABLES}, TOP)

    def tables(self, content: Mapping[str, Any], name: str) -> list[Checked]:
        """The checked [[name]] tables; two of one name are one too many."""
        columns, key = TABLES[name]
        found = content.get(name, [])
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self.complain(name, "form", f"expected tables headed [[{name}]].")
            return []
        seen: set[str] = set()
        rows = []
        for number, row in enumerate(found, 1):
            place = f"{name} {', '.join(str(row[k]) for k in key) if set(key) <= set(row) else number}"
            if place in seen:
                self.complain(place, "named twice", f"expected one {name} of that name.")
            seen.add(place)
            rows.append(self.table(place, row, columns))
        return rows

    def table(self, place: str, given: Mapping[str, Any], columns: tuple[Column, ...]) -> Checked:
        """Value by column name, defaults filled in."""
        known = {c.name: c for c in columns}
        for name in given:
            if name in known:
                continue
            hint = "Periods and plans belong to a programme." if name in _PROGRAMMES_OWN else did_you_mean(name, known)
            self.complain(place, "unknown key", f"unknown key {name!r}.", hint)
        return {name: self.value(f"{place}, {name}".lstrip(", "), given.get(name), c) for name, c in known.items()}

    def value(self, place: str, given: Any, column: Column) -> Any:
        """One value as its column wants it; complains and returns a stand-in where it does not fit."""
        listed = column.type in (sheets.NAMES, sheets.FILTER)
        stand_in: Any = () if listed or column.type == "weights" else "" if column.type not in _NUMBERS else 0.0
        if given is None or given in ("", []):
            if column.needed:
                self.complain(place, "needed key", f"expected {column.text}, found nothing.")
                return stand_in
            if listed:
                return () if column.default in (None, "all") else split(str(column.default))
            return column.default
        fitted, expected = _fit(given, column)
        if expected:
            choices = _choices(column)
            hint = did_you_mean(str(given), choices) if choices else ""
            shown = str(given) if isinstance(given, Decimal) else repr(given)
            self.complain(place, "wrong value", f"expected {expected}, found {shown[:80]}.", hint)
        return stand_in if expected else fitted

    # Nouns of checked rows

    def rule(self, row: Mapping[str, Any]) -> Rule:
        pairs = [self._filter(f"rule {row['rule']}, of", text) for text in row["of"]]
        return Rule(
            id=row["rule"], measure=row["measure"], who=row["who"], each=row["each or together"] == "each",
            by_phase=bool(row["per phase"]), of=tuple(pair for pair in pairs if pair), window=row["window"],
            relation=row["relation"], amount=row["amount"], base=row["base"], strength=row["strength"],
            penalty_m=row["penalty"] if row["strength"] == "should" else 0.0, asked_by=row["asked by"] or "",
            source=_source(row), agreed=True, by_programme=bool(row["per programme"]),
            counts_from_fraction=row["counts from"] / 100,
        )  # fmt: skip

    def _filter(self, place: str, text: str) -> tuple[str, str] | None:
        """(kind, name) of "sector avionics"."""
        kind, _, name = text.partition(" ")
        if (kind in FILTERS and name) or (kind, name) == EVERY_PROGRAMME:
            return kind, name
        message = f"expected a kind ({', '.join(FILTERS)}) and a name, found {text!r}."
        self.complain(place, "filter", message, "Nations, items and packages belong to a programme's Rules sheet.")
        return None

    def fund(self, row: Mapping[str, Any], given: Mapping[str, Any]) -> Fund:
        """Of a loan: repaid in years, which `Agreement.on` turns into periods."""
        for name, kind in OF_KIND.items():
            if name in given and row["kind"] != kind:
                self.complain(f"fund {row['fund']}, {name}", "kind of fund", f"only a {kind} has it.")
        rate = row["rate"] / 100 if row["kind"] == GRANT else 1.0
        return Fund(
            id=row["fund"], kind=row["kind"], who=row["for"], phases=row["phases"], rate_fraction=rate,
            most_fraction=row["most funded"] / 100, envelope_m=row["envelope"], within=row["within"],
            needs=row["needs"], interest_fraction=row["interest"] / 100, repay_from_months=row["grace years"] * 12.0,
            repay_periods=int(row["repay years"]), source=_source(row),
        )  # fmt: skip

    def control(self, row: Mapping[str, Any]) -> Control:
        return Control(
            technology=row["technology"], owner=row["owner"], destination=row["destination"],
            permission=row["permission"], months=row["months"], cost_m=row["cost"],
            de_minimis_fraction=row["de minimis"] / 100, source=_source(row),
        )  # fmt: skip

    def key_table(self, row: Mapping[str, Any]) -> KeyTable:
        years = int(row["first year"]), int(row["last year"])
        if years[1] < years[0]:
            self.complain(f"table {row['table']}, last year", "order of years", "expected no year before the first.")
        return KeyTable(row["table"], *years, tuple(sorted(row["weights"])), _source(row))

    def needs(self, funds: list[Fund], rules: list[Rule]) -> None:
        """Funds need conditions and funds of the model."""
        conditions = {rule.id for rule in rules if rule.strength == CONDITION}
        known = {*conditions, *(fund.id for fund in funds)}
        for fund in funds:
            if fund.within is not None and fund.within not in {one.id for one in funds}:
                self.complain(f"fund {fund.id}, within", "unknown name", f"expected a fund, found {fund.within!r}.")
            for name in fund.needs:
                if name not in known:
                    message = f"expected a rule of strength condition or a fund, found {name!r}."
                    self.complain(f"fund {fund.id}, needs", "unknown name", message, did_you_mean(name, known))


_NUMBERS = (sheets.NUMBER, sheets.WHOLE, sheets.PERCENT, sheets.YES_NO)


def _source(row: Mapping[str, Any]) -> str:
    return f"{row['source']} ({row['standing']})"


def _choices(column: Column) -> tuple[str, ...]:
    return (*column.choices, *YEARS) if column.name == "window" else column.choices


def _fit(given: Any, column: Column) -> tuple[Any, str]:
    """(value, "") where it fits the column, else (anything, what was expected)."""
    if column.type == sheets.YES_NO:
        return given, "" if isinstance(given, bool) else "true or false"
    if column.type in _NUMBERS:
        return _number(given, column)
    if column.type == "weights":
        return _weights(given)
    if column.type in (sheets.NAMES, sheets.FILTER):
        if isinstance(given, list) and all(isinstance(part, str) and clean(part) for part in given):
            return tuple(clean(part) for part in given), ""
        return (split(given), "") if isinstance(given, str) else ((), "text, or a list of texts")
    typed = clean(given) if isinstance(given, str) else ""
    if not typed:
        return "", "text"
    choices = _choices(column)
    return typed, f"one of {', '.join(choices)}" if choices and typed not in choices else ""


def _number(given: Any, column: Column) -> tuple[float, str]:
    typed = isinstance(given, int | Decimal) and not isinstance(given, bool)
    number = float(Decimal(given)) if typed else math.nan
    low, high = -LARGEST if column.low is None else column.low, LARGEST if column.high is None else column.high
    whole = column.type != sheets.WHOLE or number.is_integer()
    if low <= number <= high and whole:
        return number, ""
    expected = "a whole number" if column.type == sheets.WHOLE else "a number"
    expected += "" if column.low is None else f" from {column.low:g}"
    return 0.0, expected + ("" if column.high is None else f" to {column.high:g}")


def _weights(given: Any) -> tuple[tuple[tuple[str, Decimal], ...], str]:
    """(nation, per cent) of a table, in exact decimals."""
    expected = "a table of per cents from 0 to 100 by nation, above 0 together"
    typed = given.values() if isinstance(given, dict) else [None]
    if any(isinstance(share, bool) or not isinstance(share, int | Decimal) for share in typed):
        return (), expected
    shares = tuple((clean(name), Decimal(share)) for name, share in given.items())
    fits = all(share.is_finite() and 0 <= share <= 100 for _, share in shares) and any(share for _, share in shares)
    return (shares, "") if fits else ((), expected)
