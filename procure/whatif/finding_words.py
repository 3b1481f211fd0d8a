"""What a search for a number came to, in words and as a record."""

from __future__ import annotations

from typing import Any

from procure import solve
from procure.objectives import COST, LATENESS
from procure.planning import UNROUNDED
from procure.whatif.finding import Found, Try, Within
from procure.whatif.solving import NOT_INPUT

_WHY = {
    solve.INFEASIBLE: "no plan can keep all rows",
    UNROUNDED: "no plan in whole units of the rounding was found",
    NOT_INPUT: "the inputs do not fit",
    solve.NO_PLAN: "no plan was found in time, which does not mean that there is none",
    solve.INTERRUPTED: "it was interrupted",
}


def words(found: Found, word: str) -> list[str]:
    """The answer: the value, the plan that it gives, and the value next to it at which there is none."""
    target, best, beyond = found.target, found.best, found.beyond
    which = _which(found.within)
    if best is None:
        return _nothing(found, which)
    now = "none, it is blank" if target.now is None else target.shown(target.now)
    if found.unknown is not None:
        said = [f"With {target.words} at {target.shown(best.value)} there is {which} (now: {now})."]
        said.append(f"The {word} is not known: at {target.shown(found.unknown.value)} {_why(found.unknown)}.")
        known = "nothing stricter is known to have none" if beyond is None else f"{target.shown(beyond.value)} has none"
        said.append(f"Between the two it is open; {known}.")
    else:
        said = [f"The {word} {target.words} with {which} is {target.shown(best.value)} (now: {now})."]
        if beyond is None:
            said.append("Nothing stricter was refused: it is the end of what the column takes, or of the search.")
        else:
            said.append(f"At {target.shown(beyond.value)} there is none: {_why(beyond)}.")
    reached = _reached(found)
    if COST in reached:
        late = f", with a lateness of {reached[LATENESS]:g} unit-periods" if reached.get(LATENESS) else ""
        said.append(f"With it the plan costs {reached[COST]:,.2f} M{late}.")
    return said


def _which(within: Within) -> str:
    """The plan that is asked for."""
    limits = [] if within.cost_m is None else [f"costs at most {within.cost_m:,.2f} M"]
    limits += [] if within.late is None else [f"is late by at most {within.late:g} unit-periods"]
    return " that ".join(["a plan", " and ".join(limits)]) if limits else "a plan"


def _nothing(found: Found, which: str) -> list[str]:
    if found.unknown is not None:
        return [f"It is not known whether any {found.target.words} has {which}: {_why(found.unknown)}."]
    loosest = ([one for one in found.tries if one.state != NOT_INPUT] or found.tries)[-1]
    shown = found.target.shown(loosest.value)
    return [f"No {found.target.words} has {which}; the loosest tried is {shown}: {_why(loosest)}."]


def _why(one: Try) -> str:
    said = _WHY.get(one.state, "the solver's answer was not believed")
    why = one.why.replace("error: ", "").replace("\n", " ").rstrip(".")
    return f"{said} ({why})" if why else said


def _reached(found: Found) -> dict[str, float]:
    """What the objectives come to in the plan at the value."""
    return {} if found.outcome is None else {stage.name: stage.value for stage in found.outcome.stages}


def record(found: Found, word: str) -> dict[str, Any]:
    """The answer for a JSON document; labels where the value is a period."""
    target = found.target

    def value(one: Try | None) -> float | str | None:
        return None if one is None else target.labels[int(one.value)] if target.labels else float(one.value)

    return {
        "target": target.words,
        "asked": word,
        "cost_at_most_m": found.within.cost_m,
        "late_at_most": found.within.late,
        "now": None if target.now is None else value(Try(target.now, "")),
        "value": value(found.best),
        "unit": target.unit,
        "beyond": value(found.beyond),
        "not_known": value(found.unknown),
        "in_one_solve": found.in_one_solve,
        "reached": _reached(found),
        "tries": [{"value": value(one), "state": one.state} for one in found.tries],
        "words": words(found, word),
    }
