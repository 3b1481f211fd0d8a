"""A run that is killed, told to end, or left alone: the output is whole or absent, and nothing is left behind."""

from __future__ import annotations

import json
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from procure import cbc, solve
from procure.cli import exits
from procure.whole import intact_zip
from tests.cli.calling import TWO, call, files
from tests.faults import forked
from tests.faults.commands import WRITERS

OLD = "outputs/old.xlsx"
QUICKEST = WRITERS["template"].line(OLD)
TRULY = solve.solve


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killing(name: str, after: bool = False) -> Callable[[], None]:
    """A patch of the module os: the process is killed before, or after, its function of that name."""
    truly = getattr(os, name)

    def stand_in(*words: Any, **more: Any) -> Any:
        if not after:
            kill()
        done = truly(*words, **more)
        kill()
        return done

    return lambda: setattr(os, name, stand_in)


def left() -> list[str]:
    return sorted(name for name in files(Path("outputs")) if name.startswith(".procure-"))


MOMENTS = {
    "before the disk has it": (killing("fsync"), "old", 1),
    "once the disk has it": (killing("fsync", after=True), "old", 1),
    "before it takes its place": (killing("replace"), "old", 1),
    "once it has taken its place": (killing("replace", after=True), "new", 0),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_between_two_steps_leaves_the_old_file_or_the_new_one(moment: str, room: Path) -> None:
    before, what, litter = MOMENTS[moment]
    Path(OLD).write_text("old", encoding="utf-8")
    assert forked.run(room / "said", QUICKEST, before)[0] == -signal.SIGKILL
    assert len(left()) == litter
    if what == "old":
        assert Path(OLD).read_text(encoding="utf-8") == "old"
    else:
        intact_zip(Path(OLD))


def test_what_killed_runs_left_is_taken_away_by_a_later_run_and_nothing_else_is(room: Path) -> None:
    assert forked.run(room / "said", QUICKEST, killing("replace"))[0] == -signal.SIGKILL
    (young,) = left()
    aged = Path("outputs/.procure-0123456789ab.xlsx")
    mine = [Path("outputs/.procure-notes.txt"), Path("outputs/.procure-0123456789ab.d")]
    mine[1].mkdir()
    for path in (aged, mine[0]):
        path.write_text("half", encoding="utf-8")
    for path in (aged, *mine):
        os.utime(path, (1.0, 1.0))
    assert forked.run(room / "said", QUICKEST)[0] == exits.DONE
    assert not aged.exists()
    assert all(path.exists() for path in (*mine, Path("outputs") / young))  # a young one may be somebody's at work
    intact_zip(Path(OLD))


@pytest.mark.parametrize("seed", range(5))
def test_a_kill_at_any_moment_leaves_the_output_whole_or_as_it_was(seed: int, room: Path) -> None:
    Path(OLD).write_text("old", encoding="utf-8")
    running = forked.start(room / "said", WRITERS["plan"].line(OLD))
    time.sleep(random.Random(seed).uniform(0.0, 0.5))
    os.kill(running.process.pid, signal.SIGKILL)
    running.ended()
    if Path(OLD).read_bytes() != b"old":
        assert call("audit", OLD).code == exits.DONE
    assert len(left()) <= 1
    assert running.alone()


def waiting(*asked: Any) -> solve.Answer:
    """The true answer; from the second objective on as of a search that only a signal ends."""
    answer, rest = TRULY(*asked), asked[1].time_limit is None and not asked[0].whole.any()
    waiting.calls += 0 if rest else 1  # type: ignore[attr-defined]
    if rest or waiting.calls < 2:  # type: ignore[attr-defined]
        return answer
    Path("waiting").touch()
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        return replace(answer, state=solve.INTERRUPTED, stopped=True)
    raise AssertionError("no signal came")


def planted(of: Any, name: str, stand_in: Any) -> Callable[[], None]:
    waiting.calls = 0  # type: ignore[attr-defined]
    return lambda: setattr(of, name, stand_in)


def told(words: list[str], room: Path, number: int, before: Callable[[], None], ready: Path) -> forked.Forked:
    """A command that is sent a signal as soon as `ready` is there."""
    running = forked.start(room / "said", words, before)
    end = time.monotonic() + 30
    while not ready.exists() and running.process.is_alive():
        assert time.monotonic() < end
        time.sleep(0.01)
    os.kill(running.process.pid, number)
    return running


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_keeps_the_best_plan_so_far(number: int, room: Path) -> None:
    before = files(room)
    running = told(WRITERS["plan"].line(OLD), room, number, planted(solve, "solve", waiting), Path("waiting"))
    assert running.ended() == exits.INTERRUPTED, running.said
    assert "Traceback" not in running.said
    assert files(room) - before == {OLD, "waiting", "said/out", "said/err"}
    assert call("audit", OLD).code == exits.DONE


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_writing_leaves_the_old_file_and_nothing_else(number: int, room: Path) -> None:
    def slow(_: int) -> None:
        Path("writing").touch()
        time.sleep(60)

    Path(OLD).write_text("old", encoding="utf-8")
    running = told(QUICKEST, room, number, planted(os, "fsync", slow), Path("writing"))
    assert running.ended() == exits.INTERRUPTED
    assert running.said.strip() == "interrupted"
    assert Path(OLD).read_text(encoding="utf-8") == "old"
    assert left() == []


def test_a_signal_ends_a_cbc_that_is_at_work_and_its_files_are_gone(room: Path) -> None:
    def before() -> None:
        tempfile.tempdir = str(room / "temporary")
        cbc._words = lambda *_: ["sh", "-c", f"touch {room}/working; exec sleep 60"]

    (room / "temporary").mkdir()
    words = [*WRITERS["plan"].line(OLD), "--solver", "cbc"]
    running = told(words, room, signal.SIGTERM, before, Path("working"))
    assert running.ended() == exits.INTERRUPTED
    assert running.alone()
    assert files(room / "temporary") == set()
    assert not Path(OLD).exists()


def test_highs_at_work_is_stopped_by_a_signal_as_by_ctrl_c() -> None:
    """A knapsack of many sides takes far longer than this to prove."""
    from tests.test_solve import knapsack

    was = signal.signal(signal.SIGTERM, signal.default_int_handler)  # as the program sets it
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        began = time.monotonic()
        answer = solve.solve(knapsack(200), solve.Options(relative_gap=0.0, absolute_gap=0.0, time_limit=30.0))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, was)
    assert (answer.state, answer.stopped) == (solve.INTERRUPTED, True)
    assert answer.values is not None
    assert time.monotonic() - began < 10


def test_no_worker_outlives_a_sweep_that_was_killed(room: Path) -> None:
    words = ["sweep", TWO, "price +1 %", "price +2 %", "--jobs", "2", "--store", "store", "-o", OLD]
    running = told(words, room, signal.SIGKILL, lambda: None, Path("store"))
    assert running.ended() == -signal.SIGKILL
    assert running.alone()
    assert not Path(OLD).exists()
    assert all(json.loads(path.read_text(encoding="ascii")) for path in Path("store").glob("*.json"))


def test_ignored_signals_stay_ignored(room: Path) -> None:
    """As `nohup procure plan` asks."""
    hidden = planted(signal, "default_int_handler", None)

    def before() -> None:
        hidden()
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)

    assert forked.run(room / "said", QUICKEST, before)[0] == exits.DONE
