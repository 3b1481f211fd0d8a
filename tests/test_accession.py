"""The accession rule on the Alliance's key: exact, in proportion, and refused where it makes no sense."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure import accession, agreement

TABLES = {table.name: dict(table.shares) for table in agreement.load("nato-common-funding").tables}
OLD, NEW = TABLES["2021-24"], TABLES["2024-25"]
JOINING = {name: NEW[name] for name in ("FI", "SE")}

shares = st.decimals(min_value=0, max_value=50, places=4)
keys = st.dictionaries(st.sampled_from("ABCDEFGH"), shares, min_size=1)


def test_two_newcomers_leave_each_old_member_0_971666_of_its_share_exactly() -> None:
    key = accession.accede(OLD, JOINING)
    assert key["US"] == Decimal("16.3444") * Decimal("0.971666") == Decimal("15.8812977704")
    assert key["AL"] == Decimal("0.0882272728")
    assert all(key[name] == share * Decimal("0.971666") for name, share in OLD.items())
    assert {name: key[name] for name in JOINING} == JOINING


def test_the_printed_key_of_2024_is_the_rules_within_0_006_of_a_point() -> None:
    key = accession.accede(OLD, JOINING)
    apart = {name: abs(key[name] - NEW[name]) for name in NEW}
    assert max(apart, key=lambda name: apart[name]) == "CA"
    assert max(apart.values()) < Decimal("0.006")
    rounded = {name for name in NEW if key[name].quantize(Decimal("0.0001")) == NEW[name]}
    assert set(NEW) - rounded == {"BE", "BG", "CA", "DK", "EE", "HR", "LU", "NO", "PL", "RO", "SK"}


def test_a_key_of_100_per_cent_stays_one() -> None:
    key = accession.accede({"A": Decimal(60), "B": Decimal(40)}, {"C": Decimal(7)})
    assert key == {"A": Decimal("55.80"), "B": Decimal("37.20"), "C": Decimal(7)}
    assert accession.total(key) == 100


@given(keys, shares)
def test_the_rule_is_exact_and_keeps_proportions_whatever_the_shares(old: accession.Key, joining: Decimal) -> None:
    key = accession.accede(old, {"new": joining})
    assert accession.total(key) == accession.total(old) * (1 - joining / 100) + joining
    assert all(key[a] * old[b] == key[b] * old[a] for a in old for b in old)


def test_nations_that_join_one_after_the_other_end_where_each_step_says() -> None:
    first = accession.accede(OLD, {"FI": Decimal("0.9057")})
    assert accession.accede(first, {"SE": Decimal("1.9277")})["US"] == (
        Decimal("16.3444") * Decimal("0.990943") * Decimal("0.980723")
    )


@pytest.mark.parametrize(
    ("joining", "said"),
    [
        ({"FR": Decimal(1)}, "FR are members already"),
        ({"X": Decimal(-1)}, "from 0 to 100"),
        ({"X": Decimal("NaN")}, "from 0 to 100"),
        ({"X": Decimal(60), "Y": Decimal(41)}, "more than 100"),
    ],
)
def test_newcomers_that_make_no_sense_are_refused(joining: accession.Key, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        accession.accede(OLD, joining)


def test_the_two_printed_keys_sum_to_100_003_and_99_999() -> None:
    assert [f"{accession.total(table):.3f}" for table in (OLD, NEW)] == ["100.003", "99.999"]
