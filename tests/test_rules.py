"""Rules as a whole: what is built is audited, what is not is refused with a way out; misses and penalties."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from procure import planning, rules
from procure.calendar import Span
from procure.clauses import work as work_clause
from procure.facts import Facts
from procure.findings import WARNING
from procure.problem import Phase, Rule, Share
from tests.problems import declared, facts, least, plan, production, two_nations


@pytest.mark.parametrize(
    ("rule", "cell", "says"),
    [
        (Rule("r", "cost", base="units", row=5), "K5 base", "money"),
        (Rule("r", "cost", base="M", of=(("sector", "steel"),), row=5), "F5 of", "sector"),
        (Rule("r", "work", relation="=", amount=2, row=5), "I5 relation", "give or take"),
        (Rule("r", "deliveries", base="units from pro-rata", relation=">=", row=5), "I5 relation", "upper limit"),
        (
            Rule("r", "deliveries", base="units from pro-rata", relation="<=", window="each period", row=5),
            "5 window",
            "late",
        ),
        (Rule("r", "suppliers", base="count", window="cumulative", row=5), "5 window", "no period"),
        (Rule("r", "suppliers", base="count", span=Span(0, 1), row=5), "5 from", "no period"),
        (Rule("r", "work", who=("XX",), base="M", row=5), "C5 who", "XX"),
        (Rule("r", "work", base="M", of=(("tag", "rare"),), row=5), "F5 of", "rare"),
        (Rule("r", "work", who=("customers",), base="M", row=5), "C5 who", "no nation"),
        (Rule("r", "deliveries", ("US",), base="units", row=5), "F5 of", "nothing"),
        (Rule("r", "deliveries", ("US", "FR"), base="units", row=5), "C5 who", "US"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_at_its_cell(rule: Rule, cell: str, says: str) -> None:
    (finding,) = rules.refusals(facts(rule))
    assert finding.where == f"Rules!{cell}"
    assert says in finding.message
    assert finding.hint


def test_points_of_a_share_that_is_still_negotiated_are_refused_with_the_base_to_use() -> None:
    phases = (Phase("development", "negotiated"), Phase("production", "offtake"))
    (finding,) = rules.refusals(facts(Rule("r", "work", row=5), phases=phases))
    assert "development" in finding.message
    assert "% of own cost" in finding.hint
    stated = (Share("development", "FR", work_share=0.5), Share("development", "DE", work_share=0.5))
    assert not rules.refusals(facts(Rule("r", "work", row=5), phases=phases, shares=stated))


def test_a_models_rule_that_finds_nothing_has_no_rows_until_the_sheet_names_it() -> None:
    general = Rule("r", "work", base="M", of=(("sector", "space"),), agreed=True)
    assert not rules.refusals(facts(general))
    assert not rules.rows(facts(general))
    in_sheet = Rule("r", "work", base="M", of=(("sector", "space"),), agreed=True, row=5)
    assert [f.where for f in rules.refusals(facts(in_sheet))] == ["Rules!F5 of"]


def test_a_models_rule_is_complained_of_under_the_models_name() -> None:
    (finding,) = rules.refusals(facts(Rule("floor", "cost", base="count", agreed=True)))
    assert finding.where == "model test: rule floor, base"


def test_less_than_a_unit_from_pro_rata_is_a_warning() -> None:
    f = facts(Rule("r", "deliveries", base="units from pro-rata", relation="<=", amount=0.5, row=5))
    assert not rules.refusals(f)
    assert [w.level for w in rules.warnings(f)] == [WARNING]


def test_rows_know_their_rule_their_index_and_their_cell() -> None:
    f = facts(Rule("floor", "work", by_phase=True, amount=2, row=5))
    m = declared(f)
    rules.constrain(m, f)
    assert [(row.clause, row.index, row.cells) for row in m.rows] == [
        ("rule", ("floor", n, p), ("Rules!J5 amount",)) for p in ("development", "production") for n in ("DE", "FR")
    ]


def test_a_reported_rule_makes_no_row_and_no_check_but_a_result() -> None:
    f = facts(Rule("r", "work", ("FR",), base="M", amount=99, strength="report"))
    m = declared(f)
    rules.constrain(m, f)
    assert not m.rows
    assert not list(rules.audit(production(60, 40), f))
    (result,) = rules.results(production(60, 40), f)
    assert (result.held, result.missed) == (False, 39)


def missed(base: str, amount: float, relation: str = ">=") -> float:
    """M of penalty, at 1 M a unit, of a rule on FR's hulls where Arsenal may do none and Krauss does all 10 (200 M)."""
    rule = Rule("r", "work", ("FR",), of=(("package", "hull"),), relation=relation, amount=amount, base=base,
                strength="should", penalty_m=1.0)  # fmt: skip
    f = facts(rule)
    m = declared(f)
    work_clause.constrain(m, f)
    for s, sets in (("Arsenal", 0), ("Krauss", 10), ("Lima", 0)):
        made = [(1, x) for (w, k, _, _), x in m.x["make"].items() if (w, k) == ("hull", s)]
        m.require("test", (s,), made, "=", sets)
    charge = m.x["charge"]
    m.require("test", ("charge",), [(1, charge["FR", "production", t]) for t in f.periods], "=", 120)
    rules.constrain(m, f)
    found = least(m, [(1, x) for x in m.x["miss"].values()])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("base", "amount", "relation", "expected"),
    [
        ("M", 30, ">=", 30),
        ("M", 30, "=", 30),
        ("M", 30, "<=", 0),
        # 200 M of hulls at Krauss are 180 M at the lowest price, so that 1 % or 1 point is missed by 2 M / 1.8 M
        ("% of total work", 9, ">=", 10),
        ("points of agreed share", 51, ">=", 10),
    ],
)
def test_what_should_hold_is_missed_at_a_price_by_unit_of_its_amount(
    base: str, amount: float, relation: str, expected: float
) -> None:
    assert missed(base, amount, relation) == pytest.approx(expected)


def test_a_missed_result_tells_by_how_much_in_the_amounts_unit() -> None:
    rule = Rule("r", "work", ("FR",), base="% of own cost", amount=110, strength="should", penalty_m=1)
    (result,) = rules.results(production(60, 40), facts(rule))
    assert (result.reached, result.missed, result.unit) == (100, 10, "%")


def test_where_there_is_nothing_to_be_a_part_of_nothing_is_reached_and_the_rule_holds() -> None:
    (result,) = rules.results(plan(), facts(Rule("r", "work", ("FR",), base="% of total work", amount=10)))
    assert (result.reached, result.slack, result.missed) == (None, None, None)
    assert result.held


def must(amount: float, **words: Any) -> Rule:
    return Rule("floor", "work", ("FR",), base="M", amount=amount, **words)


def test_a_planned_must_is_kept_and_passes_its_audit_to_the_rounding_unit() -> None:
    problem = two_nations(must(123.45, of=(("phase", "production"),)))
    outcome = planning.plan(problem)
    assert outcome.plan is not None
    (check,) = rules.audit(outcome.plan, Facts(problem))
    assert check.holds
    assert check.found >= Decimal("123.44")


def test_a_must_beyond_all_work_leaves_no_plan() -> None:
    assert planning.plan(two_nations(must(1e4))).plan is None


@pytest.mark.parametrize(
    ("measure", "base", "relation", "amount"),
    [
        ("work", "M", "<=", 150), ("work", "% of own cost", ">=", 70), ("work", "% of total work", ">=", 33),
        ("work", "points of agreed share", "<=", 1), ("work", "points of agreed share", ">=", 1),
        ("cost", "M", "<=", 300), ("deliveries", "units", ">=", 4), ("deliveries", "units from pro-rata", "<=", 1),
        ("suppliers", "count", ">=", 1),
    ],
)  # fmt: skip
def test_what_must_hold_passes_its_audit_in_the_plan_that_was_made_with_it(
    measure: str, base: str, relation: str, amount: float
) -> None:
    problem = two_nations(Rule("r", measure, base=base, relation=relation, amount=amount, row=5))
    outcome = planning.plan(problem)
    assert outcome.plan is not None
    checks = list(rules.audit(outcome.plan, Facts(problem)))
    assert [c.holds for c in checks] == [True, True]


def test_what_should_hold_is_not_audited() -> None:
    assert not list(rules.audit(production(60, 40), facts(must(99, strength="should", penalty_m=1))))


@pytest.mark.parametrize(
    ("base", "amount", "expected"),
    [
        ("M", 1, "0.01"),
        ("% of own cost", 50, "0.015"),  # its work, and half of the one charge
        ("% of total work", 20, "0.014"),  # its work, and a fifth of two suppliers'
        ("points of agreed share", 10, "0.02"),  # its work, and 50 % of two suppliers'
    ],
)
def test_rounding_is_granted_on_both_sides_of_a_comparison(base: str, amount: float, expected: str) -> None:
    rule = Rule("r", "work", ("FR",), of=(("phase", "production"),), base=base, amount=amount)
    (check,) = rules.audit(production(60, 40), facts(rule))
    assert check.tolerance == Decimal(expected)
