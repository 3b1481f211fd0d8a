"""Which rows of an output sheet stand against one another: payments and a budget, the load and a capacity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from procure import ledger, treasury
from procure.calendar import Span
from procure.problem import CASH, COMMITMENT
from procure.tables.figures import ZERO, Figures
from procure.tables.table import Value
from procure.tables.treasuries import WORDS, named
from procure.workbook.layout import Block

NEAR = Decimal("0.000001")
_WHAT = {CASH: "Payments", COMMITMENT: "Commitments"}


@dataclass(frozen=True, slots=True)
class Against:
    """Rows of a sheet, from 0: what is used, its limit, what is left of it (or the part used).

    what: what is used, in a word. whose: nation or supplier. of: the line of the budget, or what the capacity is for.
    used: None where no row shows what counts against the limit. carried: row of what is carried on, if there is one.
    first: the column of the first period. spans: periods of each limit; it stands in the last. unit: of used and
    limit. fullest: the highest part of a limit that is used, over its spans.
    """

    what: str
    whose: str
    of: str
    used: int | None
    limit: int
    left: int
    carried: int | None
    first: int
    spans: tuple[Span, ...]
    unit: str
    fullest: Decimal


def budgets(x: Figures, block: Block) -> Iterator[Against]:
    """The lines of budgets on the sheet Payments, in its order."""
    rows = block.table.rows
    for n in x.payers:
        for kind in (CASH, COMMITMENT):
            for line in (b for b in treasury.lines(x.f, kind) if b.nation == n and b.limits):
                used_word, limit_word, carried_word, left_word = (named(line, word) for word in WORDS[kind])
                at = _find(rows, n, limit_word)
                spent = x.spent(line)
                shown = [k for k in range(at) if rows[k][:2] == (n, used_word) and _equal(rows[k][3:], spent)]
                carried = next((k for k in (at + 1,) if rows[k][1] == carried_word), None)
                spans = tuple(limit.span for limit in line.limits)
                yield Against(
                    _WHAT[kind], n, line.line, block.first + shown[-1] if shown else None, block.first + at,
                    block.first + _find(rows, n, left_word), None if carried is None else block.first + carried,
                    block.columns[3], spans, ledger.money_of(x.f, n), _fullest(spans, spent, rows[at][3:]),
                )  # fmt: skip


def capacities(x: Figures, block: Block) -> Iterator[Against]:
    """The rows of Capacity on the sheet Industry load, in its order."""
    rows = block.table.rows
    loads = [k for k, row in enumerate(rows) if row[3] == "load"]
    own = [c for s in x.f.suppliers for c in x.f.problem.capacities if c.supplier == s]
    for at, c in zip(loads, own, strict=True):
        left = next(k for k in range(at, len(rows)) if rows[k][3] == "part used")
        spans, load = tuple(limit.span for limit in c.limits), rows[at][5:]
        yield Against(
            "Load", c.supplier, c.package or c.sector or "all its work", block.first + at, block.first + at + 1,
            block.first + left, None, block.columns[5], spans, c.unit, _fullest(spans, load, rows[at + 1][5:]),
        )  # fmt: skip


def _find(rows: Sequence[Sequence[Value]], nation: str, figure: str) -> int:
    return next(k for k, row in enumerate(rows) if row[:2] == (nation, figure))


def _equal(shown: Sequence[Value], spent: Sequence[Decimal]) -> bool:
    """Whether a row shows these amounts; it may have a column more, of what falls due after the last period."""
    return all(isinstance(a, Decimal) and abs(a - b) <= NEAR for a, b in zip(shown, spent, strict=False))


def _fullest(spans: Sequence[Span], used: Sequence[Value], limits: Sequence[Value]) -> Decimal:
    """The highest part of a limit that is used; what is used where there is none of it is a whole."""
    parts = [ZERO]
    for span in spans:
        amount = sum((_number(used[t]) for t in span.periods), ZERO)
        limit = _number(limits[span.last])
        parts.append(amount / limit if limit else Decimal(amount > NEAR))
    return max(parts)


def _number(value: Value) -> Decimal:
    return Decimal(value) if isinstance(value, Decimal | int) else ZERO
