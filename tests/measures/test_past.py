"""History in cumulative and rolling windows, of this programme and of others; rules over several programmes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from procure import rules
from procure.calendar import Calendar, Span
from procure.facts import Facts
from procure.measures import past
from procure.origins import History
from procure.problem import Rule
from tests.problems import declared, facts, least, plan, production, two_nations

BEFORE = (
    History(None, "production", "FR", 2025, paid_m=30.0, work=20.0, delivered=1.0),
    History(None, "production", "DE", 2026, paid_m=10.0, work=60.0),
    History("Boxer", None, "FR", 2026, paid_m=15.0, work=5.0),
    History("Boxer", None, "DE", 2028, paid_m=5.0, work=15.0),
)
DONE = production(60, 40)  # hulls in 2029


def results(rule: Rule, history: tuple[History, ...] = BEFORE, **tables: object) -> list[rules.RuleResult]:
    return rules.results(DONE, facts(rule, history=history, **tables))


def rule(window: str, measure: str = "work", base: str = "M", **words: object) -> Rule:
    words = {"who": ("FR",), "amount": 0.0} | words
    return Rule("r", measure, window=window, base=base, **words)  # type: ignore[arg-type]


def test_totals_and_single_periods_count_no_history() -> None:
    assert [r.reached for r in results(rule("total"))] == [60]
    assert [r.reached for r in results(rule("each period"))] == [0, 0, 60, 0]


def test_cumulative_windows_count_all_that_was_and_rolling_ones_what_lies_in_them() -> None:
    assert [r.reached for r in results(rule("cumulative"))] == [20, 20, 80, 80]
    assert [r.reached for r in results(rule("rolling 3"))] == [20, 0, 60, 60]
    assert next(r.window for r in results(rule("rolling 3"))) == "3 periods to 2027"
    assert [r.reached for r in results(rule("cumulative", "cost"))] == [30, 30, 90, 90]


def test_a_later_first_period_leaves_history_out() -> None:
    assert [r.reached for r in results(rule("cumulative", span=Span(1, 3)))] == [0, 60, 60]


def test_a_years_figures_are_spread_over_its_periods() -> None:
    problem = two_nations(rule("rolling 2"), history=BEFORE)
    halves = problem.replace(
        programme=replace(problem.programme, calendar=Calendar("2027-H1", "half", 4)),
        history=(History(None, None, "FR", 2026, work=20.0),),
    )
    assert [r.reached for r in rules.results(plan(), Facts(halves))] == [10, 0, 0, 0]


def test_shares_of_work_count_the_partners_history_too() -> None:
    last = results(rule("cumulative", base="% of partners' work"))[-1]
    assert last.reached == Decimal(80) / Decimal(180) * 100
    last = results(rule("cumulative", base="% of own cost"))[-1]
    assert last.reached == Decimal(80) / Decimal(90) * 100
    points = results(rule("cumulative", base="points of agreed share"))[-1]
    assert points.reached is not None
    assert round(points.reached, 9) == round((Decimal(80) - Decimal("0.6") * 180) / 180 * 100, 9)


@pytest.mark.parametrize(
    ("base", "amount", "expected"),
    [("M", 50, 30), ("% of own cost", 50, 25), ("% of partners' work", 40, 140 / 3), ("% of total work", 40, 140 / 3),
     ("points of agreed share", 20, 140 / 3)],
)  # fmt: skip
def test_the_optimisation_counts_the_same_history(base: str, amount: float, expected: float) -> None:
    """20 M of FR's and 60 M of DE's work lie before, and FR paid 30 M; here DE works for 40 M, FR is charged 60 M."""
    f = facts(rule("cumulative", base=base, amount=amount, of=(("phase", "production"),)), history=BEFORE)
    m = declared(f)
    done, charge = m.x["work"], m.x["charge"]
    for n, much in (("DE", 40), ("US", 0)):
        m.require("test", (n,), [(1, x) for key, x in done.items() if key[0] == n and key[2]], "=", 0)
        m.require("test", (n, "0"), [(1, x) for key, x in done.items() if key == (n, "production", 0)], "=", much)
    m.require("test", ("later",), [(1, x) for key, x in done.items() if key[0] == "FR" and key[2]], "=", 0)
    m.require("test", ("cost",), [(1, x) for (n, _, t), x in charge.items() if n == "FR" and t], "=", 0)
    m.require("test", ("now",), [(1, charge["FR", "production", 0])], "=", 60)
    rules.constrain(m, f)
    assert least(m, [(1, done["FR", "production", 0])]) == pytest.approx(expected, abs=1e-6)


def spanning(name: str, **words: object) -> list[rules.RuleResult]:
    return results(rule("cumulative", of=(("programme", name),), strength="report", **words))


def test_a_rule_may_speak_of_another_programme_or_of_all() -> None:
    assert [r.reached for r in spanning("Boxer")] == [5, 5, 5, 5]
    assert [r.reached for r in spanning("Boxer", who=("DE",))] == [0, 15, 15, 15]
    assert [r.reached for r in spanning("all")] == [25, 25, 85, 85]
    assert [r.reached for r in spanning("Two nations")] == [20, 20, 80, 80]


def test_of_a_programme_that_is_not_planned_here_the_share_is_the_part_of_what_partners_paid() -> None:
    last = spanning("Boxer", base="% of agreed share", amount=66)[-1]
    assert last.reached is not None
    assert round(last.reached, 9) == round(Decimal(5) / (Decimal("0.75") * 20) * 100, 9)


def test_a_rule_on_history_alone_is_only_reported() -> None:
    one = rule("cumulative", of=(("programme", "Boxer"),), row=5)
    (finding,) = rules.refusals(facts(one, history=BEFORE))
    assert "no plan can change" in finding.message
    assert not rules.refusals(facts(replace(one, strength="report"), history=BEFORE))


def test_a_balance_over_programmes_asks_more_of_the_one_that_is_planned() -> None:
    one = rule("cumulative", base="points of agreed share", amount=4, of=(("programme", "all"),), by_programme=False)
    alone = replace(one, of=())
    boxer = (
        History("Boxer", None, "FR", 2026, paid_m=50.0, work=0.0),
        History("Boxer", None, "DE", 2026, paid_m=50.0, work=100.0),
    )
    assert results(alone, boxer)[-1].held
    assert not results(one, boxer)[-1].held


def test_each_programme_can_be_held_alone() -> None:
    phases = tuple(replace(p, programme="Trials") if p.id == "development" else p for p in two_nations().phases)
    one = rule("cumulative", by_programme=True, of=(("programme", "all"),), strength="report")
    last = [r for r in results(one, phases=phases) if r.window == "to 2030"]
    assert [(r.phase, r.reached) for r in last] == [("Boxer", 5), ("Trials", 0), ("Two nations", 80)]


def test_history_that_a_filter_leaves_out_is_warned_of() -> None:
    one = rule("cumulative", of=(("sector", "steel"),), row=5)
    f = facts(one, history=BEFORE)
    assert [w.rule for w in rules.warnings(f)] == ["History left out"]
    assert [r.reached for r in rules.results(DONE, f)] == [0, 0, 60, 60]


def test_both_ways_of_counting_history_agree() -> None:
    problem = two_nations(rule("rolling 3"), rule("cumulative", of=(("programme", "all"),), each=False), history=BEFORE)
    f = Facts(problem)
    for row in rules.rows(f):
        for who in (("FR",), ("DE", "FR")):
            for column in ("paid_m", "work", "delivered"):
                assert float(past.found(f, row, who, column)) == pytest.approx(past.amount(f, row, who, column))
        floats = past.shares(f, row)
        for (a, b), (c, d) in zip(floats, past.expected(f, row), strict=True):
            assert (a, b) == (pytest.approx(float(c)), pytest.approx(float(d)))
