"""Work as it is counted: whose it is by Content, and how much of it a package holds by the programme's setting.

    contract price   the price paid, set-up included
    base value       the package's value, whatever price is paid for it (its price where only quotes state one)
    hours            the effort in hours, 0 where none is stated

Everything here is data. The audits have their own tables of the same (tally.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from procure import problem as nouns
from procure.facts import Facts, Stream
from procure.origins import Content
from procure.problem import OtherCost

Pair = tuple[str, str]


def apart(f: Facts) -> bool:
    """Whether work as counted is another number than the price paid to a nation's suppliers."""
    return f.problem.programme.work_counted != nouns.CONTRACT_PRICE or any(c.work_fraction for c in f.problem.contents)


def unit(f: Facts) -> str:
    """Unit of work as counted."""
    return "hours" if f.problem.programme.work_counted == nouns.HOURS else "M"


def rows_of(f: Facts, package: str, supplier: str) -> list[Content]:
    """Rows of Content that speak of the pair: its own, else the supplier's general ones."""
    mine = [c for c in f.problem.contents if c.supplier == supplier and c.package in (None, package)]
    return [c for c in mine if c.package is not None] or mine


def work_parts(f: Facts, package: str, supplier: str) -> dict[str, float]:
    """Part of the pair's work by nation, 0..1; they sum to 1."""
    return _parts(f, supplier, ((c.nation, c.work_fraction) for c in rows_of(f, package, supplier)))


def component_parts(f: Facts, package: str, supplier: str) -> dict[str, float]:
    """Part of the pair's component cost by nation of origin, 0..1; they sum to 1."""
    return _parts(f, supplier, ((c.nation, c.component_fraction) for c in rows_of(f, package, supplier)))


def _parts(f: Facts, supplier: str, stated: Iterable[tuple[str, float]]) -> dict[str, float]:
    home = f.suppliers[supplier].nation
    parts = {home: 0.0}
    for nation, part in stated:
        parts[nation] = parts.get(nation, 0.0) + part
    parts[home] += max(0.0, 1.0 - sum(parts.values()))
    return {nation: part for nation, part in parts.items() if part > 0}


def part_of(parts: dict[str, float], who: Iterable[str]) -> float:
    """What falls to these nations together."""
    return sum(parts.get(n, 0.0) for n in who)


def others(f: Facts) -> tuple[OtherCost, ...]:
    """Other costs that count as work: those performed somewhere, unless work is counted in hours."""
    in_money = f.problem.programme.work_counted != nouns.HOURS
    return tuple(c for c in f.problem.other_costs if in_money and c.performed_in is not None)


def amount(f: Facts, package: str, supplier: str, stream: Stream | None = None) -> float:
    """What a whole one-off package, or one set of the stream, counts as: at list price, where its price counts."""
    counted = f.problem.programme.work_counted
    if counted == nouns.HOURS:
        return f.effort(package, supplier, "hours", stream)
    if counted == nouns.BASE_VALUE:
        value = f.packages[package].value_m if stream is None else stream.value_m
        years = f.packages[package].years(f.calendar)
        return f.price(package, supplier, stream) if value is None else value * years
    return f.price(package, supplier, stream)


def setup(f: Facts, package: str, supplier: str) -> float:
    """What a set-up counts as, at the price base."""
    return f.setup(package, supplier) if f.problem.programme.work_counted == nouns.CONTRACT_PRICE else 0.0


def most(f: Facts, package: str) -> float:
    """No plan counts more work than this for the package."""
    found = 0.0
    for s in f.suppliers_of[package]:
        each = [amount(f, package, s, b) * f.most_sets(b) for b in f.streams.get(package, ())]
        whole = sum(each) if f.packages[package].recurring else amount(f, package, s)
        found = max(found, whole)
    found += sum(setup(f, package, s) for s in f.suppliers_of[package])
    current = f.problem.programme.work_counted == nouns.CONTRACT_PRICE
    return found * f.highest_index(f.packages[package].phase) if current else found
