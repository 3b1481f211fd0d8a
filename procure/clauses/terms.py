"""When a charge falls due, by the phase's payment terms.

    due[n,p,t] = a[p] [t = signed[p]] sum_u charge[n,p,u] + b[p] charge[n,p,t] + c[p] charge[n,p,t-lag[p]]

    a, b, c [p]  0..1, summing to 1: at signature, with work, at delivery (Phases)
    signed[p]    period of signature
    lag[p]       periods: the longest lead of the phase's recurring packages; the part at delivery is a part of the
                 work's value, that much later, so that no price is multiplied by a delivery. What would fall due
                 after the last period is due in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import keys, ledger
from procure.facts import Facts
from procure.findings import Check
from procure.plan import Plan, dec
from procure.problem import Phase

COLUMNS = ("signed", "at signature", "with work", "at delivery")


def constrain(m: Any, f: Facts) -> None:
    charge, due = m.x["charge"], m.x["due"]
    for p in f.phases.values():
        cells = [f.problem.cell("Phases", p.row, column) for column in COLUMNS]
        for n in keys.payers(f, p):
            for t in f.periods:
                parts = [(weight, charge[n, p.id, u]) for u, weight in _weights(f, p, t)]
                m.require("terms", (n, p.id, t), [*parts, (-1, due[n, p.id, t])], "=", 0, cells)


def _weights(f: Facts, p: Phase, t: int) -> list[tuple[int, float]]:
    """(period of work, part of its charge that falls due in t)."""
    last, found = f.periods[-1], []
    for u in f.periods:
        weight = p.at_signature_fraction * (t == p.signed) + p.with_work_fraction * (t == u)
        weight += p.at_delivery_fraction * (t == min(u + f.lag(p.id), last))
        if weight:
            found.append((u, weight))
    return found


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    payers = {p.id: set(keys.payers(f, p)) for p in f.phases.values()}

    def most(n: str, p: str, _: int) -> int | None:
        return None if n in payers.get(p, ()) else 0

    yield from ledger.domain("terms", plan, f, "due", most, lambda *_: ledger.unit(f), "M")
    charges, dues = ledger.by_period(plan, f, "charge", 0, 1), ledger.by_period(plan, f, "due", 0, 1)
    for p in f.phases.values():
        cells = tuple(f.problem.cell("Phases", p.row, column) for column in COLUMNS)
        for n in sorted(payers[p.id]):
            charge, due = charges[n, p.id], ledger.cumulated(dues[n, p.id])
            exact = ledger.cumulated(_falls_due(f, p, charge))
            for t in f.periods[:-1]:
                if due[t] or exact[t]:
                    granted = ledger.unit(f) + ledger.cent(f)
                    yield Check("terms", ledger.names(f, (n, p.id, t)), due[t], "=", exact[t], granted, "M", cells)
            charged = sum(charge, ledger.ZERO)
            if due[-1] or charged:
                yield Check("terms", (n, p.id, "all"), due[-1], "=", charged, unit="M", cells=cells)


def _falls_due(f: Facts, p: Phase, charge: list[Decimal]) -> list[Decimal]:
    """What falls due in every period, before rounding."""
    found, last = [ledger.ZERO] * len(charge), len(charge) - 1
    for t, amount in enumerate(charge):
        found[p.signed] += dec(p.at_signature_fraction) * amount
        found[t] += dec(p.with_work_fraction) * amount
        found[min(last, t + f.lag(p.id))] += dec(p.at_delivery_fraction) * amount
    return found
