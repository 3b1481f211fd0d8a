"""Bilateral: halves of cost and work, and no veto on exports that are hardly one's own."""

from __future__ import annotations

import pytest

from procure.problem import CUSTOMER, Problem
from tests.clauses import small
from tests.models.agreed import charged, cost, fitted, held, made, planned, radar, results, under

NAME, RULE = "bilateral", "halves of the work"
TECHNOLOGY = "jointly controlled"


def test_each_pays_a_half() -> None:
    assert charged(under(NAME, radar(1.0, 1.0))) == pytest.approx({"FR": 50, "DE": 50})


def test_each_one_has_half_of_the_work_within_five_points() -> None:
    assert cost(under(NAME, radar(1.0, 1.2))) == pytest.approx(100 + 20 * 45 / 111, abs=0.02)
    assert cost(under(NAME, radar(1.0, 1.0))) == pytest.approx(100)
    assert planned(under(NAME, radar(1.0))) is None


def test_a_third_partner_is_reported() -> None:
    three = radar(1.0, 1.0, 1.0, nations=[small.nation(), small.nation("DE"), small.nation("IT")])
    assert held(under(NAME, three), "two partners") == [False]
    assert held(under(NAME, radar(1.0, 1.0)), "two partners") == [True]
    assert [one.reached for one in results(under(NAME, three), "two partners")] == [3]


def export(optics_m: float, technology: str = TECHNOLOGY, taker: str = "ID") -> Problem:
    """A tank for `taker`: a hull of 8 M made in Indonesia, optics of the partners that both control."""
    nations = [small.nation(), small.nation("DE"), small.nation("ID", role=CUSTOMER)]
    suppliers = [
        small.supplier("Alpha", "FR", sectors=("optics",)), small.supplier("Beta", "DE", sectors=("optics",)),
        small.supplier("Pindad", "ID", sectors=("hulls",)),
    ]  # fmt: skip
    packages = [
        small.per_unit("hull", 8.0, sector="hulls"),
        small.per_unit("optics", optics_m, sector="optics", technologies=(technology,)),
    ]
    return small.problem(
        periods=1, nations=nations, phases=[small.phase(key="equal")], suppliers=suppliers, packages=packages,
        items=[small.item()], requirements=[small.need(1, nation=taker)],
    )  # fmt: skip


SLACK = {RULE: {"amount": 100.0}}


@pytest.mark.parametrize(("optics_m", "delivered"), [(1.0, True), (2.0, True), (2.1, False)])
def test_no_veto_on_an_export_whose_content_is_at_most_20_per_cent(optics_m: float, delivered: bool) -> None:
    problem = under(NAME, export(optics_m), SLACK)
    assert (planned(problem) is not None) is delivered


def test_between_the_two_partners_nothing_is_asked() -> None:
    problem = under(NAME, export(20.0, taker="DE"), SLACK)
    assert made(problem).total("deliver", "tank", "DE") == 1


def test_what_nobody_controls_is_exported_freely_and_it_is_said() -> None:
    problem, said = fitted(NAME, export(20.0, technology=""), SLACK)
    assert problem.controls == ()
    assert made(problem).total("deliver", "tank", "ID") == 1
    assert any("no package needs jointly controlled" in f.message for f in said)
