"""Sums over the leaves of a plan that several tables show, each worked out once.

Money is summed from the leaves price, setup, charge, due and pay, which are multiples of the programme's rounding
unit: so parts add up to totals as displayed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from procure import counting, keys, ledger, orders, problem, tally, treasury
from procure.demand import Need
from procure.facts import Facts
from procure.plan import Key, Plan, dec
from procure.problem import Phase
from procure.rules import RuleResult
from procure.tables.beside import BesideWork
from procure.tables.table import number_format

ZERO = Decimal(0)
SEEN = Decimal("0.000001")  # an excess below this is the rounding of a decision, and no shortfall


class Figures(BesideWork):
    """What the tables are made from: facts, plan, the rules' results and the balances (M by nation).

    results: of the rules, in their order. words: each rule (by id) in plain words. balance: M of work beyond what a
    nation may expect. penalty: M that missed rules weigh in the stage cost.
    """

    def __init__(
        self,
        f: Facts,
        plan: Plan,
        results: Sequence[RuleResult] = (),
        words: Mapping[str, str] | None = None,
        balance: Mapping[str, Decimal] | None = None,
        penalty: Decimal = ZERO,
    ) -> None:
        self.f, self.plan, self.results = f, plan, tuple(results)
        self.words, self.balance, self.penalty = words or {}, balance or {}, penalty
        self.labels = f.calendar.labels
        exponent = dec(f.problem.programme.rounding_m).normalize().as_tuple().exponent
        self.decimals = max(0, -int(exponent))
        self.money = number_format("M", self.decimals)
        self.units = number_format("", 0 if all(item.whole for item in f.items.values()) else 3)

    @cached_property
    def cost(self) -> dict[Key, Decimal]:
        """cost[nation, phase]: charge over the horizon."""
        return grouped(self.plan.items("charge"), 0, 1)

    @cached_property
    def costs(self) -> dict[Key, Decimal]:
        """costs[nation,]."""
        return grouped(self.cost.items(), 0)

    @cached_property
    def grants(self) -> dict[Key, Decimal]:
        """grants[nation, phase]: what outside money bears of the nation's part."""
        return grouped(self.plan.items("grant"), 1, 2)

    @cached_property
    def gross(self) -> dict[Key, Decimal]:
        """gross[nation, phase]: the nation's part of the cost, grants not yet taken off and without VAT."""
        without = ((key, -leaf) for key, leaf in self.vat.items())
        return grouped([*self.cost.items(), *self.grants.items(), *without], 0, 1)

    @cached_property
    def borrowed(self) -> dict[Key, Decimal]:
        """borrowed[nation, t]: what loans bring (+) or take (-)."""
        back = ((key, -leaf) for key, leaf in self.plan.items("repay"))
        return grouped([*self.plan.items("draw"), *back], 1, 2)

    @cached_property
    def total_cost(self) -> Decimal:
        return total(self.costs)

    @cached_property
    def done(self) -> dict[Key, Decimal]:
        """done[package, supplier, t]: price of the work done and of the set-up."""
        prices = (((w, s, t), value) for (w, s, _, t), value in self.plan.items("price"))
        return grouped([*prices, *self.plan.items("setup")], 0, 1, 2)

    @cached_property
    def prices(self) -> dict[Key, Decimal]:
        """prices[package, supplier]: price of the work, without set-up."""
        return grouped(self.plan.items("price"), 0, 1)

    @cached_property
    def setups(self) -> dict[Key, Decimal]:
        """setups[package, supplier]."""
        return grouped(self.plan.items("setup"), 0, 1)

    @cached_property
    def work(self) -> dict[Key, Decimal]:
        """work[nation, phase, sector, t]: work of the nation as the programme counts it; sector "" = none stated."""
        done = self._placed(tally.counted(self.plan, self.f))
        more = (((n, piece.phase, "", piece.period), piece.amount) for n, piece in tally.others(self.plan, self.f))
        return grouped([*done.items(), *more], 0, 1, 2, 3)

    @cached_property
    def performed(self) -> dict[Key, Decimal]:
        """performed[nation, phase]: price of the work done in the nation, set-up and other costs included."""
        done = {c.id: (c.performed_in, c.phase) for c in self.f.problem.other_costs if c.performed_in is not None}
        more = ((done[str(c)], leaf) for (c, _), leaf in self.plan.items("other") if c in done)
        return grouped([*self._placed(tally.prices(self.plan, self.f)).items(), *more], 0, 1)

    def _placed(self, pieces: Iterable[tally.Piece]) -> dict[Key, Decimal]:
        """Sums by (nation, phase, sector, t), each piece split over nations by Content."""
        f, parts = self.f, {}  # type: Facts, dict[tuple[str, str], tally.Parts]
        found: dict[Key, Decimal] = defaultdict(Decimal)
        for piece in pieces:
            pair, w = (piece.package, piece.supplier), f.packages[piece.package]
            if pair not in parts:
                parts[pair] = {n: part for n, part in tally.work_parts(f, *pair).items() if part}
            for n, part_ in parts[pair].items():
                found[n, w.phase, w.sector or "", piece.period] += part_ * piece.amount
        return dict(found)

    @property
    def work_format(self) -> str:
        """Number format of work: M, or hours."""
        return self.money if counting.unit(self.f) == "M" else number_format("h", 0)

    @property
    def counted_as(self) -> str:
        """How work is counted, as every sheet that shows work says it."""
        how = self.f.problem.programme.work_counted
        split = any(c.work_fraction for c in self.f.problem.contents)
        return f"Work is counted as {how}" + (", split over nations by Content." if split else ".")

    @cached_property
    def works(self) -> dict[Key, Decimal]:
        """works[nation,]."""
        return grouped(self.work.items(), 0)

    @cached_property
    def partners_work(self) -> dict[Key, Decimal]:
        """partners_work[phase, t]."""
        partners = set(self.f.partners)
        return grouped((item for item in self.work.items() if item[0][0] in partners), 1, 3)

    @cached_property
    def spend(self) -> dict[Key, Decimal]:
        """spend[phase, t]: price of all the work of the phase, set-up included, of transfers of technology and
        of investments, other costs and contingency."""
        phases = {w.id: w.phase for w in self.f.problem.packages}
        work = grouped((((phases[str(w)], t), value) for (w, _, t), value in self.done.items()), 0, 1)
        transfers = grouped(self.plan.items("transfer_cost"), 2, 3)
        kept = self.plan.items("contingency")
        parts = (work.items(), transfers.items(), self.invested.items(), self.others.items(), kept)
        return grouped((item for part_ in parts for item in part_), 0, 1)

    @cached_property
    def invested(self) -> dict[Key, Decimal]:
        """invested[phase, t]: cost of investments in industry."""
        phases = {e.id: e.phase for e in self.f.problem.investments}
        return grouped((((phases[str(e)], t), leaf) for (e, t), leaf in self.plan.items("invest")), 0, 1)

    @cached_property
    def transfers(self) -> dict[Key, Decimal]:
        """transfers[phase,]: cost of transfers of technology."""
        return grouped(self.plan.items("transfer_cost"), 2)

    def delivered(self, need: str, nation: str) -> list[Decimal]:
        """Units handed over against a need (an item or a family), by period."""
        return orders.handed(self.plan, self.f.needs[need, nation])

    def due(self, need: str, nation: str) -> list[Decimal]:
        """Units that fall due, by period: firm ones, and those taken of options and wishes."""
        return orders.due(self.plan, self.f.needs[need, nation])

    def taken(self, need: Need) -> list[Decimal]:
        """Units taken of each option and wish of a need."""
        return [orders.taken(self.plan, need, extra) for extra in need.extras]

    def late(self, need: str, nation: str) -> list[Decimal]:
        """Units owed at the end of each period, from the deliveries themselves."""
        owed, found = ZERO, []
        for due, delivered in zip(self.due(need, nation), self.delivered(need, nation), strict=True):
            owed += due - delivered
            found.append(max(owed, ZERO))
        return found

    def key(self, phase: Phase) -> keys.Key | None:
        """The key agreed: fixed, or the reference of a negotiated one; None where work or units decide."""
        return keys.reference(self.f, phase) if phase.key == "negotiated" else keys.fixed(self.f, phase)

    def nation(self, supplier: str) -> str:
        return self.f.suppliers[supplier].nation

    @cached_property
    def payers(self) -> tuple[str, ...]:
        """Nations to whom something can fall due in any phase, sorted."""
        return tuple(sorted({n for p in self.f.phases.values() for n in keys.owing(self.f, p)}))

    @cached_property
    def shown_nations(self) -> tuple[str, ...]:
        """Partners first, then whoever else pays, receives or works; sorted within."""
        takers = {n for _, n in self.f.firm}
        workers = {str(n) for (n,) in self.works}
        others = {*self.payers, *takers, *workers} - set(self.f.partners)
        return (*self.f.partners, *sorted(others))

    def spent(self, line: problem.Budget) -> list[Decimal]:
        """What counts against a line of a budget in every period, in its own money: payments, or contracts signed."""
        of, n = set(treasury.phases(self.f, line)), line.nation
        cash = line.kind == problem.CASH
        found = [ZERO] * len(self.f.periods)
        for (who, p, u), amount in self.plan.items("pay" if cash else "charge"):
            t = int(u) if cash else self.f.phases[str(p)].signed
            if who == n and p in of and t in self.f.periods:
                found[t] += self._own_money(line, t, amount)
        loans = {fund.id for fund in treasury.loans(self.f, line)} if cash else set()
        for family, sign in (("repay", 1), ("draw", -1)):
            for (fund, who, u), amount in self.plan.items(family):
                if fund in loans and who == n:
                    found[int(u)] += sign * self._own_money(line, int(u), amount)
        return found

    def _own_money(self, line: problem.Budget, t: int, amount: Decimal) -> Decimal:
        return ledger.in_terms(self.f, line.nation, line.constant, t, amount)

    def carried(self, line: problem.Budget, t: int) -> Decimal:
        """What a line carries on at the end of a period, in its own money."""
        return self.plan.get("carry" if line.kind == problem.CASH else "uncommitted", line.nation, line.line, t)

    def room_of(self, line: problem.Budget) -> dict[int, Decimal]:
        """room[t]: what a line and the money carried in leave, at the last period of each limit, in its own money."""
        spent, found = self.spent(line), {}
        for limit in line.limits:
            used = sum((spent[t] for t in limit.span.periods), ZERO)
            found[limit.span.last] = dec(limit.amount) + self.carried(line, limit.span.first - 1) - used
        return found

    def room(self, nation: str) -> dict[int, Decimal]:
        """room[t]: what the tightest of a nation's cash lines leaves unpaid, in M of the programme's currency."""
        found: dict[int, Decimal] = {}
        for line in treasury.lines(self.f):
            for t, left in self.room_of(line).items() if line.nation == nation else ():
                left /= dec(treasury.factor(self.f, line, t))
                found[t] = min(left, found.get(t, left))
        return found


def grouped(items: Iterable[tuple[Key, Decimal]], *parts: int) -> dict[Key, Decimal]:
    """Sums over the keys that agree in these parts of the key, by those parts."""
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for key, value in items:
        sums[tuple(key[part] for part in parts)] += value
    return dict(sums)


def total(table: Mapping[Key, Decimal]) -> Decimal:
    """Sum of all values."""
    return sum(table.values(), ZERO)


def part(amount: Decimal, whole: Decimal) -> Decimal | None:
    """Fraction of the whole, None where there is none."""
    return amount / whole if whole else None


def weighted(key: keys.Key, nation: str, amounts: Mapping[Key, Decimal], phase: str) -> Decimal | None:
    """Fraction that a key by period comes to over amounts[phase, t]; None without amounts."""
    whole = sum((v for (p, _), v in amounts.items() if p == phase), ZERO)
    own = sum((dec(key.get((nation, int(t)), 0.0)) * v for (p, t), v in amounts.items() if p == phase), ZERO)
    return part(own, whole)
