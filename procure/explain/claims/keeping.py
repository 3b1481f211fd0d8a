"""What giving a claim up must leave as it was, so that no plan is lost with it.

Work that may begin earlier, or with another supplier, makes two things stricter: support of units in service is owed
from the first period in which there can be any, and sets that several suppliers could share stay whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from procure.domains import made_whole
from procure.facts import Facts
from procure.problem import IN_SERVICE, Problem


def loosened(problem: Problem, **tables: Any) -> Problem:
    """The problem with some tables replaced, its support of units in service beginning no earlier than before."""
    changed = problem.replace(**tables)
    if not any(w.kind == IN_SERVICE for w in problem.packages):
        return changed
    before, after = Facts(problem).earliest, Facts(changed).earliest
    held = {w.id for w in changed.packages if w.kind == IN_SERVICE and after[w.id] < before[w.id]}
    if not held:
        return changed
    return changed.replace(
        packages=tuple(replace(w, earliest=before[w.id]) if w.id in held else w for w in changed.packages)
    )


def only_looser(problem: Problem, changed: Problem) -> bool:
    """Whether no package's sets become whole by the change."""
    several = [w.id for w in problem.packages if w.recurring and len(problem.suppliers) > 1]
    if not several:
        return True
    before, after = Facts(problem), Facts(changed)
    return all(made_whole(before, (w,)) for w in several if made_whole(after, (w,)))
