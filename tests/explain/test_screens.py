"""Screens: each fires on a least example of its kind, which planning calls infeasible; none on what has a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure import planning, reading, solve
from procure.explain.screens import screens
from procure.explain.seen import seen_at_once
from procure.facts import Facts
from procure.origins import History
from procure.problem import Fund, Pin, Problem, Rule, Share
from tests.clauses import small
from tests.cli.calling import ROOT
from tests.generate import generate

TANK: dict[str, Any] = {"items": [small.item()], "packages": [small.per_unit()]}
TWO = [small.nation("DE"), small.nation("FR")]
BOTH = [small.supplier("Alpha"), small.supplier("Gamma", "DE")]


def tanks(*due: float, **fields: Any) -> Problem:
    """Tanks of 2 M each."""
    tables: dict[str, Any] = TANK | {"items": [small.item(**fields)], "requirements": [small.need(*due)]}
    return small.problem(periods=len(due), **tables)


def pinned(*pins: Pin, **tables: Any) -> Problem:
    """A radar, and tanks of which three are due in 2028."""
    packages = [small.one_off(), small.per_unit()]
    found: dict[str, Any] = {"packages": packages, "items": [small.item()], "requirements": [small.need(0, 3, 0)]}
    return small.problem(pins=pins, **(found | tables))


def ruled(*rules: Rule, **tables: Any) -> Problem:
    """A radar that either of two nations can do."""
    found: dict[str, Any] = {"nations": TWO, "suppliers": BOTH, "packages": [small.one_off()], "rules": rules}
    return small.problem(**(found | tables))


def rule(name: str, amount: float, who: str = "FR", relation: str = ">=", **fields: Any) -> Rule:
    """Of its work; of all work where nothing else is said."""
    base = fields.pop("base", "% of total work")
    return Rule(name, "work", who=(who,), relation=relation, amount=amount, base=base, **fields)


CASES: dict[str, tuple[str, Problem]] = {
    "rate": ("beyond the line", tanks(0, 4, 0, max_rate=1.0)),
    "rate and delay": ("beyond the line", tanks(0, 3, 0, 0, max_rate=1.0, latest_delay_months=0.0)),
    "ramp": ("beyond the line", tanks(0, 0, 9, ramp_fraction=0.5, ramp_step=0.0)),
    "ramp of whole units": ("beyond the line", tanks(0, 0, 4, ramp_fraction=0.9, ramp_step=0.0)),
    "nobody": ("nobody can do it", small.problem(packages=[small.one_off(sector="radar")], suppliers=[
        small.supplier(sectors=("hulls",))])),
    "denied": ("nobody can do it", small.problem(
        nations=[small.nation(), small.nation("US")], controls=[small.control()],
        packages=[small.one_off(technologies=("seeker",))])),
    "no room": ("no capacity for it", small.problem(
        packages=[small.one_off()],
        capacities=[small.capacity(*[0.9] * 3, supplier=s) for s in ("Alpha", "Beta")])),
    "no room in time": ("no capacity for it", small.problem(
        packages=[small.one_off(latest=0)],
        capacities=[small.capacity(0, 1, 1, supplier=s) for s in ("Alpha", "Beta")])),
    "parts too small": ("no capacity for it", small.problem(
        packages=[small.one_off(divisible=True, most=None, smallest_fraction=0.5)],
        capacities=[small.capacity(*[0.45] * 3, supplier="Alpha"), small.capacity(*[0.6] * 3, supplier="Beta")])),
    "sets in time": ("no capacity for it", tanks(0, 0, 3, latest_delay_months=0.0).replace(
        capacities=[small.capacity(1, 1, 0.5, supplier=s) for s in ("Alpha", "Beta")])),
    "most of an offer": ("no capacity for it", tanks(0, 0, 3).replace(
        quotes=[small.quote(2.0, s, "hull", most=2.0) for s in ("Alpha", "Beta")])),
    "budget in all": ("budget too low", small.problem(
        packages=[small.one_off()], budgets=[small.budget(4, 4, 3.9)])),
    "budget in time": ("budget too low", small.problem(
        packages=[small.one_off(latest=0)], budgets=[small.budget(5, 50, 50)])),
    "budget of a signature": ("budget too low", small.problem(
        packages=[small.one_off()], budgets=[small.budget(2, None, None)],
        phases=[small.phase(at_signature_fraction=0.5, with_work_fraction=0.5)])),
    "line of a phase": ("budget too low", small.problem(
        phases=[small.phase(), small.phase("test")], packages=[small.one_off(), small.one_off("trial", phase="test")],
        budgets=[small.budget(9, 9, 9), small.budget(3, 3, 3, line="trials", phases=("test",))])),
    "commitments": ("budget too low", small.problem(
        packages=[small.one_off()], budgets=[small.budget(11, None, None, kind="commitment")])),
    "ceiling": ("ceiling too low", small.problem(
        nations=[small.nation(ceiling_m=13.0)], packages=[small.one_off()],
        history=[History(None, None, "FR", 2020, paid_m=2.0)])),
    "all budgets together": ("budgets too low", small.problem(
        nations=TWO, phases=[small.phase(key="negotiated")], packages=[small.one_off()],
        budgets=[small.budget(2, 2, 1), small.budget(2, 2, 2, nation="DE")])),
    "with grants": ("budgets too low", small.problem(
        packages=[small.one_off()], budgets=[small.budget(2, 1, 1)], funds=[Fund("grant", most_fraction=0.5)])),
    "floor above cap": ("rules contradict", ruled(rule("low", 40.0), rule("high", 30.0, relation="<="))),
    "floor above cap in M": ("rules contradict", ruled(
        rule("low", 4.0, base="M"), rule("high", 3.0, relation="<=", base="M"))),
    "floors above all": ("rules contradict", ruled(rule("one", 60.0), rule("other", 45.0, "DE"))),
    "caps below all": ("rules contradict", ruled(
        rule("one", 60.0, relation="<="), rule("other", 35.0, "DE", relation="<="))),
    "no industry": ("cannot be paid back", ruled(
        rule("return", 0.0, "DE", base="points of agreed share"), suppliers=[small.supplier()])),
    "too little industry": ("cannot be paid back", ruled(
        rule("return", 80.0, "DE", base="% of own cost"),
        packages=[small.one_off(sector="radar"), small.one_off("test", 3.0, sector="trials")],
        suppliers=[small.supplier(), small.supplier("Gamma", "DE", sectors=("trials",))])),
    "too little room": ("cannot be paid back", ruled(
        rule("return", 6.1, "DE", base="M"), packages=[small.one_off(divisible=True, most=None)],
        capacities=[small.capacity(*[0.5] * 3, supplier="Gamma")])),
    "award and none": ("pins contradict", pinned(
        Pin("award", "=", 1.0, "radar", supplier="Alpha"), Pin("award", "=", 0.0, "radar", supplier="Alpha"))),
    "award to nobody": ("pins contradict", pinned(
        *(Pin("award", "=", 0.0, "radar", supplier=s) for s in ("Alpha", "Beta")))),
    "too many awards": ("pins contradict", pinned(
        *(Pin("award", "=", 1.0, "radar", supplier=s) for s in ("Alpha", "Beta")))),
    "award against given": ("pins contradict", pinned(
        Pin("award", "=", 0.0, "radar", supplier="Alpha"),
        packages=[small.one_off(divisible=True, most=None, given_to=(("Alpha", None), ("Beta", None)))])),
    "award of what cannot be": ("pins contradict", pinned(
        Pin("award", "=", 1.0, "radar", supplier="Beta"), packages=[small.one_off(given_to=(("Alpha", None),))])),
    "begins twice": ("pins contradict", pinned(
        Pin("begin", "=", 1.0, "radar", period=0), Pin("begin", "=", 1.0, "radar", period=1))),
    "begins too late": ("pins contradict", pinned(
        Pin("begin", ">=", 1.0, "radar", period=2), packages=[small.one_off(latest=1)])),
    "parts above all": ("pins contradict", pinned(
        Pin("share", ">=", 0.6, "radar", supplier="Alpha"), Pin("share", ">=", 0.5, "radar", supplier="Beta"),
        packages=[small.one_off(divisible=True, most=None)])),
    "parts below all": ("pins contradict", pinned(
        Pin("share", "<=", 0.5, "radar", supplier="Alpha"), Pin("share", "=", 0.4, "radar", supplier="Beta"),
        packages=[small.one_off(divisible=True, most=None)])),
    "parts of the cost": ("pins contradict", pinned(
        Pin("share", ">=", 0.7, phase="build", nation="FR"), Pin("share", ">=", 0.4, phase="build", nation="DE"),
        nations=TWO, phases=[small.phase(key="negotiated")])),
    "more than is needed": ("pins contradict", pinned(
        Pin("deliver", ">=", 2.0, item="tank", nation="FR", period=1),
        Pin("deliver", "=", 2.0, item="tank", nation="FR", period=2))),
    "before it can be": ("pins contradict", pinned(
        Pin("deliver", "=", 1.0, item="tank", nation="FR", period=0), packages=[small.per_unit(months=12.0)])),
    "two numbers": ("pins contradict", pinned(
        Pin("deliver", ">=", 2.0, item="tank", nation="FR", period=1),
        Pin("deliver", "<=", 1.0, item="tank", nation="FR", period=1))),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_screen_fires_on_what_planning_calls_infeasible(case: str) -> None:
    expected, problem = CASES[case]
    assert [finding.rule for finding in screens(problem)] == [expected]
    assert planning.plan(problem).state == solve.INFEASIBLE
    outcome = seen_at_once(problem)
    assert outcome is not None
    assert (outcome.state, outcome.plan) == (solve.INFEASIBLE, None)


# One step looser there is a plan
LOOSER: dict[str, Problem] = {
    "rate": tanks(0, 3, 0, max_rate=1.0),
    "rate and delay": tanks(0, 2, 0, 0, max_rate=1.0, latest_delay_months=0.0, may_store=True),
    "ramp": tanks(0, 0, 4, ramp_fraction=0.5, ramp_step=0.5),
    "room": small.problem(packages=[small.one_off()], capacities=[small.capacity(0, 1, 0, supplier="Alpha")]),
    "parts": small.problem(
        packages=[small.one_off(divisible=True, most=None)],
        capacities=[small.capacity(*[0.4] * 3, supplier="Alpha"), small.capacity(*[0.6] * 3, supplier="Beta")]),
    "budget": small.problem(packages=[small.one_off()], budgets=[small.budget(4, 4, 4)]),
    "budget with a blank": small.problem(packages=[small.one_off()], budgets=[small.budget(1, None, 1)]),
    "ceiling": small.problem(nations=[small.nation(ceiling_m=12.0)], packages=[small.one_off()]),
    "with grants": small.problem(
        packages=[small.one_off()], budgets=[small.budget(2, 2, 2)], funds=[Fund("grant", most_fraction=0.5)]),
    "loan": small.problem(
        packages=[small.one_off()], budgets=[small.budget(4, 4, 3)],
        funds=[Fund("loan", kind="loan", repay_from_months=48.0)]),
    "floors": ruled(rule("one", 60.0), rule("other", 40.0, "DE"), packages=[small.one_off(divisible=True, most=None)]),
    "nothing paid": ruled(
        rule("return", 0.0, "DE", base="points of agreed share"), suppliers=[small.supplier()],
        phases=[small.phase(key="table")], shares=[Share("build", "FR", 1.0), Share("build", "DE", 0.0)]),
    "pins": pinned(
        Pin("award", "=", 0.0, "radar", supplier="Alpha"), Pin("begin", ">=", 1.0, "radar", period=1),
        Pin("deliver", ">=", 2.0, item="tank", nation="FR", period=1)),
}  # fmt: skip


@pytest.mark.parametrize("case", LOOSER)
def test_no_screen_fires_where_there_is_a_plan_by_a_hair(case: str) -> None:
    assert screens(LOOSER[case]) == []
    assert planning.plan(LOOSER[case]).plan is not None
    assert seen_at_once(LOOSER[case]) is None


@pytest.mark.parametrize("example", sorted(path.stem for path in (ROOT / "inputs").glob("*.xlsx")))
def test_no_screen_fires_on_an_example(example: str) -> None:
    problem = reading.read(ROOT / "inputs" / f"{example}.xlsx")[0]
    assert problem is not None
    assert screens(problem) == []


@pytest.mark.parametrize("size", ["tiny", "small"])
def test_no_screen_fires_on_random_programmes_that_have_a_plan(size: str) -> None:
    for seed in range(250 if size == "tiny" else 50):
        assert screens(generate(seed, size)) == [], seed


def test_a_finding_names_its_cells_what_was_expected_and_a_way_out() -> None:
    columns = {"Budgets": {"2027": "F", "2028": "G", "2029": "H"}}
    line = small.budget(4, 4, 3.9, row=2)
    limits = tuple(replace(x, column=str(2027 + x.span.first)) for x in line.limits)
    line = replace(line, limits=limits)
    (found,) = screens(small.problem(packages=[small.one_off()], budgets=[line], columns=columns))
    assert found.where == "Budgets!F2 2027"
    assert found.message == (
        "FR pays at least 12.00 M EUR by the end of 2029, and its budgets are 11.90 until then "
        "(Budgets!G2 2028; Budgets!H2 2029)."
    )
    assert found.hint.startswith("Raise the budgets")


def test_a_screen_that_fires_on_a_tightened_random_programme_is_right() -> None:
    """Budgets and capacities are cut: where a screen says that there is no plan, the relaxation has none."""
    fired = 0
    for seed in range(40):
        problem = generate(seed, "tiny")
        part = (0.3, 0.7, 0.95)[seed % 3]
        cut = {name: [_cut(row, part) for row in getattr(problem, name)] for name in ("budgets", "capacities")}
        tight = problem.replace(**cut)
        if screens(tight):
            m, specs = planning.build(Facts(tight), numbers=True)
            m.minimise(specs[0].terms)
            assert solve.solve(m.matrix(), solve.Options(nodes=500)).state == solve.INFEASIBLE, seed
            fired += 1
    assert fired > 3


def _cut(row: Any, part: float) -> Any:
    return replace(row, limits=tuple(replace(limit, amount=part * limit.amount) for limit in row.limits))
