"""Options and wishes: some programmes have units that the hidden plan takes, others that it does not, and other payers.

Sometimes a row says that its units may be left out, where the item did or the hidden plan leaves none out. Drawn apart,
so that other programmes stay as they were.
"""

from __future__ import annotations

import random
from dataclasses import replace

from procure.problem import FIRM, OPTION, THIRD, WISH, Objective, Requirement
from tests.generating.draw import SIZES, Draft, Lot


def orders(d: Draft) -> None:
    """Tiny programmes stay as they are, so that every choice can be tried."""
    rng = random.Random(f"orders {d.problem.programme.name}")
    if d.size is SIZES["tiny"] or not d.problem.requirements or rng.random() > 0.25:
        return
    rows = []
    for r in d.problem.requirements:
        several = _split(d, rng, r) if rng.random() < 0.6 else [r]
        payer = rng.choice([n.id for n in d.problem.nations if n.role != THIRD]) if rng.random() < 0.2 else ""
        rows += [replace(row, payer="" if payer == r.nation else payer) for row in several]
    d.replace(requirements=rows)
    if rng.random() < 0.6:
        late, *others = d.problem.objectives
        wishes = Objective("wishes met", *rng.choice(((0.0, 0.0), (0.05, 0.0), (0.0, 1.0))))
        d.replace(objectives=[late, wishes, *others])


def said_by_row(d: Draft) -> None:
    """Requirements that say themselves whether firm units may be left out: all of an item that did, or one."""
    rng = random.Random(f"said by row {d.problem.programme.name}")
    if rng.random() > 0.15:
        return
    some = {i.id for i in d.problem.items if not i.may_short and rng.random() < 0.3}
    said = {i.id for i in d.problem.items if i.may_short}
    loose = {(n, i) for i in some for n in [r.nation for r in d.problem.requirements if r.wanted == i][:1]}
    mine = [r.order == FIRM and (r.wanted in said or (r.nation, r.wanted) in loose) for r in d.problem.requirements]
    rows = zip(d.problem.requirements, mine, strict=True)
    d.replace(
        requirements=[replace(r, may_short=True) if own else r for r, own in rows],
        items=[replace(i, may_short=False) for i in d.problem.items],
    )


def _split(d: Draft, rng: random.Random, r: Requirement) -> list[Requirement]:
    """The need, some of its lots options and wishes that are taken, with others offered; a firm one is left."""
    lots = [lot for lot in d.lots if (lot.nation, lot.item) == (r.nation, r.wanted)]
    if len(lots) < 2 or any(lot.handed is None for lot in lots):
        return [r]
    taken = rng.sample(lots, rng.randint(0, len(lots) - 1))
    orders = rng.sample([(OPTION, 1), (OPTION, 2), (WISH, 1), (WISH, 2)], 2)
    parts = [taken[: len(taken) // 2], taken[len(taken) // 2 :]]
    extras = [_row(d, rng, r, part, *order) for part, order in zip(parts, orders, strict=True)]
    due = list(r.due)
    for lot in taken:
        due[lot.due or 0] = round(due[lot.due or 0] - lot.units, 6)
    return [replace(r, due=tuple(due)), *(row for row in extras if row is not None)]


def _row(
    d: Draft, rng: random.Random, r: Requirement, taken: list[Lot], order: str, priority: int
) -> Requirement | None:
    """An option or a wish of which the hidden plan takes these lots: none is handed over before it is due."""
    last = d.problem.programme.calendar.count - 1
    whole = d.facts.items[r.wanted].whole
    due, units = [0.0] * (last + 1), round(sum(lot.units for lot in taken), 6)
    for lot in taken:
        period = min(lot.due or 0, lot.handed or 0)
        due[period] = round(due[period] + lot.units, 6)
    more = float(rng.randint(0, 2)) if whole or not taken else units * rng.randint(0, 1)
    due[rng.randint(0, last)] += more
    if sum(due) <= 0:
        return None
    together = rng.random() < 0.5
    lot_size = (1.0 if units % 2 or more % 2 else 2.0) if whole else units or more
    d.values["lots"][r.wanted, r.nation, f"{order} {priority}"] = units / lot_size if together else units
    by = rng.randint(0, last) if order == OPTION and rng.random() < 0.5 else None
    lot = lot_size if together else None
    return Requirement(r.nation, r.wanted, tuple(due), r.standards, order, lot, by, priority)
