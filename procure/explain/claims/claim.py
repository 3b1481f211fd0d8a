"""A row of meaning: something that the inputs ask for and that somebody could give up, in part or altogether.

Physics is no claim: that work is placed once, that a unit is made before it is delivered, that charges sum to the cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from procure.origins import Change
from procure.problem import Problem

MONEY, TIME, RULES, CAPACITY, NEEDS, DECISIONS = "money", "time", "rules", "capacity", "needs", "decisions"
KINDS = (DECISIONS, RULES, MONEY, TIME, CAPACITY, NEEDS)

WISH, POLICY, FACT = 1, 2, 3  # what is given up first: a wish, then what was decided, then what stands in the world
RANKS = {WISH: "wish", POLICY: "policy", FACT: "hard fact"}

Part = str | tuple[str, ...]  # of a row's key: a name, or either of several


@dataclass(frozen=True, slots=True)
class Way:
    """One cell of a claim that can be loosened, by size or at once.

    sheet, row, column: as an edit names the cell. now: its number as typed, in `unit`; None where there is none.
    sign: +1 where more is looser, -1 where less is. step: sizes are multiples of it. most: the largest size that makes
    sense, None = any, 0 = it can only be given up altogether. labels: of a cell that holds a period, the values that it
    is loosened to, the nearest first; a size is then a number of them. whole: what gives the claim up altogether, a
    value, "" = a blank cell, None = the row is dropped; it stands in `of_whole`, "" = in `column`.
    """

    sheet: str
    row: tuple[Part, ...]
    column: str
    now: float | None = None
    unit: str = ""
    sign: int = 1
    step: float = 0.01
    most: float | None = None
    whole: str | None = None
    of_whole: str = ""
    labels: tuple[str, ...] = ()

    def change(self, size: float, scenario: str = "") -> Change:
        """The row of Changes that loosens the cell by a size above 0, in its unit. Raises IndexError beyond labels."""
        if self.labels:
            operation, value = "set", self.labels[round(size) - 1]
        else:
            operation, value = "add", f"{self.sign * size:.12g}"
        return self._change(scenario, self.column, operation, value)

    def given_up(self, scenario: str = "") -> Change:
        """The row of Changes that gives the claim up altogether."""
        if self.whole is None:
            return self._change(scenario, "", "drop", "")
        return self._change(scenario, self.of_whole or self.column, "set" if self.whole else "drop", self.whole)

    def _change(self, scenario: str, column: str, operation: str, value: str) -> Change:
        row = ", ".join(map(_part, self.row))
        return Change(scenario, sheet=self.sheet, of_row=row, column=column, operation=operation, value=value)


@dataclass(frozen=True, slots=True)
class Claim:
    """Something asked for. name: unique, as an edit names the row: "Budgets[IT]", "Items[Frigate, latest delay]".

    kind: of KINDS. rank: WISH, POLICY or FACT. words: a sentence of what is asked. cells: addresses in the workbook.
    owner: the nation, supplier or model that asked. strength: of a rule, else "must". ways: cells that can be loosened,
    none where only `drop` can say what giving it up means. drop: the problem with the claim given up altogether; never
    leaves fewer plans than before.
    """

    name: str
    kind: str
    rank: int
    words: str
    cells: tuple[str, ...]
    owner: str
    drop: Callable[[Problem], Problem] = field(compare=False, repr=False)
    ways: tuple[Way, ...] = ()
    strength: str = "must"


def lowered(
    sheet: str, row: tuple[Part, ...], column: str, now: float, unit: str, step: float, end: float = 0.0
) -> Way:
    """The way of a number that is looser the less it is, down to `end`, in steps no longer than the way there."""
    most = float(f"{now - end:.12g}")
    return Way(sheet, row, column, now, unit, -1, min(step, most), most, f"{end:.12g}")


def cells(problem: Problem, sheet: str, row: int, *columns: str) -> tuple[str, ...]:
    """Addresses of a row's cells; those of a row that stands in no workbook are left out."""
    return tuple(found for column in columns if (found := problem.cell(sheet, row, column)))


def _part(part: Part) -> str:
    if isinstance(part, tuple):
        return "/".join(part)
    return f'"{part}"' if "," in part or "/" in part or part == "*" else part
