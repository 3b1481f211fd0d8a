"""AUKUS: technology is free among the authorised users of three nations, save what is on the excluded list."""

from __future__ import annotations

import pytest

from procure.problem import LICENCE, THIRD, Control, Problem, Share
from tests.clauses import small
from tests.models.agreed import cost, fitted, made, planned, under

NAME, FREE, EXCLUDED = "aukus", "AUKUS technology", "excluded technology"


def programme(
    *technologies: str,
    homes: tuple[str, ...] = ("AU", "CA"),
    begins: int | None = 0,
    controls: tuple[Control, ...] = (),
) -> Problem:
    """A sonar of 12 M with these technologies, to begin in a quarter; each further supplier is a tenth cheaper."""
    nations = [small.nation(n, groups=("AUKUS",)) for n in ("AU", "UK", "US")] + [small.nation("CA", role=THIRD)]
    suppliers = [small.supplier(f"Yard {n}", n, price_factor=1 - at / 10) for at, n in enumerate(homes)]
    return small.problem(
        periods=6, length="quarter", nations=nations, phases=[small.phase(key="")], suppliers=suppliers,
        shares=[Share(None, n, weight=1.0) for n in ("AU", "UK", "US")], controls=controls,
        packages=[small.one_off("sonar", technologies=technologies, begins=begins)],
    )  # fmt: skip


def test_among_authorised_users_nothing_has_to_be_asked() -> None:
    for home in ("AU", "UK", "US"):
        assert cost(under(NAME, programme(FREE, homes=(home,)))) == pytest.approx(12)


def test_a_third_nation_waits_for_its_licence() -> None:
    assert cost(under(NAME, programme(FREE))) == pytest.approx(12)  # Canada cannot begin yet
    assert cost(under(NAME, programme(FREE, begins=1))) == pytest.approx(10.8)  # four months are a quarter
    assert planned(under(NAME, programme(FREE, homes=("CA",)))) is None


def test_what_needs_no_such_technology_is_nobodys_concern() -> None:
    problem, said = fitted(NAME, programme())
    assert cost(problem) == pytest.approx(10.8)
    assert problem.controls == ()
    assert any(f.rule == "control of nothing" for f in said)


def test_excluded_technology_needs_a_decision_of_30_to_45_days_even_among_the_three() -> None:
    assert planned(under(NAME, programme(EXCLUDED, homes=("AU", "UK")))) is None
    assert cost(under(NAME, programme(EXCLUDED, homes=("AU", "UK"), begins=1))) == pytest.approx(10.8)
    assert {c.months for c in under(NAME, programme(EXCLUDED)).controls if c.destination == "AUKUS"} == {1.5}


def test_and_a_year_for_everybody_else() -> None:
    assert planned(under(NAME, programme(EXCLUDED, homes=("CA",), begins=3))) is None
    assert cost(under(NAME, programme(EXCLUDED, homes=("CA",), begins=4))) == pytest.approx(12)


def test_a_package_of_both_kinds_waits_for_the_longer() -> None:
    assert planned(under(NAME, programme(FREE, EXCLUDED, homes=("CA",), begins=3))) is None


def test_each_of_the_three_is_an_owner_whose_consent_is_needed() -> None:
    assert {c.owner for c in under(NAME, programme(FREE)).controls} == {"AU", "UK", "US"}


def test_a_row_of_the_workbook_takes_the_place_of_the_models() -> None:
    own = tuple(Control(FREE, n, "*", LICENCE, months=12.0, row=2) for n in ("AU", "UK", "US"))
    problem = under(NAME, programme(FREE, homes=("CA",), begins=3, controls=own))
    assert [c.months for c in problem.controls if c.destination == "*"] == [12, 12, 12]
    assert planned(problem) is None


def test_work_starts_when_the_licence_is_there() -> None:
    plan = made(under(NAME, programme(EXCLUDED, homes=("CA",), begins=None)))
    assert [key for key, value in plan.items("begin") if value] in ([("sonar", 4)], [("sonar", 5)])
