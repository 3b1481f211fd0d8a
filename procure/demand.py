"""What nations need, and what can meet it: the part of the facts that Items and Requirements make."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from procure.problem import Control, Item, Problem, Requirement


@dataclass(frozen=True, slots=True)
class Need:
    """What a nation needs of an item, or of a family, and the items that can meet it, sorted.

    name: the item or the family. due[t]: units that fall due in t. delay: periods that a unit may be late by, None =
    no limit. used_when_due: units are hours of a shared fleet, none of which is flown before it is due. The items of a
    family agree in what is said here of each.
    """

    name: str
    nation: str
    items: tuple[str, ...]
    due: tuple[float, ...]
    whole: bool
    may_short: bool
    late_weight: float
    delay: int | None
    used_when_due: bool
    row: int


class Demand(ABC):
    """Tables of needs. Ids are text, periods are numbers; a need is told by its item or family, and its nation."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.calendar = problem.programme.calendar
        self.items = {i.id: i for i in problem.items}

    @abstractmethod
    def barred(self, item: str, nation: str) -> tuple[Control, ...]:
        """The rows of Controls that keep an item from a nation."""

    @cached_property
    def families(self) -> dict[str, tuple[str, ...]]:
        """families[name]: its items, sorted."""
        names = sorted({i.family for i in self.problem.items if i.family})
        return {name: tuple(i.id for i in self.problem.items if i.family == name) for name in names}

    @cached_property
    def needs(self) -> dict[tuple[str, str], Need]:
        """needs[item or family, nation], of the nations that need any; the reader refuses names that are neither."""
        known = {*self.items, *self.families}
        wanted = (r for r in self.problem.requirements if r.total > 0 and r.wanted in known)
        return {(r.wanted, r.nation): self._need(r) for r in wanted}

    def _need(self, r: Requirement) -> Need:
        members = self.families.get(r.wanted, (r.wanted,))
        able = tuple(i for i in members if set(r.standards) <= set(self.items[i].standards))
        if r.wanted in self.families:
            able = tuple(i for i in able if not self.barred(i, r.nation)) or able  # all barred: refused by the reader
        one = self.items[members[0]]
        delay, hours = self.latest_delay(one), one.per_fleet_unit is not None
        return Need(r.wanted, r.nation, able, r.due, one.whole, one.may_short, one.late_weight, delay, hours, r.row)

    @cached_property
    def due(self) -> dict[tuple[str, str], tuple[float, ...]]:
        """due[item or family, nation][t]: units that fall due in t, for the nations that need any."""
        return {key: need.due for key, need in self.needs.items()}

    @cached_property
    def firm(self) -> dict[tuple[str, str], float]:
        """firm[item or family, nation]: units in all."""
        return {key: sum(due) for key, due in self.due.items()}

    @cached_property
    def takers(self) -> dict[str, tuple[str, ...]]:
        """takers[item]: nations that it can be handed over to, sorted."""
        return {i: tuple(need.nation for need in self.needs.values() if i in need.items) for i in self.items}

    def firm_of(self, items: Iterable[str], nations: Iterable[str] | None = None) -> float:
        """Units needed by these nations (None = all) that any of these items can be: the most there can be of them."""
        wanted, who = set(items), None if nations is None else set(nations)
        return sum(
            self.firm[key]
            for key, need in self.needs.items()
            if not wanted.isdisjoint(need.items) and (who is None or need.nation in who)
        )

    def sure_of(self, items: Iterable[str]) -> float:
        """Units that only these items can be and that may not be left out: the least there can be of them."""
        wanted = set(items)
        return sum(self.firm[k] for k, need in self.needs.items() if wanted >= set(need.items) and not need.may_short)

    def least_of(self, item: str) -> float:
        """Units that an item of a family has at least where it is in use: one, or all it could have if that is less.

        One too for an item that can meet no need: it is never in use.
        """
        return min(1.0, self.firm_of([item]) or 1.0)

    def used_when_due(self, items: Iterable[str]) -> bool:
        """Whether all of these are hours of a shared fleet: the work on an hour is done as it is flown."""
        return all(self.items[i].per_fleet_unit is not None for i in items)

    def latest_delay(self, item: Item) -> int | None:
        """Periods that a unit may be late by, None = no limit."""
        return None if item.latest_delay_months is None else self.calendar.periods(item.latest_delay_months)
