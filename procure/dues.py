"""The periods in which something is due and paid: those of the horizon, and one more where something can fall after it.

What falls due after the last period is due and paid in one more period, number `calendar.count`, labelled "after". No
budget limits it. A phase has it only where its terms can reach past the horizon.
"""

from __future__ import annotations

from procure import investments, other_costs
from procure.facts import Facts
from procure.problem import ONE_OFF, PER_UNIT, Phase

FAMILIES = ("due", "pay")  # decisions whose period may be the one after the horizon


def periods(f: Facts) -> range:
    """Periods of due and pay over all phases."""
    return range(max((of_phase(f, p).stop for p in f.phases.values()), default=f.periods.stop))


def of_phase(f: Facts, p: Phase) -> range:
    """Periods in which something of the phase can be due."""
    return range(f.periods.stop + _reaches_after(f, p))


def released(f: Facts, p: Phase) -> int:
    """Period in which what was withheld falls due: where none is said, the one after the horizon."""
    return f.periods.stop if p.released is None else p.released


def _reaches_after(f: Facts, p: Phase) -> bool:
    if p.retention_fraction > 0 and released(f, p) == f.periods.stop and p.at_signature_fraction < 1:
        return True
    return p.at_delivery_fraction > 0 and _last_cost(f, p.id) + f.lag(p.id) > f.periods[-1]


def _last_cost(f: Facts, phase: str) -> int:
    """The last period in which the phase can cost anything."""
    last = -1
    for w in f.problem.packages:
        if w.phase == phase:
            ends = {ONE_OFF: f.window[w.id].stop + f.duration(w) - 2, PER_UNIT: f.window[w.id].stop - 1}
            last = max(last, ends.get(w.kind, f.periods[-1]))
    for e in f.problem.investments:
        last = max(last, investments.window(f, e).stop - 1 if e.phase == phase else -1)
    for c in other_costs.of_phase(f, phase):
        last = max([last, *(t for t in f.periods if other_costs.most(f, c, t) > 0)])
    return last
