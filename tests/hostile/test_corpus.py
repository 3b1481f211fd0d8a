"""Hostile and broken books: each is refused by the finding that it deserves, or read as it was meant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile import confined
from tests.hostile.corpus import CORPUS
from tests.hostile.verdict import REFUSAL_MB, REFUSAL_SECONDS

LIGHT = [name for name, case in CORPUS.items() if not case.heavy]


@pytest.fixture(scope="module")
def verdicts() -> dict[str, dict[str, Any]]:
    """Each light case, read by a process of its own."""
    return {found["name"]: found for found in confined.asked(LIGHT)}


def test_every_light_case_was_read(verdicts: dict[str, dict[str, Any]]) -> None:
    assert list(verdicts) == LIGHT
    assert len(LIGHT) > 200


@pytest.mark.parametrize("name", LIGHT)
def test_a_case_comes_to_what_it_says(name: str, verdicts: dict[str, dict[str, Any]]) -> None:
    found = verdicts[name]
    assert not found["wrong"]
    assert found["code"] == (3 if CORPUS[name].rule else 0)


def test_light_cases_take_little_time_and_memory(verdicts: dict[str, dict[str, Any]]) -> None:
    assert max(found["seconds"] for found in verdicts.values()) < REFUSAL_SECONDS
    assert max(found["mb"] for found in verdicts.values()) < REFUSAL_MB
