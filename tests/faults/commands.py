"""Every command that writes a file, in one table, and a folder to call them in."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from procure.cli import exits
from tests.cli.calling import TWO, Done, call, settle

PLAN, PART = "plan.xlsx", "part.xlsx"


@dataclass(frozen=True)
class Writer:
    """A command line that lacks only the name of its output. source: its input, "" = it has none.

    long: it takes a second or more.
    """

    words: tuple[str, ...]
    ending: str = ".xlsx"
    source: str = TWO
    long: bool = False

    def line(self, output: str) -> list[str]:
        """The words, {} replaced by the output."""
        return [word.replace("{}", output) for word in self.words]


WRITERS: dict[str, Writer] = {
    "plan": Writer(("plan", TWO, "-o", "{}")),
    "plan --write-model": Writer(("plan", TWO, "-o", "made.xlsx", "--write-model", "{}"), ".lp", ""),
    "evaluate": Writer(("evaluate", TWO, "-o", "{}")),
    "check --errors": Writer(("check", TWO, "--errors", "{}")),
    "template": Writer(("template", "{}", "--kind", "ship", "--nations", "IT 8, ES 6", "--force"), source=""),
    "template --for": Writer(("template", "{}", "--from", TWO, "--for", "BE", "--force")),
    "merge": Writer(("merge", TWO, PART, "-o", "{}", "--force")),
    "compare": Writer(("compare", PLAN, PLAN, "-o", "{}"), source=PLAN),
    "report": Writer(("report", PLAN, "-o", "{}"), ".html", ""),
    "report --nation": Writer(("report", PLAN, "--nation", "BE", "-o", "{}"), source=PLAN),
    "report --brief": Writer(("report", PLAN, "--brief", "-o", "{}"), ".pptx", ""),
    "explain": Writer(("explain", PLAN, "-o", "{}"), source=PLAN),
    "find": Writer(("find", TWO, "least", "Budgets[BE, 2029]", "-o", "{}"), long=True),
    "whatif": Writer(("whatif", TWO, "price +5 %", "--jobs", "1", "-o", "{}"), long=True),
    "frontier": Writer(
        ("frontier", TWO, "--trade", "cost:imbalance", "--points", "2", "--jobs", "1", "-o", "{}"), long=True
    ),
    "sweep": Writer(("sweep", TWO, "price +5 %", "--jobs", "1", "--store", "store", "-o", "{}"), long=True),
    "risk": Writer(
        ("risk", TWO, "--from", PLAN, "--uncertain", "Packages[*, value] *= PERT(0.9; 1; 1.4)", "--draws", "3",
         "--jobs", "1", "-o", "{}"), long=True),
    "alternatives": Writer(("alternatives", TWO, "--count", "2", "--jobs", "1", "-o", "{}"), long=True),
    "stress": Writer(("stress", TWO, "--only", "nations", "--jobs", "1", "-o", "{}"), long=True),
    "coalition": Writer(("coalition", TWO, "--jobs", "1", "-o", "{}"), long=True),
}  # fmt: skip
QUICK = [name for name, writer in WRITERS.items() if not writer.long]


def furnished(folder: Path) -> Path:
    """A folder as after cloning, with a plan and a ministry's part in it."""
    settle(folder)
    was = Path.cwd()
    os.chdir(folder)
    try:
        made: list[Done] = [call("plan", TWO, "-o", PLAN), call("template", PART, "--from", TWO, "--for", "BE")]
    finally:
        os.chdir(was)
    assert [done.code for done in made] == [exits.DONE] * 2
    return folder


def copied(furnished: Path, to: Path) -> Path:
    """A folder of a test's own; the books themselves are shared, as hard links."""
    shutil.copytree(furnished, to, copy_function=os.link)
    return to
