"""What can be read and may still not be planned as it is worded: said before anything is built or measured."""

from __future__ import annotations

from procure import objectives, rules
from procure.facts import Facts
from procure.findings import Finding
from procure.problem import Problem


def screen(problem: Problem) -> list[Finding]:
    """Errors of rules and objectives that cannot be written as rows, then warnings of rules that may not be meant."""
    f = Facts(problem)
    return [*rules.refusals(f), *objectives.refusals(f), *rules.warnings(f)]
