"""A plan beside the one that the same inputs and options give again: do they agree?

They agree where every sheet has the same figures and, with the same program on the same kind of computer, the same
bytes. The clock, Ctrl-C and threads end a search somewhere else each time: then no plan may be better than the bound
that was proven of the other, and no more can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from procure import manifest, solve
from procure.findings import ERROR, Finding, errors
from procure.plan import Plan, Stage
from procure.workbook import same
from procure.workbook.read_plan import PlanFile

SURROUNDINGS = (manifest.CODE, manifest.VERSIONS, manifest.PLATFORM, "procure", "solver")  # told apart from figures
NEAR = 1e-6  # of an objective: what the solver's tolerance may be worth


@dataclass(frozen=True)
class Verdict:
    """What became of a plan that was made again.

    findings: of level error where the two contradict each other, warnings where another program or computer took part.
    parts: sheets whose bytes differ, None where they need not be the same. unsure: why agreement is not to be expected,
    "" where it is. objectives: (the stage then, now).
    """

    findings: list[Finding]
    parts: list[str] | None = None
    unsure: str = ""
    objectives: list[tuple[Stage, Stage]] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether nothing contradicts: figures, bytes, or bounds where no more can be asked."""
        return not errors(self.findings) and not self.parts


def compared(then: Path, first: PlanFile, now: Path, second: PlanFile) -> Verdict:
    """The verdict on a plan's file and the one that was made from it."""
    others = manifest.elsewhere(first.plan.run)
    pairs = list(zip(first.plan.stages, second.plan.stages, strict=False))
    apart = same.cells_apart(first.published, second.published, SURROUNDINGS)
    unsure = _unsure(first.plan) or _unsure(second.plan, "this time ")
    if apart and unsure:
        return Verdict([*_beyond(pairs), *others], None, unsure, pairs)
    parts = None if others else same.parts_apart(then, now)
    return Verdict([*apart, *others], parts, "", pairs)


def _unsure(plan: Plan, when: str = "") -> str:
    """Why the plan need not repeat, "" where it must."""
    states = {stage.state for stage in plan.stages} | {plan.run.get("state", "")}
    if solve.INTERRUPTED in states:
        return f"{when}Ctrl-C stopped a stage"
    if solve.GAP in states and plan.run.get("time limit, s", "none") != "none":
        return f"{when}the clock stopped a stage"
    return "more than one thread took part" if plan.run.get("threads", "1") != "1" else ""


def _beyond(pairs: list[tuple[Stage, Stage]]) -> Iterator[Finding]:
    """Objectives that are better in one plan than the other's bound allows, as far as the stages before are alike."""
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            sign, room = -1.0 if one.most else 1.0, NEAR * max(1.0, abs(one.best))
            if other.bound is not None and sign * (one.best - other.bound) < -room:
                message = f"{one.best:g} {one.unit} in one plan; the other's proof has {other.bound:g} as best."
                yield Finding(ERROR, f"Run {one.name}", "beyond the bound", message, "One of the two proofs is wrong.")
        if abs(pair[0].best - pair[1].best) > NEAR * max(1.0, abs(pair[0].best)):
            return
