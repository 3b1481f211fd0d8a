"""What the coalitions of a programme come to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from procure import solve
from procure.coalitions.found import AGREED, NUCLEOLUS, Found, Way
from procure.coalitions.tables import money
from procure.games.game import CERTAIN, NOT, Amount, members
from procure.text import listing

FEW = 6  # coalitions that a sentence names


def words(found: Found) -> list[str]:
    """The sentences: what joining saves, the core, the agreed key, what is not known."""
    return [*_together(found), _core(found), *_agreed(found), *_open(found)]


def _together(found: Found) -> Iterator[str]:
    game = found.game
    n, cost = len(game.players), game.cost(game.everybody)
    said = f"{n} nations together: {_m(cost.plan)} (no less than {_m(cost.least)})"
    alone = [game.alone(i) for i in range(n)]
    if any(not isinstance(one.plan, Fraction) for one in alone):
        without = [game.players[i] for i, one in enumerate(alone) if not isinstance(one.plan, Fraction)]
        yield f"{said}. No plan is known of {listing(without)} alone."
    else:
        apart = sum((Fraction(one.plan) for one in alone), Fraction(0))
        low = sum((Fraction(max(one.least, Fraction(0))) for one in alone), Fraction(0))
        saved = apart - game.total
        part = f" ({float(abs(saved) / apart):.1%})" if apart else ""
        end = "" if low > game.total or cost.least > apart else ", which is within what is proven of the plans"
        verb = "saves" if saved >= 0 else "costs"
        yield f"{said}; each alone: {_m(apart)} in all. Joining {verb} {_m(abs(saved))}{part}{end}."
    if found.drawn:
        planned = sum(1 for one in found.standings.values() if isinstance(one.cost.plan, Fraction))
        yield (
            f"{planned} of {game.everybody:,} coalitions are planned, those of {2 * found.drawn} orders of joining "
            "drawn in pairs: the Shapley value is an estimate, and what other coalitions could do is not known."
        )
    if found.extras:
        yield "Options and wishes are left out, so that every plan is for the same needs."
    late = [s for s, one in found.standings.items() if one.late]
    if late:
        yield f"Late deliveries, in the plans of {len(late)} of the coalitions (see Costs): what they cost is for less."
    if not found.asked.budgets:
        yield "Budgets and ceilings are left out: what it costs, whether or not treasuries can pay it."


def _core(found: Found) -> str:
    core, game = found.core, found.game
    if core.excess is None:
        return "The core: too few coalitions have a plan of their own to say anything."
    who = "; ".join(_team(found, s) for s, _ in core.balanced)
    if core.state == CERTAIN:
        if core.excess < 0:
            saves = f"every coalition saves {_m(-core.excess)} or more"
            return f"The core is not empty: the cost can be shared so that {saves}."
        return "The core is not empty: the cost can be shared so that no coalition saves by leaving."
    if core.state == NOT:
        return (
            f"The core is empty: however the cost is shared, some coalition saves {_m(core.excess)} or more by "
            f"leaving. Those that leave no room for all: {who}."
        )
    unknown = "" if game.complete else " and on coalitions that were not planned"
    least = f"by the plans the largest complaint is {_m(core.excess)} at least" if core.excess > 0 else (
        f"by the plans every coalition could save {_m(-core.excess)} or more"
    )  # fmt: skip
    return f"Whether the core is empty depends on the gaps of the plans{unknown}: {least}."


def _agreed(found: Found) -> Iterator[str]:
    way = next(way for way in found.ways if way.name == AGREED)
    if way.judged is None or way.judged.worst is None:
        return
    worst, core = way.judged.worst, way.judged.core
    team, amount = _team(found, worst.coalition), _m(max(worst.certain, -worst.certain))
    if core == CERTAIN:
        yield f"The agreed key is in the core: the closest to leaving, {team}, would pay {amount} more by leaving."
    elif core == NOT:
        yield f"The agreed key is not in the core: {team} would save {amount} by leaving."
    elif worst.certain > 0:
        yield f"Whether the agreed key is in the core is within what is proven: {team} would save {amount} by leaving."
    else:
        yield "Whether the agreed key is in the core is within what is proven: no plan of a coalition is cheaper."
    yield from _letting_down(found, way)


def _letting_down(found: Found, way: Way) -> Iterator[str]:
    """Who would certainly pay less alone."""
    assert way.judged is not None
    lost = [n for n, state in zip(found.game.players, way.judged.alone, strict=True) if state == NOT]
    if lost:
        yield f"With it {listing(lost)} would pay less alone."


def _open(found: Found) -> Iterator[str]:
    """Coalitions without a plan, and the ways that need them."""
    impossible = [s for s, one in found.standings.items() if one.state == solve.INFEASIBLE]
    without = [s for s, one in found.standings.items() if not isinstance(one.cost.plan, Fraction)]
    unknown = [s for s in without if s not in impossible]
    for which, said in ((impossible, "Without a plan, at an infinite cost"), (unknown, "Not planned to an end")):
        if which:
            first = sorted(which, key=lambda s: (len(members(s)), s))[:FEW]
            more = f" and {len(which) - len(first)} more" if len(which) > len(first) else ""
            yield f"{said}, {len(which)} of the coalitions: {'; '.join(_team(found, s) for s in first)}{more}."
    missing = [way.name for way in found.ways if way.shares is None]
    if missing:
        hint = " Without budgets (--without-budgets) they may have plans." if impossible and found.asked.budgets else ""
        yield f"Not defined without these plans: {listing(missing)}.{hint}"
    if found.drawn and NUCLEOLUS not in missing:
        yield "The nucleolus is that of the coalitions planned."


def _team(found: Found, coalition: int) -> str:
    """Its members; of nearly all the few that are not."""
    game = found.game
    others = game.names(game.everybody & ~coalition)
    if len(others) <= 2 < len(game.players) - len(others):
        return f"all but {' + '.join(others)}"
    return " + ".join(game.names(coalition))


def _m(amount: Amount | float) -> str:
    told = money(amount)
    return "no finite amount" if told is None else f"{told:,.2f} M"
