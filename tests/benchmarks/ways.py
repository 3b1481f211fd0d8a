"""The joint procurement of joint.py built by hand in numpy, through procure, and as other libraries are written.

Every way ends with HiGHS (or the library's own model of it) holding columns and rows, before anything is solved, and
returns what it can be counted by: columns, rows and coefficients. `READY` says which are installed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import highspy
import numpy as np

from procure.milp import Milp, uncollected
from procure.solve import Options, _highs
from tests.benchmarks.joint import Block, Floats, Instance, Made, blocks, bounds, families, objective, rows

Counts = tuple[int, int, int]


def counted(highs: Any) -> Counts:
    return int(highs.getNumCol()), int(highs.getNumRow()), int(highs.getNumNz())


def numpy_to_a_model(x: Instance) -> Made:
    """The limit that the goals are set by: arrays into a HighsLp, and one passModel."""
    low, high, whole, cost, made, start = _arrays(x)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(low), sum(len(b.right) for b in made)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low, high
    lp.row_lower_, lp.row_upper_ = _joined(b.low for b in made), _joined(b.high for b in made)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = start, _joined(b.column for b in made)
    lp.a_matrix_.value_ = _joined(b.value for b in made)
    kinds = np.array([highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger])
    lp.integrality_ = kinds[whole.astype(int)]
    highs = silent()
    highs.passModel(lp)
    return highs, lp


def numpy_by_pointer(x: Instance) -> Made:
    """The same arrays as they are, which passModel takes too."""
    low, high, whole, cost, made, start = _arrays(x)
    rows = _joined(b.low for b in made), _joined(b.high for b in made)
    column, value = _joined(b.column for b in made).astype(np.int32), _joined(b.value for b in made)
    kinds = int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0
    highs = silent()
    highs.passModel(
        len(low), len(rows[0]), len(value), *kinds, cost, low, high, *rows, start.astype(np.int32), column, value,
        whole.astype(np.int32),
    )  # fmt: skip
    return highs, made


def silent() -> Any:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    return highs


def _arrays(x: Instance) -> tuple[Floats, Floats, Any, Floats, list[Block], Any]:
    made = list(blocks(x).values())
    ends = np.cumsum([0, *(b.start[-1] for b in made)])
    return *bounds(x), made, _joined([np.zeros(1, int), *(b.start[1:] + a for b, a in zip(made, ends, strict=False))])


def _joined(parts: Iterable[Any]) -> Any:
    return np.concatenate(list(parts))


@uncollected()
def procure_arrays(x: Instance) -> Made:
    """Through procure, its rows from arrays."""
    m, (w, s, t, n) = _declared(x), x.size
    places = {
        "placed": (w,), "begins": (w, t), "holds": (w, s), "most": (w,), "capacity": (s, t), "setup": (s, t),
        "work": (n, t), "shared": (t,), "budget": (n, t), "return": (n,), "not more": (n,), "delivered": (w, t),
        "handed": (n, t - 1),
    }  # fmt: skip
    for name, b in blocks(x).items():
        indices = list(product(*map(range, places[name])))
        m.require_many(name, indices, b.start, b.column, b.value, b.relation, b.right)
    return _aimed(m, x)


@uncollected()
def procure_terms(x: Instance) -> Made:
    """Through procure, its rows from terms (coefficient, column), as most clauses are written."""
    m = _declared(x)
    for name, index, terms, relation, right in rows(x, m.x):
        m.require(name, index, terms, relation, right)
    return _aimed(m, x)


def _declared(x: Instance) -> Milp:
    m = Milp("joint")
    for family, keys in families(x).items():
        m.declare(family, keys)
    return m


def _aimed(m: Milp, x: Instance) -> Made:
    m.minimise(objective(x, m.x))
    return _highs(m.matrix(), Options()), m
