"""What partners agreed: a model's TOML file, checked, as an Agreement. models/README.md says the form.

A model speaks of roles, groups, phases, sectors and tags; nations, items and packages belong to a programme. Every
number in it has its source and its standing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from procure import words_model
from procure.calendar import MONTHS, Calendar
from procure.findings import ERROR, Finding, Refused
from procure.model_form import LARGEST_FILE, STANDINGS, TABLES, YEARS, Checked, Form, KeyTable
from procure.problem import LOAN, Control, Fund, Objective, Rule
from procure.text import clean, did_you_mean
from procure.words import plain

__all__ = ["LARGEST_FILE", "STANDINGS", "Agreement", "KeyTable", "Origin", "explain", "load", "models_folder", "names"]

YEAR = MONTHS["year"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number of the model comes from: the rule, fund, control, table or objective; source; one of STANDINGS."""

    of: str
    source: str
    standing: str


@dataclass(frozen=True)
class Agreement:
    """A checked model. key: of the phases that name none. Rules, funds, tables and objectives in the file's order.

    Owners and destinations of controls are roles, groups or *. tables: cost keys that the model states itself.
    """

    name: str
    title: str
    summary: str
    sources: tuple[str, ...]
    key: str
    rules: tuple[Rule, ...]
    objectives: tuple[Objective, ...]
    origins: tuple[Origin, ...]
    funds: tuple[Fund, ...] = ()
    controls: tuple[Control, ...] = ()
    tables: tuple[KeyTable, ...] = ()

    def on(self, calendar: Calendar) -> Agreement:
        """The model in a programme's periods: windows of years, and loans that are repaid over years."""
        rules = tuple(_in_periods(rule, calendar) for rule in self.rules)
        return replace(self, rules=rules, funds=tuple(_repaid(fund, calendar) for fund in self.funds))

    def table(self, year: int) -> KeyTable | None:
        """The key table for a year: the last one that has begun by then, else the earliest."""
        by_year = sorted(self.tables, key=lambda one: one.first_year)
        begun = [one for one in by_year if one.first_year <= year]
        return begun[-1] if begun else by_year[0] if by_year else None


def _in_periods(rule: Rule, calendar: Calendar) -> Rule:
    if rule.window not in YEARS:
        return rule
    return replace(rule, window=f"rolling {int(rule.window.split()[1]) * YEAR // calendar.months}")


def _repaid(fund: Fund, calendar: Calendar) -> Fund:
    """A loan is paid back in every period after its years of grace, the first time one period after them."""
    if fund.kind != LOAN:
        return fund
    first, count = fund.repay_from_months + calendar.months, fund.repay_periods * YEAR // calendar.months
    return replace(fund, repay_from_months=first, repay_periods=count)


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


def _checked(path: Path) -> Agreement:
    """The file's model. Raises Refused."""
    form = Form(path.name)
    content = form.content(path)
    top, rows = form.top(content), {name: form.tables(content, name) for name in TABLES}
    if form.findings:
        raise Refused(form.findings)
    rules = [form.rule(row) for row in rows["rule"]]
    funds = [form.fund(row, given) for row, given in zip(rows["fund"], content.get("fund", []), strict=True)]
    tables = tuple(form.key_table(row) for row in rows["table"])
    form.needs(funds, rules)
    if form.findings:
        raise Refused(form.findings)
    return Agreement(
        name=top["name"],
        title=top["title"],
        summary=top["summary"].strip(),
        sources=top["sources"],
        key=top["key"],
        rules=tuple(rules),
        objectives=tuple(Objective(o["name"], o["relative %"] / 100, o["absolute"]) for o in rows["objective"]),
        origins=tuple(Origin(_label(name, row), row["source"], row["standing"]) for name in rows for row in rows[name]),
        funds=tuple(funds),
        controls=tuple(form.control(row) for row in rows["control"]),
        tables=tables,
    )


def _label(name: str, row: Checked) -> str:
    """What an Origin is of: "rule return floor"."""
    return f"{name} {', '.join(str(row[key]) for key in TABLES[name][1])}"


def explain(agreement: Agreement) -> str:
    """The model in plain words: who pays, what holds, outside money and controls, each with source and standing."""
    origin = {one.of: f"    source: {one.source} ({one.standing})" for one in agreement.origins}
    lines = [f"{agreement.name}: {agreement.title}", "", clean(agreement.summary), ""]
    lines += [f"Who pays in a phase that names no key: {agreement.key}."]
    for table in agreement.tables:
        lines += [f"  {table.name}: {words_model.table(table)}", origin[f"table {table.name}"]]
    lines += ["", "Rules"]
    for rule in agreement.rules:
        lines += [f"  {rule.id}: {plain(rule)}", origin[f"rule {rule.id}"]]
    lines += [] if agreement.rules else ["  none"]
    lines += ["", "Outside money"] if agreement.funds else []
    for fund in agreement.funds:
        lines += [f"  {fund.id}: {words_model.fund(fund)}", origin[f"fund {fund.id}"]]
    lines += ["", "Technology control"] if agreement.controls else []
    for control in agreement.controls:
        of = f"{control.technology}, {control.owner}, {control.destination}"
        lines += [f"  {words_model.control(control)}", origin[f"control {of}"]]
    lines += ["", "Objectives, in order"]
    for number, one in enumerate(agreement.objectives, 1):
        lines += [f"  {number}. {one.name}: {_given_up(one)}", origin[f"objective {one.name}"]]
    return "\n".join([*lines, "", "Sources", *(f"  {source}" for source in agreement.sources)])


def _given_up(one: Objective) -> str:
    parts = [f"{one.relative * 100:.12g} % of it"] if one.relative else []
    parts += [f"{one.absolute:.12g} in its unit"] if one.absolute else []
    return f"later ones may give up {' or '.join(parts)}" if parts else "later ones may give up none of it"
