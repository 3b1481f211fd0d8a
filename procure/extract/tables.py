"""The tables of a plan with nothing in them but what `shared` names for a nation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from procure import tables
from procure.extract.shared import PARTS, Part, agreed_by_all, headers
from procure.tables.figures import Figures
from procure.tables.table import PLAIN, Column, Rows, Table, Value
from procure.tables.work import codes

OWN, OTHER, SHARED, NONE = "own", "other", "shared", ""
SUMS = ("all", "", None)  # what stands in a nation's place in a row of all of them, or of nobody
RULES = "Rule results"


def extracted(x: Figures, nation: str) -> dict[str, list[Table]]:
    """The extract's tables by sheet, in the order of the plan's workbook.

    Raises ValueError for a nation called "all", whose rows cannot be told from sums over all nations.
    """
    if "all" in x.f.nations:
        raise ValueError('a nation called "all" cannot be told from all nations.')
    made, found = tables.sheets(x), {}  # type: dict[str, list[Table]], dict[str, list[Table]]
    for sheet, several in made.items():
        if sheet == RULES:
            here = list(rules(x, nation))
        else:
            here = [one for table in several for part in _parts(sheet, table) for one in _taken(x, table, part, nation)]
        if here:
            found[sheet] = here
    return found


def _parts(sheet: str, table: Table) -> Iterator[Part]:
    """What is said of a table; nothing for most."""
    name = table.title.split(", ")[0]
    yield from (part for part in PARTS if part.sheet == sheet and part.title == name)


def _taken(x: Figures, table: Table, part: Part, nation: str) -> Iterator[Table]:
    """The part of a table that goes into the extract; none where no row does."""
    names = [column.header for column in table.columns]
    kinds = {row: _kind(x, table, part, names, row, nation) for row in range(len(table.rows))}
    seen = {OWN: headers(x, part.own), OTHER: headers(x, part.others), SHARED: headers(x, part.shared)}
    rows = [row for row, kind in kinds.items() if kind and seen[kind]]
    here = frozenset().union(*(seen[kinds[row]] for row in rows))
    columns = [k for k, name in enumerate(names) if name in here]
    if rows and columns:
        cells = {(r, c) for r in rows for c in columns if names[c] in seen[kinds[r]]}
        yield _cut(x, replace(table, sentence=part.sentence), rows, columns, cells)


def _kind(x: Figures, table: Table, part: Part, names: list[str], row: int, nation: str) -> str:
    """Whose a row is; NONE where it is to be left out, or cannot be told."""
    values = dict(zip(names, table.rows[row], strict=True))
    owner = values[part.of] if part.of else ""
    if part.of == "supplier":
        owner = x.f.suppliers[str(owner)].nation if owner in x.f.suppliers else None
    if owner == nation:
        return OWN
    if owner in x.f.nations:
        return OTHER if not part.needs or values[part.needs] is not None else NONE
    column, wanted = part.only
    return SHARED if owner in SUMS and (not column or values[column] in wanted) else NONE


def _cut(x: Figures, table: Table, rows: list[int], columns: list[int], cells: set[tuple[int, int]]) -> Table:
    """These rows and columns of a table, with values in these cells alone; filled bars show letters of the nation."""
    letters = codes(tuple(x.f.nations))
    at = {(r, c): (k, j) for k, r in enumerate(rows) for j, c in enumerate(columns)}

    def value(r: int, c: int) -> Value:
        if (r, c) in cells:
            return table.rows[r][c]
        return letters[table.bars[r, c]] if (r, c) in table.bars else None

    return replace(
        table,
        columns=tuple(table.columns[c] for c in columns),
        rows=tuple(tuple(value(r, c) for c in columns) for r in rows),
        formats={k: table.formats[r] for k, r in enumerate(rows) if r in table.formats},
        totals=frozenset(k for k, r in enumerate(rows) if r in table.totals),
        red=frozenset(at[cell] for cell in table.red & cells),
        bars={at[cell]: nation for cell, nation in table.bars.items() if cell in at},
    )


def rules(x: Figures, nation: str) -> Iterator[Table]:
    """Rules agreed, and those that the nation asked for: whether they hold; figures of its own rows alone."""
    rows = Rows()
    for r in x.results:
        if not agreed_by_all(r.rule.asked_by) and r.rule.asked_by.strip() != nation:
            continue
        told = r.rule.strength == "report"
        state = "not needed" if not r.needed else "holds" if r.held else "not reached" if told else "missed"
        figures = (r.reached, r.rule.relation, r.amount, r.unit, r.slack) if r.who == nation else (None,) * 5
        said = (r.rule.id, x.words.get(r.rule.id, ""), r.who, r.phase, r.window, state, r.rule.strength)
        rows.add(*said, *figures, red=[5] if state == "missed" else [])
    columns = [
        Column("rule", width=18), Column("in words", width=40), Column("who", width=12), Column("phase", width=14),
        Column("window", width=12), Column("state", width=11), Column("strength", width=9),
        Column("reached", PLAIN, 12), Column("relation", width=9), Column("amount", PLAIN, 12),
        Column("unit", width=10), Column("room", PLAIN, 11),
    ]  # fmt: skip
    sentence = "Rules that all agreed, and the nation's own: whether they hold; figures of the nation's own rows alone."
    if rows.rows:
        yield rows.table(RULES, RULES, sentence, columns)
