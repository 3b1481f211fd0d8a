"""procure plan --prices: what each rule costs, kept with the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from procure.cli import show

if TYPE_CHECKING:
    from procure.planning import Outcome
    from procure.problem import Problem

option = click.option("--prices", is_flag=True, help="Also say what each rule costs, by planning without it.")


def priced(problem: Problem, outcome: Outcome, how: dict[str, Any]) -> Outcome:
    """The outcome with the prices of its rules among the facts of its run; a plan that was stopped is left as it is."""
    from procure import pool, solve
    from procure.explain import prices
    from procure.tables import price

    if not how["prices"] or outcome.plan is None or outcome.state == solve.INTERRUPTED:
        return outcome
    options = solve.Options(nodes=prices.NODES, time_limit=how["time_limit"], seed=how["seed"])
    tell = show.doing()
    asked = prices.How(options, jobs=pool.cores())
    found = prices.prices(
        problem, outcome.plan, None, asked, lambda done, of, what: tell(f"price {done} of {of}: {what}")
    )
    tell("")
    if not found:
        click.echo("There is no rule to price, or no price was found before it was stopped.", err=True)
    return replace(outcome, plan=replace(outcome.plan, run={**outcome.plan.run, **price.facts(found)}))
