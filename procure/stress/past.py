"""What those who are lost have done before they are, and what becomes of it.

    one-off packages   begun with them and not ended: begun again; what they were paid for it stays paid
    recurring ones     have their sets; others may make the rest beside them
    support            per period: until the period, and from it on as a package of its own
    units in work      for a nation that leaves: others may take them, or they are surplus; own units are scrapped at
                       its cost
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from procure.clauses.award import sure_sets
from procure.facts import Facts, Stream
from procure.plan import Key, Plan, dec
from procure.problem import ONE_OFF, PER_PERIOD, OtherCost, Package, Pin, Problem
from procure.stress.losses import Loss

ZERO = Decimal(0)
ROOM = 0.999  # of the least share of work: what parts of sets may be rounded by
DIGITS = 9  # of money that was paid, M


class Past:
    """What is made of it. f, plan: of the programme before the loss; first: the period of the loss."""

    def __init__(self, f: Facts, plan: Plan, loss: Loss, first: int) -> None:
        self.f, self.plan, self.gone, self.first = f, plan, set(loss.suppliers), first
        self.leaves = loss.leaves
        self.void = self.gone | ({loss.name} if loss.suppliers and loss.leaves else set())
        self.restarted = {w.id for w in f.one_off if w.kind == ONE_OFF and self._running(w)}

    # Packages

    def opened(self, problem: Problem) -> Problem:
        """The problem with its packages as they can be done by others."""
        made = problem
        for w in problem.packages:
            if w.kind == PER_PERIOD and self._running(w) and w.earliest < self.first:
                made = self._split(made, w)
            else:
                made = replaced(made, w, self._package(w))
        return made

    def _package(self, w: Package) -> Package:
        sets = self._sets(w)
        if sets:
            least = sure_sets(self.f, w)
            smallest = min(w.smallest_fraction, ROOM * min(sets.values()) / least) if least else w.smallest_fraction
            most = None if w.most is None else w.most + len(sets)
            return replace(w, given_to=(), divisible=True, smallest_fraction=smallest, most=most)
        if not w.recurring and not self._running(w) and self._begun(w):
            return w  # done
        begins = None if w.id in self.restarted else w.begins
        return replace(w, given_to=left(w, self.void), begins=begins)

    def _split(self, problem: Problem, w: Package) -> Problem:
        """Support until the period, and from it on as a package of its own."""
        label = self.f.calendar.labels[self.first]
        rest = replace(w, id=f"{w.id} from {label}", earliest=self.first, begins=None, after=(), row=0,
                       given_to=left(w, self.void))  # fmt: skip
        cut = replaced(problem, w, replace(w, latest=self.first - 1))
        named = {
            table: (*rows, *(replace(row, package=rest.id, row=0) for row in rows if row.package == w.id))
            for table, rows in (("quotes", cut.quotes), ("contents", cut.contents), ("capacities", cut.capacities))
        }
        return cut.replace(packages=(*cut.packages, rest), **named)

    def _begun(self, w: Package) -> bool:
        return any(v == w.id and int(t) < self.first for (v, t), _ in self.plan.items("begin"))

    def _running(self, w: Package) -> bool:
        """Whether a one-off package is at work with those who are lost when they are, and was before."""
        end = self.f.duration(w) if not w.recurring else 0
        return any(
            v == w.id and s in self.gone and int(t) < self.first < int(t) + end
            for (v, s, t), _ in self.plan.items("start")
        )

    def _sets(self, w: Package) -> dict[str, float]:
        """sets[lost supplier] of a recurring package that it has made."""
        made: dict[str, float] = {}
        for (v, s, _, t), sets in self.plan.items("make"):
            if v == w.id and s in self.gone and int(t) < self.first:
                made[str(s)] = made.get(str(s), 0.0) + float(sets)
        return made

    # Decisions

    def unfinished(self, problem: Problem) -> Problem:
        """The problem with room for units that were in work for a nation that takes them no more."""
        f, now = self.f, Facts(problem)
        items = []
        for item in problem.items:
            fewer = f.most_of([item.id]) - now.most_of([item.id]) if self.first else 0.0
            more = min(fewer, self._in_work(item.id)) if fewer > 0 else 0.0
            items.append(replace(item, surplus=item.surplus + more) if more else item)
        return problem.replace(items=tuple(items))

    def scrapped(self) -> tuple[Plan, list[OtherCost]]:
        """The plan without sets of the leaver's own units that it will not take, and what they cost it."""
        made, costs = dict(self.plan.values.get("make", {})), []  # type: dict[Key, Decimal], list[OtherCost]
        for w in self.f.per_unit:
            for b in self.f.streams[w.id]:
                if not self.leaves or b.buyers != (self.leaves,):
                    continue
                paid = self._scrap(w, b, made)
                if any(paid.values()):
                    name = f"{w.id} in work for {b.id}"
                    costs.append(self._cost(name, w, paid, borne_by=((self.leaves, 1.0),)))
        kept = {key: sets for key, sets in made.items() if sets}
        return replace(self.plan, values={**self.plan.values, "make": kept}), costs

    def _scrap(self, w: Package, b: Stream, made: dict[Key, Decimal]) -> dict[int, Decimal]:
        """M by period of the last sets of a stream that are in no unit handed over; takes them out of `made`."""
        mine = [key for key in made if (key[0], key[2]) == (w.id, b.id) and int(key[3]) < self.first]
        handed = (
            units for (i, n, t), units in self.plan.items("deliver")
            if i in b.items and n == self.leaves and int(t) < self.first
        )  # fmt: skip
        spare = sum((made[key] for key in mine), ZERO) - dec(w.per_unit) * sum(handed, ZERO)
        paid: dict[int, Decimal] = {}
        for key in sorted(mine, key=lambda key: (-int(key[3]), key)):
            cut, t = min(max(spare, ZERO), made[key]), int(key[3])
            paid[t] = paid.get(t, ZERO) + self.plan.get("price", *key) * cut / made[key]
            made[key], spare = made[key] - cut, spare - cut
        return paid

    def _in_work(self, item: str) -> float:
        """Units of the item of which sets are made for no buyer alone, and that are not handed over."""
        f, sets = self.f, {}  # type: Facts, dict[str, float]
        for (w, _, b, t), made in self.plan.items("make"):
            package = f.packages[str(w)]
            shared = any(one.id == b and one.buyers is None and item in one.items for one in f.streams[str(w)])
            if package in f.per_unit and shared and int(t) < self.first:
                sets[package.id] = sets.get(package.id, 0.0) + float(made) / package.per_unit
        done = (float(x) for (i, _, t), x in self.plan.items("deliver") if i == item and int(t) < self.first)
        return max(0.0, max(sets.values(), default=0.0) - sum(done))

    def keeps(self, pin: Pin) -> bool:
        """Whether a pin of the past holds after the loss."""
        if pin.package in self.restarted:
            return pin.decision not in ("begin", "award", "share", "set up")
        if pin.supplier not in self.gone or pin.decision not in ("award", "set up"):
            return True
        w = self.f.packages.get(str(pin.package))
        return w is None or not w.recurring or pin.supplier in self._sets(w)

    def again(self) -> Iterator[Pin]:
        """What is begun again is so not before the period."""
        for name in sorted(self.restarted):
            yield Pin("begin", ">=", 1.0, name, period=self.first)

    def sunk(self) -> Iterator[OtherCost]:
        """What lost suppliers were paid for work that is done again, and set-up for nothing."""
        for w in self.f.problem.packages:
            for s in sorted(self.gone):
                families = ("price", "setup") if w.id in self.restarted else ("setup",)
                if (w.recurring and s in self._sets(w)) or (w.id not in self.restarted and not w.recurring):
                    continue
                paid = {t: sum((self._paid(x, w.id, s, t) for x in families), ZERO) for t in range(self.first)}
                if any(paid.values()):
                    name = f"{w.id} lost at {s}"
                    yield self._cost(name, w, paid, performed_in=self.f.suppliers[s].nation)

    def _paid(self, family: str, package: str, supplier: str, t: int) -> Decimal:
        """M of a pair's leaves of price or set-up in a period."""
        key = (package, supplier, None, t) if family == "price" else (package, supplier, t)
        return self.plan.total(family, *key)

    def _cost(self, name: str, w: Package, paid: Mapping[int, Decimal], **who: Any) -> OtherCost:
        """What was paid in these periods, as other cost of the package's phase: at the prices of the price base."""
        base = (float(paid.get(t, ZERO)) / self.f.index(w.phase, t) for t in self.f.periods)
        return OtherCost(name, w.phase, tuple(round(amount, DIGITS) for amount in base), **who)

def left(w: Package, gone: set[str]) -> tuple[tuple[str, float | None], ...]:
    """What is left of "given to" without these names, in the same proportions."""
    kept = [(name, part) for name, part in w.given_to if name not in gone]
    whole = sum(part or 0.0 for _, part in kept)
    return tuple((name, part / whole if part is not None and whole else None) for name, part in kept)


def replaced(problem: Problem, old: Package, new: Package) -> Problem:
    """The problem with another package in the place of one."""
    if old == new:
        return problem
    return problem.replace(packages=tuple(new if w.id == old.id else w for w in problem.packages))

