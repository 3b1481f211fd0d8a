"""Losses: rules that ask for plans which survive every single loss. They are no rows of the optimisation.

    loss of a supplier   every supplier of the nations that `who` names, one at a time, does no more work
    loss of a nation     every nation that `who` names, one at a time: no more orders, money and work

    from     the period from which it is lost; blank = the first. What the plan did before is kept
    amount   the most that follows: M or % of total cost that those who stay pay more, or months that a unit comes later

What a loss comes to is the value of another optimisation, which no linear row can hold. So the planner does not see
these rules, and the audit does not check them: the plan is made first, every loss is planned after it, and where a rule
of strength must is broken the plan is made again with a cut (stress/demands.py). A plan that was not made so says that
they are not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from procure.facts import Facts
from procure.findings import Finding
from procure.measures.bases import TOTAL_COST
from procure.measures.rows import complaint, resolve, unknown
from procure.problem import Rule
from procure.workbook.sheets import LOSSES, MONTHS

OF_SUPPLIER, OF_NATION = LOSSES
BASES = ("M", TOTAL_COST, MONTHS)
STRENGTHS = ("must", "report")


def asked(rule: Rule) -> bool:
    """Whether the rule is one of these."""
    return rule.measure in LOSSES


def who(f: Facts, rule: Rule) -> tuple[str, ...]:
    """Nations that the rule speaks of."""
    return tuple(dict.fromkeys(n for row in resolve(f, rule, tuple(f.phases)) for n in row.who))


def suppliers(f: Facts, rule: Rule) -> tuple[str, ...]:
    """Suppliers whose loss the rule speaks of; none of a rule on nations."""
    named = {name for kind, name in rule.of if kind == "supplier"}
    nations = set(who(f, rule)) if rule.measure == OF_SUPPLIER else set()
    return tuple(s.id for s in f.problem.suppliers if s.nation in nations and s.id in (named or f.suppliers))


def refusals(f: Facts, rule: Rule) -> list[Finding]:
    """Errors: words that do not fit a rule on losses, then names that do not exist, then nobody to lose."""
    worded = list(_words(f, rule))
    if worded:
        return [complaint(f, rule, at, "rule refused", f"rule {rule.id}: {why}", way) for at, why, way in worded]
    names = list(unknown(f, rule))
    if names or (suppliers(f, rule) if rule.measure == OF_SUPPLIER else who(f, rule)):
        return names
    text = f"rule {rule.id} speaks of nobody in this programme: its words leave no one to lose"
    return [complaint(f, rule, "who", "filters to nothing", text, "Widen who or of, or drop it.")]


def _words(f: Facts, rule: Rule) -> Iterator[tuple[str, str, str]]:
    """(column, reason, way out) of what does not fit."""
    if rule.base not in BASES:
        yield "base", f"what a {rule.measure} comes to is no {rule.base}.", f"Use base {', '.join(BASES)}."
    if rule.relation != "<=":
        yield "relation", "what a loss comes to can only have an upper limit.", "Use <=."
    if rule.strength not in STRENGTHS:
        yield "strength", f"a loss is judged after planning, so it cannot be {rule.strength}.", "Use must or report."
    if rule.span is not None and rule.span.last != f.periods[-1]:
        yield "to", "whoever is lost stays so to the end.", "Leave it blank."
    kinds = ("supplier", "nation", "group") if rule.measure == OF_SUPPLIER else ("nation", "group")
    for kind, name in rule.of:
        if kind not in kinds:
            yield "of", f"a {rule.measure} cannot be filtered by {kind} ({name}).", f"Use {', '.join(kinds)}."
    if not rule.each or rule.by_phase or rule.by_programme or rule.window != "total":
        yield "each or together", "one is lost at a time, of the whole programme.", "Use each, and window total."
