"""A plan made again from its own workbook agrees to the byte, or what does not agree is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from procure import manifest, solve
from procure.cli import exits
from procure.plan import Plan, Stage
from procure.rerunning import Verdict, compared
from procure.workbook.read_plan import PlanFile, read_plan
from tests.cli.calling import METEOR, TWO, call, changed, digest, fill, process, settle
from tests.cli.test_plan_files import after, spoil


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the smallest example, with options, from another folder."""
    folder = settle(tmp_path_factory.mktemp("planned") / "clone")
    done = call("plan", str(folder / TWO), "-o", str(folder / "plan.xlsx"), "--seed", "3", "--without", "capacity")
    assert done.code == exits.DONE, done.err
    return folder / "plan.xlsx"


@pytest.fixture(scope="module")
def found(plan: Path) -> PlanFile:
    read, _ = read_plan(plan)
    assert read is not None
    return read


def rewritten(source: Path, to: Path, part: str, old: str, new: str) -> Path:
    """A copy of a workbook in which a text of one part is another."""
    with zipfile.ZipFile(source) as was, zipfile.ZipFile(to, "w") as now:
        for entry in was.infolist():
            content = was.read(entry)
            if entry.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            now.writestr(entry, content)
    return to


@pytest.mark.usefixtures("here")
def test_a_plan_agrees_to_the_byte_in_another_process_with_other_hashes() -> None:
    assert process("plan", METEOR, "-o", "outputs/plan.xlsx", PYTHONHASHSEED="1").code == exits.DONE
    done = process("rerun", "outputs/plan.xlsx", "--output", "outputs/again.xlsx", PYTHONHASHSEED="2")
    assert done.code == exits.DONE, done.err
    assert "plan.xlsx: agrees: the same figures and the same bytes on every sheet" in done.out
    assert digest("outputs/plan.xlsx") == digest("outputs/again.xlsx")


def test_options_are_repeated_and_the_answer_is_a_document(plan: Path, found: PlanFile) -> None:
    assert found.plan.run[manifest.COMMAND] == "procure plan --seed 3 --without Capacity"
    done = call("rerun", str(plan), "--json")
    assert done.code == exits.DONE, done.out
    said = done.document
    assert (said["command"], said["agrees"], said["parts"], said["findings"]) == ("rerun", True, [], [])
    assert {stage["name"] for stage in said["objectives"]} >= {"cost"}
    assert all(stage["then"] == stage["now"] for stage in said["objectives"])


def test_an_input_that_was_changed_is_named_before_anything_is_planned(plan: Path, tmp_path: Path) -> None:
    changed(plan, tmp_path / "changed.xlsx", fill("Budgets", "note", "never said", range(2, 3)))
    done = call("rerun", str(tmp_path / "changed.xlsx"), "-o", str(tmp_path / "again.xlsx"))
    assert done.code == exits.DISAGREE
    assert "error: Budgets: expected the check sum" in done.err
    assert not (tmp_path / "again.xlsx").exists()


def test_a_figure_that_was_planted_is_found_with_its_cell(plan: Path, tmp_path: Path) -> None:
    cell: list[str] = []
    change = spoil("Payments", after("BE", "paid"), 0.01)
    changed(plan, tmp_path / "planted.xlsx", lambda book: cell.append(change(book)))
    done = call("rerun", str(tmp_path / "planted.xlsx"))
    assert done.code == exits.DISAGREE
    assert f"error: {cell[0]}: 1 cells differ" in done.err


def test_another_seed_than_the_plan_had_is_found(plan: Path, tmp_path: Path) -> None:
    strings = "xl/sharedStrings.xml"
    spoiled = rewritten(plan, tmp_path / "seed.xlsx", strings, "procure plan --seed 3", "procure plan --seed 5")
    done = call("rerun", str(spoiled))
    assert done.code == exits.DISAGREE
    assert "error: Run!" in done.err
    assert "error: Decisions!" in done.err


def test_the_same_figures_in_other_bytes_are_told_by_sheet(plan: Path, tmp_path: Path) -> None:
    summary = "xl/worksheets/sheet1.xml"
    saved = rewritten(plan, tmp_path / "saved.xlsx", summary, 'showGridLines="0"', 'showGridLines="1"')
    done = call("rerun", str(saved))
    assert done.code == exits.DISAGREE
    assert "the same figures in other bytes, in Summary." in done.out


def test_made_with_other_versions_only_figures_need_agree(plan: Path, tmp_path: Path) -> None:
    other = rewritten(plan, tmp_path / "other.xlsx", "xl/sharedStrings.xml", "highspy 1.", "highspy 0.")
    done = call("rerun", str(other))
    assert done.code == exits.DONE, done.err
    assert "warning: Run versions: the plan was made with procure" in done.err
    assert "bytes are not compared" in done.out


REFUSED: dict[str, tuple[str, str]] = {
    "near": ("procure plan --near a.xlsx --freeze 2029", "it was made with --near, beside a plan"),
    "no worse": ("procure plan --no-worse-than a.xlsx:NL", "it was made with --no-worse-than, beside a plan"),
    "another command": ("procure whatif", "which is not understood: no call of procure plan"),
    "no option": ("procure plan --sooner", "which is not understood: No such option"),
    "no words": ("procure plan --model 'x", "which is not understood: No closing quotation"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_repeated_is_refused_in_one_line(what: str, plan: Path, tmp_path: Path) -> None:
    command, words = REFUSED[what]
    written = "procure plan --seed 3 --without Capacity"
    done = call("rerun", str(rewritten(plan, tmp_path / "it.xlsx", "xl/sharedStrings.xml", written, command)))
    assert done.code == exits.FINDINGS
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_what_is_no_plan_or_names_no_command_is_refused(plan: Path, tmp_path: Path) -> None:
    assert call("rerun", str(plan.parent / TWO)).code == exits.FINDINGS
    nameless = rewritten(plan, tmp_path / "it.xlsx", "xl/sharedStrings.xml", "<si><t>command", "<si><t>commune")
    done = call("rerun", str(nameless))
    assert done.code == exits.FINDINGS
    assert "does not say which command made it" in done.err
    assert call("rerun", str(plan), "-o", str(plan)).code == exits.NOT_WRITTEN


# What two plans come to, without planning


def verdict(plan: Path, first: PlanFile, second: PlanFile) -> Verdict:
    return compared(plan, first, plan, second)


def other(found: PlanFile, *stages: Stage, **run: str) -> PlanFile:
    """A plan of other figures, with these stages and facts."""
    left = {name: sheet for name, sheet in found.published.items() if name != "Deliveries"}
    facts = {**found.plan.run, **{name.replace("_", " "): value for name, value in run.items()}}
    return replace(found, plan=Plan({}, stages or found.plan.stages, facts), published=left)


def stopped(found: PlanFile, state: str = solve.GAP, best: float = 0.0) -> Iterator[Stage]:
    """The stages, of which cost was not finished, and is that much dearer."""
    for stage in found.plan.stages:
        yield replace(stage, state=state, best=stage.best + best) if stage.name == "cost" else stage


def test_plans_without_a_reason_to_differ_must_not(plan: Path, found: PlanFile) -> None:
    same = verdict(plan, found, found)
    assert (same.agrees, same.unsure, same.parts) == (True, "", [])
    apart = verdict(plan, found, other(found))
    assert [finding.where for finding in apart.findings] == ["Deliveries"]
    assert not apart.agrees
    assert not verdict(plan, found, other(found, *stopped(found))).agrees  # no clock ran


WHY: dict[str, Callable[[PlanFile], PlanFile]] = {
    "Ctrl-C stopped a stage": lambda found: other(found, *stopped(found, solve.INTERRUPTED)),
    "the clock stopped a stage": lambda found: other(found, *stopped(found), **{"time limit, s": "9"}),
    "more than one thread took part": lambda found: other(found, threads="2"),
}


@pytest.mark.parametrize("why", WHY)
def test_a_search_that_was_ended_from_outside_is_held_to_the_bounds_alone(
    why: str, plan: Path, found: PlanFile
) -> None:
    first = WHY[why](found)
    then, now = verdict(plan, first, found), verdict(plan, found, first)
    assert (then.unsure, then.agrees, then.parts) == (why, True, None)
    assert now.unsure == (why if "thread" in why else f"this time {why}")


@pytest.mark.parametrize("cheaper", [0.01, 50.0])
def test_a_plan_better_than_what_the_other_proves_is_a_contradiction(
    cheaper: float, plan: Path, found: PlanFile
) -> None:
    beside = other(found, *stopped(found, solve.INTERRUPTED, -cheaper))
    cost = next(stage for stage in found.plan.stages if stage.name == "cost")
    assert cost.gap is not None
    assert verdict(plan, found, beside).agrees == (cheaper < cost.gap)
