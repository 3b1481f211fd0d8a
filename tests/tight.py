"""Random programmes whose budgets leave no unit unused: each is what an exact plan pays, rounded up to the unit.

A first plan is solved and not rounded. Every treasury is then given what that plan takes from it in each period, in its
own currency, and a ceiling of all that it pays; so rounding the new plan's money has nothing to give away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from procure import stages, treasury
from procure.calendar import Span
from procure.facts import Facts
from procure.plan import Key, Plan, dec
from procure.planning import build
from procure.problem import Budget, Limit, Problem
from procure.solve import Options
from tests.generate import generate

UNITS = (0.01, 0.001, 1.0)
LIMIT = Options(time_limit=30.0)
NOISE = Decimal("0.0000001")  # M: what the solver's arithmetic may take from a whole amount

Exact = dict[str, dict[Key, float]]


def tight(seed: int, size: str = "tiny") -> Problem | None:
    """A random programme in one of the rounding units, its budgets and ceilings binding; None where it has no plan."""
    loose = generate(seed, size)
    programme = replace(loose.programme, rounding_m=UNITS[seed % len(UNITS)])
    nations = tuple(replace(n, ceiling_m=None) for n in loose.nations)
    loose = loose.replace(programme=programme, budgets=(), nations=nations)
    f = Facts(loose)
    m, specs = build(f)
    values = stages.run(m, specs, LIMIT).values
    if values is None:
        return None
    exact: Exact = {}
    for (family, key), value in zip(m.columns, values, strict=True):
        exact.setdefault(family, {})[key] = float(value)
    paying = sorted({str(key[0]) for key in exact["pay"]})
    budgets = tuple(_budget(f, n, exact) for n in paying)
    ceilings = {n: _ceiling(f, n, exact) for n in paying if seed % 2}
    nations = tuple(replace(n, ceiling_m=ceilings.get(n.id)) for n in loose.nations)
    return loose.replace(budgets=budgets, nations=nations)


def _budget(f: Facts, nation: str, exact: Exact) -> Budget:
    """A limit a period, nothing carried on."""
    line, limits = Budget(nation, ()), []
    for t in f.periods:
        paid = sum(v for key, v in exact["pay"].items() if key[0] == nation and key[2] == t)
        paid += sum(v for key, v in exact.get("repay", {}).items() if key[1:] == (nation, t))
        paid -= sum(v for key, v in exact.get("draw", {}).items() if key[1:] == (nation, t))
        limits.append(Limit(Span(t, t), _exchanged(f, treasury.factor(f, line, t), paid), f.calendar.labels[t]))
    return replace(line, limits=tuple(limits))


def _ceiling(f: Facts, nation: str, exact: Exact) -> float:
    paid: dict[int, float] = {}
    for (n, _, t), amount in exact["pay"].items():
        if n == nation:
            paid[int(t)] = paid.get(int(t), 0.0) + amount
    sums = (_exchanged(f, treasury.ceiling_factor(f, nation, t), amount) for t, amount in paid.items())
    return round(sum(sums) + _up(f, treasury.paid_before(f, nation)), 6)


def _exchanged(f: Facts, factor: float, amount: float) -> float:
    """What so many whole units are in a treasury's own money, rounded up to it."""
    return _up(f, factor * _up(f, amount))


def _up(f: Facts, amount: float) -> float:
    unit = dec(f.problem.programme.rounding_m)
    return float(max(Decimal(0), ((dec(amount) - NOISE) / unit).to_integral_value(ROUND_CEILING) * unit))


def wrong(plan: Plan, f: Facts) -> str:
    """Which total is no sum of leaves, to the cent, or which leaf no whole number of units; "" where all are."""
    unit = dec(f.problem.programme.rounding_m)
    for family in ("price", "setup", "transfer_cost", "other", "contingency", "gross", "grant", "charge", "due", "pay"):
        odd = [key for key, leaf in plan.items(family) if leaf % unit]
        if odd:
            return f"{family}{odd[0]} is no multiple of {unit}"
    spent, gross = plan.total("spend"), _own_parts(plan)
    sums = {
        "spend": spent, "parts": gross, "charge": gross - plan.total("grant") + plan.total("vat"),
        "charge by nation": sum((plan.total("charge", n) for n in f.nations), Decimal(0)),
    }  # fmt: skip
    stated = {"spend": gross, "parts": spent, "charge": plan.total("charge"), "charge by nation": plan.total("charge")}
    apart = [name for name, amount in sums.items() if amount != stated[name]]
    apart += [] if plan.total("due") == plan.total("pay") else ["paid"]
    return f"{apart[0]} is no sum of leaves" if apart else ""


def _own_parts(plan: Plan) -> Decimal:
    """All nations' parts of what is spent: gross where it is apart from the charge."""
    gross = plan.values.get("gross", {})
    phases = {key[1] for key in gross}
    rest: Iterable[Decimal] = (v for key, v in plan.items("charge") if key[1] not in phases)
    return sum(gross.values(), Decimal(0)) + sum(rest, Decimal(0))
