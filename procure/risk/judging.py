"""One draw judged: the problem with its numbers, the plan held against it, and what of all rows does not hold then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from procure.audit import audit
from procure.facts import Facts
from procure.findings import Check, Finding, errors
from procure.plan import Plan
from procure.problem import Problem
from procure.risk.cells import Drawn, book_with
from procure.risk.held import held, outlasting
from procure.sweep.planned import borne
from procure.workbook import read
from procure.workbook.cells import Book

INPUTS, HORIZON, PLACE = "inputs", "horizon", "place"  # limits beside those of the audit
MONEY = ("budget", "commitments", "ceiling")  # clauses that limit what treasuries pay
CARRIED = ("carry", "uncommitted")  # name what is carried on, which no payment breaks

Limit = tuple[str, tuple[str, ...]]  # clause and index


@dataclass(frozen=True)
class Breach:
    """A limit that does not hold, what is missing in its unit (M in the nation's money for budgets), and its cells."""

    limit: Limit
    missing: float
    unit: str
    cells: tuple[str, ...] = ()

    @property
    def of_money(self) -> bool:
        """Whether it is a treasury's."""
        return self.limit[0] in MONEY


@dataclass(frozen=True)
class Judged:
    """A plan held against one draw. borne: what each nation bears, M as the cost objective counts it; empty where the
    plan's work has no place in the inputs. ends: draws that were put at an end of what their cells take.
    """

    borne: Mapping[str, float]
    breaches: tuple[Breach, ...]
    ends: int = 0

    @property
    def holds(self) -> bool:
        return not self.breaches

    @property
    def cost(self) -> float | None:
        """M in all."""
        return sum(self.borne.values()) if self.borne else None

    @property
    def missing(self) -> float:
        """M that treasuries lack, over all their limits, each in its own money."""
        return sum(breach.missing for breach in self.breaches if breach.of_money)


@dataclass(frozen=True)
class Setting:
    """What every draw is judged with.

    spare: what the plan itself lacks of a limit without any draw, which is none of a draw's doing.
    """

    book: Book
    inputs: tuple[Drawn, ...]
    plan: Plan
    spare: Mapping[Limit, float] = field(default_factory=dict)


def judged(setting: Setting, draw: Sequence[float]) -> Judged:
    """The plan held against a draw, a value for each input."""
    problem, found, ends = of_draw(setting, draw, judged=True)
    if problem is None:
        wrong = errors(found)[0]
        return Judged({}, (Breach((INPUTS, (wrong.rule,)), 0.0, "", (wrong.where,)),), ends)
    f = Facts(problem)
    over = tuple(Breach((HORIZON, (w,)), float(late), "periods") for w, late in outlasting(f, setting.plan))
    if over:
        return Judged({}, over, ends)
    try:
        plan = held(f, setting.plan)
    except (KeyError, IndexError) as nowhere:
        return Judged({}, (Breach((PLACE, (str(nowhere),)), 0.0, ""),), ends)
    breaches = tuple(_breaches(audit(plan, f).checks, setting.spare))
    return Judged({n: float(part) for n, part in borne(plan, f).items()}, breaches, ends)


def of_draw(
    setting: Setting, draw: Sequence[float], judged: bool = False
) -> tuple[Problem | None, list[Finding], int]:
    """(problem of a draw, None where its numbers make no inputs; findings; draws put at an end).

    judged: a need that is out of reach, or a date that cannot be met, is measured and does not stop it.
    """
    book, ends = book_with(setting.book, list(zip(setting.inputs, draw, strict=True)))
    problem, findings = read.from_book(book, resolved=True, judged=judged)
    if problem is None or errors(findings):
        return None, findings, ends
    return problem.replace(uncertain=(), changes=()), findings, ends


def _breaches(checks: Sequence[Check], spare: Mapping[Limit, float]) -> Iterator[Breach]:
    for check in checks:
        limit, missing = (check.clause, check.index), -float(check.slack)
        if not check.holds and missing > spare.get(limit, 0.0):
            yield Breach(limit, missing, check.unit, check.cells)


def treasuries(plan: Plan, f: Facts) -> list[Limit]:
    """Every limit of a treasury's money, in the order of the audit."""
    checks = audit(plan, f).checks
    return [(c.clause, c.index) for c in checks if c.clause in MONEY and not {*CARRIED} & {c.index[0], c.index[-1]}]
