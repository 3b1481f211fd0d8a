"""The sheet Uncertainty: read, written back, and every hostile row told at its cell."""

from __future__ import annotations

from typing import Any

import pytest

from procure.comparing.inputs import same
from procure.findings import Finding, Refused, errors
from procure.origins import Uncertain
from procure.problem import Problem
from procure.risk.cells import book_with, undrawn
from procure.risk.inputs import inputs_of, of_words
from procure.whatif import resolved
from procure.workbook import inputs, read
from tests.workbook import books

HEADER = ["sheet", "row", "column", "distribution", "parameters", "drawn as", "group", "correlation"]
WING = ["Packages", "Wing", "value", "PERT", "0.9; 1; 1.4"]
DESIGN = ["Packages", "Design", "value", "uniform", "0.9; 1.4"]


def reading(*rows: list[Any]) -> tuple[Problem | None, list[Finding]]:
    return books.read(books.good() | {"Uncertainty": [HEADER, *rows]})


def base(*rows: list[Any]) -> Problem:
    found, findings = reading(*rows)
    assert found is not None, "\n".join(map(str, findings))
    return found


def drawn_with(problem: Problem, *values: float) -> Problem:
    """The problem with these values drawn, of inputs sorted by name."""
    found, findings = inputs_of(problem)
    assert not errors(findings)
    book, _ = book_with(undrawn(problem), list(zip(found, values, strict=True)))
    made, said = read.from_book(book, resolved=True, judged=True)
    assert made is not None, "\n".join(map(str, errors(said)))
    return made


def test_a_sheet_that_is_not_there_changes_nothing() -> None:
    problem, _ = books.read(books.good())
    assert problem is not None
    assert problem.uncertain == ()
    assert "Uncertainty" not in inputs.tables(problem)
    assert inputs_of(problem)[1][0].rule == "nothing uncertain"


def test_rows_are_read_written_back_and_are_no_input_of_the_plan() -> None:
    row = [*WING, "value", "growth", 0.4]
    problem = base(row, [*DESIGN, None, "growth"])
    design, wing = problem.uncertain
    assert design == Uncertain("Packages", "Design", "value", "uniform", "0.9; 1.4", True, "growth", None, 3)
    assert wing == Uncertain("Packages", "Wing", "value", "PERT", "0.9; 1; 1.4", False, "growth", 0.4, 2)
    again, _ = resolved.problem_of(resolved.book_of(problem))
    assert again is not None
    assert again.uncertain == problem.uncertain
    assert same(problem, problem.replace(uncertain=()))


def test_a_factor_keeps_the_unit_of_its_cell_and_a_value_takes_its_place() -> None:
    problem = base(WING, [*DESIGN[:3], "uniform", "300; 500", "value"])
    made = drawn_with(problem, 450.0, 1.25)  # Design, Wing
    worth = {w.id: w for w in made.packages}
    before = {w.id: w for w in problem.packages}
    assert worth["Design"].value_m == 450
    assert dict(worth["Wing"].value_by_item_m)["Typhoon"] == pytest.approx(1.25 * 0.06 * 60)
    assert worth["Fuselage"] == before["Fuselage"]


def test_one_draw_moves_all_cells_of_a_row_and_units_stay_whole() -> None:
    problem = base(["Budgets", "UK", "*", "normal", "1; 0.1"],
                   ["Requirements", "DE", "total", "uniform", "0.5; 1.5"])  # fmt: skip
    made = drawn_with(problem, 0.5, 1.3)
    new, old = ({(b.line, b.kind): b for b in p.budgets if b.nation == "UK"} for p in (made, problem))
    assert len(old) == 3
    for key, line in old.items():
        assert [x.amount for x in new[key].limits] == [0.5 * x.amount for x in line.limits]
    needed = next(r for r in made.requirements if r.nation == "DE")
    assert needed.total == 20  # 1.3 x 15 = 19.5, to whole units
    assert all(units.is_integer() for units in needed.due)


def test_a_draw_beyond_what_a_cell_takes_is_put_at_its_end() -> None:
    problem = base(["Nations", "UK", "buy-in", "normal", "1; 3"])
    found, findings = inputs_of(problem)
    assert not findings
    book, ends = book_with(undrawn(problem), [(found[0], -2.0)])
    made, _ = read.from_book(book, resolved=True)
    assert ends == 1
    assert made is not None
    assert next(n for n in made.nations if n.id == "UK").buy_in_fraction == 0


def test_the_setting_of_programme_is_its_row() -> None:
    made = drawn_with(base(["Programme", "discount rate", None, "uniform", "2; 6", "value"]), 4.5)
    assert made.programme.discount_fraction == pytest.approx(0.045)


def test_words_say_the_same_as_a_row() -> None:
    assert of_words("Packages[Wing, value] *= pert(0.9; 1; 1.4)") == Uncertain(*WING)
    assert of_words("Budgets[UK, *] = uniform(1; 2)") == Uncertain("Budgets", "UK", "*", "uniform", "1; 2", False)


@pytest.mark.parametrize(("line", "said"), [
    ("Packages[Wing, value]", "expected as"),
    ("Packages[Wing, value] *= gauss(1; 2)", "expected as"),
    ("Packages[Wing, value] *= normal(1; 0)", "standard deviation above 0"),
    ("Package[Wing, value] *= normal(1; 1)", "expected an input sheet, found 'Package'"),
    ("Packages[Wing, valu] *= normal(1; 1)", "expected a column of Packages, found 'valu'"),
])  # fmt: skip
def test_words_that_say_no_input_are_refused(line: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        of_words(line)
    assert said in str(refused.value)
    assert refused.value.findings[0].where == f"uncertain '{line}'"


@pytest.mark.parametrize(("rows", "where", "said"), [
    ([[*WING[:3], "PERT", "2; 1; 3"]], "Uncertainty!E2 parameters", "lowest <= likeliest <= highest"),
    ([[*WING[:3], "discrete", "1: 0.5; 2: 0.6"]], "Uncertainty!E2 parameters", "sum to 1, found 1.1"),
    ([[*WING[:3], "gauss", "1; 2"]], "Uncertainty!D2 distribution", "found 'gauss'"),
    ([[*WING[:4], None]], "Uncertainty!E2 parameters", "expected a value"),
    ([[*WING, "twice"]], "Uncertainty!F2 drawn as", "found 'twice'"),
    ([[*WING, None, "g", 1.5]], "Uncertainty!H2 correlation", "from -1 to 1"),
    ([[*WING, None, "g"], [*DESIGN, None, "g"]], "Uncertainty!H2 correlation", "in one of its 2 rows, found none"),
    ([[*WING, None, "g", 0.4], [*DESIGN, None, "g", 0.5]], "Uncertainty!H3 correlation", "0.4, found 0.5"),
    ([[*WING, None, "g", -0.6], [*DESIGN, None, "g"], ["Packages", "Tests", "value", "uniform", "1; 2", None, "g"]],
     "Uncertainty!H2 correlation", "expected at least -0.48"),
])  # fmt: skip
def test_distributions_and_groups_that_cannot_be_are_refused_when_read(
    rows: list[list[Any]], where: str, said: str
) -> None:
    problem, findings = reading(*rows)
    assert problem is None
    assert [f.where for f in errors(findings)] == [where]
    assert said in errors(findings)[0].message


@pytest.mark.parametrize(("rows", "where", "rule", "said"), [
    ([["Packges", *WING[1:]]], "Uncertainty!A2 sheet", "unknown sheet", "found 'Packges'"),
    ([["Changes", "a", "value", "uniform", "1; 2"]], "Uncertainty!A2 sheet", "unknown sheet", "found 'Changes'"),
    ([["Packages", "Wings", "value", "uniform", "1; 2"]], "Uncertainty!B2 row", "nothing matches", "'Wings'"),
    ([["Packages", "Wing", "valeu", "uniform", "1; 2"]], "Uncertainty!C2 column", "unknown column", "'valeu'"),
    ([["Packages", "Wing", None, "uniform", "1; 2"]], "Uncertainty!C2 column", "needed cell", "blank"),
    ([["Packages", "Wing", "sector", "uniform", "1; 2"]], "Uncertainty!C2 column", "distribution", "numbers"),
    ([["History", "*", "year", "uniform", "1; 2"]], "Uncertainty!C2 column", "distribution", "numbers"),
    ([["Packages", "Tests", "latest", "uniform", "1; 2"]], "Uncertainty!C2 column", "distribution", "numbers"),
    ([["Packages", "Engine", "value", "uniform", "1; 2"]], "Uncertainty!B2 row", "nothing matches", "blank"),
    ([["Budgets", "UK", "2031", "uniform", "1; 2"]], "Uncertainty!B2 row", "nothing matches", "2031"),
    ([["Programme", "budget", None, "uniform", "1; 2"]], "Uncertainty!B2 row", "nothing matches", "'budget'"),
    ([["Budgets", "DE", "2027", "uniform", "1; 2"]], "Uncertainty!B2 row", "distribution", "other than 0"),
    ([["Packages", "Wing", "value", "uniform", "-1; 2"]], "Uncertainty!E2 parameters", "distribution", "at least 0"),
    ([["Nations", "UK", "vat", "uniform", "50; 150", "value"]], "Uncertainty!E2 parameters", "distribution", "100"),
    ([WING, ["Packages", "*", "value", "uniform", "1; 2"]], "Uncertainty!B3 row", "drawn twice", "row 2 draws"),
    ([["Requirements", "DE", "2032", "uniform", "1; 2"], ["Requirements", "DE", "total", "uniform", "1; 2"]],
     "Uncertainty!B3 row", "drawn twice", "row 2 draws"),
])  # fmt: skip
def test_cells_that_cannot_be_drawn_are_told_at_the_row_that_means_them(
    rows: list[list[Any]], where: str, rule: str, said: str
) -> None:
    _, findings = inputs_of(base(*rows))
    assert [(f.where, f.rule) for f in errors(findings)] == [(where, rule)]
    assert said in errors(findings)[0].message


def test_an_estimate_is_worked_out_already_which_is_said() -> None:
    _, (finding,) = inputs_of(base(["Phases", "Development", "estimate", "uniform", "1; 2"]))
    assert (finding.level, finding.where) == ("warning", "Uncertainty!C2 column")


def test_a_part_of_a_heading_may_be_drawn_though_the_parts_no_longer_sum() -> None:
    problem = base(WING)
    assert any(heading.value_by_item_m for heading in problem.headings)
    assert drawn_with(problem, 1.4).packages != problem.packages
