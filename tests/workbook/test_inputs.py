"""A problem written as tables and read again is the same problem."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from procure.calendar import Calendar, Span
from procure.problem import Limit, Objective, OtherCost, Package, Pin, Problem, Quote, Rule
from procure.workbook import inputs, sheets
from procure.workbook.read import read
from tests.workbook import books


def bare(problem: Problem) -> dict[str, Any]:
    """A problem's tables without rows and columns; notes by the sheet alone."""
    content = {}
    for field in dataclasses.fields(problem):
        value = getattr(problem, field.name)
        if isinstance(value, tuple) and value and hasattr(value[0], "row"):
            value = tuple(dataclasses.replace(noun, row=0) for noun in value)
        content[field.name] = value
    content["notes"] = sorted((sheet, *note) for (sheet, _), note in problem.notes.items())
    del content["columns"]
    return content


def again(problem: Problem) -> Problem:
    """The problem written as tables and read."""
    tables = {name: [header, *rows] for name, (header, rows) in inputs.tables(problem).items()}
    found, findings = books.read(tables, resolved=True)
    assert found is not None, "\n".join(map(str, findings))
    return found


def good() -> Problem:
    problem, findings = books.read(books.good())
    assert problem is not None, "\n".join(map(str, findings))
    return problem


def halves() -> Problem:
    """Half-years, with a budget by year and one by half, and capacities that last as long as a year."""
    problem = good()
    calendar = Calendar("2027-H1", "half", 16)
    programme = dataclasses.replace(problem.programme, calendar=calendar, marking="internal", gap_fraction=None)
    year, half = Limit(Span(2, 3), 700.0, "2028"), Limit(Span(4, 4), 0.0, "2029-H1")
    fiscal = (Limit(Span(0, 0), 50.0, "2026"), Limit(Span(3, 4), 700.0, "2028"))  # from July on
    return problem.replace(
        programme=programme,
        requirements=tuple(
            dataclasses.replace(r, due=tuple(u for units in r.due for u in (0.0, units))) for r in problem.requirements
        ),
        series=tuple(
            dataclasses.replace(
                s, values=tuple((Span(2 * x.first, 2 * x.last + 1), value, label) for x, value, label in s.values)
            )
            for s in problem.series
        ),
        nations=tuple(dataclasses.replace(n, fiscal_start=7 if n.id == "UK" else 1) for n in problem.nations),
        budgets=tuple(
            dataclasses.replace(b, limits=fiscal if b.nation == "UK" else (year, half)) for b in problem.budgets
        ),
        capacities=tuple(dataclasses.replace(c, limits=(year,)) for c in problem.capacities),
        funds=tuple(dataclasses.replace(x, limits=(year, half)) for x in problem.funds),
        packages=tuple(dataclasses.replace(w, latest=None) for w in problem.packages),
    )


def with_model_rules() -> Problem:
    """Rules of a model, filters of every kind, a heading's name among them."""
    problem = good()
    rules = (
        Rule("floor", "work", who=("all",), amount=-2.5, agreed=True, source="MoU 3.2 (public)", by_phase=True),
        Rule("soft", "work", of=(("package", "Airframe"), ("tag", "noble")), base="M", strength="should",
             penalty_m=0.3),
        Rule("free", "suppliers", who=("EU", "UK"), base="count", amount=2.0, relation="<=", each=False),
        Rule("order", "deliveries", base="units from pro-rata", relation="<=", window="cumulative", amount=1.0,
             span=Span(4, 6), strength="report", asked_by="board"),
        Rule("EU content", "work", base="M", strength="condition"),
    )  # fmt: skip
    objectives = (Objective("lateness"), Objective("imbalance", 0.015, 2.5), Objective("cost", 0.0, 1.0))
    return problem.replace(rules=rules, objectives=objectives, pins=(Pin("award", "=", 0.0, "Wing", supplier="BAE"),))


def without_items() -> Problem:
    """Development alone: one-off packages, no items, no budgets."""
    problem = good()
    design = Package("Design, whole", "one-off", "Development", value_m=1 / 3, given_to=(("Plant 2", None),))
    phases = tuple(p for p in problem.phases if p.id == "Development")
    return problem.replace(
        phases=phases, items=(), requirements=(), budgets=(), capacities=(), quotes=(), contents=(), investments=(),
        pins=(), rules=(), funds=(), headings=(),
        packages=(design, Package("Tests", "one-off", "Development", value_m=7.0, after=("Design, whole",))), notes={},
    )  # fmt: skip


def rich() -> Problem:
    """Every field that the others leave at its default set to something else."""
    problem = good()
    first, second = problem.items
    items = (
        dataclasses.replace(first, unit="1,000 hours", surplus=2.5, late_weight=0.3, ramp_step=0.0),
        dataclasses.replace(second, may_restart=False, may_store=True, may_short=True),
    )
    changed = {"Wing": {"earliest": 1, "latest": 6, "fewest": 2, "months": 7.5}}
    packages = tuple(dataclasses.replace(w, **changed.get(w.id, {})) for w in problem.packages)
    quotes = tuple(dataclasses.replace(q, effort=((0.125, "hours"), (3.0, "M"))) for q in problem.quotes)
    pins = (
        *problem.pins, Pin("share", ">=", 0.125, "Wing", supplier="BAE"),
        Pin("make", "=", 2.5, "Wing", "Typhoon", supplier="BAE", nation="UK", period=3),
        *(Pin("invest", ">=", 1.0, period=2, investment=e.id) for e in problem.investments[:1]),
        *(Pin("draw", "=", 1.25, nation="UK", period=4, fund=x.id) for x in problem.funds if x.kind == "loan"),
    )  # fmt: skip
    return problem.replace(
        items=items, packages=packages, quotes=quotes, pins=pins,
        nations=tuple(dataclasses.replace(n, ceiling_m=123.456, ceiling_constant=False) for n in problem.nations),
        programme=dataclasses.replace(problem.programme, marking="internal", rounding_m=0.001, currency="NOK",
                                      work_counted="hours", gdp_in_m=True, curve_error_fraction=0.0025,
                                      in_constant_prices=True),
    )  # fmt: skip


def entering() -> Problem:
    """A nation that joins, and one that leaves against an exit cost; a levy, a key that follows the orders."""
    problem = good()
    terms = {"SE": {"joins": 2, "buy_in_fraction": 0.5}, "DE": {"leaves": 6, "exit_cap_m": 12.5}}
    agreed = {"Production": {"levy_m": 0.25, "by_orders": True}}
    return problem.replace(
        nations=tuple(dataclasses.replace(n, **terms.get(n.id, {})) for n in problem.nations),
        phases=tuple(dataclasses.replace(p, **agreed.get(p.id, {})) for p in problem.phases),
    )


def offered() -> Problem:
    """Offers of every kind: tiers, increments, a curve, for some nations, in another currency and price base."""
    wing, engine = ("BAE", "Wing"), ("Plant 2", "Engine")
    quotes = (
        Quote(*wing, 5.0, setup_m=2.0, currency="SEK", price_base="2027", tiers="incremental", valid_until=5),
        Quote(*wing, 4.5, currency="SEK", price_base="2027", from_quantity=12.5),
        Quote("Airbus", "Wing", 4.0, slope_fraction=0.875, curve="cumulative average", bundle="all"),
        Quote("Airbus", "Tests", 180.0, bundle="all"),
        Quote(*engine, 3.0, buyers=("UK", "SE"), least=2.0, most=40.5),
        Quote(*engine, 3.5, buyers=("DE",)),
        Quote(*engine, 2.5, buyers=("DE",), from_quantity=10.0),
    )
    return good().replace(quotes=quotes)


def ordered() -> Problem:
    """Options and wishes in lots and by priority, units that another nation pays for."""
    problem = good()
    first = problem.requirements[0]
    lot = dataclasses.replace(first, order="option", due=(0.0,) * 6 + (2.0, 4.0), lot=2.0, exercise_by=3)
    wishes = (dataclasses.replace(first, order="wish", priority=k, due=(0.0,) * 7 + (5.0,)) for k in (1, 2))
    gift = dataclasses.replace(problem.requirements[1], payer="UK", may_short=True)
    firm = dataclasses.replace(first, may_short=False)
    return problem.replace(
        requirements=(firm, lot, *wishes, gift, *problem.requirements[2:]),
        objectives=(Objective("lateness"), Objective("wishes met", 0.01, 2.0), Objective("cost", 0.005)),
    )


def costly() -> Problem:
    """Costs that are no package, performed somewhere, borne directly and in kind; contingency and VAT."""
    problem = good()
    costs = (
        OtherCost("office", "Development", (3.0, 1 / 3, *[0.0] * 6), performed_in="UK", row=2),
        OtherCost("ranges", "Production", (0.0,) * 8, 0.5, borne_by=(("DE", 0.4), ("UK", 0.6)), in_kind_by="DE", row=3),
    )
    return problem.replace(
        other_costs=costs,
        nations=tuple(dataclasses.replace(n, vat_fraction=0.19) for n in problem.nations),
        phases=tuple(dataclasses.replace(p, contingency_fraction=0.05, national_vat=True) for p in problem.phases),
    )


PROBLEMS = (good, halves, with_model_rules, without_items, rich, offered, entering, costly, ordered)


def test_no_field_is_at_its_default_in_every_problem_here() -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    for noun in (noun for make in PROBLEMS for noun in nouns_of(make())):
        for field in dataclasses.fields(noun):
            default = None if field.default is dataclasses.MISSING else field.default
            seen.setdefault((type(noun).__name__, field.name), set()).add(
                "default" if getattr(noun, field.name) == default else "set"
            )
    assert [name for name, found in seen.items() if "set" not in found] == []


def nouns_of(problem: Problem) -> list[Any]:
    tables = (getattr(problem, field.name) for field in dataclasses.fields(problem))
    return [problem.programme, *(noun for table in tables if isinstance(table, tuple) for noun in table)]


@pytest.mark.parametrize("make", PROBLEMS)
def test_a_problem_written_and_read_is_the_same(make: Any) -> None:
    problem = make()
    assert bare(again(problem)) == bare(problem)


def test_a_problem_goes_through_a_file_unchanged(tmp_path: Path) -> None:
    problem = with_model_rules()
    tables = {name: [header, *rows] for name, (header, rows) in inputs.tables(problem).items()}
    found, findings = read(books.write(tables, tmp_path / "plan.xlsx"), resolved=True)
    assert found is not None, "\n".join(map(str, findings))
    assert bare(found) == bare(problem)


def test_a_problem_written_twice_gives_the_same_tables() -> None:
    problem = good()
    assert inputs.tables(again(problem)) == inputs.tables(problem)


def test_notes_stay_with_their_rows() -> None:
    tables = inputs.tables(good())
    _, rows = tables["Nations"]
    noted = {row[0]: row[-3:] for row in rows}
    assert noted["UK"] == ["budget office", "quoted", "first"]
    assert noted["DE"] == [None, None, None]
    settings = {row[0]: row[2:] for row in tables["Programme"][1]}
    assert settings["discount rate"] == ["treasury", "assumed", None]


def test_every_column_of_every_sheet_is_written() -> None:
    for name, (header, _) in inputs.tables(good()).items():
        assert set(header) >= {column.name for column in sheets.sheet(name).columns}
