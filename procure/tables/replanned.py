"""What a plan changes of an earlier one, in plain words, as its run found it."""

from __future__ import annotations

from collections.abc import Iterator

from procure.tables.figures import Figures

FACTS = ("changes", "leaving", "no worse than")  # of a run


def in_words(x: Figures) -> Iterator[str]:
    """A sentence for each of these facts that the run has."""
    for fact in FACTS:
        said = x.plan.run.get(fact, "")
        if said:
            words = f"no worse than {said}" if fact == FACTS[-1] else said
            yield f"{words[0].upper()}{words[1:]}."
