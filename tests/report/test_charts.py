"""What the charts show is what the plan holds: shares, limits, bars, and money that goes nowhere else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest

from procure import tables
from procure.calendar import Span
from procure.comparing import compare
from procure.comparing.side import of_plan
from procure.evaluating import typed_plan
from procure.facts import Facts
from procure.problem import Budget, Limit
from procure.reading import read
from procure.report import compared, flows, money, supply, timeline
from procure.report.chart import Chart
from procure.tables.figures import Figures
from tests.cli.calling import ROOT
from tests.report.pages_of import EXAMPLES
from tests.tables import example

D = Decimal


def figures(**changed: object) -> Figures:
    return tables.figures(example.problem().replace(**changed), example.plan())


def of_example(name: str) -> Figures:
    problem, _ = read(ROOT / "inputs" / f"{name}.xlsx", judged=True)
    assert problem is not None
    return tables.figures(problem, typed_plan(Facts(problem))[0])


def rows(chart: Chart) -> list[tuple[object, ...]]:
    return list(chart.table.rows)


def test_shares_are_those_of_the_summary() -> None:
    (chart,) = money.shares(figures())
    summary = {row[0]: (row[5], row[7]) for row in tables.sheets(figures())["Summary"][1].rows}
    assert [(row[2], row[4]) for row in rows(chart)] == [summary[row[0]] for row in rows(chart)]
    drawn = {one["name"]: one["values"] for one in chart.drawing["series"]}
    assert drawn["cost share"] == pytest.approx([100 * float(str(row[2])) for row in rows(chart)])
    assert chart.sentence.startswith("Cost and work are furthest apart for ")


def test_nothing_is_drawn_of_a_plan_in_which_nothing_is_done() -> None:
    x = tables.figures(example.problem(), replace(example.plan(), values={}))
    made = [money.shares(x), money.payments(x), timeline.timeline(x), flows.flows(x)]
    assert [list(one) for one in made] == [[], [], [], []]
    (deliveries,) = supply.deliveries(x)
    assert "late" in deliveries.sentence
    assert "until" in deliveries.sentence or "at the end" in deliveries.sentence


def test_payments_stand_against_budget_and_carry_over() -> None:
    x = figures()
    (chart,) = money.payments(x)
    alba = next(one for one in chart.drawing["panels"] if one["title"] == "Alba")
    for line in x.f.problem.budgets:
        room, spent = x.room_of(line), x.spent(line)
        assert alba["done"] == [float(amount) for amount in spent]
        assert alba["limits"] == [float(max(D(0), room[t] + spent[t])) for t in x.f.periods]
    assert {panel["title"] for panel in chart.drawing["panels"]} == {"Alba", "Borea"}
    borea = next(one for one in chart.drawing["panels"] if one["title"] == "Borea")
    assert borea["limits"] == [None] * 4


def test_a_budget_over_several_periods_is_one_bar_and_one_that_is_passed_is_marked() -> None:
    whole = Budget("Alba", (Limit(Span(0, 2), 10.0, "2027"),), row=2)
    (chart,) = money.payments(figures(budgets=(whole,)))
    alba = chart.drawing["panels"][0]
    assert alba["labels"] == ["2027 to 2029", "2030"]
    assert alba["over"] == [0]
    assert alba["limits"][1] is None
    assert "more than its budget allows" in chart.sentence
    assert [key.look for key in chart.keys] == ["done", "limit", "over"]
    assert chart.table.red == {(0, 4)}


def test_deliveries_are_summed_over_nations() -> None:
    (chart,) = supply.deliveries(figures())
    (panel,) = chart.drawing["panels"]
    assert panel["limits"] == [0, 0, 5, 5]
    assert sum(panel["done"]) == 10


def test_load_stands_against_what_is_free_and_full_is_said() -> None:
    (chart,) = supply.industry(figures())
    sheet = [row for row in tables.sheets(figures())["Industry load"][0].rows if row[3] in ("load", "capacity")]
    (panel,) = chart.drawing["panels"]
    assert panel["done"] == [float(str(cell)) for cell in sheet[0][5:]]
    assert panel["limits"] == [None if cell is None else float(str(cell)) for cell in sheet[1][5:]]
    assert "the fullest is Borea Steel (Borea): all its work" in chart.sentence


def test_without_capacities_each_nations_work_is_drawn() -> None:
    (chart,) = supply.industry(figures(capacities=()))
    assert chart.title == "Industry's work"
    assert {panel["title"] for panel in chart.drawing["panels"]} <= {"Alba", "Borea"}
    assert [key.look for key in chart.keys] == ["done"]


def test_the_timeline_has_the_bars_of_the_sheet_by_nation_and_letter() -> None:
    (chart,) = timeline.timeline(figures())
    sheet = tables.sheets(figures())["Work packages"][0]
    drawn = [(row["package"], row["supplier"], t) for row in chart.drawing["rows"] for a, b in row["runs"]
             for t in range(a, b + 1)]  # fmt: skip
    first = len(sheet.columns) - 4
    assert sorted(drawn) == sorted((sheet.rows[r][0], sheet.rows[r][4], c - first) for r, c in sheet.bars)
    letters = {name: one["letter"] for name, one in chart.drawing["nations"].items()}
    assert len(set(letters.values())) == len(letters)
    assert [(key.text, key.letter) for key in chart.keys] == list(letters.items())
    assert chart.sentence.startswith("3 packages at 2 suppliers in 2 nations, work from 2027 to 20")


def test_flows_are_those_worked_out_by_hand() -> None:
    """Design, 100 M, is Alba's work; of production Alba does half the engines, 10 M, Borea the other 45 M.

    Alba pays 60 of each 100: 60 + 0.6 x 10 to itself, 0.6 x 45 to Borea; Borea 40 + 0.4 x 10 to Alba, 0.4 x 45 at home.
    """
    (chart,) = flows.flows(figures())
    shown = [(row[0], row[1], str(row[2].quantize(D("0.01")))) for row in rows(chart) if isinstance(row[2], Decimal)]
    assert shown == [
        ("Alba", "Alba", "66.00"), ("Alba", "Borea", "27.00"), ("Borea", "Alba", "44.00"), ("Borea", "Borea", "18.00"),
        ("all", "", "155.00"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_all_that_is_charged_and_granted_flows_to_work_or_to_what_is_no_work(name: str) -> None:
    x = of_example(name)
    paid: dict[str, Decimal] = defaultdict(Decimal)
    worked: dict[str, Decimal] = defaultdict(Decimal)
    for (payer, worker), amount in flows.between(x).items():
        assert amount >= 0
        paid[payer] += amount
        worked[worker] += amount
    for n in x.f.nations:
        done = sum((amount for (m, _), amount in x.performed.items() if m == n), D(0))
        assert float(paid[n]) == pytest.approx(float(x.costs.get((n,), D(0))), rel=1e-4, abs=0.1)
        assert float(worked[n]) == pytest.approx(float(done), rel=1e-4, abs=0.1)
    for fund in x.f.problem.funds:
        assert float(paid[fund.id]) == pytest.approx(float(x.plan.total("grant", fund.id)), rel=1e-4, abs=0.1)


def test_a_fund_pays_what_it_grants_and_the_nation_the_rest() -> None:
    x = of_example("patrol-corvette")
    fund, values = x.f.problem.funds[0].id, {family: dict(several) for family, several in x.plan.values.items()}
    (n, p, t), charge = max(values["charge"].items(), key=lambda one: one[1])
    values["charge"][n, p, t] = charge - 10
    values["grant"] = {(fund, n, p, t): D(10)}
    found = flows.between(tables.figures(x.f.problem, replace(x.plan, values=values)))
    before = flows.between(x)
    assert sum(amount for (payer, _), amount in found.items() if payer == fund) == pytest.approx(D(10))
    for worker in {worker for _, worker in before}:
        given = found.get((fund, worker), D(0)) + found[str(n), worker]
        assert given == pytest.approx(before[str(n), worker])


def test_who_pays_own_units_pays_their_makers_and_nobody_else() -> None:
    x = of_example("cavs")
    values = {family: dict(several) for family, several in x.plan.values.items()}
    payers = {(w, b.id): b.payer for w, several in x.f.streams.items() for b in several}
    latvian = {key: price for key, price in values["price"].items() if payers.get((str(key[0]), str(key[2]))) == "LV"}
    elsewhere = next(s for s in x.f.suppliers if x.nation(s) == "SE")
    for key, price in latvian.items():
        del values["price"][key]
        values["price"][key[0], elsewhere, *key[2:]] = price
    found = flows.between(tables.figures(x.f.problem, replace(x.plan, values=values)))
    paid = sum(latvian.values(), D(0))
    assert paid > 0
    assert found["LV", "SE"] >= paid
    before = flows.between(x)
    for n in ("DE", "FI"):
        assert float(found.get((n, "SE"), D(0))) == pytest.approx(float(before.get((n, "SE"), D(0))), abs=0.1)


def test_a_comparison_is_drawn_from_its_own_tables() -> None:
    cheap = example.plan()
    cases = [of_plan("base", example.problem(), cheap), of_plan("again", example.problem(), cheap)]
    charts = list(compared.charts(compare(cases)))
    assert [chart.id for chart in charts] == ["costs", "nation-cost", "nation-work"]
    assert charts[0].sentence == "All plans cost the same."
    assert [one["name"] for one in charts[1].drawing["series"]] == ["base", "again"]
    assert charts[1].sentence == "No nation's figure differs between the plans."
