"""Offers made of rows of Quotes: tiers in order, prices in the programme's money, each for its buyers."""

from __future__ import annotations

from typing import Any

import pytest

from procure.calendar import Span
from procure.facts import Facts
from procure.offers import FLAT, INCREMENTAL, LEARNING, TIERS
from procure.prices import Series
from procure.problem import Problem, Quote
from tests.clauses import small


def row(price_m: float | None, start: float = 0.0, **fields: Any) -> Quote:
    return small.quote(price_m, package="hull", from_quantity=start, **fields)


def order(*quotes: Quote, **tables: Any) -> Problem:
    standard = {
        "nations": [small.nation("DE", groups=("EU",)), small.nation("FR", groups=("EU",))],
        "packages": [small.per_unit()],
        "items": [small.item()],
        "requirements": [small.need(0, 6, 0), small.need(0, 4, 0, nation="DE")],
        "quotes": quotes,
    }
    return small.problem(**(standard | tables))


@pytest.mark.parametrize(
    ("quotes", "kind", "segments"),
    [
        ([row(3.0)], FLAT, ((0.0, 3.0),)),
        ([row(None)], FLAT, ()),
        ([row(2.0, 9), row(3.0, 4)], TIERS, ((0.0, 3.0), (9.0, 2.0))),
        ([row(3.0, tiers="incremental"), row(2.0, 9)], INCREMENTAL, ((0.0, 3.0), (9.0, 2.0))),
        ([row(3.0, slope_fraction=0.85)], LEARNING, ((0.0, 3.0),)),
        ([row(3.0, slope_fraction=1.0)], FLAT, ((0.0, 3.0),)),
    ],
)
def test_rows_that_differ_in_quantity_alone_are_one_offer(
    quotes: list[Quote], kind: str, segments: tuple[tuple[float, float], ...]
) -> None:
    (offer,) = Facts(order(*quotes)).offers["hull", "Alpha"]
    assert (offer.kind, offer.segments) == (kind, segments)


def test_what_the_first_row_is_from_is_a_least_order() -> None:
    (offer,) = Facts(order(row(3.0, 4), row(2.0, 9))).offers["hull", "Alpha"]
    assert offer.least == 4
    (offer,) = Facts(order(row(3.0, 4, least=6.0))).offers["hull", "Alpha"]
    assert offer.least == 6


def test_list_and_lowest_prices_bound_what_a_set_costs_on_average() -> None:
    f = Facts(order(row(3.0), row(2.0, 9)))
    (b,) = f.streams["hull"]
    assert (f.price("hull", "Alpha", b), f.least_price("hull", "Alpha", b)) == (3.0, 2.0)
    f = Facts(order(row(3.0, slope_fraction=0.8), requirements=[small.need(0, 8, 0)]))
    (b,) = f.streams["hull"]
    assert f.price("hull", "Alpha", b) == 3.0
    assert f.least_price("hull", "Alpha", b) == pytest.approx(3.0 * 0.8**3)


def test_a_package_is_split_by_buyer_where_an_offer_is_for_some_nations() -> None:
    f = Facts(order(row(3.0, buyers=("FR",)), row(2.5, buyers=("DE",), supplier="Beta")))
    assert [b.id for b in f.streams["hull"]] == ["DE", "FR"]
    of_de, of_fr = f.streams["hull"]
    assert f.offered("Alpha", of_fr)
    assert not f.offered("Alpha", of_de)
    assert f.price("hull", "Beta", of_de) == 2.5
    assert [b.id for b in Facts(order(row(3.0))).streams["hull"]] == [""]


def test_a_group_stands_for_its_nations() -> None:
    (offer,) = Facts(order(row(3.0, buyers=("EU",)))).offers["hull", "Alpha"]
    assert offer.nations == ("DE", "FR")


def test_a_price_is_converted_once_and_the_set_up_cost_with_it() -> None:
    sek = Series("SEK", ((Span(0, 0), 10.0, "2027"),))
    (offer,) = Facts(order(row(30.0, currency="SEK", setup_m=5.0), series=[sek])).offers["hull", "Alpha"]
    assert offer.segments == ((0.0, 3.0),)
    assert offer.setup_m == 0.5


def test_what_runs_out_before_the_phase_is_signed_is_no_offer() -> None:
    late = order(row(1.0, valid_until=0), phases=[small.phase(signed=1)])
    f = Facts(late)
    assert f.offers == {}
    assert f.price("hull", "Alpha", f.streams["hull"][0]) == 2.0
    unpriced = order(row(1.0, valid_until=0), phases=[small.phase(signed=1)], packages=[small.per_unit(value_m=None)])
    assert Facts(unpriced).suppliers_of["hull"] == ()
