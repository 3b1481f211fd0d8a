"""What happens to what was agreed: rules and funds left out, amounts relaxed, options taken or dropped."""

from __future__ import annotations

from dataclasses import replace

from procure import text
from procure.problem import FIRM, OPTION, Fund, Problem, Requirement
from procure.whatif.grammar import refused
from procure.whatif.operations import names
from procure.whatif.operations.operation import Operation, Words


def without(problem: Problem, words: Words, where: str) -> Problem:
    """No such fund; or the rule is only measured."""
    name = words["name"].casefold()
    if any(f.id.casefold() == name for f in problem.funds):
        gone = next(f.id for f in problem.funds if f.id.casefold() == name)
        return problem.replace(funds=tuple(_cleared(f, gone) for f in problem.funds if f.id != gone))
    if any(r.id.casefold() == name for r in problem.rules):
        rules = (replace(r, strength="report") if r.id.casefold() == name else r for r in problem.rules)
        return problem.replace(rules=tuple(rules))
    known = [*(r.id for r in problem.rules), *(f.id for f in problem.funds)]
    hint = text.did_you_mean(words["name"], known)
    raise refused(where, "unknown name", f"expected a rule or a fund, found '{words['name']}'.", hint)


def _cleared(fund: Fund, gone: str) -> Fund:
    """A fund that needs nothing of one that is gone, and has no part in its envelope."""
    needs = tuple(name for name in fund.needs if name != gone)
    return replace(fund, needs=needs, within=None if fund.within == gone else fund.within)


def relax(problem: Problem, words: Words, where: str) -> Problem:
    """Another amount for a rule."""
    name = words["rule"].casefold()
    if not any(r.id.casefold() == name for r in problem.rules):
        hint = text.did_you_mean(words["rule"], [r.id for r in problem.rules])
        raise refused(where, "unknown name", f"expected a rule, found '{words['rule']}'.", hint)
    amount = names.number(words["amount"])
    rules = (replace(r, amount=amount) if r.id.casefold() == name else r for r in problem.rules)
    return problem.replace(rules=tuple(rules))


def take(problem: Problem, words: Words, where: str) -> Problem:
    """The nation's options are ordered: they are firm."""
    mine = _options(problem, words, where)
    found = [r for r in problem.requirements if r not in mine]
    for r in mine:
        place = next((k for k, x in enumerate(found) if _same_order(x, r)), None)
        if place is None:
            found.append(replace(r, order=FIRM, lot=None, exercise_by=None, priority=1))
        else:
            due = tuple(a + b for a, b in zip(found[place].due, r.due, strict=True))
            found[place] = replace(found[place], due=due)
    return problem.replace(requirements=tuple(found))


def _same_order(a: Requirement, b: Requirement) -> bool:
    """Whether two requirements are one nation's of one thing, the first a firm one."""
    return (a.nation, a.wanted, a.order) == (b.nation, b.wanted, FIRM)


def drop(problem: Problem, words: Words, where: str) -> Problem:
    """The nation's options are not there."""
    mine = _options(problem, words, where)
    return problem.replace(requirements=tuple(r for r in problem.requirements if r not in mine))


def _options(problem: Problem, words: Words, where: str) -> list[Requirement]:
    one = names.nation(problem, words["nation"], where)
    wanted = names.wanted(problem, words["item"], where) if words["item"] else ""
    found = [
        r
        for r in problem.requirements
        if r.nation == one.id and r.order == OPTION and (not wanted or r.wanted == wanted)
    ]
    if not found:
        raise refused(where, "operation", f"expected an option of {one.id}, found none.")
    return found


OPERATIONS = (
    Operation("without", "without RULE or FUND", r"without (?P<name>.+)",
              "No such fund; a rule is measured and holds nobody.", "without return", without,
              "OCCAR gave up return programme by programme for a balance over several (public)."),
    Operation("relax", "relax RULE to AMOUNT", r"relax (?P<rule>.+) to (?P<amount>[+-]?\d+(?:\.\d+)?)(?: ?%)?",
              "Another amount for a rule, in its own unit.", "relax return to 5", relax,
              "OCCAR's floor is reported as 66 % of the cost share (unconfirmed)."),
    Operation("take option", "take option N [of ITEM]", r"take options? (?P<nation>.+?)(?: of (?P<item>.+))?",
              "The nation's options become firm orders.", "take option LV", take),
    Operation("drop option", "drop option N [of ITEM]", r"drop options? (?P<nation>.+?)(?: of (?P<item>.+))?",
              "The nation's options are not there.", "drop option LV", drop),
)  # fmt: skip
