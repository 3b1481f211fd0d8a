"""NATO common funding: every ally pays its per cent of the common key."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from procure import accession, agreement
from procure.calendar import Calendar
from procure.findings import Finding
from procure.problem import Problem, Share
from tests.clauses import small
from tests.models.agreed import charged, cost, fitted, held, planned, under

NAME, RULE = "nato-common-funding", "work for money"
MODEL = agreement.load(NAME)
KEY = dict(MODEL.tables[1].shares)


def programme(*allies: str, first: str = "2027", **tables: Any) -> Problem:
    """A radar of 1,000 M that these nations pay, made in the first of them, or a fifth dearer in the second."""
    suppliers = [small.supplier("Alpha", allies[0]), small.supplier("Beta", allies[1], price_factor=1.2)]
    packages = [small.one_off(value_m=1000.0, divisible=True, most=None, smallest_fraction=0.01)]
    problem = small.problem(
        **({"nations": [small.nation(n) for n in allies], "phases": [small.phase(key="")], "suppliers": suppliers,
            "packages": packages} | tables)
    )  # fmt: skip
    return problem.replace(programme=replace(problem.programme, calendar=Calendar(first, "year", 1)))


def sums(said: list[Finding]) -> list[str]:
    return [f.message for f in said if f.rule == "weights normalised"]


def test_every_ally_pays_its_per_cent_of_the_whole() -> None:
    found = charged(under(NAME, programme(*sorted(KEY))))
    whole = float(accession.total(KEY))
    assert found == pytest.approx({n: 1000 * float(share) / whole for n, share in KEY.items()}, abs=0.02)


def test_no_ally_pays_more_than_the_next_largest_payer() -> None:
    for table in MODEL.tables:
        first, second = sorted((share for _, share in table.shares), reverse=True)[:2]
        assert first == second


@pytest.mark.parametrize(("first", "name", "total"), [("2022", "2021-24", "100.003"), ("2027", "2024-25", "99.999")])
def test_the_key_in_force_at_the_beginning_is_normalised_and_its_sum_is_said(first: str, name: str, total: str) -> None:
    _, said = fitted(NAME, programme("FR", "DE", first=first))
    (message,) = sums(said)
    assert name in message
    assert f"sum to {total} % and are normalised" in message


def test_allies_that_take_part_pay_in_the_proportion_of_their_shares() -> None:
    fr, de = float(KEY["FR"]), float(KEY["DE"])
    found = charged(under(NAME, programme("FR", "DE")))
    assert found == pytest.approx({"FR": 1000 * fr / (fr + de), "DE": 1000 * de / (fr + de)}, abs=0.02)


def test_a_newcomers_share_is_taken_from_every_old_member_in_proportion() -> None:
    problem, said = fitted(NAME, programme("FR", "DE", "UA", shares=[Share(None, "UA", weight=2.5)]))
    weights = {s.nation: Decimal(repr(s.weight)) for s in problem.shares if s.phase == "build"}
    assert weights == {"FR": KEY["FR"] * Decimal("0.975"), "DE": KEY["DE"] * Decimal("0.975"), "UA": Decimal("2.5")}
    assert "lowered by UA joining" in sums(said)[0]


def test_newcomers_beyond_the_whole_are_said_and_left_out() -> None:
    problem, said = fitted(NAME, programme("FR", "UA", shares=[Share(None, "UA", weight=101.0)]))
    assert any(f.rule == "newcomers" and "left out" in f.message for f in said)
    assert {s.nation: s.weight for s in problem.shares if s.phase == "build"}["FR"] == float(KEY["FR"])


def test_shares_re_set_an_allys_weight() -> None:
    problem = under(NAME, programme("FR", "DE", shares=[Share("build", "FR", weight=15.8813, work_share=0.5)]))
    assert charged(problem) == pytest.approx({"FR": 500, "DE": 500})
    assert [s.work_share for s in problem.shares if s.nation == "FR"] == [0.5]


def test_a_phase_with_a_key_of_its_own_keeps_it() -> None:
    problem = under(NAME, programme("FR", "DE", phases=[small.phase(key="equal")]))
    assert problem.shares == ()
    assert charged(problem) == pytest.approx({"FR": 500, "DE": 500})


def test_work_goes_to_the_best_offer_and_is_reported() -> None:
    problem = under(NAME, programme("FR", "DE"))
    assert cost(problem) == pytest.approx(1000)
    assert held(problem, RULE) == [False, True]


def test_a_return_that_is_asked_for_is_paid_for() -> None:
    part = float(KEY["DE"]) / float(KEY["FR"] + KEY["DE"])
    bound = under(NAME, programme("FR", "DE"), {RULE: {"strength": "must"}})
    x = 1000 * part / (1200 - 200 * part)  # Beta's part: 1200 x = part of (1000 + 200 x)
    assert cost(bound) == pytest.approx(1000 + 200 * x, abs=0.05)
    low = under(NAME, programme("FR", "DE"), {RULE: {"strength": "must", "amount": 0.0}})
    assert cost(low) == pytest.approx(1000)


def test_a_return_for_an_ally_without_industry_leaves_no_plan() -> None:
    assert planned(under(NAME, programme("FR", "DE", "NL"), {RULE: {"strength": "must"}})) is None
