"""Names that the parts of a decision's key may have: what a plan speaks of has to be one of them.

Asked by the reader of a plan's workbook and by the audit alike, so that what one takes the other does.
"""

from __future__ import annotations

from procure import rules
from procure.facts import Facts


def known(f: Facts) -> dict[str, frozenset[str]]:
    """Names by the letter of their part (decisions.py). Letters that are not here are for the family's clause to check.

    Under r are the rules, and their rows where a rule is held in each phase or programme alone.
    """
    rows = {row.name for row in rules.rows(f) if row.phase}
    return {
        "n": frozenset(f.nations),
        "p": frozenset(f.phases),
        "i": frozenset(f.items),
        "d": frozenset((*f.items, *f.families)),
        "w": frozenset(f.packages),
        "s": frozenset(f.suppliers),
        "e": frozenset(e.id for e in f.problem.investments),
        "r": frozenset((*(r.id for r in f.problem.rules), *rows)),
        "f": frozenset(fund.id for fund in f.problem.funds),
        "k": frozenset(c.technology for c in f.problem.controls),
        "c": frozenset(c.id for c in f.problem.other_costs),
        "l": frozenset(b.line for b in f.problem.budgets),
    }
