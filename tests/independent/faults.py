"""Faults planted in a clause of the planner: every row that it adds is bent on its way to the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from procure.facts import Facts

Row = tuple[list[tuple[float, Any]], float]  # terms and right side
Fault = Callable[[list[tuple[float, Any]], float], Row]


def coefficient(terms: list[tuple[float, Any]], right: float) -> Row:
    """The first coefficient is 1.3 times what it should be."""
    return [(1.3 * c if k == 0 else c, x) for k, (c, x) in enumerate(terms)], right


def sign(terms: list[tuple[float, Any]], right: float) -> Row:
    """The last term stands on the wrong side."""
    return [(-c if k == len(terms) - 1 else c, x) for k, (c, x) in enumerate(terms)], right


def dropped(terms: list[tuple[float, Any]], right: float) -> Row:
    """The row says nothing."""
    return [(0.0, x) for _, x in terms], 0.0


FAULTS: dict[str, Fault] = {"coefficient": coefficient, "sign": sign, "dropped": dropped}


class Bent:
    """A Milp all of whose new rows have a fault."""

    def __init__(self, m: Any, fault: Fault) -> None:
        self._m, self._fault = m, fault

    def __getattr__(self, name: str) -> Any:
        return getattr(self._m, name)

    def require(
        self, clause: str, index: Any, terms: Sequence[Any], relation: str, right: float, cells: Sequence[str] = ()
    ) -> Any:
        bent, limit = self._fault([(float(c), x) for c, x in terms], right)
        return self._m.require(clause, index, bent, relation, limit, cells)


def planted(clause: ModuleType, fault: Fault) -> Callable[[Any, Facts], None]:
    """The clause's rows with the fault, to stand in for its `constrain`."""
    sound = clause.constrain

    def constrain(m: Any, f: Facts) -> None:
        sound(Bent(m, fault), f)

    return constrain
