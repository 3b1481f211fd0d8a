"""The formulation written a second time, plainly and for tests only; it shares no row with procure/clauses.

Where the planner has a tight form this has the natural one: work waits by the times of begins, not period by period;
stock is what was built less what was handed over; lateness is a shortfall; big-Ms are what all could ever need.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

import highspy

from procure.facts import Facts, Stream
from procure.problem import Capacity, Package, Problem

Terms = list[tuple[float, int]]
ANY = math.inf


class Model:
    """Columns and rows of HiGHS; a column is its number."""

    def __init__(self) -> None:
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.setOptionValue("mip_abs_gap", 1e-7)
        self.highest: list[float] = []

    def column(self, high: float = ANY, whole: bool = False) -> int:
        self.highs.addCol(0.0, 0.0, high, 0, [], [])
        self.highest.append(high)
        if whole:
            self.highs.changeColIntegrality(len(self.highest) - 1, highspy.HighsVarType.kInteger)
        return len(self.highest) - 1

    def row(self, low: float, terms: Iterable[tuple[float, int]], high: float) -> int:
        """low <= sum of terms <= high; the number of the row."""
        summed: dict[int, float] = defaultdict(float)
        for coefficient, column in terms:
            summed[column] += coefficient
        self.highs.addRow(low, high, len(summed), list(summed), list(summed.values()))
        return int(self.highs.getNumRow()) - 1

    def best(self, terms: Terms) -> float | None:
        """The least value of the terms, None where nothing keeps the rows. Raises AssertionError on anything else."""
        cost = [0.0] * len(self.highest)
        for coefficient, column in terms:
            cost[column] += coefficient
        self.highs.changeColsCost(len(cost), list(range(len(cost))), cost)
        for presolve in ("choose", "off"):  # with it HiGHS has called a point's own row infeasible
            self.highs.setOptionValue("presolve", presolve)
            self.highs.run()
            status = self.highs.getModelStatus()
            if status != highspy.HighsModelStatus.kInfeasible:
                break
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        assert status == highspy.HighsModelStatus.kOptimal, status
        return float(self.highs.getInfo().objective_function_value)


def times(factor: float, terms: Terms) -> Terms:
    return [(factor * c, x) for c, x in terms]


class Work:
    """Who does what and when, and who receives it. `begin` and `award` are 0/1 by key; the enumeration fixes them."""

    def __init__(self, problem: Problem) -> None:
        self.f, self.m = Facts(problem), Model()
        self.problem, self.last = problem, problem.programme.calendar.count - 1
        self.begin: dict[tuple[str, int], int] = {}
        self.award: dict[tuple[str, str], int] = {}
        self.start: dict[tuple[str, str, int], int] = {}
        self.make: dict[tuple[str, str, str, int], int] = {}
        self.open: dict[tuple[str, str, int], int] = {}
        self.late: dict[tuple[str, str, int], int] = {}
        self._units()
        for w in problem.packages:
            self._holders(w)
            (self._sets if w.recurring else self._placed)(w)
        for w in problem.packages:
            self._waits(w)
            self._setups(w)
            self._given(w)
        self._lines()
        self._capacities()

    # Units

    def _units(self) -> None:
        f, m = self.f, self.m
        # Where buyers pay their own units nothing else keeps a unit from completion before its first set.
        self.built = {
            (i.id, t): m.column(ANY if t >= f.ready[i.id] else 0.0, i.whole)
            for i in self.problem.items
            for t in f.periods
        }
        self.deliver = {(i, n, t): m.column(whole=f.items[i].whole) for i, n in f.due for t in f.periods}
        for (i, n), due in f.due.items():
            item = f.items[i]
            short = [(1.0, m.column(ANY if f.needs[i, n].may_short else 0.0, item.whole))]
            m.row(sum(due), [*self._handed(i, n, self.last), *short], sum(due))
            for t in f.periods:
                self.late[i, n, t] = m.column()
                m.row(sum(due[: t + 1]), [*self._handed(i, n, t), (1.0, self.late[i, n, t])], ANY)
                delay = f.latest_delay(item)
                if delay is not None and t >= delay:
                    m.row(sum(due[: t - delay + 1]), [*self._handed(i, n, t), *short], ANY)
        for i, item in f.items.items():
            for t in f.periods:
                kept = [*self._completed([i], t), *(x for n in f.takers[i] for x in times(-1, self._handed(i, n, t)))]
                m.row(0.0, kept, ANY if item.may_store and t < self.last else item.surplus)

    def _handed(self, i: str, n: str, last: int) -> Terms:
        return [(1.0, self.deliver[i, n, u]) for u in range(last + 1)]

    def _completed(self, items: Iterable[str], last: int) -> Terms:
        return [(1.0, self.built[i, u]) for i in items for u in range(last + 1)]

    def _lines(self) -> None:
        """Rates of whole units are rounded to whole units a period, and hold as typed over any year."""
        f, m, year = self.f, self.m, 12 // self.f.calendar.months
        for i in f.items.values():
            part = f.calendar.year_fraction
            built = [self.built[i.id, t] for t in f.periods]
            windows = range(max(1, len(built) - year + 1))
            if i.max_rate is not None:
                most = math.ceil(i.max_rate * part - 1e-9) if i.whole else i.max_rate * part
                for t in f.periods:
                    m.row(-ANY, [(1, built[t])], most)
                for t in windows if i.whole and most != i.max_rate * part else ():
                    m.row(-ANY, [(1, x) for x in built[t : t + year]], i.max_rate)
            if i.min_rate or i.ramp_fraction is not None or not i.may_restart:
                self._line(i.id, built, year)

    def _line(self, name: str, built: list[int], year: int) -> None:
        i, f, m = self.f.items[name], self.f, self.m
        part, most = f.calendar.year_fraction, f.firm_of([name]) + i.surplus
        least = math.floor(i.min_rate * part + 1e-9) if i.whole else i.min_rate * part
        on, up = [[m.column(1.0, True) for _ in built] for _ in range(2)]
        for t, x in enumerate(built):
            m.row(-ANY, [(1, x), (-most, on[t])], 0.0)
            before = [(-1.0, on[t - 1])] if t else []
            m.row(0.0, [(1, up[t]), (-1, on[t]), *times(-1, before)], ANY)
            if t + 1 < len(built):
                m.row(-least, [(1, x), (-least, on[t]), (-least, on[t + 1])], ANY)
            if i.ramp_fraction is not None:
                m.row(-ANY, [(1, up[t]), *times(-1, before)], 1.0)
                growth = [(-1 - i.ramp_fraction * part, built[t - 1])] if t else []
                m.row(-ANY, [(1, x), *growth, (-max(least, 1.0), up[t])], i.ramp_step)
        for t in range(len(built) - year) if least != i.min_rate * part else ():
            runs = [(-i.min_rate, x) for x in on[t : t + year + 1]]
            m.row(-i.min_rate * year, [*((1, x) for x in built[t : t + year]), *runs], ANY)
        if not i.may_restart:
            m.row(-ANY, [(1, x) for x in up], 1.0)

    # Packages

    def _holders(self, w: Package) -> None:
        able = self.f.suppliers_of[w.id]
        self.award |= {(w.id, s): self.m.column(1.0) for s in able}
        most = ANY if w.most is None else float(w.most)
        self.m.row(w.fewest, [(1, self.award[w.id, s]) for s in able], most)

    def _placed(self, w: Package) -> None:
        f, m, long = self.f, self.m, self.f.duration(w)
        latest = self.last if w.latest is None else min(w.latest, self.last)
        for t in f.periods:
            fits = w.earliest <= t <= latest - long + 1 and w.begins in (None, t)
            self.begin[w.id, t] = m.column(float(fits))
            for s in f.suppliers_of[w.id]:
                self.start[w.id, s, t] = m.column(1.0)
            shares = [(1.0, self.start[w.id, s, t]) for s in f.suppliers_of[w.id]]
            m.row(0.0, [*shares, (-1, self.begin[w.id, t])], 0.0)
        m.row(1.0, [(1, self.begin[w.id, t]) for t in f.periods], 1.0)
        for s in f.suppliers_of[w.id]:
            held = self._held(w, [s])
            m.row(-ANY, [*held, (-1, self.award[w.id, s])], 0.0)
            m.row(0.0, [*held, (-(w.smallest_fraction if w.divisible else 1.0), self.award[w.id, s])], ANY)

    def _sets(self, w: Package) -> None:
        f, m, lead = self.f, self.m, self.f.lead(w)
        able, served = f.suppliers_of[w.id], f.serves(w)
        surplus = sum(f.items[i].surplus for i in served)
        most = w.per_unit * (f.firm_of(served) + surplus)
        latest = self.last if w.latest is None else min(w.latest, self.last)
        whole = w.most != 1 and len(able) > 1 and w.per_unit.is_integer() and all(f.items[i].whole for i in served)
        for b in f.streams[w.id]:
            for t in f.periods:
                fits = w.earliest <= t <= min(latest, self.last - lead)
                for s in able:
                    self.make[w.id, s, b.id, t] = m.column(most if fits else 0.0, whole)
            for t in f.periods:
                sets = [(1.0, self.make[w.id, s, b.id, u]) for s in able for u in range(t - lead + 1)]
                m.row(0.0, [*sets, *times(-w.per_unit, self._needed(b, t))], ANY)
            sets = [(1.0, self.make[w.id, s, b.id, u]) for s in able for u in f.periods]
            m.row(0.0, [*sets, *times(-w.per_unit, self._needed(b, self.last))], 0.0)
        sure = w.per_unit * f.sure_of(served)
        for s in able:
            held = self._held(w, [s])
            m.row(-ANY, [*held, (-most, self.award[w.id, s])], 0.0)
            if w.divisible:
                m.row(0.0, [*held, (-w.smallest_fraction * sure, self.award[w.id, s])], ANY)

    def _needed(self, b: Stream, last: int) -> Terms:
        if b.buyers is None:
            return self._completed(b.items, last)
        return [x for i in b.items for n in b.buyers if (i, n) in self.f.due for x in self._handed(i, n, last)]

    def _held(self, w: Package, who: Iterable[str]) -> Terms:
        """Part, or sets, that these suppliers hold."""
        who = set(who)
        if w.recurring:
            return [(1.0, x) for (v, s, _, _), x in self.make.items() if v == w.id and s in who]
        return [(1.0, x) for (v, s, _), x in self.start.items() if v == w.id and s in who]

    def _waits(self, w: Package) -> None:
        f, m = self.f, self.m
        most = w.per_unit * sum(f.firm_of([i]) + f.items[i].surplus for i in f.serves(w)) if w.recurring else 0.0
        for v in f.before(w):
            free = [(float(t + f.duration(v)), self.begin[v.id, t]) for t in f.periods]
            if not w.recurring:
                m.row(0.0, [*((float(t), self.begin[w.id, t]) for t in f.periods), *times(-1, free)], ANY)
                continue
            for t in f.periods:
                sets = [(1.0, x) for (k, _, _, u), x in self.make.items() if k == w.id and u == t]
                over = [(-most, self.begin[v.id, u]) for u in range(t - f.duration(v) + 1)]
                m.row(-ANY, [*sets, *over], 0.0)

    def _setups(self, w: Package) -> None:
        """Set up once before the first set, or with the package; within the time that the package has."""
        f, m = self.f, self.m
        most = w.per_unit * sum(f.firm_of([i]) + f.items[i].surplus for i in f.serves(w)) if w.recurring else 1.0
        for s in f.suppliers_of[w.id]:
            if not f.setup(w.id, s):
                continue
            here = {t: m.column(1.0, True) for t in f.window[w.id]}
            self.open |= {(w.id, s, t): x for t, x in here.items()}
            m.row(0.0, [*((1.0, x) for x in here.values()), (-1, self.award[w.id, s])], 0.0)
            for t, x in here.items():
                if w.recurring:
                    sets = [(1.0, y) for (k, o, _, u), y in self.make.items() if (k, o, u) == (w.id, s, t)]
                    m.row(-ANY, [*sets, *((-most, y) for u, y in here.items() if u <= t)], 0.0)
                else:
                    m.row(0.0, [(1, x), (-1, self.start[w.id, s, t])], ANY)
                    m.row(-ANY, [(1, x), (-1, self.begin[w.id, t])], 0.0)

    def _given(self, w: Package) -> None:
        f, m = self.f, self.m
        able = f.suppliers_of[w.id]
        for name, part in w.given_to:
            who = [s for s in able if name in (s, f.suppliers[s].nation)]
            if part is None:
                m.row(1.0, [(1, self.award[w.id, s]) for s in who], ANY)
            elif not w.recurring:
                m.row(part, self._held(w, who), part)
            else:
                whole = all(f.items[i].whole for i in f.serves(w)) and w.per_unit.is_integer()
                step = 0.999 if whole and w.most != 1 and len(able) > 1 else 0.0
                m.row(-step, [*self._held(w, who), *times(-part, self._held(w, able))], step)

    def _capacities(self) -> None:
        f, m = self.f, self.m
        for c in self.problem.capacities:
            load = [self._load(c, t) for t in f.periods]
            for limit in c.limits:
                m.row(-ANY, [x for t in limit.span.periods for x in load[t]], c.free_fraction * limit.amount)
            single = {x.span.first: x.amount for x in c.limits if x.span.first == x.span.last}
            for t in single:
                if c.ramp_fraction is not None and t - 1 in single:
                    room = c.ramp_fraction * c.free_fraction * single[t]
                    m.row(-room, [*load[t], *times(-1, load[t - 1])], room)

    def _load(self, c: Capacity, t: int) -> Terms:
        f, found = self.f, []  # type: Facts, Terms
        for w in f.covers(c):
            if f.packages[w].recurring:
                for b in f.streams[w]:
                    found.append((f.effort(w, c.supplier, c.unit, b), self.make[w, c.supplier, b.id, t]))
            else:
                long = f.duration(f.packages[w])
                each = f.effort(w, c.supplier, c.unit) / long
                found += [(each, self.start[w, c.supplier, u]) for u in range(max(0, t - long + 1), t + 1)]
        return found
