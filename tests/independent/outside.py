"""Outside money: grants bear a part of the cost, loans are drawn for payments and paid back."""

from __future__ import annotations

from procure.problem import Fund
from tests.independent.model import Linear, Model
from tests.independent.prices import Prices, Weights

ROLES = {"partners": "partner", "customers": "customer", "third countries": "third country"}


def named(d: Prices, who: tuple[str, ...]) -> list[str]:
    """Nations that names of nations, groups and roles stand for."""
    found = []
    for n in d.problem.nations:
        words = {n.id, "all", *n.groups, *(word for word, role in ROLES.items() if role == n.role)}
        if words & set(who):
            found.append(n.id)
    return found


def grants(m: Model, d: Prices) -> None:
    """taken[f], grant[f,n,p,t], and the charge that they leave."""
    for f in d.problem.funds:
        m.binary("taken", (f.id,))
    for f in d.problem.funds:
        for other in f.needs:
            if (other,) in m.x["taken"]:
                m.most(m.get("taken", f.id), m.get("taken", other))
        if f.kind == "grant":
            _grant(m, d, f)
    for f in d.problem.funds:
        if f.kind == "grant" and f.envelope_m is not None:
            inside = [f.id, *(g.id for g in d.problem.funds if g.within == f.id)]
            m.most(m.sum(m.total("grant", g) for g in inside), f.envelope_m)
    for p in d.problem.phases:
        on = [f for f in d.problem.funds if f.kind == "grant" and p.id in _phases(d, f)]
        for t in d.periods:
            if on:
                most = min(f.most_fraction for f in on)
                m.most(m.total("grant", None, None, p.id, t), most * m.get("spend", p.id, t))
            for n in d.payers(p):
                gross, given = m.get("gross", n, p.id, t), m.total("grant", None, n, p.id, t)
                m.least(gross, given)
                vat = d.nations[n].vat_fraction if p.national_vat else 0.0
                m.same("charge", (n, p.id, t), (1 + vat) * gross - given)


def _phases(d: Prices, f: Fund) -> list[str]:
    return [p for p in d.phases if not f.phases or p in f.phases]


def having(d: Prices, f: Fund) -> list[str]:
    """Nations that a fund is for and that bear some of its phases."""
    paying = set()
    for name in _phases(d, f):
        p = d.phases[name]
        direct = {n for c in d.problem.other_costs if c.phase == name for n, part in c.borne_by if part > 0}
        for n in d.payers(p):
            if not d.by_data(p) or n in direct or any(d.key(p, p.key, t).get(n, 0.0) > 0 for t in d.periods):
                paying.add(n)
    return [n for n in named(d, f.who) if n in paying]


def _grant(m: Model, d: Prices, f: Fund) -> None:
    who = having(d, f)
    for p in _phases(d, f):
        for t in d.periods:
            for n in who:
                if n in d.payers(d.phases[p]):
                    m.var("grant", (f.id, n, p, t))
            m.most(m.total("grant", f.id, None, p, t), f.rate_fraction * m.get("spend", p, t))
    for limit in f.limits:
        m.most(m.sum(m.total("grant", f.id, None, None, t) for t in limit.span.periods), limit.amount)
    whole, key = m.total("grant", f.id), _key(d, f, who)
    for n in who:
        m.equal(m.total("grant", f.id, n), key[n] * whole)
    m.where(m.get("taken", f.id), whole, "<=", 0.0, one=False)


def _key(d: Prices, f: Fund, who: list[str]) -> Weights:
    """By the weights of Shares, else as the cost is shared where data say how, else equally; over phases the mean."""
    found = dict.fromkeys(who, 0.0)
    for name in _phases(d, f):
        p = d.phases[name]
        weights = dict(d.weights(p))
        if not weights and d.by_data(p):
            for t in d.periods:
                for n, part in d.key(p, p.key, t).items():
                    weights[n] = weights.get(n, 0.0) + part
        total = sum(weights.get(n, 0.0) for n in who)
        for n in who:
            found[n] += (weights.get(n, 0.0) / total if total > 0 else 1 / len(who)) / len(_phases(d, f))
    return found


# Loans


def loans(m: Model, d: Prices) -> None:
    """draw[f,n,t] and repay[f,n,t]."""
    for f in d.problem.funds:
        if f.kind == "loan":
            _loan(m, d, f)


def _loan(m: Model, d: Prices, f: Fund) -> None:
    back = repayments(d, f)
    for n in having(d, f):
        for t in d.periods:
            draw = m.var("draw", (f.id, n, t))
            paid = m.sum(m.get("pay", n, p, t) + m.get("credit", n, p, t) for p in _phases(d, f))
            m.most(draw, f.most_fraction * paid)
            # None is drawn for payments that are not due yet.
            drawn = m.sum(m.get("draw", f.id, n, u) for u in range(t + 1))
            due = m.sum(m.get("due", n, p, u) + m.get("credit", n, p, u) for p in _phases(d, f) for u in range(t + 1))
            m.most(drawn, f.most_fraction * due)
        for t in d.periods:
            owed = m.sum(back.get(t - u, 0.0) * m.get("draw", f.id, n, u) for u in range(t + 1))
            m.same("repay", (f.id, n, t), owed)
    whole = m.total("draw", f.id)
    m.where(m.get("taken", f.id), whole, "<=", 0.0, one=False)
    if f.envelope_m is not None:
        m.most(whole, f.envelope_m)
    for limit in f.limits:
        m.most(m.sum(m.total("draw", f.id, None, t) for t in limit.span.periods), limit.amount)


def repayments(d: Prices, f: Fund) -> dict[int, float]:
    """Part of a draw that is paid back so many periods after it: equal instalments, interest on what is owed."""
    first = max(1, d.whole_periods(f.repay_from_months))
    owed, found = 1.0, {}
    for k in range(1, first + f.repay_periods):
        instalment = 1 / f.repay_periods if k >= first else 0.0
        found[k] = instalment + owed * f.interest_fraction * d.year
        owed -= instalment
    return found


def worth(d: Prices, f: Fund, t: int) -> float:
    """What a draw of 1 in t takes off the cost, beside what is paid back in the horizon."""
    later = {t + k: part for k, part in repayments(d, f).items() if t + k >= d.count}
    return d.discount(t) - sum(part * d.discount(u) for u, part in later.items())


def borrowed(m: Model, d: Prices) -> Linear:
    """What loans add to the cost."""
    found: Linear = 0.0
    for f in d.problem.funds:
        for (name, _, t), draw in m.x["draw"].items():
            found = found - (worth(d, f, int(t)) * draw if name == f.id else 0.0)
    for (_, _, t), back in m.x["repay"].items():
        found = found + d.discount(int(t)) * back
    return found
