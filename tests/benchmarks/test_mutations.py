"""Planted faults: a slice is planted in every run of the tests; the table of all of them is kept, and is not stale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.killing import Seen
from tests.benchmarks.mutants import mutants
from tests.benchmarks.mutation_table import stale, table
from tests.benchmarks.mutations import KINDS, PLANTED, TABLE, every, sliced

ROOT = Path(__file__).parents[2]
ENOUGH = 0.75  # of the slice: when more of its lines have changed it has to be drawn again


def test_planted_faults_of_sign_index_and_coefficient_are_noticed() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.mutations", "--slice"]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_slice_is_as_large_as_it_was_drawn() -> None:
    assert len(sliced()) >= ENOUGH * PLANTED, "draw again: python -m tests.benchmarks.mutations, then --draw"
    assert {mutant.operator for mutant in sliced()} == set(KINDS)


def test_no_mutant_that_is_called_equivalent_has_gone() -> None:
    assert stale(every()) == []


SOURCE = '''"""Words."""
def load(m, x, t: int) -> list[tuple[float, int]]:
    """More words, 1 + 1."""
    if t > 0 and x:
        m.require("load", (t,), [(-2, x[t]), *over(x, [t], 3)], "<=", 1, hint="at most 1")
    return []
'''


@pytest.mark.parametrize(
    ("operator", "change"),
    [
        ("sign", "-2 -> 2"), ("sign", "3 -> -3"), ("relation", "'<=' -> '>='"), ("relation", "t > 0 -> t >= 0"),
        ("index", "t -> t + 1"), ("constant", "1 -> 0"), ("constant", "2 -> 4"),
        ("condition", "t > 0 and x -> t > 0 or x"), ("statement", "removed"),
    ],
)  # fmt: skip
def test_a_mutant_is_one_change_of_the_source(operator: str, change: str, tmp_path: Path) -> None:
    (tmp_path / "load.py").write_text(SOURCE, encoding="utf-8")
    assert (operator, change) in [(m.operator, m.change) for m in mutants("load.py", tmp_path)]


def test_words_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "load.py").write_text(SOURCE, encoding="utf-8")
    assert not [m for m in mutants("load.py", tmp_path) if "at most" in m.change or "words" in m.change]


def test_the_table_is_kept_and_its_score_is_at_least_nine_in_ten() -> None:
    rows = [line.split(" | ") for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| all ")]
    assert rows
    assert all(float(row[-1].split()[0]) >= 90 for row in rows)
    assert ", of these not explained: 0)" in TABLE.read_text(encoding="utf-8")


def test_a_survivor_without_a_cause_is_printed_as_such_before_all_others(tmp_path: Path) -> None:
    (tmp_path / "procure").mkdir()
    (tmp_path / "procure/load.py").write_text(SOURCE, encoding="utf-8")
    made = mutants("procure/load.py", tmp_path)
    said = table(made, {mutant.key: Seen("", 1, 0.1) for mutant in made})
    assert f"## Survivors ({len(made)}, of these not explained: {len(made)})\n\n- NOT EXPLAINED" in said
