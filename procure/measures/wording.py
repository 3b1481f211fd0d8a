"""What a rule's words forbid: (column, reason, nearest wording that is linear) of every combination not built."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from procure import counting
from procure.facts import Facts
from procure.measures.bases import (
    AGREED,
    CENTRED,
    EARLIER,
    GDP,
    OWN_COST,
    PARTNERS_WORK,
    POINTS,
    PRO_RATA,
    TOTAL_COST,
    TOTAL_WORK,
)
from procure.problem import Rule
from procure.text import listing

Complaint = tuple[str, str, str]

_KINDS = MappingProxyType({
    "M": "money", OWN_COST: "a part of money", POINTS: "a share of work", AGREED: "a share of work",
    TOTAL_WORK: "a part of work", PARTNERS_WORK: "a part of work", TOTAL_COST: "a part of money",
    "% of component cost": "a part of component cost", GDP: "a part of money", "units": "units", PRO_RATA: "units",
    "count": "a number of things", EARLIER: "a part of any figure",
})  # fmt: skip


def refused(measure: Any, base: str) -> tuple[str, str]:
    """(reason, way out) of a base that a measure cannot be held against."""
    special: tuple[str, str] | None = getattr(measure, "REFUSED", {}).get(base)
    if special is not None:
        return special
    bases = listing(measure.BASES)
    return f"it is told in {measure.UNIT}, the base is {_KINDS[base]}", f"Use base {bases}."


def complaints(f: Facts, rule: Rule, measure: Any) -> Iterator[Complaint]:
    """Everything that is wrong with the words of a rule, whatever names it uses."""
    if rule.base not in measure.BASES:
        why, hint = refused(measure, rule.base)
        yield "base", f"{rule.measure} cannot be held against {rule.base}: {why}.", hint
        return
    for kind, name in rule.of:
        if kind not in measure.FILTERS:
            fitting = ", ".join(measure.FILTERS)
            yield "of", f"{rule.measure} cannot be filtered by {kind} ({name}).", f"It can be filtered by {fitting}."
    yield from _window(rule, measure)
    yield from _relation(rule)
    yield from _words(f, rule)
    yield from getattr(measure, "refusals", lambda *_: ())(f, rule)


def _window(rule: Rule, measure: Any) -> Iterator[Complaint]:
    if rule.window not in measure.WINDOWS:
        why = f"{rule.measure} have no period, so no window {rule.window!r}."
        yield "window", why, "Use window total."
    elif rule.span is not None and measure.WINDOWS == ("total",):
        yield "from", f"{rule.measure} have no period, so none can be the first or last.", "Leave from and to blank."
    if rule.base == PRO_RATA and rule.window not in ("total", "cumulative", "at the end"):
        why = "pro-rata of single periods would force units to be late in them."
        yield "window", why, "Use window cumulative."
    if rule.by_phase and rule.by_programme:
        yield "per programme", "a phase belongs to one programme, so both at once say nothing more.", "Use per phase."


def _relation(rule: Rule) -> Iterator[Complaint]:
    if rule.base == POINTS and rule.relation == "=" and rule.amount:
        why = "equal to the agreed share give or take some points can mean more or less."
        yield "relation", why, "Use within, or the amount 0."
    if rule.base == PRO_RATA and rule.relation not in ("<=", "within"):
        yield "relation", "a distance from pro-rata can only have an upper limit.", "Use <= or within."
    if rule.relation == "within" and rule.base not in CENTRED:
        why = f"{rule.base} names nothing that the measure could be near to."
        yield "relation", why, f"Use two rules, >= and <=, or base {listing(CENTRED)}."


def _words(f: Facts, rule: Rule) -> Iterator[Complaint]:
    """Columns that belong to one measure or base, and what a base needs of the data."""
    if rule.counts_from_fraction and rule.measure != "nations":
        yield "counts from", f"{rule.measure} count from any part on.", "Leave it blank, or use measure nations."
    if rule.base == EARLIER and not rule.references:
        why = "there is no figure of an earlier plan to take a part of."
        yield "earlier plan", why, "Name the plan's workbook, or type its figures under earlier figures."
    if rule.base != EARLIER and (rule.earlier_plan or rule.references):
        why = f"an earlier plan is named, and the base {rule.base} takes nothing from it."
        yield "earlier plan", why, f"Use base {EARLIER}, or leave it blank."
    if rule.base == GDP and not f.problem.programme.gdp_in_m:
        why = "the nations' gdp is a weight in any unit, not M a year."
        yield "base", why, "Give gdp in M and set 'gdp in millions' to yes in Programme."
    in_hours = rule.measure in ("work", "weighted work") and counting.unit(f) == "hours"
    if in_hours and rule.base in ("M", OWN_COST, TOTAL_COST, GDP):
        why = f"work is counted in hours, {rule.base} is money, and hours times a price would be a second decision."
        yield "base", why, f"Use base {TOTAL_WORK}, or set work counted as to contract price."
