"""Every wording of a rule: measure, base, each or together, window, relation. It is built, measured on stored plans of
three programmes and solved in a sample, or refused with the reason and a way out.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product

import pytest

from procure import audit, planning, rules
from procure.calendar import Span
from procure.facts import Facts
from procure.measures import MEASURES, bases
from procure.measures.rows import resolve
from procure.origins import Content, History
from procure.plan import Plan
from procure.problem import Capacity, Fund, Limit, Problem, Quote, Rule
from procure.words import plain
from procure.workbook import sheets
from tests.problems import two_nations

WINDOWS = ("total", "each period", "cumulative", "at the end", "rolling 3")
WORDS = list(product((True, False), WINDOWS, sheets.RELATIONS))
PAIRS = list(product(sheets.MEASURES, sheets.BASES))


@cache
def programme(kind: str) -> Problem:
    """Two nations and a third country. kind: "plain"; "content": parts of the work elsewhere, and History; "value"."""
    problem = two_nations()
    years = (Limit(Span(0, 3), 500.0, "all"),)
    problem = problem.replace(
        programme=replace(problem.programme, gdp_in_m=True),
        nations=tuple(replace(n, gdp=gdp) for n, gdp in zip(problem.nations, (4000.0, 3000.0, 20000.0), strict=True)),
        suppliers=tuple(replace(s, price_factor=1.3) if s.id == "Lima" else s for s in problem.suppliers),
        quotes=(Quote("Lima", "trials", 50.0), Quote("Krauss", "gun", 9.0, setup_m=2.0)),
        capacities=tuple(Capacity(s, years) for s in ("Arsenal", "Bureau", "Krauss", "Lima")),
    )
    if kind == "plain":
        return problem
    problem = problem.replace(
        packages=tuple(
            replace(w, weight=2.0, component_fraction=0.8) if w.id == "gun" else w for w in problem.packages
        ),
        contents=(
            Content("Arsenal", None, "DE", 0.25, 0.1), Content("Lima", "hull", "FR", 0.5, 0.5),
            Content("Krauss", "gun", "US", 0.0, 1 / 3),
        ),
        history=(
            History(None, "production", "FR", 2025, paid_m=30.0, work=20.0, delivered=1.0),
            History(None, None, "DE", 2026, paid_m=10.0, work=15.0),
            History("older", None, "FR", 2028, paid_m=4.0, work=3.0),
        ),
    )  # fmt: skip
    counted = {"content": "contract price", "value": "base value"}[kind]
    return problem.replace(programme=replace(problem.programme, work_counted=counted))


KINDS = ("plain", "content", "value")


@cache
def stored(kind: str) -> Plan:
    found = planning.plan(programme(kind), gap=0.05).plan
    assert found is not None
    return found


def worded(kind: str, measure: str, base: str, each: bool, window: str, relation: str, amount: float = 1.0) -> Rule:
    rule = Rule("r", measure, ("partners",), each, window=window, relation=relation, amount=amount, base=base, row=5)
    if base == bases.EARLIER:
        found = resolve(Facts(programme(kind)), rule, tuple(p.id for p in programme(kind).phases))
        rule = replace(rule, references=tuple((", ".join(row.index), 40.0) for row in found))
    return rule


def amounts(found: list[rules.RuleResult], rule: Rule) -> tuple[float, float] | None:
    """(amount that every row just holds, amount that some row misses); None where nothing is reached."""
    reached = [float(r.reached) for r in found if r.reached is not None]
    if not reached:
        return None
    step = 1.0 + max(map(abs, reached)) / 2
    if rule.base == "points of agreed share" and rule.relation == ">=":
        return -min(reached), -min(reached) - step
    if rule.relation == ">=":
        return min(reached), min(reached) + step
    return max(reached), max(reached) - step


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("measure", "base"), PAIRS)
def test_every_wording_is_measured_on_a_stored_plan_or_refused_with_a_way_out(
    kind: str, measure: str, base: str
) -> None:
    problem, made = programme(kind), stored(kind)
    for each, window, relation in WORDS:
        rule = worded(kind, measure, base, each, window, relation)
        f = Facts(problem.replace(rules=(rule,)))
        refused = rules.refusals(f)
        assert plain(rule, f.calendar.labels).endswith(".")
        if refused:
            assert all(one.where.startswith("Rules!") and one.message.startswith("rule r") for one in refused)
            assert all(one.hint for one in refused)
            continue
        found = rules.results(made, f)
        assert found
        if relation == "=" or (limits := amounts(found, rule)) is None:
            continue
        for amount, kept in zip(limits, (True, False), strict=True):
            at = Facts(problem.replace(rules=(replace(rule, amount=amount),)))
            assert all(check.holds for check in rules.audit(made, at)) is kept, (each, window, relation, amount)


def buildable(kind: str) -> list[tuple[str, str]]:
    """Pairs of measure and base that are built in the programme."""
    relations = ("<=", ">=")
    return [
        (measure, base)
        for measure, base in PAIRS
        if any(
            not rules.refusals(Facts(programme(kind).replace(rules=(worded(kind, measure, base, False, w, r),))))
            for r in relations
            for w in WINDOWS
        )
    ]


def test_every_measure_is_built_for_each_of_its_bases_and_for_no_other() -> None:
    expected = {(name, base) for name, measure in MEASURES.items() for base in measure.BASES}
    assert set(buildable("plain")) == expected
    assert tuple(MEASURES) == sheets.MEASURES
    assert set(bases.UNITS) == set(sheets.BASES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("measure", "base"), [(n, b) for n, m in MEASURES.items() for b in m.BASES])
def test_a_rule_that_a_plan_keeps_is_planned_and_audited(kind: str, measure: str, base: str) -> None:
    number = PAIRS.index((measure, base)) + KINDS.index(kind)
    words = [word for word in WORDS if word[2] != "="]
    for each, window, relation in (*words[number % len(words) :], *words):
        rule = worded(kind, measure, base, each, window, relation)
        f = Facts(programme(kind).replace(rules=(rule,)))
        limits = None if rules.refusals(f) else amounts(rules.results(stored(kind), f), rule)
        if limits is not None:
            break
    else:
        raise AssertionError("no wording is built")
    room = 0.02 if rule.relation != ">=" or rule.base == "points of agreed share" else -0.02
    kept = programme(kind).replace(rules=(replace(rule, amount=limits[0] + room),))
    outcome = planning.plan(kept, gap=0.05)
    assert outcome.plan is not None, rule
    report = audit.audit(outcome.plan, Facts(kept))
    assert report.passed, [str(one) for one in report.findings]
    assert any(check.clause == "rule r" for check in report.checks)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("measure", "base"), [(n, b) for n, m in MEASURES.items() for b in m.BASES])
def test_a_rule_can_be_the_condition_of_a_fund_and_no_plan_is_lost_by_it(kind: str, measure: str, base: str) -> None:
    relation = "<=" if measure == "late" or base == bases.PRO_RATA else ">="
    beyond = -1.0 if relation == "<=" else -1e5 if base == bases.POINTS else 1e5
    rule = worded(kind, measure, base, False, "total", relation, beyond)
    problem = programme(kind).replace(
        rules=(replace(rule, strength="condition", relation=relation),),
        funds=(Fund("grant", most_fraction=0.5, rate_fraction=0.5, needs=("r",)),),
    )
    if rules.refusals(Facts(problem)):
        problem = problem.replace(rules=(replace(rule, strength="condition", relation="<=", amount=-1.0),))
    assert not rules.refusals(Facts(problem))
    found = planning.plan(problem, gap=0.05).plan
    assert found is not None
    nothing = all(r.reached is None for r in rules.results(found, Facts(problem)))  # a part of no work is soon had
    assert bool(found.get("taken", "grant")) is nothing
    assert audit.audit(found, Facts(problem)).passed


def test_content_moves_work_and_components_and_history_stands_beside_them() -> None:
    work = Rule("w", "work", ("DE",), base="M", amount=0, window="cumulative")
    f = Facts(programme("content").replace(rules=(work,)))
    first, *_, last = rules.results(stored("content"), f)
    assert first.reached is not None
    assert last.reached is not None
    by_price = sum(v for (n, _, _), v in stored("content").items("work") if n == "DE")
    arsenal = sum(v for (_, s, *_), v in stored("content").items("price") if s == "Arsenal")
    assert last.reached == Decimal(15) + by_price + arsenal / 4
