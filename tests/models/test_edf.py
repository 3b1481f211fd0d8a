"""The European Defence Fund: three entities of three states, a rate for each activity, ten points more under PESCO."""

from __future__ import annotations

from typing import Any

import pytest

from procure.problem import Problem, Share
from tests.clauses import small
from tests.models.agreed import charged, cost, fitted, radar, taken, under

NAME = "edf"
RATES = {"Studies": 90, "Design": 65, "Prototype": 20, "Testing": 45, "Qualification": 70, "Certification": 70}
NATIONS = ("FR", "DE", "IT")
CONSORTIUM = 98 + 1.1 + 1.2  # M: the least that the two dearer suppliers can have is 1 %


def action(phase: str, *factors: float, groups: tuple[str, ...] = ("EU",), **tables: Any) -> Problem:
    """One activity of 100 M, with suppliers of FR, DE and IT; three nations share it equally."""
    packages = [small.one_off(value_m=100.0, divisible=True, most=None, smallest_fraction=0.01, phase=phase)]
    nations = [small.nation(n, groups=groups) for n in NATIONS]
    shares = [Share(None, n, weight=1.0) for n in NATIONS]
    standard = {"nations": nations, "phases": [small.phase(phase, key="")], "shares": shares, "packages": packages}
    return radar(*factors, **(standard | tables))


@pytest.mark.parametrize(("phase", "rate"), RATES.items())
def test_each_activity_has_its_rate(phase: str, rate: int) -> None:
    problem = under(NAME, action(phase, 1.0, 1.0, 1.0))
    assert [fund.id for fund in problem.funds] == [f"EDF {phase.lower()}"]
    assert cost(problem) == pytest.approx(100 - rate, abs=0.02)


@pytest.mark.parametrize(("phase", "rate"), RATES.items())
def test_a_pesco_project_has_ten_points_more(phase: str, rate: int) -> None:
    problem = under(NAME, action(phase, 1.0, 1.0, 1.0, groups=("EU", "PESCO project")))
    assert taken(problem) == {f"EDF {phase.lower()}", "EDF PESCO bonus"}
    assert cost(problem) == pytest.approx(90 - rate, abs=0.02)


def test_a_consortium_of_three_from_three_is_worth_its_price_or_not() -> None:
    worth_it = under(NAME, action("Prototype", 1.0, 1.1, 1.2))
    assert cost(worth_it) == pytest.approx(0.8 * CONSORTIUM, abs=0.02)
    dear = under(NAME, action("Prototype", 1.0, 1.1, 40.0))  # 1 % of it for 40 M is more than a fifth of the cost
    assert cost(dear) == pytest.approx(100)
    assert taken(dear) == set()


def test_two_states_do_not_make_a_consortium() -> None:
    two = under(NAME, action("Studies", 1.0, 1.1))
    assert cost(two) == pytest.approx(100)
    assert taken(two) == set()


def test_nor_do_three_states_with_two_entities() -> None:
    suppliers = [small.supplier(), small.supplier("Beta", "DE")]
    from_three = action("Studies", suppliers=suppliers, contents=[small.content("Beta", "IT", work=0.5)])
    assert taken(under(NAME, from_three)) == set()
    assert taken(under(NAME, from_three, {"three entities": {"amount": 2.0}})) == {"EDF studies"}


def test_an_entity_outside_the_union_does_not_count_but_an_associated_one_does() -> None:
    for groups, funds in ((("NATO",), set()), (("EEA EFTA",), {"EDF studies"})):
        nations = [small.nation(n, groups=("EU",)) for n in ("FR", "DE")] + [small.nation("IT", groups=groups)]
        assert taken(under(NAME, action("Studies", 1.0, 1.1, 1.2, nations=nations))) == funds


def test_the_condition_is_slack_where_three_are_the_cheapest_anyway() -> None:
    firms = ("Alpha", "Beta", "Gamma")
    given = [small.one_off(f"study {s}", 30.0, phase="Studies", given_to=((s, None),)) for s in firms]
    assert cost(under(NAME, action("Studies", 1.0, 1.0, 1.0, packages=given))) == pytest.approx(9, abs=0.02)


def test_what_the_grant_leaves_is_paid_by_the_table() -> None:
    found = charged(under(NAME, action("Design", 1.0, 1.0, 1.0)))
    assert found == pytest.approx(dict.fromkeys(NATIONS, 35 / 3), abs=0.02)


def test_an_envelope_stated_in_the_workbook_caps_it() -> None:
    problem = under(NAME, action("Studies", 1.0, 1.0, 1.0), {"EDF studies": {"envelope_m": 60.0}})
    assert cost(problem) == pytest.approx(40, abs=0.02)


def test_one_phase_for_all_development_has_the_rate_of_a_prototype() -> None:
    assert cost(under(NAME, action("Development", 1.0, 1.0, 1.0))) == pytest.approx(80, abs=0.02)


def test_what_a_programme_cannot_have_is_left_out_and_said() -> None:
    problem, said = fitted(NAME, action("Production", 1.0, 1.0, 1.0))
    assert problem.funds == ()
    assert {r.id for r in problem.rules} == {"work for money"}
    assert any("none of their phases" in f.message and f.level == "warning" for f in said)
    nobody, said = fitted(NAME, action("Studies", 1.0, 1.0, 1.0, groups=()))
    assert nobody.funds == ()
    assert any("nobody is in EU, EEA EFTA" in f.message for f in said)
