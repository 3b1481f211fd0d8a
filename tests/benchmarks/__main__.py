"""The tables of speed, one after another: `python -m tests.benchmarks` writes each beside its program, whole or not.

Names choose among them: `python -m tests.benchmarks handover whole`. What a library is missing for stays empty
(`pip install ".[bench]"`). About an hour and a half on two cores; progress is printed on stderr.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from procure.whole import write_whole

TABLES = {
    "handover": (),
    "solving": ("--jobs", "2"),
    "unchanged": (),
    "whole": (),
    "growth": (),
    "whatif": (),
    "sweeping": (),
    "large": ("0", "1"),
}


def written(name: str, folder: Path = Path(__file__).parent) -> int:
    """The exit code of a benchmark; where it is 0, its table is in the folder."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *TABLES[name]]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)

    def put(path: Path) -> None:
        path.write_bytes(done.stdout)

    if done.returncode == 0:
        write_whole(folder / f"{name}.md", put)
    return done.returncode


if __name__ == "__main__":
    asked = sys.argv[1:] or list(TABLES)
    unknown = sorted(set(asked) - set(TABLES))
    if unknown:
        sys.exit(f"no such table: {', '.join(unknown)}; there are {', '.join(TABLES)}")
    sys.exit(max(written(name) for name in asked))
