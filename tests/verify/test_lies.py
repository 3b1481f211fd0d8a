"""What is not so in a plan's file is found by `procure verify`, and no lie makes a bound stronger than the truth."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from procure.certificate import Certificate
from procure.cli import exits
from procure.facts import Facts
from procure.plan import Plan
from procure.verify import bounds
from procure.verify.bounds import Bounds
from procure.workbook import read_certificate
from procure.workbook.read_plan import read_plan
from procure.workbook.write import write
from tests.cli.calling import CAVS, ROOT, TWO, Done, call, changed
from tests.planned import planned
from tests.verify import checker

Change = Callable[[Workbook], None]
COST = 1  # its number among the objectives
TRUTH = 168.177  # M: a plan of the smallest example costs less than this, as CBC finds


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned(tmp_path_factory, "two-nations")[0]


def cells(book: Workbook, sheet: str, header: str, row_of: str) -> list[Any]:
    """The cells under a header of rows in which a text stands, of the table below a row with that header."""
    found, at = [], 0
    for row in book[sheet].iter_rows():
        by_value = {str(cell.value): cell.column for cell in row if cell.value is not None}
        at = by_value.get(header, at)
        if at and row_of in by_value:
            found.append(book[sheet].cell(row[0].row, at))
    return found


def told(sheet: str, header: str, row_of: str, value: Any) -> Change:
    """A change: the first such cell says something else; a function is given what it said."""

    def change(book: Workbook) -> None:
        cell = cells(book, sheet, header, row_of)[0]
        assert cell.value is not None
        cell.value = value(cell.value) if callable(value) else value

    return change


def verified(plan: Path, to: Path, change: Change, *words: str) -> Done:
    return call("verify", str(changed(plan, to / "lie.xlsx", change)), "--json", *words)


def objective(done: Done, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in done.document["objectives"] if one["name"] == name)
    return found


def rules(done: Done) -> set[str]:
    return {found["rule"] for found in done.document["findings"] if found["level"] == "error"}


@dataclass(frozen=True)
class Found:
    """A plan's file read: its facts, plan and certificate."""

    f: Facts
    plan: Plan
    certificate: Certificate

    def lied(self, number: int, **parts: Any) -> Bounds:
        """What is found where the certificate says something else of a stage."""
        stages = list(self.certificate.stages)
        stages[number] = replace(stages[number], **parts)
        return bounds.of(self.plan, self.f, replace(self.certificate, stages=tuple(stages)))

    def duals(self, value: Callable[[float], float]) -> Bounds:
        """The same with other duals of the cost."""
        own = self.certificate.stages[COST].duals
        return self.lied(COST, duals={label: value(dual) for label, dual in own.items()})


@pytest.fixture(scope="module")
def found(plan: Path) -> Found:
    read, _ = read_plan(plan)
    assert read is not None
    certificate = read_certificate.certificate(read)
    assert certificate is not None
    return Found(Facts(read.problem), read.plan, certificate)


def broken(found: Bounds) -> set[str]:
    return {finding.rule for finding in found.findings}


def test_a_file_saved_by_another_program_still_holds(plan: Path, tmp_path: Path) -> None:
    done = verified(plan, tmp_path, lambda book: None)
    assert done.code == exits.DONE, done.out
    assert TRUTH * 0.99 < objective(done, "cost")["proven"] <= TRUTH


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (told("Cost shares", "charge", "NL", lambda cost: cost + 1), "figure differs"),
        (told("Decisions", "value", "charge", lambda value: value + 1), "figure differs"),
        (told("Packages", "value", "Design", lambda value: value + 1), "inputs changed"),
        (told("Run", "what", "inputs, SHA-256", "0" * 64), "inputs changed"),
        (told("Run", "bound", "cost", 171.0), "bound beyond the plan"),
        (told("Certificate", "proven bound", "cost", lambda bound: bound + 0.001), "not proven"),
        (told("Certificate", "dual", "cost", 1e9), "not proven"),
    ],
)
def test_a_planted_lie_is_found_by_its_name(plan: Path, tmp_path: Path, change: Change, rule: str) -> None:
    done = verified(plan, tmp_path, change)
    assert done.code == exits.DISAGREE
    assert rule in rules(done)
    proven = objective(done, "cost")["proven"]
    assert proven is None or proven <= TRUTH + 1.1  # a dearer package is a dearer programme


@pytest.mark.parametrize(
    "value", [lambda y: y * 1.01, lambda y: y * 0.9, lambda y: -y, lambda y: 0.0, lambda y: 1e15, lambda y: y + 1e-3]
)
def test_duals_that_are_nonsense_prove_a_weaker_bound_that_is_one(
    found: Found, value: Callable[[float], float]
) -> None:
    honest, lied = found.duals(lambda y: y), found.duals(value)
    best, proven = honest.objectives[COST].proven, lied.objectives[COST].proven
    assert broken(honest) == set()
    assert "not proven" in broken(lied)
    assert best is not None
    assert proven is None or proven < best <= TRUTH


def test_a_dual_of_a_row_that_is_not_there_is_said(found: Found) -> None:
    duals = {("award", "of another programme"): 1.0, **found.certificate.stages[COST].duals}
    lied = found.lied(COST, duals=duals)
    assert broken(lied) == {"unknown row"}
    assert lied.objectives[COST].proven == found.duals(lambda y: y).objectives[COST].proven


def test_a_certificate_cannot_shut_this_plan_out_and_prove_what_it_likes(found: Found) -> None:
    held = found.lied(0, held=-1.0, bound=0.0).objectives
    assert held[COST].proven is None
    assert "less lateness" in held[COST].why
    for number, one in enumerate(found.lied(0, cutoff=-1e9).objectives):
        assert one.proven is None or one.proven <= (0.0, TRUTH, 0.0, 0.0)[number]
    assert found.lied(COST, cutoff=5.0).objectives[COST].proven == 5


def test_without_its_certificate_a_plan_holds_and_nothing_is_proven(plan: Path, tmp_path: Path) -> None:
    found, _ = read_plan(plan)
    assert found is not None
    write(tmp_path / "bare.xlsx", found.problem, found.plan)
    done = call("verify", str(tmp_path / "bare.xlsx"), "--rows", str(tmp_path / "rows.json"))
    assert done.code == exits.DONE
    assert "proof: no bound proven: this plan has no certificate" in done.out
    assert "claim: no plan has less than 168.16 M" in done.out
    assert checker.bounds(tmp_path / "rows.json") == {}


def test_an_emptied_certificate_proves_nothing(plan: Path, tmp_path: Path) -> None:
    def emptied(book: Workbook) -> None:
        book["Certificate"].delete_rows(1, 999)

    done = verified(plan, tmp_path, emptied)
    said = {one["why_none"] for one in done.document["objectives"]}
    assert said == {"the certificate is not of these objectives"}


def test_the_inputs_of_the_users_own_book_are_compared(plan: Path, tmp_path: Path) -> None:
    own = call("verify", str(plan), "--input", str(ROOT / TWO))
    assert own.code == exits.DONE, own.err
    assert "and those of the book given" in own.out
    dearer = changed(ROOT / TWO, tmp_path / "dearer.xlsx", told("Packages", "value", "Design", "61 %"))
    other = call("verify", str(plan), "--input", str(dearer))
    assert other.code == exits.DISAGREE
    assert "error: Packages:" in other.err
    assert "inputs: do not agree: 1 finding" in other.out
    unread = call("verify", str(plan), "--input", str(tmp_path / "none.xlsx"))
    assert unread.code == exits.FINDINGS


@pytest.mark.parametrize("path", [ROOT / CAVS, ROOT / "README.md", Path("none.xlsx")])
def test_what_is_no_plan_is_said_in_a_line(path: Path) -> None:
    done = call("verify", str(path))
    assert done.code == exits.FINDINGS
    assert "holds no plan that can be read" in done.err


def test_a_second_solver_confirms_the_claims_and_contradicts_a_lie(plan: Path, tmp_path: Path) -> None:
    done = call("verify", str(plan), "--second-solver")
    assert done.code == exits.DONE
    assert "second solver: by CBC: lateness confirmed, cost confirmed" in done.out
    lie = verified(plan, tmp_path, told("Run", "bound", "cost", 168.9), "--second-solver")  # below the plan's own cost
    assert lie.code == exits.DISAGREE
    assert "CBC has 168.1" in lie.document["second_solver"]


def test_the_rows_are_written_whole_and_never_over_the_plan(plan: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = call("verify", str(plan), "--rows", str(tmp_path / f"{name}.json"))
        assert f"written: {tmp_path / name}.json" in done.out
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    over = shutil.copy(plan, tmp_path / "plan.json")
    assert call("verify", str(over), "--rows", str(over)).code in (exits.NOT_WRITTEN, exits.FINDINGS)
    assert openpyxl.load_workbook(plan)["Certificate"]["A1"].value is not None
    nowhere = call("verify", str(plan), "--rows", str(tmp_path / "no" / "rows.json"))
    assert nowhere.code == exits.NOT_WRITTEN
