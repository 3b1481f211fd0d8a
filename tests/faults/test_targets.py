"""The place of an output: held by another program, full, not there, a folder, an input, a link, a long name."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest

from procure import whole
from procure.cli import exits
from tests.cli.calling import TWO, call, digest, files
from tests.faults.commands import PLAN, QUICK, WRITERS

REPLACE = os.replace


def old_in_place(ending: str) -> Path:
    """An output that is there already."""
    target = Path("outputs") / f"old{ending}"
    target.write_text("old", encoding="utf-8")
    return target


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("name", [*QUICK, "frontier"])
def test_a_target_held_by_another_program_stays_and_the_new_file_is_beside_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: errors 5 and 32 are PermissionErrors."""
    tries: list[int] = []

    def held(source: Any, to: Any) -> None:
        if Path(to).stem == "old":
            tries.append(1)
            raise PermissionError(errno.EACCES, "The process cannot access the file because it is being used")
        REPLACE(source, to)

    target = old_in_place(WRITERS[name].ending)
    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    done = call(*WRITERS[name].line(str(target)))
    assert done.code == exits.NOT_WRITTEN, done.err
    assert "close it in other programs" in done.err
    assert "Traceback" not in done.err
    assert target.read_text(encoding="utf-8") == "old"
    beside = target.with_stem("old-2")
    assert f"What was made is kept in {beside.resolve()}" in done.err
    assert beside.stat().st_size > 1000
    assert not [path for path in files(Path()) if ".procure-" in path]
    assert len(tries) == len(whole._WAITS) + 1


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("name", ["plan --write-model", "check --errors", "merge", "compare"])
def test_a_disk_that_is_full_leaves_the_old_file_and_says_what_to_do(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = old_in_place(WRITERS[name].ending)
    before = files(Path())
    monkeypatch.setattr(os, "fsync", full)
    done = call(*WRITERS[name].line(str(target)))
    assert done.code == exits.NOT_WRITTEN, done.err
    assert "what was there before is as it was: the disk is full; make room" in done.err
    assert target.read_text(encoding="utf-8") == "old"
    assert files(Path()) == before


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_that_is_not_there_and_an_output_that_is_a_folder_are_said_before_the_work(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = WRITERS[name].ending
    (Path("outputs") / f"folder{ending}").mkdir()
    before = files(Path())
    monkeypatch.setattr(os, "fsync", lambda _: pytest.fail("something was written"))
    places = ((f"nowhere/new{ending}", "there is no folder"), (f"outputs/folder{ending}", "is a folder"))
    for target, said in places[: 1 + (name in QUICK)]:
        done = call(*WRITERS[name].line(target))
        assert done.code == exits.NOT_WRITTEN, done.err
        assert f"{Path(target)} was not written" in done.err
        assert said in done.err
    assert files(Path()) - before <= {"store"}


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("name", [name for name, writer in WRITERS.items() if writer.source])
def test_no_command_writes_over_its_input_by_whatever_name(name: str) -> None:
    source = WRITERS[name].source
    Path("pointed.xlsx").symlink_to(source)
    before = digest(source)
    done = call(*WRITERS[name].line("pointed.xlsx"))
    assert done.code == exits.NOT_WRITTEN, done.err
    assert "is an input of this command; give the output another name" in done.err
    assert digest(source) == before


@pytest.mark.usefixtures("room")
def test_a_link_stays_a_link_and_a_long_foreign_name_is_a_name() -> None:
    name, ending = "template", ".xlsx"
    long = Path("outputs") / ("планы für Ölkessel 戦車 " + "x" * 120 + ending)
    long.write_text("old", encoding="utf-8")
    link, dangling = Path(f"link{ending}"), Path(f"dangling{ending}")
    link.symlink_to(long)
    dangling.symlink_to(Path("outputs") / f"not there yet{ending}")
    for target in (link, dangling, long):
        assert call(*WRITERS[name].line(str(target))).code == exits.DONE
        assert target.stat().st_size > 1000
    assert link.is_symlink()
    assert dangling.is_symlink()
    done = call(*WRITERS[name].line("x" * 300 + ending))
    assert done.code == exits.NOT_WRITTEN
    assert "Traceback" not in done.err


@pytest.mark.usefixtures("room")
def test_a_link_that_leads_to_itself_is_said_to_be_no_place() -> None:
    Path("loop.xlsx").symlink_to("loop.xlsx")
    done = call("evaluate", TWO, "-o", "loop.xlsx")
    assert done.code in (exits.DONE, exits.NOT_WRITTEN), done.err
    assert "Traceback" not in done.err
    assert digest(PLAN)
