"""Numbers of a plan's workbook changed by hand, each with the check that has to notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

Change = Callable[[Any], Any]
TOGETHER = 3  # edits at most in one book


@dataclass(frozen=True)
class Edit:
    """One cell of an example's plan changed. row: texts of its row by header; group, said: the clause or rule of the
    check that has to fail, and a part of what it says."""

    name: str
    example: str
    sheet: str
    row: Mapping[str, str]
    header: str
    change: Change
    group: str
    said: str


def more(much: float) -> Change:
    return lambda value: (value or 0) + much


def now(new: Any) -> Change:
    return lambda _: new


def cell(sheet: Worksheet, row: Mapping[str, str], header: str) -> Cell:
    """The first cell under a header whose row has these texts under theirs, in any table of the sheet."""
    lines = list(sheet.iter_rows())
    for number, line in enumerate(lines):
        at = {str(one.value): k for k, one in reversed(list(enumerate(line))) if one.value is not None}
        if {header, *row} <= at.keys():
            for below in lines[number + 1 :]:
                if not any(one.value is not None for one in below):
                    break
                if all(str(below[at[name]].value) == text for name, text in row.items()):
                    return below[at[header]]
    raise AssertionError(f"{sheet.title} has no row {dict(row)} with {header}")


def books(edits: list[Edit]) -> Iterator[tuple[str, list[Edit]]]:
    """Edits of one example that go into one copy of its plan, under the name of the first: opening a copy takes
    LibreOffice more than a second. Those that are far apart in the list are unlike."""
    for example in dict.fromkeys(edit.example for edit in edits):
        own = [edit for edit in edits if edit.example == example]
        count = -(-len(own) // TOGETHER)
        yield from ((own[k].name, own[k::count]) for k in range(count))


def written(edits: list[Edit], plans: Mapping[str, Path], folder: Path) -> Iterator[Path]:
    """The copies of `books`. Stored results go: only a program that works out formulas can tell."""
    for name, together in books(edits):
        book = openpyxl.load_workbook(plans[together[0].example])
        for changed, edit in [(cell(book[edit.sheet], edit.row, edit.header), edit) for edit in together]:
            before = changed.value
            changed.value = edit.change(before)
            assert changed.value != before, edit.name
        book.save(folder / f"{name}.xlsx")
        yield folder / f"{name}.xlsx"


EDITS = [
    Edit("award gone", "two-nations", "Decisions", {"family": "award", "key 1": "Design", "key 2": "Flanders Steel"},
         "value", now(0), "award", "Design"),
    Edit("award to another", "two-nations", "Decisions", {"family": "award", "key 1": "Turret"},
         "key 2", now("Antwerp Arms"), "award", "Turret"),
    Edit("begins too early", "two-nations", "Decisions", {"family": "begin", "key 1": "Trials"},
         "period", now("2028"), "placement", "Trials: every share"),
    Edit("longer design", "two-nations", "Packages", {"package": "Design"},
         "months", now(36), "precedence", "Trials"),
    Edit("delivery shown", "two-nations", "Deliveries", {"nation": "BE", "figure": "delivered"},
         "2030", more(1), "totals", "BE"),
    Edit("delivery decided", "cavs", "Decisions", {"family": "deliver", "key 2": "LV"},
         "value", more(-1), "requirement", "LV"),
    Edit("payment shown", "two-nations", "Payments", {"nation": "BE", "figure": "paid"},
         "2029", more(1), "totals", "BE"),
    Edit("payment decided", "two-nations", "Decisions", {"family": "pay", "key 1": "NL", "key 2": "Production"},
         "value", more(0.5), "payment", "NL"),
    Edit("charge", "two-nations", "Decisions", {"family": "charge", "key 1": "BE", "key 2": "Development"},
         "value", more(0.5), "key", "BE"),
    Edit("charge of all", "tanker-pool", "Cost shares", {"phase": "all phases", "nation": "all"},
         "charge", more(0.02), "totals", "all phases: charge"),
    Edit("budget", "two-nations", "Budgets", {"nation": "BE"}, "2028", now(10), "budget", "BE"),
    Edit("capacity", "two-nations", "Capacity", {"supplier": "Brabant Vehicles"},
         "2033", now(4), "capacity", "Brabant"),
    Edit("work share", "two-nations", "Work shares", {"phase": "Production", "sector": "vehicles", "nation": "BE"},
         "work share", more(0.01), "totals", "Production, vehicles: shares"),
    Edit("work", "cavs", "Work shares", {"phase": "Vehicles", "sector": "all sectors", "nation": "FI"},
         "work", more(0.1), "totals", "FI, Vehicles: work, as in Decisions"),
    Edit("cost share", "two-nations", "Cost shares", {"phase": "Production", "nation": "NL"},
         "cost share", more(0.001), "totals", "Production: cost shares"),
    Edit("amount of a rule", "two-nations", "Rules", {"rule": "return floor"},
         "amount", now(1), "rule return floor", "BE, Development: work"),
    Edit("rule reached", "tanker-pool", "Rule results", {"rule": "fair hours", "who": "NL"},
         "reached", more(0.01), "rule fair hours", "is reached"),
    Edit("requirement", "two-nations", "Requirements", {"nation": "BE"}, "2030", now(5), "requirement", "BE"),
    Edit("loan", "safe-air-defence", "Decisions", {"family": "draw"}, "value", more(1), "loans", ""),
    Edit("grant", "patrol-corvette", "Decisions", {"family": "grant"}, "value", more(1), "grants", ""),
    Edit("cost on Summary", "two-nations", "Summary", {"nation": "BE"},
         "cost", more(1), "totals", "BE: cost on Summary"),
    Edit("return on Summary", "cavs", "Summary", {"nation": "LV"}, "return", more(0.01), "totals", "LV: return"),
    Edit("sets made", "tanker-pool", "Decisions", {"family": "make"}, "value", more(-1), "supply", ""),
    Edit("price", "two-nations", "Decisions", {"family": "price", "key 1": "Hull", "key 2": "Flanders Steel"},
         "value", more(1), "work", ""),
    Edit("firm moved abroad", "two-nations", "Suppliers", {"supplier": "Flanders Steel"},
         "nation", now("NL"), "totals", "Flanders Steel"),
    Edit("rate", "two-nations", "Items", {"item": "Vehicle"}, "max rate", now(7), "rate", "Vehicle"),
    Edit("terms", "two-nations", "Phases", {"phase": "Production"}, "at signature", now(30), "terms", "Production"),
    Edit("load shown", "two-nations", "Industry load", {"supplier": "Brabant Vehicles", "figure": "load"},
         "2033", more(1), "capacity", "load on Industry load"),
    Edit("stock", "shells-155", "Decisions", {"family": "stock"}, "value", more(1), "stock", ""),
]  # fmt: skip
