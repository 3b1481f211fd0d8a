"""Every measure writes the rows, the checks and the results that are stored for it, in many wordings."""

from __future__ import annotations

import pytest

from procure.measures import MEASURES
from tests.measures.regold import GOLDEN
from tests.measures.worded import text, wordings


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_writes_the_rows_and_checks_of_its_golden_file(measure: str) -> None:
    stored = (GOLDEN / f"{measure}.txt").read_text(encoding="utf-8")
    assert text(measure).splitlines() == stored.splitlines()


def test_no_measure_lacks_a_golden_file_and_no_golden_file_a_measure() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(MEASURES)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_base_of_a_measure_is_worded(measure: str) -> None:
    assert {rule.base for rule in wordings(measure)} == set(MEASURES[measure].BASES)
