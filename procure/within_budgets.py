"""Charges in whole units that no budget is passed by.

What a phase spends in a period is parted by largest remainders, and where a nation's budget has no unit left that may
be a unit too many for it. Then units are moved from nation to nation, as few as can be, so that no nation's charges for
the phase so far are more than a unit away from what they were, and still follow the key.

    charge[n,p,t] = before[n,p,t] + moved[n,p,t] - moved[n,p,t-1]      -1, 0 or 1 unit each
    sum_n moved[n,p,t] = 0,  and every row of terms, payment, budget, ceiling and commitments, in whole units
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from procure import dues, keys, ledger, payments, solve
from procure.clauses import budget, ceiling, commitments, terms
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.findings import Check
from procure.leaves import TYPED
from procure.milp import Milp
from procure.plan import Key, Plan, dec

Series = dict[Key, Decimal]
Moves = dict[Key, list[tuple[float, Any]]]

NODES = 2_000  # of the search for such charges; it ends at the first ones
SOME = 1e-6  # M: less than that of a phase in a period is the solver's arithmetic, and no part of a nation


def passed(f: Facts, found: Mapping[str, Mapping[Key, Decimal]]) -> list[Check]:
    """The rows of budgets, ceilings and commitments that a plan does not keep."""
    checks = (check for clause in (budget, ceiling, commitments) for check in clause.audit(Plan(found), f))
    return [check for check in checks if not check.holds]


def moved(f: Facts, found: Mapping[str, Series], solved: Mapping[Key, float]) -> Series | None:
    """Units to add to the nations' parts, by (nation, phase, period); None where no budget can be kept by moving some.

    found: the plan so far, in leaves. solved: the nations' parts as solved; only who has one takes a unit.
    """
    unit = dec(f.problem.programme.rounding_m)
    m = payments.in_units(f, found, ledger.credits(Plan(found), f), whole=True)
    moves = _charges(m, f, found, solved)
    _paid(m, f, found)
    domain = BY_NAME["uncommitted"].domain
    assert domain is not None
    m.declare("uncommitted", domain(f), lambda _: True)
    commitments.constrain(m, f)
    m.minimise((1.0, variable) for variable in m.x["miss"].values())
    matrix = m.matrix()
    answer = solve.solve(matrix, solve.Options(relative_gap=1.0, nodes=NODES))
    if answer.values is None or matrix.violation(answer.values) > solve.HOLDS:
        return None
    return {key: unit * round(m.value(parts, answer.values) / float(unit)) for key, parts in moves.items()}


def _charges(m: Milp, f: Facts, found: Mapping[str, Series], solved: Mapping[Key, float]) -> Moves:
    """Charges and how many units each is moved by: what more has moved so far by its end than before it."""
    unit, before = f.problem.programme.rounding_m, found["charge"]
    granted: Series = {}
    for (_, *of), leaf in found["grant"].items():
        granted[tuple(of)] = granted.get(tuple(of), Decimal(0)) + leaf
    moves: Moves = {}
    for p in f.phases.values():
        for n in keys.payers(f, p):
            last: list[tuple[float, Any]] = []
            for t in f.periods:
                key = (n, p.id, t)
                if solved.get(key, 0.0) > SOME:
                    pair = m.declare("miss", [((*key, way), 0, 1) for way in ("up", "down")], lambda _: True)
                    now = [(unit, pair[*key, "up"]), (-unit, pair[*key, "down"])]
                    moves[key] = [*now, *((-c, x) for c, x in last)]
                    m.require("key", (*key, "most"), moves[key], "<=", unit)
                    m.require("key", (*key, "least"), moves[key], ">=", -unit)
                    last = now
        for t in f.periods:
            here = [move for n in keys.payers(f, p) for move in moves.get((n, p.id, t), [])]
            m.require("key", (p.id, t), here, "=", 0)
    for place in sorted({*before, *moves}):
        leaf, parts = before.get(place, Decimal(0)), moves.get(place, [])
        own = found["gross"].get(place, leaf) - granted.get(place, Decimal(0))
        low = float(leaf - own) if parts else float(leaf)
        charge = m.declare("charge", [(place, low, None if parts else float(leaf))])[place]
        m.require("charge", place, [(1, charge), *((-c, x) for c, x in parts)], "=", float(leaf))
    return moves


def _paid(m: Milp, f: Facts, found: Mapping[str, Series]) -> None:
    """Payments cover what falls due of the charges, rounded down, and what is added to it."""
    unit, added = f.problem.programme.rounding_m, ledger.added_to_due(Plan(found), f)
    m.declare("due", ((key, None, None) for key in m.x["pay"]))
    terms.constrain(m, f)
    for p in f.phases.values():
        periods = dues.of_phase(f, p)
        for n in keys.owing(f, p):
            more = [*map(float, added.get((n, p.id), [])), 0.0]
            so_far: list[tuple[float, Any]] = []
            for t in periods:
                so_far += [(1, m.x["pay"][n, p.id, t]), (-1, m.x["due"][n, p.id, t])]
                relation, short = ("=", 0.0) if t == periods[-1] else (">=", unit * (1 - 2 * float(TYPED)))
                m.require("payment", (n, p.id, t), so_far, relation, sum(more[: t + 1]) - short)
