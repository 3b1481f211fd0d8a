"""Tasks on this machine's cores: each in a process that can be killed, results in the order of the tasks.

A worker that dies takes its task alone with it. What a task comes to does not depend on the worker, on how many there
are, or on what it did before.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

DIED, FAILED, DONE = "died", "failed", "done"
_GRACE = 5.0  # seconds that a process has to end by itself


@dataclass(frozen=True)
class Ended:
    """How a task ended. value: what it came to, where it is done. why: the error's words, where it failed."""

    number: int
    state: str
    value: Any = None
    why: str = ""


def cores() -> int:
    """Cores that this process may use, at least 1."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def run(
    task: Callable[[Any, Any], Any], shared: Any, items: Sequence[Any], jobs: int, tell: Callable[[Ended], None]
) -> list[Ended | None]:
    """task(shared, item) for every item, in `jobs` processes; None for those that Ctrl-C came before.

    task: a function of a module. shared: sent to every worker once. tell: is told of every end, as it comes.
    """
    found: list[Ended | None] = [None] * len(items)
    try:
        with closing(_ended(task, shared, items, max(1, min(jobs, len(items))))) as ends:
            for ended in ends:
                found[ended.number] = ended
                tell(ended)
    except KeyboardInterrupt:
        pass  # the workers are gone with the generator; what is done is kept
    return found


@dataclass
class _Worker:
    process: Any
    pipe: Connection
    number: int | None = None  # of the task it is at


def _ended(
    task: Callable[[Any, Any], Any], shared: Any, items: Sequence[Any], jobs: int
) -> Generator[Ended, None, None]:
    """The ends of all tasks, in the order in which they come."""
    if not items:
        return
    waiting = iter(range(len(items)))
    workers = [_started(task, shared) for _ in range(jobs)]
    try:
        busy = [worker for worker in workers if _given(worker, items, waiting)]
        while busy:
            ready = wait([worker.pipe for worker in busy])
            for worker in [worker for worker in busy if worker.pipe in ready]:
                ended, alive = _heard(worker)
                if not alive:
                    workers.remove(worker)
                    busy.remove(worker)
                    worker = _started(task, shared)
                    workers.append(worker)
                    busy.append(worker)
                if not _given(worker, items, waiting):
                    busy.remove(worker)
                yield ended  # the worker is at its next task while this one's end is told and kept
    finally:
        _stop(workers)


def _stop(workers: Sequence[_Worker]) -> None:
    """Workers without a task end by themselves, and leave nothing behind; one at a task is killed."""
    for worker in workers:
        if worker.number is None:
            worker.pipe.close()
        else:
            worker.process.kill()
    for worker in workers:
        worker.process.join(_GRACE)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()


def _started(task: Callable[[Any, Any], Any], shared: Any) -> _Worker:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(there, task, shared), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _given(worker: _Worker, items: Sequence[Any], waiting: Iterator[int]) -> bool:
    """Whether there was a task left for the worker."""
    worker.number = next(waiting, None)
    if worker.number is not None:
        with suppress(BrokenPipeError, ConnectionResetError):  # it has just died, which its pipe will tell
            worker.pipe.send(items[worker.number])
    return worker.number is not None


def _heard(worker: _Worker) -> tuple[Ended, bool]:
    """The end of the worker's task, and whether the worker is alive."""
    assert worker.number is not None
    try:
        state, value, why = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join()
        why = f"its process ended with code {worker.process.exitcode}"
        worker.pipe.close()
        return Ended(worker.number, DIED, None, why), False
    return Ended(worker.number, state, value, why), True


def _work(pipe: Connection, task: Callable[[Any, Any], Any], shared: Any) -> None:
    """In the worker: tasks until the pipe closes, or nobody reads it. Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        try:
            answer = (DONE, task(shared, item), "")
        except Exception as error:  # whatever it is, it is the task's end and not the others'
            answer = (FAILED, None, f"{type(error).__name__}: {error}")
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return


def _end_with_parent() -> None:
    """Ends this process as soon as its parent is gone, which may have been killed: nobody waits for the task then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
