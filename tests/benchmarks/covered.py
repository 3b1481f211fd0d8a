"""Lines and branches of procure/ that the tests ran, in every process, against what is asked of them.

    python -m pytest --cov --cov-report= && python -m tests.benchmarks.covered
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coverage import Coverage
from coverage.exceptions import NoDataError

ASKED = {"lines": 95.0, "branches": 90.0}  # per cent
SHOWN = 15  # files, those with the most lines and branches that no test ran


def shares(totals: Mapping[str, int]) -> dict[str, float]:
    """Per cent of lines and of branches that were run; of none, all."""

    def part(run: int, of: int) -> float:
        return 100 * run / of if of else 100.0

    return {
        "lines": part(totals["covered_lines"], totals["num_statements"]),
        "branches": part(totals["covered_branches"], totals["num_branches"]),
    }


def told(report: Mapping[str, Any]) -> list[str]:
    """The totals, then the files that lack most, from coverage's report as JSON."""
    said = [f"{name} {found:.2f} % (asked: {ASKED[name]:.0f} %)" for name, found in shares(report["totals"]).items()]
    files = {name: one["summary"] for name, one in report["files"].items()}
    lacking = sorted(files, key=lambda name: (-files[name]["missing_lines"] - files[name]["missing_branches"], name))
    for name in lacking[:SHOWN]:
        one = files[name]
        if one["missing_lines"] or one["missing_branches"]:
            said.append(f"{one['missing_lines']:>5} lines, {one['missing_branches']:>4} branches not run in {name}")
    return said


def main() -> None:
    """Prints the shares of the last run of the tests; ends with 1 where one is below what is asked."""
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "report.json"
        measured = Coverage()
        measured.load()
        measured.combine()  # what processes wrote that ended after pytest
        measured.save()
        try:
            measured.json_report(outfile=str(to))
        except NoDataError:
            sys.exit("Nothing was measured yet: python -m pytest --cov --cov-report=")
        report = json.loads(to.read_text(encoding="utf-8"))
    print("\n".join(told(report)))
    sys.exit(any(found < ASKED[name] for name, found in shares(report["totals"]).items()))


if __name__ == "__main__":
    main()
