"""What planning leaves behind for a problem near by: decisions to try, and where LPs ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from procure.ladder import Bases
from procure.milp import Milp
from procure.plan import Key, Plan
from procure.solve import Floats


@dataclass(frozen=True)
class Trail:
    """ends: by stage the whole decisions that ended it, under "" those for stages without. bases: of ladder.Ladder."""

    ends: Mapping[str, Plan] = field(default_factory=dict)
    bases: Bases = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ends)


def trail_of(m: Milp, ends: Sequence[tuple[str, Floats]], bases: Bases) -> Trail:
    """The trail of stages that ended at these column values: of whole decisions those that are taken."""
    known = {}
    for stage, at in ends:
        values: dict[str, dict[Key, Decimal]] = {}
        for column in np.flatnonzero(np.abs(at) > 0.5).tolist():
            if m.whole(column):
                family, key = m.columns[column]
                values.setdefault(family, {})[key] = Decimal(round(float(at[column])))
        known[stage] = Plan(values)
    return Trail(known, dict(bases))


def near_by(m: Milp, start: Plan) -> Floats:
    """The columns as another plan has them; what it does not speak of is 0."""
    at = np.zeros(len(m.columns))
    for family, values in start.values.items():
        columns = m.x.get(family, {})
        for key, value in values.items():
            if key in columns:
                at[columns[key]] = float(value)
    return at
