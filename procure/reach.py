"""How far a sum of decisions can reach in any plan, from data alone: what a row that may be switched off is relaxed by.

Decisions that share a total are bounded together: the starts of a package sum to 1, deliveries to what is needed, sets
to what the units need, money of a phase to the most that the phase can cost.
"""

from __future__ import annotations

import math
from typing import Any

from procure import funding
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.plan import Key

Terms = list[tuple[float, Any]]
Group = tuple[str | int, ...]


def highest(m: Any, f: Facts, terms: Terms) -> float:
    """No less than the terms can come to. Raises ValueError for a decision that data does not bound."""
    merged: dict[Any, float] = {}
    for c, variable in terms:
        merged[variable] = merged.get(variable, 0.0) + c
    total, groups = 0.0, {}  # type: tuple[float, dict[Group, tuple[float, float]]]
    for variable, c in merged.items():
        low, high = m.bounds(variable)
        family, key = m.columns[variable]
        group, most = _group(f, family, key, high)
        if math.isinf(most):
            raise ValueError(f"{family}{key} has no bound")
        if group is None:
            total += max(c * low, c * most)
        else:
            before, widest = groups.get(group, (0.0, 0.0))
            groups[group] = max(before, c), max(widest, most)
            if low < 0:  # a payment that other costs in kind may turn round
                total += max(0.0, c * max(low, -most))
    return total + sum(c * most for c, most in groups.values())


def lowest(m: Any, f: Facts, terms: Terms) -> float:
    """No more than the terms can come to."""
    return -highest(m, f, [(-c, variable) for c, variable in terms])


def _group(f: Facts, family: str, key: Key, high: float) -> tuple[Group | None, float]:
    """(what the decision shares a total with, that total); (None, its own greatest value) where it stands alone."""
    if family == "start":
        return (family, key[0]), 1.0
    if family == "counted":  # all nations and periods share what the phase can count
        return (family, key[1]), high
    if family in ("built", "deliver"):
        return (family, *key[:-1]), high
    if family == "make":
        w, s, b, _ = key
        if any(f.items[i].surplus > 0 for i in f.serves(f.packages[str(w)])):
            return (family, w, s), sum(f.most_sets(stream) for stream in f.streams[str(w)])
        return (family, w, b), high
    parts = BY_NAME[family].index.split(",")
    if BY_NAME[family].unit == "M" and {"p", "t"} <= set(parts):
        phase = str(key[parts.index("p")])
        return (family, phase), funding.most_charged(f, phase) if math.isinf(high) else high
    return None, high
