"""What coverage's report says is told with what is asked, and the files that lack most."""

from __future__ import annotations

from tests.benchmarks.covered import shares, told

TOTALS = {"covered_lines": 95, "num_statements": 100, "covered_branches": 3, "num_branches": 4}


def test_lines_and_branches_are_counted_apart() -> None:
    assert shares(TOTALS) == {"lines": 95.0, "branches": 75.0}
    assert shares({**TOTALS, "covered_branches": 0, "num_branches": 0})["branches"] == 100.0


def test_the_files_that_lack_most_come_first_and_whole_ones_not_at_all() -> None:
    lacks = {"a.py": (1, 0), "b.py": (0, 0), "c.py": (2, 3)}
    files = {
        name: {"summary": {"missing_lines": lines, "missing_branches": branches}}
        for name, (lines, branches) in lacks.items()
    }
    said = told({"totals": TOTALS, "files": files})
    assert said[:2] == ["lines 95.00 % (asked: 95 %)", "branches 75.00 % (asked: 90 %)"]
    assert [line.rpartition(" ")[2] for line in said[2:]] == ["c.py", "a.py"]
