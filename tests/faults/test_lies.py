"""A solver that lies is found out, or what it says is put right; benchmarks/lies.py plants many more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from procure import cbc, solve, stages
from procure.cli import exits
from procure.facts import Facts
from procure.planning import build, plan
from procure.solve import INFEASIBLE, Options
from tests.benchmarks import lies
from tests.benchmarks.lies import LIMIT, honest, planted
from tests.cli.calling import TWO, call
from tests.faults.lying import CAUGHT, CURED, LIES, MISSED, NOT_TOLD, TRULY, Liar, row_broken, verdict
from tests.generate import generate

MISSES = 29  # seed of a programme where a wrong optimum passes without the second solver


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_caught_or_put_right(name: str) -> None:
    found = [planted(name, seed, second=LIES[name].second) for seed in (1, 25)]
    assert set(found) <= {CAUGHT, CURED, NOT_TOLD}
    assert set(found) != {NOT_TOLD} or LIES[name].second


def test_a_wrong_optimum_and_a_lasting_infeasible_are_found_by_a_second_solver_alone() -> None:
    for name in (name for name, lie in LIES.items() if lie.second):
        assert planted(name, MISSES) == MISSED
        assert planted(name, MISSES, second=True) == CAUGHT


def test_the_kept_count_has_every_lie_and_misses_none_that_can_be_found() -> None:
    lines = Path(lies.__file__).with_name("lies.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][2:]
    assert {row[0] for row in rows} == set(LIES)
    assert all(row[5] == "0" for row in rows if not row[1].startswith("nothing here"))
    assert sum(int(row[2]) for row in rows) > 500


def test_a_row_of_every_clause_that_is_broken_a_little_is_seen() -> None:
    seen, rng = set(), Random(1)
    for seed in range(4):
        m, _ = build(Facts(generate(seed)))
        m.minimise([])
        matrix = m.matrix()
        answer = TRULY(matrix, Options())
        assert answer.values is not None
        assert matrix.violation(answer.values) <= stages.TOUCH
        for number, row in enumerate(m.rows):
            inside = matrix.index[matrix.start[number] : matrix.start[number + 1]]
            if row.clause in seen or matrix.whole[inside].all():
                continue
            seen.add(row.clause)
            for by in (1e-4, 1e-2):
                broken = row_broken(by, number)(answer, matrix, Options(), rng)
                assert broken is not None
                assert broken.values is not None
                assert matrix.violation(broken.values) > stages.TOUCH, row.clause
    assert len(seen) > 20


@pytest.mark.parametrize("by", [1e-4, 1e-2])
def test_a_plan_that_breaks_a_row_in_every_answer_is_never_written(by: float) -> None:
    """In the answers of the solver, and in the rest solved again at whole numbers too."""
    problem = generate(2, "tiny")
    m, _ = build(Facts(problem))
    first = {row.clause: number for number, row in reversed([*enumerate(m.rows)])}
    for clause in Random(2).sample(sorted(first), 4):
        liar = Liar(row_broken(by, first[clause]), Random(clause))
        outcome = plan(problem, LIMIT, solver=liar)
        assert verdict(problem, honest(2), outcome, liar.told) in (CAUGHT, CURED), clause


def lying(name: str) -> Callable[..., Any]:
    return Liar(LIES[name].spoil, Random(1), whole=LIES[name].whole)


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("a value too many", [], exits.DISAGREE),
        ("proven, without a point", [], exits.DISAGREE),
        ("NaN among the values", [], exits.DISAGREE),
        ("a bound of infinity", [], exits.DISAGREE),
        ("unbounded", [], exits.DISAGREE),
        ("proven, with no bound", [], exits.GAP),
        ("infeasible, always", ["--cross-check"], exits.DISAGREE),
        ("a wrong optimum", ["--cross-check"], exits.DISAGREE),
    ],
)
def test_the_command_ends_with_the_code_of_a_contradiction(
    name: str, words: list[str], code: int, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = room / "outputs" / "old.xlsx"
    target.write_text("old", encoding="utf-8")
    monkeypatch.setattr(solve, "solve", lying(name))
    done = call("plan", TWO, "-o", str(target), *words)
    assert done.code == code, done.out + done.err
    assert "Traceback" not in done.err
    assert (target.read_bytes() == b"old") == (code == exits.DISAGREE)


@pytest.mark.usefixtures("room")
def test_a_true_plan_passes_the_cross_check_and_run_says_so() -> None:
    done = call("plan", TWO, "-o", "outputs/new.xlsx", "--cross-check", "--json")
    assert done.code == exits.DONE
    assert done.document["cross_check"].startswith("by CBC: lateness confirmed, cost confirmed")
    assert call("audit", "outputs/new.xlsx").code == exits.DONE


@pytest.mark.usefixtures("room")
def test_a_second_solver_that_lies_spoils_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(matrix: Any, *_: Any) -> solve.Answer:
        return solve.Answer(INFEASIBLE, None, None, None, 0.0)

    monkeypatch.setattr(cbc, "solve", wrong)
    done = call("plan", TWO, "-o", "outputs/new.xlsx", "--cross-check", "--json")
    assert done.code == exits.DONE
    assert "not confirmed" in done.document["cross_check"]
    better = solve.Answer(solve.PROVEN, np.zeros(3), -1.0, -1.0, 0.0)
    monkeypatch.setattr(cbc, "solve", lambda *_: better)
    assert call("plan", TWO, "-o", "outputs/new.xlsx", "--cross-check").code == exits.DONE


@pytest.mark.usefixtures("room")
def test_a_cross_check_needs_a_second_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cbc, "available", lambda: False)
    done = call("plan", TWO, "--cross-check")
    assert done.code == exits.USAGE
    assert "leave --cross-check out" in done.err
