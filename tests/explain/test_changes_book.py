"""The workbook of repairs: `procure whatif` runs it as it is, though the base has no plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure.explain import changes_book
from procure.explain.conflict import find
from procure.explain.repairs import repairs
from procure.reading import read
from procure.whatif import scenarios
from procure.whatif.solving import How
from procure.whole import NotWritten
from tests.cli.calling import ROOT, TWO, call

HALF = "Budgets[*,*] *= 0.5"
GAP = 1.0  # per cent: the same for the repairs as for the what-ifs


def test_whatif_plans_every_repair_of_a_workbook_without_a_plan_as_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    base, _ = read(ROOT / TWO)
    assert base is not None
    problem = scenarios.resolve(base, scenarios.of_edit(HALF)).problem
    assert problem is not None
    conflict = find(problem)
    assert conflict is not None
    found = repairs(problem, conflict, how=How(gap=GAP / 100))
    assert [one.name for one in found] == ["repair 1 money", "repair 2 needs"]
    changes_book.write(Path("repairs.xlsx"), problem, found)
    done = call("whatif", "repairs.xlsx", "--gap", str(GAP), "--jobs", "1", "--json", "-o", "compared.xlsx")
    assert done.document["cases"][0]["state"] == "infeasible"
    told = {one["name"]: one for one in done.document["cases"][1:]}
    assert list(told) == [one.name for one in found]
    for one in found:
        assert one.outcome.plan is not None
        assert told[one.name]["cost_m"] == pytest.approx(float(one.outcome.plan.total("charge")))
        assert told[one.name]["state"] == one.outcome.state


def test_the_users_own_workbook_is_never_replaced(tmp_path: Path) -> None:
    problem, _ = read(ROOT / TWO)
    assert problem is not None
    mine = tmp_path / "mine.xlsx"
    changes_book.write(mine, problem, [])
    with pytest.raises(NotWritten):
        changes_book.write(mine, problem, [], [mine])


def test_the_scenarios_of_the_user_make_room_for_the_repairs() -> None:
    problem, _ = read(ROOT / TWO)
    assert problem is not None
    assert changes_book.with_repairs(problem, []).changes == ()
