"""A plan file as `procure report` takes it: read, audited, its check sum."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procure.cli import exits, show

if TYPE_CHECKING:
    from procure.findings import Finding
    from procure.plan import Plan
    from procure.problem import Problem


@dataclass(frozen=True)
class PlanRead:
    """A plan file as it was read and audited. audit: in words; broken: the audit's errors; sha256: of the file."""

    path: Path
    problem: Problem
    plan: Plan
    audit: str
    broken: list[Finding]
    sha256: str


def read(path: Path, as_json: bool) -> PlanRead:
    """A plan file, audited; ends the program where it holds no plan."""
    import hashlib

    from procure.audit import audit_file
    from procure.findings import errors
    from procure.workbook.read_plan import read_plan

    found, findings = read_plan(path)
    if found is None:
        show.refused("report", findings, as_json)
        click.echo(f"{path.name} holds no plan that can be read; `procure plan` writes one.", err=True)
        sys.exit(exits.FINDINGS)
    audited, all_ = audit_file(path)
    broken = errors(all_)
    checks = 0 if audited is None else len(audited.checks)
    said = f"audit failed ({len(broken):,} findings)" if broken else f"audit passed ({checks:,} checks)"
    return PlanRead(path, found.problem, found.plan, said, broken, hashlib.sha256(path.read_bytes()).hexdigest())


def beside(plan: Path, name: str) -> Path:
    """A file of that name in the folder outputs where there is one, else here."""
    folder = Path("outputs")
    return (folder if folder.is_dir() else Path()) / name
