"""Technologies and what their owners say of them, such that the hidden plan may do what it does; what transfers cost.

Drawn from a random source of its own: a programme without controls is the one that it was before there were any.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from procure.end_use import part_of
from procure.facts import Facts
from procure.problem import DENIED, EVERYWHERE, FREE, LICENCE, Control
from procure.transfers import PAID, transfers
from tests.generating.draw import Draft, up

TECHNOLOGIES = ("coating", "engine", "seeker")


def controlled(d: Draft) -> None:
    """Controls in half of the programmes; rows that the hidden plan does not keep are made free."""
    rng = random.Random(f"controls of {d.problem.programme.name}")
    if rng.random() < 0.5:
        return
    named = [tuple(k for k in TECHNOLOGIES if rng.random() < 0.25) for _ in d.problem.packages]
    d.replace(packages=[replace(w, technologies=k) for w, k in zip(d.problem.packages, named, strict=True)])
    d.replace(controls=[c for k in TECHNOLOGIES for c in _rows(d, rng, k)])
    while mended := next(_mended(d), None):
        broken, kept = mended
        d.replace(controls=[kept if c == broken else c for c in d.problem.controls])
    facts = d.facts
    for one in transfers(facts):
        held = (p for p in one.phases if any(d.values["award"].get(pair) for pair in one.pairs[p]))
        for p in list(held)[:1]:
            d.values["transfer"][one.technology, one.nation, p] = 1.0
            d.values["transfer_cost"][one.technology, one.nation, p, PAID] = one.cost_m


def _rows(d: Draft, rng: random.Random, technology: str) -> Iterator[Control]:
    """What one or two owners say to some of the nations, to groups, to everybody."""
    nations = [n.id for n in d.problem.nations]
    groups = sorted({g for n in d.problem.nations for g in n.groups})
    for owner in rng.sample(nations, rng.randint(1, 2)):
        for destination in (*nations, *groups, EVERYWHERE):
            permission = rng.choice((None, FREE, LICENCE, LICENCE, DENIED))
            if permission and destination != owner:
                licensed = permission == LICENCE
                months = float(rng.choice((0, 2, 6, 12, 18))) if licensed else 0.0
                cost = rng.choice((0.0, 0.5, 4.0, 12.0)) if licensed else 0.0
                threshold = rng.choice((0.0, 0.25)) if permission == DENIED else 0.0
                yield Control(technology, owner, destination, permission, months, cost, threshold)


def _mended(d: Draft) -> Iterator[tuple[Control, Control]]:
    """Rows that the hidden plan does not keep, and what it keeps instead: free, or a threshold that is high enough."""
    for c, least in _broken(d):
        free = Control(c.technology, c.owner, c.destination, FREE)
        yield c, replace(c, de_minimis_fraction=least) if least < 1 else free


def _broken(d: Draft) -> Iterator[tuple[Control, float]]:
    """Rows that the hidden plan does not keep; of a delivery that is denied, the content that it has."""
    facts = d.facts
    for family in ("start", "make", "open"):
        for key, amount in d.values[family].items():
            technologies = facts.packages[str(key[0])].technologies
            nation = facts.suppliers[str(key[1])].nation
            if amount:
                yield from ((c, 1.0) for c in facts.permissions.denials(technologies, nation))
                yield from _too_long(facts, technologies, nation, int(key[-1]))
    for (i, n), due in facts.due.items():
        handed = [int(t) for (j, k, t), units in d.values["deliver"].items() if (j, k) == (i, n) and units]
        technologies = facts.technologies_of(i)
        yield from _too_long(facts, technologies, n, min(handed, default=len(due)))
        for c in facts.permissions.denials(technologies, n):
            least = _content(d, facts, i, n, c.owner)
            if not c.de_minimis_fraction or least > c.de_minimis_fraction:
                yield c, least


def _too_long(facts: Facts, technologies: tuple[str, ...], nation: str, first: int) -> Iterator[tuple[Control, float]]:
    licences = facts.permissions.licences(technologies, nation)
    return ((c, 1.0) for c in licences if facts.calendar.periods(c.months) > first)


def _content(d: Draft, facts: Facts, item: str, nation: str, owner: str) -> float:
    """The owner's part of the value of the nation's units, 0..1, rounded up."""
    own = whole = 0.0
    streams = {(w, b.id): b for w, several in facts.streams.items() for b in several}
    for (w, s, b, _), sets in d.values["make"].items():
        stream = streams[str(w), str(b)]
        value = part_of(facts, stream, item, nation) * facts.price(str(w), str(s), stream) * sets
        theirs = any(owner in facts.permissions.owners(k) for k in facts.packages[str(w)].technologies)
        own += value if theirs or facts.suppliers[str(s)].nation == owner else 0.0
        whole += value
    return up(own / whole, 6) if own else 0.01
