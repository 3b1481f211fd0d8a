"""Settlement: who joins buys in, customers pay levies, who leaves pays towards what is to come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure import settlements
from procure.audit import audit
from procure.clauses import settlement
from procure.facts import Facts
from procure.origins import History
from procure.plan import Plan, dec
from procure.planning import plan
from procure.problem import Problem, Share
from tests.clauses import small

DESIGN = small.one_off("design", months=24.0, begins=0)  # 6 M in each of the first two periods
TRIALS = small.one_off("trials", 40.0, begins=2)


def history(phase: str | None = "build", **paid: float) -> list[History]:
    return [History(None, phase, n, 2025, amount) for n, amount in paid.items()]


def book(*nations: Any, **tables: Any) -> Problem:
    """Design and trials of one phase, shared equally, over four years."""
    standard = {"periods": 4, "packages": [DESIGN, TRIALS], "suppliers": [small.supplier()]}
    return small.problem(nations=nations, **(standard | tables))


EXAMPLE = book(
    small.nation("DE"),
    small.nation("DK", joins=1, buy_in_fraction=0.5),
    small.nation("FR"),
    small.nation("IT", leaves=1, exit_cap_m=5.0),
    small.nation("PL", role="customer"),
    phases=[small.phase(levy_m=0.25)],
    items=[small.item()],
    requirements=[small.need(1, 1, 1, 1), small.need(0, 0, 2, 0, nation="PL")],
    history=history(DE=30.0, FR=90.0),
)


def settled(of: Problem) -> dict[tuple[str | int, ...], float]:
    """What is settled in an audited plan, in M, by (nation, phase, period)."""
    found = plan(of).plan
    assert found is not None
    assert not audit(found, Facts(of)).findings
    assert not any(found.total("settle", None, p.id, t) for p in of.phases for t in range(4))
    return {key: float(amount) for key, amount in found.items("settle")}


# Entry


def test_who_joins_pays_its_share_of_what_was_paid_and_the_others_receive_it_by_what_they_paid() -> None:
    nations = small.nation("DE"), small.nation("DK", joins=1), small.nation("FR")
    found = settled(book(*nations, history=history(DE=30.0, FR=90.0)))
    assert found == {("DK", "build", 1): 40.0, ("DE", "build", 1): -10.0, ("FR", "build", 1): -30.0}


def test_half_a_buy_in_is_half_of_it_and_none_is_nothing() -> None:
    for part, paid in ((0.5, 20.0), (0.0, None)):
        nations = small.nation("DE"), small.nation("DK", joins=1, buy_in_fraction=part), small.nation("FR")
        found = settled(book(*nations, history=history(DE=30.0, FR=90.0)))
        assert found.get(("DK", "build", 1)) == paid


def test_a_second_joiner_pays_those_who_have_paid_by_what_each_has_borne() -> None:
    nations = small.nation("DK", joins=1), small.nation("FR"), small.nation("PT", joins=2)
    found = settled(book(*nations, history=history(FR=60.0)))
    assert found["DK", "build", 1] == 30.0
    assert (found["PT", "build", 2], found["DK", "build", 2], found["FR", "build", 2]) == (20.0, -10.0, -10.0)


def test_two_that_join_together_pay_nothing_to_each_other() -> None:
    nations = small.nation("DK", joins=1), small.nation("FR"), small.nation("PT", joins=1)
    assert settled(book(*nations, history=history(FR=60.0))) == {
        ("DK", "build", 1): 20.0, ("FR", "build", 1): -40.0, ("PT", "build", 1): 20.0
    }  # fmt: skip


def test_history_of_no_phase_goes_equally_to_phases_that_are_paid_together() -> None:
    phases = [small.phase(), small.phase("trials"), small.phase("local", key="where performed")]
    f = Facts(book(small.nation(), small.nation("DK", joins=1), phases=phases, history=history(None, FR=60.0)))
    assert [settlements.past(f, p)["FR"] for p in f.problem.phases] == [30.0, 0.0, 30.0]
    assert settlements.of(f).buy_ins["DK", "trials", 1] == 15.0


def test_history_of_another_programme_is_bought_by_nobody() -> None:
    other = [History("Tornado", None, "FR", 2025, 60.0)]
    assert settled(book(small.nation(), small.nation("DK", joins=1), history=other)) == {}


def test_a_buy_in_is_due_when_it_falls_and_what_is_received_lowers_what_is_paid() -> None:
    problem = book(small.nation(), small.nation("DK", joins=1), history=history(FR=60.0))
    found = plan(problem).plan
    assert found is not None
    assert [float(found.get("pay", "DK", "build", t)) for t in range(4)] == [0, 33, 20, 0]
    assert [float(found.get("pay", "FR", "build", t)) for t in range(4)] == [6, -27, 20, 0]
    assert float(found.total("charge", "FR")) == 29


# Exit


def leaver(cap: float | None) -> Problem:
    """IT leaves before the trials of 40 M, of which its third would be 13.33 M."""
    return book(small.nation("DE"), small.nation("FR"), small.nation("IT", leaves=1, exit_cap_m=cap))


def test_who_leaves_pays_its_share_of_what_is_still_spent() -> None:
    found = settled(leaver(20.0))
    assert found == {("IT", "build", 1): 13.33, ("DE", "build", 1): -6.66, ("FR", "build", 1): -6.67}


def test_who_leaves_pays_no_more_than_its_cap() -> None:
    assert settled(leaver(5.0)) == {("IT", "build", 1): 5.0, ("DE", "build", 1): -2.5, ("FR", "build", 1): -2.5}


@pytest.mark.parametrize("cap", [None, 0.0])
def test_without_a_cap_who_leaves_pays_nothing(cap: float | None) -> None:
    assert settled(leaver(cap)) == {}


def test_a_cap_that_cannot_bind_needs_no_binary() -> None:
    exits = [settlements.of(Facts(leaver(cap))).exits[0].may_be_capped for cap in (5.0, 17.0, 18.0)]  # a third of 52 M
    assert exits == [True, True, False]


def test_the_exit_cost_is_exact_whatever_the_objective_wants() -> None:
    for cap, owed in ((5.0, 5.0), (13.0, 13.0), (14.0, 40 / 3), (18.0, 40 / 3)):
        for sign in (1.0, -1.0):
            assert small.plan(leaver(cap), small.first("exit", sign=sign)).total("exit") == pytest.approx(owed)


def test_a_cap_over_two_phases_is_of_both_together_and_no_phase_has_more_than_is_owed() -> None:
    phases = [small.phase(), small.phase("trials")]
    packages = [small.one_off("radar", 30.0, begins=2), small.one_off("gun", 15.0, phase="trials", begins=3)]
    problem = replace(leaver(12.0), phases=tuple(phases), packages=tuple(packages))
    found = plan(problem).plan
    assert found is not None
    assert not audit(found, Facts(problem)).findings
    assert float(found.total("exit", "IT")) == 12.0
    assert found.get("exit", "IT", "build") <= 10
    assert found.get("exit", "IT", "trials") <= 5


def test_nobody_receives_an_exit_cost_who_leaves_at_the_same_time() -> None:
    nations = small.nation("DE"), *(small.nation(n, leaves=1, exit_cap_m=9.0) for n in ("FR", "IT"))
    assert settled(book(*nations)) == {("DE", "build", 1): -18.0, ("FR", "build", 1): 9.0, ("IT", "build", 1): 9.0}


def test_a_nation_can_join_and_leave() -> None:
    nation = small.nation("DK", joins=1, leaves=1, exit_cap_m=4.0)
    found = settled(book(small.nation("FR"), nation, history=history(FR=60.0)))
    assert found == {("DK", "build", 1): 34.0, ("FR", "build", 1): -34.0}


# Levy


def test_customers_pay_a_levy_for_each_unit_and_partners_receive_it_by_the_key() -> None:
    found = settled(
        book(
            small.nation("DE"), small.nation("FR"), small.nation("PL", role="customer"),
            phases=[small.phase(key="table", levy_m=0.5)], items=[small.item()], packages=[small.per_unit()],
            requirements=[small.need(1, 1, 1, 1), small.need(0, 0, 4, 0, nation="PL")],
            shares=[Share("build", "DE", weight=3.0), Share("build", "FR", weight=1.0)],
        )
    )  # fmt: skip
    assert found == {("PL", "build", 2): 2.0, ("DE", "build", 2): -1.5, ("FR", "build", 2): -0.5}


def test_a_customer_pays_the_levy_of_a_phase_in_which_it_pays_nothing_else() -> None:
    problem = replace(EXAMPLE, history=())
    found = plan(problem).plan
    assert found is not None
    assert float(found.total("pay", "PL")) == 0.5
    assert not found.total("charge", "PL")


# The audit


def test_a_plan_of_the_example_passes_and_settles_to_nothing() -> None:
    assert settled(EXAMPLE)["DK", "build", 1] == 13.33  # its buy-in, less a third of what IT pays to leave


def spoiled(change: dict[tuple[str, tuple[str | int, ...]], float]) -> set[str]:
    """Clauses that the example's plan breaks with these values added."""
    found = plan(EXAMPLE).plan
    assert found is not None
    values = {family: dict(own) for family, own in found.values.items()}
    for (family, key), more in change.items():
        values.setdefault(family, {})[key] = found.get(family, *key) + dec(more)
    return {one.rule for one in audit(Plan(values), Facts(EXAMPLE)).findings}


@pytest.mark.parametrize("change", [
    {("settle", ("DK", "build", 1)): 1.0, ("settle", ("DE", "build", 1)): -1.0},
    {("settle", ("DK", "build", 1)): 0.01},
    {("settle", ("FR", "build", 3)): 0.01, ("settle", ("DE", "build", 3)): -0.01},
    {("exit", ("IT", "build")): -1.0},
    {("exit", ("DE", "build")): 1.0},
    {("capped", ("FR",)): 1.0},
])  # fmt: skip
def test_a_spoiled_settlement_is_found(change: dict[tuple[str, tuple[str | int, ...]], float]) -> None:
    assert "settlement" in spoiled(change)


def test_nothing_is_settled_where_nobody_comes_or_goes() -> None:
    m = small.rows_of(settlement, small.problem(history=history(FR=10.0)))
    assert not m.rows
    assert not any(m.x[family] for family in ("settle", "exit", "capped"))
