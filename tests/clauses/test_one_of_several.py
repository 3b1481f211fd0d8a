"""Checks that take one figure of several: the right one, where these differ."""

from __future__ import annotations

from decimal import Decimal

from procure.clauses import key, use
from procure.facts import Facts
from procure.problem import Share
from tests.clauses import small
from tests.clauses.test_use import truck, trucks
from tests.problems import plan


def test_a_share_of_the_phase_goes_before_one_of_all_phases_and_a_partner_without_one_may_pay_all() -> None:
    everywhere, here = Share(None, "FR", highest_fraction=0.75), Share("build", "FR", highest_fraction=0.25)
    for shares in ((everywhere, here), (here, everywhere)):
        nations = [small.nation(), small.nation("DE")]
        f = Facts(small.problem(nations=nations, shares=shares, phases=[small.phase(key="negotiated")]))
        paid = plan(spend={("build", 0): 8}, charge={("FR", "build", 0): 2, ("DE", "build", 0): 6})
        limits = {check.index[0]: check.limit for check in key.audit(paid, f) if check.index[-1] == "highest"}
        assert limits == {"FR": 2, "DE": 8}


def test_a_package_of_two_items_is_placed_where_either_is_in_use() -> None:
    problem = small.problem(
        items=[truck("lorry"), truck("van"), truck("bus")],
        requirements=[trucks(0, 2, 1)],
        packages=[small.one_off("gearbox", items=("lorry", "van"))],
    )
    for used, limit in ((("lorry",), 1), (("lorry", "van"), 1), (("bus",), 0)):
        done = plan(used={(i,): float(i in used) for i in ("lorry", "van", "bus")}, placed={("gearbox",): 1})
        (check,) = [check for check in use.audit(done, Facts(problem)) if check.index == ("gearbox",)]
        assert check.limit == Decimal(limit)
