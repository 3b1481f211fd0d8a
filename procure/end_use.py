"""Deliveries that an owner denies above a threshold of its content, and what goes into a nation's units, as data."""

from __future__ import annotations

from procure.facts import Facts, Stream
from procure.problem import Control

Of = tuple[str, str, str]  # item, nation, owner


def thresholds(f: Facts) -> dict[Of, Control]:
    """thresholds[item, nation, owner]: of the owner's denials that leave little content alone, the strictest one.

    Of nations that need the item itself; what they take as one of a family is refused by `procure check`.
    """
    found: dict[Of, Control] = {}
    for i, n in f.needs:
        for c in f.permissions.denials(f.technologies_of(i), n) if i in f.items else ():
            least = found.get((i, n, c.owner), c)
            if 0 < c.de_minimis_fraction <= least.de_minimis_fraction:
                found[i, n, c.owner] = c
    return found


def part_of(f: Facts, stream: Stream, item: str, nation: str) -> float:
    """Part of a stream's sets, 0..1, that goes into a nation's units of an item, by what may be taken at most.

    Support of units in service goes into none.
    """
    built_in = f.packages[stream.package] in f.per_unit
    serves = built_in and item in stream.items and (stream.buyers is None or nation in stream.buyers)
    whole = f.most_of(stream.items, stream.buyers) if serves else 0.0
    return f.needs[item, nation].most / whole if whole and (item, nation) in f.needs else 0.0
