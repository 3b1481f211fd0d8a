"""No file ends in a traceback: every broken, hostile or odd book is told what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure.cli import exits
from tests.cli.calling import call, files
from tests.workbook.broken import ACCEPTED, BROKEN, REFUSED


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_book_is_refused_with_its_complaints(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = BROKEN[name](tmp_path)
    before = files(tmp_path)
    for command in ("check", "plan"):
        done = call(command, str(book))
        assert done.code == exits.FINDINGS, done.err
        assert "error: " in done.err
        assert "internal error" not in done.err
        assert "Traceback" not in done.err
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "a million formatted rows"])
def test_neither_evaluate_nor_audit_nor_a_marked_copy_fails_on_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = str(BROKEN[name](tmp_path))
    for words in (["evaluate", book], ["audit", book], ["check", book, "--errors", "marked.xlsx"]):
        done = call(*words)
        assert done.code == exits.FINDINGS, done.err
        assert "internal error" not in done.err
    assert (tmp_path / "marked.xlsx").exists() == (name in ACCEPTED)
    assert set(BROKEN) == set(REFUSED) | set(ACCEPTED)
