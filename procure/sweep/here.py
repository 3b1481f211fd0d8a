"""Cases solved on this machine, in processes of their own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from procure import pool
from procure.sweep import workers
from procure.sweep.case import DIED, FAILED, STOPPED, Case, How, Result
from procure.sweep.task import Found, Solving

RETRIES = 2  # of a case whose process ended, alone on the machine then: it may be memory that was short

HOPELESS = 6  # processes that ended before any case was done, more than one case's tries: it is not the cases

Heard = Callable[[Result], None]


class _Stopped(Exception):
    """The sweep ends here; the message says why."""


def solve(cases: Mapping[str, Case], how: How, heard: Heard) -> str:
    """Every case of these, by key; `heard` is told of each result as it comes. Returns why it stopped early."""
    turns, left, jobs = _Turns(how.solving, heard), dict(cases), workers.count(how.workers)
    try:
        for turn in range(1 + RETRIES):
            left = turns.run(left, jobs if turn == 0 else 1, last=turn == RETRIES)
            if not left:
                break
    except _Stopped as stopped:
        return str(stopped)
    return ""


class _Turns:
    """Cases given to processes, those whose process ended once more."""

    def __init__(self, solving: Solving, heard: Heard) -> None:
        self.solving, self.heard = solving, heard
        self.deaths, self.any_done = 0, False

    def run(self, cases: Mapping[str, Case], jobs: int, last: bool) -> dict[str, Case]:
        """The cases whose process ended; in the last turn that is their result. Raises _Stopped."""
        keys = [*cases]
        died: dict[str, Case] = {}

        def ended(one: pool.Ended) -> None:
            self._count(one)
            key = keys[one.number]
            if one.state == pool.DIED and not last:
                died[key] = cases[key]
            else:
                self.heard(result_of(key, cases[key], one))

        found = pool.run(done, self.solving, [*cases.values()], jobs, ended)
        if None in found:
            raise _Stopped(STOPPED)
        return died

    def _count(self, one: pool.Ended) -> None:
        """Raises _Stopped where no process lives long enough: they do not start, or memory is short for all."""
        self.any_done = self.any_done or one.state != pool.DIED
        self.deaths += one.state == pool.DIED
        if self.deaths == HOPELESS and not self.any_done:
            raise _Stopped(f"{self.deaths} processes ended before any case was done, the last: {one.why}")


def done(solving: Solving, case: Case) -> tuple[Found, float]:
    """A case's task done in this process, its record as it would be read from a file, and the seconds it took."""
    began = time.monotonic()
    found = case.task(case.problem, solving, *case.args)
    record = json.loads(json.dumps(found.record, allow_nan=False))
    return replace(found, record=record), time.monotonic() - began


def result_of(key: str, case: Case, ended: pool.Ended) -> Result:
    """The end of a case as its result."""
    if ended.state != pool.DONE:
        state = DIED if ended.state == pool.DIED else FAILED
        return Result(case.name, key, state, why=ended.why)
    found, seconds = ended.value
    return Result(case.name, key, found.state, found.cost, found.bound, found.record, found.why, seconds)
