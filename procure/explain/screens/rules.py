"""Rules that must hold and contradict each other: floors above caps, floors that sum to more than there is."""

from __future__ import annotations

from collections.abc import Iterator

from procure import rules
from procure.explain.screens.bounds import NEAR, beyond, finding, least
from procure.facts import Facts
from procure.findings import Finding
from procure.measures import bases, work
from procure.measures.bases import EARLIER, GDP, PARTNERS_WORK, POINTS, TOTAL_WORK
from procure.measures.rows import Row
from procure.problem import CONTRACT_PRICE

_KNOWN = ("M", "units", "count", GDP, EARLIER)  # bases that are numbers: nothing on the right is decided

Bound = tuple[Row, str, float]  # a row, its relation, its level


def screen(f: Facts) -> Iterator[Finding]:
    """One finding for each pair of rows that cannot both hold, and for each sum of floors or caps that cannot."""
    together: dict[tuple[object, ...], list[Bound]] = {}
    for row in rules.rows(f):
        if row.rule.strength == "must":
            bounds = [(row, relation, level) for relation, level, *_ in bases.levels(row.rule)]
            together.setdefault(_scope(row), []).extend(bounds)
    for bounds in together.values():
        alone = list(_pairs(f, bounds))
        yield from alone or _sums(f, bounds)


def _scope(row: Row) -> tuple[object, ...]:
    """What is the same of rows whose levels can be compared, whoever they speak of."""
    rule = row.rule
    of = row.phases, row.packages, row.items, row.periods, row.suppliers, row.reach, row.programmes, row.whole
    return rule.measure, rule.base, rule.counts_from_fraction, *of


def _pairs(f: Facts, bounds: list[Bound]) -> Iterator[Finding]:
    """A floor and a cap of the same nations."""
    for floor, at_least, low in bounds:
        for cap, at_most, high in bounds:
            if at_least == "<=" or at_most == ">=" or floor.who != cap.who or not low > high + NEAR:
                continue
            if floor.rule.base in _KNOWN and not beyond(bases.constant(f, floor, low), bases.constant(f, cap, high)):
                continue
            if floor.rule.base in _KNOWN or _some(f, floor):
                message = f"'{floor.rule.id}' asks for {_amount(floor, low)}, and '{cap.rule.id}' allows "
                yield _finding(f, [floor, cap], f"{message}{_amount(cap, high)} of the same{_of(floor)}")
                return


def _sums(f: Facts, bounds: list[Bound]) -> Iterator[Finding]:
    """Floors of different nations above 100 % of the work; caps of all who can work below it."""
    row = bounds[0][0]
    if row.rule.measure != work.NAME or row.rule.base not in (TOTAL_WORK, PARTNERS_WORK) or not _some(f, row):
        return
    if row.suppliers != tuple(f.suppliers) or row.reach is not None:
        return
    base = f.partners if row.rule.base == PARTNERS_WORK else tuple(f.nations)
    bounds = [bound for bound in bounds if set(bound[0].who) <= set(base)]
    floors, caps = _apart(bounds, ">="), _apart(bounds, "<=")
    if beyond(total := sum(level for _, _, level in floors), 100):
        message = f"the least parts of the work that rules ask for sum to {total:.12g} %"
        yield _finding(f, [floor for floor, _, _ in floors], message)
    able = {f.suppliers[s].nation for w, s in f.pairs if w in row.packages} & set(base)
    able |= {c.performed_in for c in f.problem.other_costs if c.performed_in in base and c.phase in row.phases}
    covered = {n for cap, _, _ in caps for n in cap.who}
    if able <= covered and beyond(100, total := sum(level for _, _, level in caps)):
        message = f"the greatest parts of the work that rules allow sum to {total:.12g} %"
        yield _finding(f, [cap for cap, _, _ in caps], message)


def _apart(bounds: list[Bound], relation: str) -> list[Bound]:
    """The strictest bounds of nations of which none is counted twice."""
    sign = -1 if relation == ">=" else 1
    found: list[Bound] = []
    for bound in sorted((b for b in bounds if b[1] in (relation, "=")), key=lambda b: (sign * b[2], b[0].who)):
        if not any(set(bound[0].who) & set(other.who) for other, _, _ in found):
            found.append(bound)
    return found


def _some(f: Facts, row: Row) -> bool:
    """Whether there surely is some work of what the row is a part of, in the periods that it counts."""
    counted = f.problem.programme.work_counted == CONTRACT_PRICE and not f.problem.contents
    of_work = row.rule.base in (TOTAL_WORK, PARTNERS_WORK, POINTS) and row.rule.measure == work.NAME
    if not counted or not of_work or row.periods != f.periods:
        return False
    inside = (w for w in row.packages if least(f, f.packages[w]) > 0)
    return any(all(f.suppliers[s].nation in f.partners for s in f.suppliers_of[w]) for w in inside)


def _amount(row: Row, level: float) -> str:
    shown = "the agreed share" if row.rule.base == POINTS else row.rule.base
    return f"{level:+.12g} points of {shown}" if row.rule.base == POINTS else f"{level:.12g} {shown}".strip()


def _of(row: Row) -> str:
    return f" ({', '.join(row.index)})" if row.index else ""


def _finding(f: Facts, rows: list[Row], message: str) -> Finding:
    names = dict.fromkeys(row.rule.id for row in rows)
    known = {rule.id: rule for rule in f.problem.rules}
    cells = [f.problem.cell("Rules", known[name].row, "amount") or f"rule {name}" for name in names]
    return finding(cells, "Rules", "rules contradict", message, "Loosen one of them.")
