"""Draws: a seeded Latin hypercube, in groups put into an order that has their rank correlation.

Of N draws of an input one lies in each of N strips of equal probability. The order of an input's strips follows from
the seed and from what the input is, so that another row of Uncertainty leaves it as it is. A group's orders are those
of normal scores with the correlation asked for (Iman and Conover 1982): 2 sin(pi r / 6) for a rank correlation of r.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from procure.risk.cells import Drawn

Floats = NDArray[np.float64]


def draws(inputs: Sequence[Drawn], count: int, seed: int) -> list[tuple[float, ...]]:
    """`count` draws, each a value for every input, in their order."""
    at = probabilities(inputs, count, seed)
    return [tuple(one.distribution.quantile(float(u)) for one, u in zip(inputs, row, strict=True)) for row in at]


def probabilities(inputs: Sequence[Drawn], count: int, seed: int) -> Floats:
    """Draws as probabilities strictly between 0 and 1: a row for each draw, a column for each input."""
    at = np.empty((count, len(inputs)))
    orders = np.empty((count, len(inputs)), dtype=np.int64)
    for number, one in enumerate(inputs):
        stream = _stream(one, seed)
        orders[:, number] = stream.permutation(count)
        at[:, number] = (np.arange(count) + 0.5 + 0.999 * (stream.random(count) - 0.5)) / count
    for name in sorted({one.noun.group for one in inputs} - {""}):
        members = [number for number, one in enumerate(inputs) if one.noun.group == name]
        stated = [c for number in members if (c := inputs[number].noun.correlation) is not None]
        if len(members) > 1:
            orders[:, members] = correlated(orders[:, members], stated[0])
    return np.take_along_axis(at, orders, axis=0)


def correlated(orders: NDArray[np.int64], rank: float) -> NDArray[np.int64]:
    """Permutations 0..N-1, one a column, reordered to have this rank correlation with each other."""
    count, several = orders.shape
    scores = np.array([NormalDist().inv_cdf((k + 0.5) / count) for k in range(count)])[orders]
    wanted = np.full((several, several), 2 * math.sin(math.pi * rank / 6))
    np.fill_diagonal(wanted, 1.0)
    own = np.corrcoef(scores, rowvar=False) if count > several else None
    if own is not None and np.linalg.matrix_rank(own) == several:  # else it cannot be freed of what chance made alike
        scores = scores @ np.linalg.inv(_root(own))
    return np.argsort(np.argsort(scores @ _root(wanted), axis=0, kind="stable"), axis=0, kind="stable")


def _root(of: Floats) -> Floats:
    """The symmetric square root of a correlation matrix; an eigenvalue that rounding put below 0 is 0."""
    values, vectors = np.linalg.eigh(of)
    return np.asarray(vectors @ np.diag(np.sqrt(np.clip(values, 0.0, None))) @ vectors.T)


def _stream(one: Drawn, seed: int) -> np.random.Generator:
    said = hashlib.sha256(one.name.encode()).digest()
    return np.random.default_rng([seed, int.from_bytes(said[:8], "big")])
