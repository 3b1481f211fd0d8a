"""What the heuristic knows of the formulation: which columns are of which package, which rows may be missed at first.

Worked out from what columns and rows are called, once for a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from procure.facts import Facts

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Key = tuple[str | int, ...]

OF_A_PACKAGE = ("award", "begin", "start", "open", "placed", "tier", "ordered", "level")  # package first in their keys
SOFT = ("capacity", "budget", "ceiling", "commitments", "rule", "stage", "lowest_load", "de_minimis")
SCORED = (*SOFT, "precedence", "qualification")


class Named(Protocol):
    """A row that knows its clause."""

    @property
    def clause(self) -> str: ...


@dataclass(frozen=True)
class Structure:
    """Of every column and row, -1 of none:

    group      number of the column's package
    decision   number of the decision that the column is a way of taking: the starts of an indivisible one-off package,
               else the awards or the begins of a package; single[decision]: just one of its ways is taken
    implied    the column is whole in every plan, declared or not
    award, begin   the columns of the award and of the begin that go with a start, or with sets made
    slot       number of the stream and period in which sets are made
    pay        of what falls due the column that pays it when it is due
    soft       the row is a limit that a first plan may pass at a price
    scored     what a way of doing a package does to the row follows from the way
    """

    group: Ints
    decision: Ints
    single: Bools
    implied: Bools
    soft: Bools
    groups: int  # packages
    award: Ints
    begin: Ints
    slot: Ints
    pay: Ints
    scored: Bools

    def sized(self, rows: int) -> Structure:
        """With the rows that stages have added since: they are limits."""
        more = np.ones(rows - len(self.soft), dtype=bool)
        return replace(self, soft=np.append(self.soft, more), scored=np.append(self.scored, more))


def of(f: Facts, columns: Sequence[tuple[str, Key]], rows: Sequence[Named]) -> Structure:
    """The structure of a model of these facts."""
    number = {w.id: k for k, w in enumerate(f.problem.packages)}
    indivisible = {w.id for w in f.one_off if not w.divisible}
    group = [number[str(key[0])] if family in OF_A_PACKAGE else -1 for family, key in columns]
    decisions: dict[tuple[str, str], int] = {}
    decision, single = [], []  # type: list[int], list[bool]
    for family, key in columns:
        w, taken = str(key[0]) if key else "", family in ("award", "begin")
        decided = taken != (w in indivisible) and (taken or family == "start")
        decision.append(decisions.setdefault((w, family), len(decisions)) if decided else -1)
        if decision[-1] == len(single):
            single.append(family != "award" or f.packages[w].most == 1)
    return Structure(
        np.array(group),
        np.array(decision),
        np.array(single, dtype=bool),
        implied(f, columns),
        np.array([row.clause in SOFT for row in rows], dtype=bool),
        len(number),
        *_companions(columns),
        np.array([row.clause in SCORED for row in rows], dtype=bool),
    )


def implied(f: Facts, columns: Sequence[tuple[str, Key]]) -> Bools:
    """Which columns are 0 or 1 in every plan without being declared whole: starts of indivisible packages."""
    indivisible = {w.id for w in f.one_off if not w.divisible}
    return np.array([family == "start" and key[0] in indivisible for family, key in columns], dtype=bool)


def _companions(columns: Sequence[tuple[str, Key]]) -> tuple[Ints, Ints, Ints, Ints]:
    """Of every column its award, its begin, its slot and its payment."""
    at = {(family, *key): j for j, (family, key) in enumerate(columns) if family in ("award", "begin", "pay")}
    slots: dict[Key, int] = {}
    award, begin, slot, pay = (np.full(len(columns), -1) for _ in range(4))
    for j, (family, key) in enumerate(columns):
        if family in ("start", "make"):
            award[j] = at["award", *key[:2]]
        if family == "start":
            begin[j] = at["begin", key[0], key[-1]]
        if family == "make":
            slot[j] = slots.setdefault((key[0], *key[2:]), len(slots))
        if family == "due":
            pay[j] = at["pay", *key]
    return award, begin, slot, pay
