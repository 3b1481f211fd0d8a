"""`procure plan` with a clock inside: `python -m tests.benchmarks.clocked BOOK.xlsx -o PLAN.xlsx` and any option of it.

Read, build, audit (of the plan, then of its file) and write are told apart by the functions that do them; the rest of
planning is solve, what is left over is start: starting up and printing. Libraries count where they are imported.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

STAGES = ("start", "read", "build", "solve", "audit", "write")


class Clock:
    """Seconds by stage, of a stage less what it calls of others: wall, CPU."""

    def __init__(self) -> None:
        self.spent = {stage: [0.0, 0.0] for stage in STAGES}
        self.now, self.since = "start", (time.perf_counter(), time.process_time())

    def turn(self, stage: str) -> str:
        """Begin a stage; returns the one that it interrupts."""
        before, now = self.now, (time.perf_counter(), time.process_time())
        for k, (end, began) in enumerate(zip(now, self.since, strict=True)):
            self.spent[before][k] += end - began
        self.now, self.since = stage, now
        return before

    def watch(self, module: Any, name: str, stage: str) -> None:
        """Count a module's function for a stage."""
        plain: Callable[..., Any] = getattr(module, name)

        @wraps(plain)
        def counted(*args: Any, **named: Any) -> Any:
            before = self.turn(stage)
            try:
                return plain(*args, **named)
            finally:
                self.turn(before)

        setattr(module, name, counted)


def run(arguments: list[str]) -> None:
    """Run `procure plan` in this process, and print seconds by stage on stderr at the end."""
    clock = Clock()
    clock.turn("read")
    from procure import reading

    clock.watch(reading, "read", "read")
    clock.turn("build")
    from procure import planning

    clock.watch(planning, "build", "build")
    clock.watch(planning, "plan", "solve")
    clock.turn("audit")
    from procure import audit

    clock.watch(audit, "audit", "audit")
    clock.watch(audit, "audit_file", "audit")
    clock.turn("write")
    from procure import publishing

    clock.watch(publishing, "publish", "write")
    clock.turn("start")
    from procure.cli import main

    try:
        main(["plan", *arguments])
    finally:
        clock.turn("start")
        print(json.dumps(clock.spent), file=sys.stderr)


if __name__ == "__main__":
    run(sys.argv[1:])
