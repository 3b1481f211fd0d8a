"""A decision in words, as a row of Pins has it: `award[Radar, Indra]`, `begin[Design] <= 2028`.

    award[package, supplier]            = 1 (a part of it, which a decision without a value means) or = 0 (none)
    begin[package] <= 2028              set up[package, supplier], invest[investment]: a period, =, >= or <=
    deliver[item, nation, 2031] >= 2    without a period: over the whole horizon
    share[package, supplier] >= 20 %    share[phase, nation]: of the phase's cost
    make[package, supplier, 2031] >= 4  build[item, 2031]; charge, pay[phase, nation, 2031]; grant, draw of a fund

Names stand in any order, upper and lower case alike, one with a comma in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import Any

from procure import text
from procure.facts import Facts
from procure.findings import errors
from procure.problem import Pin, Problem
from procure.whatif.grammar import refused, split
from procure.whatif.operations.names import Named
from procure.workbook.consistency_rules import PINS, pins

TIMES = ("begin", "set up", "invest")  # what happens once: its value is a period
RELATIONS = {"=": "=", "==": "=", ">=": ">=", "≥": ">=", "=>": ">=", "<=": "<=", "≤": "<=", "=<": "<="}
LONGEST, SHOWN = 2000, 80  # characters of a decision that are read, and that a complaint shows
_WRITTEN = ("package", "fund", "investment", "item", "phase", "supplier", "nation", "period")  # order of an example
_DECISION = re.compile(r"\s*([A-Za-z ]+?)\s*\[(.*)\]\s*(?:([=<>≤≥]+)\s*(.*?))?\s*", re.DOTALL)
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(%|M)?", re.IGNORECASE)

Names = dict[str, Any]  # by kind, as text


def parse(problem: Problem, line: str) -> Pin:
    """The pin that a line asks for. Raises Refused for what is no decision, or has a name that is not there."""
    line = text.clean(line)
    line, where = line[:LONGEST], f"decision '{line[:SHOWN]}{'...' * (len(line) > SHOWN)}'"
    matched = _DECISION.fullmatch(line)
    if not matched:
        example = 'like "award[Radar, Indra]", "begin[Design] <= 2028" or "share[Radar, Indra] >= 20 %"'
        raise refused(where, "decision", f"expected a decision {example}.")
    verb, inside, sign, value = matched.groups()
    decision = next((one for one in PINS if one.casefold() == verb.casefold()), "")
    if not decision:
        hint = text.did_you_mean(verb, PINS)
        raise refused(where, "unknown decision", f"expected a decision of the sheet Pins, found '{verb}'.", hint)
    if sign is not None and sign not in RELATIONS:
        raise refused(where, "decision", f"expected =, >= or <=, found '{sign}'.")
    relation, parts = RELATIONS[sign or "="], [part.strip('"') for part in split(inside)]
    if decision in TIMES and sign is not None:
        parts.append(_timed(problem, value, relation, where))
    named = _named(problem, decision, parts, where)
    at = problem.programme.calendar.labels.index(named.pop("period")) if "period" in named else None
    number = 1.0 if decision in TIMES else _number(decision, sign, value, where)
    return _checked(problem, Pin(decision, relation, number, period=at, **named), where)


def _timed(problem: Problem, value: str, relation: str, where: str) -> str:
    """Label of the period after the relation; of a year over shorter periods its first, or for "<=" its last."""
    calendar = problem.programme.calendar
    try:
        span = calendar.span(value)
    except (KeyError, ValueError):
        raise _no_period(problem, value, where) from None
    if relation == "=" and span.first != span.last:
        raise _no_period(problem, value, where)
    return calendar.labels[span.last if relation == "<=" else span.first]


def _no_period(problem: Problem, value: str, where: str) -> Exception:
    labels = problem.programme.calendar.labels
    return refused(where, "unknown period", f"expected a period from {labels[0]} to {labels[-1]}, found '{value}'.")


def _number(decision: str, sign: str | None, value: str | None, where: str) -> float:
    """The value; a share as a fraction."""
    if sign is None and decision == "award":
        return 1.0
    matched = _NUMBER.fullmatch(value or "")
    unit = "" if matched is None else (matched[2] or "").upper()
    if matched is None or (unit == "%" and decision != "share") or (unit == "M" and decision not in _MONEY):
        expected = {"share": "a relation and a per cent, as in >= 20 %", "award": "= 1 or = 0"}
        found = f"'{value}'" if value else "none"
        said = expected.get(decision, "a relation and a number, as in >= 2")
        raise refused(where, "decision", f"expected {said}, found {found}.")
    return float(matched[1]) / 100 if decision == "share" else float(matched[1])


_MONEY = ("grant", "draw", "charge", "pay")


def _named(problem: Problem, decision: str, parts: list[str], where: str) -> Names:
    """The parts by their kind; of several ways the first that has all names. Raises Refused."""
    known = _known(problem)
    ways = [way for way in PINS[decision] if len(way) == len(parts)]
    orders = [order for way in ways for order in permutations(_written(way))]
    fits = [(order, [_find(part, known[kind]) for part, kind in zip(parts, order, strict=True)]) for order in orders]
    for order, found in fits:
        if all(found):
            return dict(zip(order, map(str, found), strict=True))
    if not fits:
        forms = " or ".join(f"{decision}[{', '.join(_written(way))}]" for way in PINS[decision])
        found_ = "1 name" if len(parts) == 1 else f"{len(parts) or 'no'} names"
        raise refused(where, "decision", f"expected {forms}, found {found_}.")
    order, found = max(fits, key=lambda fit: sum(map(bool, fit[1])))
    kind, part = next((kind, part) for kind, part, name in zip(order, parts, found, strict=True) if not name)
    if kind == "period":
        raise _no_period(problem, part, where)
    article = "an" if kind[0] in "aeiou" else "a"
    raise refused(where, "unknown name", f"expected {article} {kind}, found '{part}'.", _hint(problem, kind, part))


def _written(way: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(way, key=_WRITTEN.index))


def _known(problem: Problem) -> dict[str, list[str]]:
    """Names by kind."""
    p = problem
    nouns: dict[str, Sequence[Named]] = {
        "package": p.packages, "item": p.items, "phase": p.phases, "supplier": p.suppliers, "nation": p.nations,
        "fund": p.funds, "investment": p.investments,
    }  # fmt: skip
    return {kind: [one.id for one in some] for kind, some in nouns.items()} | {"period": [*p.programme.calendar.labels]}


def _find(typed: str, names: list[str]) -> str | None:
    """The name itself, else the only one that differs in upper and lower case."""
    alike = [name for name in names if name.casefold() == typed.casefold()]
    return typed if typed in names else alike[0] if len(alike) == 1 else None


def _hint(problem: Problem, kind: str, typed: str) -> str:
    """The name that was meant; of a heading its packages, of a nation its suppliers."""
    own = [w.id for w in problem.packages if w.parent and w.parent.casefold() == typed.casefold()]
    if kind == "package" and own:
        return f"It is a heading: ask about {text.listing(own)}."
    there = [s.id for s in problem.suppliers if s.nation.casefold() == typed.casefold()]
    if kind == "supplier" and there:
        return f"It is a nation: ask about {text.listing(there)}."
    return text.did_you_mean(typed, _known(problem)[kind])


def _checked(problem: Problem, pin: Pin, where: str) -> Pin:
    """The pin, where the sheet Pins would take it. That a supplier cannot do a package is told later, and why."""
    f = Facts(problem.replace(pins=(pin,)))
    told_later = pin.package is not None and pin.supplier is not None and pin.supplier not in f.able[pin.package]
    wrong = [] if told_later else errors(pins(f))
    if wrong:
        raise refused(where, "decision", wrong[0].message)
    return pin


# In words


def named(problem: Problem, pin: Pin) -> str:
    """The decision as it is asked for, each name as the workbook has it: `award[Radar, Indra]`."""
    label = problem.programme.calendar.labels
    timed = pin.decision in TIMES
    parts = [getattr(pin, kind) for kind in _WRITTEN if kind != "period"]
    inside = [f'"{part}"' if "," in part else part for part in parts if part is not None]
    if pin.period is not None and not timed:
        inside.append(label[pin.period])
    value = label[pin.period or 0] if timed else f"{pin.value * 100:.12g} %" if pin.decision == "share" else ""
    told = "" if pin.decision == "award" and pin.value == 1 else f" {pin.relation} {value or f'{pin.value:.12g}'}"
    return f"{pin.decision}[{', '.join(inside)}]{told}"


def phrase(problem: Problem, pin: Pin) -> str:
    """The decision as a clause of a sentence: `Indra holds a part of Radar`."""
    when = "" if pin.period is None else problem.programme.calendar.labels[pin.period]
    at = {"=": f"in {when}", "<=": f"by {when}", ">=": f"not before {when}"}[pin.relation]
    much = {"=": "", "<=": "at most ", ">=": "at least "}[pin.relation]
    number, inside = f"{much}{pin.value:.12g}", f" in {when}" if when else ""
    part, unit = f"{much}{pin.value * 100:.12g} %", _unit(problem, pin)
    of_phase = f" for {pin.phase}" if pin.phase else ""
    if pin.decision == "share":
        does = f"{pin.supplier} does {part} of {pin.package}"
        return does if pin.package else f"{pin.nation} bears {part} of the cost of {pin.phase}"
    return {
        "award": f"{pin.supplier} holds {'a part' if pin.value else 'no part'} of {pin.package}",
        "begin": f"{pin.package} begins {at}",
        "set up": f"{pin.supplier} is set up for {pin.package} {at}",
        "invest": f"{pin.investment} is decided {at}",
        "deliver": f"{pin.nation} receives {number} {unit}{inside}",
        "build": f"{number} {unit} {'is' if pin.value == 1 else 'are'} completed{inside}",
        "make": _made(pin, number, inside),
        "grant": f"{pin.fund} gives {pin.nation} {number} M{of_phase}{inside}",
        "draw": f"{pin.nation} draws {number} M of {pin.fund}{inside}",
        "charge": f"{pin.nation} is charged {number} M{of_phase}{inside}",
        "pay": f"{pin.nation} pays {number} M{of_phase}{inside}",
    }[pin.decision]


def _unit(problem: Problem, pin: Pin) -> str:
    unit = next((i.unit for i in problem.items if i.id == pin.item), "unit")
    return f"{pin.item}" if unit == "unit" else f"{unit} of {pin.item}"


def _made(pin: Pin, number: str, inside: str) -> str:
    for_ = f" for {' and '.join(filter(None, (pin.item, pin.nation)))}" if pin.item or pin.nation else ""
    made = "makes" if pin.supplier else "are made"
    sets = f"{number} set{'' if pin.value == 1 else 's'} of {pin.package}{for_}"
    return f"{pin.supplier} {made} {sets}{inside}" if pin.supplier else f"{sets} {made}{inside}"
