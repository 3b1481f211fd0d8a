"""Bounds of what nations bear of phases whose key is negotiated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from procure import keys
from procure.explain.claims.claim import POLICY, RULES, Claim, Way, cells, lowered
from procure.facts import Facts
from procure.problem import Problem, Share


def of(problem: Problem) -> Iterator[Claim]:
    """Lowest and highest shares that leave something out, where a negotiated key looks at them."""
    f = Facts(problem)
    own = {(s.phase, s.nation) for s in problem.shares}
    for s in problem.shares:
        phases = [p for p in f.phases.values() if p.key == "negotiated" and s.nation in keys.sharers(f, p)]
        if not any(s.phase == p.id or (s.phase is None and (p.id, s.nation) not in own) for p in phases):
            continue
        if s.lowest_fraction:
            yield _bound(problem, s, "lowest", s.lowest_fraction)
        if s.highest_fraction is not None and s.highest_fraction < 1:
            yield _bound(problem, s, "highest", s.highest_fraction)


def _bound(problem: Problem, s: Share, column: str, fraction: float) -> Claim:
    now, sign = float(f"{100 * fraction:.12g}"), -1 if column == "lowest" else 1
    text = (
        f"{s.nation} bears at {'least' if sign < 0 else 'most'} {now:.12g} % of {s.phase or 'every negotiated phase'}."
    )
    row, most = (s.phase or "", s.nation), float(f"{100 - now:.12g}")
    if sign < 0:
        way = lowered("Shares", row, column, now, "%", 1.0)
    else:
        way = Way("Shares", row, column, now, "%", 1, min(1.0, most), most, "100")
    name = ", ".join(part for part in (s.phase, s.nation, column) if part)
    where, drop = cells(problem, "Shares", s.row, column), partial(_unbounded, (s.phase, s.nation), column)
    return Claim(f"Shares[{name}]", RULES, POLICY, text, where, s.nation, drop, (way,))


def _unbounded(key: tuple[str | None, str], column: str, problem: Problem) -> Problem:
    bound: dict[str, Any] = {"lowest_fraction": 0.0} if column == "lowest" else {"highest_fraction": 1.0}
    shares = (replace(s, **bound) if (s.phase, s.nation) == key else s for s in problem.shares)
    return problem.replace(shares=tuple(shares))
