"""Content for a random programme: parts of some suppliers' work fall to other nations. The programme keeps its plan.

Drawn from a random source of its own, and only where nothing of the hidden plan follows from whose work it is: no rule
asks for an amount of work, and the package is not paid where it is performed.
"""

from __future__ import annotations

import random

from procure.facts import Facts
from procure.origins import Content
from tests.generating.draw import SIZES, Draft


def origins(d: Draft) -> None:
    """In some programmes; tiny ones stay as they are, so that every choice can be tried."""
    rng = random.Random(f"content of {d.problem.programme.name}")
    asked = any(r.measure == "work" and r.strength == "must" for r in d.problem.rules)
    if d.size is SIZES["tiny"] or asked or rng.random() < 0.5:
        return
    f = d.facts
    paid = {s for w, s in f.pairs if _paid_where_performed(f, w)}
    packages: dict[str, list[str | None]] = {s: [None] for _, s in f.pairs if s not in paid}
    for w, s in f.pairs:
        if not _paid_where_performed(f, w):
            packages.setdefault(s, []).append(w)
    rows = []
    for s in rng.sample(sorted(packages), min(3, len(packages))):
        others = [n.id for n in d.problem.nations if n.id != f.suppliers[s].nation]
        rows.append(Content(s, rng.choice(packages[s]), rng.choice(others), round(rng.uniform(0.1, 0.6), 2)))
    d.replace(contents=rows)


def _paid_where_performed(f: Facts, package: str) -> bool:
    return f.phases[f.packages[package].phase].key == "where performed"
