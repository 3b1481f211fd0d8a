"""Planted faults: `python -m tests.benchmarks.mutations` writes the table that is kept in mutations.md.

Every mutant (mutants.py) of clauses, measures and audit.py is run against the tests that reach its line (killing.py).
What was found is kept in outputs/mutations: a run that was stopped goes on where it was.

    --only PART    files whose path has this in it; may be repeated. The table is printed, not kept
    --tests PATH   only these tests; may be repeated
    --sample PART  a seeded part of all mutants, 0..1
    --seconds S    seconds of tests that a mutant may take before it counts as a survivor
    --again        survivors alone, once more: after a change of the tests
    --fresh        forget what is kept
    --table        run nothing, write the table of what is kept
    --draw         run nothing, draw the mutants of the slice that every run of the tests plants (slice.txt)
    --slice        plant these alone, against the golden files; says which were not noticed
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.benchmarks.killing import Reach, Running, Seen, collected, killed, module_of, ordered, reached, sound, users
from tests.benchmarks.mutants import Mutant, mutants
from tests.benchmarks.mutation_table import SURVIVORS, stale, table

HERE = Path(__file__).parent
KEPT, TABLE, SLICE = Path("outputs/mutations"), HERE / "mutations.md", HERE / "slice.txt"
FILES = (
    *sorted(p.as_posix() for room in ("clauses", "measures") for p in Path("procure", room).glob("*.py")),
    "procure/audit.py",
)
TESTS = ("tests/clauses", "tests/measures", "tests/test_audit.py", "tests/test_rules.py")
PLANTED = 30  # mutants of the slice
KINDS = ("sign", "index", "coefficient")  # of these kinds
GOLDEN = "tests/clauses/test_golden.py"


def every(only: Sequence[str] = (), sample: float = 1.0) -> list[Mutant]:
    """Mutants in a seeded order; `only` narrows the files."""
    wanted = [file for file in FILES if not only or any(part in file for part in only)]
    found = [mutant for file in wanted for mutant in mutants(file)]
    Random(1).shuffle(found)
    return found[: round(len(found) * sample)]


def results() -> dict[str, Seen]:
    """What became of each mutant, as far as it is kept; the last word counts."""
    path = KEPT / "results.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {key: Seen(**seen) for key, seen in map(json.loads, lines)}


def run(running: Running, chosen: list[Mutant], seconds: float, again: bool = False) -> None:
    """Try what was not tried, or (again) what has survived, and keep what becomes of it."""
    reach, kept = _reach(running), results()
    importing, kills, trusted, began = users(FILES), Counter[tuple[str, str]](), set[str](), time.monotonic()
    left = [m for m in chosen if (m.key in kept) is again and not (again and kept[m.key].by)]
    with (KEPT / "results.jsonl").open("a", encoding="utf-8") as out:
        for number, mutant in enumerate(left, 1):
            tests = ordered(mutant, reach, kills, seconds)
            seen = killed(running, mutant, tests, importing[module_of(mutant.file)])
            if seen.by in running.items and seen.by not in trusted and not sound(running, seen.by):
                raise RuntimeError(f"{seen.by} fails without any fault")
            trusted.add(seen.by)
            kills[mutant.file, seen.by] += 1
            out.write(json.dumps([mutant.key, vars(seen)]) + "\n")
            out.flush()
            if number % 100 == 0:
                print(f"{number} of {len(left)}, {time.monotonic() - began:.0f} s", file=sys.stderr)


def _reach(running: Running) -> Reach:
    """Which test runs which lines, worked out once for these tests; a test that fails without any fault is left out."""
    path = KEPT / "reach.json"
    found = Reach(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else Reach()
    new = [test for test in running.items if test not in found.seconds]
    if new:
        seen = reached(running, new, FILES)
        found = Reach(found.seconds | seen.seconds, found.lines | seen.lines, found.failed + seen.failed)
        path.write_text(json.dumps(vars(found)), encoding="utf-8")
    usable = [test for test in found.lines if test in running.items and test not in found.failed]
    print(f"{len(usable)} tests; failing without a fault: {found.failed or 'none'}", file=sys.stderr)
    return Reach(found.seconds, {test: found.lines[test] for test in usable})


def drawn() -> list[str]:
    """Keys of the slice: seeded, of the kinds that a slip of the pen has, and killed by a golden file."""
    seen = results()
    sure = [m.key for m in every(["clauses"]) if m.operator in KINDS and m.key in seen]
    return sorted([key for key in sure if seen[key].by.startswith(GOLDEN) and not seen[key].crash][:PLANTED])


def sliced() -> list[Mutant]:
    """The mutants of the slice, but for those whose line reads otherwise by now."""
    keys = SLICE.read_text(encoding="utf-8").splitlines()
    made = {m.key: m for m in every(sorted({key.split(" | ")[0] for key in keys}))}
    return [made[key] for key in keys if key in made]


def unnoticed(running: Running) -> list[Mutant]:
    """Mutants of the slice that no golden file of their clause shows."""
    importing, found = users(FILES), list[Mutant]()
    for mutant in sliced():
        clause = mutant.file.removesuffix(".py").rpartition("/")[2]
        tests = [test for test in running.items if test.endswith(f"[{clause}]")]
        if not killed(running, mutant, tests, importing[module_of(mutant.file)]).by:
            found.append(mutant)
    return found


def _plant() -> str:
    """What the slice says; empty where every fault was noticed."""
    left: list[Mutant] = []
    failed = collected([GOLDEN], lambda running: left.extend(unnoticed(running)))
    said = [f"not noticed: {m.file}:{m.line} {m.operator}: {m.change}" for m in left]
    return "\n".join([*said, *(["the golden files could not be collected"] if failed not in (0, 5) else [])])


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--only", action="append", default=[])
    words.add_argument("--sample", type=float, default=1.0)
    words.add_argument("--tests", action="append")
    words.add_argument("--seconds", type=float, default=4.0)
    for flag in ("--fresh", "--again", "--table", "--draw", "--slice"):
        words.add_argument(flag, action="store_true")
    args = words.parse_args()
    if args.slice:
        sys.exit(_plant() or 0)
    KEPT.mkdir(parents=True, exist_ok=True)
    if args.draw:
        SLICE.write_text("".join(f"{key}\n" for key in drawn()), encoding="utf-8", newline="\n")
        return
    if args.fresh:
        for path in KEPT.iterdir():
            path.unlink()
    chosen = every(args.only, args.sample)
    if not args.table:
        collected(args.tests or TESTS, lambda running: run(running, chosen, args.seconds, args.again))
    said = table(every(args.only), results())
    print(said)
    if not args.only:
        TABLE.write_text(said + "\n", encoding="utf-8", newline="\n")
    sys.exit("\n".join([*stale(every()), *stale(every(), SURVIVORS)]) or 0)


if __name__ == "__main__":
    main()
