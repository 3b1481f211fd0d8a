"""What each fund was worth: the cost stage solved again without it (or, of one that is not taken, with it).

    saves       best cost without the fund  -  best cost with it              both as their cost stages ended
    brings      discounted grants of the fund in the plan
    conditions  brings - saves: what meeting its conditions, and working dearer for it, takes away again

A fund's worth is known no better than the gaps of the two stages together; that is said with it. The answers are
sentences and stand among the facts of the run, so that a plan's workbook keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from procure import objectives, solve, stages
from procure.facts import Facts
from procure.milp import Milp
from procure.objectives import StageSpec
from procure.plan import Plan, Stage, dec
from procure.problem import GRANT, Fund

OF = "worth of "  # begins the fact of a run

@dataclass(frozen=True)
class Solving:
    """How the plan was made, to make another in the same way. build: the optimisation anew."""

    build: Callable[[], tuple[Milp, list[StageSpec]]]
    options: solve.Options
    gap: float | None
    watch: stages.Watch | None
    solver: stages.Solve


def of_funds(f: Facts, plan: Plan, done: Sequence[Stage], how: Solving) -> dict[str, str]:
    """A sentence for every fund, under "worth of FUND". done: the plan's stages. how: its time limit is for all funds.

    Nothing is said where the plan's own cost has no bound.
    """
    cost = next((stage for stage in done if stage.name == objectives.COST), None)
    if cost is None or cost.bound is None:
        return {}
    limit = how.options.time_limit
    each = None if limit is None else max(0.1, limit / len(f.problem.funds))
    found = {}
    for fund in f.problem.funds:
        with_it = bool(plan.get("taken", fund.id))
        state, other = _again(fund, not with_it, replace(how, options=replace(how.options, time_limit=each)))
        found[OF + fund.id] = _sentence(f, plan, fund, with_it, cost, state, other)
        if state == solve.INTERRUPTED:
            break
    return found


def _again(fund: Fund, taken: bool, how: Solving) -> tuple[str, Stage | None]:
    """(state, cost stage) of the programme with the fund taken or not, whatever that costs."""
    m, specs = how.build()
    m.require("worth", (fund.id,), [(1, m.x["taken"][fund.id,])], "=", float(taken))
    last = next(number for number, spec in enumerate(specs) if spec.name == objectives.COST)
    watch = None if how.watch is None else partial(_watched, how.watch, f"{'with' if taken else 'without'} {fund.id}")
    result = stages.run(m, specs[: last + 1], how.options, how.gap, watch, how.solver)
    stage = next((stage for stage in result.stages if stage.name == objectives.COST), None)
    return result.state, stage if result.values is not None else None


def _watched(watch: stages.Watch, case: str, stage: str, progress: solve.Progress) -> None:
    watch(f"{case}: {stage}", progress)


def _sentence(
    f: Facts, plan: Plan, fund: Fund, with_it: bool, cost: Stage, state: str, other: Stage | None
) -> str:
    """What the comparison of two cost stages says of the fund."""
    status = "taken" if with_it else "not taken"
    if other is None:
        if state != solve.INFEASIBLE:
            return f"{status}; what it is worth was not found in time"
        return f"{status}; there is no plan without it" if with_it else f"{status}; its conditions are out of reach"
    more, apart = other.best - cost.best, (cost.gap or 0.0) + (other.gap or 0.0)
    known = f"known within {_money(f, apart)}" + (", so not significant" if abs(more) < apart else "")
    if not with_it:
        return f"{status}; taking it would {_cost(f, more)}, {known}"
    words = f"{status}; it {_saves(f, more)}, {known}"
    if fund.kind == GRANT and fund.needs:
        grants = ((int(key[-1]), leaf) for key, leaf in plan.items("grant") if key[0] == fund.id)
        brings = float(sum((dec(f.discount[t]) * leaf for t, leaf in grants), Decimal(0)))
        conditions = _money(f, max(0.0, brings - more))
        words += f"; it brings {_money(f, brings)}, and meeting its conditions costs {conditions}"
    return words


def _saves(f: Facts, amount: float) -> str:
    return f"saves {_money(f, amount)}" if amount >= 0 else f"costs {_money(f, -amount)}"


def _cost(f: Facts, amount: float) -> str:
    return f"cost {_money(f, amount)} more" if amount >= 0 else f"save {_money(f, -amount)}"


def _money(f: Facts, amount: float) -> str:
    exponent = dec(f.problem.programme.rounding_m).normalize().as_tuple().exponent
    return f"{amount:,.{max(0, -int(exponent))}f} M"
