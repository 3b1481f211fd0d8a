"""The finished plan's money is the curves' own: what chords leave out is found, and has to fit budgets and rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from procure import repricing, solve, stages
from procure.audit import audit, audit_file
from procure.calendar import Span
from procure.curved import of
from procure.facts import Facts
from procure.findings import errors
from procure.planning import build
from procure.planning import plan as planned
from procure.prices import Series
from procure.problem import Objective, Problem, Quote
from procure.quotes import INCREMENTAL
from procure.verbs import write
from tests.brute_curves import curves_agree_with_enumeration
from tests.clauses import small
from tests.generate import generate

SLICE = range(10)
ERROR = 0.05


def fleet(*budget: float | None, error: float = ERROR, **tables: object) -> Problem:
    """60 sets in three periods: an 80 % curve from 100 M, or 70 M each from a supplier without one."""
    made = small.problem(
        3,
        packages=[small.per_unit(most=2, divisible=True)],
        items=[small.item(may_store=True)],
        requirements=[small.need(20, 20, 20)],
        quotes=[Quote("Alpha", "hull", 100.0, slope_fraction=0.8), Quote("Beta", "hull", 70.0)],
        budgets=[small.budget(*budget)],
        objectives=[Objective("lateness"), Objective("cost")],
        **tables,
    )
    return made.replace(programme=replace(made.programme, curve_error_fraction=error))


def by_chords(problem: Problem) -> tuple[repricing.Solved, list[float]]:
    """The stages with chords alone, and what its plan spends by period on the curves themselves."""
    f = Facts(problem)
    m, specs = build(f)
    result = stages.run(m, specs, solve.Options(), 0.0)
    assert result.values is not None
    (one,) = of(f).values()
    so_far, costs = 0.0, [0.0]
    for t in f.periods:
        so_far += result.values[m.x["make"]["hull", "Alpha", "", t]]
        costs.append(one.curve.cost(round(so_far)))
    return repricing.Solved(f, m, specs, result), [after - before for before, after in pairwise(costs)]


@pytest.mark.parametrize("seed", SLICE)
def test_plans_of_two_suppliers_agree_with_enumeration_of_every_split(seed: int) -> None:
    assert curves_agree_with_enumeration(seed) == ""


def test_a_bound_on_coarse_chords_is_one_where_prices_rise() -> None:
    """15 sets at the old prices, 49 at twice those: a chord too low after 15 makes the 49 dearer than they are."""
    doubled = Series("cpi", ((Span(0, 0), 1.0, ""), (Span(1, 1), 2.0, "")))

    def rising(error: float) -> Problem:
        made = small.problem(
            2,
            packages=[small.per_unit(divisible=False)],
            items=[small.item(may_store=True)],
            requirements=[small.need(0, 64)],
            quotes=[Quote("Alpha", "hull", 100.0, slope_fraction=0.8), Quote("Beta", "hull", 36.694179)],
            capacities=[small.capacity(15, 64, supplier=name) for name in ("Alpha", "Beta")],
            objectives=[Objective("lateness"), Objective("cost")],
        )
        programme = replace(made.programme, curve_error_fraction=error)
        phases = tuple(replace(p, index="cpi") for p in made.phases)
        return made.replace(programme=programme, series=(doubled,), phases=phases)

    coarse, fine = ({s.name: s for s in planned(rising(error), gap=0.0).stages}["cost"] for error in (0.1, 0.0001))
    assert coarse.bound is not None
    assert coarse.bound <= fine.best + 1e-3
    assert coarse.best == pytest.approx(fine.best, abs=1e-3)


def test_a_budget_that_holds_on_the_chords_alone_is_survived() -> None:
    problem = fleet(1048.0, 700.0, 600.0)
    chords, spent = by_chords(problem)
    assert chords.result.stages[0].best == 0  # nothing would be late
    assert spent[0] > 1048.01  # but the first period's budget does not reach
    outcome = planned(problem, gap=0.0)
    assert outcome.state == solve.PROVEN
    assert outcome.plan is not None
    assert audit(outcome.plan, Facts(problem)).passed
    assert outcome.plan.total("pay", None, None, 0) <= 1048
    assert outcome.stages[0].value > 0  # one set fewer is ready in time


def test_where_the_turns_run_out_there_is_no_plan_and_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repricing, "TURNS", 0)
    outcome = planned(fleet(1048.0, 700.0, 600.0), gap=0.0)
    assert (outcome.plan, outcome.state) == (None, solve.NO_PLAN)
    assert "learning curves" in outcome.why


def test_a_programme_without_a_plan_on_chords_has_none() -> None:
    assert planned(fleet(900.0, 650.0, 590.0), gap=0.0).state == solve.INFEASIBLE


def test_the_bound_is_the_chords_and_the_value_the_curves() -> None:
    problem = fleet(1080.0)
    chords, _ = by_chords(problem)
    stage = planned(problem, gap=0.0).stages[-1]
    assert stage.bound is not None
    assert stage.bound == pytest.approx(chords.result.stages[-1].bound)
    assert stage.bound <= stage.value + 0.005
    assert stage.value == pytest.approx(2286.78)


def turned(seed: int) -> Problem:
    """A random programme whose sets have learning curves, with chords so few that the curves are well above them."""
    problem, rng = generate(seed), Random(f"turned {seed}")
    f, quotes = Facts(problem), {(q.package, q.supplier): q for q in problem.quotes}
    for w, s in f.pairs:
        streams, own_units = f.streams.get(w, ()), f.phases[f.packages[w].phase].key == "own units"
        if len(f.offers.get((w, s), ())) < 2 and len({b.value_m for b in streams}) == 1 and not own_units:
            q, slope = quotes.get((w, s), Quote(s, w)), rng.randint(60, 97) / 100
            quotes[w, s] = replace(q, price_m=f.price(w, s, streams[0]), slope_fraction=slope)
    programme = replace(problem.programme, curve_error_fraction=0.02)
    return problem.replace(quotes=tuple(quotes.values()), programme=programme)


@pytest.mark.parametrize("seed", [3, 9, 12, 19, 26, 57])
def test_random_programmes_with_curves_everywhere_pass_the_audit(seed: int) -> None:
    problem = turned(seed)
    assert of(Facts(problem))
    outcome = planned(problem, solve.Options(time_limit=60.0))
    assert outcome.plan is not None
    assert audit(outcome.plan, Facts(problem)).findings == ()


def test_a_finer_error_asks_for_more_chords() -> None:
    counts = [len(next(iter(of(Facts(fleet(error=error))).values())).chords) for error in (0.05, 0.01, 0.001)]
    assert counts[0] < counts[1] < counts[2]


def test_the_run_says_what_the_chords_left_out() -> None:
    outcome = planned(fleet(1080.0))
    assert outcome.plan is not None
    assert "2,286.78 M on the curves" in outcome.plan.run[repricing.FACT]


def test_a_workbook_with_curves_is_audited_by_itself_and_says_so_on_its_first_page(tmp_path: Path) -> None:
    problem, path = fleet(1080.0), tmp_path / "plan.xlsx"
    outcome = planned(problem)
    assert outcome.plan is not None
    write(path, problem, outcome.plan)
    report, findings = audit_file(path)
    assert report is not None
    assert (report.passed, errors(findings)) == (True, [])
    said = [str(row[0].value) for row in load_workbook(path)["Summary"].iter_rows()]
    assert any(line.startswith("Learning curves: spending is 2,286.78 M") for line in said)


def test_incremental_discounts_need_no_second_solve() -> None:
    def forbidden(*_: object) -> repricing.Solved:
        raise AssertionError("solved again")

    rows = [small.quote(p, "Alpha", "hull", from_quantity=q, tiers=INCREMENTAL) for q, p in ((0, 100.0), (60, 50.0))]
    problem = fleet(None, None, None).replace(quotes=rows)
    f = Facts(problem)
    m, specs = build(f)
    first = repricing.Solved(f, m, specs, stages.run(m, specs, solve.Options(), 0.0))
    chords, exact = repricing.exact(first, forbidden)
    assert chords is exact is first


def test_without_curves_nothing_is_said_and_nothing_solved_again() -> None:
    outcome = planned(small.problem(packages=[small.one_off()]))
    assert outcome.plan is not None
    assert repricing.FACT not in outcome.plan.run


def test_the_same_workbook_gives_the_same_plan() -> None:
    problem = fleet(1048.0, 700.0, 600.0)
    assert planned(problem).plan == planned(problem).plan
