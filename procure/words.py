"""Rules in plain words, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from procure.problem import Rule

_EACH = {"partners": "each partner", "customers": "each customer", "third countries": "each third country"}
_ALL = {"partners": "the partners", "customers": "the customers", "third countries": "the third countries"}
_RELATION = {">=": "at least", "<=": "at most", "=": "exactly", "within": "within"}
_UNITS = {"late": "unit-periods", "load": "units of effort"}
_POINTS = {">=": "less", "<=": "plus", "=": "less", "within": "give or take"}


def plain(rule: Rule, labels: Sequence[str] = ()) -> str:
    """One sentence: whose what is how much, where and when, and how firmly.

    labels: the calendar's period labels, for a rule that counts some periods only.
    """
    parts = [_subject(rule) + _of(rule), _limit(rule), *_when(rule, labels)]
    sentence = " ".join(part for part in parts if part).replace(" ,", ",")
    return sentence[0].upper() + sentence[1:] + _strength(rule) + "."


def _subject(rule: Rule) -> str:
    who = _who(rule)
    noun = {
        "work": f"{who}'s work",
        "weighted work": f"{who}'s weighted work",
        "cost": f"{who}'s cost",
        "payments": f"{who}'s payments",
        "content": f"the component cost of {who}'s origin",
        "deliveries": f"{who}'s deliveries",
        "late": f"{who}'s units late at the end of each period, added up,",
        "packages": f"the number of packages with a part of {who}'s",
        "nations": f"the number of nations at work among {who}{_counts_from(rule)}",
        "load": f"the load of {who}'s industry",
        "unit price": f"the price of {who}'s units",
        "items": f"the number of different items in {who}'s deliveries",
        "participants": f"the number of nations taking part among {who}",
        "suppliers": f"the number of {who}'s suppliers at work",
        "loss of a supplier": f"{_follows(rule)} the loss of any one of {who}'s suppliers",
        "loss of a nation": f"{_follows(rule)} the loss of {who}",
    }[rule.measure]
    return noun.replace("s's ", "s' ")


def _who(rule: Rule) -> str:
    if "all" in rule.who:
        return "each nation" if rule.each else "all nations"
    names = _and([(_EACH if rule.each else _ALL).get(name, name) for name in rule.who])
    if len(rule.who) == 1 and rule.who[0] in _EACH:
        return names
    return f"each of {names}" if rule.each and len(rule.who) > 1 else names


def _of(rule: Rule) -> str:
    kinds: dict[str, list[str]] = {}
    for kind, name in rule.of:
        kinds.setdefault(kind, []).append(name)
    every = " over all programmes" if kinds.get("programme") == ["all"] and kinds.pop("programme") else ""
    parts = _and([f"{kind} {' or '.join(names)}" for kind, names in kinds.items()])
    return (f" of {parts}" if parts else "") + every


def _limit(rule: Rule) -> str:
    verb = "are" if rule.measure in ("deliveries", "payments", "late") else "is"
    amount, own = f"{rule.amount:.12g}", "its" if rule.each else "their"
    if rule.base == "units from pro-rata":
        return f"{verb} within {amount} units of {own} pro-rata part of what is handed over"
    if rule.base == "points of agreed share":
        points = f" {_POINTS[rule.relation]} {amount} {'point' if rule.amount == 1 else 'points'}"
        limit = f"{own} agreed share" + (points if rule.amount else "")
        return f"{verb} {limit}" if rule.relation == "within" else f"{verb} {_RELATION[rule.relation]} {limit}"
    of = {
        "% of own cost": f"{own} own cost",
        "% of agreed share": f"{own} agreed share",
        "% of total work": "the total work",
        "% of partners' work": "the partners' work",
        "% of total cost": "the total cost",
        "% of component cost": "the total component cost",
        "% of GDP": f"{own} GDP",
        "% of earlier plan": f"{own} figure in the earlier plan {rule.earlier_plan}".rstrip(),
    }
    if rule.base in of:
        part = f"{amount} % of {of[rule.base]}"
        return f"{verb} {_RELATION[rule.relation]} {part}"
    money = " M a unit" if rule.measure == "unit price" else " M"
    unit = {"M": money, "units": f" {_UNITS.get(rule.measure, 'units')}", "months": " months"}
    return f"{verb} {_RELATION[rule.relation]} {amount}{unit.get(rule.base, '')}"


def _follows(rule: Rule) -> str:
    """What is measured of a loss."""
    return "the delay by" if rule.base == "months" else "what those who stay pay more after"


def _counts_from(rule: Rule) -> str:
    """From which part of the work on a nation counts."""
    part = rule.counts_from_fraction * 100
    return f", each with {part:.12g} % of the work or more," if part else ""


def _when(rule: Rule, labels: Sequence[str]) -> list[str]:
    words = ["in each phase"] if rule.by_phase else ["in each programme"] if rule.by_programme else []
    if rule.window == "each period":
        words.append("in each period")
    elif rule.window == "cumulative":
        words.append("at the end of each period, all since the first counted")
    elif rule.window == "at the end":
        words.append("at the end, all since the first period counted")
    elif rule.window.startswith("rolling"):
        words.append(f"in every {_long(rule.window)} in a row")
    if rule.span and labels:
        words.append(f"from {labels[rule.span.first]} to {labels[rule.span.last]}")
    return [", " + ", ".join(words)] if words else []


def _long(window: str) -> str:
    """Length of a rolling window: periods, or years as a model has it."""
    number, *unit = window.split()[1:]
    return f"{number} {unit[0] if unit else 'periods'}"


def _strength(rule: Rule) -> str:
    if rule.strength == "should":
        return f" (should: {rule.penalty_m:.12g} M for each unit missed)"
    if rule.strength == "condition":
        return " (where a fund that is taken needs it)"
    return " (only reported)" if rule.strength == "report" else ""


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
