"""Scenarios as a product: lines that each say several values, and every combination of them.

    Budgets[NL,2029] *= 0.8,0.9,1.0        an edit: the values after its sign, between commas
    cut NL 10 %,20 %, key frozen           a sentence: the numbers between commas
    model {juste-retour,global-balance}    anything: what stands between braces
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from procure.findings import ERROR, Finding, Refused
from procure.whatif import operations, scenarios
from procure.whatif.scenarios import Scenario

MOST = 100_000  # combinations

_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?:\s*%)?"
_BRACES = re.compile(r"\{([^{}]*)\}")
_EDITED = re.compile(r"(?<==)\s*([^=\]]*,[^=\]]*)$")
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s*,\s*{_NUMBER})+")


def combinations(lines: Sequence[str]) -> list[Scenario]:
    """A scenario for every combination of the lines' values, the last line's changing first. Raises Refused."""
    if not lines:
        return []
    parts = [[_scenario(one) for one in alternatives(line)] for line in lines]
    count = 1
    for part in parts:
        count *= len(part)
    if count > MOST:
        raise _refused("; ".join(lines), f"expected at most {MOST:,} combinations, found {count:,}.")
    return [
        Scenario("; ".join(one.name for one in chosen), tuple(step for one in chosen for step in one.steps))
        for chosen in product(*parts)
    ]


def alternatives(line: str) -> list[str]:
    """The line with each of its values in turn; the line itself where it has one only. Raises Refused."""
    lists = [*_BRACES.finditer(line)] or [*(_EDITED if "]" in line else _NUMBERS).finditer(line)]
    if len(lists) > 1:
        raise _refused(line, f"expected values in one place, found {' and '.join(one[0] for one in lists)}.")
    if not lists:
        return [line.strip()]
    (found,) = lists
    inside = found[1] if found.re.groups else found[0]
    values = [value.strip() for value in inside.split(",")]
    if not all(values):
        raise _refused(line, f"expected values between commas, found '{inside.strip()}'.")
    before = line[: found.start()] + (" " if found.re is _EDITED else "")
    return [f"{before}{value}{line[found.end() :]}".strip() for value in dict.fromkeys(values)]


def _scenario(said: str) -> Scenario:
    """One line with one value as a scenario. Raises Refused."""
    if "[" in said:
        return scenarios.of_edit(said)
    found = scenarios.of_words(said)
    if not found.steps:
        raise _refused(said, "expected an edit or a sentence, found nothing.")
    for step in found.steps:
        operations.check(str(step.what), step.where)
    return found


def _refused(line: str, message: str) -> Refused:
    return Refused([Finding(ERROR, f"--vary '{line}'", "values", message)])
