"""What an amount is of. With a amount, W the work (weighted, content) of the same packages in the same periods:

    M, units, count          measure  >=, <=, =  a
    % of own cost            measure >= a/100 gross[who]                     gross of the same phases and periods
    % of total cost          measure >= a/100 sum_p spend[p]
    % of total work          measure >= a/100 sum_n W[n]
    % of partners' work      measure >= a/100 sum_{n partner} W[n]
    % of component cost      measure >= a/100 sum_n C[n]                     C component cost by origin
    points of agreed share   measure >= sum_{p,t} (share[who,p,t] - a/100) sum_{n partner} W[n,p,t]
                             measure <= sum_{p,t} (share[who,p,t] + a/100) sum_{n partner} W[n,p,t]
    % of agreed share        measure >= sum_{p,t} a/100 share[who,p,t] sum_{n partner} W[n,p,t]
    % of GDP                 measure >= a/100 gdp[who] x years of the window
    % of earlier plan        measure >= a/100 figure of the same words in that plan
    units from pro-rata      |deliver[who] - due[who]/due[all] deliver[all]| <= a

    share[n,p,t]  0..1  agreed work share, else the partners' part of the cost key (keys.agreed_share); phases that are
                  paid where they are performed have none and are left out, unless Shares states one for them
    within        |measure - base| <= a: points and pro-rata on either side, others from 100 - a to 100 + a per cent

In cumulative and rolling windows History (past.py) stands on both sides. Everything is linear because shares, keys,
due quantities, GDP, earlier figures and History are data.
"""

from __future__ import annotations

from typing import Any

from procure import keys
from procure.demand import Need
from procure.facts import Facts
from procure.measures import content, cost, past, work
from procure.measures.rows import Row
from procure.pieces import Terms, over
from procure.problem import Package, Phase, Rule

POINTS, PRO_RATA, OWN_COST, TOTAL_WORK = (
    "points of agreed share", "units from pro-rata", "% of own cost", "% of total work",
)  # fmt: skip
AGREED, PARTNERS_WORK, TOTAL_COST, COMPONENT_COST, GDP, EARLIER = (
    "% of agreed share", "% of partners' work", "% of total cost", "% of component cost", "% of GDP",
    "% of earlier plan",
)  # fmt: skip
SHARED = (POINTS, AGREED)  # bases that speak of an agreed share
UNITS = {
    "M": "M", OWN_COST: "%", POINTS: "points", AGREED: "%", TOTAL_WORK: "%", PARTNERS_WORK: "%", TOTAL_COST: "%",
    COMPONENT_COST: "%", GDP: "%", "units": "units", PRO_RATA: "units", "count": "", EARLIER: "%",
}  # fmt: skip
ABSOLUTE = ("M", "units", "count", PRO_RATA)
CENTRED = (OWN_COST, POINTS, AGREED, PRO_RATA, EARLIER)  # bases that a measure can be within something of


def without_return(f: Facts, phase: Phase) -> bool:
    """Whether nobody expects a share of the phase's work: it is paid where it is done, and Shares states none."""
    stated = any(s.phase == phase.id and s.work_share is not None for s in f.problem.shares)
    return phase.key == "where performed" and not stated


def phases(f: Facts, base: str) -> tuple[str, ...]:
    """Phases that a base speaks of."""
    return tuple(p.id for p in f.problem.phases if base not in SHARED or not without_return(f, p))


def levels(rule: Rule) -> list[tuple[Any, ...]]:
    """(relation, level, label where there are two) of the inequalities that a row is: the level stands for the amount.

    Points are told from the agreed share, below it negative; a relation "=" is one row.
    """
    amount = rule.amount
    if rule.base == PRO_RATA or (rule.base == POINTS and rule.relation == "within"):
        return [(">=", -amount, "below"), ("<=", amount, "above")]
    if rule.relation == "within":
        return [(">=", 100 - amount, "below"), ("<=", 100 + amount, "above")]
    if rule.base == POINTS:
        return [(rule.relation, -amount if rule.relation == ">=" else amount)]
    if rule.relation == "=" and rule.strength == "should":
        return [(">=", amount, "below"), ("<=", amount, "above")]
    return [(rule.relation, amount)]


def constant(f: Facts, row: Row, level: float) -> float:
    """The number on the right of the row: the level, what data is worth at it, and History."""
    base = row.rule.base
    if base in ABSOLUTE:
        return level - (0.0 if base == PRO_RATA else past.measured(f, row))
    part, paid, done = level / 100, 0.0, 0.0
    if base == GDP:
        return part * sum(f.nations[n].gdp or 0.0 for n in row.who) * years(f, row) - past.measured(f, row)
    if base == EARLIER:
        return part * (reference(row) or 0.0) - past.measured(f, row)
    if base in SHARED:
        share = past.shares(f, row)
        done = sum((own + part if base == POINTS else own * part) * amount for own, amount in share)
        return done - past.measured(f, row)
    who = row.who if base == OWN_COST else f.partners if base == PARTNERS_WORK else tuple(f.nations)
    if base in (OWN_COST, TOTAL_COST):
        paid = past.amount(f, row, who, "paid_m")
    elif base != COMPONENT_COST:
        done = past.amount(f, row, who, "work")
    return part * (paid + done) - past.measured(f, row)


def years(f: Facts, row: Row) -> float:
    """Years that the window counts: its periods, and those of History in it."""
    return (len(row.periods) + past.periods(f, row)) * f.calendar.year_fraction


def reference(row: Row) -> float | None:
    """The figure of the earlier plan that the row is held against, None where it is unknown."""
    return dict(row.rule.references).get(", ".join(row.index))


def terms(m: Any, f: Facts, row: Row, level: float) -> Terms:
    """What stands on the right of the row beside `constant`, as terms."""
    part, everybody = level / 100, tuple(f.nations)
    base, weighted = row.rule.base, row.rule.measure == "weighted work"
    if base == OWN_COST:
        return [(part * c, x) for c, x in cost.gross(m, f, row)]
    if base == TOTAL_COST:
        return over(m.x["spend"], ((p, t) for p in row.phases for t in row.periods), part)
    if base in (TOTAL_WORK, PARTNERS_WORK):
        who = everybody if base == TOTAL_WORK else f.partners
        return [(part * c, x) for c, x in work.done(m, f, row, who, row.phases, row.periods, weighted)]
    if base == COMPONENT_COST:
        return [(part * c, x) for c, x in content.origin(m, f, row, everybody, tuple(f.suppliers))]
    if base in SHARED:
        return _shared_work(m, f, row, part, weighted)
    if base == PRO_RATA:
        ratio = _due(f, row, row.who) / _due(f, row, everybody)
        handed = ((i, n, t) for i in row.items for n in f.nations for t in row.periods)
        return over(m.x["deliver"], handed, ratio)
    return []


def _shared_work(m: Any, f: Facts, row: Row, part: float, weighted: bool) -> Terms:
    found: Terms = []
    for p in row.phases:
        share = keys.agreed_share(f, f.phases[p]) or {}
        for t in row.periods:
            own = sum(share.get((n, t), 0.0) for n in row.who)
            factor = own + part if row.rule.base == POINTS else own * part
            done = work.done(m, f, row, f.partners, (p,), range(t, t + 1), weighted)
            found += [(factor * c, x) for c, x in done]
    return found


def _due(f: Facts, row: Row, who: tuple[str, ...]) -> float:
    return sum(need.due[t] for need in _needs(f, row) if need.nation in who for t in row.periods)


def _needs(f: Facts, row: Row) -> list[Need]:
    """Needs that only the row's items meet, item by item; a rule that would split a need is refused (rows.split)."""
    place = {name: number for number, name in enumerate(row.items)}
    inside = [need for need in f.needs.values() if need.items and set(need.items) <= set(row.items)]
    return sorted(inside, key=lambda need: place[need.items[0]])


def pro_rata_known(f: Facts, row: Row) -> bool:
    """Whether the row can be stated: for units from pro-rata something must be due by then."""
    return row.rule.base != PRO_RATA or _due(f, row, tuple(f.nations)) > 0


def worth(f: Facts, row: Row) -> float:
    """M (or units) that one unit of the amount stands for, by the lowest prices and the reference keys; above 0.

    A miss in points or per cent is a ratio of decisions; at this fixed worth it is linear.
    """
    base = row.rule.base
    if base in ABSOLUTE:
        return 1.0
    if base in (GDP, EARLIER):
        return abs(constant(f, row, 100.0) + past.measured(f, row)) / 100 or 0.01
    of_cost, total = base in (OWN_COST, TOTAL_COST), 0.0
    for w in (f.packages[k] for k in row.packages) if not of_cost else f.problem.packages:
        if w.phase in row.phases:
            total += _lowest_price(f, w) * (_part_paid(f, row, w.phase) if base == OWN_COST else 1.0)
    for c in f.problem.other_costs if of_cost else ():
        if c.phase in row.phases:
            total += sum(c.amounts_m) * (_part_paid(f, row, c.phase) if base == OWN_COST else 1.0)
    return total / 100 or 0.01


def _lowest_price(f: Facts, w: Package) -> float:
    suppliers = f.suppliers_of[w.id]
    if not suppliers:
        return 0.0
    if not w.recurring:
        return min(f.least_price(w.id, s) for s in suppliers)
    return sum(f.sets(b) * min(f.least_price(w.id, s, b) for s in suppliers) for b in f.streams[w.id])


def _part_paid(f: Facts, row: Row, name: str) -> float:
    phase = f.phases[name]
    key = keys.fixed(f, phase) or keys.reference(f, phase)
    return sum(key.get((n, t), 0.0) for n in row.who for t in row.periods) / len(row.periods)
