"""Lies planted in the solver on random programmes: by what each is found, and how many are missed.

    python -m tests.benchmarks.lies [--lies 500] [--first 0] > tests/benchmarks/lies.md
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache

import click

from procure import cross_check, solve
from procure.planning import Outcome, plan
from procure.solve import Options
from tests.faults.lying import CAUGHT, CURED, LIES, MISSED, NOT_TOLD, TRULY, Liar, Lie, verdict
from tests.generate import generate

LIMIT = Options(time_limit=20.0)
TITLE = """# Lies planted in the solver

Printed by `python -m tests.benchmarks.lies --lies {lies}`: tiny random programmes of seeds {first} to {last}, HiGHS
{version}. A lie is told in one answer of the solver or in all, drawn; some would be no lie where they are planted, and
are not told. *Caught*: nothing is written, exit 8. *Cured*: a plan whose every claim is true, by another way. *Missed*:
a plan, a bound or an "infeasible" that is false. That nothing is better, and that there is nothing at all, no check of
a point can refute: without `--cross-check` the bound of the search is the solver's claim. A bound that is false by
less than the gap asked of its stage is found by nothing but the cross-check.
"""


@cache
def honest(seed: int) -> Outcome:
    """What the true solver comes to."""
    return plan(generate(seed, "tiny"), LIMIT)


def planted(name: str, seed: int, second: bool = False) -> str:
    """What became of one lie on one random programme. second: with the cross-check."""
    lie, rng = LIES[name], random.Random(f"{name} {seed}")
    truth, problem = honest(seed), generate(seed, "tiny")
    liar = Liar(lie.spoil, rng, rng.choice(lie.call), lie.whole)
    solve.solve = liar
    try:
        outcome = plan(problem, LIMIT)
        if second:
            outcome = cross_check.checked(problem, outcome, LIMIT)
    finally:
        solve.solve = TRULY
    return verdict(problem, truth, outcome, liar.told)


def counted(lies: int, first: int) -> Iterator[tuple[str, Lie, bool, Counter[str]]]:
    """Of each lie, without and (where only that can find it) with the cross-check, how often it ended how."""
    for name, lie in LIES.items():
        for second in (False, True) if lie.second else (False,):
            yield name, lie, second, Counter(planted(name, seed, second) for seed in range(first, first + lies))


@click.command()
@click.option("--lies", default=40, show_default=True, help="Of each kind, each on a programme of its own.")
@click.option("--first", default=0, show_default=True, help="Seed of the first programme.")
def main(lies: int, first: int) -> None:
    """Print the table; ends with 1 where a lie was missed that can be found."""
    print(TITLE.format(lies=lies, last=first + lies - 1, first=first, version=solve.highs_version()))
    print("| lie | found by | planted | caught | cured | missed |\n| --- | --- | ---: | ---: | ---: | ---: |")
    total: Counter[str] = Counter()
    for name, lie, second, found in counted(lies, first):
        by = f"{lie.by} (`--cross-check`)" if second else "nothing here: see the next line" if lie.second else lie.by
        told = sum(found.values()) - found[NOT_TOLD]
        print(f"| {name} | {by} | {told} | {found[CAUGHT]} | {found[CURED]} | {found[MISSED]} |", flush=True)
        if second or not lie.second:
            total += found
    print(f"\nOf {sum(total.values()) - total[NOT_TOLD]} lies that can be found {total[MISSED]} were missed.")
    raise SystemExit(1 if total[MISSED] else 0)


if __name__ == "__main__":
    main()
