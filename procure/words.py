"""Rules in plain words, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from procure.problem import Rule

_EACH = {"partners": "each partner", "customers": "each customer", "third countries": "each third country"}
_ALL = {"partners": "the partners", "customers": "the customers", "third countries": "the third countries"}
_RELATION = {">=": "at least", "<=": "at most", "=": "exactly"}
_POINTS = {">=": "less", "<=": "plus", "=": "less"}


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
        "cost": f"{who}'s cost",
        "deliveries": f"{who}'s deliveries",
        "suppliers": f"the number of {who}'s suppliers at work",
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
    parts = _and([f"{kind} {' or '.join(names)}" for kind, names in kinds.items()])
    return f" of {parts}" if parts else ""


def _limit(rule: Rule) -> str:
    verb = "are" if rule.measure == "deliveries" else "is"
    amount, own = f"{rule.amount:.12g}", "its" if rule.each else "their"
    if rule.base == "units from pro-rata":
        return f"{verb} within {amount} units of {own} pro-rata part of what is handed over"
    if rule.base == "points of agreed share":
        points = f" {_POINTS[rule.relation]} {amount} {'point' if rule.amount == 1 else 'points'}"
        limit = f"{own} agreed share" + (points if rule.amount else "")
    else:
        limit = {
            "M": f"{amount} M",
            "% of own cost": f"{amount} % of {own} own cost",
            "% of total work": f"{amount} % of the total work",
            "units": f"{amount} units",
            "count": amount,
        }[rule.base]
    return f"{verb} {_RELATION[rule.relation]} {limit}"


def _when(rule: Rule, labels: Sequence[str]) -> list[str]:
    words = ["in each phase"] if rule.by_phase else []
    if rule.window == "each period":
        words.append("in each period")
    elif rule.window == "cumulative":
        words.append("at the end of each period, all since the first counted")
    if rule.span and labels:
        words.append(f"from {labels[rule.span.first]} to {labels[rule.span.last]}")
    return [", " + ", ".join(words)] if words else []


def _strength(rule: Rule) -> str:
    if rule.strength == "should":
        return f" (should: {rule.penalty_m:.12g} M for each unit missed)"
    return " (only reported)" if rule.strength == "report" else ""


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
