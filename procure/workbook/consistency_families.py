"""Checks of families and standards: what one item must share with the others, and whether a need can be met at all."""

from __future__ import annotations

from collections.abc import Iterator

from procure import text
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.problem import Item, Requirement


def _item(facts: Facts, item: Item, column: str) -> str:
    return facts.problem.cell("Items", item.row, column)


def _need(facts: Facts, r: Requirement, column: str) -> str:
    return facts.problem.cell("Requirements", r.row, column)


def alike(facts: Facts) -> Iterator[Finding]:
    """Items that can stand for each other are paid by one phase, counted in one unit, and late in one way."""
    for name, members in facts.families.items():
        first = facts.items[members[0]]
        for item in (facts.items[i] for i in members[1:]):
            pairs = {
                "phase": (item.phase, first.phase),
                "unit": (item.unit, first.unit),
                "whole": (item.whole, first.whole),
                "may short": (item.may_short, first.may_short),
                "late weight": (item.late_weight, first.late_weight),
                "latest delay": (item.latest_delay_months, first.latest_delay_months),
            }
            if None in (item.per_fleet_unit, first.per_fleet_unit):  # both may say it, each in its own way
                pairs["units per fleet unit"] = (item.per_fleet_unit, first.per_fleet_unit)
            for column, (found, expected) in pairs.items():
                if found != expected:
                    message = f"expected {_word(expected)}, as '{first.id}' of the same family {name} has "
                    message += f"({_item(facts, first, column)}), found {_word(found)}."
                    yield Finding(ERROR, _item(facts, item, column), "family not alike", message)


def _word(value: object) -> str:
    if value is None:
        return "a blank cell"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}'" if isinstance(value, str) else f"{value:g}"


def standards(facts: Facts) -> Iterator[Finding]:
    """Every need has an item with the standards asked for; the finding names both cells."""
    for r in facts.problem.requirements:
        members = facts.families.get(r.wanted, (r.wanted,))
        lacking = {i: [s for s in r.standards if s not in facts.items[i].standards] for i in members}
        if not all(lacking.values()):
            continue
        cells = text.listing([_item(facts, facts.items[i], "standards") for i in members if facts.items[i].row])
        if r.wanted in facts.families:
            message = f"expected an item of the family {r.wanted} that has {text.listing(r.standards)}, found none"
        else:
            message = f"expected standards of {r.wanted}, found {text.listing(lacking[r.wanted])}, which it has not"
        message += f" ({cells})." if cells else "."
        known = {s for i in members for s in facts.items[i].standards}
        hint = text.did_you_mean(next(iter(lacking.values()))[0], known)
        yield Finding(ERROR, _need(facts, r, "standards"), "standards", message, hint)


def one_need(facts: Facts) -> Iterator[Finding]:
    """A nation needs a family or items of it, not both: a unit handed over could count for either."""
    named = {(r.wanted, r.nation): r for r in facts.problem.requirements}
    for r in facts.problem.requirements:
        family = facts.items[r.wanted].family if r.wanted in facts.items else None
        if family is not None and (family, r.nation) in named:
            other = _need(facts, named[family, r.nation], "item or family")
            message = f"expected one need, found '{r.wanted}' beside its family {family}"
            message += f" ({other})." if other else "."
            hint = "Add the units to the family's, and pin what must be this item."
            yield Finding(ERROR, _need(facts, r, "item or family"), "family and item", message, hint)


def shared_packages(facts: Facts) -> Iterator[Finding]:
    """Packages of an item of a family and of items outside it: they are placed whether or not the item is in use."""
    for w in facts.one_off:
        inside = [i for i in w.items if facts.items[i].family]
        outside = [i for i in w.items if not facts.items[i].family]
        if inside and outside and len(w.items) < len(facts.items):
            message = f"'{w.id}' is for {text.listing(inside)} of a family and for {text.listing(outside)}, which are "
            message += "always in use: it is placed in every plan."
            where = facts.problem.cell("Packages", w.row, "items")
            hint = "Give the items of the family a package of their own."
            yield Finding(WARNING, where, "package of a family shared", message, hint)
