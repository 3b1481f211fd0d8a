"""What nations need, and what can meet it: the part of the facts that Items and Requirements make."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from procure.problem import FIRM, Control, Item, Problem, Requirement

NEAR = 1e-9  # of a lot: what binary fractions may take from a whole number of them


@dataclass(frozen=True, slots=True)
class Extra:
    """An option or a wish: units beyond the firm ones that a nation may take.

    label: its order and priority, "wish 2". lot: units that are taken together, `most` times at most; whole: an entire
    number of times. first, last: periods in which the first and the last of its units are due.
    """

    label: str
    order: str
    priority: int
    lot: float
    most: float
    whole: bool
    first: int
    last: int
    exercise_by: int | None
    row: int

    @property
    def units(self) -> float:
        """Units that can be taken in all."""
        return self.lot * self.most


@dataclass(frozen=True, slots=True)
class Need:
    """What a nation needs of an item, or of a family, and the items that can meet it, sorted.

    name: the item or the family. due[t]: firm units that fall due in t. delay: periods that a unit may be late by,
    None = no limit. used_when_due: units are hours of a shared fleet, none of which is flown before it is due. The
    items of a family agree in what is said here of each. may_short: whether firm units may be left out, as the firm
    rows say, else the items. extras: options, then wishes, each by priority. payer: who pays for the units, by keys
    that look at units.
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
    extras: tuple[Extra, ...] = ()
    payer: str = ""

    @property
    def most(self) -> float:
        """Units at most: firm ones, options and wishes."""
        return sum(self.due) + sum(e.units for e in self.extras)

    @property
    def first_owed(self) -> int:
        """First period at the end of which units can be late."""
        return min([t for t, units in enumerate(self.due) if units > 0] + [e.last for e in self.extras])


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
        known, rows = {*self.items, *self.families}, {}  # type: set[str], dict[tuple[str, str], list[Requirement]]
        for r in self.problem.requirements:
            if r.total > 0 and r.wanted in known:
                rows.setdefault((r.wanted, r.nation), []).append(r)
        return {key: self._need(several) for key, several in rows.items()}

    def _need(self, rows: list[Requirement]) -> Need:
        r = rows[0]
        members = self.families.get(r.wanted, (r.wanted,))
        able = tuple(i for i in members if set(r.standards) <= set(self.items[i].standards))
        if r.wanted in self.families:
            able = tuple(i for i in able if not self.barred(i, r.nation)) or able  # all barred: refused by the reader
        one = self.items[members[0]]
        delay, hours = self.latest_delay(one), one.per_fleet_unit is not None
        firm = [row for row in rows if row.order == FIRM]
        dues = [row.due for row in firm] or [(0.0,) * self.calendar.count]
        due = tuple(map(sum, zip(*dues, strict=True)))
        said = [row.may_short for row in firm if row.may_short is not None]
        may_short = all(said) if said else one.may_short
        extras = tuple(_extra(row, one.whole) for row in rows if row.order != FIRM)
        of_item = (one.whole, may_short, one.late_weight, delay, hours)
        return Need(r.wanted, r.nation, able, due, *of_item, r.row, extras, r.payer or r.nation)

    @cached_property
    def due(self) -> dict[tuple[str, str], tuple[float, ...]]:
        """due[item or family, nation][t]: firm units that fall due in t, for the nations that need any."""
        return {key: need.due for key, need in self.needs.items()}

    @cached_property
    def firm(self) -> dict[tuple[str, str], float]:
        """firm[item or family, nation]: firm units in all."""
        return {key: sum(due) for key, due in self.due.items()}

    @cached_property
    def takers(self) -> dict[str, tuple[str, ...]]:
        """takers[item]: nations that it can be handed over to, sorted."""
        return {i: tuple(need.nation for need in self.needs.values() if i in need.items) for i in self.items}

    def firm_of(self, items: Iterable[str], nations: Iterable[str] | None = None) -> float:
        """Firm units of these nations (None = all) that any of these items can be: the most there can be of them."""
        return sum(self.firm[need.name, need.nation] for need in self.meeting(items, nations))

    def most_of(self, items: Iterable[str], nations: Iterable[str] | None = None) -> float:
        """The same with all options and wishes: the most units that can ever be handed over."""
        return sum(need.most for need in self.meeting(items, nations))

    def paid_by(self, items: Iterable[str], payer: str) -> float:
        """Firm units that a nation pays for and any of these items can be."""
        return sum(self.firm[need.name, need.nation] for need in self.meeting(items) if need.payer == payer)

    def meeting(self, items: Iterable[str], nations: Iterable[str] | None = None) -> list[Need]:
        """Needs of these nations (None = all) that any of these items can meet."""
        wanted, who = set(items), None if nations is None else set(nations)
        needs = (need for need in self.needs.values() if who is None or need.nation in who)
        return [need for need in needs if not wanted.isdisjoint(need.items)]

    def optional(self, item: str) -> bool:
        """Whether a plan decides if an item is in use: one of a family, or one of options and wishes alone."""
        return bool(self.items[item].family) or (self.firm_of([item]) == 0 < self.most_of([item]))

    def serviced(self, items: Iterable[str], nations: Iterable[str] | None, periods: Iterable[int]) -> float:
        """Unit-periods in service in these periods where what is firm is handed over to these nations when due."""
        wanted, who = set(items), None if nations is None else set(nations)
        mine = [d for d in self.needs.values() if not wanted.isdisjoint(d.items) and (who is None or d.nation in who)]
        return sum(sum(d.due[: t + 1]) for d in mine for t in periods)

    def sure_of(self, items: Iterable[str]) -> float:
        """Units that only these items can be and that may not be left out: the least there can be of them."""
        wanted = set(items)
        return sum(self.firm[k] for k, need in self.needs.items() if wanted >= set(need.items) and not need.may_short)

    def least_of(self, item: str) -> float:
        """Units that an optional item has at least where it is in use: one, or all it could have if that is less.

        One too for an item that can meet no need: it is never in use.
        """
        return min(1.0, self.most_of([item]) or 1.0)

    def used_when_due(self, items: Iterable[str]) -> bool:
        """Whether all of these are hours of a shared fleet: the work on an hour is done as it is flown."""
        return all(self.items[i].per_fleet_unit is not None for i in items)

    def latest_delay(self, item: Item) -> int | None:
        """Periods that a unit may be late by, None = no limit."""
        return None if item.latest_delay_months is None else self.calendar.periods(item.latest_delay_months)


def _extra(r: Requirement, whole: bool) -> Extra:
    """The units of an option or a wish in lots; a rest that is no lot is left out (the reader refuses it)."""
    lot = r.lot or 1.0
    integral = whole or r.lot is not None
    most = float(int(r.total / lot + NEAR)) if integral else r.total / lot
    due = [t for t, units in enumerate(r.due) if units > 0]
    label = f"{r.order} {r.priority}"
    return Extra(label, r.order, r.priority, lot, most, integral, due[0], due[-1], r.exercise_by, r.row)
