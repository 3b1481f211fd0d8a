"""Scenarios of the sheet Changes: parents, composition, and what is wrong with them at which cell."""

from __future__ import annotations

from typing import Any

from procure.findings import Finding
from procure.problem import Problem
from procure.whatif import scenarios
from tests.workbook import books

HEADER = ["scenario", "parent", "do", "sheet", "row", "column", "operation", "value"]


def base(*rows: list[Any]) -> Problem:
    tables = books.good() | {"Changes": [HEADER, *rows]}
    found, findings = books.read(tables)
    assert found is not None, "\n".join(map(str, findings))
    return found


def said(*rows: list[Any]) -> list[Finding]:
    return scenarios.of_problem(base(*rows))[1]


def gdp(problem: Problem | None, nation: str = "UK") -> float | None:
    assert problem is not None
    return next(n.gdp for n in problem.nations if n.id == nation)


RICH = ["rich", None, None, "Nations", "UK", "gdp", "set", 5000]
RICHER = ["richer", "rich", None, "Nations", "UK", "gdp", "multiply", 2]
MORE = ["more", "rich", None, "Nations", "UK", "gdp", "add", 1]


def test_a_scenario_builds_on_its_parent() -> None:
    problem = base(RICH, RICHER)
    found, findings = scenarios.of_problem(problem)
    assert not findings
    assert gdp(scenarios.resolve(problem, found["rich"]).problem) == 5000
    assert gdp(scenarios.resolve(problem, found["richer"]).problem) == 10000


def test_scenarios_are_composed_from_left_to_right_and_a_common_parent_counts_once() -> None:
    problem = base(RICH, RICHER, MORE)
    found, _ = scenarios.of_problem(problem)
    assert gdp(scenarios.resolve(problem, scenarios.composed(found, ["richer", "more"])).problem) == 10001
    assert gdp(scenarios.resolve(problem, scenarios.composed(found, ["more", "richer"])).problem) == 10002


def test_the_rows_of_a_scenario_are_done_from_top_to_bottom() -> None:
    rows = [["s", None, None, "Nations", "UK", "gdp", "set", 100], ["s", None, None, "Nations", "UK", "gdp", "add", 5]]
    problem = base(*rows)
    assert gdp(scenarios.resolve(problem, scenarios.of_problem(problem)[0]["s"]).problem) == 105


def test_a_scenario_that_is_its_own_ancestor_is_named_at_its_cell() -> None:
    (finding,) = said(["a", "b", *RICH[2:]], ["b", "a", *RICH[2:]])[:1]
    assert (finding.rule, finding.where) == ("cyclic scenarios", "Changes!B2 parent")


def test_two_scenarios_of_one_name_are_named() -> None:
    (finding,) = said(RICH, MORE, RICH)
    assert (finding.rule, finding.where) == ("two scenarios of one name", "Changes!A4 scenario")
    (finding,) = said(RICH, ["Rich", *MORE[1:]])
    assert finding.rule == "two scenarios of one name"
    (finding,) = said(RICH, ["rich", "more", *RICH[2:]], MORE)[-1:]
    assert finding.rule in ("two scenarios of one name", "cyclic scenarios")


def test_unknown_parents_columns_sheets_and_operations_are_named_at_their_cells() -> None:
    assert [(f.rule, f.where) for f in said(["a", "z", *RICH[2:]])] == [("unknown scenario", "Changes!B2 parent")]
    wrong = [
        (["a", None, None, "Nations", "UK", "gpd", "set", 1], "unknown column"),
        (["a", None, None, "Nation", "UK", "gdp", "set", 1], "unknown sheet"),
        (["a", None, "fly to the moon", None, None, None, None, None], "unknown operation"),
        (["a", None, None, None, "UK", "gdp", "set", 1], "change"),
    ]
    for row, rule in wrong:
        (finding,) = said(row)
        assert (finding.rule, finding.where.split("!")[0]) == (rule, "Changes")


def test_a_pattern_that_matches_nothing_is_named_at_the_cell_of_changes() -> None:
    problem = base(["a", None, None, "Nations", "FR", "gdp", "set", 1])
    found = scenarios.resolve(problem, scenarios.of_problem(problem)[0]["a"])
    assert found.problem is None
    assert [(f.rule, f.where) for f in found.findings] == [("nothing matches", "Changes!E2 row")]


def test_a_value_of_the_wrong_type_is_complained_of_where_it_goes() -> None:
    problem = base(["a", None, None, "Nations", "UK", "gdp", "set", "rich"])
    found = scenarios.resolve(problem, scenarios.of_problem(problem)[0]["a"])
    assert found.problem is None
    assert found.findings[0].where == "Nations!E2 gdp"


def test_one_edit_in_words_is_a_scenario() -> None:
    problem = base(RICH)
    assert gdp(scenarios.resolve(problem, scenarios.of_edit("Nations[UK, gdp] = 7")).problem) == 7
