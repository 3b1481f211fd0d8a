"""OCCAR global balance: return over several programmes and several years, recorded, and left to the board."""

from __future__ import annotations

import pytest

from procure import agreement
from procure.calendar import Calendar
from procure.origins import History
from procure.problem import Problem
from tests.clauses import small
from tests.models.agreed import cost, held, missed, radar, results, tanks, under, work

NAME, FLOOR, RATIO, POINTS = (
    "occar-global-balance", "programme floor", "overall balance", "overall balance in points",
)  # fmt: skip
MODEL = agreement.load(NAME)
# What Beta must have, x of the radar, at 1.2 of the price: 120 x = part of (100 + 20 x)
AT_FLOOR, AT_BALANCE = 33 / (120 - 0.33 * 20), 48 / (120 - 0.48 * 20)


def programme(*factors: float, done_before: float | None = None, amount: float = 100.0) -> Problem:
    """Two nations with a half each; in another programme both paid the same, and DE's industry has done so much."""
    before = [] if done_before is None else [
        History("frigates", None, "FR", 2026, paid_m=amount / 2, work=amount - done_before),
        History("frigates", None, "DE", 2026, paid_m=amount / 2, work=done_before),
    ]  # fmt: skip
    return radar(*factors, history=before, **tanks(1, 1))


def test_work_in_a_programme_should_not_fall_below_two_thirds_of_the_cost_share() -> None:
    problem = under(NAME, programme(1.0, 1.2), {RATIO: {"strength": "report"}})
    assert cost(problem) == pytest.approx(100 + 20 * AT_FLOOR, abs=0.05)
    assert held(problem, FLOOR) == [True, True]


def test_over_three_years_no_nation_should_be_more_than_4_per_cent_short() -> None:
    problem = under(NAME, programme(1.0, 1.2))
    assert cost(problem) == pytest.approx(100 + 20 * AT_BALANCE, abs=0.05)
    assert held(problem, RATIO) == [True, True]


def test_the_other_reading_of_the_4_per_cent_is_reported_beside_it() -> None:
    assert {r.id: r.strength for r in MODEL.rules} == {FLOOR: "should", RATIO: "should", POINTS: "report"}
    problem = under(NAME, programme(1.0, 1.2), {RATIO: {"amount": 90.0}})  # 45 of 50 is 5 points short
    assert held(problem, POINTS) == [False, True]
    swapped = {RATIO: {"strength": "report"}, POINTS: {"strength": "should", "penalty_m": 1.0}}
    problem = under(NAME, programme(1.0, 1.2), swapped)
    assert work(problem)["DE"] / sum(work(problem).values()) == pytest.approx(0.46, abs=0.0005)
    assert held(problem, RATIO) == [False, True]


def test_what_a_nation_had_in_another_programme_makes_up_for_this_one() -> None:
    problem = under(NAME, programme(1.0, 1.2, done_before=70.0))  # 26 of what the balance asks for is left, of 48
    assert cost(problem) == pytest.approx(100 + 20 * AT_FLOOR, abs=0.05)  # only this programme's own floor is left
    assert held(problem, RATIO) == [True, True]


def test_but_not_when_it_lies_more_than_three_years_back() -> None:
    old = [History("frigates", None, n, 2023, paid_m=50.0, work=w) for n, w in (("FR", 0.0), ("DE", 100.0))]
    problem = under(NAME, radar(1.0, 1.2, history=old, **tanks(1, 1)))
    assert cost(problem) == pytest.approx(100 + 20 * AT_BALANCE, abs=0.05)


def test_each_programme_has_its_own_floor() -> None:
    problem = under(NAME, programme(1.0, 1.2, done_before=20.0))
    found = {(one.who, one.phase): one.held for one in results(problem, FLOOR)}
    assert found[("DE", "frigates")] is False  # what was done before is told, no plan can change it
    assert found[("DE", "Small")] is True


def test_nothing_holds_in_every_plan_a_miss_only_weighs() -> None:
    dear = under(NAME, programme(1.0, 4.0))  # 300 M more for all of it; a per cent missed weighs 1 M
    assert cost(dear) == pytest.approx(100 + 300 * 33 / (400 - 0.33 * 300), abs=0.05)  # the balance is not worth it
    assert held(dear, FLOOR) == [True, True]
    assert held(dear, RATIO) == [False, True]
    alone = under(NAME, programme(1.0))
    assert cost(alone) == pytest.approx(100)
    assert [float(m or 0) for m in missed(alone, FLOOR)] == [66, 0]


def test_where_prices_are_equal_the_balance_is_free() -> None:
    assert cost(under(NAME, programme(1.0, 1.0))) == pytest.approx(100)


@pytest.mark.parametrize(
    ("length", "first", "window"), [("year", "2027", 3), ("half", "2027-H1", 6), ("quarter", "2027-Q1", 12)]
)
def test_three_years_are_three_years_whatever_the_periods(length: str, first: str, window: int) -> None:
    rules = MODEL.on(Calendar(first, length, 8)).rules
    assert [r.window for r in rules] == ["at the end", f"rolling {window}", f"rolling {window}"]
    problem = radar(1.0, 1.2, periods=2, length=length, **tanks(1, 1))
    needs = [small.need(1, 0, nation=n) for n in ("FR", "DE")]
    bound = under(NAME, problem.replace(requirements=tuple(needs)))
    assert cost(bound) == pytest.approx(100 + 20 * AT_BALANCE, abs=0.05)
