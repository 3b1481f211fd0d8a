"""Coalitions of the examples: sums, individual rationality and core membership, and the same with other workers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from procure import objectives, pool
from procure.coalitions.found import AGREED, EQUAL, KEYS, NUCLEOLUS, PROPORTIONAL, SHAPLEY, Asked, Found, NoGame, found
from procure.coalitions.of_members import of_members, posed
from procure.coalitions.planned import How, standings
from procure.coalitions.tables import records, shares, tables
from procure.coalitions.words import words
from procure.facts import Facts
from procure.games.core import complaint
from procure.games.game import CERTAIN, INFINITE, NOT, UNCERTAIN
from procure.games.nucleolus import kohlberg, nucleolus
from procure.plan import dec
from procure.planning import plan
from procure.problem import THIRD, Nation, Problem
from procure.sweep.planned import borne
from procure.verbs import read
from tests.explain import inline

INPUTS = Path(__file__).parents[2] / "inputs"
CENT = Fraction(1, 100)


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test but the one on the number of workers."""
    if "workers" not in request.node.name:
        monkeypatch.setattr(pool, "run", inline.run)


@cache
def of(name: str) -> Found:
    return found(read(INPUTS / f"{name}.xlsx"), Asked(How(jobs=2)))


def way(one: Found, name: str) -> tuple[Fraction, ...]:
    return next(w.shares or () for w in one.ways if w.name == name)


@pytest.mark.parametrize(("name", "players"), [("tanker-pool", 6), ("cavs", 5)])
def test_every_coalition_is_planned_and_every_way_shares_the_whole(name: str, players: int) -> None:
    one = of(name)
    game = one.game
    assert len(game.players) == players
    assert game.complete
    assert tuple(w.name for w in one.ways) == KEYS
    assert {s.state for s in one.standings.values()} <= {"proven", "infeasible"}
    for each in one.ways:
        if each.shares is not None:
            assert sum(each.shares) == game.total
            assert each.judged is not None
            assert each.judged.rest == 0
    fair = nucleolus(game)
    assert fair is not None
    assert fair.shares == way(one, NUCLEOLUS)
    assert kohlberg(game, fair.shares, fair.alone)
    assert all(cost.least <= cost.plan for cost in game.costs.values())


@pytest.mark.parametrize("name", ["tanker-pool", "cavs"])
def test_who_objects_is_found_by_asking_every_coalition(name: str) -> None:
    one = of(name)
    for each in one.ways:
        if each.shares is None or each.judged is None:
            continue
        every = [complaint(one.game, each.shares, s) for s, _ in one.game.proper()]
        assert each.judged.worst is not None
        assert each.judged.worst.certain == max(c.certain for c in every)
        assert (each.judged.core == CERTAIN) == all(c.possible <= 0 for c in every)
        assert (each.judged.core == NOT) == any(c.certain > one.game.open for c in every)
        for i, state in enumerate(each.judged.alone):
            own = one.game.alone(i)
            assert (state == CERTAIN) == (each.shares[i] <= own.least)
            assert (state == NOT) == (each.shares[i] - own.plan > one.game.open)


def test_the_tanker_pools_agreed_key_is_in_the_core_and_equal_shares_are_not() -> None:
    """The tenth aircraft is bought once, however many join: whoever stays away pays it again."""
    one = of("tanker-pool")
    by = {w.name: w for w in one.ways}
    assert one.core.state == CERTAIN
    assert by[AGREED].judged is not None
    assert (by[AGREED].judged.core, set(by[AGREED].judged.alone)) == (CERTAIN, {CERTAIN})
    assert by[EQUAL].judged is not None
    assert by[EQUAL].judged.core == NOT
    assert "The agreed key is in the core" in " ".join(words(one))


def test_a_coalition_that_cannot_pay_has_an_infinite_cost_and_that_is_said() -> None:
    """NL with small partners only cannot pay a tenth aircraft within its budgets."""
    one = of("tanker-pool")
    none = {one.game.names(s) for s, cost in one.game.costs.items() if cost.plan == INFINITE}
    assert ("NL",) in none
    assert all("NL" in who and "DE" not in who for who in none)
    assert all(one.game.cost(s).least == INFINITE for s, cost in one.game.costs.items() if cost.plan == INFINITE)
    assert not way(one, SHAPLEY)
    said = " ".join(words(one))
    assert f"Without a plan, at an infinite cost, {len(none)} of the coalitions: NL" in said
    assert "--without-budgets" in said
    assert next(c for c in records(one)["coalitions"] if c["members"] == ["NL"])["cost"] is None


def test_in_cavs_each_buys_its_own_so_that_what_joining_saves_is_within_the_gaps() -> None:
    one = of("cavs")
    apart = sum(Fraction(one.game.alone(i).plan) for i in range(5))
    assert abs(apart - one.game.total) < 100 * CENT
    assert one.core.state == UNCERTAIN
    for name in (AGREED, SHAPLEY, NUCLEOLUS, PROPORTIONAL):
        own = [Fraction(one.game.alone(i).plan) for i in range(5)]
        assert [float(x) for x in way(one, name)] == pytest.approx([float(x) for x in own], abs=0.1)
    assert "within what is proven of the plans" in words(one)[0]


def test_what_nations_bear_sums_to_the_cost_that_the_planner_counts() -> None:
    problem = posed(read(INPUTS / "two-nations.xlsx"))
    made, f = plan(problem).plan, Facts(problem)
    assert made is not None
    parts = borne(made, f)
    assert sum(parts.values()) == Fraction(objectives.value(made, f, objectives.COST))
    late = max(f.periods, key=lambda t: made.total("charge", "BE", None, t))
    assert parts["BE"] < Fraction(made.total("charge", "BE"))
    assert dec(f.discount[late]) < 1


def test_two_nations_share_alike_what_joining_saves_whatever_the_number_of_workers() -> None:
    problem = read(INPUTS / "two-nations.xlsx")
    alone, twice = (found(problem, Asked(How(jobs=jobs))) for jobs in (1, 2))
    assert records(alone) == records(twice)
    assert {sheet: [t.rows for t in tables(alone)[sheet]] for sheet in tables(alone)} == {
        sheet: [t.rows for t in tables(twice)[sheet]] for sheet in tables(twice)
    }
    game = alone.game
    half = (sum(Fraction(game.alone(i).plan) for i in (0, 1)) - game.total) / 2
    assert way(alone, SHAPLEY) == way(alone, NUCLEOLUS)
    assert way(alone, SHAPLEY) == tuple(Fraction(game.alone(i).plan) - half for i in (0, 1))
    assert shares(alone).rows[-1][0] == "all"


def test_drawn_coalitions_are_a_part_of_all_and_the_value_has_errors() -> None:
    problem = read(INPUTS / "tanker-pool.xlsx")
    four = _only(problem, ("BE", "CZ", "LU", "NO"))
    every, some = (found(four, Asked(How(jobs=1), False, pairs)) for pairs in (None, 2))
    assert set(some.standings) < set(every.standings)
    assert all(some.standings[s].cost == every.standings[s].cost for s in some.standings)
    value = next(w for w in some.ways if w.name == SHAPLEY)
    assert value.errors is not None
    assert value.shares is not None
    assert sum(value.shares) == every.game.total
    assert any("orders of joining drawn in pairs" in line for line in words(some))
    assert next(w for w in some.ways if w.name == AGREED).judged is not None


def test_a_problem_with_errors_in_it_costs_nobody_knows_what() -> None:
    problem = posed(read(INPUTS / "two-nations.xlsx"))
    broken = problem.replace(packages=())
    (one,) = standings([broken], How())
    assert one.cost.plan == INFINITE
    assert one.cost.least == 0
    assert one.why


def test_there_is_no_game_of_one_nation_or_without_a_joint_plan() -> None:
    problem = read(INPUTS / "two-nations.xlsx")
    with pytest.raises(NoGame, match="no two nations"):
        found(_only(problem, ("BE",)), Asked())
    poor = problem.replace(nations=tuple(_capped(problem)))
    with pytest.raises(NoGame) as none:
        found(poor, Asked())
    assert none.value.state == "infeasible"


def test_a_larger_coalition_of_the_tanker_pool_never_costs_less() -> None:
    """Without budgets: whoever joins brings hours, and hours cost something."""
    game = of("tanker-pool").game
    known = [s for s, cost in game.costs.items() if cost.plan != INFINITE]
    for a, b in combinations(sorted(known), 2):
        if a & b == a:
            assert game.cost(a).least <= game.cost(b).plan


def _only(problem: Problem, names: tuple[str, ...]) -> Problem:
    own = of_members(posed(problem), frozenset(names))
    assert own is not None
    return own


def _capped(problem: Problem) -> list[Nation]:
    return [n if n.role == THIRD else replace(n, ceiling_m=1.0) for n in problem.nations]
