"""Random programmes looked at one by one, where it stopped before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.seeded import Record, main, records


def looked(seed: int, _: float) -> Record:
    return {"seed": seed, "end": "failed", "wrong": ["all of it"] if seed == 2 else []}


def test_what_is_kept_is_not_looked_at_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[int] = []

    def look(seed: int, seconds: float) -> Record:
        seen.append(seed)
        return looked(seed, seconds)

    kept = tmp_path / "kept.jsonl"
    assert [r["seed"] for r in records(look, kept, range(5), 15.0, 2)] == [0, 1]
    assert [r["seed"] for r in records(look, kept, range(5), 15.0, None)] == [0, 1, 2, 3, 4]
    assert seen == [0, 1, 2, 3, 4]
    assert capsys.readouterr().err == "2: failed: all of it\n"


def test_the_command_line_chooses_seeds_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to, kept = tmp_path / "table.md", tmp_path / "kept.jsonl"
    monkeypatch.setattr("sys.argv", ["it", "--count", "3", "--seed", "5", "--only", "2", "--to", str(to)])
    main("", kept, tmp_path / "elsewhere.md", looked, lambda found, seed: f"{[r['seed'] for r in found]} from {seed}")
    assert to.read_text() == "[5, 6] from 5"
    assert len(kept.read_text().splitlines()) == 2
