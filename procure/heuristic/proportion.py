"""Rows that every plan keeps and the relaxation breaks: who makes an indivisible package makes all that is due of it.

    sum_{u<=t-lead[w]} make[w,s,b,u] + per_unit[w] sum_{d,n} late[d,n,t] >= per_unit[w] due[b,t] award[w,s]

    w        an indivisible package made per unit, with one supplier; b a stream of it for all buyers
    d,n      needs that items of b alone can meet; due[b,t]: units of them due by the end of t
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from procure.facts import Facts, Stream
from procure.heuristic.structure import Key
from procure.problem import Package

Terms = list[tuple[int, float]]  # column, coefficient


def proportions(f: Facts, columns: Sequence[tuple[str, Key]]) -> list[Terms]:
    """Sums that are at least 0 in every plan, in the model's numbers. columns: family and key of each."""
    at = {(family, *key): j for j, (family, key) in enumerate(columns) if family in ("award", "make", "late")}
    whole = [w for w in f.per_unit if not w.divisible and w.most == 1]
    streams = [(w, b) for w in whole for b in f.streams[w.id] if b.buyers is None]
    return [terms for w, b in streams for terms in _rows(f, w, b, at)]


def _rows(f: Facts, w: Package, b: Stream, at: dict[Key, int]) -> Iterator[Terms]:
    needs = [(key, need) for key, need in f.needs.items() if set(need.items) <= set(b.items)]
    due = [sum(sum(need.due[: t + 1]) for _, need in needs) for t in f.periods]
    for s in f.suppliers_of[w.id]:
        for t in f.periods:
            if due[t] > (due[t - 1] if t else 0.0):
                made = [(at[key], 1.0) for u in range(t - f.lead(w) + 1) if (key := ("make", w.id, s, b.id, u)) in at]
                late = [(at[owed], w.per_unit) for (d, n), _ in needs if (owed := ("late", d, n, t)) in at]
                yield [*made, *late, (at["award", w.id, s], -w.per_unit * due[t])]
