"""What pooling is worth: each nation's own plan, from the same data, beside the joint one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from procure import pooling
from procure.plan import Plan
from procure.planning import Outcome, plan
from procure.problem import PARTNER, THIRD, Problem
from procure.tables import figures
from procure.tables.pooling import in_words, of_run
from procure.tables.pooling import pooling as table
from procure.verbs import read

BOOK = Path(__file__).parents[1] / "inputs" / "two-nations.xlsx"


@cache
def joint() -> tuple[Problem, Plan, dict[str, str]]:
    problem = read(BOOK)
    found = plan(problem).plan
    assert found is not None
    return problem, found, pooling.compare(problem, plan)


def test_a_nation_alone_needs_and_pays_for_its_own_units_only() -> None:
    problem = joint()[0]
    own = pooling.alone(problem, "BE")
    assert {n.id: n.role for n in own.nations} == {"BE": PARTNER, "NL": THIRD}
    assert {r.nation for r in own.requirements} == {"BE"}
    assert {p.key for p in own.phases} == {"BE"}
    assert not own.rules
    assert own.quotes == problem.quotes


def test_pooling_saves_what_one_development_instead_of_two_costs() -> None:
    problem, found, told = joint()
    x = figures(problem, replace(found, run={**found.run, **told}))
    alone = of_run(x)
    assert set(alone) == {"BE", "NL"}
    costs = {n: one.cost for n, one in alone.items() if not isinstance(one, str)}
    own = {n: plan(pooling.alone(problem, n)).plan for n in costs}
    assert costs == {n: one.total("charge", n) for n, one in own.items() if one is not None}
    saved = sum(costs.values()) - found.total("charge")
    assert saved > 0
    assert f"{saved:,.2f} M" in next(in_words(x))
    (shown,) = table(x, "Summary")
    assert shown.rows[-1][3] == saved


def test_an_item_and_packages_that_a_nation_does_not_need_are_not_in_its_own_plan() -> None:
    problem = joint()[0]
    item = problem.items[0]
    other = replace(item, id="Other", row=0)
    need = replace(problem.requirements[0], wanted="Other", nation="NL", row=0)
    named = tuple(replace(w, items=(item.id,)) for w in problem.packages)
    extra = replace(named[0], id="Only for the other", items=("Other",))
    more = problem.replace(
        items=(*problem.items, other), requirements=(*problem.requirements, need), packages=(*named, extra)
    )
    assert {i.id for i in pooling.alone(more, "BE").items} == {item.id}
    assert "Only for the other" not in {w.id for w in pooling.alone(more, "BE").packages}
    assert "Only for the other" in {w.id for w in pooling.alone(more, "NL").packages}


def test_a_nation_without_a_plan_alone_is_told_as_such() -> None:
    problem, found, _ = joint()
    told = pooling.compare(problem, lambda _: Outcome("infeasible", None))
    x = figures(problem, replace(found, run={**found.run, **told}))
    assert list(in_words(x)) == ["BE alone: no plan: infeasible.", "NL alone: no plan: infeasible."]
