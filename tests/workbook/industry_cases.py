"""Inconsistencies of the industrial base, for test_consistency.py: rule, level, place, edits of the good book.

In the good book Depot (row 9) is support per period, Spares (10) per unit in service; Second engine (11) qualifies
Plant 2 for Engine (7).
"""

from __future__ import annotations

from typing import Any

from procure.findings import ERROR


def package(column: str, row: int, value: Any) -> tuple[str, str, Any]:
    return ("Packages", f"{column} {row}", value)


def place(column: str, row: int) -> str:
    return f"Packages!{column} {row}"


CASES: list[tuple[str, str, str, list[tuple[str, str, Any]]]] = [
    ("nothing to raise", ERROR, "Investments!supplier 4", [("Investments", "sector or package 4", "engines")]),
    ("nothing to raise", ERROR, "Investments!supplier 4", [("Investments", "unit 4", "hours")]),
    ("ready too late", ERROR, "Investments!months 2", [("Investments", "months 2", 100)]),
    ("ready too late", ERROR, "Investments!latest 2", [("Investments", "latest 2", 2027)]),
    ("excludes itself", ERROR, "Investments!excludes 2", [("Investments", "excludes 2", "Hall 7")]),
    ("unknown name", ERROR, "Investments!excludes 2", [("Investments", "excludes 2", "Hall 9")]),
    ("unknown name", ERROR, "Investments!sector or package 2", [("Investments", "sector or package 2", "air frame")]),
    ("lowest load", ERROR, "Capacity!lowest 3",
     [("Capacity", "lowest 3", 71), ("Capacity", "lowest holds 3", "always")]),
    ("lowest load", ERROR, "Capacity!lowest 4", [("Capacity", "sector or package 4", "engines")]),
    ("support", ERROR, place("months", 9), [package("months", 9, 12)]),
    ("support", ERROR, place("after", 10), [package("after", 10, "Tests")]),
    ("support", ERROR, place("items", 10), [package("items", 10, "Hours"), package("value", 10, 3)]),
    ("support", ERROR, place("earliest", 9),
     [package("given to", 9, "Airbus"), package("technology", 9, "stealth"), package("earliest", 9, 2027)]),
    ("begins", ERROR, place("begins", 9), [package("begins", 9, 2031)]),
    ("after a recurring package", ERROR, place("after", 3), [package("after", 3, "Depot")]),
    ("nothing to wait for", ERROR, place("after", 8), [package("after", 8, "Local")]),
    ("no time", ERROR, place("latest", 9), [package("latest", 9, 2030)]),
    ("pin", ERROR, "Pins!package 3", [("Pins", "package 3", "Depot")]),
    ("qualifies", ERROR, place("qualifies", 4), [package("qualifies", 4, "Airbus")]),
    ("qualifies", ERROR, place("qualifies", 11), [package("after", 7, None)]),
    ("qualifies", ERROR, place("qualifies", 11), [package("after", 7, "Development")]),
    ("qualifies", ERROR, place("qualifies", 11), [package("qualifies", 11, "Plant 2; BAE")]),
    ("unknown name", ERROR, place("qualifies", 11), [package("qualifies", 11, "Plant 3")]),
]  # fmt: skip
