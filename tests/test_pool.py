"""Tasks in processes of their own: results in order, a death or an error is one task's and no other's."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
from pathlib import Path

from procure import pool


def task(shared: int, item: int) -> int:
    """shared x item; 13 fails, 99 kills its process."""
    if item == 13:
        raise ValueError("unlucky")
    if item == 99:
        os.kill(os.getpid(), signal.SIGKILL)
    return shared * item


def states(items: list[int], jobs: int) -> list[tuple[str, object]]:
    heard: list[int] = []
    found = pool.run(task, 10, items, jobs, lambda ended: heard.append(ended.number))
    assert sorted(heard) == list(range(len(items)))
    return [(ended.state, ended.value) for ended in found if ended is not None]


def test_results_come_in_the_order_of_the_tasks_whatever_the_number_of_processes() -> None:
    expected = [(pool.DONE, 10 * item) for item in (5, 3, 8, 1)]
    assert states([5, 3, 8, 1], 1) == states([5, 3, 8, 1], 3) == expected


def test_a_task_that_fails_or_dies_stops_no_other() -> None:
    found = states([1, 13, 2, 99, 3], 2)
    assert [state for state, _ in found] == [pool.DONE, pool.FAILED, pool.DONE, pool.DIED, pool.DONE]
    assert [value for state, value in found if state == pool.DONE] == [10, 20, 30]


def test_a_process_that_dies_between_two_tasks_loses_the_next_one_alone() -> None:
    def tell(ended: pool.Ended) -> None:
        if ended.number == 1:  # the only process has answered and is killed before or while it is at the next task
            for child in multiprocessing.active_children():
                child.kill()
                child.join()

    found = pool.run(task, 10, [1, 2, 3, 4, 5], 1, tell)
    lost = [number for number, ended in enumerate(found) if ended is not None and ended.state == pool.DIED]
    assert lost in ([2], [3])  # the second where it had answered the first of them before
    assert [ended and ended.value for ended in found] == [
        None if number in lost else 10 * (number + 1) for number in range(5)
    ]


def promised(_: int, path: str) -> None:
    """Writes a file when its process ends by itself."""
    atexit.register(Path(path).write_text, "ended")


def test_a_process_with_nothing_left_to_do_ends_by_itself(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "ab"]
    pool.run(promised, 0, [str(path) for path in paths], 2, lambda _: None)
    assert [path.exists() for path in paths] == [True, True]


def test_nothing_to_do_is_done() -> None:
    assert pool.run(task, 1, [], 2, lambda _: None) == []
    assert pool.cores() >= 1
