"""The modelling library: decisions by family and key, rows, and one objective after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from pyscipopt import Model as Scip
from pyscipopt import quicksum

Key = tuple[str | int, ...]
Linear = Any  # an expression of the library, or a number

TIGHT = 1e-9  # how far a row may be missed
SECONDS = 60.0


class Stopped(RuntimeError):
    """SCIP was stopped before it had a plan."""


class Model:
    """x[family][key]: the decisions."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.scip = Scip()
        self.scip.hideOutput()
        self.scip.setParam("limits/time", seconds)
        self.scip.setParam("numerics/feastol", TIGHT)
        self.x: defaultdict[str, dict[Key, Any]] = defaultdict(dict)
        self.starting: defaultdict[Key, list[tuple[Key, Any]]] = defaultdict(list)  # by family and a key's first parts
        self.highest: dict[tuple[str, Key], float | None] = {}

    def var(
        self, family: str, key: Key, low: float | None = 0.0, high: float | None = None, whole: bool = False
    ) -> Linear:
        """A new decision; None = unbounded. Binary where it is whole, from 0 to 1."""
        self.highest[family, key] = high
        kind = "C" if not whole else "B" if (low, high) == (0, 1) else "I"
        made = self.scip.addVar(vtype=kind, lb=low, ub=high)
        self.x[family][key] = made
        for long in range(min(3, len(key) + 1)):
            self.starting[(family, *key[:long])].append((key, made))
        return made

    def binary(self, family: str, key: Key) -> Linear:
        return self.var(family, key, 0, 1, whole=True)

    def same(self, family: str, key: Key, amount: Linear) -> Linear:
        """A new decision that is this amount."""
        made = self.var(family, key, None)
        self.equal(made, amount)
        return made

    def get(self, family: str, *key: str | int) -> Linear:
        """The decision, or 0 where it cannot be taken."""
        return self.x[family].get(key, 0.0)

    def bound(self, family: str, key: Key) -> float:
        """The most that the decision can be."""
        high = self.highest[family, key]
        assert high is not None
        return high

    def total(self, family: str, *pattern: str | int | None) -> Linear:
        """Sum over the keys that match; None in the pattern stands for any value."""
        asked = [part for part in takewhile(lambda part: part is not None, pattern[:2]) if part is not None]
        found = self.starting.get((family, *asked), [])
        return self.sum(v for k, v in found if all(want in (None, got) for want, got in zip(pattern, k, strict=False)))

    @staticmethod
    def sum(terms: Iterable[Linear]) -> Linear:
        return quicksum(terms)

    def least(self, left: Linear, right: Linear) -> None:
        """left >= right."""
        self._row(left - right, ">=")

    def most(self, left: Linear, right: Linear) -> None:
        """left <= right."""
        self._row(right - left, ">=")

    def equal(self, left: Linear, right: Linear) -> None:
        self._row(left - right, "=")

    def stand(self, left: Linear, relation: str, right: Linear) -> None:
        """left >=, <= or = right."""
        {">=": self.least, "<=": self.most, "=": self.equal}[relation](left, right)

    def where(self, binary: Linear, left: Linear, relation: str, right: Linear, one: bool = True) -> None:
        """left >=, <= or = right, where the binary is 1 (or, not one, 0)."""
        more, less = right - left + 0.0 * self._zero(), left - right + 0.0 * self._zero()
        for wanted, expression in ((("<=", "="), less), ((">=", "="), more)):
            if relation in wanted:
                self.scip.addConsIndicator(expression <= 0, binvar=binary, activeone=one)

    def _row(self, expression: Linear, relation: str) -> None:
        expression = expression + 0.0 * self._zero()
        self.scip.addCons(expression >= 0 if relation == ">=" else expression == 0)

    def _zero(self) -> Linear:
        """A decision that is 0, so that a row of numbers alone is one too."""
        return self.x["zero"].get(()) if () in self.x["zero"] else self.var("zero", (), 0, 0)

    def minimise(self, objective: Linear, again: bool = True) -> tuple[float, float] | None:
        """(bound, value) of the least value, alike but where the clock stopped; None where no plan keeps the rows.

        Raises Stopped where the clock left no plan at all, ArithmeticError where SCIP's plan is none.
        """
        self.scip.freeTransform()
        self.scip.setObjective(objective + 0.0 * self._zero(), "minimize")
        self.scip.optimize()
        state = self.scip.getStatus()
        if state == "infeasible":
            return None
        if not self.scip.getNSols():
            raise Stopped(state)
        broken = self._broken()
        if broken and again:  # SCIP 10.0 takes some whole decisions for continuous ones in presolving
            self.scip.freeTransform()
            self.scip.setParam("presolving/maxrounds", 0)
            return self.minimise(objective, again=False)
        if broken:
            raise ArithmeticError(f"SCIP: {broken} is not whole")
        return float(self.scip.getDualbound()), float(self.scip.getObjVal())

    def _broken(self) -> str:
        """A whole decision that is not whole in the plan found last, "" = none: the solver is not believed."""
        for family, some in self.x.items():
            for key, variable in some.items():
                value = self.scip.getVal(variable)
                if variable.vtype() != "CONTINUOUS" and abs(value - round(value)) > 1e-6:
                    return f"{family}{key}"
        return ""

    def fix(self, family: str, key: Key, value: float) -> None:
        """Leaves a decision no choice."""
        self.scip.chgVarLb(self.x[family][key], value)
        self.scip.chgVarUb(self.x[family][key], value)
