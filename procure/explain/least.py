"""Smallest sets by asking: of items that together are enough, those that are needed; of sets, what meets them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

STEPS = 20_000  # of the search for what meets every set


class TooMany(Exception):
    """The search was given up: nothing is proven."""


def minimal(items: Sequence[T], enough: Callable[[Sequence[T]], bool]) -> list[T]:
    """Items that together are enough, and would not be without any one of them; the first are preferred (QuickXplain).

    enough: true of all the items, and of more wherever it is true of some. Asks it about 2 n log(items / n) times for
    n found.
    """
    if not items or enough(()):
        return []
    return _minimal([], False, list(items), enough)


def _minimal(base: list[T], added: bool, items: list[T], enough: Callable[[Sequence[T]], bool]) -> list[T]:
    """Those of the items that are needed beside the base."""
    if added and enough(base):
        return []
    if len(items) == 1:
        return items
    half = len(items) // 2
    first, second = items[:half], items[half:]
    of_second = _minimal(base + first, bool(first), second, enough)
    of_first = _minimal(base + of_second, bool(of_second), first, enough)
    return of_first + of_second


def meeting(sets: Sequence[frozenset[str]], most: int) -> frozenset[str] | None:
    """Fewest members that meet every set, None where it takes more than `most`. Raises TooMany beyond STEPS."""
    steps = [0]
    for size in range(most + 1):
        found = _meeting(sets, size, steps)
        if found is not None:
            return found
    return None


def _meeting(sets: Sequence[frozenset[str]], size: int, steps: list[int]) -> frozenset[str] | None:
    steps[0] += 1
    if steps[0] > STEPS:
        raise TooMany
    if not sets:
        return frozenset()
    if _apart(sets) > size:
        return None
    few = min(sets, key=lambda one: (len(one), sorted(one)))
    for member in sorted(few):
        found = _meeting([one for one in sets if member not in one], size - 1, steps)
        if found is not None:
            return found | {member}
    return None


def _apart(sets: Sequence[frozenset[str]]) -> int:
    """How many sets have nothing in common, of those taken in their order: so many members it takes at least."""
    met: set[str] = set()
    count = 0
    for one in sorted(sets, key=lambda one: len(one)):
        if not met & one:
            met |= one
            count += 1
    return count
