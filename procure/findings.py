"""Complaints and checks: what a reader of the input, or an auditor of the plan, has to say.

A Finding is one complaint with its place. A Check is one comparison that was made, kept or not: the audit
turns a broken Check into a Finding, `procure evaluate` shows it as a shortfall, the Rules sheet shows its slack.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ERROR = "error"
WARNING = "warning"
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint.

    level: "error" (the run stops), "warning" (it goes on) or "note".
    where: the place, as `Sheet!C14 column` or a file's name.
    rule: short name of what was checked, stable, for tests and for `--json`.
    message: what was expected and what was found.
    hint: the way out, or the nearest match; may be empty.
    """

    level: str
    where: str
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.level}: {self.where}: {self.message}" if self.where else f"{self.level}: {self.message}"
        return f"{text} {self.hint}".rstrip()


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison `found relation limit`, in Decimal, with the tolerance it is granted.

    clause: name of the clause or rule. index: what it speaks of, e.g. ("FR", "2029").
    relation: ">=", "<=" or "=". unit: of found and limit. cells: workbook cells that the limit came from.
    down: how much further below the limit than the tolerance `found` may be, where it is rounded down.
    """

    clause: str
    index: tuple[str, ...]
    found: Decimal
    relation: str
    limit: Decimal
    tolerance: Decimal = Decimal(0)
    unit: str = ""
    cells: tuple[str, ...] = ()
    down: Decimal = Decimal(0)

    @property
    def slack(self) -> Decimal:
        """Room left before the limit, negative when it is passed; for "=" minus the distance."""
        if self.relation == ">=":
            return self.found - self.limit
        if self.relation == "<=":
            return self.limit - self.found
        return -abs(self.found - self.limit)

    @property
    def holds(self) -> bool:
        further = self.down if self.found < self.limit else Decimal(0)
        return self.slack >= -self.tolerance - further


class Refused(Exception):
    """Input that cannot be planned; carries every finding of the pass."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(f) for f in self.findings))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that stop a run."""
    return [f for f in findings if f.level == ERROR]
