"""Cost keys that data alone decide, and the work share that a partner may expect."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure import keys
from procure.facts import Facts
from procure.problem import WISH, Phase, Share
from tests.clauses import small
from tests.generate import generate

NATIONS = [
    small.nation("DE", gdp=4000.0),
    small.nation("FR", gdp=3000.0),
    small.nation("SE", role="customer", gdp=500.0),
    small.nation("US", role="third country", gdp=20000.0),
]
DEMAND = [small.need(3, 0, 3), small.need(0, 1, 1, nation="DE"), small.need(0, 0, 2, nation="SE")]


def facts(*shares: Share, **tables: Any) -> Facts:
    standard = {"nations": NATIONS, "items": [small.item()], "requirements": DEMAND}
    return Facts(small.problem(**(standard | tables), shares=shares))


def at(key: keys.Key | None, t: int) -> dict[str, float]:
    assert key is not None
    return {n: part for (n, u), part in key.items() if u == t}


def of(phase: Phase, f: Facts | None = None, t: int = 0) -> dict[str, float]:
    return at(keys.fixed(f or facts(), phase), t)


DONATED = [replace(need, payer="DE") if need.nation == "SE" else need for need in DEMAND]


@pytest.mark.parametrize("key", ["offtake", "usage"])
def test_units_that_another_pays_for_weigh_for_the_one_who_pays(key: str) -> None:
    phase = small.phase(key=key)
    before = facts(phases=[phase])
    after = facts(phases=[phase], requirements=DONATED)
    assert of(phase, before, t=2) == pytest.approx(
        {"FR": 0.6, "DE": 0.2, "SE": 0.2} if key == "offtake" else {"FR": 3 / 6, "DE": 1 / 6, "SE": 2 / 6}
    )
    assert of(phase, after, t=2) == pytest.approx(
        {"FR": 0.6, "DE": 0.4, "SE": 0.0} if key == "offtake" else {"FR": 3 / 6, "DE": 3 / 6, "SE": 0.0}
    )


@pytest.mark.parametrize("key", ["offtake", "usage"])
def test_keys_stay_on_firm_units(key: str) -> None:
    phase, wish = small.phase(key=key), replace(small.need(5, 5, 5, nation="DE"), order=WISH)
    assert of(phase, facts(requirements=[*DEMAND, wish]), t=2) == of(phase, facts(), t=2)


def test_the_return_on_units_that_another_pays_for_is_the_payers() -> None:
    phase = small.phase(key="own units")
    gift = replace(small.need(0, 0, 6, nation="SE"), payer="DE")
    f = facts(phases=[phase], requirements=[small.need(3, 0, 3), gift])
    assert at(keys.agreed_share(f, phase), 0) == pytest.approx({"DE": 0.5, "FR": 0.5})


def test_an_equal_key_is_equal_among_partners() -> None:
    assert of(small.phase()) == {"DE": 0.5, "FR": 0.5}


def test_a_gdp_key_follows_the_partners_gdp() -> None:
    assert of(small.phase(key="gdp")) == pytest.approx({"DE": 4 / 7, "FR": 3 / 7})


def test_a_table_key_follows_the_weights_of_shares() -> None:
    f = facts(Share("build", "DE", weight=232.0), Share("build", "FR", weight=121.0))
    assert of(small.phase(key="table"), f) == pytest.approx({"DE": 232 / 353, "FR": 121 / 353})


def test_weights_of_a_phase_go_before_general_ones() -> None:
    f = facts(Share(None, "DE", weight=1.0), Share(None, "FR", weight=1.0), Share("build", "DE", weight=1.0))
    assert of(small.phase(key="table"), f) == {"DE": 1.0, "FR": 0.0}
    assert of(small.phase("design", key="table"), f) == {"DE": 0.5, "FR": 0.5}


def test_an_offtake_key_counts_customers_where_units_are_paid() -> None:
    assert of(small.phase(key="offtake")) == pytest.approx({"DE": 0.2, "FR": 0.6, "SE": 0.2})


def test_an_offtake_key_of_development_is_the_partners_alone() -> None:
    assert of(small.phase("design", key="offtake")) == pytest.approx({"DE": 0.25, "FR": 0.75})


def test_stated_weights_replace_quantities_in_an_offtake_key() -> None:
    f = facts(Share("design", "DE", weight=3.0), Share("design", "FR", weight=1.0))
    assert of(small.phase("design", key="offtake"), f) == {"DE": 0.75, "FR": 0.25}


def test_a_usage_key_follows_what_falls_due_in_each_period() -> None:
    f, phase = facts(), small.phase(key="usage")
    assert of(phase, f, 0) == pytest.approx({"DE": 0, "FR": 1, "SE": 0})
    assert of(phase, f, 1) == pytest.approx({"DE": 1, "FR": 0, "SE": 0})
    assert of(phase, f, 2) == pytest.approx({"DE": 1 / 6, "FR": 3 / 6, "SE": 2 / 6})


def test_a_usage_key_follows_the_total_where_nothing_falls_due() -> None:
    f = facts(requirements=[small.need(3, 0, 0), small.need(1, 0, 0, nation="DE")])
    assert of(small.phase(key="usage"), f, 1) == pytest.approx({"DE": 0.25, "FR": 0.75, "SE": 0})


def test_a_nation_s_name_charges_it_alone() -> None:
    phase = small.phase(key="US")
    assert of(phase) == {"US": 1.0}
    assert keys.payers(facts(), phase) == ("US",)


@pytest.mark.parametrize("key", ["negotiated", "where performed", "own units"])
def test_a_key_that_follows_decisions_is_no_fixed_key(key: str) -> None:
    assert keys.fixed(facts(), small.phase(key=key)) is None


@pytest.mark.parametrize("key", ["equal", "gdp", "offtake", "usage", "table"])
def test_every_fixed_key_sums_to_one_in_every_period(key: str) -> None:
    f = facts(Share(None, "DE", weight=2.0), Share(None, "FR", weight=1.0))
    found = keys.fixed(f, small.phase(key=key))
    for t in f.periods:
        assert sum(at(found, t).values()) == pytest.approx(1)


def test_customers_pay_only_where_they_pay_units() -> None:
    f = facts()
    assert keys.payers(f, small.phase(key="own units")) == ("DE", "FR", "SE")
    assert keys.payers(f, small.phase(key="offtake")) == ("DE", "FR", "SE")
    assert keys.payers(f, small.phase("design", key="offtake")) == ("DE", "FR")
    assert keys.payers(f, small.phase(key="equal")) == ("DE", "FR")
    assert keys.payers(f, small.phase(key="negotiated")) == ("DE", "FR")


def test_a_fallback_key_is_over_the_phase_s_payers() -> None:
    phase = small.phase(key="where performed", fallback="gdp")
    assert at(keys.fallback(facts(), phase), 0) == pytest.approx({"DE": 4 / 7, "FR": 3 / 7})


def test_a_negotiated_key_is_kept_near_weights_else_quantities_else_equal() -> None:
    phase = small.phase(key="negotiated")
    weighted = facts(Share("build", "DE", weight=9.0), Share("build", "FR", weight=1.0))
    assert at(keys.reference(weighted, phase), 0) == pytest.approx({"DE": 0.9, "FR": 0.1})
    assert at(keys.reference(facts(), phase), 0) == pytest.approx({"DE": 0.25, "FR": 0.75})
    assert at(keys.reference(facts(requirements=[]), phase), 0) == pytest.approx({"DE": 0.5, "FR": 0.5})


# Work shares


def test_a_partner_may_expect_its_part_of_the_cost_key_among_partners() -> None:
    share = keys.agreed_share(facts(), small.phase(key="offtake"))
    assert at(share, 0) == pytest.approx({"DE": 0.25, "FR": 0.75})


def test_an_agreed_work_share_goes_before_the_cost_key() -> None:
    f = facts(Share("build", "DE", work_share=0.4), Share("build", "FR", work_share=0.6))
    assert at(keys.agreed_share(f, small.phase()), 0) == pytest.approx({"DE": 0.4, "FR": 0.6})


def test_buyers_of_own_units_may_expect_their_units_at_list_price() -> None:
    f = facts(
        items=[small.item(unit_price_m=5.0), small.item("van", unit_price_m=1.0)],
        requirements=[small.need(1, 0, 0), small.need(5, 0, 0, nation="DE", item="van")],
    )
    share = keys.agreed_share(f, small.phase(key="own units"))
    assert at(share, 0) == pytest.approx({"DE": 0.5, "FR": 0.5})


def test_a_key_by_quantities_counts_what_is_needed_of_a_family() -> None:
    prices = {"lorry": 5.0, "van": 1.0}
    items = [small.item(i, family="trucks", unit_price_m=price) for i, price in prices.items()]
    needs = [small.need(3, 0, 1, item="trucks"), small.need(1, 0, 0, nation="DE", item="van")]
    f = facts(items=items, requirements=needs)
    assert at(keys.fixed(f, small.phase(key="offtake")), 0) == pytest.approx({"DE": 0.2, "FR": 0.8, "SE": 0})
    assert at(keys.fixed(f, small.phase(key="usage")), 0) == pytest.approx({"DE": 0.25, "FR": 0.75, "SE": 0})
    assert at(keys.fixed(f, small.phase(key="usage")), 2) == pytest.approx({"DE": 0, "FR": 1, "SE": 0})
    share = keys.agreed_share(f, small.phase(key="own units"))  # a truck is listed at 3 M, the mean of the two
    assert at(share, 0) == pytest.approx({"DE": 1 / 13, "FR": 12 / 13})


def test_units_of_another_phase_give_no_right_to_work_in_this_one() -> None:
    f = facts(
        items=[small.item(unit_price_m=5.0), small.item("van", phase="spares", unit_price_m=1.0)],
        requirements=[small.need(1, 0, 0), small.need(5, 0, 0, nation="DE", item="van")],
    )
    share = keys.agreed_share(f, small.phase(key="own units"))
    assert at(share, 0) == pytest.approx({"DE": 0, "FR": 1})


@pytest.mark.parametrize("key", ["negotiated", "where performed"])
def test_without_an_agreement_nothing_may_be_expected(key: str) -> None:
    assert keys.agreed_share(facts(), small.phase(key=key)) is None


def test_orders_make_the_key_whatever_weights_shares_has() -> None:
    weighted = facts(Share("build", "DE", weight=9.0), Share("build", "FR", weight=1.0))
    follows = small.phase(key="offtake", by_orders=True)
    assert of(small.phase(key="offtake"), weighted) == pytest.approx({"DE": 0.9, "FR": 0.1, "SE": 0})
    assert of(follows, weighted) == pytest.approx({"DE": 0.2, "FR": 0.6, "SE": 0.2})
    cut = facts(*weighted.problem.shares, requirements=[small.need(1, 0, 1), *DEMAND[1:]])  # FR takes 2 for 6
    assert of(follows, cut) == pytest.approx({"DE": 1 / 3, "FR": 1 / 3, "SE": 1 / 3})
    assert of(small.phase(key="table", by_orders=True), weighted) == pytest.approx({"DE": 0.9, "FR": 0.1})


def test_what_is_owed_in_a_phase_with_a_levy_may_be_a_customer_s() -> None:
    assert keys.owing(facts(), small.phase()) == ("DE", "FR")
    assert keys.owing(facts(), small.phase(levy_m=0.5)) == ("DE", "FR", "SE")


@pytest.mark.parametrize("seed", range(60))
def test_keys_of_random_programmes_sum_to_one_over_those_who_take_part(seed: int) -> None:
    f = Facts(generate(seed))
    for p in f.problem.phases:
        for key in (keys.standing(f, p), keys.fallback(f, p), keys.reference(f, p), keys.agreed_share(f, p)):
            for t in f.periods if key is not None else ():
                parts = {n: part for (n, u), part in (key or {}).items() if u == t}
                assert sum(parts.values()) == pytest.approx(1)
                assert all(f.nations[n].member(t) for n, part in parts.items() if part)
