"""What a plan's risk comes to, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

from procure.risk.adapting import Adapted, known, planned
from procure.risk.choosing import Chosen
from procure.risk.estimates import Drivers, Estimate, probability, quantile
from procure.risk.found import Broken, Found
from procure.risk.judging import HORIZON, INPUTS, PLACE, Limit
from procure.text import listing

FEW = 3  # limits, or drivers, that a sentence names


def words(found: Found) -> list[str]:
    """The sentences: does the plan hold, whose money does not do, what it costs, what drives it, planning again."""
    if not found.done:
        return ["No draw was judged."]
    said = [*_holds(found), *_money(found), *_others(found), *_cost(found)]
    said += [*_driven("the cost", found.drivers_of_cost())]
    said += [*_driven("the money that treasuries lack", found.drivers_of_missing())]
    said += [] if found.adapted is None else [*_adapted(found, found.adapted)]
    return said + ([] if found.chosen is None else [*_chosen(found, found.chosen)])


def said_limit(limit: Limit) -> str:
    """A limit in words."""
    clause, of = limit
    inside = ", ".join(part for part in of if part)
    if clause == HORIZON:
        return f"{inside} ends within the horizon"
    if clause == INPUTS:
        return f"the inputs leave it room: {inside}"
    return f"the plan's work has a place: {inside}" if clause == PLACE else f"{clause} of {inside}"


def _holds(found: Found) -> Iterator[str]:
    count, several = len(found.done), len(found.setting.inputs)
    inputs = f"{several} uncertain input" + ("s" if several != 1 else "")
    said = f"The plan holds in {sum(one.holds for one in found.done)} of {count} draws of {inputs}: "
    yield f"{said}{_chance(found.holds)}, with {found.asked.level:.0%} probability."
    if count < len(found.draws):
        yield f"{len(found.draws) - count} draws were not judged: what is said is of the others."
    lacking = [said_limit(breach.limit) for breach in found.as_planned.breaches]
    if lacking:
        yield f"Without any draw the plan lacks of {listing(lacking)}: only what a draw lacks beyond that is counted."
    ends = sum(one.ends for one in found.done)
    if ends:
        yield f"{ends} drawn values lay beyond what their cells take, and were put at the end."


def _money(found: Found) -> Iterator[str]:
    for n in found.problem.nations:
        mine = [one for one in found.broken() if one.limit in found.treasuries and one.limit[1][0] == n.id]
        broken = sorted((one for one in mine if one.breaches), key=lambda one: (-len(one.breaches), one.limit))
        if mine and not broken:
            most = found.nation_breaks(n.id).high
            yield f"{n.id} has enough money in every draw: it lacks some with a probability of at most {most:.1%}."
        elif broken:
            said = "; ".join(_broken(one) for one in broken[:FEW])
            more = f" (and {len(broken) - FEW} more)" if len(broken) > FEW else ""
            yield f"{n.id} lacks money in {_chance(found.nation_breaks(n.id))}: {said}{more}."


def _others(found: Found) -> Iterator[str]:
    others = [one for one in found.broken() if one.limit not in found.treasuries]
    if others:
        more = f" (and {len(others) - FEW} more)" if len(others) > FEW else ""
        yield f"Other limits that break: {'; '.join(_broken(one) for one in others[:FEW])}{more}."


def _broken(one: Broken) -> str:
    unit = one.breaches[0].unit
    by = f", by {one.mean:,.2f} {unit} in the mean, {one.worst:,.2f} at worst" if one.worst else ""
    return f"{said_limit(one.limit)} in {_chance(one.chance)}{by}"


def _cost(found: Found) -> Iterator[str]:
    costs = found.costs()
    if costs and found.as_planned.cost is not None:
        parts = ", ".join(f"{quantile(costs, part):,.2f} M in {part:.0%}" for part in (0.5, 0.8, 0.95))
        yield f"Held, it costs {found.as_planned.cost:,.2f} M as planned; of the draws no more than {parts}."


def _driven(what: str, of: Drivers | None) -> Iterator[str]:
    if of is None:
        return
    strong = [one for one in of.drivers if abs(one.rank) > of.noise]
    named = listing((f"{one.name} ({one.rank:+.2f})" for one in strong), FEW)
    said = f"{named}, by rank correlation" if strong else "no input that can be told from chance"
    yield f"What drives {what}: {said}; within {of.noise:.2f} of 0 it may be chance."


def _adapted(found: Found, again: Adapted) -> Iterator[str]:
    level, count = found.asked.level, len(found.draws)
    for what, results in (("with its awards kept", again.kept), ("anew", again.anew)):
        sure = sum(known(one) or bool(why) for one, why in zip(results, again.refused, strict=True))
        if sure:
            plans = sum(planned(one) for one in results)
            open_ = f"; of {count - sure} draws it is not known" if sure < count else ""
            chance = _chance(probability(plans, sure, level))
            yield f"Planned again {what}, {plans} of {sure} draws have a plan: {chance}{open_}."
    adapting, awards = again.of_adapting(found.judged, found.as_planned, level), again.of_awards(level)
    if adapting is not None:
        yield (
            f"Adapting costs {_m(adapting)} beyond what holding the plan costs in the same draw, limits or not "
            f"({adapting.count} draws)."
        )
    if awards is not None:
        yield f"Awards taken before the draw is known cost {_m(awards)} ({awards.count} draws)."


def _chosen(found: Found, of: Chosen) -> Iterator[str]:
    several, best, plain = len(of.candidates), of.best, of.candidates[0]
    sets = f"{several} set{'s' if several != 1 else ''} of awards"
    if not of.number:
        yield f"Of {sets} planned in every draw the plan's own are the best by {of.by} cost: choosing gains nothing."
    else:
        worth = "is not known" if of.worth is None else f"is worth {_m(of.worth)}, on {of.worth.count} other draws"
        chance = "" if of.worth is None or of.worth.low > 0 or of.worth.high < 0 else " (not told from nothing)"
        yield (
            f"Of {sets} planned in every draw those {best.name} are chosen by {of.by} cost: they have a plan in "
            f"{best.plans} of {len(found.draws)} draws, the plan's own in {plain.plans}; choosing them {worth}{chance}."
        )
    if of.bound is not None:
        yield f"No awards have an expected cost below {of.bound.value:,.2f} M over the {of.bound.count} draws compared."


def _chance(one: Estimate) -> str:
    return f"{one.value:.1%} ({one.low:.1%} to {one.high:.1%})"


def _m(one: Estimate) -> str:
    ends = f" ({one.low:,.2f} to {one.high:,.2f})" if math.isfinite(one.low) else ""
    return f"{one.value:,.2f} M{ends}"
