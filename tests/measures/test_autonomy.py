"""Autonomy and resilience as rows of the Rules sheet: each where it binds, where it has room and where it is broken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure import planning, rules
from procure.audit import audit
from procure.facts import Facts
from procure.origins import Content
from procure.plan import Plan
from procure.problem import Package, Problem, Rule
from tests.problems import plan as made
from tests.problems import two_nations


def programme(rule: Rule, **tables: Any) -> Problem:
    """Two nations; Lima of the third country US is the cheapest by a tenth for everything."""
    packages = tuple(replace(w, tags=("critical",)) if w.id in ("hull", "gun") else w for w in two_nations().packages)
    return two_nations(rule, **({"packages": packages} | tables))


def planned(problem: Problem) -> Plan:
    found = planning.plan(problem, gap=1e-6)
    assert found.plan is not None
    assert audit(found.plan, Facts(problem)).passed
    return found.plan


def held(problem: Problem, plan: Plan) -> list[bool]:
    return [r.held for r in rules.results(plan, Facts(problem))]


HULL_IN_US = made(
    price={("hull", "Lima", "", 1): 180, ("gun", "Arsenal", "", 1): 60, ("gun", "Krauss", "", 1): 40},
    award={("hull", "Lima"): 1, ("gun", "Arsenal"): 1, ("gun", "Krauss"): 1, ("design", "Lima"): 1,
           ("trials", "Bureau"): 1},
    charge={("FR", "production", 1): 168, ("DE", "production", 1): 112},
    pay={("FR", "production", 1): 168, ("DE", "production", 1): 112},
)  # fmt: skip

RULES: list[tuple[str, Rule, Rule]] = [
    # what it is, a wording that HULL_IN_US keeps, one that it breaks
    ("least domestic part of a sector",
     Rule("r", "work", ("FR",), of=(("sector", "steel"),), base="% of total work", amount=21),
     Rule("r", "work", ("FR",), of=(("sector", "steel"),), base="% of total work", amount=22)),
    ("most of a sector from one nation",
     Rule("r", "work", ("all",), of=(("sector", "steel"),), relation="<=", base="% of total work", amount=65),
     Rule("r", "work", ("all",), of=(("sector", "steel"),), relation="<=", base="% of total work", amount=64)),
    ("most from one supplier",
     Rule("r", "work", ("all",), False, of=(("supplier", "Lima"), ("tag", "critical")), relation="<=",
          base="% of total work", amount=65),
     Rule("r", "work", ("all",), False, of=(("supplier", "Lima"), ("tag", "critical")), relation="<=",
          base="% of total work", amount=64)),
    ("at least two nations for a critical package",
     Rule("r", "nations", ("all",), False, of=(("package", "gun"),), base="count", amount=2),
     Rule("r", "nations", ("all",), False, of=(("package", "hull"),), base="count", amount=2)),
    ("a nation counts from a part of the work on",
     Rule("r", "nations", ("all",), False, of=(("tag", "critical"),), base="count", amount=3,
          counts_from_fraction=0.14),
     Rule("r", "nations", ("all",), False, of=(("tag", "critical"),), base="count", amount=3,
          counts_from_fraction=0.15)),
    ("third-country ceiling on work",
     Rule("r", "work", ("third countries",), False, relation="<=", of=(("phase", "production"),),
          base="% of total work", amount=65),
     Rule("r", "work", ("third countries",), False, relation="<=", of=(("phase", "production"),),
          base="% of total work", amount=60)),
    ("third-country ceiling on component cost",
     Rule("r", "content", ("third countries",), False, relation="<=", base="% of component cost", amount=65),
     Rule("r", "content", ("third countries",), False, relation="<=", base="% of component cost", amount=35)),
    ("a noble package for every nation",
     Rule("r", "packages", ("US",), of=(("tag", "noble"),), base="count", amount=1),
     Rule("r", "packages", ("partners",), of=(("tag", "noble"),), base="count", amount=1)),
]  # fmt: skip


@pytest.mark.parametrize(("kept", "broken"), [row[1:] for row in RULES], ids=[row[0] for row in RULES])
def test_a_finished_plan_keeps_or_breaks_it(kept: Rule, broken: Rule) -> None:
    assert all(held(programme(kept), HULL_IN_US))
    assert not all(held(programme(broken), HULL_IN_US))


@pytest.mark.parametrize("rule", [row[2] for row in RULES], ids=[row[0] for row in RULES])
def test_the_planner_keeps_what_its_cheapest_plan_would_break(rule: Rule) -> None:
    tables: dict[str, Any] = {}
    if rule.measure == "packages":  # two noble packages, so that there is one for every partner
        packages = [replace(w, tags=("noble",)) if not w.recurring else w for w in two_nations().packages]
        tables["packages"] = tuple(packages)
    problem = programme(rule, **tables)
    free = planned(programme(replace(rule, strength="report"), **tables))
    assert not all(held(problem, free))
    assert all(held(problem, planned(problem)))


def test_parts_from_a_third_country_count_against_its_ceiling_wherever_the_supplier_is() -> None:
    rule = Rule("r", "content", ("third countries",), False, relation="<=", base="% of component cost", amount=35)
    foreign = (Content("Arsenal", None, "US", component_fraction=0.5), Content("Krauss", "hull", "US", 0.0, 0.1))
    problem = programme(rule, contents=foreign, packages=(Package("hull", "per unit", "production", value_m=20.0),))
    by_arsenal = made(price={("hull", "Arsenal", "", 1): 200})
    by_krauss = made(price={("hull", "Krauss", "", 1): 200})
    assert held(problem, by_arsenal) == [False]
    assert held(problem, by_krauss) == [True]
    assert planned(problem).total("price", "hull", "Krauss") == 200


def test_a_count_by_programme_is_planned_and_audited() -> None:
    phases = tuple(replace(p, programme="Trials") if p.id == "development" else p for p in two_nations().phases)
    rule = Rule("r", "nations", ("partners",), False, base="count", amount=2, by_programme=True)
    problem = programme(rule, phases=phases)
    found = rules.results(planned(problem), Facts(problem))
    assert [(r.phase, r.reached) for r in found] == [("Trials", 2), ("Two nations", 2)]
