"""Checks as text, for golden files: of the plan made by hand, and of plans whose decisions are only numbered.

A numbered plan is none that could be carried out. It has a number for every decision of its problem, in turn those of
NUMBERS, so that every formula of an audit has something to take in, and what it takes in can be followed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import product
from types import ModuleType

from procure.decisions import BY_NAME
from procure.facts import Facts
from procure.findings import Check
from procure.plan import LEAVES, Key, Plan
from procure.problem import Problem
from tests.clauses import small, unusual
from tests.handmade import PLAN, PROBLEM

STRANGE, STRANGERS = Decimal("1.5"), 5  # a value for what may not be decided, and about how many such keys a family has
NUMBERS = tuple(map(Decimal, ("1", "0", "2", "0.5", "3", "1", "0.045")))


def numbered(of: Problem, first: int = 0, strange: bool = False) -> Plan:
    """A number for every decision of the problem and every figure that follows from one; `first`: which comes first.

    strange: some values too for what is no decision of the problem, though its parts are known, and zeros written out.
    """
    m, f = small.declared(of)
    families: dict[str, list[Key]] = {family: list(found) for family, found in m.x.items() if found}
    families["price"] = [(w, s, "", t) for w, s, t in families.get("start", ())] + families.get("make", [])
    families["setup"] = families.get("open", [])
    families["invest"] = families.get("expand", [])
    families["transfer_cost"] = [(*key, f.periods[0]) for key in families.get("transfer", ())]
    values: dict[str, dict[Key, Decimal]] = {}
    for family, keys in families.items():
        found = dict.fromkeys(_strangers(f, family, keys) if strange else (), STRANGE)
        numbers = [NUMBERS[(k + first + len(family)) % len(NUMBERS)] for k in range(len(keys))]
        values[family] = found | {k: x for k, x in zip(keys, numbers, strict=True) if x or strange}
    return Plan(values)


def _strangers(f: Facts, family: str, keys: list[Key]) -> list[Key]:
    """A few keys of known parts that are no decision."""
    known: dict[str, list[str | int]] = {"n": [*f.nations], "p": [*f.phases], "i": [*f.items], "w": [*f.packages],
                                         "s": [*f.suppliers], "t": [*f.periods]}  # fmt: skip
    letters = (BY_NAME[family].index if family in BY_NAME else LEAVES[family][0]).split(",")
    seen = [sorted({key[at] for key in keys}, key=str) for at in range(len(letters))]
    parts = [known.get(letter, seen[at]) for at, letter in enumerate(letters)]
    combined = [key for key in product(*parts) if key not in set(keys)]
    return combined[:: max(1, len(combined) // STRANGERS)]


def text(clause: ModuleType, example: Problem) -> str:
    """A line for each check that the clause makes of the plan made by hand, and of numbered plans of its example and of
    the unusual programme."""
    parts = [("the plan made by hand", PLAN, PROBLEM)]
    for title, of in (("the example", example), ("the unusual programme", unusual.PROBLEM)):
        parts += [(f"{title}, numbered from {NUMBERS[k]}", numbered(of, k, strange=k > 0), of) for k in (0, 3)]
    return "".join(f"{title}\n{_lines(clause.audit(plan, Facts(of)))}\n" for title, plan, of in parts)


def _lines(checks: Iterable[Check]) -> str:
    return "".join(f"{line(check)}\n" for check in checks)


def line(c: Check) -> str:
    """A check as a line of text."""
    granted = f" give or take {_number(c.tolerance)}" if c.tolerance else ""
    down = f" and {_number(c.down)} below" if c.down else ""
    cells = f"   [{'; '.join(filter(None, c.cells))}]" if any(c.cells) else ""
    unit = f" {c.unit}" if c.unit else ""
    index = ", ".join(map(str, c.index))
    return f"{c.clause}({index}): {_number(c.found)} {c.relation} {_number(c.limit)}{unit}{granted}{down}{cells}"


def _number(number: Decimal) -> str:
    return f"{round(Decimal(number), 9).normalize():f}" if number else "0"
