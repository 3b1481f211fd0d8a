"""Where wishes stop: the limits that have no room left for one more lot, told from the finished plan.

Each package that goes into a unit is looked at in every period in which sets for one more lot could be made: there it
may be that no supplier has capacity left, or that a nation that pays has no budget left for the part that falls due
with the work or at delivery. Where one of the two, or both together, leave nothing in any of them, they stop the wish.
So does what falls due at signature where that period's budget has no room, a ceiling, and a line that is full whenever
a unit could be handed over. What is none of these is a rule, what the objectives weigh, or time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from procure import keys, ledger, orders, treasury
from procure.clauses import budget, capacity, ceiling, commitments, rate
from procure.demand import Extra, Need
from procure.findings import Check
from procure.plan import dec
from procure.problem import CASH, COMMITMENT, WISH, Budget, Limit, Package, Phase
from procure.tables.figures import ZERO, Figures

Checks = Mapping[tuple[str, ...], Check]
Limited = tuple[str, str, str]  # row of a sheet, its column, what has run out
PART = Decimal("0.05")  # of a unit: what a quantity that is not taken in lots is short of where it could be more
ROUNDED = 5  # units that rounding may leave of a budget that has no room
OTHER = "a rule, the objectives or the time that is left"


def stops(x: Figures) -> dict[tuple[str, str], list[str]]:
    """stops[item or family, nation]: the limits that hold its wishes up, of those that are not met in full.

    Each by its row and columns, and what has run out.
    """
    rooms, found = _Rooms(x), {}  # type: _Rooms, dict[tuple[str, str], dict[str, None]]
    for need in x.f.needs.values():
        for e in need.extras:
            if e.order == WISH and dec(e.units) - orders.taken(x.plan, need, e) >= _lot(e):
                mine = found.setdefault((need.name, need.nation), {})
                mine |= dict.fromkeys(_in_words(_Wish(x, rooms, need, e).limits()))
    return {key: list(limits) for key, limits in found.items()}


def _in_words(limits: Iterable[Limited]) -> list[str]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row, column, why in limits:
        found.setdefault((row, why), {})[column] = None
    return [f"{row} {', '.join(columns)} ({why})" for (row, why), columns in found.items()] or [OTHER]


def _lot(wish: Extra) -> Decimal:
    return dec(wish.lot) if wish.whole else PART


class _Rooms:
    """What the rows of the plan leave, each worked out once."""

    def __init__(self, x: Figures) -> None:
        self.x = x
        self.ceilings, self.rates = tuple(ceiling.audit(x.plan, x.f)), tuple(rate.audit(x.plan, x.f))
        self.capacities = {check.index: check for check in capacity.audit(x.plan, x.f)}

    @cached_property
    def unspent(self) -> dict[Budget, list[tuple[Limit, Decimal]]]:
        """unspent[line]: M that each column could bear more, without taking what is carried on and spent later."""
        found: dict[Budget, list[tuple[Limit, Decimal]]] = {}
        for clause, kind, family in ((budget, CASH, "carry"), (commitments, COMMITMENT, "uncommitted")):
            rows = {check.index: check for check in clause.audit(self.x.plan, self.x.f) if check.relation == "<="}
            for line in treasury.lines(self.x.f, kind):
                found[line] = self._of_line(line, rows, family)
        return found

    def _of_line(self, line: Budget, rows: Checks, family: str) -> list[tuple[Limit, Decimal]]:
        later, room, found = -1, ZERO, []  # type: int, Decimal, list[tuple[Limit, Decimal]]
        for limit in sorted(line.limits, key=lambda limit: -limit.span.first):
            row = rows[ledger.names(self.x.f, budget.name(line, limit.span.first))]
            lapses = row.limit - row.found
            kept = self.x.plan.get(family, line.nation, line.line, limit.span.last)
            followed = limit.span.last + 1 == later
            room = lapses + (min(kept, room) if followed else kept)
            later = limit.span.first
            found.append((limit, room))
        return found

    def full(self, w: Package, supplier: str, period: int, sets: Decimal) -> Limited | None:
        """The column that keeps a supplier from making so many sets more in a period; None where none does."""
        f = self.x.f
        for c in (c for c in f.problem.capacities if c.supplier == supplier and w.id in f.covers(c)):
            effort = min((dec(f.effort(w.id, supplier, c.unit, b)) for b in f.streams[w.id]), default=ZERO)
            for limit in (limit for limit in c.limits if period in limit.span.periods):
                row = self.capacities.get(ledger.names(f, (*capacity.name(c), limit.span.first)))
                if row is not None and row.limit - row.found < effort * sets:
                    of = " ".join(part for part in ("Capacity", supplier, c.package or c.sector) if part)
                    return of, limit.column, "full"
        return None


class _Wish:
    """One more lot of a wish."""

    def __init__(self, x: Figures, rooms: _Rooms, need: Need, wish: Extra) -> None:
        self.x, self.rooms, self.need, self.wish = x, rooms, need, wish

    def limits(self) -> Iterator[Limited]:
        """What has no room for it."""
        for p, costs in self._costs.items():
            phase = self.x.f.phases[p]
            yield from self._due(p, phase.signed, phase.at_signature_fraction)
            for row in self.rooms.ceilings:
                if row.limit - row.found < costs.get(str(row.index[0]), ZERO):
                    yield f"Nations {row.index[0]}", "ceiling", "no room left"
        for w in self._packages:
            yield from self._made(w)
        yield from self._built()

    def _made(self, w: Package) -> Iterator[Limited]:
        """What is full in the periods in which sets could be made: the budgets or the capacity, or both together."""
        f = self.x.f
        p, last = f.phases[w.phase], self._periods.stop - 1 - f.lead(w)
        usable = [t for t in f.window[w.id] if t <= last] if self._periods else []
        lag = f.lag(p.id)
        made = [self._capacity(w, t) for t in usable]
        paid = [
            [*self._due(p.id, t, p.with_work_fraction), *self._due(p.id, t + lag, p.at_delivery_fraction)]
            for t in usable
        ]
        alone = [several for several in (paid, made) if usable and all(several)]
        both = [paid, made] if usable and all(a or b for a, b in zip(paid, made, strict=True)) else []
        yield from (one for several in alone or both for full in several for one in full)

    @cached_property
    def _periods(self) -> range:
        """Periods in which the lot may be handed over."""
        f, need, end = self.x.f, self.need, self.x.f.periods[-1]
        first = min((f.first_delivery[i, need.nation] for i in need.items), default=0)
        last = end if need.delay is None else min(end, self.wish.last + need.delay)
        return range(max(first, self.wish.first), last + 1)

    @property
    def _packages(self) -> list[Package]:
        """Packages that go into a unit."""
        return [w for w in self.x.f.per_unit if set(self.x.f.serves(w)) & set(self.need.items)]

    @cached_property
    def _costs(self) -> dict[str, dict[str, Decimal]]:
        """costs[phase][nation]: M that the nation pays for the lot's sets, at the lowest prices."""
        f = self.x.f
        found: dict[str, dict[str, Decimal]] = {}
        for w in self._packages:
            streams = [b for b in f.streams[w.id] if set(b.items) & set(self.need.items)]
            each = min((f.least_price(w.id, s, b) for s in f.suppliers_of[w.id] for b in streams), default=0.0)
            mine = found.setdefault(w.phase, {})
            for n, part in self._parts(f.phases[w.phase]).items():
                mine[n] = mine.get(n, ZERO) + part * dec(each) * dec(w.per_unit) * _lot(self.wish)
        return found

    def _parts(self, phase: Phase) -> dict[str, Decimal]:
        """The part of the lot that each nation pays."""
        if phase.key == "own units":
            return {self.need.payer: Decimal(1)}
        parts: dict[str, float] = {}
        for (n, _), part in keys.standing(self.x.f, phase).items():
            parts[n] = max(part, parts.get(n, 0.0))
        return {n: dec(part) for n, part in parts.items() if part}

    def _due(self, phase: str, period: int, fraction: float) -> Iterator[Limited]:
        """Budgets that cannot bear a fraction of what the lot costs in a period; none where nothing falls due."""
        f = self.x.f
        least = ROUNDED * dec(f.problem.programme.rounding_m)
        for n, cost in self._costs[phase].items() if fraction > 0 else ():
            for line in (b for b in f.problem.budgets if b.nation == n and phase in treasury.phases(f, b)):
                for limit, left in self.rooms.unspent[line]:
                    asked = max(least, dec(fraction) * cost) * dec(treasury.factor(f, line, limit.span.last))
                    if period in limit.span.periods and left < asked:
                        row = " ".join(part for part in ("Budgets", n, line.line) if part)
                        yield row, limit.column, "no room left"

    def _capacity(self, w: Package, period: int) -> list[Limited]:
        """Columns that are full, where every supplier that could make sets has one in the period."""
        x = self.x
        holders = [s for s in x.f.suppliers_of[w.id] if x.plan.get("award", w.id, s)]
        able = holders if w.most is not None and len(holders) >= w.most else x.f.suppliers_of[w.id]
        each = [self.rooms.full(w, s, period, dec(w.per_unit) * _lot(self.wish)) for s in able]
        return [one for one in each if one is not None] if all(each) else []

    def _built(self) -> Iterator[Limited]:
        """Items whose lines are all full in every period in which a unit may be handed over."""
        x, full = self.x, {i: set() for i in self.need.items}  # type: Figures, dict[str, set[int]]
        year = 12 // x.f.calendar.months
        for row in self.rooms.rates:
            if row.index[0] in full and row.index[-1] in ("max", "year") and row.limit - row.found < _lot(self.wish):
                t = x.f.calendar.labels.index(row.index[1])
                full[row.index[0]] |= set(range(t, t + (1 if row.index[-1] == "max" else year)))
        if self._periods and all(set(self._periods) <= some for some in full.values()):
            yield from ((f"Items {i}", "max rate", "full") for i in full)
