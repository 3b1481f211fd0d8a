"""Whose work and components are in what suppliers make, and what denials of an owner leave of them."""

from __future__ import annotations

from procure.problem import Control, Package
from tests.independent.model import Linear, Model
from tests.independent.prices import Prices, Stream


def parts(d: Prices, w: str, s: str, what: str = "work_fraction") -> dict[str, float]:
    """Part of a supplier's work on a package, or of the components in it, by nation."""
    mine = [c for c in d.problem.contents if c.supplier == s]
    stated = [c for c in mine if c.package == w] or [c for c in mine if c.package is None]
    found: dict[str, float] = {}
    for c in stated:
        found[c.nation] = found.get(c.nation, 0.0) + getattr(c, what)
    home = d.suppliers[s].nation
    found[home] = found.get(home, 0.0) + 1 - sum(found.values())
    return found


def end_use(m: Model, d: Prices) -> None:
    """What an owner denies a nation it may have while little enough of the owner's is in it."""
    for need in d.needs:
        if need.name not in d.items:
            continue
        least: dict[str, Control] = {}
        for c in d.denied(d.inside(need.name), need.nation):
            known = least.get(c.owner, c)
            if 0 < c.de_minimis_fraction <= known.de_minimis_fraction:
                least[c.owner] = c
        for owner, c in least.items():
            theirs, all_ = _content(m, d, need.name, need.nation, owner)
            m.most(theirs, c.de_minimis_fraction * all_)


def _content(m: Model, d: Prices, item: str, nation: str, owner: str) -> tuple[Linear, Linear]:
    """M of the owner's components, and of all, in the nation's units; shared sets by the quantities asked for."""
    theirs: Linear = 0.0
    all_: Linear = 0.0
    for w in d.problem.packages:
        for b in d.streams(w) if w.kind == "per unit" and item in d.serves(w) else ():
            part = _part(d, b, item, nation) * w.component_fraction
            for s in d.able(w) if part else ():
                value = part * d.price(w, s, b) * m.total("make", w.id, s, b.name)
                theirs = theirs + _owned(d, w, s, owner) * value
                all_ = all_ + value
    return theirs, all_


def _part(d: Prices, b: Stream, item: str, nation: str) -> float:
    items = d.items_of_stream(b)
    if item not in items or b.buyer not in ("", nation):
        return 0.0
    mine = [n for n in d.needs if set(n.items) & set(items) and b.buyer in ("", n.nation)]
    most = {(n.name, n.nation): n.firm + d.extra_units(n) for n in mine}
    return most.get((item, nation), 0.0) / sum(most.values())


def _owned(d: Prices, w: Package, s: str, owner: str) -> float:
    if any(c.technology in w.technologies and c.owner == owner for c in d.problem.controls):
        return 1.0
    return parts(d, w.id, s, "component_fraction").get(owner, 0.0)
