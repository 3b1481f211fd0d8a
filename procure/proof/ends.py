"""Ends that rows imply for columns without one: the proof needs a least or a greatest value of every column it weighs.

    a_k > 0:  x_k <= (b - sum_{j != k} least a_j x_j) / a_k        from a row sum a_j x_j <= b
    a_k < 0:  x_k >= (b - sum_{j != k} least a_j x_j) / a_k

">=" is read with its signs turned, "=" both ways. Only an end that is infinite is derived, once, from ends known
before; it is worked out in fractions and rounded outwards to a float.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procure.proof.relaxation import Line

LOW, HIGH = "low", "high"
_SIGNS = {"<=": (1,), ">=": (-1,), "=": (1, -1)}


@dataclass(frozen=True, slots=True)
class Step:
    """The end of a column that follows from a line (by its number) and the steps before."""

    column: int
    end: str
    line: int
    value: float


class Ends:
    """Lowest and highest value of every column, and the steps by which those that were infinite came about."""

    def __init__(self, low: Iterable[float], high: Iterable[float]) -> None:
        self.low, self.high = list(low), list(high)
        self.steps: list[Step] = []

    def copy(self) -> Ends:
        """The same, to go on from."""
        found = Ends(self.low, self.high)
        found.steps = list(self.steps)
        return found

    def derive(self, lines: Sequence[Line], first: int = 0) -> None:
        """Every end that follows. first: lines before this one were exhausted already."""
        without = {x for x, ends in enumerate(zip(self.low, self.high, strict=True)) if math.inf in map(abs, ends)}
        by_column: dict[int, list[int]] = {x: [] for x in without}
        for number, line in enumerate(lines):
            for column in without.intersection(x for x, _ in line.terms):
                by_column[column].append(number)
        reached = {number for several in by_column.values() for number in several if number >= first}
        waiting, among = deque(sorted(reached)), reached
        while waiting:
            number = waiting.popleft()
            among.discard(number)
            for step in self._from(lines[number], number):
                self._take(step)
                news = [k for k in by_column[step.column] if k not in among]
                waiting.extend(news)
                among.update(news)

    def _take(self, step: Step) -> None:
        (self.low if step.end == LOW else self.high)[step.column] = step.value
        self.steps.append(step)

    def _from(self, line: Line, number: int) -> Iterable[Step]:
        """Ends that a line gives, of columns that have none; one line gives a column's end once."""
        for sign in _SIGNS[line.relation]:
            open_ends = [(x, a) for x, a in line.terms if math.isinf(self._least(x, sign * a))]
            if len(open_ends) > 1:
                continue
            for column, a in open_ends or line.terms:
                end = HIGH if sign * a > 0 else LOW
                if math.isinf((self.high if end == HIGH else self.low)[column]):
                    value = self._implied(line, sign, column, a, end)
                    if math.isfinite(value):
                        yield Step(column, end, number, value)

    def _least(self, column: int, coefficient: float) -> float:
        """The end at which a term is least."""
        return self.low[column] if coefficient > 0 else self.high[column]

    def _implied(self, line: Line, sign: int, column: int, a: float, end: str) -> float:
        rest = sum(
            (Fraction(c) * Fraction(self._least(x, sign * c)) for x, c in line.terms if x != column), Fraction(0)
        )
        exact = (Fraction(line.right) - rest) / Fraction(a)
        return outwards(exact, end)


def outwards(exact: Fraction, end: str) -> float:
    """A float that is no lower than a high end, no higher than a low one; infinite beyond all floats."""
    away = math.inf if end == HIGH else -math.inf
    try:
        near = float(exact)
    except OverflowError:
        return away
    inside = Fraction(near) < exact if end == HIGH else Fraction(near) > exact
    return math.nextafter(near, away) if inside else near
