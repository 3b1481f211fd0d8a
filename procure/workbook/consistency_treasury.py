"""Checks of treasuries: lines that do not fit together, fiscal years, ceilings, loans and commitments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from procure import text, treasury
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.problem import COMMITMENT, LOAN, Budget


def _at(facts: Facts, line: Budget, column: str) -> str:
    return facts.problem.cell("Budgets", line.row, column)


def fiscal_years(facts: Facts) -> Iterator[Finding]:
    """A fiscal year begins where a period does."""
    borders = facts.calendar.borders()
    for n in facts.problem.nations:
        if n.fiscal_start not in borders:
            known = ", ".join(map(str, borders))
            message = f"expected a month in which a period begins ({known}), found {n.fiscal_start}."
            where = facts.problem.cell("Nations", n.row, "fiscal year starts")
            yield Finding(ERROR, where, "fiscal year", message, "Plan in shorter periods, or turn the budget to them.")


def overlaps(facts: Facts) -> Iterator[Finding]:
    """No two lines of a nation and kind pay for the same phase, and only one pays for what no other names."""
    for one, other in combinations(facts.problem.budgets, 2):
        if (one.nation, one.kind) != (other.nation, other.kind):
            continue
        shared = sorted(set(one.phases) & set(other.phases))
        if shared or not (one.phases or other.phases):
            first, second = sorted((one, other), key=lambda line: line.row)
            what = text.listing(shared) if shared else "what no other line names"
            message = f"expected one {one.kind} line of {one.nation} that pays for {what}, found two: "
            message += f"{_at(facts, first, 'pays for')} too."
            yield Finding(ERROR, _at(facts, second, "pays for"), "overlapping lines", message)


def unpaid(facts: Facts) -> Iterator[Finding]:
    """Phases that a nation with lines pays without limit, and lines that pay for nothing."""
    for line in facts.problem.budgets:
        if not treasury.phases(facts, line):
            message = "other lines name every phase, so the line pays for nothing."
            yield Finding(WARNING, _at(facts, line, "pays for"), "line without phases", message)
    for n in facts.nations:
        phases = treasury.unpaid(facts, n)
        if phases:
            first = min((b for b in treasury.lines(facts) if b.nation == n), key=lambda line: line.row)
            message = f"no cash line of {n} pays for {text.listing(phases)}: there it has no limit."
            hint = "Add a line without \"pays for\", or name the phases in one."
            yield Finding(WARNING, _at(facts, first, "pays for"), "phase without line", message, hint)


def signed_outside(facts: Facts) -> Iterator[Finding]:
    """A commitment line has a column for the signature of one of its phases."""
    for line in treasury.lines(facts, COMMITMENT):
        limited = {t for limit in line.limits for t in limit.span.periods}
        phases = treasury.phases(facts, line)
        if limited and phases and not any(facts.phases[p].signed in limited for p in phases):
            signed = ", ".join(f"{p} in {facts.calendar.labels[facts.phases[p].signed]}" for p in phases[:5])
            message = f"every phase that the line pays for is signed outside its columns ({signed}): it limits nothing."
            yield Finding(WARNING, _at(facts, line, "line"), "nothing committed", message)


def loans(facts: Facts) -> Iterator[Finding]:
    """A loan belongs to one line: its phases lie within one cash line of each nation that has it, or in none."""
    for fund in facts.problem.funds:
        for n in facts.nations if fund.kind == LOAN else ():
            of = treasury.borrows_for(facts, fund, n)
            parts = [of & set(treasury.phases(facts, line)) for line in treasury.lines(facts) if line.nation == n]
            held = [part for part in parts if part]
            if held and held != [of]:
                apart = "; ".join(text.listing(sorted(part)) for part in held)
                message = f"expected phases that one line of {n} pays for, found in several, or some in none: {apart}."
                where = facts.problem.cell("Funding", fund.row, "phases") or f"fund {fund.id}"
                yield Finding(ERROR, where, "loan of several lines", message, "Make it a loan for each line.")


def ceilings(facts: Facts) -> Iterator[Finding]:
    """What History says a nation paid leaves something of its ceiling."""
    for n in facts.problem.nations:
        paid = treasury.paid_before(facts, n.id) if n.ceiling_m is not None else 0.0
        if n.ceiling_m is not None and paid > n.ceiling_m:
            message = f"expected at least what History says {n.id} paid, {paid:g} M, found {n.ceiling_m:g}."
            yield Finding(ERROR, facts.problem.cell("Nations", n.row, "ceiling"), "ceiling passed", message)


def constant_prices(facts: Facts) -> Iterator[Finding]:
    """Amounts in constant prices have an index that tells what prices have risen."""
    for line in facts.problem.budgets:
        if line.constant and not facts.problem.programme.index:
            message = "the amounts are in constant prices, and no index says how prices rise: current ones are meant."
            yield Finding(WARNING, _at(facts, line, "prices"), "no index", message, "Name one in the setting 'index'.")
