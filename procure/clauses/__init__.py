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
    commitments,
    contingency,
    controls,
    counted,
    de_minimis,
    expansion,
    extras,
    given,
    grants,
    in_service,
    key,
    learning,
    loans,
    lowest_load,
    membership,
    offered,
    other_costs,
    own_units,
    payment,
    pins,
    placement,
    precedence,
    qualification,
    rate,
    requirement,
    settlement,
    setup,
    stock,
    supply,
    taken,
    terms,
    tiers,
    use,
    vat,
    where_performed,
    work,
)

CLAUSES: tuple[ModuleType, ...] = (
    placement, award, given, precedence, qualification, setup, controls, pins,
    supply, offered, tiers, learning, stock, requirement, extras, use, rate, in_service,
    expansion, capacity, lowest_load, de_minimis,
    work, other_costs, contingency, counted, key, where_performed, own_units, membership, taken, grants, vat,
    settlement, terms, payment, loans, budget, commitments, ceiling,
)  # fmt: skip


def name(clause: ModuleType) -> str:
    """What a clause is called in rows, checks and findings: the name of its file."""
    return clause.__name__.rpartition(".")[2]
