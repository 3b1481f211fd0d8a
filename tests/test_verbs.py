"""The verbs, as README shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure import verbs
from procure.decisions import FAMILIES
from procure.findings import Refused
from procure.frames import NAMES
from procure.plan import LEAVES

BOOK = Path(__file__).resolve().parent.parent / "inputs" / "two-nations.xlsx"


def test_the_verbs_read_plan_write_and_audit_an_example(tmp_path: Path) -> None:
    problem = verbs.read(BOOK)
    outcome = verbs.plan(problem)
    assert outcome.plan is not None
    written = verbs.write(tmp_path / "plan.xlsx", problem, outcome.plan)
    assert written.passed
    assert len(verbs.audit(tmp_path / "plan.xlsx").checks) == len(written.checks)


def test_frames_hold_every_decision_under_the_names_of_its_key() -> None:
    problem = verbs.read(BOOK)
    outcome = verbs.plan(problem)
    assert outcome.plan is not None
    tables = verbs.frames(problem, outcome.plan)
    delivered = tables["deliver"]
    assert list(delivered.columns) == ["item", "nation", "period", "value"]
    assert delivered.groupby("nation")["value"].sum().to_dict() == {"BE": 12.0, "NL": 18.0}
    assert tables["charge"]["value"].sum() == pytest.approx(float(outcome.plan.total("spend")))


def test_every_part_of_a_key_has_a_name_in_frames() -> None:
    indexes = [*(family.index for family in FAMILIES), *(index for index, *_ in LEAVES.values())]
    assert {part for index in indexes for part in index.split(",") if part} == set(NAMES)


def test_a_workbook_with_errors_is_refused_with_its_findings(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        verbs.read(tmp_path / "missing.xlsx")
    assert refused.value.findings[0].rule == "missing file"
