"""What falls due from the charges, and when it is paid: as late as due dates and budgets allow.

The charges are whole multiples of the rounding unit here, and so are what is due and, because the rows form a flow,
the payments of the best basic solution.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from procure import dues, funding, keys, ledger, rounding_other, rules, solve, treasury
from procure.clauses import budget as budgets
from procure.clauses import ceiling, payment
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.leaves import cumulated
from procure.measures import bases, past, reached
from procure.measures.rows import Row
from procure.milp import Milp, Numbers
from procure.pieces import Terms, over
from procure.plan import Key, Plan, dec
from procure.problem import CASH, Budget, Phase, Pin

Series = dict[Key, Decimal]


def settle(f: Facts, found: Mapping[str, Series], drawn: Mapping[str, Series]) -> dict[str, Series]:
    """due, pay and what budgets carry on, by key, multiples of the rounding unit, from the decisions so far.

    drawn: draw and repay by key.
    """
    owed, plan = due(f, found["charge"], rounding_other.added_to_due(f, found)), Plan(found)
    pay = _pay(f, owed, drawn, _on_payments(f, plan), ledger.credits(plan, f))
    return {"due": owed, "pay": pay} | carried(f, {**found, **drawn, "pay": pay})


def due(f: Facts, charge: Mapping[Key, Decimal], added: Mapping[Key, Decimal] | None = None) -> Series:
    """What falls due, by nation, phase and period: of the charges by the payment terms, and what is added to it."""
    owed: Series = {}
    for p in f.phases.values():
        for n in keys.owing(f, p):
            series = [charge.get((n, p.id, t), Decimal(0)) for t in f.periods]
            for t, leaf in enumerate(_due(f, p, series)):
                owed[n, p.id, t] = leaf + (added or {}).get((n, p.id, t), Decimal(0))
    return owed


def _due(f: Facts, p: Phase, charge: list[Decimal]) -> list[Decimal]:
    """Leaves of what is due of the charges, rounded down along time; they sum to the charges."""
    unit, count = dec(f.problem.programme.rounding_m), len(dues.of_phase(f, p))
    sign, work, kept = (dec(x) for x in (p.at_signature_fraction, p.with_work_fraction, p.retention_fraction))
    exact = [Decimal(0)] * count
    for t, amount in enumerate(charge):
        exact[p.signed] += sign * amount
        for earned, part in ((t, work), (min(t + f.lag(p.id), count - 1), 1 - sign - work)):
            exact[earned] += (1 - kept) * part * amount
            exact[min(max(earned, dues.released(f, p)), count - 1)] += kept * part * amount
    return list(cumulated(dict(enumerate(exact)), unit, down=True).values())


Limits = list[tuple[Row, str, Decimal]]


def _on_payments(f: Facts, plan: Plan) -> Limits:
    """(row, relation, M) of every limit that rules set to the payments, worked out from the charges."""
    found: Limits = []
    for row in rules.rows(f):
        if row.rule.measure == "payments" and rules.required(plan, f, row):
            one = reached.compare(plan, f, row, Decimal(0), Decimal(0))
            paid = past.found(f, row, row.who, "paid_m")
            levels = bases.levels(row.rule)
            found += [(row, relation, dec(level) * one.unit - paid) for relation, level, *_ in levels]
    return found


def _pay(
    f: Facts, due: Series, drawn: Mapping[str, Series], limits: Limits, credits: Mapping[Key, list[Decimal]]
) -> Series:
    """Payments as late as may be, none beyond a budget; where rules or draws ask for more, as near as can be.

    Without those the rows are a flow's: the best basic solution is whole. Where the charges leave no such payments,
    they are made as they fall due.
    """
    draws, ceilings = any(drawn["draw"].values()), any(n.ceiling_m is not None for n in f.problem.nations)
    pins = [pin for pin in f.problem.pins if pin.decision == "pay"]
    if not f.problem.budgets and not ceilings and not draws and not limits and not pins:
        return dict(due)
    unit = dec(f.problem.programme.rounding_m)
    m = in_units(f, drawn, credits, draws or bool(limits))
    m.declare("due", ((key, float(leaf), float(leaf)) for key, leaf in due.items()))
    payment.constrain(m, f)
    _for_draws(m, f, unit, drawn["draw"], credits)
    _within_rules(m, unit, limits)
    later = [(float(f.periods.stop - int(key[2])), variable) for key, variable in m.x["pay"].items()]
    missed = [(10.0 * f.periods.stop * float(unit), variable) for variable in m.x["miss"].values()]
    m.minimise([*later, *missed, *_near_pins(m, pins, unit, 10.0 * f.periods.stop)])
    matrix = m.matrix()
    answer = solve.solve(matrix, solve.Options())
    if answer.values is None or matrix.violation(answer.values) > solve.HOLDS:
        return dict(due)
    series: dict[Key, dict[int, float]] = {}
    for key, variable in m.x["pay"].items():
        series.setdefault(key[:-1], {})[int(key[-1])] = float(answer.values[variable]) / float(unit)
    return {(*of, t): leaf * unit for of, amounts in series.items() for t, leaf in _whole(amounts).items()}


def in_units(
    f: Facts, drawn: Mapping[str, Series], credits: Mapping[Key, list[Decimal]], whole: bool
) -> Milp:
    """Payments and what budgets carry on, counted in rounding units, under budgets and ceilings, loans as drawn.

    credits: by (nation, phase), by period: as far below 0 a payment may be. whole: no payment is a part of a unit;
    where a nation has another currency none is in any case.
    """
    m = Numbers("payments", money=f.problem.programme.rounding_m)
    for family in ("draw", "repay"):
        m.declare(family, ((key, float(leaf), float(leaf)) for key, leaf in drawn[family].items()))
    exchanged = {
        n for n in f.nations for t in f.periods if f.fx(n, t) != 1 or f.deflator(t) != 1
    }  # budgets in constant prices count as another currency
    least = {(*of, t): -float(leaf) for of, leaves in credits.items() for t, leaf in enumerate(leaves)}
    for name in ("pay", "carry"):
        domain = BY_NAME[name].domain
        assert domain is not None
        known = ((key, least.get(key, 0.0), high) for key, _, high in domain(f))
        m.declare(name, known, lambda key: whole or key[0] in exchanged)
    budgets.constrain(m, f)
    ceiling.constrain(m, f)
    return m


def _whole(amounts: Mapping[int, float]) -> dict[int, int]:
    """Whole units by period that add up, at the end of each, to the nearest of what the amounts add up to."""
    so_far, given, found = 0.0, 0, {}
    for t in sorted(amounts):
        so_far += amounts[t]
        found[t] = round(so_far) - given
        given += found[t]
    return found


def _within_rules(m: Milp, unit: Decimal, limits: Limits) -> None:
    """The rows of rules on payments, each with what it is missed by in units."""
    for number, (row, relation, amount) in enumerate(limits):
        key, each = ("rule", str(number)), float(unit)
        terms = over(m.x["pay"], ((n, p, t) for n in row.who for p in row.phases for t in row.periods))
        miss = m.declare("miss", [(key, 0, None)])[key]
        if relation != "<=":
            m.require("rule", (*key, "least"), [*terms, (each, miss)], ">=", math.ceil(amount / unit) * each)
        if relation != ">=":
            m.require("rule", (*key, "most"), [*terms, (-each, miss)], "<=", math.floor(amount / unit) * each)


def _near_pins(m: Milp, pins: Sequence[Pin], unit: Decimal, weight: float) -> Terms:
    """Payments that are pinned as near to their pins as what is due, as it was rounded, leaves them.

    Returns what it weighs to be apart: ten times as much beyond the two units that the pin has room for.
    """
    weighed: Terms = []
    for number, pin in enumerate(pins):
        terms, each = over(m.x["pay"], [(pin.nation, pin.phase, pin.period)]), float(unit)
        near, far = ("pin", str(number)), ("pin", f"{number} far")
        m.declare("miss", [(near, 0, 2), (far, 0, None)])
        apart = [(each, m.x["miss"][near]), (each, m.x["miss"][far])]
        weighed += [(weight * each, m.x["miss"][near]), (10.0 * weight * each, m.x["miss"][far])]
        if pin.relation != "<=":
            m.require("pins", (*near, "least"), [*terms, *apart], ">=", pin.value)
        if pin.relation != ">=":
            m.require("pins", (*near, "most"), [*terms, *((-c, x) for c, x in apart)], "<=", pin.value)
    return weighed


def _for_draws(m: Milp, f: Facts, unit: Decimal, draws: Series, credits: Mapping[Key, list[Decimal]]) -> None:
    """Enough is paid in a period for what is drawn in it, each row with what it is missed by in units."""
    for fund in funding.loans(f):
        for n in funding.beneficiaries(f, fund):
            for t in f.periods:
                leaf = draws.get((fund.id, n, t), Decimal(0))
                if leaf and fund.most_fraction:
                    key = ("draw", f"{fund.id} {n} {t}")
                    terms = over(m.x["pay"], ((n, p, t) for p in funding.phases(f, fund)))
                    miss = m.declare("miss", [(key, 0, None)])[key]
                    given = sum((float(credits[n, p][t]) for p in funding.phases(f, fund) if (n, p) in credits), 0.0)
                    least = math.ceil(leaf / unit / dec(fund.most_fraction)) * float(unit) - given
                    m.require("loans", key, [*terms, (float(unit), miss)], ">=", least)


def carried(f: Facts, found: Mapping[str, Series]) -> dict[str, Series]:
    """What each line of a budget carries on, by family: all that is left, as far as it may.

    found: pay, charge, draw and repay by key.
    """
    made: dict[str, Series] = {"carry": {}, "uncommitted": {}}
    for b in f.problem.budgets:
        spent = _spent(f, b, found)
        unit, kept = dec(f.problem.programme.rounding_m), made["carry" if b.kind == CASH else "uncommitted"]
        limits = budgets.carry_limits(f, b)
        for x in sorted(b.limits, key=lambda x: x.span.first):
            used = sum((spent.get(t, Decimal(0)) for t in x.span.periods), Decimal(0))
            left = dec(x.amount) + kept.get((b.nation, b.line, x.span.first - 1), Decimal(0)) - used
            most = limits[x.span.last]
            left = left if most is None else min(left, dec(most))
            kept[b.nation, b.line, x.span.last] = max(Decimal(0), (left // unit) * unit)
    return made


def _spent(f: Facts, b: Budget, found: Mapping[str, Series]) -> dict[int, Decimal]:
    """What counts against a line in every period, in its own money."""
    of, spent = set(treasury.phases(f, b)), {}  # type: set[str], dict[int, Decimal]
    loans = {fund.id for fund in treasury.loans(f, b)}
    cash = b.kind == CASH
    amounts = [
        (int(key[2]) if cash else f.phases[str(key[1])].signed, leaf)
        for key, leaf in found["pay" if cash else "charge"].items() if key[0] == b.nation and key[1] in of
    ]  # fmt: skip
    for family, sign in (("repay", 1), ("draw", -1)) if cash else ():
        amounts += [
            (int(key[2]), sign * leaf) for key, leaf in found.get(family, {}).items()
            if key[0] in loans and key[1] == b.nation
        ]  # fmt: skip
    for t, leaf in amounts:
        spent[t] = spent.get(t, Decimal(0)) + dec(treasury.factor(f, b, t)) * leaf
    return spent
