"""Prices against enumeration, in full: `python -m tests.benchmarks.prices` prints the table that is kept in prices.md.

Of 100 tiny random programmes, each with a rule that takes work from a nation, the price of every rule, and of a step
each way, is held against what enumeration of all awards and begins finds with and without it. A seed that says nothing
is not counted. Some minutes; progress is printed on stderr.
"""

from __future__ import annotations

import sys
from itertools import count

from procure.solve import highs_version
from tests.explain.enumerated_prices import Count, counted

PROGRAMMES = 100


def programmes() -> dict[int, Count]:
    """What each seed came to, of those that say something."""
    found: dict[int, Count] = {}
    for seed in count():
        one = counted(seed)
        if one is not None:
            found[seed] = one
            print(f"{len(found)} of {PROGRAMMES}: seed {seed} {one.wrong}".rstrip(), file=sys.stderr)
        if len(found) == PROGRAMMES:
            return found
    raise AssertionError


def table() -> str:
    """The counts in Markdown."""
    found = programmes()
    wrong = [f"{seed}: {one.wrong}" for seed, one in found.items() if one.wrong]
    lines = [
        "# Prices against enumeration",
        "",
        f"Printed by `python -m tests.benchmarks.prices`: tiny programmes of seeds 0 to {max(found)}, "
        f"HiGHS {highs_version()}.",
        "",
        "| programmes | rules | cases (without, looser, tighter) | rules that cost something | cases without a plan | "
        "not as enumeration has it |",
        "| --- | --- | --- | --- | --- | --- |",
        f"| {len(found)} | {sum(one.rules for one in found.values())} | {sum(one.cases for one in found.values())} | "
        f"{sum(one.costly for one in found.values())} | {sum(one.without_plan for one in found.values())} | "
        f"{len(wrong)} |",
    ]
    return "\n".join([*lines, *([""] if wrong else []), *(f"- seed {one}" for one in wrong)])


if __name__ == "__main__":
    print(table())
