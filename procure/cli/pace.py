"""How far a sweep has come, on one line of stderr: how many are done, at what rate, how long the rest takes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from procure.sweep.case import Tell, Told

WIDTH = 110  # characters of the line


def pace() -> Tell:
    """A listener for running.run. Remarks are always told, the line only where stderr is a terminal."""
    terminal = sys.stderr.isatty()

    def tell(now: Told) -> None:
        if now.said:
            click.echo(("\r" + " " * WIDTH + "\r" if terminal else "") + now.said, err=True)
        elif terminal:
            click.echo(f"\r{line(now)}"[: WIDTH + 1].ljust(WIDTH + 1), err=True, nl=now.done == now.all_)

    return tell


def line(now: Told) -> str:
    """12/200 done, 3.1 a second, 61 s left: price +5 %."""
    filled = 20 * now.done // max(1, now.all_)
    kept = f" ({now.kept} from the store)" if now.kept else ""
    rate = f", {now.rate:.3g} a second" if now.rate else ""
    left = f", {duration(now.left)} left" if now.left else ""
    last = "" if now.last is None else f": {now.last.name}"
    return f"[{'#' * filled}{'.' * (20 - filled)}] {now.done}/{now.all_}{kept}{rate}{left}{last}"


def duration(seconds: float) -> str:
    """Seconds as 45 s, 12 min or 3.5 h."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
