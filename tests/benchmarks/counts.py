"""The full counts: `python -m tests.benchmarks.counts` prints the table that is kept in counts.md.

200 small random programmes for every property, and for every operator that spoils a plan; 50 tiny ones, 50 with
budgets near what their plan pays, and 50 of two suppliers under learning curves, for enumeration; 1,000 tiny ones
whose budgets leave no unit to rounding; 100 random changes planned from the base's plan and afresh. A seed for which a
property says nothing is not counted; the tiny counts go on to later seeds until there are enough. It takes some
minutes; progress is printed on stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

import pytest

from procure.clauses import CLAUSES, name
from procure.solve import highs_version
from tests import brute_curves, properties
from tests.properties import PROPERTIES, Verdict
from tests.spoil_plan import OPERATORS
from tests.whatif import as_fresh
from tests.workbook import books, spoil

SMALL, TINY, TIGHT, CHANGED = 200, 50, 1000, 100
ENUMERATED = (
    properties.enumeration_agrees,
    properties.enumeration_agrees_with_budgets_squeezed,
    brute_curves.curves_agree_with_enumeration,
)

ROUNDED = properties.no_budget_is_passed_by_rounding
FRESH = as_fresh.a_what_if_is_as_good_as_a_fresh_plan
SPOILT = "a cell spoiled in any way that its column forbids is named"


@dataclass
class Count:
    """How many seeds a property was looked at for, and which failed."""

    held: int = 0
    failed: list[str] = field(default_factory=list)

    def add(self, seed: int, verdict: Verdict) -> None:
        if verdict:
            self.failed.append(f"{seed}: {verdict}")
        elif verdict == "":
            self.held += 1

    @property
    def looked_at(self) -> int:
        return self.held + len(self.failed)


def counted(holds: Callable[[int], Verdict], seeds: Iterable[int], wanted: int) -> Count:
    """Seeds one after another until so many have a verdict. What a property raises is a failure."""
    found = Count()
    for seed in seeds:
        if found.looked_at == wanted:
            break
        try:
            found.add(seed, holds(seed))
        except Exception as problem:
            found.add(seed, f"{type(problem).__name__}: {problem}")
    print(f"{words(holds)}: {found.held} of {found.looked_at}", *found.failed, sep="\n  ", file=sys.stderr)
    return found


def words(holds: Callable[[int], Verdict]) -> str:
    return holds.__name__.replace("_", " ")


def spoiled(seeds: Iterable[int]) -> dict[str, Count]:
    """Verdicts by operator."""
    found = {operator: Count() for operator in OPERATORS}
    for seed in seeds:
        for operator, verdict in properties.spoiled_plans(seed).items():
            found[operator].add(seed, verdict)
    return found


def named() -> Count:
    """Every way to spoil a cell of the book in which every sheet is filled in."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        ways, missed = spoil.unnamed(books.book(books.good()), books.HERE, monkeypatch)
    return Count(ways - len(missed), missed)


def _place(clause: str) -> tuple[int, str]:
    """Clauses in the order of the formulation, then what is none of them."""
    names = [name(one) for one in CLAUSES]
    return (names.index(clause) if clause in names else len(names), clause)


def table() -> str:
    """The counts in Markdown."""
    rows = [(words(p), "small", counted(p, range(SMALL), SMALL)) for p in PROPERTIES]
    rows += [(words(p), "tiny", counted(p, count(), TINY)) for p in ENUMERATED]
    rows.append((words(ROUNDED), "tiny", counted(ROUNDED, count(), TIGHT)))
    rows.append((words(FRESH), "small", counted(FRESH, count(), CHANGED)))
    rows.append((SPOILT, "a full book", named()))
    lines = [
        "# Full counts",
        "",
        f"Printed by `python -m tests.benchmarks.counts`, with HiGHS {highs_version()}. Seeds count from 0.",
        "",
        "| property | programmes | looked at | held | failed |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {label} | {size} | {c.looked_at} | {c.held} | {len(c.failed)} |" for label, size, c in rows),
        "",
        "Plans spoiled by each operator, and how many of them the audit failed under the operator's clause.",
        "",
        "| operator | clause | spoiled | failed as it should | passed |",
        "| --- | --- | --- | --- | --- |",
    ]
    by_clause = sorted(spoiled(range(SMALL)).items(), key=lambda one: _place(OPERATORS[one[0]][0]))
    for operator, c in by_clause:
        lines.append(f"| {operator} | {OPERATORS[operator][0]} | {c.looked_at} | {c.held} | {len(c.failed)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
