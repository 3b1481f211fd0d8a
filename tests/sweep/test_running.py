"""The sweep engine here: results in order, kept as they come, the rest solved after a kill."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from procure import pool, whole
from procure.sweep import workers
from procure.sweep.case import DIED, FAILED, NOT_RUN, STOPPED, Case, How, Result, Told
from procure.sweep.planned import as_record, plan_and_audit, plan_of, trail_of
from procure.sweep.running import run
from tests.sweep.tasks import die, fail, many, problem, weigh


def test_results_come_in_the_order_of_the_cases_whatever_the_number_of_workers() -> None:
    one, two = (run(many(40), How(workers=workers)) for workers in (1, 2))
    assert one == two
    assert [result.name for result in one] == [f"case {number}" for number in range(40)]
    assert [result.record["number"] for result in one] == [*range(40)]
    assert len({result.key for result in one}) == 40


def test_a_case_that_fails_or_dies_stops_no_other_and_is_not_kept(tmp_path: Path) -> None:
    cases = [*many(2), Case("unlucky", problem(), fail), Case("deadly", problem(), die, (0,))]
    found = run(cases, How(workers=1, store=tmp_path))
    assert [result.state for result in found] == ["proven", "proven", FAILED, DIED]
    assert found[2].why == "ValueError: unlucky"
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(result.key for result in found[:2])


def test_a_sweep_whose_processes_all_end_is_stopped_and_says_how() -> None:
    found = run([Case(str(number), problem(), die, (number,)) for number in range(9)], How(workers=2))
    assert {result.state for result in found} == {NOT_RUN}
    assert found[0].why == "6 processes ended before any case was done, the last: its process ended with code -9"
    assert not multiprocessing.active_children()


def test_cases_that_are_the_same_are_solved_once_and_each_has_its_name() -> None:
    told: list[Told] = []
    twins = [Case("left", problem(), weigh, (3,)), Case("right", problem(), weigh, (3,))]
    left, right = run(twins, How(workers=1), told.append)
    assert (left.name, right.name) == ("left", "right")
    assert left.key == right.key
    assert [now.done for now in told] == [2]


def test_a_sweep_without_a_case_is_done() -> None:
    assert run([], How()) == []


def test_resume_solves_only_the_rest_and_a_spoiled_file_counts_as_none(tmp_path: Path) -> None:
    first = run(many(8), How(workers=1, store=tmp_path))
    assert first[1].cost is not None
    (tmp_path / f"{first[2].key}.json").write_text("{")
    other = json.loads((tmp_path / f"{first[3].key}.json").read_text()) | {"key": first[4].key}
    (tmp_path / f"{first[3].key}.json").write_text(json.dumps(other))
    (tmp_path / f"{first[7].key}.json").unlink()
    told: list[Told] = []
    again = run(many(10), How(workers=1, store=tmp_path, resume=True), told.append)
    assert [(result.name, result.cost) for result in again] == [(f"case {n}", n * first[1].cost) for n in range(10)]
    assert [result.name for result in again if not result.kept] == [f"case {n}" for n in (2, 3, 7, 8, 9)]
    assert (told[-1].done, told[-1].all_, told[-1].kept) == (10, 10, 5)
    assert not any(result.kept for result in first)


def test_after_a_kill_what_was_done_is_in_the_store_and_the_rest_alone_is_solved(tmp_path: Path) -> None:
    words = f"from tests.sweep.tasks import sweep_to; sweep_to({str(tmp_path)!r}, 400)"
    child = subprocess.Popen([sys.executable, "-c", words], cwd=Path(__file__).parents[2], start_new_session=True)
    wait_for(lambda: len(kept_in(tmp_path)) >= 20)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    done = len(kept_in(tmp_path))
    assert 20 <= done < 400
    again = run(many(400), How(workers=2, store=tmp_path, resume=True))
    assert sum(result.kept for result in again) == done
    assert again == run(many(400), How(workers=2, store=tmp_path, resume=True))


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    def tell(now: Told) -> None:
        if now.done == 5:
            raise KeyboardInterrupt

    found = run(many(30), How(workers=2, store=tmp_path), tell)
    done = [result for result in found if result.state == "proven"]
    assert 5 <= len(done) < 30
    assert {(result.state, result.why) for result in found if result not in done} == {(NOT_RUN, STOPPED)}
    assert {path.stem for path in tmp_path.iterdir()} == {result.key for result in done}
    assert not multiprocessing.active_children()


def test_a_full_disk_is_told_once_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(many(3), How(workers=1, store=tmp_path))

    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    told: list[Told] = []
    with monkeypatch.context() as patch:
        patch.setattr(whole.os, "fsync", full)
        found = run(many(6), How(workers=1, store=tmp_path, resume=True), told.append)
    assert [result.state for result in found] == ["proven"] * 6
    said = [now.said for now in told if now.said]
    assert len(said) == 2
    assert "the disk is full" in said[0]
    assert said[1].startswith("3 results are not kept")
    assert [bool(result.unwritten) for result in found] == [False] * 3 + [True] * 3
    assert {path.stem for path in tmp_path.iterdir()} == {result.key for result in first}


def test_what_could_not_be_written_at_first_is_written_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([OSError(errno.ENOSPC, "No space left on device")] * 2)
    sync = os.fsync

    def full_at_first(file: int) -> None:
        for failure in failures:
            raise failure
        sync(file)

    monkeypatch.setattr(whole.os, "fsync", full_at_first)
    found = run(many(4), How(workers=1, store=tmp_path))
    assert not any(result.unwritten for result in found)
    assert {path.stem for path in tmp_path.iterdir()} == {result.key for result in found}


def test_a_folder_that_cannot_be_made_is_refused_before_anything_is_solved(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(whole.NotWritten, match="name another folder"):
        run(many(1), How(store=tmp_path / "file"))


def test_a_case_that_names_no_task_is_planned_and_audited_and_its_plan_can_be_had() -> None:
    plain, kept = run([Case("plain", problem()), Case("kept", problem(), args=(("plan", "trail"),))], How(workers=1))
    assert plain.state == kept.state == "proven"
    assert plain.cost is not None
    assert plain.bound is not None
    assert 0 < plain.bound <= plain.cost
    assert plain.gap == plain.cost - plain.bound
    assert (plain.cost, plain.bound, plain.record["borne"]) == (kept.cost, kept.bound, kept.record["borne"])
    found = plan_of(kept.record["plan"])
    assert as_record(found) == kept.record["plan"]
    assert found.total("charge") > 0
    start = trail_of(kept.record)
    near = run([Case("near", problem(), plan_and_audit, ((), start))], How(workers=1))[0]
    assert near.state == "proven"
    assert near.key != plain.key


def test_as_many_processes_as_cores_and_free_memory_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 8)
    for free, expected in [(None, 8), (100 * workers.NEED, 8), (3.5 * workers.NEED, 3), (0, 1)]:
        monkeypatch.setattr(workers, "free_memory", lambda free=free: free)
        assert workers.count() == expected
    assert workers.count(5) == 5
    monkeypatch.undo()
    free = workers.free_memory()
    assert free is None or free > 0


def test_rate_and_time_left_leave_out_what_was_in_the_store() -> None:
    now = Told(done=30, all_=50, kept=10, seconds=40.0)
    assert (now.rate, now.left) == (0.5, 40.0)
    assert Told(done=10, all_=50, kept=10, seconds=1.0).left is None
    assert replace(Result("", "", "proven"), cost=1.0).gap is None


def kept_in(folder: Path) -> set[str]:
    """Keys of the results in a store; a process that is killed may leave half a file under another name."""
    return {path.stem for path in folder.glob("[!.]*.json")}


def wait_for(there: object) -> None:
    """Until it is so, at most a minute."""
    assert callable(there)
    until = time.monotonic() + 60
    while not there():
        assert time.monotonic() < until
        time.sleep(0.01)
