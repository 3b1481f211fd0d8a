"""The models that come with the planner: they load, every number has its source, their rules can be planned."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procure import agreement, objectives, planning, rules
from procure.facts import Facts
from procure.problem import Supplier
from procure.workbook import sheets
from tests.problems import two_nations

MODELS = agreement.names()


def test_the_models_of_this_version_are_there() -> None:
    assert set(MODELS) >= {"best-value", "juste-retour", "lead-nation"}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_its_files_name_and_a_source_and_standing_for_every_number(name: str) -> None:
    model = agreement.load(name)
    assert model.name == name
    assert model.sources
    assert model.objectives
    assert {o.of for o in model.origins} == {f"rule {r.id}" for r in model.rules} | {
        f"objective {o.name}" for o in model.objectives
    }
    assert all(o.source and o.standing in agreement.STANDINGS for o in model.origins)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_explained_and_described(name: str) -> None:
    text = agreement.explain(agreement.load(name))
    assert all(rule.id in text for rule in agreement.load(name).rules)
    assert f"| {name} |" in (agreement.models_folder() / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODELS)
def test_a_models_rules_are_planned_as_they_stand(name: str) -> None:
    model = agreement.load(name)
    problem = two_nations(*model.rules, objectives=model.objectives)
    assert not rules.refusals(Facts(problem))
    assert not objectives.refusals(Facts(problem))
    assert planning.plan(problem).plan is not None


def test_the_form_in_the_readme_names_every_key_of_a_rule() -> None:
    text = (agreement.models_folder() / "README.md").read_text(encoding="utf-8")
    for column in sheets.RULES.columns:
        if column.name not in ("from", "to", "status", "note"):
            assert f"| {column.name} |" in text or f'| "{column.name}" |' in text, column.name


def test_strict_juste_retour_holds_in_each_phase_and_not_in_total_alone() -> None:
    model = agreement.load("juste-retour")
    costly = Supplier("Krauss", "DE", price_factor=1.5)
    suppliers = (Supplier("Arsenal", "FR"), Supplier("Bureau", "FR"), costly)
    packages = tuple(
        w if w.recurring else type(w)(w.id, w.kind, w.phase, value_m=w.value_m, divisible=True, most=None)
        for w in two_nations().packages
    )
    free = planning.plan(two_nations(suppliers=suppliers, packages=packages)).plan
    problem = two_nations(*model.rules, objectives=model.objectives, suppliers=suppliers, packages=packages)
    bound = planning.plan(problem).plan
    assert free is not None
    assert bound is not None
    assert objectives.balance(free, Facts(problem))["DE"] == Decimal(-200)  # 80 of development, 120 of production
    results = rules.results(bound, Facts(problem))
    assert {(r.who, r.phase) for r in results} == {(n, p) for n in ("FR", "DE") for p in ("development", "production")}
    assert all(r.held and r.reached is not None and abs(r.reached) < Decimal("2.001") for r in results)


def test_best_value_and_lead_nation_hold_nobody_to_a_return() -> None:
    for name in ("best-value", "lead-nation"):
        assert all(rule.strength == "report" for rule in agreement.load(name).rules)
    assert agreement.load("lead-nation").key == "table"
