"""Retentions: what is withheld of a phase, and when it is released, in the horizon or after it.

Drawn rarely and from a stream of their own, before the money: dues of the hidden plan follow from them.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from procure.problem import Phase
from tests.generating.draw import Draft


def retained(d: Draft) -> None:
    """Some phases of some programmes."""
    own = replace(d, rng=Random(f"retained {d.problem.programme.name}"))
    if own.chance(0.25):
        d.replace(phases=[_withheld(own, p) if own.chance(0.6) else p for p in d.problem.phases])


def _withheld(d: Draft, p: Phase) -> Phase:
    last = d.problem.programme.calendar.count - 1
    released = None if d.chance(0.4) else d.rng.randint(p.signed, last)
    return replace(p, retention_fraction=d.rng.choice((0.05, 0.1, 0.25)), released=released)
