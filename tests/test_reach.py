"""What a sum of decisions can reach is never less than what a plan reaches, and not needlessly far from it."""

from __future__ import annotations

import pytest

from procure import funding, planning, rules, solve
from procure.facts import Facts
from procure.milp import Milp
from procure.pieces import Terms
from procure.reach import highest, lowest
from tests.clauses import small
from tests.generate import generate
from tests.generating.outside import with_funds


def most(m: Milp, terms: Terms) -> float:
    """The greatest value of the terms in the relaxation."""
    m.minimise([(-c, x) for c, x in terms])
    answer = solve.solve(m.matrix().relaxed(), solve.Options())
    assert answer.objective is not None
    return -answer.objective


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_reaches_beyond_the_bounds_of_a_rule(seed: int) -> None:
    f = Facts(with_funds(generate(seed, "tiny"), seed))
    m, _ = planning.build(Facts(f.problem.replace(rules=(), funds=())))
    for row in rules.rows(f):
        for _, terms, *_ in rules.inequalities(m, f, row):
            assert most(m, terms) <= highest(m, f, terms) + 1e-4
            assert -most(m, [(-c, x) for c, x in terms]) >= lowest(m, f, terms) - 1e-4


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_spends_more_on_a_phase_than_the_most(seed: int) -> None:
    f = Facts(generate(seed, "tiny"))
    m, _ = planning.build(f)
    for p in f.phases:
        assert most(m, [(1.0, m.x["spend"][p, t]) for t in f.periods]) <= funding.most_spend(f, p) + 1e-4


def test_starts_of_a_package_count_once_however_many_suppliers_and_periods_there_are() -> None:
    m, f = small.declared(small.problem(packages=[small.one_off()]))
    terms = [(5.0, x) for x in m.x["start"].values()]
    assert len(terms) == 6
    assert highest(m, f, terms) == 5
    assert lowest(m, f, terms) == 0


def test_money_of_a_phase_is_bounded_by_its_dearest_work() -> None:
    m, f = small.declared(small.problem(packages=[small.one_off()]))
    assert highest(m, f, [(1.0, x) for x in m.x["charge"].values()]) == 15
    assert lowest(m, f, [(2.0, m.x["spend"]["build", 0]), (-1.0, m.x["charge"]["FR", "build", 0])]) == -15


def test_a_decision_without_a_bound_is_an_error_of_the_one_who_asks() -> None:
    items = [small.item(may_store=True)]
    m, f = small.declared(small.problem(packages=[small.per_unit()], items=items, requirements=[small.need(1, 1, 1)]))
    with pytest.raises(ValueError, match="no bound"):
        highest(m, f, [(1.0, m.x["stock"]["tank", 0])])


def test_sets_of_an_item_that_may_have_a_surplus_are_bounded_for_every_supplier() -> None:
    items = [small.item(surplus=2.0)]
    tables = {"packages": [small.per_unit(divisible=True, most=None)], "requirements": [small.need(1, 1, 1)]}
    m, f = small.declared(small.problem(items=items, **tables))
    assert funding.most_spend(f, "build") == pytest.approx(5 * 2.0 + 5 * 2.5)
    assert highest(m, f, [(1.0, x) for x in m.x["make"].values()]) == 10
