"""The examples: built from their tables, planned as they are, audited, and true to what history knows of them."""

from __future__ import annotations

import importlib.util
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from procure.cli import exits
from procure.explain.decision import parse
from procure.explain.why_not import answers
from procure.facts import Facts
from procure.plan import Plan, Stage
from procure.problem import Problem
from procure.whatif.solving import How
from procure.workbook.read_plan import read_plan
from tests.cli.calling import EUROFIGHTER, ROOT, call
from tests.cli.test_help import SLOW
from tests.planned import planned

TRANCHES = {
    "Tranche 1": {"UK": 55, "DE": 44, "IT": 29, "ES": 20},
    "Tranche 2": {"UK": 89, "DE": 68, "IT": 46, "ES": 33},
    "Tranche 3A": {"UK": 40, "DE": 31, "IT": 21, "ES": 20},
}
ORDERS_M = {"Tranche 2": 16_000.0, "Tranche 3A": 9_000.0}
AGREED_UNITS = {"UK": 232, "DE": 180, "IT": 121, "ES": 87}
DEVELOPMENT = {"UK": 33, "DE": 33, "IT": 21, "ES": 13}
CAVS_ORDERS = {"Finnish order": ("FI", 161, None), "Latvian order": ("LV", 200, 200.0),
               "Swedish order": ("SE", 341, 470.0 / 321 * 341), "German order": ("DE", 876, 2_000.0),
               "Danish order": ("DK", 129, 247.0)}  # fmt: skip
FACTORS = 0.02  # suppliers' price factors lie this near to 1
CENT = 0.005 + 1e-9


@dataclass(frozen=True)
class Planned:
    """A plan's workbook, read again: what it was made from, what it says, and what the command said."""

    problem: Problem
    plan: Plan
    f: Facts
    stages: dict[str, Stage]
    said: str
    path: Path

    def units(self, item: str, nation: str) -> float:
        return float(self.plan.total("deliver", item, nation))

    def price_m(self, item: str) -> float:
        """Of every set that is counted for the item alone."""
        own = {(w.id, b.id) for w in self.f.recurring for b in self.f.streams[w.id] if b.items == (item,)}
        leaves = self.plan.values["price"].items()
        return sum(float(leaf) for key, leaf in leaves if (key[0], key[2]) in own)

    def cost_m(self, phase: str) -> float:
        return float(self.plan.total("charge", None, phase))


def read_back(path: Path, said: str) -> Planned:
    found, findings = read_plan(path)
    assert found is not None, findings
    stages = {stage.name: stage for stage in found.plan.stages}
    return Planned(found.problem, found.plan, Facts(found.problem), stages, said, path)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Planned]:
    """Each example planned once, by the command of the README."""
    return {name: read_back(*planned(tmp_path_factory, name)) for name in EXAMPLES}


@pytest.fixture(scope="module")
def jets(plans: dict[str, Planned]) -> Planned:
    return plans["eurofighter"]


@pytest.fixture(scope="module")
def cars(plans: dict[str, Planned]) -> Planned:
    return plans["cavs"]


EXAMPLES = ("two-nations", "eurofighter", "cavs")
AGREED = ("safe-air-defence", "tanker-pool", "patrol-corvette", "nato-common", "submarines", "shells-155", "meteor")
every_example = pytest.mark.parametrize("name", EXAMPLES)
every_table = pytest.mark.parametrize("name", [*EXAMPLES, *AGREED])


# Built from their tables


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_examples", ROOT / "inputs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cells(path: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        filled = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
        found[sheet.title] = {cell.coordinate: cell.value for cell in filled}
    return found


def test_the_examples_are_those_that_the_script_builds() -> None:
    names = sorted((*EXAMPLES, *AGREED))
    assert sorted(builder().EXAMPLES) == names
    assert sorted(path.stem for path in (ROOT / "inputs").glob("*.xlsx")) == names
    assert sorted(path.stem for path in (ROOT / "inputs" / "tables").glob("*.txt")) == names


@every_table
def test_an_example_is_what_its_table_builds_and_always_the_same_bytes(name: str, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    made, again = builder().build(name, tmp_path), builder().build(name, tmp_path / "again")
    assert cells(ROOT / "inputs" / f"{name}.xlsx") == cells(made)
    assert made.read_bytes() == again.read_bytes()


@every_table
def test_every_row_of_an_example_says_how_firm_it_is(name: str) -> None:
    for sheet in openpyxl.load_workbook(ROOT / "inputs" / f"{name}.xlsx").worksheets[1:]:
        header = [cell.value for cell in sheet[1]]
        place = header.index("status")
        rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] is not None]
        said = {row[place] for row in rows if not str(row[0]).startswith("#")}
        assert said <= {"public", "agreed", "assumed", "illustrative"}, sheet.title


# Planned, each of them


@every_example
def test_the_written_plan_passed_the_audit_and_passes_it_again(name: str, plans: dict[str, Planned]) -> None:
    assert re.search(r"audit passed \([\d,]+ checks\)", plans[name].said)
    assert call("audit", str(plans[name].path)).code == exits.DONE


@every_example
def test_lateness_is_proven_and_the_gaps_are_small(name: str, plans: dict[str, Planned]) -> None:
    stages = plans[name].stages
    assert stages["lateness"].state == "proven"
    assert stages["lateness"].gap == 0
    cost, whole = stages["cost"], sum(plans[name].cost_m(p.id) for p in plans[name].problem.phases)
    assert cost.gap is not None
    assert cost.bound is not None
    assert cost.gap <= 0.005 * cost.bound
    later = [stage for stage in stages.values() if stage.name not in ("lateness", "cost")]
    assert all(stage.gap is not None and stage.gap < 0.005 * whole for stage in later)
    gaps = re.findall(r"^(?:cost|\w+ imbalance): .* gap [\d,.]+ M, proven$", plans[name].said, re.MULTILINE)
    assert len(gaps) == 1 + len(later)


@every_example
def test_everything_firm_is_delivered_in_time(name: str, plans: dict[str, Planned]) -> None:
    one = plans[name]
    for (item, nation), due in one.f.due.items():
        delay = one.f.latest_delay(one.f.items[item])
        assert delay is not None
        handed = list(accumulate(float(one.plan.get("deliver", item, nation, t)) for t in one.f.periods))
        assert handed[-1] == sum(due)
        for t, owed in enumerate(accumulate(due)):
            assert handed[min(t + delay, len(handed) - 1)] >= owed


@every_example
def test_payments_stay_within_budgets_with_what_may_be_carried_over(name: str, plans: dict[str, Planned]) -> None:
    one = plans[name]
    assert {budget.nation for budget in one.problem.budgets} == {n.id for n in one.problem.nations}
    for budget in one.problem.budgets:
        carried = 0.0
        for limit in sorted(budget.limits, key=lambda limit: limit.span.first):
            paid = sum(float(one.plan.total("pay", budget.nation, None, t)) for t in limit.span.periods)
            assert paid <= limit.amount + carried + CENT
            carried = min(limit.amount + carried - paid, budget.carry_fraction * limit.amount)


@every_example
def test_what_is_charged_is_what_is_paid_and_what_the_work_costs(name: str, plans: dict[str, Planned]) -> None:
    plan = plans[name].plan
    assert plan.total("charge") == plan.total("pay") == plan.total("price") + plan.total("setup")


def shares_of_work(one: Planned, phase: str) -> dict[str, float]:
    """Per cent of the partners' work in a phase."""
    done: dict[str, float] = defaultdict(float)
    for family in ("price", "setup"):
        for key, leaf in one.plan.values.get(family, {}).items():
            if one.f.packages[str(key[0])].phase == phase:
                done[one.f.suppliers[str(key[1])].nation] += float(leaf)
    return {nation: 100 * work / sum(done.values()) for nation, work in done.items()}


# Eurofighter


@pytest.mark.parametrize("tranche", TRANCHES)
def test_every_eurofighter_nation_receives_its_part_of_each_tranche(tranche: str, jets: Planned) -> None:
    assert {n: jets.units(tranche, n) for n in TRANCHES[tranche]} == TRANCHES[tranche]


@pytest.mark.parametrize("tranche", ORDERS_M)
def test_the_orders_of_eurofighter_are_worth_what_was_published(tranche: str, jets: Planned) -> None:
    units = sum(TRANCHES[tranche].values())
    assert (jets.f.items[tranche].unit_price_m or 0) * units == pytest.approx(ORDERS_M[tranche], abs=0.1)
    assert jets.price_m(tranche) == pytest.approx(ORDERS_M[tranche], rel=FACTORS)


def test_eurofighter_production_is_shared_by_the_agreed_quantities_not_by_the_orders(jets: Planned) -> None:
    weights = {s.nation: s.weight for s in jets.problem.shares if s.phase == "Production"}
    assert weights == AGREED_UNITS
    for nation, units in AGREED_UNITS.items():
        part = float(jets.plan.total("charge", nation, "Production")) / jets.cost_m("Production")
        assert part == pytest.approx(units / 620, abs=1e-4)
        assert part == pytest.approx({"UK": 0.37, "DE": 0.29, "IT": 0.195, "ES": 0.14}[nation], abs=0.005)


def test_eurofighter_development_is_shared_33_33_21_13(jets: Planned) -> None:
    for nation, share in DEVELOPMENT.items():
        part = float(jets.plan.total("charge", nation, "Development")) / jets.cost_m("Development")
        assert part == pytest.approx(share / 100, abs=1e-4)


def test_every_eurofighter_nations_work_stays_within_the_agreed_points_in_each_phase(jets: Planned) -> None:
    points = {r.relation: r.amount for r in jets.problem.rules if r.base == "points of agreed share"}
    assert set(points) == {">=", "<="}
    production = {nation: 100 * units / 620 for nation, units in AGREED_UNITS.items()}
    agreed: dict[str, Mapping[str, float]] = {"Development": DEVELOPMENT, "Production": production}
    for phase, shares in agreed.items():
        found = shares_of_work(jets, phase)
        assert set(found) == set(shares)
        for nation, share in shares.items():
            assert share - points[">="] - 0.001 <= found[nation] <= share + points["<="] + 0.001


def test_single_sourced_eurofighter_packages_are_built_where_they_were(jets: Planned) -> None:
    where = {"Front fuselage": "UK", "Canards": "UK", "Fin": "UK", "Aft fuselage 1": "UK", "Centre fuselage": "DE",
             "Left wing": "IT", "Outboard flaperons": "IT", "Right wing": "ES", "Slats": "ES"}  # fmt: skip
    for package, nation in where.items():
        holders = [str(s) for (w, s), part in jets.plan.items("award") if w == package and part]
        assert [jets.f.suppliers[s].nation for s in holders] == [nation]


def test_eurofighter_has_four_final_assembly_lines(jets: Planned) -> None:
    holders = [str(s) for (w, s), part in jets.plan.items("award") if w == "Final assembly" and part]
    assert sorted(jets.f.suppliers[s].nation for s in holders) == ["DE", "ES", "IT", "UK"]


def test_why_three_packages_are_not_elsewhere_is_a_sentence_a_figure_and_a_comparison(jets: Planned) -> None:
    packages = ("Radar", "Radar development", "Flight control system")
    held = {key for key, _ in jets.plan.items("award")}
    elsewhere = [next(s for s in jets.f.suppliers_of[w] if (w, s) not in held) for w in packages]
    pins = [parse(jets.problem, f"award[{w}, {s}]") for w, s in zip(packages, elsewhere, strict=True)]
    found = answers(jets.problem, jets.plan, pins, How(gap=0.01, jobs=2))
    for answer, pair in zip(found.answers, found.comparison.pairs, strict=True):
        record, (first, *_) = found.record(answer), found.words(answer)
        assert first.startswith(f"If {answer.pin.supplier} holds a part of {answer.pin.package}, it ")
        assert " M" in first
        low, high = record["between_m"]
        assert 0 <= low <= high
        assert pair.both is not None
        assert record["cost_m"] == pytest.approx(float(pair.both[0].cost) + record["difference_m"])
        assert pair.both[1].placed[str(answer.pin.package)].get(str(answer.pin.supplier), 0) > 0


# CAVS


@pytest.mark.parametrize("order", CAVS_ORDERS)
def test_every_cavs_buyer_receives_its_order_at_about_the_published_value(order: str, cars: Planned) -> None:
    nation, units, value = CAVS_ORDERS[order]
    assert cars.units(order, nation) == units == float(cars.plan.total("deliver", order))
    if value is not None:
        assert (cars.f.items[order].unit_price_m or 0) * units == pytest.approx(value, rel=1e-3)
        assert cars.price_m(order) == pytest.approx(value, rel=FACTORS)


def test_latvias_200_vehicles_cost_latvia_about_200_million(cars: Planned) -> None:
    assert float(cars.plan.total("charge", "LV")) == pytest.approx(200, rel=0.02)


@pytest.mark.parametrize("order", CAVS_ORDERS)
def test_a_cavs_buyer_pays_for_its_own_vehicles(order: str, cars: Planned) -> None:
    nation = CAVS_ORDERS[order][0]
    assert float(cars.plan.total("charge", nation, "Vehicles")) == pytest.approx(cars.price_m(order), abs=0.2)


def test_german_vehicles_are_built_in_germany_from_2027(cars: Planned) -> None:
    first = cars.f.calendar.labels.index("2027")
    made = [key for key, sets in cars.plan.items("make") if key[0] == "Final assembly, German order" and sets]
    assert {cars.f.suppliers[str(s)].nation for _, s, _, _ in made} == {"DE"}
    assert min(int(t) for *_, t in made) == first
    assert min(int(t) for (i, _, t), units in cars.plan.items("deliver") if i == "German order" and units) >= first


def test_denmark_which_joined_in_2025_receives_nothing_before_2026(cars: Planned) -> None:
    first = cars.f.calendar.labels.index("2026")
    assert min(int(t) for (i, n, t), units in cars.plan.items("deliver") if n == "DK" and units) >= first
    assert all(not paid for (n, _, t), paid in cars.plan.items("pay") if n == "DK" and int(t) < first - 1)


def test_the_whole_example_is_marked_as_made_from_public_figures(jets: Planned, cars: Planned) -> None:
    assert {jets.problem.programme.marking, cars.problem.programme.marking} == {"EXAMPLE FROM PUBLIC FIGURES"}
    assert EUROFIGHTER in SLOW
