"""What treasuries can bear against what the plan asks of them: line by line, in each nation's own money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from procure import ledger, treasury
from procure.plan import dec
from procure.problem import CASH, COMMITMENT, Budget
from procure.tables.figures import ZERO, Figures
from procure.tables.table import PLAIN, Column, Rows, Table, Value, number_format

WORDS = {
    CASH: ("paid", "budget", "carried on", "room left"),
    COMMITMENT: ("committed", "commitment budget", "commitments carried on", "commitments left"),
}


def against_lines(x: Figures, rows: Rows, nation: str, columns: int) -> None:
    """Adds a nation's lines to the table of payments: budget, carried on, room left; commitments likewise.

    columns: period columns of the table; no budget limits those after the horizon.
    """
    for kind in (CASH, COMMITMENT):
        lines = [b for b in treasury.lines(x.f, kind) if b.nation == nation and b.limits]
        for line in lines:
            _line(x, rows, line, len(lines) > 1 or kind == COMMITMENT, columns)


def _line(x: Figures, rows: Rows, line: Budget, with_spent: bool, columns: int) -> None:
    """Rows of a line. with_spent: what counts against it is shown too, as no other row of the table does."""
    spent_word, budget_word, carried_word, room_word = (named(line, word) for word in WORDS[line.kind])
    money = number_format(ledger.money_of(x.f, line.nation), x.decimals)

    def add(figure: str, total: Value, amounts: Sequence[Value], red: Sequence[int] = ()) -> None:
        blank = (None,) * (columns - len(amounts))
        rows.add(line.nation, figure, total, *amounts, *blank, format="" if money == x.money else money, red=red)

    if with_spent or any(treasury.factor(x.f, line, t) != 1 for t in x.f.periods):
        spent = x.spent(line)
        add(spent_word, sum(spent, ZERO), spent)
    ends = {limit.span.last: dec(limit.amount) for limit in line.limits}
    add(budget_word, sum(ends.values(), ZERO), [ends.get(t) for t in x.f.periods])
    carried = [x.carried(line, t) for t in x.f.periods]
    if any(carried):
        add(carried_word, None, [carried[t] if t in ends else None for t in x.f.periods])
    left = x.room_of(line)
    red = [3 + t for t, value in left.items() if value < 0]
    add(room_word, None, [left.get(t) for t in x.f.periods], red)


def named(line: Budget, figure: str) -> str:
    """A figure's name with the line's, and whether it is in constant prices."""
    return figure + (f", {line.line}" if line.line else "") + (", constant prices" if line.constant else "")


def own_currency(x: Figures, sheet: str) -> Iterator[Table]:
    """Nation by figure, of those whose treasury has another currency: what it pays in it, and its ceiling."""
    rows = Rows()
    for n in x.payers:
        nation, own = x.f.nations[n], ZERO
        if x.f.rates.own(nation.currency):
            continue
        paid = [(int(t), amount) for (who, _, t), amount in x.plan.items("pay") if who == n]
        for t, amount in paid:
            own += amount * dec(x.f.fx(n, t))
        whole = sum((amount for _, amount in paid), ZERO)
        mean = own / whole if whole else None
        ceiling = None if nation.ceiling_m is None else dec(nation.ceiling_m)
        rows.add(n, x.costs.get((n,), ZERO), whole, nation.currency, own, mean, ceiling)
    if rows.rows:
        columns = [
            Column("nation", width=16), Column("cost", x.money), Column("paid", x.money), Column("own currency"),
            Column("paid in it, M", PLAIN), Column("mean rate", "0.0000"), Column("ceiling in it, M", PLAIN),
        ]  # fmt: skip
        sentence = "In the treasury's own currency: each payment at the rate of the period in which it is made."
        yield rows.table(sheet, "In own currency", sentence, columns)
