"""A compact joint procurement, the same for every way of building it: who does which package, beginning when.

w package, s supplier, t period, n nation (of a supplier), u a period in which a package may have begun.

    min  sum discount[t] pay[n,t] + sum 0.1 award[w,s]
    placed      sum_t begin[w,t] = 1
    begins      sum_s start[w,s,t] = begin[w,t]
    holds       sum_t start[w,s,t] <= award[w,s]
    most        sum_s award[w,s] <= 2
    capacity    sum_w effort[w,s] sum_{t - long[w] < u <= t} start[w,s,u] <= room[s]
    setup       sum_w start[w,s,t] <= W sum_{u <= t} open[s,u]
    work        sum_{s of n} (sum_w price[w,s] sum_{t - long[w] < u <= t} start[w,s,u] + opening[s] open[s,t])
                    = work[n,t]
    shared      sum_n pay[n,t] = sum_n work[n,t]
    budget      pay[n,t] + carry[n,t] <= budget[n] + carry[n,t-1]
    return      sum_t work[n,t] >= 0.6 sum_t pay[n,t],  and "not more" <= 1.6 times
    delivered   sum_n deliver[n,t] <= units sum_{u <= t - long[w]} begin[w,u]
    handed      deliver[n,t] >= deliver[n,t-1]

start in 0..1; begin, award and open whole; the rest >= 0; deliver[n,last] >= due[n].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Key = tuple[int, ...]
Variables = Mapping[str, Mapping[Key, Any]]  # by family and key
Made = tuple[Any, Any]  # HiGHS, and the model that is kept as long as its user would keep it

LEAST, MOST = 0.6, 1.6  # of what a nation pays, done by its own suppliers
AWARDS, FEE = 2, 0.1  # suppliers of a package, and what each costs
LONGEST = 8  # periods that a package takes
WHOLE, FLOWS = ("begin", "award", "open"), ("work", "pay", "carry")


@dataclass(frozen=True)
class Instance:
    """The figures, per period of a package's work where they are spread over its duration."""

    nation: NDArray[np.int64]  # of every supplier
    long: NDArray[np.int64]  # periods of a package
    price: Floats  # w, s: M a period
    effort: Floats  # w, s: hours a period
    room: Floats  # of a supplier, hours a period
    opening: Floats  # of a supplier, M
    budget: Floats  # of a nation, M a period
    due: Floats  # of a nation, units
    discount: Floats  # of a period

    @property
    def size(self) -> tuple[int, int, int, int]:
        """Packages, suppliers, periods, nations."""
        return len(self.long), len(self.nation), len(self.discount), len(self.due)

    @property
    def units(self) -> float:
        return float(self.due.sum())


SIZES = {"tiny": (4, 4, 14), "S": (9, 9, 19), "M": (25, 20, 37), "L": (100, 49, 39), "XL": (240, 100, 41)}


def instance(packages: int, suppliers: int, periods: int, nations: int = 4, seed: int = 0) -> Instance:
    """Figures drawn from a seed, roomy enough that there is a plan."""
    chance = np.random.default_rng(seed)
    long = chance.integers(4, LONGEST + 1, packages)
    cost = chance.uniform(20, 200, (packages, 1)) * chance.uniform(0.9, 1.2, (packages, suppliers)) / long[:, None]
    effort = chance.uniform(5, 50, (packages, 1)) * chance.uniform(0.9, 1.1, (packages, suppliers)) / long[:, None]
    return Instance(
        nation=np.arange(suppliers) % nations,
        long=long,
        price=cost.round(3),
        effort=effort.round(3),
        room=np.full(suppliers, 4 * float(effort.max(axis=1).sum()) / suppliers + float(effort.max())).round(2),
        opening=chance.uniform(1, 10, suppliers).round(2),
        budget=np.full(nations, 4 * float((cost.max(axis=1) * long).sum()) / nations / periods).round(1),
        due=chance.integers(5, 40, nations).astype(float),
        discount=0.97 ** np.arange(periods),
    )


@dataclass(frozen=True)
class Block:
    """Rows of one kind by arrays: where each starts (and the last ends), columns, values, relation and right side."""

    start: NDArray[np.int64]
    column: NDArray[np.int64]
    value: Floats
    relation: str
    right: Floats

    @property
    def low(self) -> Floats:
        return np.full_like(self.right, -np.inf) if self.relation == "<=" else self.right

    @property
    def high(self) -> Floats:
        return np.full_like(self.right, np.inf) if self.relation == ">=" else self.right


def block(
    columns: NDArray[np.int64],
    value: Floats | float,
    relation: str,
    right: Floats | float = 0.0,
    mask: NDArray[np.bool_] | None = None,
) -> Block:
    """Rows from a dense pattern (rows x entries), of which a mask may leave only some."""
    rows, wide = columns.shape
    value, right = np.broadcast_to(value, columns.shape), np.broadcast_to(np.asarray(right, dtype=float), rows)
    if mask is None:
        return Block(np.arange(rows + 1) * wide, columns.ravel(), value.ravel(), relation, right)
    start = np.concatenate(([0], np.cumsum(mask.sum(axis=1))))
    return Block(start, columns[mask], value[mask], relation, right)


def columns(x: Instance) -> dict[str, NDArray[np.int64]]:
    """Numbers of the columns, by family, in an array of the family's shape."""
    w, s, t, n = x.size
    shapes = {"start": (w, s, t), "begin": (w, t), "award": (w, s), "open": (s, t)}
    shapes |= dict.fromkeys((*FLOWS, "deliver"), (n, t))
    ends = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes.values())])
    parts = zip(shapes.items(), pairwise(ends), strict=True)
    return {name: np.arange(first, end).reshape(shape) for (name, shape), (first, end) in parts}


def bounds(x: Instance) -> tuple[Floats, Floats, NDArray[np.bool_], Floats]:
    """Least and most of every column, which are whole, and the objective."""
    c = columns(x)
    many = int(c["deliver"][-1, -1]) + 1
    low, high, whole, cost = np.zeros(many), np.full(many, np.inf), np.zeros(many, bool), np.zeros(many)
    high[c["start"]] = 1.0
    for family in WHOLE:
        high[c[family]], whole[c[family]] = 1.0, True
    low[c["deliver"][:, -1]] = x.due
    cost[c["pay"]], cost[c["award"]] = x.discount, FEE
    return low, high, whole, cost


def blocks(x: Instance) -> dict[str, Block]:
    """All rows by arrays, in the order of the docstring: no loop over coefficients, none over rows."""
    c, (w, s, t, n) = columns(x), x.size
    start, begin, award, opened = c["start"], c["begin"], c["award"], c["open"]
    work, pay, carry, deliver = c["work"], c["pay"], c["carry"], c["deliver"]
    ones, side_by_side = np.ones, partial(np.concatenate, axis=1)
    periods = np.arange(t)
    found = {"placed": block(begin, 1.0, "=", 1.0)}
    cells = side_by_side((start.transpose(0, 2, 1).reshape(w * t, s), begin.reshape(-1, 1)))
    found["begins"] = block(cells, np.append(ones(s), -1.0), "=")
    cells = side_by_side((start.reshape(w * s, t), award.reshape(-1, 1)))
    found["holds"] = block(cells, np.append(ones(t), -1.0), "<=")
    found["most"] = block(award, 1.0, "<=", float(AWARDS))
    cells, mask = _running(x, start)
    value = np.repeat(x.effort.T[:, None, :, None], LONGEST, axis=3)
    value = np.broadcast_to(value, (s, t, w, LONGEST)).reshape(s * t, -1)
    found["capacity"] = block(cells.reshape(s * t, -1), value, "<=", x.room.repeat(t), np.tile(mask, (s, 1)))
    cells = side_by_side((start.transpose(1, 2, 0).reshape(s * t, w), opened.repeat(t, axis=0)))
    mask = side_by_side((ones((s * t, w), bool), np.tile(periods <= periods[:, None], (s, 1))))
    found["setup"] = block(cells, np.append(ones(w), np.full(t, -float(w))), "<=", 0.0, mask)
    found["work"] = _work(x, c)
    found["shared"] = block(np.concatenate((pay, work)).T, np.repeat([1.0, -1.0], n), "=")
    cells = np.stack((pay, carry, np.roll(carry, 1, axis=1)), axis=2).reshape(n * t, 3)
    mask = ones(cells.shape, bool)
    mask[::t, 2] = False
    found["budget"] = block(cells, np.array([1.0, 1.0, -1.0]), "<=", x.budget.repeat(t), mask)
    for name, part, relation in (("return", LEAST, ">="), ("not more", MOST, "<=")):
        found[name] = block(side_by_side((work, pay)), np.repeat([1.0, -part], t), relation)
    cells = side_by_side((np.tile(deliver.T, (w, 1)), begin.repeat(t, axis=0)))
    done = periods <= (periods[:, None] - x.long[:, None, None])  # w, t, u
    mask = side_by_side((ones((w * t, n), bool), done.reshape(w * t, t)))
    found["delivered"] = block(cells, np.append(ones(n), np.full(t, -x.units)), "<=", 0.0, mask)
    cells = np.stack((deliver[:, 1:], deliver[:, :-1]), axis=2).reshape(-1, 2)
    found["handed"] = block(cells, np.array([1.0, -1.0]), ">=")
    return found


def _running(x: Instance, start: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """What of `start` (w, s, t) may run in each period (s, t, w x place); in which places it does (t, w x place)."""
    w, s, t = start.shape
    back = np.arange(LONGEST)[::-1]
    began = np.arange(t)[:, None] - back  # t, place
    mask = (began[:, None, :] >= 0) & (back < x.long[:, None])  # t, w, place
    cells = start[:, :, np.maximum(began, 0)].transpose(1, 2, 0, 3)
    return cells.reshape(s, t, w * LONGEST), mask.reshape(t, w * LONGEST)


def _work(x: Instance, c: dict[str, NDArray[np.int64]]) -> Block:
    """Rows of work, nation by nation: their suppliers may differ in number."""
    (_, _, t, n), parts = x.size, []
    for nation in range(n):
        mine = np.flatnonzero(x.nation == nation)
        cells, mask = _running(x, c["start"][:, mine])
        cells = cells.transpose(1, 0, 2).reshape(t, -1)
        value = x.price[:, mine].T.repeat(LONGEST, axis=1).ravel()
        cells = np.concatenate((cells, c["open"][mine].T, c["work"][nation][:, None]), axis=1)
        mask = np.concatenate((np.tile(mask, (1, len(mine))), np.ones((t, len(mine) + 1), bool)), axis=1)
        parts.append(block(cells, np.concatenate((value, x.opening[mine], [-1.0])), "=", 0.0, mask))
    ends, join = np.cumsum([0, *(p.start[-1] for p in parts)]), np.concatenate
    start = join([[0], *(p.start[1:] + a for p, a in zip(parts, ends, strict=False))])
    return Block(start, join([p.column for p in parts]), join([p.value for p in parts]), "=", np.zeros(n * t))


def families(x: Instance) -> dict[str, Iterator[tuple[Key, float, float | None]]]:
    """(key, low, high) of every variable, by family."""
    (w, s, t, n), due = x.size, x.due.tolist()
    shares = {"start": (w, s, t), "begin": (w, t), "award": (w, s), "open": (s, t)}
    flows = dict.fromkeys(FLOWS, (n, t))
    found = {name: ((key, 0, 1) for key in product(*map(range, shape))) for name, shape in shares.items()}
    found |= {name: ((key, 0, None) for key in product(*map(range, shape))) for name, shape in flows.items()}
    last = t - 1
    handed = ((key, due[key[0]] if key[1] == last else 0, None) for key in product(range(n), range(t)))
    return found | {"deliver": handed}


def rows(x: Instance, v: Variables) -> Iterator[tuple[str, Key, list[tuple[float, Any]], str, float]]:
    """All rows as (kind, index, terms, relation, right side) over variables v[family][key], for any library."""
    start, begin, award, opened = v["start"], v["begin"], v["award"], v["open"]
    work, pay, carry, deliver = v["work"], v["pay"], v["carry"], v["deliver"]
    price, effort, room, opening = x.price.tolist(), x.effort.tolist(), x.room.tolist(), x.opening.tolist()
    budget, long, (ws, ss, ts, ns) = x.budget.tolist(), x.long.tolist(), map(range, x.size)
    runs = [[range(max(0, t - long[w] + 1), t + 1) for t in ts] for w in ws]
    mine = [[s for s in ss if x.nation[s] == n] for n in ns]
    for w in ws:
        yield "placed", (w,), [(1, begin[w, t]) for t in ts], "=", 1
    for w, t in product(ws, ts):
        yield "begins", (w, t), [*((1, start[w, s, t]) for s in ss), (-1, begin[w, t])], "=", 0
    for w, s in product(ws, ss):
        yield "holds", (w, s), [*((1, start[w, s, t]) for t in ts), (-1, award[w, s])], "<=", 0
    for w in ws:
        yield "most", (w,), [(1, award[w, s]) for s in ss], "<=", AWARDS
    for s, t in product(ss, ts):
        yield "capacity", (s, t), [(effort[w][s], start[w, s, u]) for w in ws for u in runs[w][t]], "<=", room[s]
    for s, t in product(ss, ts):
        opens = [(-len(ws), opened[s, u]) for u in range(t + 1)]
        yield "setup", (s, t), [(1, start[w, s, t]) for w in ws] + opens, "<=", 0
    for n, t in product(ns, ts):
        done = [(price[w][s], start[w, s, u]) for s in mine[n] for w in ws for u in runs[w][t]]
        opens = [(opening[s], opened[s, t]) for s in mine[n]]
        yield "work", (n, t), [*done, *opens, (-1, work[n, t])], "=", 0
    for t in ts:
        yield "shared", (t,), [(1, pay[n, t]) for n in ns] + [(-1, work[n, t]) for n in ns], "=", 0
    for n, t in product(ns, ts):
        before = [(-1, carry[n, t - 1])] if t else []
        yield "budget", (n, t), [(1, pay[n, t]), (1, carry[n, t]), *before], "<=", budget[n]
    for kind, part, relation in (("return", LEAST, ">="), ("not more", MOST, "<=")):
        for n in ns:
            yield kind, (n,), [(1, work[n, t]) for t in ts] + [(-part, pay[n, t]) for t in ts], relation, 0
    for w, t in product(ws, ts):
        ready = [(-x.units, begin[w, u]) for u in range(t - long[w] + 1)]
        yield "delivered", (w, t), [(1, deliver[n, t]) for n in ns] + ready, "<=", 0
    for n, t in product(ns, ts[1:]):
        yield "handed", (n, t), [(1, deliver[n, t]), (-1, deliver[n, t - 1])], ">=", 0


def objective(x: Instance, v: Variables) -> list[tuple[float, Any]]:
    discount = x.discount.tolist()
    return [*((discount[t], one) for (_, t), one in v["pay"].items()), *((FEE, one) for one in v["award"].values())]
