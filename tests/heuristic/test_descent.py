"""A descent: decisions taken one after another, what fails taken back, within its limit or not at all."""

from __future__ import annotations

import numpy as np
import pytest

from procure.heuristic import descent
from procure.heuristic.descent import Descent
from procure.linear import Linear
from procure.solve import Floats, Options
from tests.heuristic.small import search


def made(seed: int, times: float) -> Descent:
    """Of a small programme; times: the limit as a multiple of the relaxation's value."""
    found = search(seed)
    matrix, s = found.matrix, found.s
    binary = s.implied | (matrix.whole & (matrix.high <= 1))
    return Descent(Linear(matrix, Options()), matrix, s, binary, times * found.bound)


@pytest.mark.parametrize("seed", [0, 5])
def test_every_decision_is_taken_in_one_way_and_the_point_is_within_the_limit(seed: int) -> None:
    one = made(seed, 1.5)
    found = one.run()
    assert found is not None
    matrix, x = found
    s, ways = one.s, np.flatnonzero(one.s.decision >= 0)
    taken = np.bincount(s.decision[ways], matrix.low[ways] >= 1, len(s.single))
    assert (taken[s.single] == 1).all()
    assert one.matrix.relaxed().violation(x * one.matrix.unit) < 1e-6
    assert matrix.cost @ x <= one.limit


def test_what_fails_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first way that is tried is refused: another one is taken."""
    one = made(0, 1.5)
    within = Descent._within
    refused: list[Floats] = []

    def refuse(self: Descent, low: Floats, high: Floats) -> bool:
        if self.turns == 0 or not (low > self.matrix.low).any():
            return within(self, low, high)
        if refused and not (low >= refused[0]).all():
            return within(self, low, high)
        refused.append(low)
        self.turns += 1
        return False

    monkeypatch.setattr(descent, "STEP", 0.0)
    monkeypatch.setattr(Descent, "_within", refuse)
    found = one.run()
    assert found is not None
    assert not (found[0].low >= refused[0]).all()
    assert one.matrix.relaxed().violation(found[1] * one.matrix.unit) < 1e-6


def test_nothing_is_found_below_the_relaxation_or_without_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert made(0, 0.99).run() is None
    monkeypatch.setattr(descent, "TURNS", 1)
    assert made(0, 1.5).run() is None
