"""What partners agreed: a model's TOML file, checked, as an Agreement. models/README.md says the form.

A model speaks of roles, groups, phases, sectors and tags; nations, items and packages belong to a programme. Every
number in it has its source and its standing.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procure.findings import ERROR, Finding, Refused
from procure.problem import Objective, Rule
from procure.text import clean, did_you_mean, split
from procure.words import plain
from procure.workbook import sheets
from procure.workbook.sheets import Column

STANDINGS = ("public", "derived", "assumed")
FILTERS = ("phase", "sector", "tag", "group")  # kinds that exist in every programme
LARGEST_FILE = 1_000_000  # bytes
LARGEST = 1e12  # no number of a model is beyond it

Checked = dict[str, Any]  # value by column name

_ORIGIN = (
    Column("source", sheets.TEXT, "where the number comes from", needed=True),
    Column("standing", sheets.CHOICE, "how firm it is", needed=True, choices=STANDINGS),
)
_MODEL = (
    Column("name", sheets.TEXT, "the file's name without .toml", needed=True),
    Column("title", sheets.TEXT, "one line", needed=True),
    Column("summary", sheets.TEXT, "what it is, and where it was used", needed=True),
    Column("sources", sheets.NAMES, "what it rests on", needed=True),
    Column("key", sheets.CHOICE, "who pays in a phase that names no key", needed=True, choices=sheets.KEYS),
)
_PROGRAMMES_OWN = ("from", "to")
_RULE = (*(c for c in sheets.RULES.columns if c.name not in (*_PROGRAMMES_OWN, "source", "status", "note")), *_ORIGIN)
_OBJECTIVE = (
    Column("name", sheets.CHOICE, "what is to be small", needed=True, choices=sheets.OBJECTIVES),
    Column("relative %", sheets.NUMBER, "what later ones may give up, of its value", default=0.0, low=0, high=100),
    Column("absolute", sheets.NUMBER, "what later ones may give up, in its unit", default=0.0, low=0),
    *_ORIGIN,
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number of the model comes from: the rule or objective, source, and one of STANDINGS."""

    of: str
    source: str
    standing: str


@dataclass(frozen=True)
class Agreement:
    """A checked model. key: of the phases that name none. rules and objectives are in the file's order."""

    name: str
    title: str
    summary: str
    sources: tuple[str, ...]
    key: str
    rules: tuple[Rule, ...]
    objectives: tuple[Objective, ...]
    origins: tuple[Origin, ...]


def models_folder() -> Path:
    """The folder of the models that come with the planner, in a wheel as in a checkout."""
    here = Path(__file__).resolve().parent
    return next(d for d in (here / "models", here.parent / "models") if d.is_dir())


def names() -> tuple[str, ...]:
    """Names of the models that come with the planner, sorted."""
    return tuple(sorted(path.stem for path in models_folder().glob("*.toml")))


def load(name_or_path: str, beside: Path | None = None) -> Agreement:
    """The model of that name, or of a TOML file (a relative path starts at `beside`). Raises Refused."""
    typed = clean(name_or_path)
    if typed in names():
        return _checked(models_folder() / f"{typed}.toml")
    if not typed.lower().endswith(".toml"):
        text = f"{typed!r} is no cooperation model and no path of a .toml file."
        raise Refused([Finding(ERROR, "model", "unknown model", text, did_you_mean(typed, names()))])
    return _checked((beside or Path()) / typed)


def explain(agreement: Agreement) -> str:
    """The model in plain words: its key, its rules and objectives, each number with its source and standing."""
    origin = {one.of: f"    source: {one.source} ({one.standing})" for one in agreement.origins}
    lines = [f"{agreement.name}: {agreement.title}", "", clean(agreement.summary), ""]
    lines += [f"Who pays in a phase that names no key: {agreement.key}.", "", "Rules"]
    for rule in agreement.rules:
        lines += [f"  {rule.id}: {plain(rule)}", origin[_rule_label(rule.id)]]
    lines += [] if agreement.rules else ["  none"]
    lines += ["", "Objectives, in order"]
    for number, one in enumerate(agreement.objectives, 1):
        lines += [f"  {number}. {one.name}: {_given_up(one)}", origin[_objective_label(one.name)]]
    return "\n".join([*lines, "", "Sources", *(f"  {source}" for source in agreement.sources)])


def _given_up(one: Objective) -> str:
    parts = [f"{one.relative * 100:.12g} % of it"] if one.relative else []
    parts += [f"{one.absolute:.12g} in its unit"] if one.absolute else []
    return f"later ones may give up {' or '.join(parts)}" if parts else "later ones may give up none of it"


def _rule_label(name: str) -> str:
    return f"rule {name}"


def _objective_label(name: str) -> str:
    return f"objective {name}"


def _checked(path: Path) -> Agreement:
    """The file's model. Raises Refused."""
    reader = _Reader(path.name)
    content = reader.content(path)
    top = reader.table("", {k: v for k, v in content.items() if k not in ("rule", "objective")}, _MODEL)
    rules = reader.tables(content, "rule", _RULE, "rule")
    objectives = reader.tables(content, "objective", _OBJECTIVE, "name")
    made = tuple(reader.rule(row) for row in rules)
    if reader.findings:
        raise Refused(reader.findings)
    return Agreement(
        name=top["name"],
        title=top["title"],
        summary=top["summary"].strip(),
        sources=top["sources"],
        key=top["key"],
        rules=made,
        objectives=tuple(Objective(o["name"], o["relative %"] / 100, o["absolute"]) for o in objectives),
        origins=(
            *(Origin(_rule_label(r["rule"]), r["source"], r["standing"]) for r in rules),
            *(Origin(_objective_label(o["name"]), o["source"], o["standing"]) for o in objectives),
        ),
    )


class _Reader:
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
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            self.complain("", "unreadable model", f"cannot be read: {error.strerror or type(error).__name__}.")
        except (ValueError, RecursionError) as error:  # bad TOML, bad UTF-8
            self.complain("", "broken model", f"is no TOML file of a model: {error}.")
        raise Refused(self.findings)

    def tables(self, content: Mapping[str, Any], name: str, columns: tuple[Column, ...], key: str) -> list[Checked]:
        """The checked [[name]] tables; two with the same key are one too many."""
        found = content.get(name, [])
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self.complain(name, "form", f"expected tables headed [[{name}]].")
            return []
        rows = [self.table(f"{name} {row.get(key, n)}", row, columns) for n, row in enumerate(found, 1)]
        seen: set[Any] = set()
        for row in rows:
            if row[key] in seen:
                self.complain(f"{name} {row[key]}", "named twice", f"expected one {name} of that name.")
            seen.add(row[key])
        return rows

    def table(self, place: str, given: Mapping[str, Any], columns: tuple[Column, ...]) -> Checked:
        """Value by column name, defaults filled in."""
        known = {c.name: c for c in columns}
        for name in given:
            if name in known:
                continue
            hint = "Periods belong to a programme." if name in _PROGRAMMES_OWN else did_you_mean(name, known)
            self.complain(place, "unknown key", f"unknown key {name!r}.", hint)
        return {name: self.value(f"{place}, {name}".lstrip(", "), given.get(name), c) for name, c in known.items()}

    def value(self, place: str, given: Any, column: Column) -> Any:
        """One value as its column wants it; complains and returns a stand-in where it does not fit."""
        listed = column.type in (sheets.NAMES, sheets.FILTER)
        stand_in: Any = () if listed else "" if column.type not in (sheets.NUMBER, sheets.YES_NO) else 0.0
        if given is None or given in ("", []):
            if column.needed:
                self.complain(place, "needed key", f"expected {column.text}, found nothing.")
            elif listed:
                return () if column.default in (None, "all") else split(str(column.default))
            return stand_in if column.default is None else column.default
        fitted, expected = _fit(given, column)
        if expected:
            hint = did_you_mean(str(given), column.choices) if column.choices else ""
            self.complain(place, "wrong value", f"expected {expected}, found {repr(given)[:80]}.", hint)
        return stand_in if expected else fitted

    def rule(self, row: Mapping[str, Any]) -> Rule:
        """The noun of a checked row."""
        pairs = [self.filter(f"{_rule_label(row['rule'])}, of", text) for text in row["of"]]
        return Rule(
            id=row["rule"], measure=row["measure"], who=row["who"], each=row["each or together"] == "each",
            by_phase=bool(row["per phase"]), of=tuple(pair for pair in pairs if pair), window=row["window"],
            relation=row["relation"], amount=row["amount"], base=row["base"], strength=row["strength"],
            penalty_m=row["penalty"] if row["strength"] == "should" else 0.0, asked_by=row["asked by"],
            source=f"{row['source']} ({row['standing']})", agreed=True,
        )  # fmt: skip

    def filter(self, place: str, text: str) -> tuple[str, str] | None:
        """(kind, name) of "sector avionics"."""
        kind, _, name = text.partition(" ")
        if kind in FILTERS and name:
            return kind, name
        message = f"expected a kind ({', '.join(FILTERS)}) and a name, found {text!r}."
        self.complain(place, "filter", message, "Nations, items and packages belong to a programme's Rules sheet.")
        return None


def _fit(given: Any, column: Column) -> tuple[Any, str]:
    """(value, "") where it fits the column, else (anything, what was expected)."""
    if column.type == sheets.NUMBER:
        number = given if isinstance(given, int | float) and not isinstance(given, bool) else math.nan
        low, high = -LARGEST if column.low is None else column.low, LARGEST if column.high is None else column.high
        fits = low <= number <= high
        return (float(number) if fits else 0.0), "" if fits else _range(column)
    if column.type == sheets.YES_NO:
        return given, "" if isinstance(given, bool) else "true or false"
    if column.type in (sheets.NAMES, sheets.FILTER):
        if isinstance(given, list) and all(isinstance(part, str) and clean(part) for part in given):
            return tuple(clean(part) for part in given), ""
        return (split(given), "") if isinstance(given, str) else ((), "text, or a list of texts")
    if not isinstance(given, str):
        return "", "text"
    if column.choices and given not in column.choices:
        return "", f"one of {', '.join(column.choices)}"
    return given, ""


def _range(column: Column) -> str:
    low = "" if column.low is None else f" from {column.low:g}"
    return "a number" + low + ("" if column.high is None else f" to {column.high:g}")
