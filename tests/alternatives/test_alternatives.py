"""Alternatives: on tiny programmes every choice of suppliers is tried, on a formulation of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from procure import solve
from procure.alternatives import ranges as spread_of
from procure.alternatives import tables
from procure.alternatives.found import Found, How, alternatives
from procure.alternatives.ranges import ranges
from procure.alternatives.shape import CHARGE, Holders, distance, values
from procure.audit import audit
from procure.cli import exits
from procure.facts import Facts
from procure.findings import Refused
from procure.problem import Objective, Problem
from procure.sweep.case import How as Sweep
from tests import brute, in_process
from tests.brute import Enumeration
from tests.brute_model import ANY, Terms
from tests.cli.calling import call
from tests.generate import generate
from tests.whatif.tiny import programme
from tests.workbook import books

EXACT = How(gap=0.0)
SEEDS = (11, 15, 18, 20)  # of which each has several ways
PART = 0.05


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread_of, "run", in_process.run)


def drawn(seed: int) -> Problem:
    """A random programme with lateness and cost alone."""
    problem = brute.sharpened(generate(seed, "tiny"))
    assert problem is not None
    return problem


@cache
def found(seed: int) -> Found:
    return alternatives(drawn(seed), PART, 100, EXACT)


class Enumerated:
    """Every choice of suppliers and begins that keeps lateness at its best and costs at most so much more."""

    def __init__(self, problem: Problem, part: float) -> None:
        at = self.at = Enumeration(problem)
        best = brute.best(problem)
        assert best is not None
        at.m.row(-ANY, at.lateness(), best.lateness + 1e-6)
        self.most = best.cost + part * abs(best.cost)
        at.m.row(-ANY, at.cost(), self.most + 1e-6)
        self.choices = [choice for choice in at.choices() if at.least(choice, at.cost()) is not None]

    def holders(self) -> list[Holders]:
        """Who holds what in each choice, every way once."""
        every = []
        for choice in self.choices:
            held: dict[str, set[str]] = {w.id: set() for w in self.at.problem.packages}
            for (w, s), column in self.at.award.items():
                if choice[column]:
                    held[w].add(s)
            one = {w: frozenset(who) for w, who in held.items()}
            every += [one] if one not in every else []
        return every

    def least(self, terms: Terms) -> float:
        return min(value for choice in self.choices if (value := self.at.least(choice, terms)) is not None)


@pytest.mark.parametrize("seed", SEEDS)
def test_asked_for_more_than_there_are_it_finds_every_way_to_award_the_work_and_says_so(seed: int) -> None:
    problem, one = drawn(seed), found(seed)
    assert one.ended == solve.PROVEN
    worth = values(Facts(problem))
    counting = {w for w, value in worth.items() if value}
    ways = {tuple(sorted((w, who) for w, who in held.items() if w in counting)) for held in mine(one)}
    known = {
        tuple(sorted((w, who) for w, who in held.items() if w in counting))
        for held in Enumerated(problem, PART).holders()
    }
    assert ways == known
    assert len(ways) == len(one.plans) > 1


def mine(one: Found) -> Iterator[Holders]:
    yield from (plan.holders for plan in one.plans)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_plan_is_as_far_as_any_can_be_from_those_before_it(seed: int) -> None:
    one, every = found(seed), Enumerated(drawn(seed), PART).holders()
    for number in range(1, len(one.plans)):
        before = [plan.holders for plan in one.plans[:number]]
        farthest = max(min(distance(way, other, one.worth) for other in before) for way in every)
        plan = one.plans[number]
        assert plan.apart is not None
        assert plan.farthest is not None
        assert plan.farthest >= farthest - 1e-6  # what is proven holds
        assert plan.apart >= farthest * 0.99 - 1e-6  # within the gap of the question


@pytest.mark.parametrize("seed", SEEDS)
def test_every_plan_keeps_the_limit_and_what_comes_before_cost_and_passes_the_audit(seed: int) -> None:
    one, problem = found(seed), drawn(seed)
    f, limit = Facts(problem), Enumerated(problem, PART).most
    late = [sum(plan.plan.values.get("late", {}).values()) for plan in one.plans]
    assert set(late) == {late[0]}
    rounded = 0.01 * 100  # a unit of money for each leaf, at the most
    assert all(float(plan.cost) <= limit + rounded for plan in one.plans)
    assert all(audit(plan.plan, f).passed for plan in one.plans)


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_the_range_of_every_nation_is_that_of_all_choices(seed: int) -> None:
    problem = drawn(seed)
    best, known = alternatives(problem, PART, 1, EXACT), Enumerated(problem, PART)
    spread = ranges(best, Sweep(gap=0.0, workers=1))
    assert {one.nation for one in spread if one.family == CHARGE} == {n for n, _, _ in known.at.charge}
    for one in spread:
        if one.family != CHARGE:
            continue
        terms = [(1.0, x) for (n, _, _), x in known.at.charge.items() if n == one.nation]
        least, most = known.least(terms), -known.least([(-c, x) for c, x in terms])
        assert one.least.value is not None
        assert one.most.value is not None
        assert one.least.bound is not None
        assert one.most.bound is not None
        room = 0.01 * most + 0.5
        assert one.least.bound <= least + 1e-4
        assert one.most.bound >= most - 1e-4
        assert least - room <= one.least.value <= least + room
        assert most - room <= one.most.value <= most + room


def test_a_range_of_work_is_what_one_nation_can_win_and_lose() -> None:
    """Four hulls, two late at most free of charge: with cost alone Lima may have two, Krauss three, Arsenal all."""
    problem = programme().replace(objectives=(Objective("cost"),))
    spread = ranges(alternatives(problem, 0.12, 1, EXACT), Sweep(gap=0.0, workers=1))
    work = {one.nation: (one.least.value, one.most.value) for one in spread if one.family != CHARGE}
    assert work == {"FR": (0.0, 80.0), "DE": (0.0, 76.0), "US": (0.0, 72.0)}


def test_nothing_within_the_limit_but_the_best_is_proven() -> None:
    one = alternatives(programme(), 0.0, 5, EXACT)  # in time only Arsenal makes all four
    assert (len(one.plans), one.ended) == (1, solve.PROVEN)
    assert any("That is all" in line for line in tables.words(one))


def test_no_plan_at_all_is_told_with_its_state() -> None:
    broke = programme().replace(nations=tuple(
        n if n.id != "FR" else type(n)("FR", groups=n.groups, ceiling_m=1.0) for n in programme().nations
    ))  # fmt: skip
    one = alternatives(broke, PART, 3, EXACT)
    assert (one.plans, one.state) == ((), solve.INFEASIBLE)
    assert tables.words(one) == ["There is no plan to look for alternatives to: infeasible."]


def test_without_cost_among_the_objectives_nothing_is_nearly_as_cheap() -> None:
    with pytest.raises(Refused, match="expected cost among the objectives"):
        alternatives(programme().replace(objectives=(Objective("lateness"),)), PART, 3, EXACT)


def test_a_package_counts_whole_for_another_supplier_and_half_for_one_more() -> None:
    worth = {"hull": 10.0, "gun": 4.0}
    one = {"hull": frozenset({"A"}), "gun": frozenset({"A", "B"})}
    assert distance(one, one, worth) == 0
    assert distance(one, {**one, "hull": frozenset({"B"})}, worth) == 10
    assert distance(one, {**one, "gun": frozenset({"A"})}, worth) == 2
    assert distance(one, {**one, "gun": frozenset({"C", "D"})}, worth) == 4
    pairs = combinations([frozenset({"A"}), frozenset({"B"}), frozenset({"A", "B"})], 2)
    assert sorted(distance({"gun": a}, {"gun": b}, {"gun": 4.0}) for a, b in pairs) == [2, 2, 4]


# The command


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A tiny programme whose cost alone is looked at, as a workbook."""
    from procure.workbook import inputs

    problem = programme().replace(objectives=(Objective("cost"),))
    rows = {name: [header, *rows] for name, (header, rows) in inputs.tables(problem).items()}
    return books.write(rows, tmp_path / "tiny.xlsx")


def test_the_command_prints_plans_nations_and_ranges_and_writes_them(book: Path, tmp_path: Path) -> None:
    to, plans = tmp_path / "others.xlsx", tmp_path / "plans"
    words = ("alternatives", str(book), "--within", "12%", "--count", "3", "--gap", "0", "--nations", "--jobs", "1")
    done = call(*words, "-o", str(to), "--plans", str(plans))
    assert done.code == exits.DONE, done.err
    assert "Who gets what" in done.out
    assert "What is in it for each nation" in done.out
    assert f"written: {to}" in done.out
    assert call("audit", str(plans / "plan-2.xlsx")).code == exits.DONE
    again = call(*words, "-o", str(tmp_path / "again.xlsx"), "--json").document
    assert len(again["alternatives"]) == len(list(plans.iterdir())) == 3
    assert to.read_bytes() == (tmp_path / "again.xlsx").read_bytes()


def test_the_command_refuses_what_is_no_limit_and_what_cannot_be_written(book: Path, tmp_path: Path) -> None:
    assert call("alternatives", str(book), "--within", "much").code == exits.USAGE
    assert call("alternatives", str(book), "--within", "-1%").code == exits.USAGE
    assert call("alternatives", str(tmp_path / "none.xlsx")).code == exits.FINDINGS
    assert call("alternatives", str(book), "-o", str(book)).code == exits.NOT_WRITTEN
