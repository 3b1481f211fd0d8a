"""The price of a rule or a limit, as a run found it and its record keeps it.

    change      cheapest plan otherwise  -  cheapest plan as asked         M, both by the stage cost
    low..high   what is proven of it, from the bounds of both: nothing outside is possible
    price       - change without the claim

A change is a number only where the limits prove that it is not 0; else it is uncertain, and at most the larger limit
is said of it. What comes before cost (lateness, wishes met) is compared first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

OF = "price of "  # begins the fact of a run
WITHOUT, LOOSER, TIGHTER = "without", "one step looser", "one step tighter"
COMPARED, NO_PLAN, NO_STEP, NOT_FOUND = "compared", "no plan", "no such step", "not found"


@dataclass(frozen=True)
class Change:
    """What an objective comes to otherwise, less what it comes to as asked.

    low, high: proven limits of it, None = nothing is proven.
    """

    name: str
    unit: str
    amount: Decimal
    low: Decimal | None
    high: Decimal | None

    @property
    def certain(self) -> bool:
        """Whether it is proven to be above 0, or below."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    @property
    def none(self) -> bool:
        """Whether it is proven to be 0."""
        return self.low == 0 and self.high == 0

    @property
    def most(self) -> Decimal | None:
        """What it is at most, without its sign; None where nothing is proven."""
        return None if self.low is None or self.high is None else max(abs(self.low), abs(self.high))


@dataclass(frozen=True)
class Case:
    """The problem otherwise. how: WITHOUT, LOOSER or TIGHTER. step: what was changed, in words. state: COMPARED, or why
    there is no figure; why: more of it.

    cost: None where the programme has no objective cost. before: the first objective before cost that differs, or may.
    nations: (nation, M that it is charged more) in the two plans found, those that differ.
    """

    how: str
    step: str
    state: str
    why: str = ""
    cost: Change | None = None
    before: Change | None = None
    nations: tuple[tuple[str, Decimal], ...] = ()

    @property
    def certain(self) -> bool:
        """Whether figures of the two plans may be told: the first objective that can differ surely does."""
        first = self.before or self.cost
        return first is not None and first.certain


@dataclass(frozen=True)
class Price:
    """A claim (its name, what it asks in words, its kind and owner) and its cases, the one without it first.

    of: M of the cheapest plan as asked, None without the objective cost. present_value: whether cost is discounted.
    """

    name: str
    words: str
    kind: str
    owner: str
    of: Decimal | None
    cases: tuple[Case, ...]
    present_value: bool = False

    @property
    def without(self) -> Case:
        return self.cases[0]


# Facts of a run


def facts(prices: Iterable[Price]) -> dict[str, str]:
    """The prices as facts of a run, one each."""
    return {OF + price.name: json.dumps(_plain(price), ensure_ascii=False) for price in prices}


def of_run(run: Mapping[str, str]) -> list[Price]:
    """The prices among the facts of a run, by name; what cannot be read is left out."""
    found = []
    for fact, told in sorted(run.items()):
        if fact.startswith(OF):
            try:
                found.append(_price(fact.removeprefix(OF), json.loads(told)))
            except (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError):
                continue
    return found


def _plain(price: Price) -> dict[str, Any]:
    of = None if price.of is None else f"{price.of:f}"
    cases = [
        {"how": c.how, "step": c.step, "state": c.state, "why": c.why, "cost": _listed(c.cost),
         "before": _listed(c.before), "nations": {n: f"{amount:f}" for n, amount in c.nations}}
        for c in price.cases
    ]  # fmt: skip
    told = {"words": price.words, "kind": price.kind, "owner": price.owner, "of": of, "cases": cases}
    return {**told, "present value": price.present_value}


def _listed(change: Change | None) -> list[str | None] | None:
    if change is None:
        return None
    numbers = (change.amount, change.low, change.high)
    return [change.name, change.unit, *(None if number is None else f"{number:f}" for number in numbers)]


def _price(name: str, told: dict[str, Any]) -> Price:
    cases = tuple(
        Case(
            c["how"], c["step"], c["state"], c["why"], _change(c["cost"]), _change(c["before"]),
            tuple((n, Decimal(amount)) for n, amount in c["nations"].items()),
        )
        for c in told["cases"]
    )  # fmt: skip
    of = None if told["of"] is None else Decimal(told["of"])
    words = (told["words"], told["kind"], told["owner"])
    return Price(name, *words, of, (cases[0], *cases[1:]), bool(told["present value"]))


def _change(told: list[Any] | None) -> Change | None:
    if told is None:
        return None
    amount, low, high = (None if number is None else Decimal(number) for number in told[2:])
    if amount is None:
        raise ValueError("a change without an amount")
    return Change(told[0], told[1], amount, low, high)
