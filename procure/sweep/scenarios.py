"""A workbook's scenarios as a sweep: the base, then every scenario from what the base decided.

Each climbs from the base's plan (ladder.py), which is several times quicker than from nothing, and none from another
scenario's. The base's plan is kept with its result, so that a sweep that is taken up again starts from the same one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from procure import solve
from procure.comparing.side import REFUSED
from procure.findings import errors
from procure.problem import Problem
from procure.sweep.case import NOT_RUN, Case, How, Result, Tell, Told
from procure.sweep.planned import plan_and_audit, trail_of
from procure.sweep.running import run
from procure.whatif.scenarios import BASE, Resolved


def planned(base: Problem, resolved: Sequence[Resolved], how: How, tell: Tell | None = None) -> list[Result]:
    """The base and its scenarios, in their order. A scenario whose inputs have errors is REFUSED and has no key.

    tell and errors: as for running.run; the base counts as one of the cases.
    """
    asked = [one for one in resolved if one.problem is not None]
    began, refused = time.monotonic(), len(resolved) - len(asked)
    before = Told(refused, 1 + len(resolved), refused, 0.0)

    def told(now: Told) -> None:
        if tell is not None:
            done, kept = before.done + now.done, before.kept + now.kept
            tell(replace(now, done=done, kept=kept, all_=before.all_, seconds=time.monotonic() - began))

    (first,) = run([Case(BASE, base, plan_and_audit, (("trail",),))], how, told)
    before = replace(before, done=refused + 1, kept=refused + first.kept)
    start = trail_of(first.record) or None
    cases = [Case(one.name, one.problem, plan_and_audit, ((), start)) for one in asked if one.problem is not None]
    stopped = first.state in (solve.INTERRUPTED, NOT_RUN)
    found = iter([Result(case.name, "", NOT_RUN) for case in cases] if stopped else run(cases, how, told))
    return [first, *(_refused(one) if one.problem is None else next(found) for one in resolved)]


def _refused(one: Resolved) -> Result:
    return Result(one.name, "", REFUSED, why=" ".join(str(finding) for finding in errors(one.findings)))
