"""From the solver's numbers to a plan's: whole where whole, money in leaves that add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure import rounding
from procure.facts import Facts
from procure.plan import Plan, dec
from procure.planning import plan
from procure.problem import Problem
from tests.clauses import small

UNIT = Decimal("0.01")
AMOUNTS = st.lists(st.decimals(0, 1000, places=6), min_size=1, max_size=12)


@given(AMOUNTS)
def test_leaves_along_time_are_never_behind_or_ahead_by_more_than_half_a_unit(amounts: list[Decimal]) -> None:
    leaves = rounding.cumulated(dict(enumerate(amounts)), UNIT)
    for t in range(len(amounts)):
        so_far = sum((leaves[u] for u in range(t + 1)), Decimal(0))
        assert abs(so_far - sum(amounts[: t + 1])) <= UNIT / 2
        assert leaves[t] % UNIT == 0


@given(AMOUNTS)
def test_no_leaf_of_nothing(amounts: list[Decimal]) -> None:
    leaves = rounding.cumulated(dict(enumerate(amounts)), UNIT)
    assert all(leaves[t] == 0 for t, amount in enumerate(amounts) if amount == 0)


@given(AMOUNTS)
def test_the_largest_remainders_are_rounded_up_until_the_total_is_met(amounts: list[Decimal]) -> None:
    wanted = {str(k): amount for k, amount in enumerate(amounts)}
    total = rounding.to_unit(sum(amounts, Decimal(0)), UNIT)
    leaves = rounding.shared(total, wanted, UNIT)
    assert sum(leaves.values()) == total
    assert all(abs(leaves[n] - wanted[n]) < UNIT for n in wanted)
    raised = [wanted[n] - wanted[n] // UNIT * UNIT for n in wanted if leaves[n] > wanted[n]]
    lowered = [wanted[n] - wanted[n] // UNIT * UNIT for n in wanted if leaves[n] <= wanted[n]]
    assert not raised or not lowered or min(raised) >= max(lowered)


def test_equal_remainders_go_to_the_first_name() -> None:
    third = Decimal(1) / 3
    assert rounding.shared(Decimal(1), {"FR": third, "DE": third, "IT": third}, UNIT) == {
        "DE": Decimal("0.34"), "FR": Decimal("0.33"), "IT": Decimal("0.33"),
    }  # fmt: skip


def test_more_than_was_wanted_is_taken_back_where_it_was_most() -> None:
    wanted = {"DE": Decimal("0.029"), "FR": Decimal("0.021")}
    assert sum(rounding.shared(Decimal("0.02"), wanted, UNIT).values()) == Decimal("0.02")


def test_what_is_behind_in_one_period_is_made_up_in_the_next() -> None:
    """A third of 0.01 M a period cannot be charged; over three periods each of three nations is charged it once."""
    nations = [small.nation(n) for n in ("DE", "FR", "IT")]
    f = Facts(small.problem(periods=3, nations=nations))
    spend = {("build", t): Decimal("0.01") for t in range(3)}
    raw = {(n.id, "build", t): 0.01 / 3 for n in nations for t in range(3)}
    charged = rounding.shares(f, raw, raw, {"spend": spend})
    assert sorted(n for (n, _, _), leaf in charged.items() if leaf) == ["DE", "FR", "IT"]


@pytest.fixture(scope="module")
def thirds() -> tuple[Problem, Plan]:
    """Thirds of everything: a package of three periods shared by three suppliers, three nations, hours by the third."""
    problem = small.problem(
        periods=4,
        nations=[small.nation(n) for n in ("DE", "FR", "IT")],
        suppliers=[small.supplier(f"S{k}", n) for k, n in enumerate(("DE", "FR", "IT"))],
        packages=[
            small.one_off(value_m=100.0, months=36, divisible=True, fewest=3, most=3, smallest_fraction=1 / 3),
            small.per_unit(value_m=10 / 7, divisible=True, fewest=3, most=3, smallest_fraction=0.333),
        ],
        items=[small.item(whole=False)],
        requirements=[small.need(10 / 3, 0, 10 / 3, 0)],
    )
    found = plan(problem).plan
    assert found is not None
    return problem, found


def test_parts_of_a_package_sum_to_one(thirds: tuple[Problem, Plan]) -> None:
    assert thirds[1].total("start") == 1


def test_quantities_that_are_not_whole_sum_to_what_is_needed_to_the_sixth_digit(thirds: tuple[Problem, Plan]) -> None:
    assert abs(thirds[1].total("deliver") - dec(20 / 3)) < Decimal("0.00001")


def test_every_total_is_a_sum_of_leaves_of_whole_units(thirds: tuple[Problem, Plan]) -> None:
    _, found = thirds
    spent = found.total("spend")
    assert spent == found.total("price") + found.total("setup")
    assert spent == found.total("work") == found.total("charge") == found.total("due") == found.total("pay")
    for family in ("price", "charge", "due", "pay"):
        assert all(value % UNIT == 0 and value > 0 for _, value in found.items(family))


def test_nations_with_equal_keys_are_charged_within_a_unit_of_each_other(thirds: tuple[Problem, Plan]) -> None:
    charged = [thirds[1].total("charge", n) for n in ("DE", "FR", "IT")]
    assert max(charged) - min(charged) <= UNIT


def test_decisions_that_are_not_taken_are_left_out(thirds: tuple[Problem, Plan]) -> None:
    assert all(value for family in thirds[1].values.values() for value in family.values())


def test_whole_decisions_are_whole_numbers_whatever_the_solver_s_last_digits() -> None:
    f = Facts(small.problem(packages=[small.one_off()], items=[small.item()], requirements=[small.need(2, 0, 0)]))
    columns = [("award", ("radar", "Alpha")), ("begin", ("radar", 0)), ("start", ("radar", "Alpha", 0)),
               ("built", ("tank", 0)), ("deliver", ("tank", "FR", 0)),
               *(("charge", ("FR", "build", t)) for t in range(3))]  # fmt: skip
    numbers = [0.9999999, 1.0000001, 0.9999998, 2.0000001, 1.9999999, 12.0, 0.0, 0.0]
    whole = [True, True, False, True, True, False, False, False]
    found = Plan(rounding.plan_values(f, columns, numbers, whole))
    assert found.get("award", "radar", "Alpha") == found.get("begin", "radar", 0) == 1
    assert found.get("start", "radar", "Alpha", 0) == 1
    assert found.get("built", "tank", 0) == found.get("deliver", "tank", "FR", 0) == 2
    assert found.get("late", "tank", "FR", 0) == 0
