"""The second formulation, continued: money by the phases' keys and terms, budgets, pins and rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from procure import keys, rules
from procure.measures.rows import Row
from procure.problem import CASH, Budget, Limit, Phase, Pin, Problem
from tests.brute_controls import forbid, hold_content, transfer_costs
from tests.brute_model import ANY, Terms, Work, times


class Programme(Work):
    """The whole problem: the work, its money, pins and rules."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        forbid(self)
        hold_content(self)
        self.transfers = transfer_costs(self)
        self.penalties: Terms = []
        self._money()
        self._budgets()
        for pin in problem.pins:
            self._pin(pin)
        for row in rules.rows(self.f):
            if row.rule.strength != "report":
                self._rule(row)

    def lateness(self) -> Terms:
        return [(self.f.items[i].late_weight, x) for (i, _, _), x in self.late.items()]

    def cost(self) -> Terms:
        rate, years = self.problem.programme.discount_fraction, self.f.calendar.year_fraction
        charges = [((1 + rate) ** (-t * years), x) for (_, _, t), x in self.charge.items()]
        return [*charges, *self.penalties]

    # Money

    def _money(self) -> None:
        self.charge: dict[tuple[str, str, int], int] = {}
        self.pay: dict[tuple[str, str, int], int] = {}
        for p in self.f.phases.values():
            for n in keys.payers(self.f, p):
                for t in self.f.periods:
                    self.charge[n, p.id, t] = self.m.column()
                for t in (*self.f.periods, self.last + 1):  # what falls due after the horizon is paid after it
                    self.pay[n, p.id, t] = self.m.column()
            self._charged(p)
            self._paid(p)
        for n in self.problem.nations:
            if n.ceiling_m is not None:
                paid = [
                    (self._in_terms(n.id, n.ceiling_constant, t), c) for (m, _, t), c in self.pay.items() if m == n.id
                ]
                before = sum(h.paid_m for h in self.problem.history if h.nation == n.id and h.programme is None)
                self.m.row(-ANY, paid, n.ceiling_m - self.f.fx(n.id, 0) * before)

    def work(self, who: Iterable[str], packages: Iterable[str], periods: Iterable[int]) -> Terms:
        """M of the work on these packages that suppliers of these nations do in these periods."""
        f, found, who, packages = self.f, [], set(who), set(packages)
        mine = {s for s, one in f.suppliers.items() if one.nation in who}
        streams = {(w, b.id): b for w, several in f.streams.items() for b in several}
        for t in periods:
            for (w, s, u), x in self.start.items():
                long = f.duration(f.packages[w])
                if w in packages and s in mine and u <= t < u + long:
                    found.append((f.price(w, s) / long, x))
            for (w, s, b, u), x in self.make.items():
                if w in packages and s in mine and u == t:
                    found.append((f.price(w, s, streams[w, b]), x))
            for (w, s, u), x in self.open.items():
                if w in packages and s in mine and u == t:
                    found.append((f.setup(w, s), x))
        return found

    def _of(self, phases: Iterable[str]) -> set[str]:
        return {w.id for w in self.problem.packages if w.phase in set(phases)}

    def _charges(self, who: Iterable[str], phases: Iterable[str], periods: Iterable[int]) -> Terms:
        keys_ = product(who, phases, periods)
        return [(1.0, self.charge[key]) for key in keys_ if key in self.charge]

    def _charged(self, p: Phase) -> None:
        """The phase's spend is charged by its key."""
        f, who, packages = self.f, keys.payers(self.f, p), self._of([p.id])
        fixed = keys.fixed(f, p)
        rest_key = {} if fixed is not None or p.key == "negotiated" else keys.fallback(f, p)
        over_all: dict[str, Terms] = defaultdict(list)
        for t in f.periods:
            spend = [*self.work(f.nations, packages, [t]), *(self.transfers.get(p.id, []) if t == 0 else [])]
            self.m.row(0.0, [*self._charges(who, [p.id], [t]), *times(-1, spend)], 0.0)
            own = {n: self._own(p, n, t) for n in who} if rest_key else {}
            rest = [*spend, *(x for terms in own.values() for x in times(-1, terms))]
            for n in who:
                mine = [(1.0, self.charge[n, p.id, t])]
                if fixed is not None:
                    over_all[n] += [*mine, *times(-fixed.get((n, t), 0.0), spend)]
                    if not p.over_the_phase:
                        self.m.row(0.0, [*mine, *times(-fixed.get((n, t), 0.0), spend)], 0.0)
                elif p.key == "negotiated":
                    low, high = self._bounds(p, n)
                    self.m.row(0.0, [*mine, *times(-low, spend)], ANY)
                    self.m.row(-ANY, [*mine, *times(-high, spend)], 0.0)
                else:
                    part = rest_key.get((n, t), 0.0)
                    self.m.row(0.0, [*mine, *times(-1, own[n]), *times(-part, rest)], 0.0)
        for terms in over_all.values():
            self.m.row(0.0, terms, 0.0)

    def _own(self, p: Phase, n: str, t: int) -> Terms:
        """Its own work where that is what a nation pays, its own units where those are."""
        if p.key == "where performed":
            return self.work([n], self._of([p.id]), [t])
        streams = {(w, b.id): b for w, several in self.f.streams.items() for b in several if b.payer == n}
        found = []
        for (w, s, b, u), x in self.make.items():
            if u == t and (w, b) in streams and self.f.packages[w].phase == p.id:
                found.append((self.f.price(w, s, streams[w, b]), x))
        return found

    def _bounds(self, p: Phase, n: str) -> tuple[float, float]:
        rows = {s.phase: s for s in self.problem.shares if s.nation == n and s.phase in (None, p.id)}
        row = rows.get(p.id) or rows.get(None)
        low = row.lowest_fraction if row and row.lowest_fraction is not None else 0.0
        return low, row.highest_fraction if row and row.highest_fraction is not None else 1.0

    def _paid(self, p: Phase) -> None:
        """By the end of every period at least what is due by then is paid; after the horizon just that."""
        f, after = self.f, self.last + 1
        for n in keys.payers(f, p):
            charges = [self._charges([n], [p.id], [t]) for t in f.periods]
            whole = self._charges([n], [p.id], f.periods)
            for t in (*f.periods, after):
                earned: Terms = []
                for u in f.periods:
                    earned += times(p.with_work_fraction * (u <= t), charges[u])
                    earned += times(p.at_delivery_fraction * (u + f.lag(p.id) <= t), charges[u])
                kept = p.retention_fraction if t < (after if p.released is None else p.released) else 0.0
                due = [*times(p.at_signature_fraction * (t >= p.signed), whole), *times(1 - kept, earned)]
                paid = [(1.0, self.pay[n, p.id, u]) for u in range(t + 1)]
                self.m.row(0.0, [*paid, *times(-1, whole if t == after else due)], 0.0 if t == after else ANY)

    def _in_terms(self, nation: str, constant: bool, t: int) -> float:
        """What 1 M of the plan is in the nation's money, in constant prices or in current ones."""
        rate, risen = self.f.fx(nation, t), self.f.deflator(t)
        if constant == self.problem.programme.in_constant_prices:
            return rate
        return rate / risen if constant else rate * risen

    def _budgets(self) -> None:
        """What is left of a column goes on to the next one that follows it, at the end of a year as far as it may."""
        for b in self.problem.budgets:
            starts = self.f.nations[b.nation].fiscal_start
            years = [int(label[:4]) - (month < starts) for label, month in self._months()]
            carried: dict[int, int] = {}
            for x in sorted(b.limits, key=lambda x: x.span.first):
                year, end = years[x.span.last], x.span.last
                ends = end == self.last or years[end + 1] != year
                of_year = sum(y.amount for y in b.limits if years[y.span.last] == year)
                carried[end] = self.m.column(b.carry_fraction * of_year if ends else ANY)
                brought = [(-1.0, carried[x.span.first - 1])] if x.span.first - 1 in carried else []
                self.m.row(-ANY, [*self._against(b, x), (1.0, carried[end]), *brought], x.amount)

    def _months(self) -> list[tuple[str, int]]:
        """Label and first month of every period."""
        long = self.f.calendar.months
        return [(label, (int(label[6:] or 1) - 1) * long + 1) for label in self.f.calendar.labels]

    def _against(self, b: Budget, x: Limit) -> Terms:
        """What counts against a column of a line: payments in it, or the charges for what is signed in it."""
        named = {p for c in self.problem.budgets if (c.nation, c.kind) == (b.nation, b.kind) for p in c.phases}
        of = [p for p in self.f.phases if (p in b.phases if b.phases else p not in named)]
        if b.kind == CASH:
            found = [(k, c) for k, c in self.pay.items() if k[0] == b.nation and k[1] in of and k[2] in x.span.periods]
            return [(self._in_terms(b.nation, b.constant, t), c) for (_, _, t), c in found]
        signed = {p: self.f.phases[p].signed for p in of if self.f.phases[p].signed in x.span.periods}
        owed = [(p, c) for (n, p, _), c in self.charge.items() if n == b.nation and p in signed]
        return [(self._in_terms(b.nation, b.constant, signed[p]), c) for p, c in owed]

    # Pins and rules

    def _pin(self, pin: Pin) -> None:
        f = self.f
        low, high = (-ANY if pin.relation == "<=" else 0.0), (ANY if pin.relation == ">=" else 0.0)
        if pin.decision == "award":
            terms, right = [(1.0, self.award[str(pin.package), str(pin.supplier)])], pin.value
        elif pin.decision == "begin":
            terms, right = [(float(t), self.begin[str(pin.package), t]) for t in f.periods], float(pin.period or 0)
        elif pin.decision == "deliver":
            periods = f.periods if pin.period is None else [pin.period]
            terms, right = [(1.0, self.deliver[str(pin.item), str(pin.nation), t]) for t in periods], pin.value
        elif pin.package is None:
            spent = times(-pin.value, self.work(f.nations, self._of([str(pin.phase)]), f.periods))
            spent += times(-pin.value, self.transfers.get(str(pin.phase), []))
            terms, right = [*self._charges([str(pin.nation)], [str(pin.phase)], f.periods), *spent], 0.0
        else:
            w = f.packages[pin.package]
            whole = times(-pin.value, self._held(w, f.suppliers_of[w.id]))
            terms, right = [*self._held(w, [str(pin.supplier)]), *whole], 0.0
        self.m.row(low + right, terms, high + right)

    def _rule(self, row: Row) -> None:
        """measure - base >= amount (<=, =), a rule that only should hold with what it is missed by."""
        rule, terms, right = row.rule, self._measured(row), row.rule.amount
        if rule.base in ("% of own cost", "% of total work"):
            whole = self._charges(row.who, row.phases, row.periods)
            if rule.base == "% of total work":
                whole = self.work(self.f.nations, row.packages, row.periods)
            terms, right = [*terms, *times(-right / 100, whole)], 0.0
        elif rule.base == "points of agreed share":
            terms, right = [*terms, *times(-1, self._agreed(row))], 0.0
        elif rule.base == "units from pro-rata":
            due = {n: sum(self._due(i, n, row.periods) for i in row.items) for n in self.f.nations}
            part = sum(due[n] for n in row.who) / sum(due.values())
            terms = [*terms, *times(-part, self._delivered(row, self.f.nations))]
        low = -right if rule.base == "units from pro-rata" else right
        if rule.strength == "should":
            miss, worth = self.m.column(), rules.bases.worth(self.f, row)
            self.penalties.append((rule.penalty_m, miss))
            more, less = [(worth, miss)], [(-worth, miss)]
        else:
            more = less = []
        if rule.relation != "<=" or rule.base == "units from pro-rata":
            self.m.row(low, [*terms, *more], ANY)
        if rule.relation != ">=":
            self.m.row(-ANY, [*terms, *less], right)

    def _measured(self, row: Row) -> Terms:
        measure = row.rule.measure
        if measure == "work":
            return self.work(row.who, row.packages, row.periods)
        if measure == "cost":
            return self._charges(row.who, row.phases, row.periods)
        if measure == "deliveries":
            return self._delivered(row, row.who)
        found = []
        for s, one in self.f.suppliers.items():
            awards = [(1.0, x) for (w, o), x in self.award.items() if o == s and w in row.packages]
            if one.nation in row.who and awards:
                counts = self.m.column(1.0, True)
                self.m.row(-ANY, [(1.0, counts), *times(-1, awards)], 0.0)
                self.m.row(0.0, [(float(len(awards)), counts), *times(-1, awards)], ANY)
                found.append((1.0, counts))
        return found

    def _delivered(self, row: Row, who: Iterable[str]) -> Terms:
        keys_ = product(row.items, who, row.periods)
        return [(1.0, self.deliver[key]) for key in keys_ if key in self.deliver]

    def _due(self, item: str, nation: str, periods: Iterable[int]) -> float:
        return sum(self.f.due[item, nation][t] for t in periods) if (item, nation) in self.f.due else 0.0

    def _agreed(self, row: Row) -> Terms:
        """The agreed share, less or more the points, of the partners' work on the row's packages."""
        points, found = row.rule.amount / 100 * (-1 if row.rule.relation == ">=" else 1), []
        for p in row.phases:
            share = keys.agreed_share(self.f, self.f.phases[p]) or {}
            for t in row.periods:
                part = sum(share.get((n, t), 0.0) for n in row.who) + points
                found += times(part, self.work(self.f.partners, self._of([p]) & set(row.packages), [t]))
        return found
