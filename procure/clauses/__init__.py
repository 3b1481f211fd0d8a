"""The formulation: one clause a file.

A clause module begins with its formula as docstring and has

    constrain(m, f)   add its rows to the Milp m, from the Facts f
    audit(plan, f)    yield a Check for each of its rows, from the finished plan alone, in Decimal

Both read the same formula and share no code. A clause is switched on by data alone: without rows of its sheet it adds
nothing. `CLAUSES` is the order in which they are added, checked and printed.
"""

from __future__ import annotations

from types import ModuleType

from procure.clauses import (
    award,
    budget,
    capacity,
    ceiling,
    controls,
    counted,
    de_minimis,
    given,
    grants,
    key,
    loans,
    own_units,
    payment,
    pins,
    placement,
    precedence,
    rate,
    requirement,
    setup,
    stock,
    supply,
    taken,
    terms,
    use,
    where_performed,
    work,
)

CLAUSES: tuple[ModuleType, ...] = (
    placement, award, given, precedence, setup, controls, pins,
    supply, stock, requirement, use, rate, capacity, de_minimis,
    work, counted, key, where_performed, own_units, taken, grants, terms, payment, loans, budget, ceiling,
)  # fmt: skip


def name(clause: ModuleType) -> str:
    """What a clause is called in rows, checks and findings: the name of its file."""
    return clause.__name__.rpartition(".")[2]
