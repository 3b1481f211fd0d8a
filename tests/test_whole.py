"""A file is there whole or as it was before."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from procure import whole
from procure.whole import NotWritten, intact_zip, refuse_same, write_whole


def text(content: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(content, encoding="utf-8")

    return write


def failing(problem: BaseException) -> Callable[[Path], None]:
    """Writes half of a file, then raises."""

    def write(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise problem

    return write


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    path.write_text("old", encoding="utf-8")
    return path


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "new.txt", text("new"))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"new.txt": "new"}


def test_an_old_file_is_replaced_and_keeps_its_rights(target: Path) -> None:
    target.chmod(0o640)
    write_whole(target, text("new"))
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_what_only_its_owner_may_read_is_so_while_it_is_written(target: Path) -> None:
    seen: list[int] = []

    def write(path: Path) -> None:
        path.write_text("new", encoding="utf-8")
        seen.append(stat.S_IMODE(path.stat().st_mode))

    target.chmod(0o400)
    write_whole(target, write)
    assert seen == [0o600]
    assert stat.S_IMODE(target.stat().st_mode) == 0o400


def test_the_temporary_file_lies_beside_the_target_with_its_ending(target: Path) -> None:
    seen: list[Path] = []

    def write(path: Path) -> None:
        seen.append(path)
        path.write_text("new")

    write_whole(target, write)
    assert (seen[0].parent, seen[0].suffix) == (target.parent, ".xlsx")
    assert seen[0] != target


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (OSError(28, "No space left on device"), "disk is full"),
        (PermissionError(13, "Permission denied"), "close it in other programs"),
        (OSError(36, "File name too long"), "shorter"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_a_failure_of_the_disk_leaves_the_old_file_and_says_what_to_do(
    problem: OSError, word: str, target: Path
) -> None:
    with pytest.raises(NotWritten, match=word) as caught:
        write_whole(target, failing(problem))
    assert str(target) in str(caught.value)
    assert [path.read_text() for path in target.parent.iterdir()] == ["old"]


def test_a_library_that_wraps_the_disks_failure_is_understood(target: Path) -> None:
    def write(path: Path) -> None:
        try:
            raise OSError(28, "No space left on device")
        except OSError as problem:
            raise RuntimeError("could not close") from problem

    with pytest.raises(NotWritten, match="disk is full"):
        write_whole(target, write)


@pytest.mark.parametrize("problem", [KeyError("bug"), KeyboardInterrupt()])
def test_other_exceptions_pass_through_and_leave_the_old_file(problem: BaseException, target: Path) -> None:
    with pytest.raises(type(problem)):
        write_whole(target, failing(problem))
    assert [path.read_text() for path in target.parent.iterdir()] == ["old"]


def test_what_cannot_be_read_back_is_not_put_in_place(target: Path) -> None:
    with pytest.raises(NotWritten, match="read back"):
        write_whole(target, text("no archive"), intact_zip)
    assert [path.read_text() for path in target.parent.iterdir()] == ["old"]


def test_an_archive_with_a_damaged_part_is_not_intact(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("part.xml", "content")
    intact_zip(path)
    path.write_bytes(path.read_bytes().replace(b"content", b"CONTENT"))
    with pytest.raises(NotWritten, match=r"part\.xml is damaged"):
        intact_zip(path)


def test_a_target_that_another_program_holds_for_a_moment_is_tried_again(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[int] = []

    def replace(source: Path, place: Path) -> None:
        attempts.append(1)
        if len(attempts) < 3:
            raise PermissionError(13, "Access is denied")
        Path(source).rename(place)

    monkeypatch.setattr(whole.os, "replace", replace)
    monkeypatch.setattr(whole.time, "sleep", lambda _: None)
    write_whole(target, text("new"))
    assert (target.read_text(), len(attempts)) == ("new", 3)


def test_a_target_that_stays_locked_is_said_to_be(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(source: Path, place: Path) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(whole.os, "replace", replace)
    monkeypatch.setattr(whole.time, "sleep", lambda _: None)
    with pytest.raises(NotWritten, match="close it in other programs"):
        write_whole(target, text("new"))
    assert [path.read_text() for path in target.parent.iterdir()] == ["old"]


@pytest.mark.parametrize("name", ["no folder/plan.xlsx", "plan.xlsx/inside.xlsx"])
def test_a_folder_that_is_not_there_is_named(name: str, target: Path) -> None:
    with pytest.raises(NotWritten, match="no folder"):
        write_whole(target.parent / name, text("new"))


def test_a_folder_in_place_of_the_target_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="is a folder"):
        write_whole(tmp_path, failing(AssertionError("written all the same")))


def test_a_long_name_with_foreign_letters_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("планы für Ölkessel " + "x" * 200 + ".xlsx")
    write_whole(path, text("new"))
    assert path.read_text() == "new"


def test_a_name_too_long_for_the_disk_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="shorter"):
        write_whole(tmp_path / ("x" * 300), text("new"))
    assert not list(tmp_path.iterdir())


def test_a_link_stays_a_link_and_its_target_gets_the_content(target: Path) -> None:
    link = target.with_name("link.xlsx")
    link.symlink_to(target)
    write_whole(link, text("new"))
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_kill_while_writing_leaves_the_old_file(target: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from procure.whole import write_whole\n"
        "def write(path):\n    path.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_whole(Path(sys.argv[1]), write)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(target)], env={**os.environ, "PYTHONPATH": ROOT}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert target.read_text() == "old"


ROOT = str(Path(whole.__file__).parents[1])


def test_an_output_that_is_no_input_is_let_through(target: Path) -> None:
    refuse_same([target], target.with_name("other.xlsx"))
    refuse_same([], target)
    refuse_same([target.with_name("missing.xlsx")], target)


@pytest.mark.parametrize("how", ["same", "dots", "symlink", "hard link", "not there yet"])
def test_an_output_that_is_an_input_by_any_name_is_refused(how: str, target: Path) -> None:
    source, output = target, target.with_name("link.xlsx")
    if how == "same":
        output = target
    elif how == "dots":
        output = target.parent / ".." / target.parent.name / target.name
    elif how == "symlink":
        output.symlink_to(target)
    elif how == "hard link":
        output.hardlink_to(target)
    else:
        source = output
    with pytest.raises(NotWritten, match="another name"):
        refuse_same([source], output)
