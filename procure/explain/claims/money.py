"""What treasuries can pay: lines of budgets, of payments and of commitments, and ceilings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from procure.explain.claims.claim import MONEY, POLICY, Claim, Way
from procure.problem import Budget, Nation, Problem


def of(problem: Problem) -> Iterator[Claim]:
    """Every line of Budgets with a limit, and every ceiling."""
    for line in problem.budgets:
        if line.limits:
            yield _line(problem, line)
    for nation in problem.nations:
        if nation.ceiling_m is not None:
            yield _ceiling(problem, nation)


def _line(problem: Problem, line: Budget) -> Claim:
    parts = (line.nation, line.line, line.kind)
    currency = {n.id: n.currency for n in problem.nations}[line.nation] or problem.programme.currency
    amounts = ", ".join(f"{limit.amount:.12g} in {limit.column}" for limit in line.limits)
    verb = "commits" if line.kind == "commitment" else "pays"
    of_line = f" from its line {line.line}" if line.line else ""
    text = f"{line.nation} {verb} at most M {currency}{of_line}: {amounts}."
    cells = tuple(c for limit in line.limits if (c := problem.cell("Budgets", line.row, limit.column)))
    unit = f"M {currency}"
    ways = tuple(
        Way("Budgets", parts, limit.column, limit.amount, unit, whole="", of_whole="*") for limit in line.limits
    )
    name = ", ".join(part for part in (line.nation, line.line, line.kind if line.kind != "cash" else "") if part)
    return Claim(f"Budgets[{name}]", MONEY, POLICY, text, cells, line.nation, partial(_unlimited, parts), ways)


def _unlimited(parts: tuple[str, str, str], problem: Problem) -> Problem:
    lines = (
        replace(line, limits=()) if (line.nation, line.line, line.kind) == parts else line for line in problem.budgets
    )
    return problem.replace(budgets=tuple(lines))


def _ceiling(problem: Problem, nation: Nation) -> Claim:
    unit = f"M {nation.currency or problem.programme.currency}"
    text = f"{nation.id} pays at most {nation.ceiling_m:.12g} {unit} in all."
    cells = tuple(c for c in (problem.cell("Nations", nation.row, "ceiling"),) if c)
    ways = (Way("Nations", (nation.id,), "ceiling", nation.ceiling_m, unit, whole=""),)
    name, drop = f"Nations[{nation.id}, ceiling]", partial(_no_ceiling, nation.id)
    return Claim(name, MONEY, POLICY, text, cells, nation.id, drop, ways)


def _no_ceiling(name: str, problem: Problem) -> Problem:
    nations = (replace(n, ceiling_m=None) if n.id == name else n for n in problem.nations)
    return problem.replace(nations=tuple(nations))
