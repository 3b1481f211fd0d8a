"""A part of a formula together with what it comes to, so that a cell can hold both: the formula and its value.

A Term is one number, or a row of numbers, one a period. Whatever is made of terms is a term again: its text is what a
spreadsheet program works out, its values are worked out here, in Decimal, from the same cells. No text of an input
ever becomes a part of a formula: names are compared as cells, see places.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import accumulate

ZERO, ONE = Decimal(0), Decimal(1)
SLIP = Decimal("0.000000001")  # what 15 digits may add to a whole number, or take
NO_LIMIT = 1_000_000_000  # room where there is no limit: no amount of a programme is beyond it
NOTHING = "0"  # text of a term that is 0, whatever the cells say: it has no decisions
MOST = 8000  # characters of a formula; spreadsheet programs take 8,192


@dataclass(frozen=True, slots=True)
class Term:
    """`text`: as it stands in a formula, without "=". values: one number, or one a period.

    array: it works with rows of cells as a whole, so that the cell must be entered as an array formula.
    """

    text: str
    values: tuple[Decimal, ...]
    array: bool = False

    @property
    def value(self) -> Decimal:
        """Its number. Raises ValueError for a row of several."""
        (one,) = self.values
        return one

    def __add__(self, other: Term | Decimal | int) -> Term:
        return _both(self, "+", other, lambda a, b: a + b)

    def __sub__(self, other: Term | Decimal | int) -> Term:
        return _both(self, "-", other, lambda a, b: a - b)

    def __mul__(self, other: Term | Decimal | int) -> Term:
        return _both(self, "*", other, lambda a, b: a * b)

    def __truediv__(self, other: Term | Decimal | int) -> Term:
        """Its part of the other; 0 where that is 0, so that no cell shows an error."""
        whole = as_term(other)
        values = tuple(a / b if b else ZERO for a, b in zip(*_level(self, whole), strict=True))
        return Term(f"IF({whole.text}=0,0,({self.text})/({whole.text}))", values, _is_array(self, whole))


def number(value: Decimal | int) -> Term:
    """A number written into the formula."""
    return Term(f"{Decimal(value):f}", (Decimal(value),))


def as_term(value: Term | Decimal | int) -> Term:
    """A number as a term; a term as it is."""
    return value if isinstance(value, Term) else number(value)


def sum_of(terms: Iterable[Term]) -> Term:
    """One after another; 0 of none."""
    given = list(terms)
    found = [term for term in given if term.text != NOTHING]
    if not found:
        return Term(NOTHING, (ZERO,) * max((len(term.values) for term in given), default=1))
    values = tuple(sum(several, ZERO) for several in zip(*_levels(found), strict=True))
    return Term(
        "+".join(f"({term.text})" if len(found) > 1 else term.text for term in found), values, _is_array(*found)
    )


def shorter(terms: Sequence[Term]) -> Iterator[list[Term]]:
    """Terms in their order, as many together as one formula can hold."""
    found: list[Term] = []
    for term in terms:
        if found and sum(len(one.text) + 4 for one in (*found, term)) > MOST // 2:
            yield found
            found = []
        found.append(term)
    if found:
        yield found


def total(row: Term) -> Term:
    """Sum of a row."""
    return Term(f"SUM({row.text})", (sum(row.values, ZERO),), row.array)


def differences(one: Term, other: Term) -> Term:
    """How far two rows are apart: the sum of what they differ by in every period, its sign left out."""
    apart = one - other
    return Term(f"SUM(ABS({apart.text}))", (sum(map(abs, apart.values), ZERO),), True)


def least(*rows: Term) -> Term:
    """The smallest number of these."""
    return Term(f"MIN({','.join(r.text for r in rows)})", (min(v for r in rows for v in r.values),), _is_array(*rows))


def greatest(*rows: Term) -> Term:
    """The greatest number of these."""
    return Term(f"MAX({','.join(r.text for r in rows)})", (max(v for r in rows for v in r.values),), _is_array(*rows))


def size(row: Term) -> Term:
    """Its numbers without their signs."""
    return Term(f"ABS({row.text})", tuple(map(abs, row.values)), row.array)


def rounded_up(term: Term) -> Term:
    """The next whole number of one that is not negative, or the number itself."""
    values = tuple(max(ZERO, value - SLIP).to_integral_value(ROUND_CEILING) for value in term.values)
    return Term(f"ROUNDUP(MAX(0,{_bracketed(term.text)}-{SLIP:f}),0)", values, term.array)


def rounded_down(term: Term) -> Term:
    """The whole number before one that is not negative, or the number itself."""
    values = tuple((value + SLIP).to_integral_value(ROUND_FLOOR) for value in term.values)
    return Term(f"ROUNDDOWN({_bracketed(term.text)}+{SLIP:f},0)", values, term.array)


def cumulated(row: Term, columns: str, later: int = 0) -> Term:
    """What has come together by the end of every period, counted `later` periods after it came.

    columns: a range of so many columns as the row has periods (the labels above it).
    """
    if row.text == NOTHING or (len(row.values) == 1 and not later):
        return row
    sums = tuple(accumulate(row.values))
    values = tuple(sums[t - later] if t >= later else ZERO for t in range(len(sums)))
    behind = f"-{later}" if later else ""
    so_far = f"--(TRANSPOSE(COLUMN({columns}))<=COLUMN({columns}){behind})"
    return Term(f"MMULT(({row.text})+0,{so_far})", values, True)


def shifted(row: Term, columns: str, later: int = 1) -> Term:
    """The row so many periods later (earlier, below 0), with 0 where nothing comes from. columns: as of `cumulated`."""
    if row.text == NOTHING:
        return row
    many = range(len(row.values))
    values = tuple(row.values[t - later] if t - later in many else ZERO for t in many)
    if len(row.values) == 1:
        return number(values[0])
    behind = f"-{later}" if later >= 0 else f"+{-later}"
    return Term(f"MMULT(({row.text})+0,--(TRANSPOSE(COLUMN({columns}))=COLUMN({columns}){behind}))", values, True)


def constant(values: Iterable[Decimal]) -> Term:
    """A row of numbers written into the formula; one number where all are the same."""
    found = tuple(values)
    if len(set(found)) == 1:
        return number(found[0])
    return Term("{" + ",".join(f"{value:f}" for value in found) + "}", found)


def room(limits: Term, used: Term, blank: Iterable[bool]) -> Term:
    """What limits leave, period by period; a blank limit leaves NO_LIMIT. limits: a range of cells."""
    values = tuple(
        Decimal(NO_LIMIT) if none else limit - much
        for limit, much, none in zip(limits.values, _level(used, limits)[0], blank, strict=True)
    )
    return Term(f'IF({limits.text}="",{NO_LIMIT},{limits.text}-({used.text}))', values, True)


def _both(one: Term, sign: str, other: Term | Decimal | int, work: Callable[[Decimal, Decimal], Decimal]) -> Term:
    right = as_term(other)
    if sign == "*" and NOTHING in (one.text, right.text):
        return Term(NOTHING, (ZERO,) * max(len(one.values), len(right.values)))
    if right.text == NOTHING and len(right.values) <= len(one.values):
        return one
    if one.text == NOTHING and sign == "+" and len(one.values) <= len(right.values):
        return right
    values = tuple(work(a, b) for a, b in zip(*_level(one, right), strict=True))
    array = _is_array(one, right) or len(values) > 1
    return Term(f"{_bracketed(one.text)}{sign}{_bracketed(right.text)}", values, array)


def _bracketed(text: str) -> str:
    plain = text.replace("!", "").replace("$", "").replace("'", "").replace(" ", "").replace(":", "").replace(".", "")
    return text if plain.isalnum() else f"({text})"


def _level(one: Term, other: Term) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    """Their numbers, a single one repeated for every period of the other."""
    long = max(len(one.values), len(other.values))
    first, second = (t.values * long if len(t.values) == 1 else t.values for t in (one, other))
    return first, second


def _levels(terms: list[Term]) -> list[tuple[Decimal, ...]]:
    long = max(len(term.values) for term in terms)
    return [term.values * long if len(term.values) == 1 else term.values for term in terms]


def _is_array(*terms: Term) -> bool:
    return any(term.array for term in terms)
