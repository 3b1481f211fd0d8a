"""Files are written whole or not at all: a full disk or a lost computer leaves the old file as it was.

What is written is first a file `.procure-XXXXXXXXXXXX.ENDING` (12 hexadecimal digits) beside its target, whose place it
then takes. Only a run that was killed leaves such a file; the next run that writes into the folder takes away those
that are older than an hour.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from itertools import count
from pathlib import Path

_LEFT = re.compile(r"\.procure-[0-9a-f]{12}(\.\w+)?")
_OLD = 3600.0  # seconds: nobody writes one file for as long
_WAITS = (0.05, 0.1, 0.2, 0.4)  # seconds; a scanner or a preview holds a file on Windows for as long


class NotWritten(Exception):
    """The file was not written, and what was there before is as it was. The message says what to do."""


def write_whole(
    path: Path, write: Callable[[Path], None], check: Callable[[Path], None] | None = None, beside: bool = True
) -> None:
    """Calls `write` with a temporary file in the folder of `path`, reads it back with `check`, then puts it in place.

    beside: where another program holds the target the file is kept under a name beside it, which NotWritten tells.

    `check` raises NotWritten for a file that is not as it should be, as `intact_zip` does. Other exceptions of
    `write` pass through, save an OSError or one raised while an OSError was handled, which become NotWritten.
    The temporary file is removed in any case.
    """
    target = Path(os.path.realpath(path))
    _check_target(path, target)
    _tidy(target.parent)
    temporary = target.parent / f".procure-{secrets.token_hex(6)}{target.suffix}"
    try:
        _create(temporary, target)
        write(temporary)
        _sync(temporary)
        if check:
            check(temporary)
        if target.exists():
            shutil.copymode(target, temporary)
        _replace(temporary, target, beside)
    except Exception as problem:
        cause = problem if isinstance(problem, OSError) else problem.__context__
        if isinstance(problem, NotWritten) or not isinstance(cause, OSError):
            raise
        raise NotWritten(_message(path, cause)) from problem
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def intact_zip(path: Path) -> None:
    """Reads every part of a zip archive, which an .xlsx is, against its check sum. Raises NotWritten."""
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
        raise NotWritten(f"what was written cannot be read back ({problem}); check the disk.") from problem
    if damaged:
        raise NotWritten(f"what was written cannot be read back ({damaged} is damaged); check the disk.")


def refuse_same(inputs: Iterable[Path], output: Path) -> None:
    """Raises NotWritten if the output is one of the inputs, by whatever name or link."""
    for source in inputs:
        same = _name(source) == _name(output)
        if not same and os.path.exists(source) and os.path.exists(output):
            same = source.samefile(output)
        if same:
            raise NotWritten(f"{output} is an input of this command; give the output another name.")


def expect_writable(inputs: Iterable[Path], output: Path) -> None:
    """Raises NotWritten for what can be known of an output before the work for it is done."""
    refuse_same(inputs, output)
    _check_target(output, Path(os.path.realpath(output)))


def _name(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _check_target(path: Path, target: Path) -> None:
    if not os.path.isdir(target.parent):
        raise NotWritten(f"{path} was not written: there is no folder {target.parent}; create it first.")
    if os.path.isdir(target):  # where Path.is_dir raises for a name too long
        raise NotWritten(f"{path} was not written: it is a folder; give the name of a file.")


def _create(temporary: Path, target: Path) -> None:
    """An empty file that nobody else made there; what only its owner may read is so from its first byte on."""
    mode = stat.S_IMODE(target.stat().st_mode) | stat.S_IWUSR if target.exists() else 0o666  # less the umask
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))


def _sync(path: Path) -> None:
    """Waits until the disk holds the file, so that a loss of power cannot leave an empty one in its place."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _replace(temporary: Path, target: Path, beside: bool) -> None:
    """os.replace, tried again while another program holds the target; then kept beside it."""
    for wait in _WAITS:
        with contextlib.suppress(PermissionError):
            os.replace(temporary, target)
            return
        time.sleep(wait)
    try:
        os.replace(temporary, target)
    except PermissionError as held:
        if not beside:
            raise
        free = next(name for n in count(2) if not (name := target.with_stem(f"{target.stem}-{n}")).exists())
        os.replace(temporary, free)
        raise NotWritten(f"{_message(target, held)} What was made is kept in {free}") from held


@cache
def _tidy(folder: Path) -> None:
    """Takes away what killed runs left in a folder; looked for once a run."""
    with contextlib.suppress(OSError):
        for left in os.scandir(folder):
            if _LEFT.fullmatch(left.name) and left.is_file() and time.time() - left.stat().st_mtime > _OLD:
                os.unlink(left.path)


def _message(path: Path, problem: OSError) -> str:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        way_out = "the disk is full; make room, or write to another disk."
    elif problem.errno == errno.EFBIG:
        way_out = "it is larger than a file may be here; raise that limit, or write to another disk."
    elif isinstance(problem, PermissionError):
        way_out = "close it in other programs, or write to a folder where you may."
    elif problem.errno == errno.EROFS:
        way_out = "that disk can only be read; write to a folder where you may."
    elif problem.errno == errno.ENAMETOOLONG:
        way_out = "the name is too long; give a shorter one."
    else:
        way_out = f"{problem.strerror or problem}; try again, or write to another disk."
    return f"{path} was not written; what was there before is as it was: {way_out}"
