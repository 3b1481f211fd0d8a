"""One browser for all tests of pages that a worker runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.report.browser import Browser, binary


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if binary() is None:
        pytest.skip("no Chromium on this machine, so no page was opened; on Debian: apt-get install chromium")
    tab = Browser()
    yield tab
    tab.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pages are written to be opened."""
    return tmp_path_factory.mktemp("pages")
