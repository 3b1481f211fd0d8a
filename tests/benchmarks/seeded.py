"""Random programmes looked at one by one, a seed each: what is known is kept, and the next call goes on from there."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Look = Callable[[int, float], Record]


def records(look: Look, kept: Path, seeds: Iterable[int], seconds: float, only: int | None) -> list[Record]:
    """Of these seeds: what is kept, and so many more, each kept as soon as it is known."""
    known = {r["seed"]: r for r in map(json.loads, kept.read_text().splitlines())} if kept.exists() else {}
    wanted = list(seeds)
    for seed in [seed for seed in wanted if seed not in known][:only]:
        known[seed] = look(seed, seconds)
        with kept.open("a") as file:
            file.write(json.dumps(known[seed]) + "\n")
        for wrong in known[seed].get("wrong", ()):
            print(f"{seed}: {known[seed]['end']}: {wrong}", file=sys.stderr)
    return [known[seed] for seed in wanted if seed in known]


def main(said: str | None, kept: Path, to: Path, look: Look, table: Callable[[list[Record], int], str]) -> None:
    """The command line: print the table and write it. kept, to: where, unless it is said otherwise."""
    options = argparse.ArgumentParser(description=said, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--only", type=int)
    options.add_argument("--seconds", type=float, default=15.0)
    options.add_argument("--kept", type=Path, default=kept)
    options.add_argument("--to", type=Path, default=to)
    given = options.parse_args()
    found = records(look, given.kept, range(given.seed, given.seed + given.count), given.seconds, given.only)
    text = table(found, given.seed)
    given.to.write_text(text)
    print(text)
