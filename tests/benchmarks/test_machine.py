"""The command that writes the tables of speed, and the line that says what they were measured on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import __main__ as tables
from tests.benchmarks.machine import machine


def test_the_machine_is_told_with_its_cores_and_the_version_of_the_solver() -> None:
    assert " cores" in machine()
    assert "HiGHS 1." in machine()


def test_every_table_of_speed_stands_beside_its_program() -> None:
    folder = Path(tables.__file__).parent
    for name in tables.TABLES:
        assert (folder / f"{name}.py").is_file()
        printed = (folder / f"{name}.md").read_text(encoding="utf-8")
        assert f"python -m tests.benchmarks.{name}" in printed


@pytest.mark.parametrize(("code", "there"), [(0, True), (1, False)])
def test_a_table_is_written_by_a_benchmark_that_ran_to_its_end_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, there: bool
) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, code, stdout=b"# A table\n")

    monkeypatch.setattr(subprocess, "run", run)
    assert tables.written("whole", tmp_path) == code
    assert (tmp_path / "whole.md").exists() == there


def test_a_name_that_no_table_has_is_told_with_those_there_are() -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "whole", "quickness"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("no such table: quickness; there are handover, ")
