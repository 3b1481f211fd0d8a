"""What a machine gives out of: disk, rights, memory, temporary space, a clock that goes right."""

from __future__ import annotations

import errno
import itertools
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from procure import assembly, reading, solve
from procure.cli import exits
from procure.sweep.store import Store
from procure.workbook import write
from tests.cli.calling import TWO, call, digest, files
from tests.faults import forked
from tests.faults.commands import PLAN, WRITERS

OLD = "outputs/old.xlsx"


@pytest.fixture
def old(room: Path) -> Path:
    path = room / OLD
    path.write_text("old", encoding="utf-8")
    return path


def at_most(size: int) -> Callable[[], None]:
    """No file may be longer, as on a disk that is full from there on; what the tests read back is on it already."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.parametrize("name", ["template", "plan", "report", "report --brief"])
def test_a_disk_that_ends_at_any_byte_leaves_the_old_file(name: str, room: Path) -> None:
    """At a few of them, drawn."""
    target = f"outputs/old{WRITERS[name].ending}"
    assert forked.run(room / "said", WRITERS[name].line(target))[0] == exits.DONE
    size = Path(target).stat().st_size
    Path(target).write_text("old", encoding="utf-8")
    rng, before = random.Random(name), files(room)
    drawn = (200, *(rng.randrange(200, size) for _ in range(3)), size - 1)
    for room_left in drawn if name == "template" else drawn[1:2]:
        code, said = forked.run(room / "said", WRITERS[name].line(target), at_most(room_left))
        assert code == exits.NOT_WRITTEN, said
        assert "what was there before is as it was: it is larger than a file may be here; raise that limit" in said
        assert "Traceback" not in said
        assert Path(target).read_text(encoding="utf-8") == "old"
        assert files(room) == before


def test_a_full_disk_under_a_store_keeps_results_for_later_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.in_process import run
    from tests.sweep.tasks import many

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store, (result,) = Store(tmp_path), run(many(1))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert "disk is full" in store.keep(result)
    assert files(tmp_path) == set()
    assert store.finish() == ""
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EROFS, "can only be read"), (errno.EACCES, "to a folder where you may"), (errno.EIO, "try again")],
)
def test_a_folder_where_nothing_can_be_made_is_said(
    number: int, said: str, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(write, "_fill", refused)
    done = call("plan", TWO, "-o", OLD)
    assert done.code == exits.NOT_WRITTEN
    assert f"{OLD} was not written; what was there before is as it was" in done.err
    assert said in done.err
    assert old.read_text(encoding="utf-8") == "old"


PLACES: dict[str, tuple[Any, str]] = {
    "reading": (reading, "read"),
    "building": (assembly, "assemble"),
    "solving": (solve, "solve"),
    "writing": (write, "_fill"),
}


@pytest.mark.parametrize("place", PLACES)
def test_memory_that_runs_out_ends_with_one_line_and_the_old_file(
    place: str, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_memory(*_: Any, **__: Any) -> None:
        raise MemoryError

    before = files(Path())
    monkeypatch.setattr(*PLACES[place], out_of_memory)
    done = call("plan", TWO, "-o", OLD)
    assert done.code == exits.INTERNAL
    assert done.err.startswith("error: there is not enough memory; ")
    assert len(done.err.splitlines()) == 1
    assert (done.out, old.read_text(encoding="utf-8")) == ("", "old")
    assert files(Path()) == before


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("step", [-86400.0, 86400.0])
def test_a_clock_that_is_set_changes_no_byte(step: float, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks, began = itertools.count(), time.time()
    monkeypatch.setattr(time, "time", lambda: began + step * next(ticks))
    done = call("plan", TWO, "-o", f"outputs/{PLAN}")
    assert done.code == exits.DONE
    assert "-" not in next(line for line in done.out.splitlines() if line.startswith("build "))
    assert digest(f"outputs/{PLAN}") == digest(PLAN)


def test_a_clock_that_jumps_ahead_while_solving_ends_the_time_and_keeps_what_there_is(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine that slept: the limit has passed, which is said; no figure is wrong."""
    truly, jumped = solve.solve, [0.0]

    def sleeping(*asked: Any) -> solve.Answer:
        jumped[0] += 1e6
        return truly(*asked)

    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + jumped[0])
    monkeypatch.setattr(solve, "solve", sleeping)
    done = call("plan", TWO, "-o", OLD, "--time-limit", "60")
    assert done.code in (exits.DONE, exits.GAP), done.err
    assert call("audit", OLD).code == exits.DONE
    assert old.stat().st_size > 1000


def test_without_temporary_space_highs_plans_and_cbc_says_what_is_missing(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(old / "no folder"))
    done = call("plan", TWO, "-o", OLD, "--solver", "cbc")
    assert done.code == exits.NOT_WRITTEN
    assert len(done.err.splitlines()) == 1
    assert "that of temporary files" in done.err
    assert old.read_text(encoding="utf-8") == "old"
    assert call("plan", TWO, "-o", OLD).code == exits.DONE
