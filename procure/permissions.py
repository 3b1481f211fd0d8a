"""Who may have which technology: what the rows of Controls come to for each nation, before any decision.

The owner is free. Of an owner's rows the most specific one that names a nation decides: the nation's own, else those
of its groups (the strictest, where they differ), else the one for every nation. Several owners must all allow. A
technology without rows is free, and so is a nation that no row of an owner names.
"""

from __future__ import annotations

from collections.abc import Iterable

from procure.problem import DENIED, EVERYWHERE, FREE, LICENCE, Control, Problem

_STRICT = {FREE: 0, LICENCE: 1, DENIED: 2}


class Permissions:
    """The rows of Controls, asked by technology and nation."""

    def __init__(self, problem: Problem) -> None:
        self.calendar = problem.programme.calendar
        self.groups = {n.id: n.groups for n in problem.nations}
        self.rows: dict[str, dict[str, list[Control]]] = {}
        for row in problem.controls:
            self.rows.setdefault(row.technology, {}).setdefault(row.owner, []).append(row)

    def owners(self, technology: str) -> tuple[str, ...]:
        """Nations whose consent the technology needs, sorted."""
        return tuple(sorted(self.rows.get(technology, ())))

    def most_specific(self, technology: str, owner: str, nation: str) -> list[Control]:
        """The owner's rows that are equally near to the nation; several only where it is in several groups."""
        rows = [] if nation == owner else self.rows.get(technology, {}).get(owner, [])
        own = [c for c in rows if c.destination == nation]
        grouped = [c for c in rows if c.destination in self.groups.get(nation, ())]
        return own or grouped or [c for c in rows if c.destination == EVERYWHERE]

    def deciding(self, technologies: Iterable[str], nation: str) -> tuple[Control, ...]:
        """The row that decides for the nation, of every technology and owner that has one; free ones too."""
        found = []
        for technology in technologies:
            for owner in self.owners(technology):
                rows = self.most_specific(technology, owner, nation)
                if rows:
                    found.append(max(rows, key=lambda c: (_STRICT[c.permission], c.months, c.destination)))
        return tuple(found)

    def denials(self, technologies: Iterable[str], nation: str) -> tuple[Control, ...]:
        """The rows that deny the nation one of the technologies."""
        return tuple(c for c in self.deciding(technologies, nation) if c.permission == DENIED)

    def licences(self, technologies: Iterable[str], nation: str) -> tuple[Control, ...]:
        """The rows under which the nation has to ask for a licence."""
        return tuple(c for c in self.deciding(technologies, nation) if c.permission == LICENCE)

    def wait(self, technologies: Iterable[str], nation: str) -> int:
        """Periods from the first on that the longest licence takes the nation."""
        return max((self.calendar.periods(c.months) for c in self.licences(technologies, nation)), default=0)
