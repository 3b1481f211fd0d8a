"""Checks of Content, of History, and of how work is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from procure import counting, text
from procure.facts import Facts
from procure.findings import ERROR, NOTE, WARNING, Finding
from procure.origins import Content
from procure.problem import BASE_VALUE, HOURS

TOLERANCE = 1e-6  # how far a sum of per cents, as a fraction, may be above 1


def contents_sum(facts: Facts) -> Iterator[Finding]:
    """Parts of a supplier's package come to no more than all of it."""
    for column, field in (("work", "work_fraction"), ("component", "component_fraction")):
        rows: dict[tuple[str, str | None], list[Content]] = defaultdict(list)
        for c in facts.problem.contents:
            rows[c.supplier, c.package].append(c)
        for (_, package), several in rows.items():
            total = sum(getattr(c, field) for c in several)
            if total > 1 + TOLERANCE:
                of = package or "its packages"
                message = f"expected parts of {of} that sum to at most 100 %, found {total * 100:.10g} %."
                where = facts.problem.cell("Content", min(c.row for c in several), column)
                hint = "What is left is the supplier's own nation's."
                yield Finding(ERROR, where, "contents over 100 %", message, hint)


def contents_used(facts: Facts) -> Iterator[Finding]:
    """A row of Content speaks of a package that the supplier can do."""
    for c in facts.problem.contents:
        if c.package is not None and c.package in facts.packages and (c.package, c.supplier) not in facts.pairs:
            message = f"'{c.supplier}' cannot do '{c.package}', so the row says nothing."
            where = facts.problem.cell("Content", c.row, "package")
            yield Finding(WARNING, where, "content without use", message)


def history_before(facts: Facts) -> Iterator[Finding]:
    """What was before lies before: the years of a programme that is planned here, before its first period."""
    own = {None, *(p.programme for p in facts.problem.phases if p.programme)}
    last = facts.calendar.years[-1]
    for h in facts.problem.history:
        where = facts.problem.cell("History", h.row, "year")
        if h.programme in own and facts.calendar.of_year(h.year).start >= 0:
            message = f"expected a year before {facts.calendar.labels[0]}, found {h.year}, which is planned here."
            yield Finding(ERROR, where, "history inside the horizon", message, "Leave out what the plan decides.")
        elif h.year > last:
            message = f"the horizon ends with {facts.calendar.labels[-1]}; no rule counts the year {h.year}."
            yield Finding(WARNING, where, "history after the horizon", message)


def history_phases(facts: Facts) -> Iterator[Finding]:
    """A phase of the workbook's own programme exists, and belongs to the programme that the row names."""
    for h in facts.problem.history:
        if h.phase is None:
            continue
        phase = facts.phases.get(h.phase)
        where = facts.problem.cell("History", h.row, "phase")
        if h.programme is None and phase is None:
            message = f"expected a phase of this workbook, found '{h.phase}'."
            yield Finding(ERROR, where, "unknown name", message, text.did_you_mean(h.phase, facts.phases))
        elif phase is not None and phase.programme != (h.programme or ""):
            message = f"'{h.phase}' is a phase of {phase.programme or 'this workbook'}, not of {h.programme or 'it'}."
            yield Finding(ERROR, where, "phase of another programme", message)


def counted(facts: Facts) -> Iterator[Finding]:
    """Packages have what work is counted by."""
    how = facts.problem.programme.work_counted
    pairs = [(w, s) for w, s in facts.pairs if how == HOURS and not _hours(facts, w, s)]
    without = sorted({w for w, _ in pairs})
    if without and len(pairs) == len(facts.pairs):
        message = "expected hours of effort of the packages, because work is counted as hours, found none."
        yield Finding(ERROR, "Programme", "work counted", message, "Fill in \"effort\" in Packages, as \"40 hours\".")
    elif without:
        message = f"work is counted as hours, and {text.listing(without)} have none: they count as no work."
        yield Finding(WARNING, "Packages", "work counted", message)
    unvalued = [w.id for w in facts.problem.packages if w.value_m is None and not w.value_by_item_m]
    if how == BASE_VALUE and unvalued:
        message = f"work is counted as base value, and {text.listing(unvalued)} have none: their price is taken."
        yield Finding(NOTE, "Packages", "work counted", message)


def _hours(facts: Facts, package: str, supplier: str) -> float:
    streams = facts.streams.get(package) or (None,)
    return sum(counting.amount(facts, package, supplier, b) for b in streams)
