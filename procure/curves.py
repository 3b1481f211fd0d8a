"""What the first q sets of an offer cost where later sets are cheaper: learning curves and incremental discounts.

    unit curve           C(q) = T1 sum_{k=1..q} k^b               set k costs T1 k^b
    cumulative average   C(q) = T1 q^(1+b)                        the first q sets cost T1 q^b each
    incremental          C(q) = sum_g price_g (sets of the first q between from_g and from_{g+1})

    b = log2(slope)

C is concave, counted at whole sets and linear between them. Pure mathematics: no problem, no plan.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

UNIT, AVERAGE = "unit", "cumulative average"
RESIDUE = 1e-12  # of a cost: what its difference from another may be by rounding


@dataclass(frozen=True, slots=True)
class Curve:
    """prices: (from quantity, M a set), ascending from 0; a learning curve has one, of the first set.

    slope_fraction: what doubling the quantity leaves of the price, in (0.5, 1]; 1 = prices alone. basis: of the slope,
    UNIT (of set 2k against set k) or AVERAGE (of all up to there).
    """

    prices: tuple[tuple[float, float], ...]
    slope_fraction: float = 1.0
    basis: str = UNIT

    def cost(self, sets: float) -> float:
        """M of the first `sets` sets, at least 0."""
        if self.slope_fraction == 1.0:
            ends = (*(start for start, _ in self.prices[1:]), math.inf)
            return sum(p * max(0.0, min(sets, to) - at) for (at, p), to in zip(self.prices, ends, strict=True))
        whole = math.floor(sets)
        so_far = self._whole(whole)
        return so_far if whole == sets else so_far + (sets - whole) * (self._whole(whole + 1) - so_far)

    def _whole(self, sets: int) -> float:
        first = self.prices[0][1]
        if self.basis == AVERAGE:
            return first * math.pow(sets, 1 + math.log2(self.slope_fraction))
        return first * _sums(self.slope_fraction, sets)[sets]


@lru_cache(maxsize=256)
def _kept(slope_fraction: float) -> list[float]:
    """Sums of k^b for the first sets, as far as they were asked for."""
    return [0.0]


def _sums(slope_fraction: float, sets: int) -> list[float]:
    sums, b = _kept(slope_fraction), math.log2(slope_fraction)
    for k in range(len(sums), sets + 1):
        sums.append(sums[-1] + math.pow(k, b))
    return sums


@dataclass(frozen=True, slots=True)
class Chord:
    """From low to high sets, C is taken to be fix_m + slope_m q: exact at both ends, never above C between them, and
    below it by gap_m at most."""

    low: float
    high: float
    fix_m: float
    slope_m: float
    gap_m: float = 0.0


def chords(curve: Curve, most: float, error: float, least: float = 0.0, extra: Iterable[float] = ()) -> list[Chord]:
    """Chords over 0..most sets, as few as keep them within error x max(C(q), C(least)) below C(q).

    error: a fraction above 0. least: sets below which nobody stops, so that an error counts against C(least) there.
    extra: quantities that are break points too. Incremental discounts break where their prices do, and are exact.
    """
    points = {0.0, most, *(sets for sets in extra if 0 < sets < most)}
    if curve.slope_fraction == 1.0:
        points |= {start for start, _ in curve.prices if start < most}
    else:
        points |= set(_breaks(curve, most, error, least))
    at = sorted(points)
    return [_chord(curve, low, high) for low, high in pairwise(at)]


def _chord(curve: Curve, low: float, high: float) -> Chord:
    before = curve.cost(low)
    slope = (curve.cost(high) - before) / (high - low)
    fix = before - slope * low
    fix = 0.0 if abs(fix) <= RESIDUE * before else fix  # on a straight piece: what rounding leaves is no coefficient
    chord = Chord(low, high, fix, slope)
    if curve.slope_fraction == 1.0:
        return chord  # discounts break where their prices do: nothing lies between
    inside = range(math.ceil(low), math.floor(high) + 1)
    return replace(chord, gap_m=max((_gap(curve, chord, q) for q in _around(curve, chord, inside)), default=0.0))


def _gap(curve: Curve, chord: Chord, q: int) -> float:
    """M that the chord is below C at q sets."""
    return max(0.0, curve.cost(q) - chord.fix_m - chord.slope_m * q)


def _around(curve: Curve, chord: Chord, inside: range) -> list[int]:
    """Where the gap of a chord, which rises and then falls, is greatest."""
    return [_top(lambda q: _gap(curve, chord, q), inside[0], inside[-1])] if inside else []


def _breaks(curve: Curve, most: float, error: float, least: float) -> Iterable[float]:
    """Whole sets at which chords meet: each goes on as far as the error lets it."""
    low, last = 0, math.floor(most)
    while low < last:
        start = low

        def too_far(high: int, start: int = start) -> bool:
            return _worst(curve, _chord(curve, start, high), least) > error

        step = 1
        while start + step < last and not too_far(start + step):
            step *= 2
        reach = range(start + max(1, step // 2), min(start + step, last) + 1)
        low = reach[bisect_left(reach, True, key=too_far) - 1]
        yield float(low)


def _worst(curve: Curve, chord: Chord, least: float) -> float:
    """How far the chord is below C at most, as a part of max(C(q), C(least))."""
    low, high, floor = math.ceil(chord.low), math.floor(chord.high), curve.cost(least)
    split = min(max(low, math.floor(least)), high)

    def gap(q: int) -> float:
        return curve.cost(q) - chord.fix_m - chord.slope_m * q

    def part(q: int) -> float:
        return gap(q) / max(curve.cost(q), floor) if q else 0.0

    tops = [_top(gap, low, split), _top(part, split, high)]  # each rises, then falls
    return max(part(q) for q in tops)


def _top(value: Callable[[int], float], low: int, high: int) -> int:
    """Where a sequence that rises and then falls is greatest."""
    steps = range(low, high)
    return low + bisect_left(steps, True, key=lambda q: value(q + 1) < value(q))
