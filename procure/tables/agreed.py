"""What was negotiated, and what became of it: a row for each thing that a rule speaks of."""

from __future__ import annotations

from procure.tables.figures import Figures
from procure.tables.table import PLAIN, Column, Rows, Table


def rule_results(x: Figures) -> Table:
    """Rule by nation and phase: what was asked, what is reached, the room left."""
    columns = [
        Column("rule", width=18), Column("in words", width=40), Column("who", width=12), Column("phase", width=14),
        Column("window", width=12), Column("reached", PLAIN, 12), Column("relation", width=9),
        Column("amount", PLAIN, 12), Column("unit", width=10), Column("room", PLAIN, 11), Column("binding", width=9),
        Column("strength", width=9), Column("asked by", width=14), Column("source", width=24),
    ]  # fmt: skip
    rows = Rows()
    for r in x.results:
        rule = r.rule
        told = rule.strength == "report"
        missed = "not reached" if told else "missed"
        binding = "not needed" if not r.needed else missed if not r.held else "yes" if r.binding else "no"
        ask = (rule.strength, rule.asked_by, rule.source)
        rows.add(
            rule.id, x.words.get(rule.id, ""), r.who, r.phase, r.window, r.reached, rule.relation, r.amount, r.unit,
            r.slack, binding, *ask, red=() if r.held or told or not r.needed else (5, 9, 10),
        )  # fmt: skip
    sentence = (
        "What each rule asks of whom, what the plan reaches and the room left; a rule without room is binding, "
        "a missed one is red. A condition is needed where a fund that is taken asks for it. "
        f"{x.counted_as}"
    )
    return rows.table("Rule results", "Rule results", sentence, columns)
