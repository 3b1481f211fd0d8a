"""The same sweep on a dask cluster: the same table, a worker's death survived, no scheduler said."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from procure.sweep import cluster
from procure.sweep.case import FAILED, NOT_RUN, STOPPED, Case, How, Told
from procure.sweep.cluster import NoScheduler
from procure.sweep.running import run
from tests.sweep.tasks import fail, many, problem

NOWHERE = "tcp://127.0.0.1:1"  # a port where nobody listens


@pytest.fixture(scope="module")
def local() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as made:
        yield made


def test_two_hundred_cases_come_to_the_same_here_and_on_a_cluster_with_a_worker_killed_on_either(
    local: LocalCluster, tmp_path: Path
) -> None:
    killed: list[int] = []

    def on_cluster(now: Told) -> None:
        if now.done == 50 and not killed:
            killed.append(local.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    def on_pool(now: Told) -> None:
        if now.done == 50 and len(killed) < 2:
            children = [child for child in multiprocessing.active_children() if child.name.startswith("SpawnProcess")]
            killed.append(max(children, key=lambda child: child.pid or 0).pid or 0)
            os.kill(killed[1], signal.SIGKILL)

    there = run(many(200), How(scheduler=local.scheduler_address, store=tmp_path), on_cluster)
    here = run(many(200), How(workers=2), on_pool)
    assert len(killed) == 2
    assert there == here
    assert {result.state for result in here} == {"proven"}
    assert {path.stem for path in tmp_path.iterdir()} == {result.key for result in there}
    again = run(many(200), How(workers=2, store=tmp_path, resume=True))
    assert again == here
    assert all(result.kept for result in again)


def test_a_case_that_fails_on_a_cluster_stops_no_other(local: LocalCluster) -> None:
    cases = [Case("unlucky", problem(), fail), *many(2)]
    found = run(cases, How(scheduler=local.scheduler_address))
    assert [(result.state, result.why) for result in found] == [(FAILED, "ValueError: unlucky"), *[("proven", "")] * 2]


def test_a_worker_of_another_version_makes_no_result(local: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "versions", lambda: {"procure": "0"})
    (found,) = run(many(1), How(scheduler=local.scheduler_address))
    assert found.state == FAILED
    assert found.why.startswith("OtherVersions: the worker has")


def test_ctrl_c_on_a_cluster_keeps_what_is_done(local: LocalCluster, tmp_path: Path) -> None:
    def tell(now: Told) -> None:
        if now.done == 5:
            raise KeyboardInterrupt

    found = run(many(30), How(scheduler=local.scheduler_address, store=tmp_path), tell)
    done = [result for result in found if result.state == "proven"]
    assert len(done) == len([*tmp_path.iterdir()]) == 5
    assert {(result.state, result.why) for result in found if result not in done} == {(NOT_RUN, STOPPED)}


def test_a_scheduler_that_is_not_there_is_said_in_one_line_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.3)
    first = run(many(2), How(workers=1, store=tmp_path))
    with pytest.raises(NoScheduler, match="no scheduler answers at"):
        run(many(3), How(scheduler=NOWHERE, store=tmp_path, resume=True))
    assert {path.stem for path in tmp_path.iterdir()} == {result.key for result in first}
    assert run(many(2), How(scheduler=NOWHERE, store=tmp_path, resume=True)) == first  # nothing is left to solve
