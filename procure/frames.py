"""A plan as pandas tables, for those who go on in Python."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from procure.decisions import BY_NAME
from procure.plan import LEAVES, Plan
from procure.problem import Problem

NAMES = {
    "n": "nation", "p": "phase", "i": "item", "d": "item or family", "w": "package", "s": "supplier",
    "b": "stream", "t": "period", "r": "rule", "f": "fund", "j": "row", "k": "technology",
    "l": "line", "e": "investment", "c": "other cost", "o": "offer", "g": "tier", "q": "order", "u": "unit",
    "x": "sector",
}  # fmt: skip


def by_family(problem: Problem, plan: Plan) -> dict[str, pd.DataFrame]:
    """A table for each family of decisions and leaves that the plan has; periods by their labels, values as floats."""
    label = problem.programme.calendar.label
    found = {}
    for family in plan.values:
        index = BY_NAME[family].index if family in BY_NAME else LEAVES[family][0]
        columns = [NAMES[part] for part in index.split(",") if part]
        rows = [[*_named(columns, key, label), float(value)] for key, value in plan.items(family)]
        found[family] = pd.DataFrame(rows, columns=[*columns, "value"])
    return found


def _named(columns: list[str], key: tuple[str | int, ...], label: Callable[[int], str]) -> list[str]:
    return [label(int(part)) if name == "period" else str(part) for name, part in zip(columns, key, strict=True)]
