"""Names and numbers of a sentence looked up in the problem; each complaint has the nearest name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from procure import text
from procure.calendar import Span
from procure.problem import Item, Nation, Package, Phase, Problem, Supplier
from procure.whatif.grammar import refused


class Named(Protocol):
    """A noun with a name."""

    @property
    def id(self) -> str: ...


Noun = TypeVar("Noun", bound=Named)


def nation(problem: Problem, name: str, where: str) -> Nation:
    """The nation of that name. Raises Refused."""
    return _one(problem.nations, name, "a nation", where)


def supplier(problem: Problem, name: str, where: str) -> Supplier:
    """The supplier of that name. Raises Refused."""
    return _one(problem.suppliers, name, "a supplier", where)


def package(problem: Problem, name: str, where: str) -> Package:
    """The package of that name. Raises Refused."""
    return _one(problem.packages, name, "a package", where)


def phase(problem: Problem, name: str, where: str) -> Phase:
    """The phase of that name. Raises Refused."""
    return _one(problem.phases, name, "a phase", where)


def item(problem: Problem, name: str, where: str) -> Item:
    """The item of that name; with "" the only one there is. Raises Refused."""
    if name:
        return _one(problem.items, name, "an item", where)
    if len(problem.items) != 1:
        known = ", ".join(one.id for one in problem.items)
        raise refused(where, "operation", f"expected an item, as in \"of {known or 'Item'}\", found none.")
    return problem.items[0]


def wanted(problem: Problem, name: str, where: str) -> str:
    """The item or family of that name; with "" the only item. Raises Refused."""
    families = {one.family for one in problem.items if one.family}
    same = [family for family in families if family.casefold() == name.casefold()]
    return same[0] if same else item(problem, name, where).id


def span(problem: Problem, label: str, where: str) -> Span:
    """Periods of a label. Raises Refused."""
    calendar = problem.programme.calendar
    try:
        return calendar.span(label)
    except (KeyError, ValueError):
        horizon = f"{calendar.labels[0]} to {calendar.labels[-1]}"
        raise refused(where, "operation", f"expected a period from {horizon}, found '{label}'.") from None


def number(typed: str) -> float:
    """A number that a sentence's pattern has let through: 20, -2.5."""
    return float(typed.replace(" ", ""))


def factor(per_cent: str) -> float:
    """What a change of so many per cent multiplies by: 20 gives 1.2, -20 gives 0.8."""
    return round(1 + number(per_cent) / 100, 12)


def _one(known: Iterable[Noun], name: str, what: str, where: str) -> Noun:
    nouns = list(known)
    for one in nouns:
        if one.id == name:
            return one
    alike = [one for one in nouns if one.id.casefold() == name.casefold()]
    if len(alike) == 1:
        return alike[0]
    hint = text.did_you_mean(name, [one.id for one in nouns])
    raise refused(where, "unknown name", f"expected {what}, found '{name}'.", hint)
