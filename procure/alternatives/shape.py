"""The optimisation bent to plans that are nearly as good: how far from others one can be, or how much of a sum.

    cost + penalties                <= most,     earlier stages <= their best + what they may give up

    farthest   maximise apart       apart <= sum_w value[w] otherwise[k,w]     for every plan k that is known
               otherwise[k,w] <= 1/2 (sum_{s holds w in k} (1 - award[w,s]) + sum_{other s} award[w,s]),   0..1
               then minimise cost with apart held

    extreme    minimise sign x sum of a nation's charges, or of its work

    value[w]   M    of the package at the lowest list price of those who can do it
    apart      M    of work awarded otherwise than in the known plan that is nearest

A package counts whole where another supplier takes a place in it, half where one is only added or dropped. How a
divided package is parted among the same suppliers does not count, and what only options and wishes need has no value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from procure import counting
from procure.clauses.award import sure_sets
from procure.facts import Facts
from procure.objectives import COST, StageSpec
from procure.pieces import Terms, made
from procure.planning import ASKED
from procure.whatif.shape import Amounts, Shape

Holders = Mapping[str, frozenset[str]]  # suppliers by package
HALF = 0.5  # of a package: what one supplier more or less counts
GAP = 0.005  # relative gap of a question's own stage
CHARGE, WORK = "charge", "work"


@dataclass(frozen=True)
class Within:
    """What keeps a plan nearly as good. held: stages before cost at their best. most: of the cost stage, M. gap: of its
    last solving."""

    held: Amounts
    most: float
    gap: float

    def __call__(self, m: Any, f: Facts, specs: list[StageSpec]) -> StageSpec:
        """Adds the rows; the cost stage with its gap."""
        shape = Shape((COST,), self.held, ((COST, self.most),), gap=self.gap)
        return shape(m, f, specs)[-1]


@dataclass(frozen=True)
class Farthest:
    """As far as can be from all known plans, and the cheapest of these."""

    within: Within
    known: tuple[Holders, ...]

    def __call__(self, m: Any, f: Facts, specs: list[StageSpec]) -> list[StageSpec]:
        """The stages to solve; declares `otherwise` and `apart_from`, and adds their rows."""
        cost, worth = self.within(m, f, specs), values(f)
        keys = [(k, w) for k in range(len(self.known)) for w, value in worth.items() if value]
        otherwise = m.declare("otherwise", ((key, 0, 1) for key in keys))
        apart = m.declare("apart_from", [((), 0, sum(worth.values()))])[()]
        for k, w in keys:
            held = self.known[k].get(w, frozenset())
            moved = [(HALF if s in held else -HALF, m.x["award"][w, s]) for s in f.suppliers_of[w]]
            there = len(held & set(f.suppliers_of[w]))
            m.require("alternatives", (k, w), [(1.0, otherwise[k, w]), *moved], "<=", HALF * there)
        for k in range(len(self.known)):
            terms = [(worth[w], otherwise[k, w]) for _, w in (key for key in keys if key[0] == k)]
            m.require("alternatives", (k, "apart"), [(1.0, apart), *((-c, x) for c, x in terms)], "<=", 0.0)
        _real(m, f)
        far: Terms = [(-1.0, apart)]
        return [StageSpec(ASKED, "M", far, 2 * GAP, 0.0, far), cost]


@dataclass(frozen=True)
class Extreme:
    """The least (sign 1) or the most (sign -1) that a nation may be charged, or its industry work."""

    within: Within
    family: str
    nation: str
    sign: float

    def __call__(self, m: Any, f: Facts, specs: list[StageSpec]) -> list[StageSpec]:
        """The one stage to solve."""
        self.within(m, f, specs)
        family = "counted" if self.family == WORK and counting.apart(f) else self.family
        terms: Terms = [(self.sign, x) for (n, *_), x in m.x[family].items() if n == self.nation]
        return [StageSpec(ASKED, "M", terms, 2 * GAP, 0.0, terms)]


def _real(m: Any, f: Facts) -> None:
    """An award is one of work: of packages that several may hold without being divided nothing else asks for it."""
    for w in f.recurring:
        if not w.divisible and w.most != 1:
            least = w.smallest_fraction * sure_sets(f, w)
            for s in f.suppliers_of[w.id]:
                terms = [*made(m, f, w.id, [s], f.window[w.id]), (-least, m.x["award"][w.id, s])]
                m.require("alternatives", (w.id, s, "made"), terms, ">=", 0.0)


def values(f: Facts) -> dict[str, float]:
    """value[package], M; 0 for one that nobody can do."""
    found = {}
    for w in f.problem.packages:
        able = f.suppliers_of[w.id]
        if w.recurring:
            each = (f.sets(b) * min((f.price(w.id, s, b) for s in able), default=0.0) for b in f.streams[w.id])
            found[w.id] = sum(each)
        else:
            found[w.id] = min((f.price(w.id, s) for s in able), default=0.0)
    return found


def distance(one: Holders, other: Holders, worth: Mapping[str, float]) -> float:
    """M of work that two plans award otherwise, a package counted at most once."""
    apart = {w: one.get(w, frozenset()) ^ other.get(w, frozenset()) for w in worth}
    return sum(value * min(1.0, HALF * len(apart[w])) for w, value in worth.items())

