"""A folder to put parts together in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.calling import ROOT
from tests.workbook.parted import CAVS, POOL


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with both examples."""
    (tmp_path / "inputs").mkdir()
    for name in (CAVS, POOL):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path
