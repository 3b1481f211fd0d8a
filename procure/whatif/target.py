"""What `find` looks for: one number of the inputs, which way it is looser, and how finely it is told.

Only numbers of which it is known that more (or less) of them never takes a plan away can be looked for: a search by
halves would be wrong about others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from procure import rules
from procure.findings import Refused
from procure.measures import losses
from procure.measures.bases import POINTS, PRO_RATA
from procure.plan import dec
from procure.problem import Problem, Requirement, Rule
from procure.whatif import edits, grammar, resolved
from procure.whatif.grammar import Edit
from procure.workbook import sheets
from procure.workbook.cells import Cell
from procure.workbook.sheets import PERCENT, PERIOD, WHOLE, Column, Sheet

LEAST, GREATEST, EARLIEST = "least", "greatest", "earliest"
WORDS = (LEAST, GREATEST, EARLIEST)
LARGE = Decimal(1_000_000)
UP, DOWN = 1, -1  # more is looser, less is looser
FIRST = "first delivery"  # of a row of Requirements

_BY_PERIOD = {"Budgets": UP, "Capacity": UP, "Funding": UP}
LOOSER = {
    ("Budgets", "carry over"): UP,
    ("Nations", "ceiling"): UP,
    ("Capacity", "share free"): UP,
    ("Capacity", "ramp"): UP,
    ("Capacity", "lowest"): DOWN,
    ("Items", "max rate"): UP,
    ("Items", "min rate"): DOWN,
    ("Items", "ramp"): UP,
    ("Items", "ramp step"): UP,
    ("Items", "surplus"): UP,
    ("Items", "latest delay"): UP,
    ("Shares", "lowest"): DOWN,
    ("Shares", "highest"): UP,
    ("Packages", "fewest suppliers"): DOWN,
    ("Packages", "most suppliers"): UP,
    ("Packages", "smallest share"): DOWN,
    ("Packages", "latest"): UP,
    ("Investments", "latest"): UP,
    ("Funding", "envelope"): UP,
}
_KNOWN = (
    "Known are periods of Budgets, Capacity and Funding, "
    + ", ".join(f"{sheet}[.., {column}]" for sheet, column in LOOSER)
    + f", Rules[.., amount] and Requirements[.., {FIRST}]."
)
_FIRST = re.compile(r"\s*Requirements\s*\[(.*),\s*first delivery\s*\]\s*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Target:
    """One number of the inputs, in counts of `step`: a number, or of EARLIEST a period.

    looser: UP or DOWN. low, high: what the column takes (None = no end). now: its value, None where the cell is blank.
    labels: of the periods, of EARLIEST. requirement: whose first delivery it is, else an edit sets the cell.
    """

    words: str
    looser: int
    step: Decimal
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    now: Decimal | None = None
    money: bool = False
    edit: Edit | None = None
    labels: tuple[str, ...] = ()
    requirement: Requirement | None = field(default=None, repr=False)

    def at(self, problem: Problem, value: Decimal) -> Problem:
        """The problem with this value. Raises Refused where it is none that the reader accepts."""
        if self.requirement is not None:
            moved = replace(self.requirement, due=shifted(self.requirement.due, int(value)))
            kept = (moved if one == self.requirement else one for one in problem.requirements)
            changed = resolved.book_of(problem.replace(requirements=tuple(kept)))
        else:
            assert self.edit is not None
            typed = self.labels[int(value)] if self.labels else f"{value:f}"
            changed = edits.apply(resolved.book_of(problem), [replace(self.edit, value=typed)])
        found, findings = resolved.problem_of(changed)
        if found is None:
            raise Refused(findings)
        return found

    @property
    def loose(self) -> Decimal:
        """A value that is as good as no limit: the loosest that the column takes, or a large one."""
        end = self.high if self.looser == UP else self.low
        return self.looser * LARGE * max(Decimal(1), self.step, abs(self.now or Decimal(0))) if end is None else end

    @property
    def delivered(self) -> tuple[str, str] | None:
        """(nation, item or family) whose first delivery it is."""
        return None if self.requirement is None else (self.requirement.nation, self.requirement.wanted)

    def shown(self, value: Decimal) -> str:
        """A value as it is said."""
        if self.labels:
            return self.labels[int(value)]
        return f"{value.normalize():,f} {self.unit}".strip()


def target(problem: Problem, word: str, words: str) -> Target:
    """The number that the words name, `Budgets[IT,2029]`. Raises Refused for what cannot be looked for in that way."""
    where = f"target '{words}'"
    first = _FIRST.fullmatch(words)
    found = _first(problem, first[1], where) if first else _cell(problem, words, where)
    wanted = EARLIEST if found.labels else LEAST if found.looser == UP else GREATEST
    if word != wanted:
        how = "later" if found.labels else "more" if found.looser == UP else "less"
        message = f"expected {wanted}, found {word}: the {how}, the looser, so there is no {word} {found.words}."
        raise grammar.refused(where, "no such end", message, f"Ask for the {wanted}.")
    return found


def _cell(problem: Problem, words: str, where: str) -> Target:
    """The target that is one cell."""
    edit = grammar.parse(f"{words} = 0", where)
    name = str(edit.column)
    column = next((one for one in edit.sheet.columns if one.name == name), None)
    raw = _row(problem, edit)
    looser = _looser(problem, raw, edit, column)
    shown = f"{edit.sheet.name}[{', '.join([*edit.row, name])}]"
    typed = raw.get(name.casefold())
    if column is not None and column.type == PERIOD:
        labels = problem.programme.calendar.labels
        now = Decimal(labels.index(str(typed))) if typed in labels else None
        return Target(shown, looser, Decimal(1), "", Decimal(0), Decimal(len(labels) - 1), now, False, edit, labels)
    money, unit, step = _told(problem, edit.sheet, column, raw)
    low, high = (dec(0), None) if column is None else (_dec(column.low), _dec(column.high))
    if column is not None and column.above and low is not None:
        low += step
    now = None if typed is None else dec(float(str(typed)))
    made = Target(shown, looser, step, unit, low, high, now, money, edit)
    if now is None:
        made.at(problem, made.loose)  # a period that is none of the programme's is complained of here
    return made


def _row(problem: Problem, edit: Edit) -> dict[str, object]:
    """Values of the one row that the edit's keys fit, by column. Raises Refused for none or several."""
    book = resolved.book_of(problem)
    found = next((one for one in book.sheets if one.name == edit.sheet.name), None)
    header: Sequence[Cell] = () if found is None else found.rows[0]
    names = {cell.column: str(cell.value).casefold() for cell in header}
    rows = [{names[c.column]: c.value for c in row} for row in (found.rows[1:] if found is not None else ())]
    keys = [name.casefold() for name in edit.sheet.key]
    fitting = [
        row for row in rows
        if all(grammar.fits(p, str(row.get(key, ""))) for p, key in zip(edit.row, keys, strict=False))
    ]  # fmt: skip
    if len(fitting) > 1:
        message = f"expected one row of {edit.sheet.name}, found {len(fitting)} that fit."
        hint = f"Name {', '.join(edit.sheet.key)}, as far as it takes."
        raise grammar.refused(edit.where, "several rows", message, hint)
    if not fitting:
        edits.apply(book, [edit])  # says what is nearest
        raise grammar.refused(edit.where, "nothing matches", f"expected a row of {edit.sheet.name}, found none.")
    return fitting[0]


def _looser(problem: Problem, raw: dict[str, object], edit: Edit, column: Column | None) -> int:
    """Which way the number is looser. Raises Refused where that is not known."""
    sheet, name = edit.sheet.name, str(edit.column)
    found = _BY_PERIOD.get(sheet) if column is None else LOOSER.get((sheet, name))
    if column is None and len(grammar.alternatives(name)) + (name == grammar.ANY) > 1:
        raise grammar.refused(edit.where, "several cells", f"expected one period, found '{name}'.")
    if (sheet, name) == ("Rules", "amount"):
        found = looser_amount(next(rule for rule in problem.rules if rule.id == raw["rule"]), edit.where)
    if found is None:
        message = f"expected a number of which more, or less, is always looser, found {sheet}, {name}."
        raise grammar.refused(edit.where, "not monotone", message, _KNOWN)
    return found


def looser_amount(rule: Rule, where: str) -> int | None:
    """Which way a rule's amount is looser, None where neither is. Raises Refused for one that takes no plan away."""
    if rule.strength != "must":
        message = f"expected a rule that must hold, found strength {rule.strength}: it takes no plan away."
        raise grammar.refused(where, "target", message)
    if losses.asked(rule):
        message = f"expected a rule that planning heeds, found a {rule.measure}, which is judged after it."
        raise grammar.refused(where, "target", message, "`procure stress` tells what losses come to.")
    if rule.relation == "within" or rule.base == PRO_RATA:
        return UP
    if rule.relation == "=":
        return None
    return UP if rule.relation == "<=" or rule.base == POINTS else DOWN  # points are told below the agreed share


def _told(problem: Problem, sheet: Sheet, column: Column | None, raw: dict[str, object]) -> tuple[bool, str, Decimal]:
    """(whether it is money, its unit, how finely it is told)."""
    unit = "" if column is None else column.unit
    if sheet is sheets.RULES:
        unit = rules.unit_of(next(rule for rule in problem.rules if rule.id == raw["rule"]))
    elif column is None:
        unit = str(raw.get("unit") or "sets") if sheet is sheets.CAPACITY else "M"
    if unit == "M":
        return True, unit, dec(problem.programme.rounding_m)
    if unit in ("%", "points") or (column is not None and column.type == PERCENT):
        return False, unit, Decimal("0.1")
    whole = (column is not None and column.type == WHOLE) or unit.split(" ")[0] in ("units", "months", "count")
    return False, unit, Decimal(1) if whole else Decimal("0.001")


def _first(problem: Problem, inside: str, where: str) -> Target:
    """The target that is the period of the first units of a requirement, the others as far behind as they are."""
    edit = replace(grammar.parse(f"Requirements[{inside}, total] = 0", where))
    row = _row(problem, edit)
    order, priority = str(row.get("order", "firm")), int(float(str(row.get("priority", 1))))
    known = (row["nation"], row["item or family"], order, priority)
    one = next(r for r in problem.requirements if (r.nation, r.wanted, r.order, r.priority) == known)
    if order != "firm" or not one.total:
        message = f"expected a firm requirement of some units, found one of {one.total:g} units that is {order}."
        raise grammar.refused(where, "target", message)
    labels, now = problem.programme.calendar.labels, next(t for t, units in enumerate(one.due) if units)
    last = max(t for t, units in enumerate(one.due) if units)
    high = Decimal(len(labels) - 1 - (last - now))
    shown = f"Requirements[{', '.join([*edit.row, FIRST])}]"
    return Target(
        shown, UP, Decimal(1), "", Decimal(0), high, Decimal(now), labels=labels, requirement=one
    )


def shifted(due: Sequence[float], first: int) -> tuple[float, ...]:
    """Units due with the first of them in period `first`."""
    by = first - next(t for t, units in enumerate(due) if units)
    return tuple(due[t - by] if 0 <= t - by < len(due) else 0.0 for t in range(len(due)))


def _dec(number: float | None) -> Decimal | None:
    return None if number is None else dec(number)
