"""The rows and ends that a bound is proven from: what clauses recorded, with names, and nothing of a solver."""

from __future__ import annotations

from dataclasses import dataclass

from procure.certificate import Label, labels
from procure.recorded import Recorded, Terms

Sums = tuple[tuple[int, float], ...]  # (column, coefficient), no column twice
HELD, CUTOFF = "stage", "no worse"  # names of rows: an earlier stage held, the stage itself not above its cut-off


@dataclass(frozen=True, slots=True)
class Line:
    """sum of coefficient x column, relation ("<=", "=", ">="), right."""

    label: Label
    terms: Sums
    relation: str
    right: float


@dataclass(frozen=True)
class Relaxation:
    """Columns by number: name, ends (infinite where there is none), whether whole. lines: the rows of all stages."""

    columns: tuple[Label, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    whole: tuple[bool, ...]
    lines: tuple[Line, ...]


def of(m: Recorded) -> Relaxation:
    """What was recorded."""
    every, own = range(len(m.columns)), m.rows
    named = labels((row.clause, row.index) for row in own)
    return Relaxation(
        columns=tuple(labels(m.columns)),
        low=tuple(m.bounds(x)[0] for x in every),
        high=tuple(m.bounds(x)[1] for x in every),
        whole=tuple(map(m.whole, every)),
        lines=tuple(
            Line(label, tuple(m.entries(k)), row.relation, float(row.right))
            for k, (label, row) in enumerate(zip(named, own, strict=True))
        ),
    )


def summed(terms: Terms) -> Sums:
    """Terms (coefficient, column) with every column once."""
    found: dict[int, float] = {}
    for coefficient, column in terms:
        found[column] = found.get(column, 0.0) + float(coefficient)
    return tuple((column, c) for column, c in found.items() if c != 0.0)


def most(name: str, stage: str, objective: Sums, right: float) -> Line:
    """The row that keeps an objective at or below a number."""
    return Line((name, stage), objective, "<=", right)
