"""The command line in a process of its own that needs no start: a fork of this one, in a group of its own."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procure.cli import main


@dataclass(frozen=True)
class Forked:
    """A running command. folder: where what it says is kept."""

    process: Any
    folder: Path

    def ended(self, seconds: float = 60.0) -> int:
        """Its exit code, the negative of a signal that ended it."""
        self.process.join(seconds)
        assert self.process.exitcode is not None, "it does not end"
        return int(self.process.exitcode)

    @property
    def said(self) -> str:
        """What it wrote on stderr."""
        return (self.folder / "err").read_text(encoding="utf-8")

    def alone(self, seconds: float = 10.0) -> bool:
        """Whether every process that it started is gone, at the latest after so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.02)
        return False


def start(folder: Path, words: list[str], before: Callable[[], Any] = lambda: None) -> Forked:
    """`procure WORDS`, called as the program is, after `before`; output and errors go to files of the folder."""
    folder.mkdir(exist_ok=True)

    def run() -> None:
        os.setpgid(0, 0)
        faulthandler.disable()  # pytest's would print what a real program does not
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(folder / name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), number)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        sys.argv = ["procure", *words]
        before()
        main()

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    assert process.pid is not None
    with suppress(OSError):
        os.setpgid(process.pid, process.pid)  # whichever of both comes first
    return Forked(process, folder)


def run(folder: Path, words: list[str], before: Callable[[], Any] = lambda: None) -> tuple[int, str]:
    """(exit code, what it wrote on stderr) of a command that ends by itself."""
    forked = start(folder, words, before)
    return forked.ended(), forked.said
