"""Whether another plan is as good: the first thing that is asked is "why them and not us?".

As good means: within what every stage may give up, the last one too. Another plan means: some package is awarded to
another supplier, or to one more or less.

    sum_{award[w,s] taken} (1 - award[w,s]) + sum_{award[w,s] not taken} award[w,s] >= 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procure import solve as solver
from procure.linear import MANY
from procure.milp import Milp
from procure.objectives import StageSpec
from procure.solve import Floats, Options
from procure.stages import TOUCH, Solve, room

YES, NO, UNKNOWN = "yes", "no", "not known"
KEY = "other awards as good"  # in the record of a run
NODES = 20  # of the search; counted rather than timed, so that the same workbook gives the same answer


def other_awards(m: Milp, specs: Sequence[StageSpec], values: Floats, options: Options, solve: Solve) -> str:
    """YES, NO (proven) or UNKNOWN. Adds rows to m, which holds every stage but the last: it is of no use afterwards."""
    if len(m.columns) > MANY:  # the first node of the search alone would take longer than the plan
        return UNKNOWN
    last, terms, held = specs[-1], [], 0
    best = m.value(last.terms, values)
    m.require("others", (last.name,), last.terms, "<=", best + room(m, last, best))
    for variable in m.x["award"].values():
        taken = round(values[variable])
        terms.append((-1.0 if taken else 1.0, variable))
        held += taken
    m.require("others", (), terms, ">=", 1.0 - held)
    m.minimise([])
    matrix = m.matrix()
    answer = solve(matrix, replace(options, nodes=NODES), None, None)
    if answer.state == solver.INFEASIBLE:
        return NO
    found = answer.values is not None and matrix.violation(answer.values) <= TOUCH
    return YES if found else UNKNOWN
