"""Transfers of technology that cost money: which there may be, which packages need each, which phase pays.

A transfer is of one technology to one nation and is paid once, in the first period, in which its licences are asked
for. The first of its phases that has an award which needs it pays; phases stand in the order in which such work can
begin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procure.facts import Facts
from procure.problem import Control

PAID = 0  # the period of every transfer's cost


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer.

    cost_m: what all owners ask together at the price base, in whole rounding units. licences: the rows that ask for it.
    pairs: the (package, supplier) pairs that need it, by the phase that pays for them, the first to pay first.
    """

    technology: str
    nation: str
    cost_m: float
    licences: tuple[Control, ...]
    pairs: Mapping[str, tuple[tuple[str, str], ...]]

    @property
    def phases(self) -> tuple[str, ...]:
        """Phases that may have to pay, the first to pay first."""
        return tuple(self.pairs)


def transfers(f: Facts) -> tuple[Transfer, ...]:
    """Every transfer that some award would need and that costs money, by technology and nation."""
    needed: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for w, s in f.pairs if f.problem.controls else ():
        for technology in f.packages[w].technologies:
            needed.setdefault((technology, f.suppliers[s].nation), []).append((w, s))
    found = []
    for (technology, nation), pairs in sorted(needed.items()):
        licences = tuple(c for c in f.permissions.licences([technology], nation) if c.cost_m > 0)
        if licences:
            cost = _rounded(f, sum(c.cost_m for c in licences))
            found.append(Transfer(technology, nation, cost, licences, _by_phase(f, pairs)))
    return tuple(found)


def cost(f: Facts, transfer: Transfer, phase: str) -> float:
    """M that the phase pays for the transfer, at the prices of the period it is paid in; in whole rounding units."""
    return _rounded(f, sum(c.cost_m for c in transfer.licences) * f.index(phase, PAID))


def _by_phase(f: Facts, pairs: list[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    first: dict[str, int] = {}
    for w, s in pairs:
        p, begin = f.packages[w].phase, f.span(w, s).start
        first[p] = min(begin, first.get(p, begin))
    order = sorted(first, key=lambda p: (first[p], p))
    return {p: tuple(pair for pair in pairs if f.packages[pair[0]].phase == p) for p in order}


def _rounded(f: Facts, amount_m: float) -> float:
    """The nearest whole number of the units that money is rounded to, so that no rounding is left to the plan."""
    unit = f.problem.programme.rounding_m
    return round(amount_m / unit) * unit
