"""Whether the goals of solving are met, of the runs that solving.py has seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.one_solve import HELD, Trace

OURS, PLAIN, OTHERS = "procure", "HiGHS", ("CBC", "SCIP")
Runs = Mapping[str, Mapping[str, Sequence[Trace]]]  # by programme and way

SHIFT = 1.0  # s, of geometric means
TIE = (0.05, 0.1)  # of the other's time, and in seconds: less is no difference
PART, SOON = 0.2, 60.0  # of plain HiGHS's time that ours may take; seconds where it does not get there
PATIENCE = 30.0  # CPU seconds that CBC and SCIP have; what they did not reach counts as these
HEAD = ("goal", "programmes", "procure", "against", "ratio", "met")


def reached(traces: Sequence[Trace], near: float | None = None) -> float | None:
    """CPU seconds to a proven gap of 1 %, or to a plan within 1 % of a bound; the median, None where not every run
    came to it, or with a plan that misses a row."""
    times = [t.reached(0.01) if near is None else t.near(near, 0.01) for t in traces if t.violation <= HELD]
    there = [t for t in times if t is not None]
    return median(there) if there and len(there) == len(traces) else None


def mean(times: Iterable[float | None], limit: float) -> float:
    """Geometric mean, shifted; what was not reached counts as the limit."""
    logs = [math.log(SHIFT + (limit if t is None else min(t, limit))) for t in times]
    return math.exp(sum(logs) / len(logs)) - SHIFT


def no_later(ours: float | None, other: float) -> bool:
    """Whether ours is there no later than the other; a tie counts."""
    return ours is not None and ours <= max((1 + TIE[0]) * other, other + TIE[1])


def goals(found: Mapping[str, Runs], limits: Mapping[str, float], bounds: Mapping[str, float]) -> list[str]:
    """The table's rows. found and limits (CPU seconds): by set; bounds: the best known, by programme of set P."""
    rows = [
        one
        for label, runs in found.items()
        for one in (_fifth(runs, limits[label], bounds) if label == "P" else [_on_average(label, runs, limits[label])])
    ]
    rows += [
        _never_behind(name, ways, bounds.get(name) if label == "P" else None)
        for label, runs in found.items()
        for name, ways in runs.items()
    ]
    return [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}", *rows]


def _fifth(runs: Runs, limit: float, bounds: Mapping[str, float]) -> list[str]:
    """Near the best bound known in a fifth of plain HiGHS's time, or soon where it does not get there."""
    rows = []
    for name, ways in runs.items():
        ours, plain = (reached(ways[way], bounds[name]) for way in (OURS, PLAIN))
        most = SOON if plain is None else PART * plain
        ratio = "-" if ours is None or plain is None else f"{ours / plain:.2f}"
        against = f"HiGHS {seconds(plain)}" if plain is not None or not ways[PLAIN] else f"HiGHS not in {limit:g}"
        met = bool(ways[PLAIN]) and ours is not None and ours <= most
        rows.append(_row("within 1 % of the best bound in a fifth", name, ours, against, ratio, met))
    return rows


def _on_average(label: str, runs: Runs, limit: float) -> str:
    """The geometric mean no worse than plain HiGHS's."""
    ours, plain = (mean([reached(ways[way]) for ways in runs.values()], limit) for way in (OURS, PLAIN))
    ratio = f"{(ours + SHIFT) / (plain + SHIFT):.2f}"
    goal = "proven to 1 % on average as soon as HiGHS"
    return _row(goal, label, ours, f"HiGHS {seconds(plain)}", ratio, no_later(ours, plain))


def _never_behind(name: str, ways: Mapping[str, Sequence[Trace]], near: float | None) -> str:
    """To 1 % no later than CBC and SCIP."""
    ours, *others = (reached(ways.get(way, ()), near) for way in (OURS, *OTHERS))
    against = ", ".join(f"{way} {seconds(one)}" for way, one in zip(OTHERS, others, strict=True))
    first = min((one for one in others if one is not None), default=PATIENCE)
    ratio = "-" if ours is None else f"{'<' if others == [None, None] else ''}{ours / first:.2f}"
    return _row("never behind CBC or SCIP to 1 %", Path(name).stem, ours, against, ratio, no_later(ours, first))


def _row(goal: str, name: str, ours: float | None, against: str, ratio: str, met: bool) -> str:
    return f"| {goal} | {name} | {seconds(ours)} | {against} | {ratio} | {'yes' if met else 'no'} |"


def seconds(time: float | None) -> str:
    """To three digits at most; "-" for none."""
    return "-" if time is None else f"{time:.2f}" if time < 1 else f"{time:.1f}"
