"""Technology control as it came out: who is licensed or denied what, and which award or delivery needs it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from procure import tally
from procure.end_use import part_of, thresholds
from procure.plan import dec
from procure.problem import DENIED, LICENCE, Control
from procure.tables.figures import ZERO, Figures, part
from procure.tables.table import PERCENT, PLAIN, Column, Rows, Table

SHEET = "Licences"


@dataclass(frozen=True, slots=True)
class Use:
    """A row of Controls that decides for a nation, and what the plan needs of it there.

    needed_by: awards ("radar by Alpha") and deliveries ("delivery of jet"), with the first period of each.
    """

    control: Control
    nation: str
    needed_by: tuple[tuple[str, int], ...]

    @property
    def first(self) -> int | None:
        """First period in which it is needed."""
        return min((t for _, t in self.needed_by), default=None)


def licences(x: Figures) -> list[Table]:
    """Technology by owner and nation: permission, months, cost, what needs it; no table where nothing is controlled."""
    if not x.f.problem.controls:
        return []
    columns = [
        Column("technology", width=18), Column("owner", width=10), Column("nation", width=10),
        Column("destination", width=12), Column("permission", width=11), Column("months", PLAIN, 9),
        Column("ask by", width=10), Column("first needed", width=12), Column("transfer cost", x.money, 13),
        Column("content", PERCENT, 10), Column("de minimis", PERCENT, 11), Column("needed by", width=60),
    ]  # fmt: skip
    rows, contents = Rows(), {of: content(x, *of) for of in thresholds(x.f)}
    for use in uses(x):
        c, first = use.control, use.first
        reached = [v for (_, n, o), v in contents.items() if (n, o) == (use.nation, c.owner) and v is not None]
        above = c.permission == DENIED and c.de_minimis_fraction > 0
        licensed = c.permission == LICENCE
        rows.add(
            c.technology, c.owner, use.nation, c.destination, c.permission, dec(c.months) if licensed else None,
            ask_by(x, use) if licensed else "", "" if first is None else x.labels[first],
            dec(c.cost_m) if licensed and _paid(x, use) else None,
            max(reached, default=None) if above else None,
            dec(c.de_minimis_fraction) if above else None, "; ".join(name for name, _ in use.needed_by),
        )  # fmt: skip
    sentence = (
        "What owners of technologies say to the nations whose industry works with them or that take what they are in, "
        "and what this plan needs of it. Content: the owner's part of the component cost of what is delivered."
    )
    return [rows.table(SHEET, SHEET, sentence, columns)]


def asked_for(x: Figures) -> list[Use]:
    """Licences that the plan needs, by when they must be asked for at the latest, the earliest first."""
    needed = [use for use in uses(x) if use.control.permission == LICENCE and use.needed_by]
    return sorted(needed, key=lambda use: (asked_in(x, use), use.control.technology, use.control.owner, use.nation))


def uses(x: Figures) -> list[Use]:
    """Rows that decide for nations concerned, licences and denials before what is free, each with what needs it."""
    found: dict[tuple[Control, str], list[tuple[str, int]]] = {}
    for w, package in x.f.packages.items():
        for s in x.f.able[w] if package.technologies else ():
            first = _first_work(x, w, s)
            for c in x.f.permissions.deciding(package.technologies, x.nation(s)):
                needed = found.setdefault((c, x.nation(s)), [])
                needed += [] if first is None else [(f"{w} by {s}", first)]
    for i, takers in x.f.takers.items():
        for n in takers:
            handed = [t for t in x.f.periods if x.plan.get("deliver", i, n, t) > 0]
            for c in x.f.permissions.deciding(x.f.technologies_of(i), n):
                found.setdefault((c, n), []).extend((f"delivery of {i}", t) for t in handed[:1])
    every = [Use(c, n, tuple(needed)) for (c, n), needed in found.items()]
    return sorted(every, key=lambda use: (use.control.technology, use.control.owner, use.nation))


def _first_work(x: Figures, w: str, s: str) -> int | None:
    done = [key for family in ("start", "make") for key, _ in x.plan.items(family) if key[:2] == (w, s)]
    periods = [int(key[-1]) for key in done]
    if not periods and x.plan.get("award", w, s):
        return x.f.periods[0]
    return min(periods, default=None)


def asked_in(x: Figures, use: Use) -> int:
    """Last period in which asking is in time; below 0 where that is before the first one."""
    return (use.first or 0) - x.f.calendar.periods(use.control.months)


def ask_by(x: Figures, use: Use) -> str:
    """Label of the last period in which asking is in time, "" where nothing needs it."""
    return "" if use.first is None else x.labels[max(0, asked_in(x, use))]


def _paid(x: Figures, use: Use) -> bool:
    """Whether the transfer that the licence is for is made."""
    return any(key[:2] == (use.control.technology, use.nation) for key, _ in x.plan.items("transfer"))


def content(x: Figures, item: str, nation: str, owner: str) -> Decimal | None:
    """The owner's part of the component cost of the nation's units, 0..1; None where none are made."""
    own, whole = ZERO, ZERO
    streams = {(w, b.id): b for w, several in x.f.streams.items() for b in several}
    for (w, s, b, _), sets in x.plan.items("make"):
        package, stream = x.f.packages[str(w)], streams[str(w), str(b)]
        price = dec(part_of(x.f, stream, item, nation)) * dec(package.component_fraction)
        amount = price * dec(x.f.price(str(w), str(s), stream)) * sets
        theirs = any(owner in x.f.permissions.owners(k) for k in package.technologies)
        own += amount if theirs else amount * tally.component_parts(x.f, str(w), str(s)).get(owner, ZERO)
        whole += amount
    return part(own, whole)
