"""Learning curves and incremental discounts: a set costs less the more came before it, supplier by supplier."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

import pytest

from procure.audit import audit
from procure.curves import AVERAGE, UNIT
from procure.facts import Facts
from procure.plan import Plan
from procure.planning import Outcome
from procure.planning import plan as planned
from procure.problem import Objective, Problem, Quote
from procure.quotes import INCREMENTAL
from tests.clauses import small

COST = [Objective("lateness"), Objective("cost")]
EQUAL = [small.supplier(), small.supplier("Beta")]


def curve(first_m: float, slope: float, supplier: str = "Alpha", **fields: Any) -> Quote:
    return small.quote(first_m, supplier, "hull", slope_fraction=slope, **fields)


def steps(supplier: str, *prices: tuple[float, float]) -> list[Quote]:
    """An incremental discount: rows of (from quantity, M a set)."""
    return [small.quote(p, supplier, "hull", from_quantity=q, tiers=INCREMENTAL) for q, p in prices]


def hulls(*due: float, quotes: list[Quote], error: float = 0.001, **tables: Any) -> Problem:
    standard: dict[str, Any] = {
        "suppliers": EQUAL,
        "packages": [small.per_unit(most=2, divisible=True)],
        "items": [small.item(may_store=True)],
        "requirements": [small.need(*due)],
        "objectives": COST,
    }
    made = small.problem(len(due), quotes=quotes, **(standard | tables))
    return made.replace(programme=replace(made.programme, curve_error_fraction=error))


EXAMPLE = hulls(2, 3, quotes=[curve(10.0, 0.8)], error=0.05, suppliers=[small.supplier()])


def exact(problem: Problem) -> Outcome:
    """Planned to the last digit, and audited."""
    outcome = planned(problem, gap=0.0)
    assert outcome.plan is not None
    assert audit(outcome.plan, Facts(problem)).passed
    return outcome


def cost(problem: Problem) -> float:
    return exact(problem).stages[-1].value


def halves(basis: str, divided: bool) -> Problem:
    """64 sets of an 80 % curve, of one supplier or of two that have half each."""
    parts = {"divisible": True, "fewest": 2, "smallest_fraction": 0.5} if divided else {"most": 1}
    quotes = [curve(100.0, 0.8, s, curve=basis) for s in ("Alpha", "Beta")]
    return hulls(24, 40, quotes=quotes, packages=[small.per_unit(**{"most": 2, **parts})])


def just_in_time(*due: float, **tables: Any) -> Problem:
    """An 80 % curve of 100 M a set, made as it is due: there is no capacity for more."""
    standard = {"suppliers": [small.supplier()], "capacities": [small.capacity(*due)]}
    return hulls(*due, quotes=[curve(100.0, 0.8)], **(standard | tables))


def test_without_a_curve_there_are_no_rows_and_no_decisions() -> None:
    m, _ = small.declared(hulls(3, quotes=[small.quote(2.0, package="hull")]))
    assert not any(m.x[family] for family in ("level", "todate", "curve"))


def test_splitting_a_curve_of_the_cumulative_average_over_two_lines_costs_a_quarter_more() -> None:
    one, two = (cost(halves(AVERAGE, divided)) for divided in (False, True))
    assert two / one == pytest.approx(1.25, abs=1e-5)


def test_splitting_64_sets_of_a_unit_curve_over_two_lines_costs_22_7_per_cent_more() -> None:
    one, two = (cost(halves(UNIT, divided)) for divided in (False, True))
    assert one == pytest.approx(2392.45)
    assert round(100 * (two / one - 1), 1) == 22.7


def test_every_period_pays_what_its_sets_add_to_the_curve() -> None:
    made = exact(just_in_time(1, 1, 2))
    assert made.plan is not None
    spent = [made.plan.get("spend", "build", t) for t in range(3)]
    sets = [100.0, 80.0, 70.21 + 64.0]
    assert [float(m) for m in spent] == pytest.approx(sets, abs=0.011)


def test_the_phases_index_multiplies_what_each_period_adds() -> None:
    tables = {"phases": [small.phase(index="steel")], "series": [small.series("steel", 1.0, 1.5)]}
    made = exact(just_in_time(1, 1, **tables))
    assert made.plan is not None
    assert [made.plan.get("spend", "build", t) for t in range(2)] == [100, 120]


def test_one_supplier_gets_all_because_the_other_would_begin_at_the_top_of_its_curve() -> None:
    made = exact(hulls(10, quotes=[curve(10.0, 0.8), curve(9.9, 0.9, "Beta")]))
    assert made.plan is not None
    assert made.plan.total("make", "hull", "Alpha") == 10


def test_an_offer_for_some_nations_counts_their_sets_alone() -> None:
    """France's five sets are the first five of Alpha's curve for it, whatever Alpha makes for Italy at 9 M a set."""
    quotes = [curve(10.0, 0.8, buyers=("FR",)), small.quote(9.0, package="hull", buyers=("IT",))]
    nations = [small.nation(), small.nation("IT")]
    needs = [small.need(5), small.need(7, nation="IT")]
    made = hulls(5, quotes=quotes, suppliers=[small.supplier()], nations=nations, requirements=needs)
    b = Decimal("0.8")
    first_five = 10.0 * sum(float(b) ** power for power in (0.0, 1.0, 1.5849625, 2.0, 2.3219281))
    assert cost(made) == pytest.approx(63 + first_five, abs=0.01)


@pytest.mark.parametrize("seed", range(6))
def test_incremental_discounts_cost_what_enumeration_of_the_splits_says(seed: int) -> None:
    rng = Random(f"incremental {seed}")
    offers = {s: _drawn_steps(rng) for s in ("Alpha", "Beta")}
    total, most = rng.randint(10, 40), rng.randint(25, 40)
    limits = [small.capacity(most, supplier=s) for s in offers]
    made = hulls(total, quotes=[q for s, o in offers.items() for q in steps(s, *o)], capacities=limits)
    splits = [(q, total - q) for q in range(total + 1) if max(q, total - q) <= most]
    best = min(sum(map(_stepped, offers.values(), split)) for split in splits)
    stage = exact(made).stages[-1]
    assert stage.value == pytest.approx(best, abs=0.011)
    assert stage.bound == pytest.approx(best, abs=0.011)


def _drawn_steps(rng: Random) -> list[tuple[float, float]]:
    edges = sorted(rng.sample(range(1, 30), 2))
    prices = sorted((float(rng.randint(50, 100)) for _ in range(3)), reverse=True)
    return list(zip([0.0, *map(float, edges)], prices, strict=True))


def _stepped(prices: list[tuple[float, float]], sets: int) -> float:
    """One set after the other at the price of where it falls."""
    return sum(min(price for start, price in prices if start <= k) for k in range(sets))


def test_the_relaxation_promises_the_straight_line_to_the_most_that_capacity_allows() -> None:
    """Two suppliers that can make 30 of 40 sets each: the root is within 6 % of the best."""
    quotes = [curve(100.0, 0.85, s) for s in ("Alpha", "Beta")]
    limits = [small.capacity(15, 15, supplier=s) for s in ("Alpha", "Beta")]
    found = small.plan(hulls(20, 20, quotes=quotes, capacities=limits))
    assert found.worth is not None
    assert found.lp_bound is not None
    assert 0.94 <= found.lp_bound / found.worth < 1


def test_no_chord_is_beyond_what_capacity_lets_a_supplier_make() -> None:
    m, _ = small.declared(hulls(10, 10, quotes=[curve(100.0, 0.85)], capacities=[small.capacity(4, 8)], error=0.01))
    highs = {t: max(m.bounds(x)[1] for key, x in m.x["todate"].items() if key[-1] == t) for t in (0, 1)}
    assert highs == {0: 4.0, 1: 12.0}


def _spoiled(change: dict[tuple[str, tuple[str | int, ...]], Decimal]) -> set[str]:
    """Clauses whose audit fails once these decisions of a plan are other ones."""
    problem = just_in_time(4, 4)
    found = exact(problem).plan
    assert found is not None
    values = {family: dict(taken) for family, taken in found.values.items()}
    for (family, key), value in change.items():
        values.setdefault(family, {})[key] = value
    return {finding.rule for finding in audit(Plan(values, found.stages, found.run), Facts(problem)).findings}


def test_the_audit_fails_a_plan_with_another_price_for_a_set() -> None:
    flat = {("price", ("hull", "Alpha", "", t)): Decimal("267.25") for t in (0, 1)}
    assert "learning" in _spoiled(flat)  # all of it is right, no period is
    assert "learning" in _spoiled({("price", ("hull", "Alpha", "", 1)): Decimal("210.01")})


@pytest.mark.parametrize(
    ("family", "key"), [("curve", ("hull", "Alpha", "", 0)), ("level", ("hull", "Alpha", "", "0", 1))]
)
def test_the_audit_fails_a_plan_that_keeps_what_belongs_to_the_chords(family: str, key: tuple[str | int, ...]) -> None:
    assert _spoiled({(family, key): Decimal(1)}) == {"learning"}


def test_the_audit_passes_sets_of_several_streams_parted_by_what_is_made() -> None:
    """Three buyers of one curve, each paying its own part of every period's growth."""
    nations = [small.nation(n) for n in ("FR", "IT", "ES")]
    needs = [small.need(k + 1, 2 - k, nation=n) for k, n in enumerate(("FR", "IT", "ES"))]
    quotes = [curve(10.0, 0.8, buyers=("FR", "IT", "ES"))]
    made = exact(hulls(3, 3, quotes=quotes, suppliers=[small.supplier()], nations=nations, requirements=needs))
    assert made.plan is not None
    paid = {(b, t): made.plan.get("price", "hull", "Alpha", b, t) for b, t in product(("FR", "IT", "ES"), (0, 1))}
    assert sum(1 for amount in paid.values() if amount) >= 3
