"""Checks of rates and indices: every one that is used is there, in every period in which it is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from procure import text
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.prices import NoRate
from procure.problem import Problem


def plain(problem: Problem) -> Problem:
    """The problem in one currency and without indices: what the other checks look at where rates are missing."""
    own = replace(problem.programme, index="", in_constant_prices=False)
    nations = tuple(replace(n, currency="") for n in problem.nations)
    phases = tuple(replace(p, index="") for p in problem.phases)
    quotes = tuple(replace(q, currency="", price_base="") for q in problem.quotes)
    return problem.replace(programme=own, nations=nations, phases=phases, quotes=quotes)


def positive(facts: Facts) -> Iterator[Finding]:
    """Rates and indices are above 0."""
    for one in facts.problem.series:
        for _, amount, label in one.values:
            if amount <= 0:
                where = facts.problem.cell("Series", one.row, label)
                yield Finding(ERROR, where, "out of range", f"expected a number above 0, found {amount:g}.")


def rates(facts: Facts) -> Iterator[Finding]:
    """A currency that is not the programme's has a rate: of a nation in every period, of a quote in the first."""
    for n in facts.problem.nations:
        if not facts.rates.own(n.currency):
            yield from _missing(facts, facts.problem.cell("Nations", n.row, "currency"), n.currency, facts.periods)
    for q in facts.problem.quotes:
        if not facts.rates.own(q.currency):
            yield from _missing(facts, facts.problem.cell("Quotes", q.row, "currency"), q.currency, range(1))


def indices(facts: Facts) -> Iterator[Finding]:
    """An index that is named is a series with a value in every period."""
    p = facts.problem.programme
    named = [("the setting index", p.index)] if p.index else []
    named += [(facts.problem.cell("Phases", x.row, "index"), x.index) for x in facts.problem.phases if x.index]
    for where, index in named:
        yield from _missing(facts, where, index, facts.periods)
    if p.in_constant_prices and not p.index:
        message = "expected an index of prices in general for a plan in constant prices, found none."
        yield Finding(ERROR, "Programme", "missing index", message, "Name a series in the setting 'index'.")


def bases(facts: Facts) -> Iterator[Finding]:
    """A quote of another price base can be brought to the programme's."""
    for q in facts.problem.quotes:
        try:
            facts.rates.escalation(q.price_base)
        except NoRate:
            p, where = facts.problem.programme, facts.problem.cell("Quotes", q.row, "price base")
            base = p.price_base or "of the programme"
            message = f"expected an index with values for {q.price_base} and for the price base {base}, found none."
            hint = "Fill in both years in Series, before the horizon too, and name it in the setting 'index'."
            yield Finding(ERROR, where, "missing index", message, hint)


def unused(facts: Facts) -> Iterator[Finding]:
    """A series that nothing names is probably misspelt."""
    p = facts.problem
    indices_ = [p.programme.index, *(x.index for x in p.phases)]
    currencies = [*(n.currency for n in p.nations), *(q.currency for q in p.quotes)]
    used = {name.casefold() for name in (*indices_, *currencies)}
    for one in p.series:
        if one.id.casefold() not in used:
            where = p.cell("Series", one.row, "series")
            yield Finding(WARNING, where, "unused", f"nothing is in '{one.id}' or rises by it.")


def _missing(facts: Facts, where: str, name: str, periods: range) -> Iterator[Finding]:
    known = {one.id.casefold(): one for one in facts.problem.series}
    if name.casefold() not in known:
        message = f"expected the programme's currency or a series of Series, found '{name}'."
        if "index" in where:
            message = f"expected a series of Series, found '{name}'."
        hint = text.did_you_mean(name, [one.id for one in facts.problem.series]) or "Add a row to Series."
        yield Finding(ERROR, where, "missing rate", message, hint)
        return
    labels = facts.rates.missing(name, periods)
    if labels:
        shown = labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"
        at = facts.problem.cell("Series", known[name.casefold()].row, "series")
        message = f"expected a value of '{name}' for {shown}, found none before it."
        yield Finding(ERROR, at, "missing rate", message, f"It is used in {where}.")
