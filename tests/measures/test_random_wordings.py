"""Random programmes with Content, History and every way of counting work: planned, audited, held to random rules."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import pytest

from procure import planning, rules
from procure.audit import audit
from procure.facts import Facts
from procure.measures import MEASURES, bases
from procure.measures.rows import resolve
from procure.origins import Content, History
from procure.plan import Plan
from procure.problem import Problem, Rule
from procure.workbook import sheets
from tests.generate import generate
from tests.measures.test_wordings import amounts

SEEDS = (0, 1, 2, 3, 4, 6, 7)  # 5 is long to solve
TRIES = 60  # random wordings a programme; most are refused


@cache
def programme(seed: int) -> tuple[Problem, Plan]:
    """A programme and its cheapest plan."""
    rng, problem = Random(seed), generate(seed, "small")
    nations, effort = [n.id for n in problem.nations], rng.choice(("contract price", "base value", "hours"))
    contents = [
        Content(s.id, None, n, round(rng.uniform(0, 1), 3), round(rng.uniform(0, 1), 2))
        for s in problem.suppliers
        if rng.random() < 0.5
        for n in [rng.choice(nations)]
    ]
    past = [
        History(rng.choice((None, "older")), None, n, 2027 - rng.randint(1, 3), rng.random() * 90, rng.random() * 90)
        for n in nations
    ]
    first = int(problem.programme.calendar.first[:4])
    problem = problem.replace(
        programme=replace(problem.programme, work_counted=effort, gdp_in_m=True),
        nations=[replace(n, ceiling_m=None, gdp=1e4) for n in problem.nations],
        packages=[
            replace(w, weight=rng.choice((1.0, 2.5)), component_fraction=rng.choice((1.0, 0.6)),
                    effort=((rng.randint(1, 400), "hours"),))
            for w in problem.packages
        ],
        contents=contents,
        history=[h for h in past if h.year < first],
        capacities=[
            replace(c, ramp_fraction=None, limits=tuple(replace(x, amount=1e6) for x in c.limits))
            for c in problem.capacities
        ],
        budgets=(), pins=(), rules=(), funds=(), controls=(),
    )  # fmt: skip
    found = planning.plan(problem, gap=0.05).plan
    assert found is not None
    return problem, found


@pytest.mark.parametrize("seed", SEEDS)
def test_work_split_and_counted_in_any_way_passes_the_audit(seed: int) -> None:
    problem, found = programme(seed)
    report = audit(found, Facts(problem))
    assert [str(one) for one in report.findings] == []


def drawn(problem: Problem, rng: Random) -> Rule:
    measure = rng.choice(sheets.MEASURES)
    rule = Rule(
        "r", measure, (rng.choice(("partners", "all", "EU")),), rng.random() < 0.6, rng.random() < 0.2,
        base=rng.choice(MEASURES[measure].BASES), window=rng.choice(sheets.WINDOWS[:6]), relation=rng.choice(
            (">=", "<=", "within")), amount=1.0, counts_from_fraction=0.05 if measure == "nations" else 0.0, row=5,
    )  # fmt: skip
    if rule.base == bases.EARLIER:
        every = resolve(Facts(problem), rule, tuple(p.id for p in problem.phases))
        rule = replace(rule, references=tuple((", ".join(row.index), 40.0) for row in every))
    return rule


@pytest.mark.parametrize("seed", SEEDS)
def test_random_rules_are_measured_on_the_plan_and_one_of_them_is_planned(seed: int) -> None:
    problem, made = programme(seed)
    rng, built = Random(100 + seed), []  # type: Random, list[Rule]
    for _ in range(TRIES):
        rule = drawn(problem, rng)
        f = Facts(problem.replace(rules=[rule]))
        held = {check.index for check in rules.audit(made, f)} if not rules.refusals(f) else set()  # not History alone
        found = [r for r in rules.results(made, f) if tuple(filter(None, (r.who, r.phase, r.window))) in held]
        limits = None if any(r.reached is None for r in found) else amounts(found, rule)  # None: a part of nothing
        if limits is None:
            continue
        for amount, kept in zip(limits, (True, False), strict=True):
            at = Facts(problem.replace(rules=[replace(rule, amount=amount)]))
            assert all(check.holds for check in rules.audit(made, at)) is kept, rule
        room = -0.02 if rule.relation == ">=" and rule.base != bases.POINTS else 0.02
        built.append(replace(rule, amount=limits[0] + room))
    assert built
    kept = problem.replace(rules=[rng.choice(built)])
    outcome = planning.plan(kept, gap=0.05)
    assert outcome.plan is not None, kept.rules
    assert [str(one) for one in audit(outcome.plan, Facts(kept)).findings] == []
