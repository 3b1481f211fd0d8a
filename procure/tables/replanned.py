"""What a plan changes of an earlier one, and what losses come to, in plain words, as its run found it."""

from __future__ import annotations

from collections.abc import Iterator

from procure.measures import losses
from procure.tables.figures import Figures

LOSSES = "losses"  # the fact of a run: what rules on losses come to
FACTS = ("changes", "leaving", LOSSES, "no worse than")  # of a run


def in_words(x: Figures) -> Iterator[str]:
    """A sentence for each of these facts that the run has."""
    for fact in FACTS:
        said = x.plan.run.get(fact, "")
        if said:
            words = f"no worse than {said}" if fact == FACTS[-1] else said
            yield f"{words[0].upper()}{words[1:]}."
    unchecked = [rule.id for rule in x.f.problem.rules if losses.asked(rule)]
    if unchecked and LOSSES not in x.plan.run:
        yield f"Not checked in this plan: what losses come to (rule {', '.join(unchecked)}); `procure stress` tells it."
