"""A claim loosened by a size: as a row of Changes, in words, and what it weighs.

    money                1 for each M of the programme's currency, at the rate of the cell's first period
    other numbers        rank x 100 x size / the present figure (of none or less than 1: 1; of months: 12)
    a cell of a period   rank x 100 x periods / periods of the horizon
    given up             rank x 100

    rank   1 a wish, 2 a policy, 3 a hard fact

Weights of different kinds are no prices: they put repairs in an order, and choose among the cells of one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from procure.explain.claims.claim import MONEY, Claim, Way
from procure.facts import Facts
from procure.findings import Refused, errors
from procure.origins import Change
from procure.problem import Problem
from procure.whatif import scenarios

WHOLE = 100.0  # what a present figure weighs as a whole
YEAR = 12.0  # months: what a delay that is none yet is held against
FIRST_ROW = 2  # of a sheet, below its headers


@dataclass(frozen=True, slots=True)
class Loosened:
    """A cell of a claim loosened. size: above 0, in the way's unit (of labels a number of them); None = given up."""

    claim: Claim
    way: Way
    size: float | None = None

    def change(self, scenario: str = "") -> Change:
        """The row of Changes that makes it."""
        return self.way.given_up(scenario) if self.size is None else self.way.change(self.size, scenario)

    def weight(self, problem: Problem) -> float:
        """What it weighs."""
        if self.size is None:
            return WHOLE * self.claim.rank
        return self.size * weight_of_one(problem, self.claim, self.way)

    def by(self, size: float) -> Loosened:
        """The same by another size."""
        return replace(self, size=size)

    def words(self, problem: Problem) -> str:
        """`IT pays 38.00 M EUR more in 2029 (Budgets!F4 2029: 120 -> 158)`."""
        cell = _cell(problem, self.claim, self.way)
        if self.size is None:
            told = f"{self.claim.words.strip().rstrip('.')}: {_given_up(self.way)}"
            return f"{told} ({cell})" if cell else told
        change, now = self.change(), self.way.now
        after = change.value if now is None else f"{now + self.way.sign * self.size:.12g}"
        before = "" if now is None else f"{now:.12g} -> "
        return f"{_said(self, after)} ({cell}: {before}{after})" if cell else f"{_said(self, after)} ({before}{after})"


def weight_of_one(problem: Problem, claim: Claim, way: Way) -> float:
    """What a size of 1 weighs."""
    calendar = problem.programme.calendar
    if claim.kind == MONEY:
        period = calendar.span(way.column).first if way.sheet == "Budgets" else 0
        return 1.0 / Facts(problem).fx(claim.owner, period)
    if way.labels:
        return WHOLE * claim.rank / calendar.count
    return WHOLE * claim.rank / max(abs(way.now or 0.0), YEAR if way.unit == "months" else 1.0)


def rounded_up(way: Way, size: float) -> float:
    """A size as a multiple of the way's step, never less but for the solver's error, nor more than the most."""
    steps = max(0, math.ceil(size / way.step - 1e-6))
    return capped(way, steps * way.step)


def capped(way: Way, size: float) -> float:
    """A size without the noise of arithmetic, at most the most that makes sense."""
    plain = float(f"{size:.12g}")
    return plain if way.most is None else min(plain, way.most)


def scenario(problem: Problem, name: str, several: Sequence[Loosened]) -> scenarios.Scenario:
    """The scenario of the sheet Changes that loosens several. Raises Refused."""
    rows = (replace(one.change(name), row=FIRST_ROW + k) for k, one in enumerate(several))
    found, findings = scenarios.of_problem(problem.replace(changes=tuple(rows)))
    if errors(findings):
        raise Refused(errors(findings))
    return found[name]


def applied(problem: Problem, several: Sequence[Loosened], name: str = "loosened") -> Problem | None:
    """The problem with several loosened, read again with every check; None where its inputs would have errors."""
    if not several:
        return problem
    try:
        return scenarios.resolve(problem, scenario(problem, name, several)).problem
    except Refused:
        return None


def _cell(problem: Problem, claim: Claim, way: Way) -> str:
    """Address of the way's own cell, else of the claim's first."""
    columns = {way.column, way.of_whole or way.column}
    mine = [cell for cell in claim.cells if cell.partition(" ")[2] in columns]
    return next(iter(mine or claim.cells), "")


def _given_up(way: Way) -> str:
    return "units may be left out" if way.column == "may short" else "given up"


def _said(one: Loosened, after: str) -> str:
    """What happens, by the sheet that it happens in."""
    way, claim = one.way, one.claim
    assert one.size is not None
    size = f"{one.size:,.2f}" if way.unit.startswith("M") else f"{one.size:,.12g}"
    size, more = f"{size} {way.unit}".strip(), "more" if way.sign > 0 else "less"
    if way.sheet == "Budgets":
        verb = "commits" if "commitment" in way.row else "pays"
        line = f" from its line {way.row[1]}" if way.row[1] else ""
        return f"{claim.owner} {verb} {size} more in {way.column}{line}"
    if (way.sheet, way.column) == ("Nations", "ceiling"):
        return f"{claim.owner} pays {size} more in all"
    if (way.sheet, way.column) == ("Rules", "amount"):
        return f"Rule {way.row[0]} gives way by {size}"
    if way.sheet == "Capacity" and way.column[:4].isdigit():
        of = f" of {way.row[1]}" if way.row[1] else ""
        return f"{claim.owner} can do {size} more{of} in {way.column}"
    named = ", ".join("/".join(part) if isinstance(part, tuple) else part for part in way.row if part)
    if way.labels:
        return f"{named}: {way.column} {after}"
    return f"{named}: {way.column} {size} {more}"
