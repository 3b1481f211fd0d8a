"""Risk with a known probability, whatever the number of workers; drivers; treasuries in years."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from procure.findings import Refused
from procure.origins import Uncertain
from procure.risk import drawing
from procure.risk.cells import undrawn
from procure.risk.estimates import probability
from procure.risk.found import Asked, Found, found
from procure.risk.inputs import inputs_of
from procure.risk.judging import Setting, judged
from procure.risk.tables import records, tables
from procure.risk.words import said_limit, words
from tests.risk.small import planned, price, ship

PRICES = price("uniform", "0.8; 1.4")
BREAKS = 1 / 3  # of 0.8 .. 1.4 what lies above 120 M of budget for 100 M of price


@cache
def of_the_ship(jobs: int = 1, seed: int = 5) -> Found:
    problem = ship(PRICES, Uncertain("Budgets", "FR", "2027", "discrete", "1: 50 %; 0.999999: 50 %"))
    return found(problem, planned(problem), Asked(90, seed, 0.95, jobs))


def test_a_known_probability_of_failure_lies_in_its_interval() -> None:
    one = of_the_ship()
    assert one.holds.low <= 1 - BREAKS <= one.holds.high
    assert one.holds.value == pytest.approx(1 - BREAKS, abs=1 / 90)
    (first, *_) = one.broken()
    assert first.limit == ("budget", ("FR", "2027"))
    assert first.chance.low <= BREAKS <= first.chance.high
    assert first.worst == pytest.approx(140 - 120, abs=0.4)
    assert first.mean == pytest.approx(10, abs=0.4)
    assert one.nation_breaks("FR") == first.chance


def test_the_interval_of_what_is_judged_holds_the_true_probability_over_many_seeds() -> None:
    """Two factors whose product passes 1.2: neither decides alone; the probability is worked out on a fine grid."""
    problem = ship(PRICES, Uncertain("Suppliers", "Yard", "price factor", "uniform", "0.8; 1.2"))
    inputs, _ = inputs_of(problem)
    setting = Setting(undrawn(problem), tuple(inputs), planned(problem))
    grid = [(k + 0.5) / 400 for k in range(400)]
    true = sum((0.8 + 0.6 * a) * (0.8 + 0.4 * b) > 1.2 for a in grid for b in grid) / 400**2
    inside = 0
    for seed in range(40):
        broken = sum(not judged(setting, draw).holds for draw in drawing.draws(inputs, 16, seed))
        chance = probability(broken, 16)
        inside += chance.low <= true <= chance.high
    assert inside >= 36


def test_the_same_seed_gives_the_same_table_whatever_the_number_of_workers() -> None:
    one, two = of_the_ship(1), of_the_ship(2)
    assert records(one) == records(two)
    assert {s: [t.rows for t in several] for s, several in tables(one).items()} == {
        s: [t.rows for t in several] for s, several in tables(two).items()
    }
    assert drawing.draws(one.setting.inputs, 90, 6) != list(one.draws)


def test_every_budget_has_its_row_and_what_never_breaks_its_end() -> None:
    later = next(one for one in of_the_ship().broken() if one.limit == ("budget", ("FR", "2028")))
    assert not later.breaches
    assert later.chance.low == 0
    assert 0 < later.chance.high < 0.05


def test_the_price_drives_the_cost_and_what_is_missing() -> None:
    one = of_the_ship()
    cost, missing = one.drivers_of_cost(), one.drivers_of_missing()
    assert cost is not None
    assert missing is not None
    assert cost.drivers[0].name == missing.drivers[0].name == "Packages[ship, value]"
    assert cost.drivers[0].rank == pytest.approx(1, abs=1e-9)
    assert abs(cost.drivers[1].rank) <= cost.noise


def test_the_words_say_who_lacks_money_when_and_by_how_much() -> None:
    said = words(of_the_ship())
    assert said[0].startswith("The plan holds in 60 of 90 draws of 2 uncertain inputs: 66.7%")
    assert said[1].startswith("FR lacks money in 33.3%")
    assert "budget of FR, 2027 in 33.3%" in said[1]
    assert any(line.startswith("Held, it costs 100.00 M as planned") for line in said)
    assert any("Packages[ship, value] (+1.00)" in line for line in said)
    assert said_limit(("horizon", ("ship",))) == "ship ends within the horizon"


def test_what_the_plan_itself_lacks_is_said_and_no_draws_doing() -> None:
    problem = ship(price("uniform", "0.8; 1.4"))
    plan = planned(problem)
    (line,) = problem.budgets
    poor = problem.replace(budgets=(replace(line, limits=tuple(replace(x, amount=x.amount / 2) for x in line.limits)),))
    one = found(poor, plan, Asked(12, 1, 0.95, 1))
    assert one.setting.spare == {("budget", ("FR", "2027")): 40.0}
    assert one.holds.value == pytest.approx(BREAKS, abs=1 / 12)  # of 0.8 .. 1.4 what lies below 1
    assert any("Without any draw the plan lacks" in line for line in words(one))


def test_a_wrong_sheet_is_refused_before_anything_is_drawn() -> None:
    problem = ship(Uncertain("Packages", "shop", "value", "uniform", "1; 2"))
    with pytest.raises(Refused, match="'shop'"):
        found(problem, planned(problem), Asked(3))
