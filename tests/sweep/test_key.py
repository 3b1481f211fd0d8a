"""The key of a case: the same for the same inputs, another for whatever could make another result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from procure import solve
from procure.origins import Change
from procure.plan import Plan
from procure.sweep import key as keys
from procure.sweep.case import Case
from procure.sweep.key import canonical, key
from procure.sweep.task import Solving
from procure.whatif import scenarios
from tests.sweep.tasks import problem, weigh

HOW = Solving()


def test_what_changes_no_result_changes_no_key() -> None:
    case = Case("base", problem())
    again = problem().replace(
        budgets=tuple(reversed(problem().budgets)), columns={}, changes=(Change("late", row=2, do="price +5 %"),)
    )
    assert key(case, HOW) == key(Case("other name", again), HOW)
    start = Plan({"award": {("Hull", "A"): Decimal(1), ("Turret", "B"): Decimal(1)}})
    turned = Plan({"award": dict(reversed(start.values["award"].items()))})
    assert canonical({"cost": start}) == canonical({"cost": turned})


def test_what_could_change_a_result_changes_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    dearer = scenarios.resolve(problem(), scenarios.of_words("price +0.001 %")).problem
    assert dearer is not None
    found = [
        key(Case("base", problem()), HOW),
        key(Case("base", dearer), HOW),
        key(Case("base", problem(), weigh, (1,)), HOW),
        key(Case("base", problem(), weigh, (2,)), HOW),
        key(Case("base", problem(), weigh, (2.0,)), HOW),
        key(Case("base", problem(), weigh, ("2",)), HOW),
        key(Case("base", problem()), replace(HOW, gap=0.01)),
        key(Case("base", problem()), Solving(solve.Options(seed=1))),
        key(Case("base", problem()), Solving(solve.Options(time_limit=5))),
    ]
    monkeypatch.setattr(keys, "versions", lambda: {"procure": "0"})
    found.append(key(Case("base", problem()), HOW))
    assert len({*found}) == len(found)
    assert all(len(one) == 64 for one in found)


def test_what_has_no_one_way_to_be_written_is_no_argument() -> None:
    with pytest.raises(TypeError, match="no argument of a case"):
        canonical(object())
    with pytest.raises(TypeError, match="no function of a module"):
        canonical(lambda: None)
