"""Figures keep a range in which a solver's arithmetic can be trusted, and where it cannot its answer is found out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from random import Random

import numpy as np
import pytest

from procure import solve as solver
from procure import stages
from procure.cli import exits
from procure.facts import Facts
from procure.milp import Milp, Numbers, OutOfRange
from procure.objectives import StageSpec
from procure.planning import build, plan
from procure.problem import Problem
from procure.reading import read
from procure.solve import Answer, Floats, Matrix, Options, Progress
from tests import brute, metamorphic
from tests.cli.calling import ROOT, TWO, call, changed, fill
from tests.generate import generate

ORDERS, RIGHT = 1e-6, 1e5  # least coefficient beside a largest of 1 to 3; most of a limit, scaled (hours of flight)
EXAMPLES = sorted((ROOT / "inputs").glob("*.xlsx"))
DRAWN = [*((seed, "tiny") for seed in range(60)), *((seed, "small") for seed in range(40))]


def problem_of(path: Path) -> Problem:
    problem, _ = read(path)
    assert problem is not None
    return problem


# The range of what the solver gets


def spans(problem: Problem) -> dict[str, float]:
    """The least and largest coefficient, the largest limit, and the least of an objective beside its largest."""
    m, specs = build(Facts(problem), numbers=True)
    least = []
    for spec in specs:
        m.minimise(spec.terms)
        cost = np.abs(m.matrix().cost)
        least.append(cost[cost > 0].min(initial=1.0))
    matrix = m.matrix()
    sizes, limits = np.abs(matrix.value), np.abs(np.concatenate((matrix.row_low, matrix.row_high)))
    return {
        "least": sizes[sizes > 0].min(), "largest": sizes.max(), "limit": limits[np.isfinite(limits)].max(),
        "objective": min(least),
    }  # fmt: skip


def test_every_row_of_the_examples_and_of_100_random_programmes_lies_within_six_orders() -> None:
    found = {path.stem: spans(problem_of(path)) for path in EXAMPLES}
    found |= {f"{size} {seed}": spans(generate(seed, size)) for seed, size in DRAWN}
    outside = {
        name: span
        for name, span in found.items()
        if span["least"] < ORDERS or span["largest"] > 4 or span["limit"] > RIGHT or span["objective"] < ORDERS
    }
    assert not outside
    assert len(found) >= 110


# The warning


SPOILED: dict[str, tuple[str, str, float, str]] = {
    "a budget in euro": ("Budgets", "2029", 45_000_000.0, "amounts apart"),
    "a price in euro": ("Quotes", "price", 1_380_000.0, "amounts apart"),
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_example_is_warned_of(path: Path) -> None:
    _, findings = read(path)
    assert not {finding.rule for finding in findings} & {"amounts apart", "quantities apart", "many units"}


@pytest.mark.parametrize("what", SPOILED)
def test_an_amount_that_is_not_in_millions_is_warned_of_with_both_cells(what: str, tmp_path: Path) -> None:
    sheet, column, amount, rule = SPOILED[what]
    book = changed(ROOT / TWO, tmp_path / "apart.xlsx", fill(sheet, column, amount, range(2, 3)))
    _, findings = read(book)
    (said,) = (finding for finding in findings if finding.rule == rule)
    assert (said.level, said.where.split("!")[0]) == ("warning", sheet)
    assert said.where[len(sheet) + 1 :].split()[0].endswith("2")
    assert " M in Packages!" in said.message
    assert "not in millions" in said.hint


def test_quantities_far_apart_and_too_many_units_are_warned_of(tmp_path: Path) -> None:
    book = changed(ROOT / TWO, tmp_path / "many.xlsx", fill("Requirements", "total", 36_000_000, range(2, 3)))
    _, findings = read(book)
    said = {finding.rule: finding for finding in findings if finding.rule in ("quantities apart", "many units")}
    assert set(said) == {"quantities apart", "many units"}
    assert all(finding.level == "warning" and finding.where.startswith("Requirements!") for finding in said.values())
    assert "Requirements!" in said["quantities apart"].message


def test_figures_too_far_apart_to_be_planned_end_with_a_sentence_and_the_code_of_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("procure.milp.APART", 100.0)  # no book was found that passes every check and 1e7
    done = call("plan", str(ROOT / TWO), "-o", str(tmp_path / "plan.xlsx"))
    assert done.code == exits.FINDINGS
    assert "error: two-nations.xlsx: figures lie " in done.err
    assert "Look for an amount that is not in millions." in done.err
    assert not (tmp_path / "plan.xlsx").exists()


# Whole decisions that are not whole


@pytest.mark.parametrize(("off", "state"), [(0.49, solver.REJECTED), (1e-3, solver.REJECTED), (1e-5, solver.GAP)])
def test_whole_values_that_are_off_are_rounded_and_the_rest_is_worked_out_again_or_they_are_rejected(
    off: float, state: str
) -> None:
    result = two_makers(lambda answer, matrix: moved(answer, matrix, off))
    assert result.state == state
    if state == solver.GAP:  # the bound of a point that is not whole proves less than was asked
        assert result.values is not None
        assert result.values.tolist() == [1.0, 0.0, 7.0, 0.0]  # the solver said 0.99999


def test_a_rounded_plan_that_breaks_a_row_is_rejected() -> None:
    """Both makers at 1e-5: rounded nobody makes anything, and 7 are needed."""

    def nobody(answer: Answer, matrix: Matrix) -> Answer:
        return replace(answer, values=np.array([1e-5, 1e-5, 7.0, 0.0]), objective=7e-4 + 7, bound=7.0)

    assert two_makers(nobody).state == solver.REJECTED


Lie = Callable[[Answer, Matrix], Answer]


def two_makers(lie: Lie) -> stages.Result:
    """Alpha (30 M, then 1 M each) or Beta (50 M, then 1 M each) make 7; the first answer of the solver is a lie."""
    m, told = Milp("makers"), []  # type: Milp, list[Answer]
    award = m.declare("award", [(("radar", s), 0, 1) for s in ("Alpha", "Beta")])
    make = m.declare("make", [(("radar", s, "", 0), 0, 10) for s in ("Alpha", "Beta")], lambda _: False)
    m.require("supply", (), [(1, x) for x in make.values()], "=", 7)
    for a, x in zip(award.values(), make.values(), strict=True):
        m.require("award", (a,), [(1, x), (-7.0001, a)], "<=", 0)
    terms = [*zip((30.0, 50.0), award.values(), strict=True), *((1.0, x) for x in make.values())]

    def solve(
        matrix: Matrix, options: Options, start: Floats | None = None, watch: Callable[[Progress], None] | None = None
    ) -> Answer:
        answer = solver.solve(matrix, options, start, watch)
        told.append(lie(answer, matrix) if not told else answer)
        return told[-1]

    return stages.run(m, [StageSpec("cost", "M", terms, 0.0, 0.0, terms)], Options(), solve=solve)


def moved(answer: Answer, matrix: Matrix, off: float) -> Answer:
    """The answer with the whole values off by that, its objective to match."""
    assert answer.values is not None
    values = np.where(matrix.whole, np.abs(answer.values - off), answer.values)
    objective = float(matrix.cost @ values) * matrix.cost_unit
    return replace(answer, values=values, objective=objective, bound=min(objective, answer.bound or 0.0))


# Other units


@pytest.mark.parametrize("seed", range(4))
def test_money_a_thousand_times_smaller_moves_no_decision(seed: int) -> None:
    problem = generate(seed)
    one, other = plan(problem).plan, plan(metamorphic.in_other_money(problem, 0.001)).plan
    assert one is not None
    assert other is not None
    assert metamorphic.same(one, other, ("award", "begin", "deliver")) == ""


@pytest.mark.parametrize("name", ["two-nations", "meteor"])
def test_quantities_a_thousand_times_larger_give_the_same_plan_in_shares(name: str) -> None:
    problem = problem_of(ROOT / "inputs" / f"{name}.xlsx")
    one, other = plan(problem), plan(metamorphic.in_smaller_units(problem, 1000))
    assert one.plan is not None
    assert other.plan is not None
    for then, now in zip(one.stages, other.stages, strict=True):
        assert now.bound == pytest.approx(then.bound, rel=1e-6, abs=1e-6)
    cost = next(stage for stage in one.stages if stage.name == "cost")
    for nation in problem.nations:
        charge = float(one.plan.total("charge", nation.id))
        assert float(other.plan.total("charge", nation.id)) == pytest.approx(charge, abs=(cost.gap or 0.0) + 0.01)
    if name == "meteor":  # whose plan is the only best one
        assert metamorphic.same(one.plan, other.plan, ("award", "begin", "charge", "pay")) == ""


# Badly scaled


APART = (-3.0, 6.0)  # powers of ten between which coefficients are drawn


def drawn(seed: int) -> tuple[list[int], list[list[float]], list[float]]:
    """Costs of eight choices, and rows of which each needs so much, with coefficients from 0.001 to 1,000,000."""
    rng = Random(seed)
    costs = [rng.randint(1, 99) for _ in range(8)]
    spans = [sorted(rng.uniform(*APART) for _ in range(2)) for _ in range(4)]
    rows = [[float(f"{10 ** rng.uniform(*s):.3g}") if rng.random() < 0.7 else 0.0 for _ in costs] for s in spans]
    needs = [float(f"{sum(row) * 10 ** rng.uniform(-4, 0):.3g}") for row in rows]
    return costs, rows, needs


def least(costs: list[int], rows: list[list[float]], needs: list[float]) -> int | None:
    """By trying every choice, in exact arithmetic; None where nothing is enough."""
    exact = [[Fraction(str(c)) for c in row] for row in rows]
    limits = [Fraction(str(need)) for need in needs]
    found = [
        sum(c for c, x in zip(costs, choice, strict=True) if x)
        for choice in itertools.product((0, 1), repeat=len(costs))
        if all(sum(c for c, x in zip(row, choice, strict=True) if x) >= b for row, b in zip(exact, limits, strict=True))
    ]
    return min(found, default=None)


def test_badly_scaled_problems_are_solved_rightly_or_refused() -> None:
    verdicts = [solved(seed) for seed in range(80)]
    assert set(verdicts) <= {"right", "refused", "rejected"}
    assert verdicts.count("right") >= 60
    assert verdicts.count("refused") >= 1


def test_badly_scaled_programmes_cost_what_enumeration_says_or_are_refused() -> None:
    found = {seed: priced_apart(seed) for seed in range(25)}
    small = {seed: problem for seed, problem in found.items() if brute.size(problem) <= brute.MOST}
    verdicts = {seed: compared(problem) for seed, problem in small.items()}
    assert set(verdicts.values()) <= {"right", "refused", "rejected"}, verdicts
    assert list(verdicts.values()).count("right") >= 15
    assert "refused" in verdicts.values()


def priced_apart(seed: int) -> Problem:
    """A tiny programme whose packages cost up to nine orders of magnitude more or less than each other."""
    problem, rng = brute.sharpened(generate(seed, "tiny")), Random(seed)
    assert problem is not None
    times = {w.id: 10 ** rng.uniform(*APART) for w in problem.packages}
    return problem.replace(
        budgets=(), funds=(), rules=(), nations=[replace(n, ceiling_m=None) for n in problem.nations],
        packages=[
            replace(
                w, value_m=None if w.value_m is None else w.value_m * times[w.id],
                value_by_item_m=tuple((i, v * times[w.id]) for i, v in w.value_by_item_m),
            )
            for w in problem.packages
        ],
        quotes=[
            q if q.price_m is None else replace(q, price_m=q.price_m * times[q.package]) for q in problem.quotes
        ],
    )  # fmt: skip


def compared(problem: Problem) -> str:
    """What the planner's cost is beside that of brute.py."""
    try:
        outcome = plan(problem, gap=0.0)
    except OutOfRange:
        return "refused"
    if outcome.state == solver.REJECTED:
        return "rejected"
    best = brute.best(problem)
    cost = next((stage.best for stage in outcome.stages if stage.name == "cost"), None)
    if best is None or cost is None:
        return "right" if best is None and outcome.state == solver.INFEASIBLE else f"{outcome.state}, and {best}"
    return "right" if cost == pytest.approx(best.cost, rel=1e-6) else f"{cost}, not {best.cost}"


def solved(seed: int) -> str:
    costs, rows, needs = drawn(seed)
    m = Numbers("drawn")
    award = list(m.declare("award", [((str(k), "s"), 0, 1) for k in range(len(costs))]).values())
    for k, (row, need) in enumerate(zip(rows, needs, strict=True)):
        m.require("row", (k,), [(c, x) for c, x in zip(row, award, strict=True) if c], ">=", need)
    terms = [(float(c), x) for c, x in zip(costs, award, strict=True)]
    try:
        result = stages.run(m, [StageSpec("cost", "M", terms, 0.0, 0.0, terms)], Options(relative_gap=0.0))
    except OutOfRange:
        return "refused"
    if result.state == solver.REJECTED:
        return "rejected"
    best = least(costs, rows, needs)
    found = None if result.values is None else round(m.value(terms, result.values))
    return "right" if found == best else f"{result.state}: {found}, not {best}"


def test_the_documented_tolerances_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| (\S+) \|", (ROOT / "procure" / "README.md").read_text(), re.MULTILINE)
    assert len(rows) >= 12
    for name, value in rows:
        module, constant = name.rsplit(".", 1)
        assert float(getattr(import_module(f"procure.{module}"), constant)) == float(value), name
