"""`procure coalition` as it is called."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from procure.cli import exits
from tests.cli.calling import TWO, call


def test_coalition_prints_the_ways_of_sharing_and_writes_them(here: Path) -> None:
    done = call("coalition", TWO, "--jobs", "1", "-o", "shares.xlsx")
    assert done.code == exits.DONE, done.err
    assert "2 nations together: 168.17 M" in done.out
    assert "The core is not empty" in done.out
    assert "written: shares.xlsx" in done.out
    assert openpyxl.load_workbook(here / "shares.xlsx").sheetnames == ["Coalitions", "Costs"]
    before = (here / "shares.xlsx").read_bytes()
    document = call("coalition", TWO, "--jobs", "2", "-o", "shares.xlsx", "--json").document
    assert document["core"]["state"] == "not empty"
    assert [len(one["members"]) for one in document["coalitions"]] == [1, 1, 2]
    assert {one["in_core"] for one in document["ways"]} == {"yes"}
    assert (here / "shares.xlsx").read_bytes() == before


def test_coalition_refuses_what_cannot_be_shared_or_written(here: Path) -> None:
    assert call("coalition", "none.xlsx").code == exits.FINDINGS
    assert call("coalition", TWO, "-o", TWO).code == exits.NOT_WRITTEN
    assert call("coalition", TWO, "--sample", "1").code == exits.USAGE
    alone = call("template", "ONE.xlsx", "--kind", "vehicle", "--nations", "FR 20")
    assert alone.code == exits.DONE, alone.err
    done = call("coalition", "ONE.xlsx")
    assert done.code == exits.FINDINGS
    assert "no two nations" in done.err
