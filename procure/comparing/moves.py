"""Who moved: packages from supplier to supplier, delivery slots from period to period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from procure.comparing.side import Side
from procure.tables.figures import SEEN, ZERO

NOBODY = "not placed"
LEAST = Decimal("0.005")  # of a package: less shows as 0 %


@dataclass(frozen=True)
class Move:
    """A part of a package that another one does, or that begins in another period.

    giver, taker: a supplier with its nation, or NOBODY; both alike where only the begin moved. part: 0..1. before,
    after: month in which the work on the package begins, None = not at all.
    """

    package: str
    giver: str
    taker: str
    part: Decimal
    before: int | None
    after: int | None

    @property
    def placed_elsewhere(self) -> bool:
        return self.giver != self.taker

    @property
    def months(self) -> int | None:
        """Months by which it begins later (+) or earlier (-)."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Slip:
    """Units of an item for a nation that are handed over in another period. None = not at all."""

    item: str
    nation: str
    units: Decimal
    before: int | None
    after: int | None

    @property
    def months(self) -> int | None:
        """Months by which they come later (+) or earlier (-)."""
        return None if self.before is None or self.after is None else self.after - self.before


def packages(base: Side, other: Side) -> Iterator[Move]:
    """Every package of which another one does a part, or that begins in another period."""
    for w in dict.fromkeys((*base.f.packages, *other.f.packages)):
        old, new = base.placed.get(w, {}), other.placed.get(w, {})
        before, after = base.begins(w), other.begins(w)
        moved = False
        for giver, taker, part in _flows(old, new):
            moved = True
            names = base.supplier(giver) if giver else NOBODY, other.supplier(taker) if taker else NOBODY
            yield Move(w, *names, part, before, after)
        if not moved and before != after:
            for s, part in new.items():
                yield Move(w, other.supplier(s), other.supplier(s), part, before, after)


def count(moves: list[Move]) -> int:
    """Packages of which another one does a part."""
    return len({move.package for move in moves if move.placed_elsewhere})


def _flows(old: Mapping[str, Decimal], new: Mapping[str, Decimal]) -> Iterator[tuple[str, str, Decimal]]:
    """(giver, taker, part), "" = nobody: the largest giver to the largest taker, and so on."""
    change = {s: new.get(s, ZERO) - old.get(s, ZERO) for s in {*old, *new}}
    change[""] = -sum(change.values(), ZERO)
    givers = sorted(((-part, s) for s, part in change.items() if part < ZERO), key=lambda one: (-one[0], one[1]))
    takers = sorted(((part, s) for s, part in change.items() if part > ZERO), key=lambda one: (-one[0], one[1]))
    yield from (flow for flow in _paired(givers, takers) if flow[2] >= LEAST)


def _paired(givers: list[tuple[Decimal, str]], takers: list[tuple[Decimal, str]]) -> Iterator[tuple[str, str, Decimal]]:
    """Amounts taken from the givers in their order and handed to the takers in theirs."""
    left, wanted = list(givers), list(takers)
    while left and wanted:
        (have, giver), (want, taker) = left[0], wanted[0]
        part = min(have, want)
        yield giver, taker, part
        left[0], wanted[0] = (have - part, giver), (want - part, taker)
        left, wanted = [one for one in left if one[0] > SEEN], [one for one in wanted if one[0] > SEEN]


def slots(base: Side, other: Side) -> Iterator[Slip]:
    """Units that are handed over in another period, the earliest first; slots of both plans stay where they are."""
    for i, n in sorted({*base.slots, *other.slots}):
        old, new = base.slots.get((i, n), {}), other.slots.get((i, n), {})
        change = {m: new.get(m, ZERO) - old.get(m, ZERO) for m in sorted({*old, *new})}
        given = [(-units, str(m)) for m, units in change.items() if units < -SEEN]
        taken = [(units, str(m)) for m, units in change.items() if units > SEEN]
        surplus = sum((units for units, _ in given), ZERO) - sum((units for units, _ in taken), ZERO)
        if surplus > SEEN:
            taken.append((surplus, ""))
        elif surplus < -SEEN:
            given.append((-surplus, ""))
        for before, after, units in _paired(given, taken):
            yield Slip(i, n, units, int(before) if before else None, int(after) if after else None)
