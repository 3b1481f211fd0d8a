"""What a program owes its surroundings: standard streams that are there, signals that end it tidily, one last line."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

import click

from procure.cli import exits

_STOPS = ("SIGTERM", "SIGHUP")  # of those that the system knows; Windows has no hang-up


def prepared() -> None:
    """Closed streams go nowhere, and what else stops a program stops it as Ctrl-C does: the best plan is kept.

    A signal that the caller has it ignore (nohup) stays ignored.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:  # else the next file opened takes its place, and its content what is printed
            _to_nowhere(number)
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))
    for name in _STOPS:
        stop = getattr(signal, name, None)
        if stop is not None and signal.getsignal(stop) == signal.SIG_DFL:
            signal.signal(stop, signal.default_int_handler)


def flushed(code: int) -> int:
    """The exit code, NOT_WRITTEN where what was printed did not get there; who has gone away needs nothing."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except OSError as lost:
            _to_nowhere(number)  # what is left of it would be tried again at the end, with a traceback
            if not isinstance(lost, BrokenPipeError) and code != exits.NOT_WRITTEN:
                say(f"error: not all could be printed: {lost}")
                code = exits.NOT_WRITTEN
    return code


def unexpected(problem: Exception) -> int:
    """Says in a line what came of the machine, or of a defect, and not of the user's data; returns the exit code."""
    from procure.solve import Unsound
    from procure.whole import NotWritten

    if isinstance(problem, NotWritten | Unsound):
        say(str(problem))
        return exits.NOT_WRITTEN if isinstance(problem, NotWritten) else exits.USAGE
    if isinstance(problem, OSError):
        say(f"error: {problem}; make room, or see that one can write to the folder, and to that of temporary files.")
        return exits.NOT_WRITTEN
    if isinstance(problem, MemoryError):
        say("error: there is not enough memory; close other programs, or plan less at once. Older files are intact.")
        return exits.INTERNAL
    say(f"internal error: {type(problem).__name__}: {problem}")
    say("This is a defect of procure. Set PROCURE_DEBUG=1 to see where, and report it.")
    return exits.INTERNAL


def say(line: str) -> None:
    """A line on stderr, where somebody can read it."""
    with suppress(OSError):
        click.echo(line, err=True)


def _to_nowhere(number: int) -> None:
    """A standard stream, by its number, comes from nowhere and leads nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
