"""What "better" means: the stages of the lexicographic solve, in the model's order.

    lateness              sum late_weight[d] late[d,n,t]
    wishes met k          - sum lot[q] lots[d,n,q], over options and wishes q of priority k; reported without the sign
    cost                  sum discount[t] charge[n,p,t] (VAT included)  +  sum penalty[r] miss[r,j]
                          + sum discount[t] repay[f,n,t]  -  sum worth[f,t] draw[f,n,t]
    spend                 sum spend[p,t]
    largest imbalance     worst,  worst >= apart[n] >= |balance[n]|
    total imbalance       sum apart[n]
    shares near reference sum distance[n,p],  distance[n,p] >= |sum_t gross[n,p,t] - sum_t reference[n,t] spend[p,t]|,
                          both without what nations bear directly

    balance[n]   M (or hours) = sum_{p,t} (work[n,p,t] - share[n,p,t] sum_{m partner} work[m,p,t]), n partner
    share[n,p,t] 0..1  agreed work share, else the partners' part of the cost key, negotiated: of the reference key;
                 phases paid where they are performed are left out

Repayments after the horizon are counted in worth[f,t] (funding.worth_of_draw), or a loan would be free money. Where
grants may bear all of a phase, spend follows cost: of plans that cost nations the same the one whose work is cheapest.

A model names lateness, wishes met, cost and imbalance; imbalance makes the two stages of that name, wishes met one for
each priority: the units of every item that has it are added up. Shares near reference comes last wherever a phase's key
is negotiated: of equal plans the shares nearest to the reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procure import counting, funding, keys, ledger, orders, tally
from procure.facts import Facts
from procure.findings import ERROR, Finding, Refused
from procure.measures.bases import without_return
from procure.pieces import Terms, extra_units, keyed_part, keyed_spend, over
from procure.plan import Plan, dec
from procure.problem import Objective, Phase, Problem
from procure.text import did_you_mean
from procure.workbook.sheets import OBJECTIVES

LATENESS, WISHES, COST, IMBALANCE = OBJECTIVES
LARGEST, TOTAL, NEAR = "largest imbalance", "total imbalance", "shares near reference"
SPEND = "spend"
DEFAULT = (Objective(LATENESS), Objective(COST, relative=0.005))


@dataclass(frozen=True)
class StageSpec:
    """One stage: minimise `terms`, in `unit`; later stages may give up max(relative x |value|, absolute) of it.

    plain: terms of the value as it is reported, without penalties; the same as `terms` where there are none.
    """

    name: str
    unit: str
    terms: Terms
    relative: float
    absolute: float
    plain: Terms


def refusals(f: Facts) -> list[Finding]:
    """Objectives that do not exist, or are named twice."""
    findings, seen = [], set()  # type: list[Finding], set[str]
    where = f"model {f.problem.programme.model}: objective" if f.problem.programme.model else "objectives"
    for one in f.problem.objectives:
        if one.name not in OBJECTIVES:
            text = f"{one.name!r} is no objective"
            findings.append(Finding(ERROR, where, "unknown name", text, did_you_mean(one.name, OBJECTIVES)))
        elif one.name in seen:
            findings.append(Finding(ERROR, where, "named twice", f"objective {one.name!r} is named twice"))
        seen.add(one.name)
    if seen == {WISHES} and not priorities(f):
        text = f"the only objective is {WISHES}, and no row of Requirements is an option or a wish"
        findings.append(Finding(ERROR, where, "nothing to wish for", text, f"Add {COST}."))
    return findings


def up_to_cost(problem: Problem) -> Problem:
    """The problem with its objectives up to cost, of which nothing is given up. Raises Refused where cost is none."""
    own = tuple(problem.objectives or DEFAULT)
    names = [one.name for one in own]
    if COST not in names:
        where = f"model {problem.programme.model}" if problem.programme.model else "objectives"
        message = f"expected cost among the objectives, found {', '.join(names)}: there is no cost to compare."
        raise Refused([Finding(ERROR, where, "no cost", message)])
    return problem.replace(objectives=(*own[: names.index(COST)], Objective(COST)))


# In the optimisation


def stages(m: Any, f: Facts) -> list[StageSpec]:
    """The stages in order; declares the decisions that they need. The names have passed `refusals`."""
    build = {LATENESS: _lateness, WISHES: _wishes, COST: _cost, IMBALANCE: _imbalance}
    made = [stage for one in f.problem.objectives or DEFAULT for stage in build[one.name](m, f, one)]
    return [*made, *_near_reference(m, f)]


def _lateness(m: Any, f: Facts, one: Objective) -> Iterable[StageSpec]:
    terms = [(f.needs[d, n].late_weight, x) for (d, n, _), x in m.x["late"].items()]
    yield StageSpec(one.name, "unit-periods", terms, one.relative, one.absolute, terms)


def _wishes(m: Any, f: Facts, one: Objective) -> Iterable[StageSpec]:
    for priority in priorities(f):
        some = [(need, [e for e in need.extras if e.priority == priority]) for need in f.needs.values()]
        terms = [term for need, extras in some for term in extra_units(m, need, extras, -1.0)]
        yield StageSpec(f"{WISHES} {priority}", "units", terms, one.relative, one.absolute, terms)


def priorities(f: Facts) -> list[int]:
    """Priorities of options and wishes, the first first."""
    return sorted({e.priority for need in f.needs.values() for e in need.extras})


def _cost(m: Any, f: Facts, one: Objective) -> Iterable[StageSpec]:
    rules = {r.id: r for r in f.problem.rules}
    plain = [(f.discount[t], x) for (_, _, t), x in m.x["charge"].items()]
    plain += [(f.discount[t], x) for (_, _, t), x in m.x["repay"].items()]
    worth = {(fund.id, t): funding.worth_of_draw(f, fund, t) for fund in funding.loans(f) for t in f.periods}
    plain += [(-worth[fund, t], x) for (fund, _, t), x in m.x["draw"].items()]
    penalties = [(rules[r].penalty_m, x) for (r, _), x in m.x["miss"].items()]
    yield StageSpec(one.name, "M", [*plain, *penalties], one.relative, one.absolute, plain)
    if funding.fully_fundable(f):
        spend = [(1.0, x) for x in m.x["spend"].values()]
        yield StageSpec(SPEND, "M", spend, one.relative, one.absolute, spend)


def _imbalance(m: Any, f: Facts, one: Objective) -> Iterable[StageSpec]:
    apart = m.declare("apart", (((n,), 0, None) for n in f.partners))
    worst = m.declare("worst", [((), 0, None)])[()]
    for n in f.partners:
        terms = _balance_terms(m, f, n)
        _at_least(m, ("imbalance", (n,)), apart[n,], terms)
        m.require("imbalance", (n, "worst"), [(1, worst), (-1, apart[n,])], ">=", 0)
    largest, total = [(1.0, worst)], [(1.0, x) for x in apart.values()]
    yield StageSpec(LARGEST, counting.unit(f), largest, one.relative, one.absolute, largest)
    yield StageSpec(TOTAL, counting.unit(f), total, one.relative, one.absolute, total)


def _balance_terms(m: Any, f: Facts, n: str) -> Terms:
    terms: Terms = []
    for p in _with_return(f):
        share, work = _expected(f, p), m.x["counted" if counting.apart(f) else "work"]
        terms += over(work, ((n, p.id, t) for t in f.periods))
        for t in f.periods:
            terms += over(work, ((k, p.id, t) for k in f.partners), -share.get((n, t), 0.0))
    return terms


def _near_reference(m: Any, f: Facts) -> Iterable[StageSpec]:
    negotiated = [p for p in f.problem.phases if p.key == "negotiated"]
    for p in negotiated:
        reference = keys.reference(f, p)
        distance = m.declare("distance", (((n, p.id), 0, None) for n in keys.payers(f, p)))
        for n in keys.payers(f, p):
            terms: Terms = []
            for t in f.periods:
                terms += keyed_part(m, f, n, p.id, t) + keyed_spend(m, f, p.id, t, -reference.get((n, t), 0.0))
            _at_least(m, ("reference", (n, p.id)), distance[n, p.id], terms)
    if negotiated:
        terms = [(1, x) for x in m.x["distance"].values()]
        yield StageSpec(NEAR, "M", terms, 0.0, 0.0, terms)


def _at_least(m: Any, label: tuple[str, tuple[str, ...]], variable: Any, terms: Terms) -> None:
    """variable >= |terms|."""
    clause, index = label
    m.require(clause, (*index, "above"), [(1, variable), *((-c, x) for c, x in terms)], ">=", 0)
    m.require(clause, (*index, "below"), [(1, variable), *terms], ">=", 0)


def _with_return(f: Facts) -> list[Phase]:
    return [p for p in f.problem.phases if not without_return(f, p)]


def _expected(f: Facts, phase: Phase) -> keys.Key:
    """share[n,t] of the phase's work by partners that a partner may expect."""
    return keys.agreed_share(f, phase) or keys.reference(f, phase)


# In a finished plan: from the plan's leaves alone, in Decimal


def value(plan: Plan, f: Facts, name: str) -> Decimal:
    """What a stage of that name comes to in a finished plan, penalties left out. Raises KeyError for another name."""
    if name.startswith(WISHES):
        return _met(plan, f, name)
    return {
        LATENESS: _late,
        COST: _charged,
        SPEND: _spent,
        LARGEST: lambda plan, f: max((abs(b) for b in balance(plan, f).values()), default=Decimal(0)),
        TOTAL: lambda plan, f: sum((abs(b) for b in balance(plan, f).values()), Decimal(0)),
        NEAR: _distance,
    }[name](plan, f)


def penalty(plan: Plan, f: Facts) -> Decimal:
    """M of penalties for rules of strength should, as the optimisation weighed them."""
    rules = {r.id: r for r in f.problem.rules}
    missed = plan.values.get("miss", {}).items()
    return sum((dec(rules[str(r)].penalty_m) * miss for (r, _), miss in missed), Decimal(0))


def balance(plan: Plan, f: Facts) -> dict[str, Decimal]:
    """balance[n] of every partner, M: its work beyond (+) or short of (-) what it may expect; they sum to 0."""
    expected = {p.id: _expected(f, p) for p in _with_return(f)}
    partners = set(f.partners)
    found = {n: Decimal(0) for n in f.partners}
    done: dict[tuple[str, int], Decimal] = {}
    for (n, p, t), amount in tally.every(plan, f).items():
        if p in expected and n in partners:
            found[n] += amount
            done[p, t] = done.get((p, t), Decimal(0)) + amount
    for (p, t), amount in done.items():
        for n in f.partners:
            found[n] -= dec(expected[p].get((n, t), 0.0)) * amount
    return found


def _late(plan: Plan, f: Facts) -> Decimal:
    """Weighted unit-periods owed, from what was due and what was handed over."""
    total = Decimal(0)
    for need in f.needs.values():
        owed, due = Decimal(0), orders.due(plan, need)
        for t in f.periods:
            owed += due[t] - sum(plan.get("deliver", i, need.nation, t) for i in need.items)
            total += dec(need.late_weight) * max(owed, Decimal(0))
    return total


def _met(plan: Plan, f: Facts, name: str) -> Decimal:
    """Units that are taken of the options and wishes of a priority."""
    wanted = {f"{WISHES} {priority}": priority for priority in priorities(f)}[name]
    extras = ((need, e) for need in f.needs.values() for e in need.extras if e.priority == wanted)
    return sum((orders.taken(plan, need, e) for need, e in extras), Decimal(0))


def _charged(plan: Plan, f: Facts) -> Decimal:
    """Discounted charges and repayments, less what draws are worth."""
    worth = {(fund.id, t): funding.worth_of_draw(f, fund, t) for fund in funding.loans(f) for t in f.periods}
    paid = (item for family in ("charge", "repay") for item in plan.values.get(family, {}).items())
    total = sum((dec(f.discount[int(key[-1])]) * amount for key, amount in paid), Decimal(0))
    draws = ((worth.get((str(fund), int(t)), 0.0), amount) for (fund, _, t), amount in plan.items("draw"))
    return total - sum((dec(each) * amount for each, amount in draws), Decimal(0))


def _spent(plan: Plan, f: Facts) -> Decimal:
    return plan.total("spend")


def _distance(plan: Plan, f: Facts) -> Decimal:
    total, (parts, _) = Decimal(0), ledger.keyed(plan, f)
    for p in (p for p in f.problem.phases if p.key == "negotiated"):
        reference = keys.reference(f, p)
        who = keys.payers(f, p)
        spent = [sum((parts[n, p.id][t] for n in who), Decimal(0)) for t in f.periods]
        for n in who:
            wanted = sum((dec(reference.get((n, t), 0.0)) * spent[t] for t in f.periods), Decimal(0))
            total += abs(sum(parts[n, p.id], Decimal(0)) - wanted)
    return total
