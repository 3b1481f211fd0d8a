"""A certificate is made with a plan where its rows follow from the inputs; where there is none it says why."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from procure import certifying, linear, solve
from procure.certificate import Certificate, labels
from procure.facts import Facts
from procure.findings import errors
from procure.near import Near
from procure.plan import Plan
from procure.planning import Outcome, plan
from procure.problem import Problem
from procure.verbs import write
from procure.verify import Verified, bounds, verify_file
from tests.clauses import small
from tests.cli.calling import environment
from tests.planned import planned
from tests.problems import two_nations
from tests.test_repricing import fleet

WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, *_):
        if name.split(".")[0] in ("pulp", "highspy"):
            raise ImportError(name)

sys.meta_path.insert(0, Absent())
from procure.cli import main
main(["verify", sys.argv[1]])
"""


def made(problem: Problem, certified: bool = True, **how: object) -> tuple[Outcome, Plan]:
    outcome = plan(problem, certified=certified, **how)  # type: ignore[arg-type]
    assert outcome.plan is not None
    return outcome, outcome.plan


def whys(found: Plan) -> list[str]:
    assert found.certificate is not None
    return [one.why for one in found.certificate.stages]


def test_a_plan_is_verified_where_there_is_neither_pulp_nor_a_solver(tmp_path_factory: pytest.TempPathFactory) -> None:
    path, _ = planned(tmp_path_factory, "two-nations")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(path)], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "proof: no plan has less than 167.99 M" in done.stdout
    assert done.stdout.rstrip().endswith("verified")


def test_the_plan_is_the_same_with_and_without_a_certificate() -> None:
    (_, first), (_, second) = made(two_nations()), made(two_nations(), certified=False)
    assert (first.values, first.stages, first.run) == (second.values, second.stages, second.run)
    assert first.certificate == made(two_nations())[1].certificate
    assert second.certificate is None


def verified(problem: Problem, found: Plan, to: Path) -> Verified:
    write(to, problem, found)
    done, _ = verify_file(to)
    assert done is not None
    return done


def test_the_bound_of_learning_curves_is_proven_on_the_pieces_that_gave_it(tmp_path: Path) -> None:
    problem = fleet(1048.0, 700.0, 600.0)
    _, found = made(problem, gap=0.0)
    assert found.certificate is not None
    assert found.certificate.points  # the pieces of a second turn
    done = verified(problem, found, tmp_path / "plan.xlsx")
    assert errors(done.findings) == []
    cost = done.bounds.objectives[1]
    assert cost.proven is not None
    assert cost.proven <= cost.value + cost.within
    fewer = replace(found.certificate, points={})
    assert "not proven" in {finding.rule for finding in bounds.of(found, Facts(problem), fewer).findings}


def test_break_points_without_sense_prove_nothing_false() -> None:
    problem = fleet(1080.0)
    _, found = made(problem, gap=0.0)
    assert found.certificate is not None
    for sets in (frozenset([1e-300, 2e-300]), frozenset([-5.0, 1e300]), frozenset(k / 7 for k in range(400))):
        strange = replace(found.certificate, points={("hull", "Alpha", ""): sets, ("no", "such", "offer"): sets})
        for one in bounds.of(found, Facts(problem), strange).objectives:
            assert one.proven is None or one.proven <= one.value + one.within


def test_a_stage_that_was_stopped_has_no_certificate_and_says_why() -> None:
    problem = two_nations()
    outcome, _ = made(problem, certified=False)
    stopped = [outcome.stages[0], *(replace(stage, state=solve.GAP) for stage in outcome.stages[1:])]
    later = {stage.name: stage.best + 1 for stage in stopped[:-1]}
    made_of = certifying.certificate(Facts(problem), 1.0, stopped, later, solve.Options())
    assert [one.why for one in made_of.stages] == ["", *[certifying.STOPPED] * (len(stopped) - 1)]


def test_without_time_or_with_ctrl_c_the_plan_is_kept_and_the_certificate_says_so(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(_: object) -> bool:
        raise KeyboardInterrupt

    for stop in (pressed, lambda _: False):
        monkeypatch.setattr(linear.Linear, "solve", stop)
        _, found = made(small.problem(packages=[small.one_off()]))
        assert certifying.NO_TIME in whys(found)


def test_beyond_so_many_decisions_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certifying, "LARGEST", 3)
    assert set(whys(made(two_nations())[1])) == {certifying.TOO_LARGE}


def test_near_another_plan_and_of_a_bent_optimisation_there_is_none() -> None:
    problem = two_nations()
    _, first = made(problem)
    assert made(problem, near_to=Near("first", problem, first))[1].certificate is None
    assert made(problem, shape=lambda m, f, specs: specs[:1])[1].certificate is None


def test_a_row_of_the_same_words_as_another_is_told_apart() -> None:
    rows = [("award", ("a, b", "c")), ("award", ("a", "b, c")), ("award", ("a", "b")), ("rate", ()), ("rate", ("",))]
    assert labels(rows) == [
        ("award", "a, b, c"), ("award", "a, b, c ~2"), ("award", "a, b"), ("rate", ""), ("rate", "~2"),
    ]  # fmt: skip


def test_a_certificate_of_fewer_stages_proves_nothing_of_the_others() -> None:
    problem = two_nations()
    _, found = made(problem)
    assert found.certificate is not None
    nothing = bounds.of(found, Facts(problem), Certificate(found.certificate.stages[:1]))
    assert [one.why for one in nothing.objectives][1:] == [bounds.OTHER] * (len(found.stages) - 1)
