"""Which row of the inputs a row of the optimisation, or a check of the audit, comes from: its claim, else its sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from procure import words
from procure.explain.claims import claims
from procure.explain.claims.claim import Claim
from procure.problem import Problem

SHEETS = {
    "rule": "Rules", "budget": "Budgets", "commitments": "Budgets", "ceiling": "Nations", "capacity": "Capacity",
    "lowest_load": "Capacity", "rate": "Items", "requirement": "Items", "key": "Shares", "taken": "Funding",
    "grants": "Funding", "loans": "Funding", "offered": "Quotes", "settlement": "Nations",
}  # fmt: skip
COLUMNS = {
    "max": "max rate", "year": "max rate", "min": "min rate", "sustained": "min rate", "restart": "may restart",
}  # fmt: skip
WHOLE_ROWS = ("Budgets", "Rules")  # every cell of such a row belongs to one claim
_CELL = re.compile(r"(.+)!([A-Z]*)(\d+)(?: (.*))?")


@dataclass(frozen=True)
class Owned:
    """A row of the inputs: its name as an edit has it, what it asks in words, who asked, its cells."""

    name: str
    words: str
    owner: str
    cells: tuple[str, ...]


class Owners:
    """The rows of a problem's inputs, by what comes from them."""

    def __init__(self, problem: Problem) -> None:
        self.labels = problem.programme.calendar.labels
        self.rules = {rule.id: rule for rule in problem.rules}
        self.by_name = {claim.name: claim for claim in claims(problem)}
        self.by_cell: dict[str, Claim] = {}
        self.by_row: dict[tuple[str, str], Claim] = {}
        for claim in self.by_name.values():
            for cell in claim.cells:
                self.by_cell.setdefault(cell, claim)
                if (matched := _CELL.fullmatch(cell)) and matched[1] in WHOLE_ROWS:
                    self.by_row.setdefault((matched[1], matched[3]), claim)

    def row(self, clause: str, index: Sequence[str], cells: Sequence[str]) -> Owned:
        """The row behind a row of a clause. index: as text, periods by their labels."""
        sheet = SHEETS.get(clause.partition(" ")[0], "")
        mine = tuple(cell for cell in cells if cell.startswith(f"{sheet}!"))
        parts = [part for part in index if part and part not in self.labels]
        claim = self._claim(sheet, clause, parts, mine)
        if claim is not None:
            return Owned(claim.name, claim.words, claim.owner, mine or claim.cells)
        if sheet == "Rules":
            rule = self.rules.get(clause.removeprefix("rule "))
            said = ("", "") if rule is None else (words.plain(rule, self.labels), rule.asked_by)
            return Owned(_name(sheet, clause, parts), *said, mine)
        columns = [matched[4] for cell in mine if (matched := _CELL.fullmatch(cell)) and matched[4] not in self.labels]
        named = [*(parts[:1] if sheet == "Funding" else parts), *(column for column in columns[:1] if column)]
        return Owned(f"{sheet or clause}[{', '.join(named)}]", "", "", mine)

    def _claim(self, sheet: str, clause: str, parts: list[str], cells: Sequence[str]) -> Claim | None:
        """By its own cell, else by its row, else (of a problem that was in no workbook) by the name it would have."""
        for cell in cells:
            if cell in self.by_cell:
                return self.by_cell[cell]
        for cell in cells:
            matched = _CELL.fullmatch(cell)
            if matched and (sheet, matched[3]) in self.by_row:
                return self.by_row[sheet, matched[3]]
        return None if any(cells) else self.by_name.get(_name(sheet, clause, parts))


def period(label: str, cells: Sequence[str]) -> str:
    """The period that a limit is of, as its column has it: a year over shorter periods. label: of its first."""
    matched = _CELL.fullmatch(cells[0]) if cells else None
    column = matched[4] if matched else ""
    return column if column and column[:4] == label[:4] else label


def _name(sheet: str, clause: str, parts: list[str]) -> str:
    """What a claim would be called."""
    if sheet == "Rules":
        return f"Rules[{clause.removeprefix('rule ')}]"
    if clause == "rate":
        parts = [parts[0], COLUMNS.get(parts[-1], parts[-1])]
    elif clause == "requirement":
        parts = [parts[0], "latest delay"]
    elif clause == "capacity":
        parts = [part for part in parts if part != "all"]
    more = {"commitments": ["commitment"], "ceiling": ["ceiling"], "lowest_load": ["lowest"]}
    return f"{sheet}[{', '.join([*parts, *more.get(clause, [])])}]"
