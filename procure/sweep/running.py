"""A sweep run: the key of each case, what the store has of them, the rest solved and kept as it comes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from procure.sweep import cluster, here
from procure.sweep.case import NOT_RUN, Case, How, Result, Tell, Told
from procure.sweep.key import key
from procure.sweep.store import Store


def run(cases: Sequence[Case], how: How | None = None, tell: Tell | None = None) -> list[Result]:
    """A result for every case, in their order; one that fails stops no other, and Ctrl-C keeps what is done.

    tell: is told of every result as it comes. Cases of one key are solved once. Raises whole.NotWritten where the store
    cannot be made, cluster.NoScheduler where the scheduler is not there (nothing is solved then), and TypeError for a
    task or an argument that has no one way to be written (key.py).
    """
    how = how or How()
    sweep = _Sweep(cases, how, tell)
    if how.store is not None and how.resume:
        sweep.take_kept()
    left = sweep.left()
    if left and how.scheduler is not None:
        why = cluster.solve(left, how, sweep.heard, sweep.say)
    else:
        why = here.solve(left, how, sweep.heard)
    return sweep.ended(why)


class _Sweep:
    """Cases by key, and what is found so far."""

    def __init__(self, cases: Sequence[Case], how: How, tell: Tell | None) -> None:
        self.cases, self.tell = cases, tell
        self.keys = [key(case, how.solving) for case in cases]
        self.store = None if how.store is None else Store(how.store)
        self.found: dict[str, Result] = {}
        self.done = self.kept = 0
        self.unwritten = ""
        self.began = time.monotonic()

    def left(self) -> dict[str, Case]:
        """Cases to solve, the first of each key."""
        first: dict[str, Case] = {}
        for one, case in zip(self.keys, self.cases, strict=True):
            first.setdefault(one, case)
        return {one: case for one, case in first.items() if one not in self.found}

    def take_kept(self) -> None:
        """Take what the store has for done."""
        assert self.store is not None
        for result in self.store.kept(self.keys).values():
            self.kept += self.keys.count(result.key)
            self.heard(result)

    def heard(self, result: Result) -> None:
        """A result has come, once for a key and its cases."""
        self.found[result.key] = result
        why = "" if self.store is None or result.kept else self.store.keep(result)
        if why and not self.unwritten:
            self.say(f"{why} The sweep goes on; this is tried again at its end.")
        self.unwritten = self.unwritten or why
        self.done += self.keys.count(result.key)
        self._tell(result)

    def say(self, said: str) -> None:
        """A remark beside the results."""
        self._tell(None, said)

    def ended(self, stopped: str) -> list[Result]:
        """The results in the order of the cases, after what was not written is tried again. stopped: why some are not
        run.
        """
        why, unwritten = ("", {}) if self.store is None else (self.store.finish(), self.store.unwritten)
        if why:
            self.say(f"{len(unwritten)} results are not kept: {why}")
        for one in unwritten:
            self.found[one] = replace(self.found[one], unwritten=why)
        found = (self.found.get(one, Result("", one, NOT_RUN, why=stopped)) for one in self.keys)
        return [replace(result, name=case.name) for result, case in zip(found, self.cases, strict=True)]

    def _tell(self, last: Result | None, said: str = "") -> None:
        if self.tell is not None:
            seconds = time.monotonic() - self.began
            self.tell(Told(self.done, len(self.cases), self.kept, seconds, last, said))
