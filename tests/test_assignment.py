"""Generalised assignment, written as a workbook: the optimum is the one that enumeration proves.

    min sum price[s,w] x[s,w]    sum_s x[s,w] = 1,    sum_w effort[s,w] x[s,w] <= capacity[s],    x 0/1
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from procure import solve
from procure.audit import audit
from procure.facts import Facts
from procure.findings import errors
from procure.planning import Outcome, plan
from procure.workbook.read import read
from tests.workbook import books


@dataclass(frozen=True)
class Assignment:
    """Suppliers 0.. and jobs 0..: price and effort of each pair, capacity of each supplier."""

    price: list[list[int]]
    effort: list[list[int]]
    capacity: list[int]

    @property
    def jobs(self) -> range:
        return range(len(self.price[0]))

    @property
    def suppliers(self) -> range:
        return range(len(self.price))


def drawn(seed: int, suppliers: int = 3, jobs: int = 7, tightness: float = 0.9) -> Assignment:
    """As in the literature's hard kind: what is cheap takes much effort."""
    rng = Random(seed)
    effort = [[rng.randint(5, 25) for _ in range(jobs)] for _ in range(suppliers)]
    price = [[max(1, 40 - e + rng.randint(-5, 5)) for e in row] for row in effort]
    return Assignment(price, effort, [round(tightness * sum(row) / suppliers) for row in effort])


def enumerated(a: Assignment) -> int | None:
    """The least price of all assignments that keep the capacities, None where none does."""
    costs = []
    for chosen in product(a.suppliers, repeat=len(a.jobs)):
        loads = [0] * len(a.suppliers)
        for job, s in enumerate(chosen):
            loads[s] += a.effort[s][job]
        if all(load <= most for load, most in zip(loads, a.capacity, strict=True)):
            costs.append(sum(a.price[s][job] for job, s in enumerate(chosen)))
    return min(costs, default=None)


def tables(a: Assignment) -> dict[str, list[list[Any]]]:
    """The sheets: packages without a value, so that only quotes price them; capacity in hours of the one period."""
    pairs = [(s, job) for s in a.suppliers for job in a.jobs]
    return {
        "Programme": [
            ["setting", "value"],
            ["name", "Assignment"],
            ["first period", 2027],
            ["periods", 1],
            ["model", "best-value"],
            ["objectives", "cost"],
            ["gap", 0],
        ],
        "Nations": [["nation"], ["AT"]],
        "Phases": [["phase", "key"], ["Work", "equal"]],
        "Packages": [["package", "kind", "phase"], *([f"job {job}", "one-off", "Work"] for job in a.jobs)],
        "Suppliers": [["supplier", "nation"], *([f"firm {s}", "AT"] for s in a.suppliers)],
        "Capacity": [["supplier", "unit", 2027], *([f"firm {s}", "hours", a.capacity[s]] for s in a.suppliers)],
        "Quotes": [
            ["supplier", "package", "price", "effort"],
            *([f"firm {s}", f"job {job}", a.price[s][job], f"{a.effort[s][job]} hours"] for s, job in pairs),
        ],
    }


def planned(a: Assignment, folder: Path) -> tuple[Outcome, Facts]:
    problem, findings = read(books.write(tables(a), folder / "assignment.xlsx"))
    assert problem is not None, [str(f) for f in errors(findings)]
    return plan(problem), Facts(problem)


@pytest.mark.parametrize("seed", range(6))
def test_the_optimum_is_the_one_that_enumeration_proves(seed: int, tmp_path: Path) -> None:
    assignment = drawn(seed)
    outcome, f = planned(assignment, tmp_path)
    assert outcome.state == solve.PROVEN
    assert outcome.plan is not None
    assert outcome.stages[0].best == pytest.approx(enumerated(assignment))
    assert float(outcome.plan.total("charge")) == pytest.approx(enumerated(assignment))
    assert audit(outcome.plan, f).passed


def test_capacities_matter() -> None:
    free = drawn(1, tightness=100)
    assert (enumerated(free) or 0) < (enumerated(drawn(1)) or 0)


@pytest.mark.parametrize("seed", range(2))
def test_too_little_capacity_is_infeasible_for_both(seed: int, tmp_path: Path) -> None:
    assignment = drawn(seed, tightness=0.4)
    assert enumerated(assignment) is None
    outcome, _ = planned(assignment, tmp_path)
    assert outcome.state == solve.INFEASIBLE
    assert outcome.plan is None
