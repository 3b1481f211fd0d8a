"""What rules and limits cost: the sheet Prices, where the run asked."""

from __future__ import annotations

from collections.abc import Sequence

from procure.tables.figures import Figures
from procure.tables.price import COMPARED, Case, Change, Price, of_run
from procure.tables.price_words import sentences
from procure.tables.table import PERCENT, PLAIN, Column, Rows, Table, Value, number_format

SHEET = "Prices"


def prices(x: Figures) -> list[Table]:
    """The sheet Prices: sentences, then the figures; nothing where the run did not ask."""
    found = of_run(x.plan.run)
    return tables(found, [n.id for n in x.f.problem.nations], x.decimals) if found else []


def tables(found: Sequence[Price], nations: Sequence[str], decimals: int = 2) -> list[Table]:
    """Prices in words and in figures. nations: in the order of their columns; those that no price touches have none."""
    rows = Rows()
    for price in found:
        for sentence in sentences(price, decimals):
            rows.add(sentence)
    said = rows.table(SHEET, "What rules and limits cost", "", (Column("in words", width=16, span=12),))
    return [said, _figures(found, nations, decimals)]


def _figures(found: Sequence[Price], nations: Sequence[str], decimals: int) -> Table:
    touched = {n for price in found for case in price.cases if case.certain for n, _ in case.nations}
    shown, rows, money = [n for n in nations if n in touched], Rows(), number_format("M", decimals)
    for price in found:
        for case in price.cases:
            rows.add(price.name, price.words, price.owner, case.how, case.step, *_cells(price, case, shown))
    columns = [
        Column("row", width=22), Column("what it asks", width=40), Column("asked by", width=14),
        Column("changed", width=15), Column("to", width=22), Column("what is known", width=14),
        Column("cost changes by", money, 14), Column("of cost", PERCENT), Column("from", money, 12),
        Column("to at most", money, 12), Column("first differs", width=14), Column("by", PLAIN, 10),
        Column("unit", width=11), *(Column(n, money, 11) for n in shown),
    ]  # fmt: skip
    sentence = (
        "The cheapest plan otherwise less the cheapest plan as asked, both solved again: below nothing is what the row "
        "costs. From, to: what is proven of it; where that has 0 in it no figure is given. What comes before cost is "
        "compared first. Nations: what each is charged more, in the two plans found."
    )
    return rows.table(SHEET, "Prices", sentence, columns)


def _cells(price: Price, case: Case, shown: Sequence[str]) -> list[Value]:
    cost, first = case.cost, case.before
    known = case.state if case.state != COMPARED else _known(first or cost)
    told = cost is not None and (cost.certain or cost.none)
    amount = cost.amount if cost is not None and told else None
    part = amount / price.of if amount is not None and price.of else None
    limits = (None, None) if cost is None else (cost.low, cost.high)
    differs = ("", None, "") if first is None else (first.name, first.amount if first.certain else None, first.unit)
    by = dict(case.nations) if case.certain else {}
    return [known, amount, part, *limits, *differs, *(by.get(n) for n in shown)]


def _known(change: Change | None) -> str:
    if change is None:
        return ""
    return "proven" if change.certain or change.none else "uncertain" if change.most is not None else "not proven"
