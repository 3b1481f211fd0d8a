"""Coalitions as tables: ways of sharing side by side, what each nation saves, how each way stands, all the costs."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procure.coalitions.found import SHAPLEY, Found, Way
from procure.games.core import Complaint
from procure.games.game import CERTAIN, NOT, UNCERTAIN, Amount, members
from procure.tables.table import Column, Rows, Table, number_format

SHEET, COSTS = "Coalitions", "Costs"
DECIMALS = 2  # of M
_MONEY = number_format("", DECIMALS)


def tables(found: Found) -> dict[str, list[Table]]:
    """The tables of the workbook by sheet."""
    return {SHEET: [shares(found), savings(found), ways(found), *sure(found)], COSTS: [costs(found)]}


def shares(found: Found) -> Table:
    """Nation by way of sharing: M."""
    rows, game = Rows(), found.game
    for i, nation in enumerate(game.players):
        alone = game.alone(i)
        paid = [None if way.shares is None else money(way.shares[i]) for way in found.ways]
        rows.add(nation, money(alone.plan), money(alone.least), *paid)
    whole = [None if way.shares is None else money(sum(way.shares, Fraction(0))) for way in found.ways]
    rows.add("all", _sum(game.alone(i).plan for i in range(len(game.players))), None, *whole, total=True)
    columns = [
        Column("nation", width=16), Column("alone", _MONEY, 12), Column("alone, no less than", _MONEY, 12),
        *(Column(way.name, _MONEY, 12) for way in found.ways),
    ]  # fmt: skip
    sentence = (
        "What each nation pays, M as the planner counts cost (in present value where the programme discounts). Alone: "
        "its plan of buying by itself; blank where it has none. A way is blank where plans that it needs are missing."
    )
    return rows.table(SHEET, "Ways of sharing the joint cost", sentence, columns)


def savings(found: Found) -> Table:
    """Nation by way of sharing: alone less its share, M."""
    rows, game = Rows(), found.game
    for i, nation in enumerate(game.players):
        own = game.alone(i).plan
        saved = [None if way.shares is None else money(own - way.shares[i]) for way in found.ways]
        red = [k for k, value in enumerate(saved, start=1) if value is not None and value < 0]
        rows.add(nation, *saved, red=red)
    columns = [Column("nation", width=16), *(Column(way.name, _MONEY, 12) for way in found.ways)]
    sentence = "Its cost alone less its share, M; below zero it would pay less by itself."
    return rows.table(SHEET, "What each nation saves by joining", sentence, columns)


def ways(found: Found) -> Table:
    """A way of sharing a row: whom it lets down, and the coalition that objects most."""
    rows = Rows()
    for way in found.ways:
        if way.judged is None:
            rows.add(way.name, None, "", "", way.why, None, None)
            continue
        worst = way.judged.worst
        saves = (None, None) if worst is None else (money(worst.certain), money(worst.possible))
        rows.add(
            way.name, money(sum(way.shares or (), Fraction(0))), _alone(found, way), way.judged.core,
            _who(found, worst), *saves,
        )  # fmt: skip
    columns = [
        Column("way of sharing", width=26), Column("shares in all", _MONEY, 12),
        Column("nobody pays more than alone", width=22), Column("in the core", width=10),
        Column("coalition with the largest complaint", width=30), Column("saves by leaving, at least", _MONEY, 14),
        Column("at most", _MONEY, 12),
    ]  # fmt: skip
    sentence = (
        "In the core: no coalition pays more than its own plan would cost. A saving below zero is what leaving would "
        "cost. Uncertain: the gap between plan and bound decides; at least is by the plans, at most by the bounds."
    )
    return rows.table(SHEET, "How each way of sharing stands", sentence, columns)


def costs(found: Found) -> Table:
    """A coalition a row, the small ones first: its cost and bound, and what it saves over its members alone."""
    rows, game = Rows(), found.game
    for s in sorted(found.standings, key=lambda s: (len(members(s)), s)):
        one = found.standings[s]
        apart = _sum(game.alone(i).plan for i in members(s))
        cost = money(one.cost.plan)
        saved = None if apart is None or cost is None else apart - cost
        known = money(one.cost.least)
        late = one.late.normalize() + 0
        rows.add(", ".join(game.names(s)), len(members(s)), cost, known, apart, saved, late, one.state, one.why)
    columns = [
        Column("coalition", width=34), Column("nations", "0"), Column("cost", _MONEY, 12),
        Column("no less than", _MONEY, 12), Column("members alone", _MONEY, 12), Column("saved", _MONEY, 12),
        Column("late, unit-periods", _MONEY, 12), Column("state", width=14), Column("why", width=40),
    ]  # fmt: skip
    sentence = (
        "What each coalition's own plan costs, M, the others staying away. Blank: it has no plan; infeasible is an "
        "infinite cost. No less than: the bound, less what whole units of money can round off."
    )
    return rows.table(COSTS, "What coalitions cost", sentence, columns)


def sure(found: Found) -> list[Table]:
    """Between what the gaps leave the Shapley value, and its standard error."""
    way = next(way for way in found.ways if way.name == SHAPLEY)
    if way.shares is None or way.least is None or way.most is None:
        return []
    rows = Rows()
    for i, nation in enumerate(found.game.players):
        error = None if way.errors is None else money(Fraction(way.errors[i]))
        rows.add(nation, money(way.shares[i]), money(way.least[i]), money(way.most[i]), error)
    columns = [
        Column("nation", width=16), Column("Shapley value", _MONEY, 12), Column("at least", _MONEY, 12),
        Column("at most", _MONEY, 12), Column("standard error", _MONEY, 12),
    ]  # fmt: skip
    sentence = "At least, at most: whatever plans the gaps hide. Standard error: of an estimate over orders drawn."
    return [rows.table(SHEET, "How sure the Shapley value is", sentence, columns)]


def _alone(found: Found, way: Way) -> str:
    assert way.judged is not None
    by = {state: [n for n, s in zip(found.game.players, way.judged.alone, strict=True) if s == state]
          for state in (NOT, UNCERTAIN)}  # fmt: skip
    told = [f"{state}: {', '.join(who)}" for state, who in by.items() if who]
    return "; ".join(told) or CERTAIN


def _who(found: Found, one: Complaint | None) -> str:
    return "" if one is None else ", ".join(found.game.names(one.coalition))


def _sum(amounts: Any) -> Decimal | None:
    every = list(amounts)
    return money(sum(every, Fraction(0))) if all(map(math.isfinite, every)) else None


def money(amount: Amount) -> Decimal | None:
    """M to the cent of a million; None for what is infinite."""
    if not math.isfinite(amount):
        return None
    exact = Fraction(amount)
    return round(Decimal(exact.numerator) / Decimal(exact.denominator), DECIMALS) + 0  # no minus before nothing


def records(found: Found) -> dict[str, Any]:
    """The same for a JSON document; null is what is infinite or not there."""
    game = found.game
    return {
        "nations": list(game.players),
        "coalitions": [
            {"members": list(game.names(s)), "cost": _number(one.cost.plan), "least": _number(one.cost.least),
             "late": float(one.late), "state": one.state, "why": one.why}
            for s, one in sorted(found.standings.items())
        ],
        "core": {"state": _CORE[found.core.state], "largest_complaint": found.core.excess,
                 "balanced": [{"members": list(game.names(s)), "weight": w} for s, w in found.core.balanced]},
        "ways": [_way(found, way) for way in found.ways],
        "orders_drawn": 2 * found.drawn,
        "budgets": found.asked.budgets,
    }  # fmt: skip


_CORE = {CERTAIN: "not empty", UNCERTAIN: "uncertain", NOT: "empty"}


def _way(found: Found, way: Way) -> dict[str, Any]:
    said: dict[str, Any] = {"name": way.name, "why": way.why}
    if way.shares is None or way.judged is None:
        return {**said, "shares": None}
    worst = way.judged.worst
    objects = None if worst is None else {
        "members": list(found.game.names(worst.coalition)), "saves_at_least": _number(worst.certain),
        "saves_at_most": _number(worst.possible),
    }  # fmt: skip
    return {
        **said, "shares": [float(x) for x in way.shares], "rest": float(way.judged.rest),
        "no_more_than_alone": list(way.judged.alone), "in_core": way.judged.core, "largest_complaint": objects,
        "standard_errors": None if way.errors is None else list(way.errors),
    }  # fmt: skip


def _number(amount: Amount) -> float | None:
    return float(amount) if math.isfinite(amount) else None
