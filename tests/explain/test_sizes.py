"""Sizes of repairs: slopes of rows, least sizes, whole steps, weights, and names of what is protected."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from procure.explain import whole_steps
from procure.explain.claims import claims
from procure.explain.claims.claim import Claim, Way
from procure.explain.loosening import Loosened, applied, rounded_up, weight_of_one
from procure.explain.protected import protected
from procure.explain.sizes import Search
from procure.explain.slopes import built, slopes
from procure.problem import Budget, Item, Problem, Rule
from procure.solve import Options
from tests.clauses import small
from tests.explain.planted_more import addressed
from tests.problems import two_nations
from tests.whatif.tiny import limits

BUDGETS = (Budget("FR", limits(60.0, 60.0, 20.0, 20.0), 0.1), Budget("DE", limits(50.0, 50.0, 50.0, 50.0), 0.25))
WORK = Rule("home", "work", ("DE",), amount=400.0, base="% of own cost")


def claim(problem: Problem, name: str) -> Claim:
    """The claim of that name."""
    return next(one for one in claims(problem) if one.name == name)


def cells(problem: Problem, *names: str) -> list[Loosened]:
    """Every cell of these claims, by a step."""
    return [Loosened(one, way, way.step) for one in (claim(problem, name) for name in names) for way in one.ways]


def test_slopes_told_together_are_those_that_each_cell_has_by_itself() -> None:
    problem = two_nations(budgets=BUDGETS)
    base = built(problem)
    assert base is not None
    of = cells(problem, "Budgets[FR]", "Budgets[DE]")
    found = slopes(problem, base, of, np.zeros(len(base.matrix.cost)))
    assert found.everywhere
    assert [cell.way for cell in found.cells] == [cell.way for cell in of]
    for cell, rows, by in zip(found.cells, found.rows, found.by, strict=True):
        other = built(applied(problem, [cell.by(7.0)]))
        assert other is not None
        moved = {k: (a.right - b.right) / 7 for k, (a, b) in enumerate(zip(base.m.rows, other.m.rows, strict=True))}
        moved = {k: number for k, number in moved.items() if abs(number) > 1e-9}
        assert dict(zip(rows.tolist(), by.tolist(), strict=True)) == pytest.approx(moved)
        carried = {"FR": -0.1, "DE": -0.25}[cell.claim.owner]
        assert sorted(moved.values()) == pytest.approx([-1.0, carried])


def test_a_rule_of_shares_moves_rows_by_what_is_decided() -> None:
    problem = two_nations(WORK)
    base = built(problem)
    assert base is not None
    nothing = slopes(problem, base, cells(problem, "Rules[home]"), np.zeros(len(base.matrix.cost)))
    some = slopes(problem, base, cells(problem, "Rules[home]"), np.ones(len(base.matrix.cost)))
    assert not some.everywhere
    assert not nothing.cells
    assert some.by[0][0] > 0


def test_a_latest_delay_has_no_slopes() -> None:
    problem = two_nations(items=(Item("tank", "production", latest_delay_months=0.0),))
    found = Search(problem, [claim(problem, "Items[tank, latest delay]")], Options())
    assert found.least() is None
    assert [one.name for one in found.others] == ["Items[tank, latest delay]"]


def test_sizes_are_rounded_up_to_steps_but_not_for_the_solvers_error() -> None:
    way = Way("Budgets", ("FR", "", "cash"), "2027", 10.0)
    assert rounded_up(way, 3.141) == 3.15
    assert rounded_up(way, 3.14 + 1e-10) == 3.14
    assert rounded_up(replace(way, step=5.0, most=8.0), 6.0) == 8.0


@pytest.mark.parametrize("least", [1, 2, 3, 7, 8, 20])
def test_the_fewest_steps_are_found(least: int) -> None:
    assert whole_steps.fewest_steps(lambda steps: steps >= least, 20) == least


def test_no_number_of_steps_may_be_enough() -> None:
    assert whole_steps.fewest_steps(lambda _: False, 20) is None
    assert whole_steps.fewest_steps(lambda _: True, 0) is None


def test_money_weighs_its_amount_in_the_programmes_currency() -> None:
    problem = two_nations(budgets=BUDGETS)
    line = claim(problem, "Budgets[FR]")
    assert Loosened(line, line.ways[0], 38.0).weight(problem) == 38.0


def test_a_rule_weighs_by_its_figure_and_rank() -> None:
    rule = claim(two_nations(WORK), "Rules[home]")
    assert weight_of_one(two_nations(WORK), rule, rule.ways[0]) == 2 * 100 / 400
    assert Loosened(rule, rule.ways[0]).weight(two_nations(WORK)) == 200.0


@pytest.mark.parametrize("name", ["Budgets[FR]", "fr", "FR", "Budgets", "money"])
def test_a_budget_is_protected_by_any_of_its_names(name: str) -> None:
    held, findings = protected(claims(two_nations(budgets=BUDGETS)), [name])
    assert not findings
    assert "Budgets[FR]" in held


def test_a_kind_that_nothing_is_of_is_known_all_the_same() -> None:
    assert protected(claims(two_nations()), ["capacity"]) == (frozenset(), [])


def test_a_name_of_nothing_is_complained_of() -> None:
    held, (finding,) = protected(claims(two_nations(budgets=BUDGETS)), ["Budgets[ER]"])
    assert not held
    assert str(finding).startswith("error: --no-relax 'Budgets[ER]': expected a row, a rule, an owner or a kind")
    assert finding.hint == "Did you mean 'Budgets[FR]'?"


@pytest.mark.filterwarnings("error")
def test_an_amount_and_the_part_of_it_that_is_free_act_on_each_other_and_are_not_called_least() -> None:
    """8 hours more are missing: 16 more of which half is free weigh 1,200, all free and 6 more weigh 750."""
    work = small.one_off(effort=((10.0, "hours"),), given_to=(("Alpha", None),))
    half = small.capacity(4, 4, 4, unit="hours", free_fraction=0.5)
    problem = addressed(small.problem(packages=[work], capacities=[half]))
    several = cells(problem, "Capacity[Alpha, hours]")
    found = Search(problem, [several[0].claim], Options()).least()
    assert found is not None
    assert not found.exact
    base = built(problem)
    assert base is not None
    assert not slopes(problem, base, several, np.zeros(len(base.matrix.cost))).apart
    at_most = [replace(several[-1], way=replace(several[-1].way, now=100.0, most=0.0))]
    assert not slopes(problem, base, [several[0], *at_most], np.zeros(len(base.matrix.cost))).cells[1:]
