"""What a plan decides before a period, as pins: the past stays, and what cannot stay is said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from procure import history
from procure.audit import audit
from procure.calendar import Span
from procure.facts import Facts
from procure.findings import WARNING
from procure.near import Near
from procure.plan import Plan
from procure.planning import plan
from procure.problem import Fund, Limit, Pin, Problem, Share
from procure.solve import INFEASIBLE
from procure.workbook import inputs
from tests import properties
from tests.clauses import small
from tests.generate import generate
from tests.spoil_plan import OPERATORS
from tests.workbook import books

SEEDS = range(7)  # of random programmes
LOST = "what was charged and paid for build cannot all be kept"
PART = Decimal("0.00001")  # of a unit, a set or a package
MONEY = ("charge", "pay", "grant", "draw", "spend")
DECIDED = ("begin", "start", "make", "open", "expand", "built", "deliver", *MONEY)


def pins(problem: Problem, of: Plan, until: int, before: Problem | None = None) -> tuple[Problem, list[str]]:
    found, findings = history.pinned(problem, before or problem, of, until, "--freeze")
    assert {f.level for f in findings} <= {WARNING}
    return found, [f.message for f in findings]


def planned(problem: Problem, near: Near | None = None) -> Plan:
    outcome = plan(problem, near_to=near)
    assert outcome.plan is not None, outcome.state
    report = audit(outcome.plan, Facts(problem))
    assert report.passed, report.findings[0]
    return outcome.plan


def moved(one: Plan, other: Plan, problem: Problem, until: int) -> list[tuple[Any, ...]]:
    """Decisions before the period that two plans take otherwise, but for what rounding moves."""
    unit, found = Decimal(str(problem.programme.rounding_m)), []
    for family in DECIDED:
        both = {*one.values.get(family, {}), *other.values.get(family, {})}
        for key in sorted(key for key in both if int(key[-1]) < until):
            apart = abs(one.get(family, *key) - other.get(family, *key))
            if apart > (4 * unit if family in MONEY else PART):
                found.append((family, key, one.get(family, *key), other.get(family, *key)))
    return found


@pytest.mark.parametrize("near", [True, False], ids=["near the plan", "for cost alone"])
def test_nothing_before_the_freeze_moves_in_random_programmes(near: bool) -> None:
    for seed in SEEDS:
        problem, before = generate(seed), properties.planned(seed).plan
        assert before is not None
        until = max(1, problem.programme.calendar.count // 2)
        frozen, said = pins(problem, before, until)
        assert not said
        made = planned(frozen, Near("OLD.xlsx", problem, before) if near else None)
        assert not moved(before, made, problem, until), seed


def test_pins_of_a_plan_go_through_a_workbook_and_are_found_broken_by_the_audit() -> None:
    broken = 0
    for seed in SEEDS:
        problem, before = generate(seed), properties.planned(seed).plan
        assert before is not None
        frozen, _ = pins(problem, before, 2)
        again, findings = books.read({n: [h, *rows] for n, (h, rows) in inputs.tables(frozen).items()}, resolved=True)
        assert again is not None, findings
        assert len(again.pins) == len(frozen.pins)
        assert audit(before, Facts(again)).passed
        clause, operator = next(x for x in OPERATORS.values() if x[0] == "pins")
        for draw in range(8):
            spoiled = operator(before, Facts(again), Random(draw))
            if spoiled is not None:
                assert clause in {f.rule for f in audit(spoiled, Facts(again)).findings}, (seed, draw)
                broken += 1
    assert broken > 50


def programme(**tables: Any) -> Problem:
    """Radar and trials, a year each, and four tanks, paid by two nations half and half, over four years."""
    standard = {
        "periods": 4, "discount": 0.05, "nations": [small.nation(), small.nation("DE")],
        "packages": [small.one_off(begins=0), small.one_off("trials", begins=2), small.per_unit()],
        "items": [small.item()], "requirements": [small.need(0, 2, 2, 0)],
    }  # fmt: skip
    return small.problem(**(standard | tables))


def pinned(problem: Problem, until: int = 2, **changes: Any) -> tuple[Problem, list[str]]:
    """The problem changed, with the past of its plan."""
    return pins(problem.replace(**changes), planned(problem), until, problem)


def test_what_has_begun_is_kept_with_its_holders_and_what_has_not_begins_no_earlier() -> None:
    frozen, _ = pinned(programme())
    begins = {(p.package, p.relation, p.period) for p in frozen.pins if p.decision == "begin"}
    assert begins == {("radar", "=", 0)}  # trials may begin in 2029 alone
    assert Pin("award", "=", 1.0, "radar", supplier="Alpha") in frozen.pins
    free = programme(packages=[small.one_off(), small.one_off("trials", begins=2), small.per_unit()])
    frozen, _ = pinned(free)
    assert Pin("begin", ">=", 1.0, "radar", period=2) in frozen.pins


def test_sets_units_and_deliveries_are_pinned_period_by_period() -> None:
    frozen, _ = pinned(programme())
    assert Pin("deliver", "=", 2.0, item="tank", nation="FR", period=1) in frozen.pins
    assert Pin("build", "=", 0.0, item="tank", period=0) in frozen.pins
    assert Pin("make", "=", 2.0, "hull", supplier="Alpha", period=1) in frozen.pins
    assert Pin("make", "=", 2.0, "hull", period=1) in frozen.pins


def test_a_pin_that_the_workbook_has_already_is_not_repeated() -> None:
    own = Pin("award", "=", 1.0, "radar", supplier="Alpha", row=7)
    frozen, _ = pinned(programme(pins=[own]))
    assert [p.row for p in frozen.pins if replace(p, row=0) == replace(own, row=0)] == [7]


def test_a_supplier_that_the_new_data_rule_out_is_said_and_the_rest_is_kept() -> None:
    sectors = [small.supplier(sectors=("boats",)), small.supplier("Beta", price_factor=1.25)]
    old = programme()
    new = {"suppliers": sectors, "packages": [replace(w, sector="tanks") for w in old.packages]}
    frozen, said = pinned(old, **new)
    assert said == [
        "sets of hull were made by Alpha for whom or when the new data rule it out.",
        "radar began in 2027 with Alpha, which the new data rule out.",
        f"{LOST}: the same work costs 0.00 M in 2027 now, 12.00 M then; it is at least paid.",
    ]
    assert {p.decision for p in frozen.pins} == {"begin", "make", "build", "deliver", "pay"} - {"begin"}


def test_payments_of_a_past_that_new_prices_make_dearer_are_at_least_kept() -> None:
    dearer = [replace(w, value_m=15.0) if w.id == "radar" else w for w in programme().packages]
    frozen, said = pinned(programme(), packages=dearer)
    assert said == [f"{LOST}: the same work costs 15.00 M in 2027 now, 12.00 M then; it is at least paid."]
    assert {p.relation for p in frozen.pins if p.decision == "pay"} == {">="}
    assert planned(frozen).total("pay", "FR", "build", 0) == Decimal("7.5")


def test_a_key_that_makes_another_past_is_said() -> None:
    shares = [Share("build", "FR", 3.0), Share("build", "DE", 1.0)]
    table = {"phases": [small.phase(key="table")]}
    old = programme(shares=[Share("build", n, 1.0) for n in ("FR", "DE")], **table)
    _, said = pinned(old, shares=shares)
    assert said == [f"{LOST}: the part of DE is 25.00% in 2027 now, 50.00% then; it is at least paid."]


def test_terms_that_make_another_past_are_said() -> None:
    _, said = pinned(programme(), phases=[small.phase(with_work_fraction=0.5, at_delivery_fraction=0.5)])
    assert said == [f"{LOST}: its terms are others now; it is at least paid."]


def test_deliveries_of_the_past_that_new_data_do_not_know_are_said() -> None:
    nations = [small.nation(), small.nation("DE"), small.nation("LV")]
    due = [small.need(1, 1, 0, 0, nation="LV"), small.need(1, 1, 2, 0)]
    old = programme(nations=nations, requirements=due)
    _, said = pinned(old, nations=nations[:2], requirements=due[1:], packages=programme().packages)
    assert "deliveries of tank to LV in 2027, tank to LV in 2028 are none that the new data know." in said


def signed(**tables: Any) -> Problem:
    """Half of all that is charged falls due at signature, in the first period."""
    return programme(phases=[small.phase(at_signature_fraction=0.5, with_work_fraction=0.5)], **tables)


def test_payments_at_signature_are_kept_and_loosened_where_more_falls_due_of_what_comes_later() -> None:
    more = [replace(w, value_m=24.0) if w.id == "trials" else w for w in signed().packages]
    frozen, said = pinned(signed(), packages=more)
    assert not said
    assert plan(frozen).state == INFEASIBLE
    loose = history.loosened(frozen, 2)
    assert planned(loose).total("pay", "FR", "build", 0) > planned(signed()).total("pay", "FR", "build", 0)
    assert history.loosened(programme(pins=frozen.pins), 2).pins == frozen.pins


def test_payments_ahead_of_what_is_due_stay_where_they_were_made() -> None:
    """Both paid early for a year without budget; with a budget in that year the past stays."""
    limits = tuple(Limit(Span(t, t), amount, str(2027 + t)) for t, amount in enumerate((20.0, 20.0, 0.0, 20.0)))
    tight = [small.budget(nation=n) for n in ("FR", "DE")]
    old = programme(budgets=[replace(b, limits=limits) for b in tight])
    before = planned(old)
    assert before.get("pay", "FR", "build", 1) > before.get("due", "FR", "build", 1)
    frozen, said = pins(old.replace(budgets=()), before, 2, old)
    assert not said
    assert planned(frozen).get("pay", "FR", "build", 1) == before.get("pay", "FR", "build", 1)
    assert planned(old.replace(budgets=())).get("pay", "FR", "build", 1) < before.get("pay", "FR", "build", 1)


def test_grants_draws_investments_and_set_up_of_the_past_are_kept() -> None:
    credit = Fund("credit", "loan", who=("FR",), repay_from_months=12.0, repay_periods=2)
    funds = [Fund("gift", rate_fraction=0.1), credit]
    quotes = [small.quote(2.0, "Beta", "hull", setup_m=1.0), small.quote(3.0, "Alpha", "hull")]
    short = [small.capacity(0, 1, 2, 2, supplier="Beta", package="hull")]
    more = [small.investment(supplier="Beta", cost_m=0.1)]
    old = programme(funds=funds, quotes=quotes, capacities=short, investments=more)
    before = planned(old)
    frozen, _ = pins(old, before, 2)
    for decision in ("grant", "draw", "invest", "set up"):
        assert [p for p in frozen.pins if p.decision == decision], decision
    assert not moved(before, planned(frozen), old, 2)
