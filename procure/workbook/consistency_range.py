"""Checks that figures of a kind are of the same order: solvers err where they lie more than six orders apart.

An amount that was typed in units, not in millions, is the usual reason. Money is compared as it enters the plan: a
package for all its sets, a cost and a budget over all periods, in the programme's currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procure.facts import Facts
from procure.findings import WARNING, Finding
from procure.problem import Package

APART = 1e6  # times the smallest figure of a kind, that its largest may be
MOST_UNITS = 1e6  # that one requirement may ask for

Figure = tuple[float, str]  # amount, cell


def amounts(facts: Facts) -> Iterator[Finding]:
    """Prices of packages, other costs, budgets."""
    p = facts.problem
    found = [*_prices(facts)]
    found += [(sum(c.amounts_m), p.cell("Other costs", c.row, "cost")) for c in p.other_costs]
    for b in p.budgets:
        amounts = [limit.amount for limit in b.limits]
        found.append((sum(amounts) / facts.fx(b.nation, 0), p.cell("Budgets", b.row, "nation")))
    hint = "Look for an amount that is not in millions: figures so far apart are not planned safely."
    yield from _apart(found, "M", "amounts apart", hint)


def units(facts: Facts) -> Iterator[Finding]:
    """What nations require, and that a requirement is counted in units of a sensible size."""
    p = facts.problem
    found = [(float(r.total), p.cell("Requirements", r.row, "total")) for r in p.requirements]
    yield from _apart(found, "units", "quantities apart", "Count what is many in larger units, as 1,000 rounds.")
    for amount, where in found:
        if amount > MOST_UNITS:
            message = f"expected at most {MOST_UNITS:,.0f} units, found {amount:,.12g}: so many are not planned safely."
            yield Finding(WARNING, where, "many units", message, "Count them in larger units, as 1,000 rounds.")


def _prices(facts: Facts) -> Iterator[Figure]:
    """What each package costs of each supplier, for all that is surely needed; the cell of its price."""
    p = facts.problem
    for w in p.packages:
        for s in facts.suppliers_of[w.id]:
            quote = next((q for q in p.quotes if (q.supplier, q.package) == (s, w.id) and q.price_m is not None), None)
            place = ("Packages", w.row, "value") if quote is None else ("Quotes", quote.row, "price")
            yield _worth(facts, w, s), p.cell(*place)


def _worth(facts: Facts, w: Package, s: str) -> float:
    """M of the programme's currency."""
    streams = facts.streams.get(w.id, (None,))
    return sum(facts.price(w.id, s, b) * (facts.sets(b) if b else 1.0) for b in streams)


def _apart(found: Iterable[Figure], unit: str, rule: str, hint: str) -> Iterator[Finding]:
    """A warning at the largest that names the smallest, where they lie too far apart; zeros do not count."""
    counted = sorted(figure for figure in found if figure[0] > 0)
    if counted and counted[-1][0] > APART * counted[0][0]:
        (least, at), (most, where) = counted[0], counted[-1]
        message = f"expected amounts within {APART:,.0f} times each other, found {most:,.6g} {unit} here "
        yield Finding(WARNING, where, rule, f"{message}and {least:,.6g} {unit} in {at or 'the inputs'}.", hint)
