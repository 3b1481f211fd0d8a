"""The ladder: LPs begin where others ended, and only what numbers have made open is searched."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from procure import ladder, planning, solve
from procure.audit import audit
from procure.facts import Facts
from procure.linear import Basis, from_basis
from procure.solve import Answer, Matrix, Options
from procure.trail import near_by, trail_of
from procure.verbs import read
from procure.whatif import scenarios
from tests.whatif.test_as_fresh import BOOK, problem

WIDE = 0.1  # gap within which the relaxation's bound is enough


def relaxed(line: str = "price +0 %") -> Matrix:
    changed = scenarios.resolve(problem(), scenarios.of_words(line)).problem
    assert changed is not None
    m, specs = planning.build(Facts(changed), numbers=True)
    m.minimise(specs[1].terms)
    return m.matrix().relaxed()


def test_an_lp_from_the_basis_of_another_has_the_same_value() -> None:
    _, basis = from_basis(relaxed(), Options(), None)
    again: Basis = pickle.loads(pickle.dumps(basis))
    for known in (basis, again):
        near, _ = from_basis(relaxed("price +7 %"), Options(), known)
        afresh, _ = from_basis(relaxed("price +7 %"), Options(), None)
        assert near.state == afresh.state == solve.PROVEN
        assert near.objective == pytest.approx(afresh.objective, rel=1e-9)


def test_a_basis_that_does_not_fit_changes_nothing() -> None:
    small = Matrix(*(np.array(one) for one in ([1.0], [0.0], [9.0], [False], [2.0], [np.inf])),
                   np.array([0, 1], np.int32), np.array([0], np.int32), np.array([1.0]))  # fmt: skip
    _, other = from_basis(small, Options(), None)
    answer, _ = from_basis(relaxed(), Options(), other)
    assert answer.objective == pytest.approx(from_basis(relaxed(), Options(), None)[0].objective, rel=1e-9)


def test_what_numbers_leave_as_good_is_proven_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    base = planning.plan(problem(), gap=WIDE, solver="ladder")
    assert {kind for kind, *_ in base.trail.bases} == {ladder.HELD, ladder.RELAXED}
    plain: Callable[..., Answer] = solve.solve

    def linear_only(matrix: Matrix, *rest: Any) -> Answer:
        assert not matrix.whole.any()
        return plain(matrix, *rest)

    monkeypatch.setattr(solve, "solve", linear_only)
    changed = scenarios.resolve(problem(), scenarios.of_words("price +5 %")).problem
    assert changed is not None
    near = planning.plan(changed, gap=WIDE, solver="ladder", start=base.trail, numbers=True)
    assert near.state == solve.PROVEN
    assert near.plan is not None
    assert audit(near.plan, Facts(changed)).passed
    monkeypatch.undo()
    fresh = planning.plan(changed, gap=WIDE)
    for a, b in zip(near.stages, fresh.stages, strict=True):
        assert b.bound is not None
        assert a.bound is not None
        assert a.bound <= b.best + 1e-6 * max(1.0, abs(b.best))
        assert b.bound <= a.best + 1e-6 * max(1.0, abs(a.best))


def test_a_trail_is_not_changed_by_those_who_start_from_it() -> None:
    base = planning.plan(problem(), solver="ladder")
    before = dict(base.trail.bases)
    planning.plan(problem(), solver="ladder", start=base.trail, numbers=True)
    assert base.trail.bases == before


def test_a_relaxation_without_a_point_is_the_second_opinion_that_there_is_no_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    m, specs = planning.build(Facts(problem()), numbers=True)
    m.minimise(specs[1].terms)
    lost = replace(m.matrix(), row_high=np.full(len(m.rows), -1e6), row_low=np.full(len(m.rows), -np.inf))
    assert ladder.Ladder()(lost, Options()).state == solve.INFEASIBLE
    monkeypatch.setattr(solve, "solve", None)
    assert ladder.Ladder()(lost, Options(presolve=False)).state == solve.INFEASIBLE


def test_a_trail_keeps_whole_decisions_that_are_taken_and_they_are_found_again() -> None:
    m, _ = planning.build(Facts(read(BOOK)), numbers=True)
    whole = np.flatnonzero([m.whole(column) for column in range(len(m.columns))])
    at = np.zeros(len(m.columns))
    at[whole[::2]] = 1.0
    found = near_by(m, trail_of(m, [("cost", at)], {}).ends["cost"])
    assert np.array_equal(found, at)
