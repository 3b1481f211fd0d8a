"""How building and solving grow, one factor at a time: `python -m tests.benchmarks.growth` prints what is in growth.md.

About five minutes; progress is printed on stderr.
"""

from __future__ import annotations

import sys

from tests.benchmarks.instances import instance
from tests.benchmarks.machine import machine
from tests.benchmarks.solving import trace
from tests.benchmarks.whole import built

STEADY = {"nations": 8, "periods": 12, "items": 3, "packages": 48, "suppliers": 28}
FACTORS = {
    "nations": (4, 8, 16, 24),
    "periods": (12, 16, 24, 32),
    "packages": (24, 48, 96, 192),
    "suppliers": (14, 28, 56, 112),
}
WAYS = ("procure", "HiGHS")
LIMIT, GAP = 20.0, 0.01  # CPU seconds and proven gap of the cost stage


def row(factor: str, amount: int) -> str:
    """Columns, coefficients, seconds to build; seconds to a plan proven within the gap, in every way."""
    size = "-".join(map(str, {**STEADY, factor: amount}.values()))
    many, coefficients, seconds = built(instance(size, 0))
    cells = [f"{factor} {amount}", f"{many:,}", f"{coefficients:,}", f"{seconds:.2f}"]
    cells.append(f"{seconds / many * 10_000:.2f}")
    for way in WAYS:
        found = trace(f"{size} 0", way, LIMIT, gap=GAP)
        reached = None if found is None else found.reached(GAP)
        cells.append("-" if reached is None else f"{reached:.1f}")
    print(cells, file=sys.stderr, flush=True)
    return f"| {' | '.join(cells)} |"


def table() -> str:
    """The table in Markdown."""
    return "\n".join((
        "# Growth",
        "",
        f"Printed by `python -m tests.benchmarks.growth`: {machine()}.",
        f"One factor at a time from {', '.join(f'{n} {k}' for k, n in STEADY.items())}. CPU seconds to build (median",
        f"of three), and to a plan of the cost stage proven within {GAP:.0%}, one run, one thread, {LIMIT:.0f} s at "
        'most ("-": not reached).',
        "",
        f"| | columns | coefficients | build | for 10,000 columns | {' | '.join(WAYS)} |",
        "| --- " * (5 + len(WAYS)) + "|",
        *(row(factor, amount) for factor, amounts in FACTORS.items() for amount in amounts),
    ))  # fmt: skip


if __name__ == "__main__":
    print(table())
