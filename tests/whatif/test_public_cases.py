"""The public cases as what-ifs: Meteor's cut order, CAVS without Estonia and with Denmark."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from procure import comparing
from procure.planning import Outcome, plan
from procure.problem import Item, Nation, Problem, Requirement
from procure.verbs import read
from procure.whatif import scenarios, solving

INPUTS = Path(__file__).parents[2] / "inputs"
REPORTED = 30  # M GBP: what the package's move is reported to have cost


def planned(problem: Problem) -> Outcome:
    outcome = plan(problem)
    assert outcome.plan is not None, outcome.state
    return outcome


def test_meteor_s_package_moves_when_germany_cuts_its_order_and_development_costs_about_what_was_reported() -> None:
    problem = read(INPUTS / "meteor.xlsx")
    found, findings = scenarios.of_problem(problem)
    assert not findings
    base = solving.base(problem, solving.How())
    after = scenarios.resolve(problem, found["German cut"]).problem
    assert after is not None
    assert {r.nation: r.total for r in after.requirements}["DE"] == 600
    cut = planned(after).plan
    assert base.plan is not None
    assert cut is not None
    guidance = "Guidance electronics"
    assert [key for key in base.plan.values["award"] if key[0] == guidance] == [(guidance, "LFK")]
    assert [key for key in cut.values["award"] if key[0] == guidance] == [(guidance, "MBDA UK")]
    rise = cut.total("spend", "Development") - base.plan.total("spend", "Development")
    assert rise == Decimal(68 + 11 - 50)
    assert abs(rise - REPORTED) <= 2
    cases = [comparing.Case("base", problem, base.plan, ""), comparing.Case("German cut", after, cut, "")]
    words = " ".join(comparing.compare(cases).words["German cut"])
    assert "moves Guidance electronics from LFK (DE) to MBDA UK (UK)" in words
    assert "Development costs 29.00 M more" in words


def with_estonia_without_denmark() -> Problem:
    """CAVS as it began: Estonia among the partners, Denmark not yet."""
    cavs = read(INPUTS / "cavs.xlsx")
    danish = next(i for i in cavs.items if i.id == "Danish order")
    count = cavs.programme.calendar.count
    due = tuple(20.0 if t in (3, 4) else 0.0 for t in range(count))
    packages = (
        replace(w, items=tuple("Estonian order" if i == danish.id else i for i in w.items),
                value_by_item_m=tuple(("Estonian order" if i == danish.id else i, v) for i, v in w.value_by_item_m))
        for w in cavs.packages
    )  # fmt: skip
    estonian: Item = replace(danish, id="Estonian order", row=0)
    return cavs.replace(
        nations=(*(n for n in cavs.nations if n.id != "DK"), Nation("EE", groups=("EU", "NATO"))),
        items=(*(i for i in cavs.items if i.id != danish.id), estonian),
        requirements=(*(r for r in cavs.requirements if r.nation != "DK"), Requirement("EE", "Estonian order", due)),
        budgets=tuple(b for b in cavs.budgets if b.nation != "DK"),
        suppliers=tuple(s for s in cavs.suppliers if s.nation != "DK"),
        packages=tuple(packages), pins=(), quotes=(),
    )  # fmt: skip


def test_estonia_leaves_and_denmark_joins_in_one_sentence_each() -> None:
    start = with_estonia_without_denmark()
    both = scenarios.resolve(start, scenarios.of_words("leave EE; join DK 129 2026-2029 of Estonian order"))
    assert both.problem is not None, "\n".join(map(str, both.findings))
    before, after = planned(start).plan, planned(both.problem).plan
    assert before is not None
    assert after is not None
    assert before.total("deliver", None, "EE") == 40
    assert after.total("deliver", None, "EE") == 0
    assert after.total("deliver", None, "DK") == 129
    assert after.total("charge", "EE") == 0
    assert after.total("charge", "DK") > 0
