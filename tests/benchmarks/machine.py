"""What a table was measured on."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

from procure.solve import highs_version

CPU, MEMORY = Path("/proc/cpuinfo"), Path("/proc/meminfo")  # where the system tells them


def machine() -> str:
    """Cores, memory, system and versions, in a line; and the load as it began: what else kept the cores busy."""
    name = _told(CPU, r"model name\s*:\s*(.+)")
    cores = f"{os.cpu_count()} cores" + (f" of {name}" if name else "")
    kilobytes = _told(MEMORY, r"MemTotal:\s*(\d+)")
    memory = f", {int(kilobytes) / 2**20:.0f} GB" if kilobytes else ""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    versions = f"Python {platform.python_version()}, HiGHS {highs_version()}"
    return f"{cores}{memory}, {platform.system()} {platform.machine()}{load}, {versions}"


def _told(path: Path, pattern: str) -> str:
    found = re.search(pattern, path.read_text(encoding="utf-8")) if path.exists() else None
    return found[1].strip() if found else ""
