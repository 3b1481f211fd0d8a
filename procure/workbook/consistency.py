"""Checks of the problem as a whole: what no single cell shows.

Each check is a small function Facts -> findings. It runs when none of the sheets it looks at has an error, so that one
mistake is not complained of twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding, errors
from procure.problem import Problem
from procure.workbook import consistency_controls as controls
from procure.workbook import consistency_costs as costs
from procure.workbook import consistency_entry as entry
from procure.workbook import consistency_families as families
from procure.workbook import consistency_funding as funding
from procure.workbook import consistency_industry as industry
from procure.workbook import consistency_money as money
from procure.workbook import consistency_offers as offers
from procure.workbook import consistency_orders as orders
from procure.workbook import consistency_packages as packages
from procure.workbook import consistency_prices as prices
from procure.workbook import consistency_range as range_of
from procure.workbook import consistency_rules as rules
from procure.workbook import consistency_time as time
from procure.workbook import consistency_treasury as treasury
from procure.workbook import consistency_work as work

Check = Callable[[Facts], Iterable[Finding]]

_WORK = ("Packages", "Suppliers", "Nations", "Phases")
_PLACES = (*_WORK, "Quotes", "Items")
_NEED = ("Requirements", "Items", "Nations")
_CONTROLS = ("Controls", *_WORK)
_ORDER = "order of packages"  # spoilt like a sheet where ORDER complains: nothing in time can be worked out
_TIME = ("Programme", "Packages", "Items", "Phases", _ORDER)

ORDER: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (packages.cycles, ("Packages", "Phases")),
    (packages.long_chains, ("Packages", "Phases", "Programme")),
)
PRICES: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (prices.positive, ("Series",)),
    (prices.rates, ("Series", "Nations", "Quotes")),
    (prices.indices, ("Series", "Phases", "Programme")),
    (prices.bases, ("Series", "Quotes", "Programme")),
)
SERIES: tuple[tuple[Check, tuple[str, ...]], ...] = (  # of what is named, whether its rates are there or not
    (prices.unused, ("Series", "Nations", "Phases", "Quotes", "Programme")),
    (treasury.constant_prices, ("Budgets", "Programme")),
)
CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (packages.headings, ("Packages", "Items", "Phases")),
    (packages.headings_sum, ("Packages", "Items", "Phases")),
    (packages.waits_for_recurring, ("Packages", "Phases")),
    (packages.begins, ("Packages",)),
    (packages.counts, ("Packages", "Items")),
    (packages.given_parts, ("Packages", "Suppliers")),
    (packages.placeable, _PLACES),
    (packages.waited_for, ("Packages", "Phases")),
    (packages.nothing_made, ("Packages", "Items")),
    (packages.capacity_effort, (*_PLACES, "Capacity")),
    (industry.support, (*_PLACES, "Controls", "Programme", _ORDER)),
    (industry.qualified, _PLACES),
    (industry.lowest, ("Capacity", "Investments", *_PLACES)),
    (industry.useful, ("Investments", "Capacity", "Programme", "Suppliers", "Packages")),
    (packages.heading_named, ("Packages", "Quotes", "Capacity", "Pins")),
    (offers.of_sets, ("Quotes", "Packages")),
    (offers.tiers, ("Quotes", "Series", "Programme")),
    (offers.setups, ("Quotes",)),
    (offers.limits, (*_PLACES, *_NEED)),
    (offers.buyers, ("Quotes", "Nations")),
    (offers.surplus, ("Quotes", "Items", "Packages")),
    (offers.buyers_left, (*_PLACES, *_NEED)),
    (offers.curves, (*_PLACES, *_NEED)),
    (offers.bundles, _PLACES),
    (offers.valid, _PLACES),
    (money.partners, ("Nations",)),
    (money.weights_stated, ("Shares", "Phases", "Nations")),
    (money.weights_needed, ("Shares", "Phases", "Nations", "Items")),
    (money.negotiable, ("Shares", "Phases", "Nations")),
    (money.customers_pay, ("Phases", "Packages", *_NEED)),
    (money.unused, ("Shares", "Phases", "Nations", "Items")),
    (money.work_shares, ("Shares", "Phases", "Nations")),
    (money.gdp, ("Nations", "Phases")),
    (money.retentions, ("Phases", "Programme")),
    (money.quantities, ("Shares", "Phases", *_NEED)),
    (range_of.amounts, (*_PLACES, *_NEED, "Other costs", "Budgets", "Series", _ORDER)),
    (range_of.units, _NEED),
    (costs.per_unit, ("Other costs", "Items", "Phases")),
    (costs.nothing, ("Other costs", "Programme")),
    (costs.bearers, ("Other costs", "Nations", "Programme")),
    (costs.givers, ("Other costs", "Nations", "Phases", "Items")),
    (costs.vat, ("Other costs", "Nations", "Phases", "Items")),
    (funding.needs, ("Funding", "Rules")),
    (funding.within, ("Funding",)),
    (funding.cycles, ("Funding",)),
    (funding.beneficiaries, ("Funding", "Nations", "Phases", "Items")),
    (funding.conditions, ("Funding", "Rules")),
    (money.blank_budgets, ("Budgets", "Nations", "Programme")),
    (treasury.fiscal_years, ("Nations", "Programme")),
    (treasury.overlaps, ("Budgets", "Phases")),
    (treasury.unpaid, ("Budgets", "Phases", "Nations")),
    (treasury.signed_outside, ("Budgets", "Phases", "Nations", "Programme")),
    (treasury.loans, ("Funding", "Budgets", "Nations", "Phases", "Items")),
    (treasury.ceilings, ("Nations", "History", "Phases")),
    (entry.periods, ("Nations", "Programme")),
    (entry.due_outside, ("Programme", *_NEED)),
    (entry.deserted, ("Nations", "Programme", "Phases", "Shares", "Items", "Requirements")),
    (entry.bounds, ("Nations", "Programme", "Phases", "Shares")),
    (entry.without_effect, ("Nations", "Programme", "Phases", "History", *_NEED)),
    (families.alike, ("Items", "Phases")),
    (families.standards, _NEED),
    (families.one_need, _NEED),
    (families.shared_packages, ("Items", "Packages")),
    (orders.one_need, _NEED),
    (orders.payers, _NEED),
    (orders.unlooked_at, (*_NEED, "Phases", "Packages")),
    (orders.fleets, _NEED),
    (orders.passed, ("Requirements", "Programme")),
    (orders.too_late, (*_TIME, *_NEED)),
    (orders.unspoken, ("Requirements", "Programme")),
    (orders.by_key, (*_NEED, "Phases", "Packages")),
    (time.rounding, _TIME),
    (time.windows, _TIME),
    (time.needs, ("Programme", *_NEED)),
    (time.rates, (*_TIME, "Requirements", "Nations")),
    (time.chains, (*_TIME, "Requirements", "Nations")),
    (work.contents_sum, ("Content",)),
    (work.contents_used, ("Content", *_PLACES)),
    (work.history_before, ("History", "Programme", "Phases")),
    (work.history_phases, ("History", "Phases")),
    (work.counted, ("Programme", *_PLACES)),
    (rules.strengths, ("Rules",)),
    (rules.pins, ("Pins", *_PLACES)),
    (controls.technologies, _CONTROLS),
    (controls.unused_cells, ("Controls",)),
    (controls.groups, _CONTROLS),
    (controls.unnamed, (*_CONTROLS, *_NEED)),
    (controls.denied_to_all, (*_CONTROLS, *_PLACES)),
    (controls.given_and_denied, (*_CONTROLS, *_PLACES)),
    (controls.pinned_and_denied, (*_CONTROLS, *_PLACES, "Pins")),
    (controls.needed_and_denied, (*_CONTROLS, *_NEED)),
    (controls.thresholds_of_families, (*_CONTROLS, *_NEED)),
    (controls.licences, (*_CONTROLS, *_NEED, *_TIME)),
)

# What makes a plan impossible and a deal merely bad: `procure evaluate` measures such a deal and refuses nothing.
MEASURABLE = frozenset(
    ("beyond the rate", "due before the chain ends", "given parts", "number of suppliers", "smallest share",
     "bounds of a share", "bounds of shares", "rates", "rate of whole units", "no supplier", "begins",
     "denied to all", "given and denied", "pinned and denied", "needed and denied", "due before the licence")
)  # fmt: skip


def as_judged(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of a deal that is to be judged: what can be measured does not stop it."""
    return [replace(f, level=WARNING) if f.rule in MEASURABLE and f.level == ERROR else f for f in findings]


def check(problem: Problem, so_far: Iterable[Finding]) -> list[Finding]:
    """What the checks say of the problem, given what was found before."""
    spoilt = {finding.where.split("!")[0] for finding in errors(so_far)}
    found = _run(PRICES, Facts(problem), spoilt)
    named = _run(SERIES, Facts(problem), spoilt)
    priced = not errors(found) and not spoilt & {"Series", "Nations", "Quotes", "Phases", "Programme"}
    facts = Facts(problem if priced else prices.plain(problem))
    ordered = _run(ORDER, facts, spoilt)
    return found + named + ordered + _run(CHECKS, facts, spoilt | ({_ORDER} if ordered else set()))


def _run(checks: tuple[tuple[Check, tuple[str, ...]], ...], facts: Facts, spoilt: set[str]) -> list[Finding]:
    return [f for one, looks_at in checks if not spoilt.intersection(looks_at) for f in one(facts)]
