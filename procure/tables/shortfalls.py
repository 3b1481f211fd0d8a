"""Where a deal as typed falls short: the comparisons that do not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from procure import clauses
from procure.findings import Check
from procure.tables.table import PLAIN, Column, Rows, Table

SHEET = "Shortfalls"


def shortfalls(checks: Iterable[Check], words: Mapping[str, str]) -> Table:
    """A row for each broken check. `words`: each rule (by id) in plain words."""
    said = {clauses.name(one): (one.__doc__ or "").partition("\n")[0] for one in clauses.CLAUSES}
    said |= {f"rule {rule}": text for rule, text in words.items()}
    columns = [
        Column("what", width=16), Column("in words", width=40), Column("of", width=24), Column("found", PLAIN, 13),
        Column("must be", width=9), Column("limit", PLAIN, 13), Column("missing", PLAIN, 13),
        Column("unit", width=12), Column("cells", width=40),
    ]  # fmt: skip
    rows = Rows()
    for c in checks:
        if not c.holds:
            what = c.clause.replace("_", " ")
            measured = (c.found, c.relation, c.limit, -c.slack, c.unit)
            rows.add(what, said.get(c.clause, ""), ", ".join(c.index), *measured, "; ".join(c.cells), red=[6])
    sentence = (
        "What the deal does not keep: each row is one limit, by how much it is passed, and the cells it comes from."
        if rows.rows
        else "The deal keeps every rule, budget and capacity."
    )
    return rows.table(SHEET, "Shortfalls", sentence, columns)
