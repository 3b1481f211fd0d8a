"""Packages that nobody has the hands for: no supplier, no room for a part that is big enough, too few sets in time."""

from __future__ import annotations

from collections.abc import Iterator

from procure.explain.screens.bounds import always, beyond, finding, made, rows, sets, share, together
from procure.facts import Facts
from procure.findings import Finding
from procure.problem import PER_UNIT, Package


def screen(f: Facts) -> Iterator[Finding]:
    """One finding for each package that is always placed and cannot be."""
    for w in f.problem.packages:
        if always(f, w):
            yield from _nobody(f, w) if not f.suppliers_of[w.id] else _too_few(f, w)


def _nobody(f: Facts, w: Package) -> Iterator[Finding]:
    if w.kind == PER_UNIT and not sets(f, w, f.periods[-1]):
        return
    denied = sorted({f.problem.cell("Controls", c.row, "permission") for s in f.able[w.id] for c in f.denials(w.id, s)})
    cells = [f.problem.cell("Packages", w.row, "given to" if w.given_to else "package"), *denied]
    message = f"expected a supplier that may do {w.id}, found none"
    yield finding(cells, f"Packages[{w.id}]", "nobody can do it", message)


def _too_few(f: Facts, w: Package) -> Iterator[Finding]:
    if w.kind == PER_UNIT:
        yield from _sets(f, w)
    elif not w.recurring and not any(_fits(f, w, t) for t in f.window[w.id]):
        message = f"no supplier has room for {w.id} in any period in which it can begin"
        if w.divisible:
            message = f"all suppliers together have no room for {w.id} in any period in which it can begin"
        yield _finding(f, w, message)


def _fits(f: Facts, w: Package, begin: int) -> bool:
    parts = [share(f, w, s, begin) for s in f.suppliers_of[w.id]]
    least = w.smallest_fraction if w.divisible else 1.0
    most = w.most if w.divisible else 1
    return not beyond(1.0, together((part for part in parts if not beyond(least, part)), most))


def _sets(f: Facts, w: Package) -> Iterator[Finding]:
    """Sets that must be made by some period, against all that the suppliers can make until then."""
    for t in f.periods:
        needed = sets(f, w, t)
        most = w.most if w.divisible else 1
        can = together((made(f, w, s, t) for s in f.suppliers_of[w.id]), most) if needed else 0.0
        if beyond(needed, can):
            label, who = f.calendar.labels[t], "its suppliers" if w.divisible and w.most != 1 else "any one supplier"
            message = f"{needed:.12g} sets of {w.id} must be made by the end of {label}, and {who} can make at most "
            yield _finding(f, w, f"{message}{can:.12g} until then")
            return


def _finding(f: Facts, w: Package, message: str) -> Finding:
    cells = [cell for s in f.suppliers_of[w.id] for cell in rows(f, w, s)]
    hint = "Raise a capacity, or let it be shared (Packages, divisible)." if not w.divisible else "Raise a capacity."
    cells = [f.problem.cell("Packages", w.row, "package"), *cells]
    return finding(cells, f"Packages[{w.id}]", "no capacity for it", message, hint)
