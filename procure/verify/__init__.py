"""A finished plan verified from its workbook alone, in exact arithmetic: no solver and no PuLP take part.

    figures   every clause, rule, total, objective and printed figure follows from the file's decisions (audit.py)
    inputs    the inputs are those that the run's check sums speak of, and the user's own book where one is given
    bounds    what no plan can be below, proven from the duals that the file carries (proof/); what is only claimed
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from procure import audit, manifest
from procure.facts import Facts
from procure.findings import Finding, errors
from procure.problem import Problem
from procure.verify import bounds
from procure.verify.bounds import Bounds
from procure.workbook import read_certificate, read_plan
from procure.workbook.read_plan import PlanFile


@dataclass(frozen=True)
class Verified:
    """What was found of a plan file. checks: comparisons of the audit."""

    found: PlanFile
    checks: int
    audited: tuple[Finding, ...]
    inputs: tuple[Finding, ...]
    bounds: Bounds

    @property
    def hashed(self) -> bool:
        """Whether the file carries check sums of its inputs."""
        return manifest.INPUTS in self.found.plan.run

    @property
    def findings(self) -> list[Finding]:
        """All of them, of the audit first."""
        return [*self.audited, *self.inputs, *self.bounds.findings]

    @property
    def holds(self) -> bool:
        """Whether nothing was found that does not hold."""
        return not errors(self.findings)


def verify_file(path: Path, own: Problem | None = None) -> tuple[Verified | None, list[Finding]]:
    """Verify a plan's workbook. own: the problem of the user's book, which must give the same inputs.

    Returns what was found, None where the file holds no plan that can be read, and what there was to say in reading it.
    """
    found, findings = read_plan.read_plan(path)
    if found is None:
        return None, findings
    report, audited = audit.audit_found(found)
    inputs = manifest.differences(found, own)
    proven = bounds.of(found.plan, Facts(found.problem), read_certificate.certificate(found))
    return Verified(found, len(report.checks), tuple(audited), tuple(inputs), proven), findings
