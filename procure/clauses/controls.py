"""No technology goes where its owner does not let it; licences are waited for, and a transfer that costs is paid once.

    award, start, make, open [w,s,.]  exist only where no owner of a technology of w denies it to the nation of s
    start, make, open [w,s,.,t]       exist from t = wait[w,s] on
    deliver[i,n,t]                    exists from t = wait[i,n] on
    transfer[k,n,p] >= award[w,s] - sum_{q before p} transfer[k,n,q]       every w of p that needs k, s of n
    transfer[k,n,p] <= sum_{w of p that needs k, s of n} award[w,s]
    sum_p transfer[k,n,p] <= 1                                              where several phases may have to pay

    wait[w,s], wait[i,n]  periods  longest licence (Controls, months) for the nation of s, or for n: of the technologies
                                   of w, or of what is made for every unit of i; counted from the first period
    transfer[k,n,p]       0/1      phase p pays for k's transfer to n; exists only where a licence costs something
    q before p            phases in the order in which work that needs k can begin at n

The first three are no rows: what may not be decided does not exist. The cost falls in the first period, in which the
licence is asked for, into the first phase that has an award which needs it (clause work). A delivery that is denied
above a threshold is the matter of the clause de_minimis; without a threshold the input is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procure import ledger
from procure.demand import Need
from procure.facts import Facts
from procure.findings import Check
from procure.pieces import over
from procure.plan import Plan, dec
from procure.problem import Control
from procure.transfers import PAID, Transfer, transfers


def constrain(m: Any, f: Facts) -> None:
    transfer, award = m.x["transfer"], m.x["award"]
    for one in transfers(f):
        of = (one.technology, one.nation)
        cells = [f.problem.cell("Controls", c.row, "cost") for c in one.licences]
        for number, (p, pairs) in enumerate(one.pairs.items()):
            paid = over(transfer, ((*of, q) for q in one.phases[: number + 1]))
            for pair in pairs:
                m.require("controls", (*of, p, *pair), [*paid, (-1, award[pair])], ">=", 0, cells)
            m.require("controls", (*of, p), [(1, transfer[*of, p]), *over(award, pairs, -1)], "<=", 0, cells)
        if len(one.phases) > 1:
            m.require("controls", (*of, "once"), over(transfer, ((*of, p) for p in one.phases)), "<=", 1, cells)


def audit(plan: Plan, f: Facts) -> Iterator[Check]:
    known = {(x.technology, x.nation, p) for x in transfers(f) for p in x.phases}
    yield from ledger.domain("controls", plan, f, "transfer", lambda *key: int(key in known), lambda *_: 1, "0/1")
    yield from ledger.domain("controls", plan, f, "transfer_cost", lambda *_: None, lambda *_: ledger.unit(f), "M")
    worked = _first_periods(plan, ("start", "make", "open"), 0, 1)
    for w in (w for w in f.packages if f.packages[w].technologies):
        for s in f.suppliers:
            yield from _audit_work(plan, f, w, s, worked.get((w, s)))
    handed = _first_periods(plan, ("deliver",), 0, 1)
    for need in f.needs.values():
        for i in need.items:
            yield from _audit_delivery(plan, f, i, need, handed.get((i, need.nation)))
    for one in transfers(f):
        yield from _audit_transfer(plan, f, one)
    costs = {(x.technology, x.nation) for x in transfers(f)}
    for key, cost in plan.items("transfer_cost"):
        if key[:2] not in costs:
            yield Check("controls", ledger.names(f, key), cost, "=", ledger.ZERO, unit="M")


def _first_periods(plan: Plan, families: tuple[str, ...], *parts: int) -> dict[tuple[str | int, ...], int]:
    """First period in which anything is done, by these parts of the keys."""
    found: dict[tuple[str | int, ...], int] = {}
    for family in families:
        for key, amount in plan.items(family):
            of, t = tuple(key[part] for part in parts), int(key[-1])
            if amount > ledger.LOOSE:
                found[of] = min(t, found.get(of, t))
    return found


def _audit_work(plan: Plan, f: Facts, w: str, s: str, first: int | None) -> Iterator[Check]:
    """A pair that is denied holds nothing; a licensed one works after its licences."""
    technologies, nation = f.packages[w].technologies, f.suppliers[s].nation
    for c in f.permissions.denials(technologies, nation):
        held = max(plan.get("award", w, s), ledger.ZERO if first is None else ledger.ONE)
        needing = f.problem.cell("Packages", f.packages[w].row, "technology")
        cells = (f.problem.cell("Controls", c.row, "permission"), needing)
        yield Check("controls", (c.technology, c.owner, w, s), held, "=", ledger.ZERO, unit="awards", cells=cells)
    if first is not None:
        for c in f.permissions.licences(technologies, nation):
            yield _after_licence(f, c, (w, s), first)


def _audit_delivery(plan: Plan, f: Facts, i: str, need: Need, first: int | None) -> Iterator[Check]:
    """What is denied without a threshold is not delivered; what is licensed, after its licences."""
    technologies, n = f.technologies_of(i), need.nation
    for c in f.permissions.denials(technologies, n):
        if not c.de_minimis_fraction:
            units = plan.total("deliver", i, n)
            needed = f.problem.cell("Requirements", need.row, "item or family")
            cells = (f.problem.cell("Controls", c.row, "permission"), needed)
            yield Check("controls", (c.technology, c.owner, i, n), units, "=", ledger.ZERO, unit="units", cells=cells)
    if first is not None:
        for c in f.permissions.licences(technologies, n):
            yield _after_licence(f, c, (i, n), first)


def _after_licence(f: Facts, c: Control, of: tuple[str, str], first: int) -> Check:
    """The first period of work or delivery is no earlier than the one after the licence's."""
    exact = dec(c.months) / f.calendar.months
    free = Decimal(int(exact + Decimal("0.5")) + 1)
    cells = (f.problem.cell("Controls", c.row, "months"),)
    index = (c.technology, c.owner, *of, "licence")
    return Check("controls", index, Decimal(first + 1), ">=", free, unit="period number", cells=cells)


def _audit_transfer(plan: Plan, f: Facts, one: Transfer) -> Iterator[Check]:
    """Paid once, at what its owners ask, by the first phase that needs it; not at all where no award does."""
    k, n = one.technology, one.nation
    cells = tuple(f.problem.cell("Controls", c.row, "cost") for c in one.licences)
    needing = {
        f.packages[str(w)].phase
        for (w, s), held in plan.items("award")
        if held and k in f.packages[str(w)].technologies and f.suppliers[str(s)].nation == n
    }
    payer = next((p for p in one.phases if p in needing), None)
    asked = sum((dec(c.cost_m) for c in one.licences), ledger.ZERO)
    for p in one.phases:
        times, wanted = plan.get("transfer", k, n, p), ledger.ONE if p == payer else ledger.ZERO
        yield Check("controls", (k, n, p), times, "=", wanted, unit="times", cells=cells)
    for p in sorted({*one.phases, *(str(key[2]) for key in plan.values.get("transfer_cost", {}) if key[:2] == (k, n))}):
        due = asked * dec(f.index(p, PAID)) if p == payer else ledger.ZERO
        paid = plan.total("transfer_cost", k, n, p)
        half = ledger.unit(f) / 2
        yield Check("controls", (k, n, p, "cost"), paid, "=", due, half + ledger.cent(f), "M", cells, half)
    at_first = plan.total("transfer_cost", k, n, None, PAID)
    in_all = plan.total("transfer_cost", k, n)
    yield Check("controls", (k, n, f.calendar.labels[PAID]), at_first, "=", in_all, unit="M", cells=cells)
