"""Random programmes that have a plan, because one was drawn first.

    generate(seed, size)          the problem alone; size "tiny", "small" or "large" (generating/draw.py)
    generate_with_plan(...)       the problem and the hidden plan's decisions, before any rounding

The steps, a file of tests/generating each; every one adds to the hidden plan and limits the problem around it:

    frame       calendar, nations and roles, phases with keys and terms, items, suppliers: nothing that binds
    deliveries  units are built, handed over and due (late, early or in time; some never); rates, ramps, lines that may
                not restart and latest delays are read off what is built
    orders      sometimes units are options or wishes, more are offered, and others pay for them
    packages    one-off packages begin anywhere, sets are made before the units they go into; "earliest", "latest",
                "begins" and "after" are drawn among those that these times keep
    awards      holders and their parts; counts, smallest shares and "given to" are read off them
    controlled  technologies and their owners' permissions that this work and these deliveries keep; transfers
    curves      sometimes the price of sets falls with those that came before
    offers      sometimes quotes have tiers, limits, buyers, bundles or an end, around what is ordered
    industry    support per period and of units in service, second sources, investments; then (raised) lowest loads
    retained    sometimes a part of what falls due is withheld, and released in the horizon or after it
    money       work, spend, charges by each phase's key, dues by its terms, payments partly ahead of them; bounds of
                negotiated shares lie around what was charged
    limits      capacities are the load with room (often none), budgets the payments less what was carried on,
                ceilings the charges
    agreed      rules are drawn whole, their amount is set from what the hidden plan reaches; pins repeat it
    others      sometimes cost that is no work package, contingency, VAT
    entering    sometimes a nation that joins or leaves, with History to buy into, and a levy
    families    sometimes a second item that could be delivered instead of one, and its packages
    origins     work of some suppliers falls to other nations, where no rule that the hidden plan keeps speaks of it
    outside     grants and loans, which nobody has to take
    treasuries  sometimes a treasury with lines, commitments, a currency, constant prices or a fiscal year of its own

What it reaches is worked out here from the formulas, not by the planner; only tables of data (Facts, keys, the rows
that a rule speaks of) are shared. That the hidden plan keeps every row is a test (test_generate.py).
"""

from __future__ import annotations

from procure.plan import Key
from procure.problem import Problem
from tests.generating.agreed import agreed
from tests.generating.awards import awards
from tests.generating.controlled import controlled
from tests.generating.curves import curves
from tests.generating.deliveries import deliveries
from tests.generating.draw import SIZES
from tests.generating.entering import entering
from tests.generating.families import families
from tests.generating.frame import frame, keys_of_units
from tests.generating.industry import industry, raised
from tests.generating.limits import limits
from tests.generating.money import money
from tests.generating.offers import offers
from tests.generating.orders import orders, said_by_row
from tests.generating.origins import origins
from tests.generating.others import others
from tests.generating.outside import outside
from tests.generating.packages import packages
from tests.generating.retained import retained
from tests.generating.treasuries import treasuries

Hidden = dict[str, dict[Key, float]]


def generate(seed: int, size: str = "small") -> Problem:
    """A problem that has a plan; the same seed and size give the same problem. Raises KeyError for another size."""
    return generate_with_plan(seed, size)[0]


def generate_with_plan(seed: int, size: str = "small") -> tuple[Problem, Hidden]:
    """The problem and its hidden plan."""
    draft = frame(seed, size)
    work = (keys_of_units, deliveries, orders, said_by_row, packages, awards, controlled, curves, offers)
    work = (*work, industry, others, entering)
    for step in (*work, retained, money, limits, raised, agreed, families, origins, outside, treasuries):
        step(draft)
    return draft.problem, dict(draft.values)


__all__ = ["SIZES", "generate", "generate_with_plan"]
