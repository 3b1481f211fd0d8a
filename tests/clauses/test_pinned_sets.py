"""Pins of sets: of one of several streams, and of a share of sets that are whole."""

from __future__ import annotations

import pytest

from procure import ledger
from procure.clauses import pins
from procure.facts import Facts
from procure.problem import Pin, Problem
from tests.clauses import small
from tests.problems import least, plan


def built(*pinned: Pin) -> Problem:
    """Tanks of FR and vans of DE from one package, priced item by item; every nation pays for its own."""
    return small.problem(
        nations=[small.nation(), small.nation("DE")],
        phases=[small.phase(key="own units")],
        packages=[
            small.per_unit(
                items=("tank", "van"), value_by_item_m=(("tank", 2.0), ("van", 1.0)), divisible=True, most=None
            )
        ],
        items=[small.item(), small.item("van")],
        requirements=[small.need(0, 4, 0), small.need(0, 4, 0, item="van", nation="DE")],
        pins=pinned,
    )


@pytest.mark.parametrize(
    ("item", "nation", "counted"), [("tank", None, {"tank"}), ("van", "DE", {"van"}), (None, None, {"tank", "van"})]
)
def test_a_pin_of_sets_counts_those_made_for_its_item_and_its_buyer(
    item: str | None, nation: str | None, counted: set[str]
) -> None:
    problem = built(Pin("make", "=", 2.0, package="hull", item=item, nation=nation, period=1))
    m, f = small.declared(problem)
    streams = [b for b in f.streams["hull"] if set(b.items) <= counted and (nation is None or b.buyers == (nation,))]
    made = {("hull", s, b.id, 1) for s in f.suppliers for b in streams}
    pins.constrain(m, f)
    assert least(m, [(1.0, m.x["make"][key]) for key in made]) == 2
    (check,) = pins.audit(plan(make={key: 1.0 for key in m.x["make"] if key[3] == 1}), f)
    assert check.found == len(made)


def test_a_share_of_whole_sets_may_be_off_by_less_than_one() -> None:
    pin = Pin("share", "=", 0.25, package="hull", supplier="Beta")
    problem = small.problem(
        packages=[small.per_unit(divisible=True, most=None)],
        items=[small.item()],
        requirements=[small.need(0, 5, 0)],
        pins=[pin],
    )
    rows = small.rows_of(pins, problem).rows
    assert [(row.relation, row.right) for row in rows] == [(">=", -0.999), ("<=", 0.999)]
    made = plan(make={("hull", "Alpha", "", 1): 4.0, ("hull", "Beta", "", 1): 1.0})
    (check,) = pins.audit(made, Facts(problem))
    assert (check.found, check.limit, check.tolerance) == (ledger.ONE, ledger.ONE * 5 / 4, ledger.ONE - ledger.TYPED)
