"""The models that come with the planner: they load, every number has its source, their rules can be planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure import agreement, objectives, planning, rules
from procure.facts import Facts
from procure.workbook import sheets
from tests.models.agreed import alone
from tests.problems import two_nations

MODELS = agreement.names()


def test_the_models_of_this_version_are_there() -> None:
    assert set(MODELS) == {
        "aukus", "best-value", "bilateral", "costs-where-they-fall", "edf", "edip", "edirpa", "equal-partners",
        "esa-return", "juste-retour", "lead-nation", "nato-common-funding", "occar-global-balance", "open-framework",
        "safe", "usage-pool",
    }  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_a_test_file_of_its_own(name: str) -> None:
    assert (Path(__file__).parent / "models" / f"test_{name.replace('-', '_')}.py").is_file()


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_its_files_name_and_a_source_and_standing_for_every_number(name: str) -> None:
    model = agreement.load(name)
    assert model.name == name
    assert model.sources
    assert model.objectives
    said = {f"rule {r.id}" for r in model.rules} | {f"fund {x.id}" for x in model.funds}
    said |= {f"control {c.technology}, {c.owner}, {c.destination}" for c in model.controls}
    said |= {f"table {one.name}" for one in model.tables} | {f"objective {o.name}" for o in model.objectives}
    assert {o.of for o in model.origins} == said
    assert all(o.source and o.standing in agreement.STANDINGS for o in model.origins)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_explained_and_described(name: str) -> None:
    model = agreement.load(name)
    text = agreement.explain(model)
    assert all(f"  {one.id}: " in text for one in (*model.rules, *model.funds))
    assert all(f"  {c.technology} of {c.owner} to " in text for c in model.controls)
    assert all(f"source: {o.source} ({o.standing})" in text for o in model.origins)
    assert f"| {name} |" in (agreement.models_folder() / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODELS)
def test_a_models_rules_are_planned_as_they_stand(name: str) -> None:
    problem, _ = alone(two_nations(), agreement.load(name))
    assert not rules.refusals(Facts(problem))
    assert not objectives.refusals(Facts(problem))
    assert planning.plan(problem).plan is not None


def test_the_form_in_the_readme_names_every_key_of_a_rule() -> None:
    text = (agreement.models_folder() / "README.md").read_text(encoding="utf-8")
    for column in sheets.RULES.columns:
        if column.name not in ("from", "to", "earlier plan", "earlier figures", "status", "note"):
            assert f"| {column.name} |" in text or f'| "{column.name}" |' in text, column.name
