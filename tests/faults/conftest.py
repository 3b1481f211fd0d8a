"""A furnished folder, copied for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import commands


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Planned once; nothing is written here."""
    return commands.furnished(tmp_path_factory.mktemp("faults") / "room")


@pytest.fixture
def room(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: examples, a plan and a part."""
    monkeypatch.chdir(commands.copied(furnished, tmp_path / "room"))
    return Path.cwd()
