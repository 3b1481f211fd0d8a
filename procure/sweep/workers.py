"""How many processes this machine has room for: its cores, and its memory that is free."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from procure import pool

NEED = 400 * 2**20  # bytes of a process: three times what planning eurofighter.xlsx takes
LEFT = 0.9  # of the free memory, the rest is for what else the machine does

_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current")  # of a container


def count(asked: int | None = None) -> int:
    """Processes at a time, at least 1: as many as asked, else as many as there are cores and free memory for."""
    if asked is not None:
        return max(1, asked)
    free = free_memory()
    return pool.cores() if free is None else max(1, min(pool.cores(), int(LEFT * free / NEED)))


def free_memory() -> int | None:
    """Bytes that are free, within the limit of the container where there is one; None where the system does not say."""
    known = [bytes_ for bytes_ in (_of_machine(), _of_container()) if bytes_ is not None]
    return min(known, default=None)


def _of_machine() -> int | None:
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    with suppress(AttributeError, OSError, ValueError):  # no Linux: all there is, none on Windows
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return None


def _of_container() -> int | None:
    with suppress(OSError, ValueError):
        most, used = (int(Path(name).read_text()) for name in _LIMITS)
        return max(0, most - used)
    return None
