"""What a plan carries so that its bounds can be proven without a solver: of each stage the duals of its relaxation.

A dual belongs to a row, which is named by its clause and its index in words. Any number is a safe one: what is proven
from wrong duals is a weaker bound, never a false one (proof/README.md).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Label = tuple[str, str]  # clause, index in words
Points = Mapping[tuple[str, str, str], frozenset[float]]  # package, supplier, offer: quantities


@dataclass(frozen=True)
class StageProof:
    """Of one objective, as it is minimised (wishes met by its negative).

    held: what later objectives may have of it at most, None for the last. cutoff: plans above it are above the bound
    anyway. bound: what the duals prove, None with a reason in `why`. duals: without those that are 0.
    """

    name: str
    held: float | None
    cutoff: float
    bound: float | None
    duals: Mapping[Label, float] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Certificate:
    """The stages in their order. points: where chords of price curves meet, beside where the data alone put them."""

    stages: tuple[StageProof, ...]
    points: Points = field(default_factory=dict)


def labels(rows: Iterable[tuple[str, tuple[str | int, ...]]]) -> list[Label]:
    """The label of each row (clause, index); rows that would have the same one are told apart by "~2", "~3"."""
    seen: Counter[Label] = Counter()
    made: list[Label] = []
    for clause, index in rows:
        words = unicodedata.normalize("NFC", ", ".join(map(str, index))).strip()  # as it comes back from a cell
        seen[clause, words] += 1
        turn = seen[clause, words]
        made.append((clause, words if turn == 1 else f"{words} ~{turn}".strip()))
    return made
