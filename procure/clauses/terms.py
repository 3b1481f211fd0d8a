"""When a charge falls due, by the phase's payment terms.

    due[n,p,t] = a[p] [t = signed[p]] sum_u charge[n,p,u] + (1 - r[p]) earned[n,p,t] + released[n,p,t] + added[n,p,t]
    earned[n,p,t] = b[p] charge[n,p,t] + c[p] charge[n,p,t-lag[p]]
    released[n,p,t] = r[p] sum_{u<=t} earned[n,p,u]     in the period of release, nothing before it
                      r[p] earned[n,p,t]                after it

    a, b, c [p]   0..1, summing to 1: at signature, with work, at delivery (Phases)
    r[p]          0..1, retention: withheld of what is earned, until it is released
    signed[p]     period of signature
    lag[p]        periods: the longest lead of the phase's recurring packages; the part at delivery is a part of the
                  work's value, that much later, so that no price is multiplied by a delivery
    added[n,p,t]  M, signed: what falls due beside the charges

What falls due after the last period is due in one more, "after" the horizon; what is earned there is not withheld.
In the finished plan dues are rounded down, cumulated over t, and all that is charged is due in the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import dues, keys, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import Terms, due_terms, over
from procure.plan import Plan, dec
from procure.problem import Phase

COLUMNS = ("signed", "at signature", "with work", "at delivery", "retention", "released")


def constrain(m: Any, f: Facts) -> None:
    for p in f.phases.values():
        cells = [f.problem.cell("Phases", p.row, column) for column in COLUMNS]
        for n in keys.owing(f, p):
            for t in dues.of_phase(f, p):
                parts: Terms = [(-1, m.x["due"][n, p.id, t]), *due_terms(m, f, n, p.id, t)]
                for u, weight in _weights(f, p, t):
                    parts += over(m.x["charge"], [(n, p.id, u)], weight)
                m.require("terms", (n, p.id, t), parts, "=", 0, cells)


def _weights(f: Facts, p: Phase, t: int) -> list[tuple[int, float]]:
    """(period of work, part of its charge that falls due in t)."""
    last, free, found = dues.of_phase(f, p)[-1], dues.released(f, p), []
    for u in f.periods:
        earned = ((u, p.with_work_fraction), (min(u + f.lag(p.id), last), p.at_delivery_fraction))
        weight = p.at_signature_fraction * (t == p.signed)
        for when, part in earned:
            weight += (1 - p.retention_fraction) * part * (t == when)
            weight += p.retention_fraction * part * (t == max(when, free))
        if weight:
            found.append((u, weight))
    return found


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    owing = {p.id: set(keys.owing(f, p)) for p in f.phases.values()}
    added = ledger.added_to_due(plan, f)

    def most(n: str, p: str, t: int) -> int | None:
        return None if n in owing.get(p, ()) and t in dues.of_phase(f, f.phases[p]) else 0

    def least(n: str, p: str, _: int) -> Decimal | None:
        return ledger.ZERO if (n, p) not in added else None

    yield from ledger.domain("terms", plan, f, "due", most, lambda *_: ledger.unit(f), "M", least)
    charges, owed = ledger.by_period(plan, f, "charge", 0, 1), ledger.by_period(plan, f, "due", 0, 1)
    for p in f.phases.values():
        cells = tuple(f.problem.cell("Phases", p.row, column) for column in COLUMNS)
        last = dues.of_phase(f, p)[-1]
        for n in sorted(owing[p.id]):
            due = ledger.cumulated(owed[n, p.id])
            more = ledger.cumulated(added.get((n, p.id), []))
            exact = ledger.cumulated(_falls_due(f, p, charges[n, p.id]))
            for t in range(last):
                asked = exact[t] + (more[t] if more else ledger.ZERO)
                if due[t] or asked:
                    granted = ledger.unit(f) + ledger.cent(f)
                    yield Check("terms", ledger.names(f, (n, p.id, t)), due[t], "=", asked, granted, "M", cells)
            charged = sum((*charges[n, p.id], *added.get((n, p.id), [])), ledger.ZERO)
            if due[-1] or charged:
                yield Check("terms", (n, p.id, "all"), due[-1], "=", charged, unit="M", cells=cells)


def _falls_due(f: Facts, p: Phase, charge: list[Decimal]) -> list[Decimal]:
    """What falls due of the charges in every period, before rounding: withheld parts are paid out on release."""
    withheld, last = dec(p.retention_fraction), dues.of_phase(f, p)[-1]
    found, earned = [ledger.ZERO] * (len(charge) + 1), [ledger.ZERO] * (len(charge) + 1)
    for t, amount in enumerate(charge):
        found[p.signed] += dec(p.at_signature_fraction) * amount
        earned[t] += dec(p.with_work_fraction) * amount
        earned[min(last, t + f.lag(p.id))] += dec(p.at_delivery_fraction) * amount
    kept = ledger.ZERO
    for t, amount in enumerate(earned):
        kept += withheld * amount
        found[t] += amount - withheld * amount
        if t >= dues.released(f, p):
            found[t], kept = found[t] + kept, ledger.ZERO
    return found
