"""What owners of technology say: denials, and the months that a licence takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from procure.explain.claims.claim import FACT, RULES, TIME, Claim, Way, cells, lowered
from procure.explain.claims.keeping import loosened, only_looser
from procure.permissions import Permissions
from procure.problem import DENIED, FREE, LICENCE, Control, Problem


def of(problem: Problem) -> Iterator[Claim]:
    """Rows that deny, or whose licence takes months, and behind which no other row of the owner stands."""
    used = {k for w in problem.packages for k in w.technologies}
    allowed = Permissions(problem)
    for c in problem.controls:
        if c.technology in used and _alone(allowed, c):
            if c.permission == DENIED:
                yield from _denial(problem, c)
            elif c.permission == LICENCE and problem.programme.calendar.periods(c.months):
                yield from _licence(problem, c)


def _alone(allowed: Permissions, c: Control) -> bool:
    """Whether every row that says as much of a nation as this one says the same: it is not replaced by a stricter."""
    rows = (allowed.most_specific(c.technology, c.owner, n) for n in allowed.groups)
    terms = [{_terms(one) for one in several} for several in rows if c in several]
    return any(terms) and all(len(one) == 1 for one in terms)


def _terms(c: Control) -> tuple[Any, ...]:
    return c.permission, c.months, c.cost_m, c.de_minimis_fraction


def _denial(problem: Problem, c: Control) -> Iterator[Claim]:
    drop = partial(_changed, _key(c), {"permission": FREE})
    if only_looser(problem, dropped := drop(problem)):
        where = cells(problem, "Controls", c.row, "permission")
        text = f"{c.owner} does not let {c.technology} go to {_to(c)}."
        way = Way("Controls", _key(c), "permission", most=0.0, whole=FREE)
        ways = (way,) if dropped.packages == problem.packages else ()
        yield Claim(f"Controls[{', '.join(_key(c))}]", RULES, FACT, text, where, c.owner, drop, ways)


def _licence(problem: Problem, c: Control) -> Iterator[Claim]:
    drop = partial(_changed, _key(c), {"months": 0.0})
    if only_looser(problem, dropped := drop(problem)):
        where, step = cells(problem, "Controls", c.row, "months"), float(problem.programme.calendar.months)
        text = f"{c.owner} takes {c.months:.12g} months to license {c.technology} to {_to(c)}."
        way = lowered("Controls", _key(c), "months", c.months, "months", step)
        ways = (way,) if dropped.packages == problem.packages else ()
        yield Claim(f"Controls[{', '.join(_key(c))}, months]", TIME, FACT, text, where, c.owner, drop, ways)


def _to(c: Control) -> str:
    return "anybody" if c.destination == "*" else c.destination


def _key(c: Control) -> tuple[str, str, str]:
    return c.technology, c.owner, c.destination


def _changed(key: tuple[str, str, str], changes: dict[str, Any], problem: Problem) -> Problem:
    return loosened(problem, controls=tuple(replace(c, **changes) if _key(c) == key else c for c in problem.controls))
