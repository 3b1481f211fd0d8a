"""The whole optimisation written down: a loop over families, clauses, rules and objectives.

Whoever solves it and whoever proves its bounds take the rows from here, so that both speak of the same ones.
"""

from __future__ import annotations

from functools import partial

from procure import near, objectives, rules
from procure.clauses import CLAUSES
from procure.decisions import FAMILIES
from procure.facts import Facts
from procure.findings import Refused
from procure.objectives import StageSpec
from procure.recorded import Recorded


def assemble(m: Recorded, f: Facts, near_to: near.Near | None = None) -> list[StageSpec]:
    """Write variables and rows; returns the objectives in order, changes of an earlier plan before all.

    Raises Refused for rules that cannot be written.
    """
    refused = rules.refusals(f)
    if refused:
        raise Refused(refused)
    for family in FAMILIES:
        if family.domain is not None:
            whole = None if family.whole is None else partial(family.whole, f)
            m.declare(family.name, family.domain(f), whole)
    for clause in CLAUSES:
        clause.constrain(m, f)
    rules.constrain(m, f)
    return [*near.stages(m, f, near_to), *objectives.stages(m, f)]
