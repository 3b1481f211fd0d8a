"""Repairs: least, of one kind where that is enough, promised as they come, and nothing protected is touched."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from procure import planning, solve
from procure.audit import audit
from procure.explain import changes_book
from procure.explain.claims import claims
from procure.explain.conflict import Conflict, find
from procure.explain.loosening import Loosened, applied, scenario
from procure.explain.repairs import Repair, in_the_way, repairs
from procure.facts import Facts
from procure.findings import Refused
from procure.problem import Budget, Pin, Problem, Rule
from procure.reading import read
from procure.whatif import scenarios, solving
from procure.whatif.shape import ANY, Shape
from procure.whatif.solving import How
from tests.explain.tightened import infeasible
from tests.problems import two_nations
from tests.whatif.tiny import limits

COLUMNS = {
    "Rules": {"rule": "A", "amount": "J"},
    "Budgets": {"nation": "A", **{str(2027 + t): c for t, c in enumerate("BCDE")}},
}
WORK = Rule("home", "work", ("DE",), amount=110.0, base="% of own cost", asked_by="DE", row=2)
TRIALS = Pin("award", "=", 1.0, package="trials", supplier="Krauss", row=2)
NO_TRIALS = Pin("award", "=", 0.0, package="trials", supplier="Krauss", row=3)


def programme(*rules: Rule, **tables: object) -> Problem:
    """The two nations with rows that have addresses."""
    return two_nations(*rules, columns=COLUMNS, **tables)


def poor(*amounts: float) -> Budget:
    """The budget of France by year; 240 M in all are what it has to pay."""
    return Budget("FR", limits(*amounts), row=2)


def repaired(problem: Problem, *protect: str, **more: object) -> list[Repair]:
    """Repairs of its conflict."""
    found = find(problem)
    assert found is not None
    return repairs(problem, found, protect, **more)  # type: ignore[arg-type]


def has_plan(problem: Problem | None) -> bool:
    """Whether planning finds a plan."""
    assert problem is not None
    return planning.plan(problem, None, ANY, shape=Shape(first=True), numbers=True).plan is not None


def test_money_is_repaired_by_exactly_what_is_missing() -> None:
    problem = programme(budgets=(poor(80.0, 30.0, 40.0, 50.0), Budget("DE", limits(*[500.0] * 4), row=3)))
    money = next(one for one in repaired(problem) if one.kind == "money")
    assert money.least
    assert all(one.size is not None for one in money.loosened)
    less = [one.by(round((one.size or 0.0) - 0.05, 2)) for one in money.loosened]
    assert has_plan(money.problem)
    assert not has_plan(applied(problem, less))


def test_the_least_weight_is_that_of_a_grid_of_sizes() -> None:
    problem = programme(budgets=(Budget("FR", limits(80.0, 30.0, 40.0, 50.0), row=2),))
    money = next(one for one in repaired(problem) if one.kind == "money")
    grid = range(0, 121, 10)
    line = next(claim for claim in claims(problem) if claim.kind == "money")
    weights = []
    for sizes in product(grid, repeat=2):
        several = [Loosened(line, way, float(s)) for way, s in zip(line.ways[2:], sizes, strict=True) if s]
        if sum(sizes) <= money.weight + 20 and has_plan(applied(problem, several)):
            weights.append(sum(sizes))
    assert min(weights) - 20 < money.weight <= min(weights) + 0.1


def test_a_rule_gives_way_by_the_least_that_leaves_a_plan() -> None:
    problem = programme(replace(WORK, amount=400.0), replace(WORK, id="less", amount=390.0, row=3))
    rule = next(one for one in repaired(problem) if one.kind == "rules")
    assert [one.claim.name for one in rule.loosened] == ["Rules[home]", "Rules[less]"]
    for one in rule.loosened:
        others = [other for other in rule.loosened if other is not one]
        assert not has_plan(applied(problem, [*others, one.by(round((one.size or 0.0) - 0.02, 2))]))


def test_the_words_name_the_cell_and_what_it_becomes() -> None:
    problem = programme(replace(WORK, amount=400.0))
    (one,) = repaired(problem)[0].loosened
    after = f"{400 - (one.size or 0.0):.12g}"
    assert one.words(problem) == f"Rule home gives way by {one.size:,.12g} % (Rules!J2 amount: 400 -> {after})"


def test_a_decision_is_given_up_as_a_row_that_is_dropped() -> None:
    found = repaired(programme(pins=(TRIALS, NO_TRIALS)))
    assert [one.kind for one in found] == ["decisions"]
    assert [(c.sheet, c.operation) for c in found[0].changes] == [("Pins", "drop")]


def test_kinds_are_mixed_where_none_is_enough() -> None:
    problem = programme(pins=(TRIALS, NO_TRIALS), budgets=(poor(*[10.0] * 4),))
    found = repaired(problem)
    mixed = [one for one in found if one.kind == "decisions and money"]
    assert mixed
    assert all(" and " in one.kind for one in found)
    for one in mixed:
        _each_change_is_needed(problem, one)


def test_what_is_protected_is_left_alone() -> None:
    problem = programme(replace(WORK, amount=400.0), budgets=(poor(*[10.0] * 4),))
    for name in ("Rules[home]", "home", "RULES", "de"):
        assert not any(c.sheet == "Rules" for one in repaired(problem, name) for c in one.changes), name


def test_an_unknown_name_to_protect_is_complained_of_with_the_nearest() -> None:
    problem = programme(replace(WORK, amount=400.0))
    with pytest.raises(Refused, match=r"found 'hmoe'.*Did you mean 'home'"):
        repaired(problem, "hmoe")


def test_where_nothing_works_the_protected_rows_are_told() -> None:
    problem = programme(replace(WORK, amount=400.0))
    assert repaired(problem, "home") == []
    assert [claim.name for claim in in_the_way(problem, ["home"])] == ["Rules[home]"]


def test_a_conflict_of_physics_has_no_repair() -> None:
    assert repairs(programme(), Conflict((), True, 1, physics=True)) == []


def test_the_changes_run_as_scenarios_give_the_plans_promised(tmp_path: Path) -> None:
    problem = _from_a_book(tmp_path, programme(replace(WORK, amount=400.0), budgets=(poor(60.0, 60.0, 20.0, 20.0),)))
    found = repaired(problem)
    changes_book.write(tmp_path / "repairs.xlsx", problem, found)
    again, findings = read(tmp_path / "repairs.xlsx")
    assert again is not None, findings
    named, findings = scenarios.of_problem(again)
    assert not findings
    assert list(named) == [one.name for one in found]
    for one in found:
        case = solving.base(scenarios.resolve(again, named[one.name]).problem or again, How())
        assert case.plan is not None
        assert one.outcome.plan is not None
        assert case.plan.values == one.outcome.plan.values


def test_ctrl_c_keeps_the_repairs_found_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = programme(replace(WORK, amount=400.0), pins=(TRIALS, NO_TRIALS))
    problem = problem.replace(rules=(), pins=(TRIALS, NO_TRIALS))
    known = find(problem)
    assert known is not None

    def stopped(*_: object) -> solving.Case:
        raise KeyboardInterrupt

    monkeypatch.setattr(solving, "base", stopped)
    (one,) = repairs(problem, known)
    assert one.outcome.state == solve.INTERRUPTED
    assert not one.planned
    assert one.outcome.plan is not None
    assert audit(one.outcome.plan, Facts(one.problem)).passed


def test_what_is_being_done_is_told() -> None:
    told: list[str] = []
    repaired(programme(pins=(TRIALS, NO_TRIALS)), watch=told.append)
    assert told == ["repairs by decisions", "planning the repairs"]


@pytest.mark.parametrize("seed", range(4))
def test_repairs_of_random_programmes_give_plans_and_nothing_in_them_is_superfluous(seed: int) -> None:
    problem, conflict = infeasible(seed)
    for one in repairs(problem, conflict):
        assert one.outcome.plan is not None, one.name
        assert audit(one.outcome.plan, Facts(one.problem)).passed
        assert scenarios.resolve(problem, scenario(problem, one.name, one.loosened)).problem == one.problem
        _each_change_is_needed(problem, one)


def _each_change_is_needed(problem: Problem, one: Repair) -> None:
    for left_out in one.loosened:
        assert not has_plan(applied(problem, [other for other in one.loosened if other is not left_out])), one.words


def _from_a_book(folder: Path, problem: Problem) -> Problem:
    """The problem as it is read from a workbook of it."""
    modelled = replace(problem.programme, model="best-value")
    changes_book.write(folder / "book.xlsx", problem.replace(programme=modelled), [])
    found, findings = read(folder / "book.xlsx")
    assert found is not None, findings
    return found
