"""Checks of the industrial base: investments, lowest loads, support, and suppliers that must first be qualified."""

from __future__ import annotations

from collections.abc import Iterator

from procure import investments, text
from procure.facts import Facts
from procure.findings import ERROR, Finding
from procure.problem import IN_SERVICE, ONE_OFF, PER_PERIOD, Capacity


def useful(facts: Facts) -> Iterator[Finding]:
    """An investment raises a row of Capacity, is ready within the horizon, and does not exclude itself."""
    raised = {e.id for c in facts.problem.capacities for e in investments.of_capacity(facts, c)}
    cell = facts.problem.cell
    for e in facts.problem.investments:
        if e.id not in raised:
            of = e.sector or e.package or "all its work"
            message = f"expected a row of Capacity that '{e.id}' raises ({e.supplier}, {of}, {e.unit}), found none."
            hint = "Without such a row nothing limits the supplier; name the work and the unit as there."
            yield Finding(ERROR, cell("Investments", e.row, "supplier"), "nothing to raise", message, hint)
        if not investments.window(facts, e):
            ready = e.earliest + investments.lead(facts, e)
            column = "latest" if e.latest is not None and ready in facts.periods else "months"
            message = f"expected '{e.id}' to be of use by {facts.calendar.labels[-1]}, found no period to decide it in."
            hint = "Decide it earlier, shorten \"months\", or delete the row."
            yield Finding(ERROR, cell("Investments", e.row, column), "ready too late", message, hint)
        if e.id in e.excludes:
            message = f"expected other investments, found '{e.id}' itself."
            yield Finding(ERROR, cell("Investments", e.row, "excludes"), "excludes itself", message)


def lowest(facts: Facts) -> Iterator[Finding]:
    """A lowest load is no higher than the row allows: always in every period, in use in some period."""
    for c in facts.problem.capacities:
        most = _allowed(facts, c)
        limit = min(most) if c.lowest_always else max(most)
        where = facts.problem.cell("Capacity", c.row, "lowest")
        if c.lowest > limit:
            message = f"expected at most {limit:g} {c.unit}, what the capacity allows, found {c.lowest:g}."
            hint = "The figure is of a period, like those of the capacity."
            yield Finding(ERROR, where, "lowest load", message, hint)
        elif c.lowest > 0 and c.lowest_always and not facts.covers(c):
            message = f"expected work that '{c.supplier}' can do, found none to keep it going with."
            yield Finding(ERROR, where, "lowest load", message)


def _allowed(facts: Facts, c: Capacity) -> list[float]:
    """What a row allows in each period at most, investments included; no limit where no column speaks of it."""
    more = sum(investments.added(facts, e) for e in investments.of_capacity(facts, c))
    found = []
    for t in facts.periods:
        limits = [x for x in c.limits if t in x.span.periods]
        allowed = [c.free_fraction * x.amount + more * len(x.span.periods) for x in limits]
        found.append(min(allowed, default=float("inf")))
    return found


def support(facts: Facts) -> Iterator[Finding]:
    """Support has neither months nor predecessors; it is of units that are in service, by suppliers that may begin."""
    for w in facts.problem.packages:
        if w.kind not in (PER_PERIOD, IN_SERVICE):
            continue
        filled = {"months": w.months > 0, "after": bool(w.after)}
        for column, is_filled in filled.items():
            if is_filled:
                message = f"expected a blank cell, because '{w.id}' is support ({w.kind}), found a filled one."
                hint = "Say with \"earliest\" and \"latest\" when there is work on it."
                yield Finding(ERROR, facts.problem.cell("Packages", w.row, column), "support", message, hint)
        hours = [i for i in facts.serves(w) if i in facts.items and facts.items[i].per_fleet_unit is not None]
        if w.kind == IN_SERVICE and hours:
            message = f"expected units that stay in service, found {text.listing(hours)}, hours of a shared fleet."
            yield Finding(ERROR, facts.problem.cell("Packages", w.row, "items"), "support", message)
        able = facts.suppliers_of[w.id]
        if w.kind == PER_PERIOD and able and facts.window[w.id] and not any(facts.span(w.id, s) for s in able):
            first = facts.calendar.labels[min(facts.wait(w.id, s) for s in able)]
            message = f"expected no period before the first licence, {first}: '{w.id}' begins with its earliest period."
            yield Finding(ERROR, facts.problem.cell("Packages", w.row, "earliest"), "support", message)


def qualified(facts: Facts) -> Iterator[Finding]:
    """A package that qualifies suppliers is one-off, and they can do some package that waits for it."""
    for q in facts.problem.packages:
        where = facts.problem.cell("Packages", q.row, "qualifies")
        if not q.qualifies:
            continue
        if q.kind != ONE_OFF:
            message = f"expected a blank cell, because '{q.id}' is {q.kind}."
            yield Finding(ERROR, where, "qualifies", message, "A one-off package qualifies suppliers.")
            continue
        waiting = [w for w in facts.problem.packages if q.id in w.after]
        if not waiting:
            message = f"expected a package that names '{q.id}' in \"after\", found none."
            hint = "Name it there; a phase in \"after\" does not stand for packages that qualify suppliers."
            yield Finding(ERROR, where, "qualifies", message, hint)
        for s in q.qualifies:
            if waiting and s in facts.suppliers and not any(s in facts.able[w.id] for w in waiting):
                those = text.listing(w.id for w in waiting)
                message = f"expected suppliers that can do {those}, found '{s}', which cannot."
                yield Finding(ERROR, where, "qualifies", message, "Check its sectors and quotes.")
