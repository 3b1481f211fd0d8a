"""Conflicts: planted ones are found row by row, random ones are proven; what is stopped early says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from procure import planning, solve
from procure.explain import conflict, least
from procure.explain.claims import claims, without
from procure.explain.conflict import Conflict, find, find_all
from procure.explain.feasible import NO, UNKNOWN, YES, Oracle
from procure.findings import Refused
from procure.problem import Problem, Rule
from procure.solve import Options
from tests.clauses import small
from tests.explain import infeasible
from tests.explain.planted import PLANTED, budget_against_date, two_floors, whole_packages_against_capacities

SLICE = range(10)

Planted = Callable[[], tuple[Problem, set[str]]]


def names(found: Conflict | None) -> set[str]:
    assert found is not None
    return {claim.name for claim in found.claims}


def minimal_conflicts(problem: Problem) -> list[set[str]]:
    """Every set of claims that leaves no plan when all others are given up, and needs each of its members.

    Larger sets first: of what can be kept together every part can be.
    """
    every = claims(problem)
    kept_together: list[set[str]] = []
    conflicts: list[set[str]] = []
    for size in range(len(every), -1, -1):
        for kept in combinations(every, size):
            have = {claim.name for claim in kept}
            if any(have <= more for more in kept_together):
                continue
            left = without(problem, [claim for claim in every if claim.name not in have])
            (kept_together if has_a_plan(left) else conflicts).append(have)
    return [one for one in conflicts if not any(other < one for other in conflicts)]


def has_a_plan(problem: Problem) -> bool:
    outcome = planning.plan(problem, Options(time_limit=20.0))
    assert outcome.state in (solve.PROVEN, solve.GAP, solve.INFEASIBLE), outcome.state
    return outcome.state != solve.INFEASIBLE


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.__name__)
def test_the_only_conflict_there_is_by_enumeration_is_found_with_exactly_its_rows(planted: Planted) -> None:
    problem, rows = planted()
    assert len(claims(problem)) > len(rows)
    assert minimal_conflicts(problem) == [rows]
    found = find(problem)
    assert names(found) == rows
    assert found is not None
    assert (found.proven, found.smallest, found.only, found.physics) == (True, True, True, False)


@pytest.mark.parametrize("seed", SLICE)
def test_a_conflict_of_a_random_programme_is_proven_and_needs_every_member(seed: int) -> None:
    drawn = infeasible.draw(seed)
    assert infeasible.wrong(drawn, find(drawn)) == ""


def test_a_conflict_that_leaves_out_a_row_or_has_one_too_many_is_found_out() -> None:
    problem, _ = budget_against_date()
    found = find(problem)
    assert found is not None
    extra = next(claim for claim in claims(problem) if claim not in found.claims)
    assert infeasible.wrong(problem, replace(found, claims=found.claims[1:])) == "has a plan"
    assert infeasible.wrong(problem, replace(found, claims=(*found.claims, extra))) == f"{extra.name} is not needed"


def test_a_programme_with_a_plan_has_no_conflict() -> None:
    assert find(small.problem(packages=[small.one_off()], budgets=[small.budget(20, 20, 20)])) is None
    assert find_all(small.problem(packages=[small.one_off()]), 3) == []


def test_without_anything_to_give_up_it_is_physics() -> None:
    problem = small.problem(packages=[small.one_off(months=60.0)], budgets=[small.budget(20, 20, 20)])
    found = find(problem)
    assert found is not None
    assert (found.physics, found.claims, found.proven) == (True, (), True)


def test_what_is_held_is_never_offered() -> None:
    problem, rows = two_floors()
    held = find(problem, held=["Rules[French floor]"])
    assert names(held) == rows - {"Rules[French floor]"}
    found = find(problem, held=[claim for claim in claims(problem) if claim.name in rows])
    assert found is not None
    assert found.physics


def test_fewer_rows_are_preferred_and_equal_ones_are_proven_smallest() -> None:
    """Three rules of 40 % that conflict together, and a rule that can hold with none of what is there."""
    makers = [small.supplier(name, nation) for name, nation in (("A", "DE"), ("B", "FR"), ("C", "IT"))]
    floors = [Rule(n, "work", (n,), amount=40.0, base="% of total work") for n in ("DE", "FR", "IT")]
    alone = Rule("dear", "work", ("all",), each=False, relation=">=", amount=99.0, base="M")
    problem = small.problem(
        nations=[small.nation(n) for n in ("DE", "FR", "IT")],
        suppliers=makers,
        packages=[small.one_off(divisible=True, most=3)],
        rules=[*floors, alone],
    )
    found = find(problem)
    assert names(found) == {"Rules[dear]"}
    assert found is not None
    assert (found.smallest, found.only) == (True, False)
    assert [names(one) for one in find_all(problem, 5)] == [{"Rules[dear]"}, {"Rules[DE]", "Rules[FR]", "Rules[IT]"}]
    assert len(find_all(problem, 1)) == 1


def test_a_smaller_conflict_than_the_one_at_hand_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, rows = two_floors()
    alone = Rule("dear", "work", ("all",), each=False, relation=">=", amount=99.0, base="M")
    problem = problem.replace(rules=(*problem.rules, alone))
    at_hand = [claim for claim in claims(problem) if claim.name in rows]
    monkeypatch.setattr(conflict._Search, "_by_relaxation", lambda self: at_hand)
    first = find(problem, more=0)
    assert names(first) == rows
    assert first is not None
    assert (first.proven, first.smallest) == (True, False)
    assert names(find(problem)) == {"Rules[dear]"}


def test_whole_packages_conflict_where_the_relaxation_has_a_plan() -> None:
    problem, rows = whole_packages_against_capacities()
    assert not Oracle().ruled_out(problem)
    assert names(find(problem)) == rows


def test_it_is_told_how_far_the_search_has_come() -> None:
    problem, rows = budget_against_date()
    seen: list[tuple[int, int]] = []
    found = find(problem, watch=lambda left, tried: seen.append((left, tried)))
    assert found is not None
    assert seen[0][0] == len(claims(problem))
    assert seen[-1] == (len(rows), found.tried)
    assert seen == sorted(seen, key=lambda one: (-one[0], one[1]))


def test_ctrl_c_ends_with_what_is_known_so_far_and_does_not_call_it_proven() -> None:
    problem, rows = budget_against_date()
    for stop in range(1, 18):

        def pressed(left: int, tried: int, stop: int = stop) -> None:
            if tried >= stop:
                raise KeyboardInterrupt

        found = find(problem, watch=pressed)
        assert found is not None
        assert rows <= names(found)
        assert not found.undecided
        assert not found.proven or names(found) == rows


def test_ctrl_c_before_anything_is_known_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object) -> tuple[solve.Answer, solve.Floats]:
        raise KeyboardInterrupt

    monkeypatch.setattr(solve, "dual_values", pressed)
    assert find(budget_against_date()[0]) == Conflict((), False, 1, undecided=True)


def test_without_time_nothing_is_claimed() -> None:
    problem, _ = budget_against_date()
    found = find(problem, Options(time_limit=0.0))
    assert found == Conflict((), False, 0, undecided=True)


def test_a_problem_that_cannot_be_written_is_refused() -> None:
    problem, _ = two_floors()
    with pytest.raises(Refused):
        find(problem.replace(rules=[Rule("odd", "work", base="units")]))


def test_a_conflict_names_the_cells_of_the_workbook() -> None:
    problem, _ = budget_against_date()
    lines = tuple(replace(line, row=5 + number) for number, line in enumerate(problem.budgets))
    labels = problem.programme.calendar.labels
    lines = tuple(
        replace(line, limits=tuple(replace(limit, column=labels[limit.span.first]) for limit in line.limits))
        for line in lines
    )
    letters = {"Budgets": dict(zip(labels, "DEF", strict=True))}
    found = find(problem.replace(budgets=lines, columns=letters))
    assert found is not None
    cells = {cell for claim in found.claims for cell in claim.cells}
    assert "Budgets!D6 2027" in cells
    assert "Budgets!D5 2027" not in cells


# The oracle


def test_answers_are_kept_and_follow_from_one_another() -> None:
    problem, rows = budget_against_date()
    every = claims(problem)
    oracle = Oracle()
    assert oracle.answer(problem) == NO
    planted = [claim for claim in every if claim.name in rows]
    others = [claim for claim in every if claim.name not in rows]
    assert oracle.answer(problem, others) == NO
    tried = oracle.tried
    assert oracle.answer(problem, others[:1]) == NO  # less is given up
    assert oracle.tried == tried
    assert oracle.answer(problem, planted[:1]) == YES
    tried = oracle.tried
    assert oracle.answer(problem, [*others, planted[0]]) == YES  # more is given up
    assert oracle.answer(problem, planted[:1]) == YES
    assert oracle.tried == tried


def test_a_lone_infeasible_of_the_solver_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two small searches and the whole one say that there is no plan; the second opinion finds one."""
    problem, _ = whole_packages_against_capacities()
    real, lies = solve.solve, [solve.Answer(solve.INFEASIBLE, None, None, None, 0.0)] * 3

    def lying(matrix: solve.Matrix, options: Options) -> solve.Answer:
        return lies.pop() if matrix.whole.any() and lies else real(matrix, options)

    monkeypatch.setattr(solve, "solve", lying)
    assert Oracle().answer(problem.replace(capacities=())) == YES
    assert not lies


def test_a_plan_of_the_solver_that_does_not_hold_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, _ = whole_packages_against_capacities()
    real = solve.solve
    monkeypatch.setattr(solve, "solve", lambda matrix, options: real(matrix.relaxed(), options))
    assert Oracle().answer(problem) == UNKNOWN


def test_a_proof_is_worth_what_our_own_sum_says_and_not_what_the_solver_says(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, _ = budget_against_date()
    real = solve.dual_values

    def lying(matrix: solve.Matrix, options: Options) -> tuple[solve.Answer, solve.Floats]:
        answer, values = real(matrix, options)
        return answer, -values

    assert Oracle().ruled_out(problem)
    monkeypatch.setattr(solve, "dual_values", lying)
    assert not Oracle().ruled_out(problem)
    assert Oracle().answer(problem) == NO


def test_a_problem_near_by_is_ruled_out_by_the_same_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, rows = budget_against_date()
    oracle = Oracle()
    assert oracle.ruled_out(problem)
    monkeypatch.setattr(solve, "dual_values", None)
    assert oracle.ruled_out(problem, [claim for claim in claims(problem) if claim.name not in rows])


def test_items_that_are_enough_together_are_found_by_halves() -> None:
    for needed in ([3], [0, 9], [2, 5, 7], list(range(10))):
        assert least.minimal(range(10), {*needed}.issubset) == needed
    assert least.minimal([], lambda some: True) == []
    assert least.minimal([1, 2], lambda some: True) == []


def test_fewest_members_meet_every_set() -> None:
    sets = [frozenset("ab"), frozenset("bc"), frozenset("cd")]
    assert least.meeting(sets, 1) is None
    assert least.meeting(sets, 3) == frozenset("bc") or least.meeting(sets, 3) == frozenset("ac")
    assert least.meeting([], 2) == frozenset()
    assert least.meeting([frozenset()], 5) is None
