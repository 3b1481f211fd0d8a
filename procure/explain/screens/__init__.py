"""Before solving: quick proven reasons why there can be no plan, each at its cells.

What the reader of a workbook says already, as an error, is not looked at again: a package without a supplier, shares
that cannot sum to 100 %, "given to" whom it is denied, windows and chains that leave no time, rates that are too low
without regard to ramps, technology that is denied to who needs it, numbers of suppliers that cannot be met.
"""

from __future__ import annotations

from procure.explain.screens import hands, money, pins, rates, returns, rules
from procure.facts import Facts
from procure.findings import Finding
from procure.problem import Problem

SCREENS = (rates, hands, money, rules, returns, pins)


def screens(problem: Problem) -> list[Finding]:
    """Errors, each of which alone leaves no plan; none where nothing is seen at once."""
    f = Facts(problem)
    return [finding for one in SCREENS for finding in one.screen(f)]
