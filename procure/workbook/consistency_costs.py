"""Checks of other costs and VAT: who bears them, who gives them, whether they come to anything."""

from __future__ import annotations

from collections.abc import Iterator

from procure import keys, other_costs
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.problem import THIRD, OtherCost
from procure.text import listing


def _at(facts: Facts, c: OtherCost, column: str) -> str:
    return facts.problem.cell("Other costs", c.row, column)


def per_unit(facts: Facts) -> Iterator[Finding]:
    """What is paid for each unit is of a phase that completes units."""
    for c in facts.problem.other_costs:
        if c.per_unit_m and not other_costs.items(facts, c):
            message = f"expected a phase with items, found {c.phase}, which completes no units."
            yield Finding(ERROR, _at(facts, c, "per unit"), "cost per unit", message, "Put it into the items' phase.")


def nothing(facts: Facts) -> Iterator[Finding]:
    """A cost of nothing is a slip."""
    for c in facts.problem.other_costs:
        if not any(c.amounts_m) and not c.per_unit_m:
            message = f"{c.id} costs nothing in any period."
            yield Finding(WARNING, _at(facts, c, "cost"), "costs nothing", message, "Fill in periods, or per unit.")


def bearers(facts: Facts) -> Iterator[Finding]:
    """Who bears a cost directly pays for units or work at all, and takes part when the cost falls."""
    for c in facts.problem.other_costs:
        nations = {n: facts.nations[n] for n, _ in c.borne_by if n in facts.nations}
        third = [n for n, nation in nations.items() if nation.role == THIRD]
        if third:
            message = f"expected partners or customers, found {listing(third)}, a third country, which pays nothing."
            yield Finding(ERROR, _at(facts, c, "borne by"), "cannot bear", message)
        for n, nation in nations.items():
            away = [t for t in facts.periods if other_costs.typed(c, t) and not nation.member(t)]
            if away:
                label = facts.calendar.labels[away[0]]
                message = f"expected nations that take part in {label}, found {n}, which does not."
                yield Finding(ERROR, _at(facts, c, "borne by"), "cannot bear", message)


def givers(facts: Facts) -> Iterator[Finding]:
    """Who gives something in kind owes something that it can come off."""
    for c in facts.problem.other_costs:
        owing = keys.owing(facts, facts.phases[c.phase]) if c.phase in facts.phases else ()
        if c.in_kind_by is not None and c.in_kind_by not in owing:
            message = f"expected a nation that pays in {c.phase} ({listing(owing)}), found {c.in_kind_by}."
            hint = "Leave it blank and let its industry be paid: performed in, and a cost."
            yield Finding(ERROR, _at(facts, c, "in kind by"), "owes nothing", message, hint)


def vat(facts: Facts) -> Iterator[Finding]:
    """A phase with national VAT has a nation with a rate, and a rate has a phase."""
    taxing = [p for p in facts.phases.values() if p.national_vat]
    rated = [n for n in facts.problem.nations if n.vat_fraction > 0]
    for p in taxing:
        if not {n.id for n in rated} & set(keys.payers(facts, p)):
            message = f"no nation that pays in {p.id} has a rate, so there is no VAT."
            where = facts.problem.cell("Phases", p.row, "vat")
            yield Finding(WARNING, where, "VAT without a rate", message, 'Fill in "vat" in Nations.')
    if rated and not taxing:
        where = facts.problem.cell("Nations", rated[0].row, "vat")
        message = "no phase has national VAT, so nobody pays any."
        yield Finding(WARNING, where, "VAT without a phase", message, 'Set "vat" to national in Phases.')
