"""Checks of funds: who has them, and under which conditions."""

from __future__ import annotations

from collections.abc import Iterator

from procure import funding, text
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.problem import CONDITION, Fund


def _at(facts: Facts, fund: Fund, column: str) -> str:
    model = facts.problem.programme.model
    return facts.problem.cell("Funding", fund.row, column) or f"model {model}: fund {fund.id}, {column}"


def needs(facts: Facts) -> Iterator[Finding]:
    """What a fund needs is a rule of strength condition or another fund, and only one of them has the name."""
    rules, funds = {r.id: r for r in facts.problem.rules}, {x.id for x in facts.problem.funds}
    for fund in facts.problem.funds:
        where = _at(facts, fund, "needs")
        for name in fund.needs:
            if name in rules and name in funds:
                message = f"expected a name that means one thing, found '{name}', a rule and a fund."
                yield Finding(ERROR, where, "ambiguous name", message, "Rename the fund.")
            elif name in rules and rules[name].strength != CONDITION:
                message = f"expected a rule of strength condition, found '{name}', of strength {rules[name].strength}."
                hint = "Set its strength to condition in Rules, or take the name out."
                yield Finding(ERROR, where, "no condition", message, hint)
            elif name not in rules and name not in funds:
                message = f"expected a rule or a fund, found '{name}'."
                yield Finding(ERROR, where, "unknown name", message, text.did_you_mean(name, {*rules, *funds}))


def within(facts: Facts) -> Iterator[Finding]:
    """The envelope that a fund's money counts in is another fund's, which has one and is in nobody's."""
    funds = {fund.id: fund for fund in facts.problem.funds}
    for fund in facts.problem.funds:
        other = funds.get(fund.within or "")
        if fund.within is None or (other and other.envelope_m is not None and other.within is None):
            continue
        message = f"expected a fund with an envelope of its own, found '{fund.within}'."
        hint = text.did_you_mean(fund.within, [name for name in funds if name != fund.id]) if other is None else ""
        yield Finding(ERROR, _at(facts, fund, "within"), "envelope of another fund", message, hint)


def cycles(facts: Facts) -> Iterator[Finding]:
    """No fund needs itself, directly or through others."""
    needed = {fund.id: funding.needed(facts, fund) for fund in facts.problem.funds}
    reached = {name: _reached(needed, name) for name in needed}
    for fund in facts.problem.funds:
        if fund.id in reached[fund.id]:
            others = sorted(name for name in reached[fund.id] - {fund.id} if fund.id in reached[name])
            message = f"expected funds that do not need each other in a circle, found {fund.id} needing itself"
            message += f" through {text.listing(others)}." if others else "."
            yield Finding(ERROR, _at(facts, fund, "needs"), "cyclic needs", message)


def _reached(needed: dict[str, tuple[str, ...]], name: str) -> set[str]:
    seen, left = set[str](), [name]
    while left:
        for other in needed[left.pop()]:
            if other not in seen:
                seen.add(other)
                left.append(other)
    return seen


def beneficiaries(facts: Facts) -> Iterator[Finding]:
    """Somebody that a fund is for pays in one of its phases."""
    for fund in facts.problem.funds:
        if not funding.beneficiaries(facts, fund):
            phases = text.listing(funding.phases(facts, fund))
            message = f"expected nations that pay in {phases}, found none among {text.listing(fund.who)}."
            yield Finding(ERROR, _at(facts, fund, "for"), "no beneficiary", message)


def conditions(facts: Facts) -> Iterator[Finding]:
    """A condition that no fund needs does nothing; of a model's it is only said where the sheet re-sets it."""
    needed = {name for fund in facts.problem.funds for name in fund.needs}
    for rule in facts.problem.rules:
        if rule.strength == CONDITION and rule.id not in needed and rule.row:
            message = f"no fund needs '{rule.id}', so it is only reported."
            where = facts.problem.cell("Rules", rule.row, "strength")
            yield Finding(WARNING, where, "condition without fund", message, 'Name it under "needs" in Funding.')
