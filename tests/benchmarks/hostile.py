"""Hostile and broken books in full: `python -m tests.benchmarks.hostile` writes the table kept in hostile.md.

Every case of tests/hostile is read by `procure check` in a process of its own that may take 2 GB of address space and
30 seconds of a processor. Then files changed at random are given to the commands that read one. Progress is printed on
stderr; words after the command take the cases that have them in their name, or "fuzz", and write nothing. It takes
about ten minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.hostile import confined
from tests.hostile.confined import MEMORY, SECONDS
from tests.hostile.corpus import CORPUS
from tests.hostile.verdict import REFUSAL_MB, REFUSAL_SECONDS

KEPT = Path(__file__).with_name("hostile.md")
SEED = 1
FUZZED = {  # channel: changed files
    "check BOOK.xlsx": 900, "check BOOK.xlsx --errors COPY.xlsx": 200, "whatif BOOK.xlsx --list": 250,
    "check BOOK.xlsx --model MODEL.toml": 250, "audit PLAN.xlsx": 250, "report PLAN.xlsx": 100,
    "compare PLAN.xlsx PLAN.xlsx": 100,
}  # fmt: skip


def table(verdicts: Iterable[dict[str, Any]], fuzzed: Iterable[dict[str, Any]]) -> str:
    """The verdicts and the counts in Markdown."""
    read, counts = list(verdicts), list(fuzzed)
    wrong = sum(bool(found["wrong"]) for found in (*read, *counts))
    refused = [found for found in read if found["code"] == 3]
    seconds, mb = (max(found[key] for found in (*read, *counts)) for key in ("seconds", "mb"))
    lines = [
        "# Hostile and broken books",
        "",
        "Written by `python -m tests.benchmarks.hostile`. Seconds are of a processor, MB are the most that the",
        f"process held, 105 of them procure itself. Limits: {SECONDS} s and {MEMORY >> 20:,} MB of address space; of",
        f"refusals of cases that are not marked large, {REFUSAL_SECONDS:g} s and {REFUSAL_MB:g} MB.",
        "",
        f"{len(read)} cases: {len(refused)} refused, {len(read) - len(refused)} accepted and read as they were meant.",
        f"{sum(found['files'] for found in counts):,} files changed at random. Not as it should be, or with a",
        f"traceback: {wrong}. The most of any: {seconds:.1f} s, {mb:,.0f} MB.",
        "",
        "| case | outcome | exit | seconds | MB |",
        "| --- | --- | --- | --- | --- |",
        *(_row(found) for found in read),
        "",
        f"Files changed at random, seed {SEED}: how many, how many ended with which exit code, the worst of them.",
        "",
        "| command | files | exit codes | wrong | seconds | MB |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| {found['channel']} | {found['files']} | {_codes(found['codes'])} | {len(found['wrong'])} "
            f"| {found['seconds']:.2f} | {found['mb']:.0f} |"
            for found in counts
        ),
    ]
    return "\n".join(lines) + "\n"


def _row(found: dict[str, Any]) -> str:
    name = found["name"] + (" (large)" if CORPUS[found["name"]].heavy else "")
    outcome = f"WRONG: {found['wrong'][:200]!r}" if found["wrong"] else found["outcome"]
    cells = (name, outcome, found["code"], f"{found['seconds']:.2f}", f"{found['mb']:.0f}")
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _codes(codes: dict[str, int]) -> str:
    return ", ".join(f"{code}: {codes[code]}" for code in sorted(codes, key=int))


def told(answers: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers, each said on stderr as it comes."""
    found = []
    for one in answers:
        name, outcome = one.get("name", one.get("channel")), one.get("outcome", one.get("codes"))
        print(f"{name}: {outcome}, {one['seconds']:.1f} s, {one['mb']:.0f} MB", file=sys.stderr)
        if one["wrong"]:
            print("  WRONG:", one["wrong"], file=sys.stderr)
        found.append(one)
    return found


def main(words: list[str]) -> None:
    names = [name for name, case in CORPUS.items() if all(word in f"{name} large: {case.heavy}" for word in words)]
    read = told(confined.asked(names))
    fuzzed = told(confined.asked([*one, SEED] for one in FUZZED.items())) if not words or "fuzz" in words else []
    if not words:
        KEPT.write_text(table(read, fuzzed), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
