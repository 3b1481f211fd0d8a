"""Of what the independent formulation speaks. What is not named here is told, so that nothing is ignored in silence."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import Any

from procure.problem import Problem

PLAIN = {"row", "id", "source", "note"}
# Fields that a row is written for, or that say nothing of which plans there are; another that is filled in is told.
SPOKEN = {
    "Programme": "name currency calendar discount_fraction model marking gap_fraction rounding_m data_date version"
    " gdp_in_m index in_constant_prices curve_error_fraction",
    "Nation": "role groups gdp ceiling_m currency vat_fraction ceiling_constant fiscal_start joins leaves"
    " buy_in_fraction exit_cap_m",
    "Phase": "key over_the_phase signed at_signature_fraction with_work_fraction at_delivery_fraction"
    " retention_fraction released estimate_m fallback index contingency_fraction national_vat levy_m by_orders",
    "Share": "phase nation weight lowest_fraction highest_fraction work_share",
    "Item": "phase unit unit_price_m max_rate min_rate ramp_fraction ramp_step may_restart may_store may_short surplus"
    " whole late_weight latest_delay_months family standards",
    "Requirement": "nation wanted due standards order lot exercise_by priority payer may_short",
    "Budget": "nation limits carry_fraction line kind phases constant",
    "Pin": "decision relation value package item phase supplier nation period",
    "Package": "kind phase items per_unit value_m value_by_item_m sector months earliest latest after given_to begins"
    " divisible smallest_fraction fewest most effort technologies tags component_fraction qualifies",
    "Supplier": "nation sectors price_factor",
    "Capacity": "supplier limits sector package unit free_fraction ramp_fraction lowest lowest_always",
    "Investment": "supplier phase adds cost_m sector package unit months excludes earliest latest",
    "Control": "technology owner destination permission months cost_m de_minimis_fraction",
    "Fund": "kind who phases most_fraction rate_fraction envelope_m needs interest_fraction repay_from_months"
    " repay_periods limits within",
    "Rule": "measure who each by_phase of span window relation amount base strength penalty_m asked_by",
    "OtherCost": "phase amounts_m per_unit_m performed_in borne_by in_kind_by",
    "Objective": "name relative absolute",
    "Quote": "supplier package price_m setup_m effort buyers from_quantity tiers slope_fraction curve least most bundle"
    " valid_until",
    "Content": "supplier package nation work_fraction component_fraction",
    "History": "programme phase nation year paid_m",
    "Series": "values",
}
TABLES = (
    "nations", "phases", "suppliers", "packages", "items", "requirements", "shares", "budgets", "capacities",
    "investments", "quotes", "contents", "history", "funds", "controls", "rules", "objectives", "pins", "other_costs",
    "series",
)  # fmt: skip
MEASURES = {
    "work": ("M", "% of own cost", "points of agreed share", "% of total work"),
    "cost": ("M",),
    "deliveries": ("units", "units from pro-rata"),
    "suppliers": ("count",),
}
FILTERS = ("phase", "item", "sector", "package", "tag", "nation", "group")


def unspoken(problem: Problem) -> list[str]:
    """What the problem says and the formulation does not, in words; none = it speaks of all of it."""
    nouns = [problem.programme, *(noun for table in TABLES for noun in getattr(problem, table))]
    found = [word for noun in nouns for word in _fields(noun)]
    found += ["table headings"] if problem.headings else []
    for some in (_rules, _pins, _quotes, _work, _outside):
        found += some(problem)
    found += [f"objective {one.name}" for one in problem.objectives if one.name not in OBJECTIVES]
    return sorted(set(found))


OBJECTIVES = ("lateness", "wishes met", "cost", "imbalance")  # the last is left out of what is compared


def _fields(noun: Any) -> Iterator[str]:
    kind = type(noun).__name__
    known = PLAIN | set(SPOKEN[kind].split())
    for field in dataclasses.fields(noun):
        if field.name not in known and getattr(noun, field.name) != field.default:
            yield f"{kind} {field.name}"


def _rules(problem: Problem) -> Iterator[str]:
    for r in problem.rules:
        if r.base not in MEASURES.get(r.measure, ()):
            yield f"rule {r.measure}, {r.base}"
        if r.relation == "within" or (r.relation == "=" and r.strength == "should"):
            yield f"rule {r.relation}, {r.strength}"
        if r.window not in ("total", "each period") and (r.window != "cumulative" or problem.history):
            yield f"rule {r.window}"
        yield from (f"rule of {kind}" for kind, _ in r.of if kind not in FILTERS)


def _pins(problem: Problem) -> Iterator[str]:
    yield from (f"pin {p.decision}" for p in problem.pins if p.decision not in ("award", "begin", "deliver", "share"))


def _quotes(problem: Problem) -> Iterator[str]:
    """Offers side by side, and tiers or curves of what is not made in sets or is paid by its buyers."""
    kinds = {w.id: w.kind for w in problem.packages}
    paid = {w.id for w in problem.packages for p in problem.phases if p.id == w.phase and p.key == "own units"}
    offers = Counter((w, s) for w, s, _ in {(q.package, q.supplier, q.buyers) for q in problem.quotes})
    rows = Counter((q.package, q.supplier) for q in problem.quotes)
    for q in problem.quotes:
        falls = q.slope_fraction is not None or q.tiers == "incremental"
        if falls and (q.package in paid or problem.programme.curve_error_fraction > 1e-6):
            yield "curve of own units, or not exact"
        if rows[q.package, q.supplier] > 1 and (offers[q.package, q.supplier] > 1 or kinds[q.package] != "per unit"):
            yield "several quotes of a pair"


def _work(problem: Problem) -> Iterator[str]:
    if any(w.divisible and w.kind in ("per period", "per unit in service") for w in problem.packages):
        yield "divisible support"


def _outside(problem: Problem) -> Iterator[str]:
    if sum(fund.kind == "loan" for fund in problem.funds) > 1:
        yield "several loans"
    lines = Counter((b.nation, b.kind) for b in problem.budgets)
    if any(fund.kind == "loan" for fund in problem.funds) and max(lines.values(), default=0) > 1:
        yield "loans beside several budget lines"
