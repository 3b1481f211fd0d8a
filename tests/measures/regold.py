"""Rewrites the golden files: `python -m tests.measures.regold [measure ...]`. Read the difference before keeping it."""

from __future__ import annotations

import sys
from pathlib import Path

from procure.measures import MEASURES
from tests.measures import worded

GOLDEN = Path(__file__).parent / "golden"


def main(wanted: list[str]) -> None:
    for measure in wanted or MEASURES:
        (GOLDEN / f"{measure}.txt").write_text(worded.text(measure), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
