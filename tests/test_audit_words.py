"""What the audit says of a comparison that does not hold, to the letter, and what it takes for a decision."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from procure import audit as module
from procure import key_names, objectives
from procure.audit import BIGGEST, audit
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Key, Plan, Stage
from procure.problem import Objective, Rule
from tests.handmade import FACTS, PLAN, PROBLEM, VALUES


def said(check: Check) -> tuple[str, str, str]:
    """(place, message, hint) of a broken check."""
    found = module._finding(check)
    return found.where, found.message, found.hint


def check(found: str, relation: str, limit: str, **more: object) -> Check:
    return Check("load", ("A1", "", "2027"), Decimal(found), relation, Decimal(limit), **more)  # type: ignore[arg-type]


def test_a_finding_says_everything_of_its_check_and_nothing_that_is_empty() -> None:
    broken = check("4", "<=", "3", tolerance=Decimal("0.5"), unit="M", cells=("Plan!C2 limit", "", "Plan!D2 more"))
    message = "load, A1, 2027: expected at most 3 M (within 0.5), found 4 M."
    assert said(broken) == ("Plan!C2 limit", message, "The limit comes from Plan!C2 limit; Plan!D2 more.")
    assert said(check("2", ">=", "3")) == ("plan", "load, A1, 2027: expected at least 3, found 2.", "")
    assert said(check("2", "=", "3", cells=("",))) == ("plan", "load, A1, 2027: expected exactly 3, found 2.", "")


@pytest.mark.parametrize(
    ("number", "text"),
    [("0", "0"), ("12.500", "12.5"), ("100", "100"), ("-0.25", "-0.25"), ("0.000000001", "0.000000001"),
     ("0.0000000007", "7e-10"), ("0.0000000004", "4e-10"), ("-0.0000000007", "-7e-10"),
     ("0.0000000015", "0.000000002")],
)  # fmt: skip
def test_numbers_are_told_without_zeros_at_their_end(number: str, text: str) -> None:
    assert module._number(Decimal(number)) == text


def strange(family: str, key: Key, value: str = "1") -> bool:
    """Whether the audit takes a decision for none of this programme."""
    plan = Plan({**VALUES, family: {**VALUES.get(family, {}), key: Decimal(value)}}, PLAN.stages)
    return "unknown decision" in {finding.rule for finding in audit(plan, FACTS).findings}


KNOWN: list[tuple[str, Key]] = [
    ("begin", ("design", 0)), ("begin", ("design", 5)), ("pay", ("AA", "Build", 6)), ("due", ("AA", "Build", 6)),
    ("price", ("design", "A1", "", 0)), ("transfer_cost", ("seeker", "BB", "Support", 0)), ("invest", ("hall", 0)),
    ("used", ("drone",)), ("taken", ("grant",)), ("other", ("office", 0)), ("carry", ("BB", "studies", 0)),
    ("lots", ("jet", "AA", "wish 1")), ("deliver", ("jet", "CC", 5)),
]  # fmt: skip
UNKNOWN: list[tuple[str, Key]] = [
    ("guess", ("AA",)), ("begin", ("design",)), ("begin", ("design", 0, 0)), ("begin", ("design", 6)),
    ("begin", ("design", -1)), ("begin", ("design", "2027")), ("deliver", ("jet", "CC", 6)),
    ("pay", ("AA", "Build", 7)),
    ("price", ("design", "A9", "", 0)), ("transfer_cost", ("flight plan", "BB", "Support", 0)), ("invest", ("yard", 0)),
    ("used", ("bird",)), ("taken", ("gift",)), ("other", ("canteen", 0)), ("carry", ("BB", "toys", 0)),
    ("charge", ("ZZ", "Dev", 0)), ("charge", ("AA", "Fun", 0)), ("late", ("bird", "AA", 3)),
]  # fmt: skip


@pytest.mark.parametrize(("family", "key"), KNOWN)
def test_a_decision_of_the_programme_is_known(family: str, key: Key) -> None:
    assert not strange(family, key)


@pytest.mark.parametrize(("family", "key"), UNKNOWN)
def test_a_decision_of_no_programme_is_unknown(family: str, key: Key) -> None:
    assert strange(family, key)


@pytest.mark.parametrize(("value", "unknown"), [("1e12", False), ("-1e12", False), ("1.1e12", True), ("-1.1e12", True)])
def test_no_number_is_beyond_all_bounds(value: str, unknown: bool) -> None:
    assert Decimal("1e12") == BIGGEST
    assert strange("pay", ("AA", "Dev", 0), value) is unknown


def test_an_unknown_decision_is_named_with_its_period() -> None:
    plan = Plan({**VALUES, "guess": {("AA", 3): Decimal(1)}}, PLAN.stages)
    (found,) = audit(plan, FACTS).findings
    message = "guess(AA, 2030): expected a number for something that this programme decides."
    assert (found.level, found.where, found.message) == ("error", "plan", message)


def test_what_is_unknown_is_checked_by_no_clause_and_the_rest_is() -> None:
    late = {**VALUES["late"], ("bird", "AA", 1): Decimal(1)}
    plan = Plan({**VALUES, "guess": {("AA", 3): Decimal(1)}, "late": late}, PLAN.stages)
    assert audit(plan, FACTS).checks == audit(PLAN, FACTS).checks


@pytest.mark.parametrize("of", [{"by_phase": True}, {"by_programme": True}, {}])
def test_what_a_rule_is_missed_by_is_a_decision_of_the_programme(of: dict[str, bool]) -> None:
    rule = Rule("r", "work", ("AA",), base="M", strength="should", penalty_m=1.0, **of)  # type: ignore[arg-type]
    f = Facts(PROBLEM.replace(rules=(rule,)))
    place = {"by_phase": "r, Dev", "by_programme": "r, By hand"}.get(next(iter(of), ""), "r")
    assert place in key_names.known(f)["r"]


@pytest.mark.parametrize("family", ["miss", "active"])
def test_families_of_rules_name_the_rule_first(family: str) -> None:
    assert BY_NAME[family].index.split(",")[0] == "r"


def test_an_objective_may_be_off_by_a_billionth_and_no_more() -> None:
    for off, passed in ((1e-7, True), (1e-5, False)):
        stages = (PLAN.stages[0], replace(PLAN.stages[1], value=273.38 + off))
        assert audit(Plan(VALUES, stages), FACTS).passed is passed


@pytest.mark.parametrize(("off", "holds"), [("0.0009", True), ("0.0011", False)])
def test_of_a_large_objective_it_is_a_billionth_of_it(off: str, holds: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objectives, "value", lambda *_: Decimal("-1e6"))
    stage = replace(PLAN.stages[1], value=float(Decimal("-1e6") + Decimal(off)))
    (last,) = [c for c in audit(Plan(VALUES, (stage,)), FACTS).checks if c.clause == "objective"]
    assert last.holds is holds


def test_wishes_are_an_objective_where_something_is_wished_for() -> None:
    stage = Stage("wishes met 1", "M", 0.0, 0.0, None, 0.0, "proven", 0.0)
    f = Facts(PROBLEM.replace(objectives=(*PROBLEM.objectives, Objective("wishes met"))))
    rules = {finding.rule for finding in audit(Plan(VALUES, (stage,)), f).findings}
    assert rules == {"objective"}  # one of two tents is there
    unknown = audit(Plan(VALUES, (replace(stage, name="wishes met 7"),)), f).findings
    assert [finding.rule for finding in unknown] == ["unknown decision"]
