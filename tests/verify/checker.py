"""Proves again what `procure verify --rows` wrote: a program that knows nothing of procure, only proof/README.md."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any


def bounds(path: Path) -> dict[str, Fraction | None]:
    """The bound of each stage, by its name, as this program proves it. Raises ValueError where a step does not hold."""
    file = json.loads(path.read_text("ascii"))
    if file["format"] != "procure rows 1":
        raise ValueError("another format")
    return {stage["name"]: None if stage["bound"] is None else bound(file, stage) for stage in file["stages"]}


def bound(file: dict[str, Any], stage: dict[str, Any]) -> Fraction:
    """sum y b + sum of the least of r x, no more than the cut-off."""
    rows = file["rows"] + stage["rows"]
    ends = {(j, end): column[end] and exact(column[end]) for j, column in enumerate(file["columns"]) for end in COLUMN}
    for column, end, row, value in stage["ends"]:
        implied = follows(rows[row], column, end, ends)
        if implied is None or (exact(value) < implied if end == "high" else exact(value) > implied):
            raise ValueError(f"the {end} end of column {column} does not follow")
        ends[column, end] = exact(value)
    reduced, total = {j: exact(c) for j, c in stage["objective"]}, Fraction(0)
    for row, dual in stage["duals"]:
        y = exact(dual)
        if y * {"<=": -1, "=": 0, ">=": 1}[rows[row]["relation"]] < 0:
            raise ValueError(f"the dual of row {row} has the wrong sign")
        total += y * exact(rows[row]["right"])
        for j, a in rows[row]["terms"]:
            reduced[j] = reduced.get(j, Fraction(0)) - y * exact(a)
    total += sum(r * ends[j, "low" if r > 0 else "high"] for j, r in reduced.items() if r)
    return min(total, exact(stage["cutoff"]))


def follows(row: dict[str, Any], column: int, end: str, ends: dict[tuple[int, str], Any]) -> Fraction | None:
    """The end of a column that a row implies, None where it implies none: the row read both ways where it is "="."""
    for sign in {"<=": (1,), ">=": (-1,), "=": (1, -1)}[row["relation"]]:
        terms = {j: sign * exact(a) for j, a in row["terms"]}
        others = [(a, ends[j, "low" if a > 0 else "high"]) for j, a in terms.items() if j != column]
        if (terms[column] > 0) == (end == "high") and all(x is not None for _, x in others):
            return Fraction(sign * exact(row["right"]) - sum(a * x for a, x in others)) / terms[column]
    return None


def exact(number: str) -> Fraction:
    return Fraction(float.fromhex(number))


COLUMN = ("low", "high")
