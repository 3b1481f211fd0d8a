"""A plan's risk as tables: chances by nation and by limit, what drives it, all draws, awards side by side."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from procure.risk.choosing import Candidate, Chosen
from procure.risk.estimates import Drivers, Estimate, quantile
from procure.risk.found import Broken, Found
from procure.risk.words import said_limit, words
from procure.sweep.case import Result
from procure.tables.table import PERCENT, TEXT, Column, Rows, Table, number_format

RISK, LIMITS, DRAWS, AWARDS = "Risk", "Limits", "Draws", "Awards"
DECIMALS = 2  # of M
_MONEY = number_format("", DECIMALS)
_RATIO = "0.00"
_PARTS = (("half", 0.5), ("80 %", 0.8), ("95 %", 0.95))  # of the draws that cost no more


def tables(found: Found) -> dict[str, list[Table]]:
    """The tables of the workbook by sheet."""
    sheets = {
        RISK: [in_words(found), nations(found), *drivers(found)], LIMITS: [limits(found)], DRAWS: [draws(found)]
    }  # fmt: skip
    if found.chosen is not None:
        sheets[AWARDS] = [candidates(found.chosen), awards(found.chosen)]
    return sheets


def in_words(found: Found) -> Table:
    """What the draws say, a sentence a row."""
    rows = Rows()
    for said in words(found):
        rows.add(said)
    return rows.table(RISK, "What the draws say", "", [Column("in words", TEXT, 110)])


def nations(found: Found) -> Table:
    """A nation a row: how likely its money does not do, and what it bears."""
    rows = Rows()
    for n in found.problem.nations:
        costs = found.costs(n.id)
        chance = found.nation_breaks(n.id) if any(limit[1][0] == n.id for limit in found.treasuries) else None
        parts = [_m(quantile(costs, part)) if costs else None for _, part in _PARTS]
        rows.add(n.id, *_chance(chance), _m(found.as_planned.borne.get(n.id, 0.0)), *parts)
    whole = found.costs()
    parts = [_m(quantile(whole, part)) if whole else None for _, part in _PARTS]
    rows.add("all", None, None, None, _m(found.as_planned.cost), *parts, total=True)
    columns = [
        Column("nation", width=16), Column("lacks money", PERCENT, 12), Column("at least", PERCENT),
        Column("at most", PERCENT), Column("bears, as planned", _MONEY, 14),
        *(Column(f"in {name} of draws no more than", _MONEY, 14) for name, _ in _PARTS),
    ]  # fmt: skip
    sentence = (
        "Lacks money: part of the draws in which any of its budgets or its ceiling breaks, between at least and at "
        f"most with {found.asked.level:.0%} probability. What it bears: M as the planner counts cost."
    )
    return rows.table(RISK, "Nations", sentence, columns)


def limits(found: Found, every: bool = True) -> Table:
    """A limit a row: how likely it breaks, and by how much. every: also budgets that never do."""
    rows = Rows()
    for one in found.broken():
        if every or one.breaches:
            rows.add(*_limit(one), red=[1] if one.breaches else [])
    columns = [
        Column("limit", width=44), Column("breaks", PERCENT), Column("at least", PERCENT), Column("at most", PERCENT),
        Column("missing in the mean", _MONEY, 12), Column("at worst", _MONEY, 12), Column("unit", width=12),
        Column("cells", width=22),
    ]  # fmt: skip
    sentence = (
        "Every budget and ceiling, and every other limit that breaks in a draw while the plan is held. Between at "
        f"least and at most with {found.asked.level:.0%} probability; missing: where it breaks, of budgets in the "
        "nation's money."
    )
    return rows.table(LIMITS, "Limits", sentence, columns)


def drivers(found: Found) -> list[Table]:
    """What drives the cost, and the money that treasuries lack."""
    known = (("the cost", found.drivers_of_cost()), ("the money that treasuries lack", found.drivers_of_missing()))
    return [_drivers(name, one) for name, one in known if one is not None]


def _drivers(name: str, of: Drivers) -> Table:
    rows = Rows()
    for one in of.drivers:
        beyond = "yes" if abs(one.rank) > of.noise else "no"
        rows.add(one.name, _figure(one.rank), beyond, None if one.alone is None else _figure(one.alone))
    columns = [
        Column("input", width=44), Column("rank correlation", _RATIO, 12), Column("beyond chance", width=12),
        Column("alone, in ranks", _RATIO, 12),
    ]  # fmt: skip
    explained = "" if of.explained is None else f" All inputs together explain {of.explained:.0%} of it, in ranks."
    sentence = (
        f"A rank correlation within {of.noise:.2f} of 0 may be chance. Alone: the regression of ranks on all inputs, "
        f"which takes apart what is drawn alike.{explained}"
    )
    return rows.table(RISK, f"What drives {name}", sentence, columns)


def draws(found: Found) -> Table:
    """A draw a row: its inputs, what they come to, and the plans of it."""
    rows, again = Rows(), found.adapted
    for number, (draw, one) in enumerate(zip(found.draws, found.judged, strict=True)):
        cells = [_figure(value, 6) for value in draw]
        if one is None:
            held: list[Any] = ["not judged", None, None, None]
        else:
            first = said_limit(one.breaches[0].limit) if one.breaches else ""
            held = ["yes" if one.holds else "no", _m(one.cost), _m(one.missing), first]
        plans = [] if again is None else [*_plan(again.kept[number]), *_plan(again.anew[number]), again.refused[number]]
        rows.add(number + 1, *cells, *held, *plans)
    more = ["plan with its awards", "M", "plan anew", "M of it", "no inputs"] if again is not None else []
    columns = [
        Column("draw", "0"), *(Column(one.name, "0.0000", 14) for one in found.setting.inputs),
        Column("holds", width=10), Column("cost, held", _MONEY, 12), Column("treasuries lack", _MONEY, 12),
        Column("first limit broken", width=36),
        *(Column(name, _MONEY if name[0] == "M" else TEXT, 14) for name in more),
    ]  # fmt: skip
    sentence = f"A Latin hypercube of {len(found.draws)} draws, seed {found.asked.seed}: factors, or values."
    return rows.table(DRAWS, "Draws", sentence, columns)


def candidates(of: Chosen) -> Table:
    """Sets of awards a row: in how many draws they have a plan, and what that costs."""
    rows = Rows()
    for number, one in enumerate(of.candidates):
        costs = one.costs(of.compared)
        mean = sum(costs) / len(costs) if costs and len(costs) == len(of.compared) else None
        worst = max(costs, default=None) if mean is not None else None
        late = _figure(one.late(of.compared))
        rows.add(one.name, "chosen" if number == of.number else "", one.plans, one.unknown, _m(mean), _m(worst), late)
    columns = [
        Column("awards", width=18), Column("", width=8), Column("draws with a plan", "0", 12), Column("not known", "0"),
        Column("expected cost", _MONEY, 12), Column("worst cost", _MONEY, 12), Column("late, unit-periods", _MONEY, 12),
    ]  # fmt: skip
    sentence = (
        f"Awards kept, the rest planned again in every draw. Costs over the {len(of.compared)} draws in which all that "
        "have a plan most often have one; blank where they do not. Chosen on every second draw."
    )
    return rows.table(AWARDS, "Awards planned in every draw", sentence, columns)


def awards(of: Chosen) -> Table:
    """A package a row: who holds it by the plan, and by the awards chosen."""
    rows = Rows()
    plain, best = _holders(of.candidates[0]), _holders(of.best)
    for w in sorted({*plain, *best}):
        same = "" if plain.get(w) == best.get(w) else "other"
        rows.add(w, "; ".join(plain.get(w, ())), "; ".join(best.get(w, ())), same)
    columns = [Column("package", width=24), Column("the plan's", width=34), Column("chosen", width=34), Column("")]
    return rows.table(AWARDS, "Who builds what", "Of one-off packages with their parts.", columns)


def _holders(one: Candidate) -> dict[str, tuple[str, ...]]:
    parts = {(pin.package, pin.supplier): pin.value for pin in one.awards if pin.decision == "share"}
    found: dict[str, list[str]] = {}
    for pin in one.awards:
        if pin.decision == "award":
            part = parts.get((pin.package, pin.supplier))
            shown = "" if part is None or part == 1 else f" {part:.1%}"
            found.setdefault(str(pin.package), []).append(f"{pin.supplier}{shown}")
    return {w: tuple(several) for w, several in found.items()}


def _limit(one: Broken) -> tuple[Any, ...]:
    first = one.breaches[0] if one.breaches else None
    missing = (None, None) if first is None else (_m(one.mean), _m(one.worst))
    unit, cells = ("", "") if first is None else (first.unit, "; ".join(cell for cell in first.cells if cell))
    return said_limit(one.limit), *_chance(one.chance), *missing, unit, cells


def _plan(result: Result | None) -> tuple[str, Decimal | None]:
    return ("none", None) if result is None else (result.state, _m(result.cost))


def _chance(one: Estimate | None) -> tuple[Decimal | None, ...]:
    return (None, None, None) if one is None else tuple(_figure(x, 4) for x in (one.value, one.low, one.high))


def _m(amount: float | None) -> Decimal | None:
    return None if amount is None else _figure(amount, DECIMALS)


def _figure(value: float, digits: int = 2) -> Decimal:
    return Decimal(f"{value:.{digits}f}") + 0


# As JSON has them


def records(found: Found) -> dict[str, Any]:
    """The same as values for a JSON document."""
    again, of = found.adapted, found.chosen
    said: dict[str, Any] = {
        "inputs": [one.name for one in found.setting.inputs], "draws": len(found.draws), "seed": found.asked.seed,
        "level": found.asked.level, "judged": len(found.done), "holds": _estimate(found.holds),
        "nations": {n.id: _estimate(found.nation_breaks(n.id)) for n in found.problem.nations},
        "limits": [
            {"clause": one.limit[0], "of": list(one.limit[1]), "breaks": _estimate(one.chance), "mean": one.mean,
             "worst": one.worst, "unit": one.breaches[0].unit if one.breaches else ""}
            for one in found.broken()
        ],
        "cost": {"as_planned": found.as_planned.cost, "draws": [one.cost if one else None for one in found.judged]},
        "drivers": {"cost": _driven(found.drivers_of_cost()), "missing": _driven(found.drivers_of_missing())},
        "values": [list(draw) for draw in found.draws],
    }  # fmt: skip
    if again is not None:
        level = found.asked.level
        adapting = again.of_adapting(found.judged, found.as_planned, level)
        said["replanned"] = {
            "awards_kept": [_state(one) for one in again.kept], "anew": [_state(one) for one in again.anew],
            "adapting_costs": _estimate(adapting), "awards_cost": _estimate(again.of_awards(level)),
        }  # fmt: skip
    if of is not None:
        said["chosen"] = {
            "awards": of.best.name, "by": of.by, "worth": _estimate(of.worth), "bound": _estimate(of.bound),
            "holders": {w: list(who) for w, who in sorted(_holders(of.best).items())},
            "candidates": [{"awards": one.name, "plans": one.plans, "not_known": one.unknown} for one in of.candidates],
        }  # fmt: skip
    return said


def _estimate(one: Estimate | None) -> dict[str, float | None] | None:
    if one is None:
        return None
    ends = [end if math.isfinite(end) else None for end in (one.low, one.high)]
    return {"value": one.value, "low": ends[0], "high": ends[1], "draws": one.count}


def _driven(of: Drivers | None) -> dict[str, Any] | None:
    if of is None:
        return None
    several = [{"input": one.name, "rank_correlation": one.rank, "alone": one.alone} for one in of.drivers]
    return {"drivers": several, "noise": of.noise, "explained": of.explained}


def _state(one: Result | None) -> dict[str, Any]:
    return {"state": "no inputs", "cost": None} if one is None else {"state": one.state, "cost": one.cost}
