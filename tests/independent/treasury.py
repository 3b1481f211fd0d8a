"""When charges fall due and are paid, and what budgets, commitments and ceilings allow."""

from __future__ import annotations

from procure.problem import Budget, Phase
from tests.independent.model import Linear, Model
from tests.independent.prices import Prices
from tests.independent.settlements import Settled, settlements


def treasury(m: Model, d: Prices) -> None:
    """due[n,p,t] and pay[n,p,t] over the horizon and the one period after it; the limits on them."""
    settled = settlements(m, d)
    for p in d.problem.phases:
        for n in d.nations:
            if n in d.payers(p) or (p.levy_m and d.nations[n].role == "customer"):
                _pay(m, d, p, n, settled)
    for n in d.nations:
        _ceiling(m, d, n)


def budgets(m: Model, d: Prices) -> None:
    """After loans, which go through cash lines."""
    for line in d.problem.budgets:
        _budget(m, d, line)


def _charged(m: Model, d: Prices, p: Phase, n: str) -> dict[int, Linear]:
    """When a nation's charges fall due by the terms: at signature, with work, at delivery, what is withheld later."""
    after = d.count
    due: dict[int, Linear] = dict.fromkeys(range(after + 1), 0.0)
    leads = [d.whole_periods(w.months) for w in d.problem.packages if w.kind == "per unit" and w.phase == p.id]
    for t in d.periods:
        charge = m.get("charge", n, p.id, t)
        due[p.signed] = due[p.signed] + p.at_signature_fraction * charge
        delivered = min(after, t + max(leads, default=0))
        for when, part in ((t, p.with_work_fraction), (delivered, p.at_delivery_fraction)):
            due[when] = due[when] + (1 - p.retention_fraction) * part * charge
            released = max(when, after if p.released is None else p.released)
            due[released] = due[released] + p.retention_fraction * part * charge
    return due


def _pay(m: Model, d: Prices, p: Phase, n: str, settled: Settled) -> None:
    """Never later than due, in the end all of it; what is given in kind, or received, comes off or is paid back."""
    due = _charged(m, d, p, n)
    owed: Linear = 0.0
    paid: Linear = 0.0
    for t in range(d.count + 1):
        given = [m.get("other", c.id, t) for c in d.problem.other_costs if c.phase == p.id and c.in_kind_by == n]
        owes, gets = settled.get((n, p.id, t), (0.0, 0.0))
        credit = m.same("credit", (n, p.id, t), m.sum(given) + gets)
        owed = owed + m.same("due", (n, p.id, t), due[t] - credit + owes)
        pay = m.var("pay", (n, p.id, t), None)
        m.least(pay, -1.0 * credit)
        paid = paid + pay
        m.least(paid, owed)
    m.equal(paid, owed)


def _ceiling(m: Model, d: Prices, n: str) -> None:
    """All that it pays, and has paid, in its own money."""
    nation = d.nations[n]
    if nation.ceiling_m is None:
        return
    here = {None, "", d.problem.programme.name, *(p.programme for p in d.problem.phases)}
    before = d.fx(n, 0) * sum(h.paid_m for h in d.problem.history if h.nation == n and h.programme in here)
    factor = {t: d.fx(n, t) * d.held_against(nation.ceiling_constant, t) for t in range(d.count + 1)}
    paid = m.sum(factor[int(key[2])] * x for key, x in m.x["pay"].items() if key[0] == n)
    m.most(before + paid, nation.ceiling_m)


def phases_of(d: Prices, line: Budget) -> list[str]:
    """Phases that a line pays for: those it names, else those that no other line of its nation and kind names."""
    others = [b for b in d.problem.budgets if (b.nation, b.kind) == (line.nation, line.kind)]
    named = {p for b in others for p in b.phases}
    return [p for p in d.phases if (p in line.phases if line.phases else p not in named)]


def years_of(d: Prices, nation: str) -> list[int]:
    """Fiscal year of every period."""
    year, month = int(d.problem.programme.calendar.first[:4]), d.problem.programme.calendar.first_months[0]
    months = [12 * year + month - 1 + t * d.month for t in d.periods]
    return [(one - (d.nations[nation].fiscal_start - 1)) // 12 for one in months]


def _budget(m: Model, d: Prices, line: Budget) -> None:
    """What a column has, and what the column before left, is enough; at a year's end only a part of it stays."""
    n, phases, years = line.nation, phases_of(d, line), years_of(d, line.nation)
    cents = all(d.fx(n, t) * d.held_against(line.constant, t) == 1 for t in d.periods)
    left: dict[int, Linear] = {}
    for limit in sorted(line.limits, key=lambda one: one.span.first):
        spent = m.sum(_spent(m, d, line, phases, t) for t in limit.span.periods)
        last = limit.span.last
        carry = m.var("carry", (n, line.line, line.kind, last))
        amount = d.in_cents(limit.amount) if cents else limit.amount
        m.most(spent + carry, amount + left.get(limit.span.first - 1, 0.0))
        if last == d.count - 1 or years[last + 1] != years[last]:
            of_year = sum(one.amount for one in line.limits if years[one.span.last] == years[last])
            kept = line.carry_fraction * of_year
            m.most(carry, d.in_cents(kept) if cents else kept)
        left[last] = carry


def _spent(m: Model, d: Prices, line: Budget, phases: list[str], t: int) -> Linear:
    """M of the line's money in a period: paid, or signed."""
    factor = d.fx(line.nation, t) * d.held_against(line.constant, t)
    if line.kind == "commitment":
        signed = [p for p in phases if d.phases[p].signed == t]
        return factor * m.sum(m.total("charge", line.nation, p) for p in signed)
    paid = m.sum(m.get("pay", line.nation, p, t) for p in phases)
    for fund in d.problem.funds:
        if fund.kind == "loan" and (not fund.phases or set(fund.phases) & set(phases)):
            paid = paid + m.get("repay", fund.id, line.nation, t) - m.get("draw", fund.id, line.nation, t)
    return factor * paid
