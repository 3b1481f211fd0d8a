"""Cases solved on a dask cluster; the only file that knows dask, and only when it is called.

A worker that dies takes no result with it: its case is given out again. Few more cases than there are workers are on
their way at a time, so that a death casts suspicion on few. A process solves one case at a time, whatever its threads.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Mapping
from secrets import token_hex
from typing import Any

from procure import pool
from procure.sweep import here
from procure.sweep.case import STOPPED, Case, How
from procure.sweep.key import versions
from procure.sweep.task import Found, Solving

RETRIES = 1  # of a case that dask gave up: after three deaths, by its own setting allowed-failures
CONNECT = 10.0  # seconds that the scheduler has to answer
POLL = 2.0  # seconds after which is looked whether scheduler and workers are still there
PATIENCE = 60.0  # seconds that a case whose workers died, and nothing else, waits for another worker
AHEAD = 2  # cases on their way for each worker

_ONE = threading.Lock()  # a worker with several threads would solve as many at a time, in one memory

Say = Callable[[str], None]


class NoScheduler(Exception):
    """There is no scheduler to give cases to. The message says what to do."""


class OtherVersions(Exception):
    """A worker would not make the same results."""


def solve(cases: Mapping[str, Case], how: How, heard: here.Heard, say: Say) -> str:
    """Every case of these, by key, on the scheduler of `how`; `heard` is told of each result as it comes.

    Returns why it was stopped, if it was: by Ctrl-C, or by a scheduler that went away. Raises NoScheduler where none
    answers.
    """
    with _client(str(how.scheduler)) as client, client.as_current():
        try:
            return _Run(client, cases, how, heard, say).all()
        except KeyboardInterrupt:
            return STOPPED


def _client(address: str) -> Any:
    """A client of the scheduler, to be closed. Raises NoScheduler."""
    try:
        from distributed import Client
    except ImportError as missing:
        hint = 'pip install "procure-planner[cluster]"'
        raise NoScheduler(f"dask is not installed, which --scheduler needs: {hint}.") from missing
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what happens to a worker is told in results
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as problem:
        why = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        said = f"no scheduler answers at {address} ({why.rstrip('.')}); start one (dask scheduler), or solve here. "
        raise NoScheduler(said + "Nothing was solved, and what is stored is as it was.") from problem


class _Run:
    """Cases that wait, and those that are on their way: of each its key, and how often its worker has died."""

    def __init__(self, client: Any, cases: Mapping[str, Case], how: How, heard: here.Heard, say: Say) -> None:
        self.client, self.cases, self.how, self.heard, self.say = client, cases, how, heard, say
        self.waiting = [(key, 0) for key in reversed([*cases])]
        self.flying: dict[Any, tuple[str, int]] = {}
        self.workers, self.seen, self.alone = -1, 0.0, math.inf  # how many, when counted, since when there is none

    def all(self) -> str:
        """Until every case has its result, or the scheduler is gone, which is returned in words."""
        while self.waiting or self.flying:
            if not self._there():
                self.say(f"the scheduler at {self.how.scheduler} went away; what is done is kept.")
                return "the scheduler went away"
            while self.waiting and len(self.flying) < AHEAD * max(1, self.workers):
                self._give(*self.waiting.pop())
            for future in self._came():
                self._take(future, *self.flying.pop(future))
            if time.monotonic() - self.alone > PATIENCE:
                self._give_up()
        return ""

    def _there(self) -> bool:
        """Whether the scheduler is there; counts its workers from time to time, and says where there is none."""
        if time.monotonic() - self.seen < POLL:
            return True
        try:
            workers = len(self.client.nthreads())
        except (OSError, RuntimeError, TimeoutError):
            return False
        now = time.monotonic()
        if not workers and self.workers:
            self.say(f"the scheduler at {self.how.scheduler} has no worker; the sweep waits for one.")
        self.alone = min(self.alone, now) if not workers else math.inf
        self.workers, self.seen = workers, now
        return True

    def _give(self, key: str, deaths: int) -> None:
        future = self.client.submit(
            _done, self.how.solving, self.cases[key], versions(), key=f"case-{key[:12]}-{token_hex(4)}", pure=False
        )
        self.flying[future] = key, deaths

    def _came(self) -> list[Any]:
        """Those of which there is news, after POLL seconds at the latest."""
        from distributed import CancelledError, wait

        try:
            wait([*self.flying], timeout=POLL, return_when="FIRST_COMPLETED")
        except TimeoutError:
            pass
        except CancelledError:
            self.seen = 0.0  # the scheduler may be gone: look before anything is given out
        return [future for future in self.flying if future.done()]

    def _take(self, future: Any, key: str, deaths: int) -> None:
        """A case's result, or the case again where it has none."""
        from distributed import CancelledError, KilledWorker

        try:
            ended = pool.Ended(0, pool.DONE, future.result(timeout=CONNECT))
        except (CancelledError, OSError):  # the way to the scheduler or the worker broke before the result came
            self.waiting.append((key, deaths))
            return
        except KilledWorker as died:
            if deaths < RETRIES:
                self.waiting.insert(0, (key, deaths + 1))  # after all others, whose workers it may take with it
                return
            ended = pool.Ended(0, pool.DIED, why=f"its workers died, {died.last_worker.address} the last")
        except Exception as error:  # whatever the task raised, it is the case's end and not the others'
            ended = pool.Ended(0, pool.FAILED, why=f"{type(error).__name__}: {error}")
        self.heard(here.result_of(key, self.cases[key], ended))

    def _give_up(self) -> None:
        """Where all that is left are cases whose workers died, and none came back, they have died."""
        left = [*self.waiting, *self.flying.values()]
        if all(deaths for _, deaths in left):
            ended = pool.Ended(0, pool.DIED, why="its workers died, and no other came")
            self.waiting, self.flying = [], {}
            for key, _ in left:
                self.heard(here.result_of(key, self.cases[key], ended))


def _done(solving: Solving, case: Case, expected: Mapping[str, str]) -> tuple[Found, float]:
    """In a worker: a case's task done, where its versions are those that the key was made of."""
    if versions() != expected:
        raise OtherVersions(f"the worker has {versions()}, expected {expected}")
    with _ONE:
        return here.done(solving, case)
