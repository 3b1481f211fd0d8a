"""Plans of random programmes are verified from their workbooks: a slice of them here, the kept table of many."""

from __future__ import annotations

import pytest

from procure import publishing
from procure.findings import ERROR, Finding
from tests.benchmarks import verified
from tests.benchmarks.seeded import Record
from tests.benchmarks.verified import (
    FAILED,
    INEXPRESSIBLE,
    NO_PLAN,
    NOT_VERIFIED,
    NOT_WRITTEN,
    VERIFIED,
    look,
    table,
)

SLICE = (0, 3, 6, 7, 9, 12, 15, 18, 24, 30, 47, 277)


def rows() -> dict[str, int]:
    """The kept table: number by label."""
    lines = [line.strip("|").split("|") for line in verified.HERE.read_text().splitlines() if line.startswith("| ")]
    return {label.strip(): int(number.replace(",", "")) for label, number in lines if number.strip()[0].isdigit()}


def record(seed: int, end: str = VERIFIED, *wrong: str) -> Record:
    found = {"checks": 100, "stages": 2, "proven": 2, "gaps": [0.5, 0.1], "state": "proven"} if end == VERIFIED else {}
    return {"seed": seed, "limit": 15.0, "end": end, "wrong": [*wrong], "seconds": 0.5} | found


@pytest.mark.parametrize("seed", SLICE)
def test_a_plan_of_a_random_programme_is_verified_from_its_workbook(seed: int) -> None:
    found = look(seed, 15.0)
    assert (found["end"], found["wrong"]) == (VERIFIED, [])
    assert found["proven"] == found["stages"] > 0


def test_every_plan_of_the_kept_programmes_was_verified() -> None:
    known = rows()
    assert known["programmes"] >= 1000
    assert known[VERIFIED] == known["planned"] - known["not expressible in a workbook"]
    assert known[NOT_VERIFIED] == known[NOT_WRITTEN] == known[FAILED] == 0
    assert known["planned"] >= 0.99 * known["programmes"]
    assert known["not expressible in a workbook"] <= 0.03 * known["programmes"]


def test_what_a_workbook_cannot_say_is_no_failure_and_what_it_says_wrongly_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise publishing.AuditFailed([Finding(ERROR, "Rule results!F8", "figure differs", "expected 1, found 0.")])

    monkeypatch.setattr(publishing, "publish", refused)
    assert look(6, 15.0)["end"] == NOT_WRITTEN
    assert look(44, 15.0)["end"] == INEXPRESSIBLE  # weights of several items, which the generator leaves out


def test_an_exception_is_kept_as_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("nothing")

    monkeypatch.setattr(verified, "generate", broken)
    assert look(6, 15.0)["wrong"] == ["ValueError: nothing"]


def test_whatever_was_not_verified_is_printed_with_its_seed() -> None:
    said = table([record(7), record(8, NOT_WRITTEN, "expected 1, found 0"), record(9, NO_PLAN, "stopped")], 7)
    assert "| planned | 2 |" in said
    assert "| not written | 1 |" in said
    assert "- seed 8: not written: expected 1, found 0" in said
    assert "- seed 9: no plan: stopped" in said
    assert "of 1 plans: 0.500 % proven at the root, 0.100 %" in said
