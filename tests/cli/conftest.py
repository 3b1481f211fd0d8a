"""A folder to work in, as after cloning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import settle


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: inputs with the examples, outputs empty."""
    folder = settle(tmp_path / "clone")
    monkeypatch.chdir(folder)
    return folder
