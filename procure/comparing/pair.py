"""A scenario beside the base: what both cost, what moved, which inputs and rules differ. Each worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from procure.comparing import inputs, moves
from procure.comparing.inputs import Difference
from procure.comparing.moves import Move, Slip
from procure.comparing.side import Case, Side
from procure.rules import RuleResult

SHOWN = Decimal("0.005")  # of what a rule reaches: less does not show
NOT_SIGNIFICANT, NOT_PROVEN = "not significant", "not proven"
Row = tuple[str, str, str, str]  # of a rule: its id, who, phase, window


class Pair:
    """The base and another case. base and other: None where there is no plan."""

    def __init__(self, first: Case, second: Case, base: Side | None, other: Side | None) -> None:
        self.first, self.second, self.base, self.other = first, second, base, other
        self.name = second.name

    @cached_property
    def both(self) -> tuple[Side, Side] | None:
        """Both sides, None where one of them has no plan."""
        return None if self.base is None or self.other is None else (self.base, self.other)

    @property
    def same_money(self) -> bool:
        """Whether an M of one is an M of the other."""
        return self.both is not None and self.both[0].money_of == self.both[1].money_of

    @cached_property
    def difference(self) -> Decimal | None:
        """M that the scenario costs more; None where that cannot be said."""
        return self.both[1].cost - self.both[0].cost if self.both is not None and self.same_money else None

    @cached_property
    def gaps(self) -> Decimal | None:
        """M of the two gaps together; None where one of them is not proven."""
        if self.both is None or self.both[0].gap is None or self.both[1].gap is None:
            return None
        return self.both[0].gap + self.both[1].gap

    @property
    def mark(self) -> str:
        """What is to be said of the difference of cost: it may come from the gaps alone, or nothing is proven of it."""
        if self.difference is None or not self.difference:
            return ""
        if self.gaps is None:
            return NOT_PROVEN
        return NOT_SIGNIFICANT if abs(self.difference) <= self.gaps else ""

    @cached_property
    def packages(self) -> list[Move]:
        return [] if self.both is None else list(moves.packages(*self.both))

    @cached_property
    def slots(self) -> list[Slip]:
        return [] if self.both is None else list(moves.slots(*self.both))

    @cached_property
    def inputs(self) -> list[Difference]:
        """Differences of the inputs, whether there are plans or not."""
        one, other = self.first.problem, self.second.problem
        return [] if one is None or other is None else inputs.differences(one, other)

    @cached_property
    def rules(self) -> list[RuleChange]:
        """Rows of rules that reach another figure, have another amount, or stand otherwise."""
        if self.both is None:
            return []
        old, new = (_by_row(side) for side in self.both)
        changes = (RuleChange(row, old.get(row), new.get(row)) for row in dict.fromkeys((*old, *new)))
        return [change for change in changes if change.differs]


@dataclass(frozen=True)
class RuleChange:
    """A row of a rule in both plans; None where one does not have it."""

    row: Row
    before: RuleResult | None
    after: RuleResult | None

    @property
    def differs(self) -> bool:
        if self.before is None or self.after is None or stands(self.before) != stands(self.after):
            return True
        pairs = ((self.before.reached, self.after.reached), (self.before.amount, self.after.amount))
        return any(
            (one is None) != (other is None) or (one is not None and other is not None and abs(one - other) > SHOWN)
            for one, other in pairs
        )

    @property
    def newly_missed(self) -> bool:
        """Whether the rule held, and is missed now."""
        return stands(self.after) == "missed" and stands(self.before) in ("held", "held, no room")


def stands(one: RuleResult | None) -> str:
    """How a rule stands: held, held without room, missed, not needed; "" where there is none."""
    if one is None:
        return ""
    if not one.needed:
        return "not needed"
    if not one.held:
        return "missed" if one.rule.strength != "report" else "not reached"
    return "held, no room" if one.binding else "held"


def _by_row(side: Side) -> dict[Row, RuleResult]:
    return {(one.rule.id, one.who, one.phase, one.window): one for one in side.x.results}
