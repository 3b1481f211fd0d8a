"""Rules on losses: a plan keeps them, or is planned again until it does, or there is none and that is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from procure import rules, solve
from procure.calendar import Span
from procure.cli import exits
from procure.facts import Facts
from procure.findings import Refused
from procure.planning import Outcome, plan
from procure.problem import ONE_OFF, Objective, Package, Phase, Problem, Rule, Supplier
from procure.stress import demands
from procure.stress import found as found_module
from procure.sweep.case import NOT_RUN, How, Result
from procure.whatif import resolved
from procure.whatif.target import looser_amount
from procure.words import plain
from procure.workbook import inputs
from tests import in_process
from tests.cli.calling import call
from tests.stress.test_losses import fine
from tests.whatif.tiny import programme
from tests.workbook import books

EXACT = How(gap=0.0)
SPARE = Rule("spare", "loss of a supplier", ("all",), relation="<=", amount=60.0, base="M", span=Span(1, 3), row=2)
# of two designs that take two years, Bureau does both for 180 M, each of them one for 190, Arsenal both for 200. Lost
# after a year: without Bureau 90 + 200 - 180 = 110 more, or 45 + 200 - 190 = 55; without Arsenal 40 of one, 80 of both


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_module, "run", in_process.run)


def designs(*rules_: Rule) -> Problem:
    both = (Package(name, ONE_OFF, "development", value_m=100.0, months=24, begins=0) for name in ("front", "rear"))
    return fine(programme(
        phases=(Phase("development", "equal"),), items=(), requirements=(), capacities=(), packages=tuple(both),
        suppliers=(Supplier("Arsenal", "FR"), Supplier("Bureau", "DE", price_factor=0.9)),
        objectives=(Objective("cost"),), rules=rules_,
    ))  # fmt: skip


def kept(problem: Problem) -> tuple[Problem, Outcome]:
    return demands.kept(problem, make(problem), make, EXACT, lambda _: None)


def make(problem: Problem) -> Outcome:
    return plan(problem, gap=0.0)


def cost(outcome: Outcome) -> float:
    assert outcome.plan is not None
    return float(outcome.plan.total("charge"))


def said(outcome: Outcome) -> str:
    assert outcome.plan is not None
    return outcome.plan.run["losses"]


def test_a_plan_that_survives_every_loss_is_kept_as_it_is() -> None:
    problem, outcome = kept(designs(replace(SPARE, amount=110.0)))
    assert cost(outcome) == 180
    assert problem == designs(replace(SPARE, amount=110.0))
    assert said(outcome) == (
        "rule spare is kept: the worst is the loss of Bureau, after which those who stay pay 110.00 M more"
    )


def test_a_plan_that_does_not_is_planned_again_with_the_work_spread() -> None:
    problem, outcome = kept(designs(SPARE))
    assert cost(outcome) == 190
    (cut,) = (rule for rule in problem.rules if rule != SPARE)
    assert (cut.id, cut.measure, cut.amount, cut.asked_by) == ("spread Bureau 1", "packages", 1.0, "rule spare")
    assert "those who stay pay 55.00 M more" in said(outcome)
    assert said(outcome).endswith("rules named 'spread ...' were added, and the plan is the best that keeps them")
    (verdict,) = demands.verdicts(found_module.base_of(problem, outcome.plan), EXACT)  # type: ignore[arg-type]
    assert not verdict.broken
    again, _ = resolved.problem_of(resolved.book_of(problem))  # the cut is a rule that a workbook can say
    assert again is not None
    assert cut.of == again.rules[-1].of or cut.of == again.rules[0].of


def test_where_no_spreading_helps_there_is_no_plan_and_that_is_no_proof() -> None:
    _, outcome = kept(designs(replace(SPARE, amount=50.0)))
    assert (outcome.state, outcome.plan) == (solve.NO_PLAN, None)
    assert outcome.why.startswith("none was found that survives every single loss: rule spare is broken by the loss of")


def test_what_is_only_to_be_reported_changes_no_plan_and_is_said_broken() -> None:
    problem, outcome = kept(designs(replace(SPARE, strength="report")))
    assert (cost(outcome), len(problem.rules)) == (180, 1)
    assert said(outcome).startswith("rule spare is broken by the loss of Bureau, after which those who stay pay 110.00")


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (replace(SPARE, amount=61.2, base="% of total cost"), False),  # 110 of 180 M
        (replace(SPARE, amount=61.0, base="% of total cost"), True),
        (replace(SPARE, amount=24.0, base="months"), False),
        (replace(SPARE, amount=0.0, base="months"), True),
        (replace(SPARE, amount=0.0, of=(("supplier", "Arsenal"),)), False),  # it has nothing to do
        (replace(SPARE, who=("FR",), amount=0.0), False),
        (replace(SPARE, who=("DE",), amount=60.0), True),
        (replace(SPARE, span=None, amount=20.0), False),  # nothing is begun: 200 - 180
        (replace(SPARE, span=None, amount=19.0), True),
        (replace(SPARE, span=None, measure="loss of a nation", who=("DE",), amount=110.0), False),  # FR alone: 200 - 90
        (replace(SPARE, span=None, measure="loss of a nation", who=("DE",), amount=109.0), True),
    ],
)
def test_the_amount_is_money_a_part_of_the_cost_or_months_of_those_it_speaks_of(rule: Rule, broken: bool) -> None:
    problem = designs(rule).replace(packages=tuple(replace(w, latest=3) for w in designs().packages))
    outcome = make(problem)
    assert outcome.plan is not None
    (verdict,) = demands.verdicts(found_module.base_of(problem, outcome.plan), EXACT)
    assert bool(verdict.broken) is broken, verdict.words


def test_ctrl_c_while_losses_are_planned_keeps_the_plan_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    not_run = [Result("", "", NOT_RUN)]
    monkeypatch.setattr(found_module, "run", lambda cases, how, tell: not_run * len(cases))
    problem, outcome = kept(designs(SPARE))
    assert (outcome.state, cost(outcome), problem) == (solve.INTERRUPTED, 180, designs(SPARE))
    assert outcome.plan is not None
    assert "losses" not in outcome.plan.run


def test_a_loss_without_a_plan_breaks_every_limit() -> None:
    sole = replace(designs().packages[0], given_to=(("DE", None),))
    problem = designs(replace(SPARE, amount=1e6)).replace(packages=(sole,))
    _, outcome = kept(problem)
    assert outcome.plan is None
    assert "Bureau, after which no plan was found (infeasible)" in outcome.why


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        (replace(SPARE, base="count"), "base"), (replace(SPARE, relation=">="), "relation"),
        (replace(SPARE, strength="should"), "strength"), (replace(SPARE, of=(("phase", "development"),)), "of"),
        (replace(SPARE, each=False), "each or together"), (replace(SPARE, span=Span(0, 1)), "to"),
        (replace(SPARE, who=("XX",)), "who"), (replace(SPARE, who=("US",)), "who"),
        (replace(SPARE, measure="loss of a nation", of=(("supplier", "Bureau"),)), "of"),
    ],
)  # fmt: skip
def test_words_that_do_not_fit_are_refused_at_their_cell(rule: Rule, column: str) -> None:
    letters = dict.fromkeys(("base", "relation", "strength", "of", "each or together", "to", "who"), "C")
    (finding,) = rules.refusals(Facts(designs(rule).replace(columns={"Rules": letters})))
    assert finding.where == f"Rules!C2 {column}"
    with pytest.raises(Refused):
        plan(designs(rule))


def test_the_rule_has_no_row_and_cannot_be_traded_but_has_a_sentence() -> None:
    f = Facts(designs(SPARE))
    assert rules.rows(f) == []
    assert rules.refusals(f) == []
    with pytest.raises(Refused, match="judged after it"):
        looser_amount(SPARE, "here")
    assert plain(replace(SPARE, span=None)) == (
        "What those who stay pay more after the loss of any one of each nation's suppliers is at most 60 M."
    )
    assert plain(replace(SPARE, span=None, base="months", measure="loss of a nation", who=("partners",))) == (
        "The delay by the loss of each partner is at most 60 months."
    )


# The command


def book(to: Path, amount: float) -> Path:
    problem = designs(replace(SPARE, amount=amount))
    return books.write({name: [header, *rows] for name, (header, rows) in inputs.tables(problem).items()}, to)


def test_the_command_plans_until_the_rule_is_kept_and_says_so_in_the_workbook(tmp_path: Path) -> None:
    at, to = book(tmp_path / "book.xlsx", 60.0), tmp_path / "plan.xlsx"
    done = call("plan", str(at), "-o", str(to), "--gap", "0")
    assert done.code == exits.DONE, done.err
    assert "Rule spare is kept: the worst is the loss of Bureau" in done.out
    assert call("audit", str(to)).code == exits.DONE
    sheet = openpyxl.load_workbook(to)["Rules"]
    assert "spread Bureau 1" in {cell.value for cell in sheet["A"]}
    words = ("stress", str(to), "--from", "2028", "--gap", "0", "--json", "-o", str(tmp_path / "s.xlsx"))
    document = call(*words).document
    assert max(one["cost_more"] for one in document["losses"] if one["kind"] == "supplier") <= 60


def test_the_command_writes_nothing_where_no_plan_survives(tmp_path: Path) -> None:
    at, to = book(tmp_path / "book.xlsx", 50.0), tmp_path / "plan.xlsx"
    done = call("plan", str(at), "-o", str(to), "--gap", "0")
    assert done.code == exits.NO_PLAN_IN_TIME
    assert "that does not mean there is none: none was found that survives every single loss" in done.out
    assert not to.exists()


def test_a_plan_that_was_made_otherwise_says_that_the_rule_is_not_checked(tmp_path: Path) -> None:
    at = book(tmp_path / "book.xlsx", 60.0)
    to = ("-o", str(tmp_path / "w.xlsx"), "--plans", str(tmp_path))
    done = call("whatif", str(at), "price +5 %", "--jobs", "1", *to)
    assert done.code == exits.DONE, done.err
    told = {str(cell.value) for row in openpyxl.load_workbook(tmp_path / "base.xlsx")["Summary"] for cell in row}
    assert any("Not checked in this plan" in one for one in told)
