"""What nations need: firm units that are to be delivered within the horizon, and in time where a delay is limited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from procure import rules
from procure.explain.claims.claim import FACT, NEEDS, Claim, Way, cells
from procure.facts import Facts
from procure.measures import unit_price
from procure.problem import FIRM, Problem, Requirement


def of(problem: Problem) -> Iterator[Claim]:
    """Every firm row of Requirements whose units may not be left out, but for items with a price that must hold.

    Given up, the units may be left out; they stay agreed, so that no key changes with them.
    """
    f = Facts(problem)
    priced = {i for row in rules.rows(f) if row.rule.measure == unit_price.NAME for i in row.items}
    for r in problem.requirements:
        need = f.needs.get((r.wanted, r.nation))
        if r.order == FIRM and r.total > 0 and need and not need.may_short and not priced & set(need.items):
            yield _need(problem, r, need.delay)


def _need(problem: Problem, r: Requirement, delay: int | None) -> Claim:
    labels = problem.programme.calendar.labels
    due = max(t for t, units in enumerate(r.due) if units > 0)
    last = labels[-1] if delay is None else labels[min(due + delay, len(labels) - 1)]
    text = f"{r.nation} takes {r.total:.12g} {r.wanted} by {last}."
    name, where = (
        f"Requirements[{r.nation}, {r.wanted}]",
        cells(problem, "Requirements", r.row, "nation", "item or family"),
    )
    ways = (Way("Requirements", (r.nation, r.wanted, FIRM), "may short", most=0.0, whole="yes"),)
    return Claim(name, NEEDS, FACT, text, where, r.nation, partial(_left_out, r.nation, r.wanted), ways)


def _left_out(nation: str, wanted: str, problem: Problem) -> Problem:
    def changed(r: Requirement) -> Requirement:
        mine = (r.nation, r.wanted, r.order) == (nation, wanted, FIRM)
        return replace(r, may_short=True) if mine else r

    return problem.replace(requirements=tuple(map(changed, problem.requirements)))
