"""A finished plan checked against every clause, rule and objective, in Decimal, from its own numbers.

Nothing of the planner and no solver takes part: what is checked here was not computed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from procure import dues, key_names, ledger, objectives, rules
from procure.clauses import CLAUSES
from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.findings import ERROR, Check, Finding
from procure.plan import LEAVES, Key, Plan, Stage, dec
from procure.workbook import read_plan

OBJECTIVES = (
    objectives.LATENESS, objectives.COST, objectives.SPEND, objectives.LARGEST, objectives.TOTAL, objectives.NEAR,
)  # fmt: skip
BIGGEST = Decimal("1e12")  # no quantity or amount of a programme is beyond this

_RELATION = {">=": "at least", "<=": "at most", "=": "exactly"}


@dataclass(frozen=True)
class Report:
    """Every comparison made, and a finding of level error for each one that does not hold."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether every comparison holds."""
        return not self.findings


def audit(plan: Plan, f: Facts) -> Report:
    """Check a plan. What speaks of something unknown is a finding, and the rest of the plan is checked without it."""
    strange = tuple(_strange(plan, f))
    stages = known_stages(plan, f)
    unknown = [_unknown(f"{family}({_words(f, key)})") for family, key in strange]
    unknown += [_unknown(f"objective {stage.name}") for stage in plan.stages if stage not in stages]
    checks = tuple(_checks(Plan(_without(plan, strange), stages, plan.run), f))
    broken = [_finding(check) for check in checks if not check.holds]
    return Report(checks, (*unknown, *broken))


def known_stages(plan: Plan, f: Facts) -> tuple[Stage, ...]:
    """The plan's stages of which there is an objective."""
    named = (*OBJECTIVES, *(f"{objectives.WISHES} {priority}" for priority in objectives.priorities(f)))
    return tuple(stage for stage in plan.stages if stage.name in named)


def audit_file(path: Path) -> tuple[Report | None, list[Finding]]:
    """Check a plan's workbook by itself: its decisions, and that every figure it shows follows from them.

    Returns the report, None where the file holds no plan that can be read, and all findings, the report's included.
    """
    found, findings = read_plan.read_plan(path)
    if found is None:
        return None, findings
    report, more = audit_found(found)
    return report, [*findings, *more]


def audit_found(found: read_plan.PlanFile) -> tuple[Report, list[Finding]]:
    """As `audit_file`, of a plan's workbook that was read; the findings of the audit alone."""
    report = audit(found.plan, Facts(found.problem))
    return report, [*report.findings, *read_plan.differences(found)]


def _checks(plan: Plan, f: Facts) -> Iterator[Check]:
    for clause in CLAUSES:
        yield from clause.audit(plan, f)
    yield from rules.audit(plan, f)
    for stage in plan.stages:
        value = objectives.value(plan, f, stage.name)
        near = max(ledger.TYPED, abs(value) * Decimal("1e-9"))
        yield Check("objective", (stage.name,), dec(stage.value), "=", value, near, stage.unit)


def _finding(check: Check) -> Finding:
    """A broken comparison in plain words."""
    of = ", ".join(part for part in check.index if part)
    within = f" (within {_number(check.tolerance)})" if check.tolerance else ""
    unit = f" {check.unit}" if check.unit else ""
    message = f"{check.clause}, {of}: expected {_RELATION[check.relation]} {_number(check.limit)}{unit}{within}, "
    message += f"found {_number(check.found)}{unit}."
    cells = [cell for cell in check.cells if cell]
    hint = f"The limit comes from {'; '.join(cells)}." if cells else ""
    return Finding(ERROR, cells[0] if cells else "plan", check.clause, message, hint)


def _number(number: Decimal) -> str:
    """Digits that matter, without zeros at the end; with an exponent only what would else read as 0."""
    tiny = number and abs(number) < Decimal("1e-9")
    return f"{number:.3g}" if tiny else f"{number:.9f}".rstrip("0").rstrip(".")


# Decisions that are none


def _strange(plan: Plan, f: Facts) -> Iterator[tuple[str, Key]]:
    """(family, key) of every value that is no number, is beyond all bounds, or speaks of something unknown."""
    known = key_names.known(f)
    for family, values in plan.values.items():
        index = BY_NAME[family].index if family in BY_NAME else LEAVES[family][0] if family in LEAVES else None
        for key, value in values.items():
            periods = dues.periods(f) if family in dues.FAMILIES else f.periods
            fits = index is not None and _fits(index, key, known, periods)
            if not fits or not value.is_finite() or abs(value) > BIGGEST:
                yield family, key


def _fits(index: str, key: Key, known: dict[str, frozenset[str]], periods: range) -> bool:
    """Whether a key has the parts of its family; a stream is left to the clause that knows the package."""
    letters = index.split(",") if index else []
    if len(letters) != len(key):
        return False
    for letter, part in zip(letters, key, strict=True):
        if letter == "t":
            if not isinstance(part, int) or part not in periods:
                return False
        elif letter in known and part not in known[letter]:
            return False
    return True


def _without(plan: Plan, strange: Iterable[tuple[str, Key]]) -> dict[str, dict[Key, Decimal]]:
    out = set(strange)
    kept = {name: {k: v for k, v in values.items() if (name, k) not in out} for name, values in plan.values.items()}
    return {name: values for name, values in kept.items() if name in BY_NAME or name in LEAVES}


def _words(f: Facts, key: Key) -> str:
    return ", ".join(f.calendar.label(k) if isinstance(k, int) and k in dues.periods(f) else str(k) for k in key)


def _unknown(what: str) -> Finding:
    message = f"{what}: expected a number for something that this programme decides."
    return Finding(ERROR, "plan", "unknown decision", message)
