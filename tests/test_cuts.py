"""A symmetric cut keeps the proportions, as near as whole units allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.cuts import symmetric

TRANCHE_3 = {"UK": 88.0, "DE": 68.0, "IT": 46.0, "ES": 34.0}  # 236, of which 107 stayed in tranche 3A


def test_the_third_tranche_of_eurofighter_is_cut_as_it_was() -> None:
    cut = {"UK": 40.0, "DE": 31.0, "IT": 21.0, "ES": 15.0}
    assert symmetric(TRANCHE_3, total=107) == cut
    assert symmetric(TRANCHE_3, factor=107 / 236) == cut


def test_of_equal_remainders_the_larger_quantity_goes_first_then_the_name() -> None:
    assert symmetric({"A": 1.0, "B": 3.0}, total=2) == {"A": 0.0, "B": 2.0}
    assert symmetric({"B": 1.0, "A": 1.0}, total=1) == {"A": 1.0, "B": 0.0}


def test_quantities_that_are_not_whole_are_cut_as_they_are() -> None:
    assert symmetric({"A": 1.5, "B": 4.5}, factor=0.5) == {"A": 0.75, "B": 2.25}
    assert symmetric({"A": 1.5, "B": 4.5}, total=4) == {"A": 1.0, "B": 3.0}


def test_nothing_is_cut_to_nothing() -> None:
    assert symmetric({"A": 0.0}, total=0) == {"A": 0.0}
    assert symmetric({}, factor=0.5) == {}


REFUSED = [(None, None), (1.0, 0.5), (-1.0, None), (237.0, None), (1.5, None), (None, 1.1)]


@pytest.mark.parametrize(("total", "factor"), REFUSED)
def test_a_cut_that_is_none_is_refused(total: float | None, factor: float | None) -> None:
    with pytest.raises(ValueError, match="expected"):
        symmetric(TRANCHE_3, total, factor)


def test_negative_quantities_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        symmetric({"A": -1.0, "B": 3.0}, total=1)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 500), max_size=8), st.data())
def test_every_part_is_within_a_unit_of_its_own_and_no_larger_quantity_is_cut_below_a_smaller_one(
    quantities: dict[str, int], data: st.DataObject
) -> None:
    every = sum(quantities.values())
    total = data.draw(st.integers(0, every))
    cut = symmetric({name: float(q) for name, q in quantities.items()}, total=total)
    assert sum(cut.values()) == total
    for name, q in quantities.items():
        assert 0 <= cut[name] <= q
        assert abs(cut[name] * every - q * total) < every or not every
        assert all(cut[name] >= cut[other] for other, less in quantities.items() if less < q)
