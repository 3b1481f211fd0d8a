"""Every example's plan is verified from its file alone, and a program of 50 lines that knows only the format agrees."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from procure import planning
from procure.facts import Facts
from procure.findings import errors
from procure.proof import relaxation
from procure.reading import read
from procure.verify import Verified, verify_file, written
from tests.cli.calling import ROOT
from tests.planned import EXAMPLES, planned
from tests.verify import checker

WEAKEST = 0.015  # of the plan's cost: how far below it the relaxation of an example is at most


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Verified]:
    """An example's name and what verifying its plan came to."""
    found, _ = verify_file(planned(tmp_path_factory, request.param)[0])
    assert found is not None
    return request.param, found


def test_every_plan_holds_and_every_bound_is_proven_and_checked_elsewhere(
    example: tuple[str, Verified], tmp_path: Path
) -> None:
    _, found = example
    assert errors(found.findings) == []
    assert found.holds
    assert found.hashed
    for one in found.bounds.objectives:
        assert one.proven_gap is not None, one.why
        if one.stage.name == "cost":
            assert one.proven_gap <= WEAKEST * one.value
    path = tmp_path / "rows.json"
    written.write(path, found.bounds, [])
    file = json.loads(path.read_text("ascii"))
    bounds = checker.bounds(path)
    assert bounds == {stage["name"]: Fraction(stage["bound"]) for stage in file["stages"]}
    assert list(bounds) == [one.stage.name for one in found.bounds.objectives]


def test_the_rows_made_from_the_plan_are_those_that_were_solved(example: tuple[str, Verified]) -> None:
    name, found = example
    problem, _ = read(ROOT / "inputs" / f"{name}.xlsx")
    assert problem is not None
    m, _ = planning.build(Facts(problem), numbers=True)
    assert relaxation.of(m) == found.bounds.relaxation
