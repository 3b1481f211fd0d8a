"""A denial leaves deliveries alone while the owner's content of what is delivered stays within its threshold.

    sum_{w,b of i and n} part[b,i,n] sum_{s,t} owned[o,w,s] component[w,s,b] make[w,s,b,t]
        <= x[i,n,o] sum_{w,b of i and n} part[b,i,n] sum_{s,t} component[w,s,b] make[w,s,b,t]

    for every nation n that needs item i, and owner o that denies n a technology of i above a threshold

    x[i,n,o]          0..1  the least such threshold (Controls, de minimis); content of just x is within it
    owned[o,w,s]      0..1  1 where w needs a technology of o, else the part of o in the components that s puts into w
                            (Content, component; s's own nation where nothing is said): counted once
    component[w,s,b]  M     component cost of a set: the part "component" of its list price; one-off work is no content
    part[b,i,n]       0..1  of the sets of stream b that go into the units of i for n: units at most over all b serves

Both sides are linear because all but make is data: sets that several items or nations share are shared out by the
quantities of Requirements, not by where each maker's sets go.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import counting, ledger, tally
from procure.end_use import part_of, thresholds
from procure.facts import Facts, Stream
from procure.findings import Check
from procure.pieces import Terms, over
from procure.plan import Plan, dec
from procure.problem import Control, Package


def constrain(m: Any, f: Facts) -> None:
    for (i, n, o), c in thresholds(f).items():
        terms: Terms = []
        for w in f.per_unit:
            theirs = any(o in f.permissions.owners(k) for k in w.technologies)
            for b in f.streams[w.id]:
                part = part_of(f, b, i, n) * w.component_fraction
                for s in f.suppliers_of[w.id] if part else ():
                    owned = 1.0 if theirs else counting.component_parts(f, w.id, s).get(o, 0.0)
                    factor = part * (owned - c.de_minimis_fraction)
                    keys = ((w.id, s, b.id, t) for t in f.periods)
                    terms += over(m.x["make"], keys, factor * f.price(w.id, s, b))
        cells = [f.problem.cell("Controls", c.row, "de minimis")]
        m.require("de_minimis", (i, n, o), terms, "<=", 0, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    made = ledger.totals(plan, "make", 0, 1, 2)
    for of, c in thresholds(f).items():
        yield _audit_content(f, made, of, c)


def _audit_content(f: Facts, made: dict[tuple[str | int, ...], Decimal], of: tuple[str, str, str], c: Control) -> Check:
    """M of the owner's content against the threshold of all that is in the nation's units."""
    item, nation, owner = of
    content, everything, loose = ledger.ZERO, ledger.ZERO, ledger.TYPED
    streams = {(w.id, b.id): b for w in f.per_unit for b in f.streams[w.id]}
    for (w, s, b), sets in made.items():
        stream = streams.get((str(w), str(b)))
        part = ledger.ZERO if stream is None or str(s) not in f.suppliers else _share(f, stream, item, nation)
        if stream is None or not part:
            continue
        package = f.packages[str(w)]
        component = part * dec(package.component_fraction) * dec(f.price(str(w), str(s), stream))
        everything += component * sets
        content += component * sets * _owned(f, package, str(s), owner)
        loose += ledger.ZERO if ledger.whole_sets(f, package) else component * ledger.LOOSE * len(f.periods)
    cells = (f.problem.cell("Controls", c.row, "de minimis"),)
    limit = dec(c.de_minimis_fraction) * everything
    return Check("de_minimis", of, content, "<=", limit, loose, "M", cells)


def _owned(f: Facts, package: Package, supplier: str, owner: str) -> Decimal:
    technologies = {c.technology for c in f.problem.controls if c.owner == owner}
    if not technologies.isdisjoint(package.technologies):
        return ledger.ONE
    return tally.component_parts(f, package.id, supplier).get(owner, ledger.ZERO)


def _share(f: Facts, stream: Stream, item: str, nation: str) -> Decimal:
    """Part of the stream's sets that goes into the nation's units of the item, by what may be taken at most."""
    buyers = stream.buyers
    if item not in stream.items or (buyers is not None and nation not in buyers):
        return ledger.ZERO
    needs = [d for d in f.needs.values() if buyers is None or d.nation in buyers]
    served = sum((ledger.at_most(d) for d in needs if not set(stream.items).isdisjoint(d.items)), ledger.ZERO)
    return ledger.at_most(f.needs[item, nation]) / served if (item, nation) in f.needs else ledger.ZERO

