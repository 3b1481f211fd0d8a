"""A plan is believed once the audit has passed it: in memory, and again from the workbook before it takes its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from procure import audit, manifest, whole
from procure.facts import Facts
from procure.findings import Finding, errors
from procure.plan import Plan
from procure.problem import Problem
from procure.workbook import write


class AuditFailed(Exception):
    """The audit did not pass the plan; nothing was written."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(f"the audit found {len(findings)} broken checks")


def publish(path: Path, problem: Problem, plan: Plan, findings: list[Finding], sources: list[Path]) -> audit.Report:
    """Write the plan's workbook, whole and audited, or nothing. Returns the report of the audit of the file.

    Raises AuditFailed, and whole.NotWritten where the file cannot be written or is one of the sources.
    """
    report = audit.audit(plan, Facts(problem))
    if errors(report.findings):
        raise AuditFailed(errors(report.findings))
    reports: list[audit.Report] = []

    def check(written: Path) -> None:
        whole.intact_zip(written)
        again, found = audit.audit_file(written)
        if errors(found) or again is None:
            raise AuditFailed(errors(found))
        reports.append(again)

    words = f"audit passed ({len(report.checks):,} checks)"
    plan = replace(plan, run={**plan.run, **manifest.facts(problem)})
    write.write(path, problem, plan, findings, words, sources, check)
    return reports[0]
