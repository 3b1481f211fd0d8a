"""Firm units, options and wishes apart: what is agreed, what is taken of the rest, who pays, where wishes stop."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import orders
from procure.demand import Need
from procure.plan import dec
from procure.problem import FIRM, OPTION, WISH
from procure.tables.figures import SEEN, ZERO, Figures
from procure.tables.table import Column, Rows, Table
from procure.tables.wishes import stops

LIMITS_SHOWN = 4


def concerned(x: Figures) -> list[Need]:
    """Needs with options or wishes, or paid by another nation."""
    return [need for need in x.f.needs.values() if need.extras or need.payer != need.nation]


def by_order(x: Figures, sheet: str) -> Iterator[Table]:
    """A line for each need that is not firm units alone, paid by who takes them; no table where there is none."""
    needs, rows, limits = concerned(x), Rows(), stops(x)
    for need in needs:
        firm = sum(orders.attributed(x.plan, need)[FIRM], ZERO)
        asked = [amount for order in (OPTION, WISH) for amount in _units(x, need, order)]
        stop = _some(limits.get((need.name, need.nation), []))
        missing = [4] if sum(map(dec, need.due), ZERO) - firm > SEEN else []
        rows.add(
            need.nation, need.name, need.payer, sum(map(dec, need.due), ZERO), firm, *asked, stop, red=missing,
        )  # fmt: skip
    columns = [
        Column("nation", width=16), Column("item or family", span=2), Column("paid by"), Column("firm", x.units),
        Column("delivered", x.units), Column("options", x.units), Column("taken", x.units), Column("wishes", x.units),
        Column("met", x.units), Column("wishes stop at", span=5),
    ]  # fmt: skip
    if rows.rows:
        sentence = (
            "Units that are agreed, offered and wished for. A unit handed over counts first for a firm one that is "
            "due, then for an option, then for wishes by priority. Limits named have no room for one more lot."
        )
        yield rows.table(sheet, "Firm units, options and wishes", sentence, columns)


def _units(x: Figures, need: Need, order: str) -> tuple[Decimal | None, Decimal | None]:
    """(units that may be taken, units taken) of an order; nothing where the need has none."""
    mine = [e for e in need.extras if e.order == order]
    if not mine:
        return None, None
    return sum((dec(e.units) for e in mine), ZERO), sum((orders.taken(x.plan, need, e) for e in mine), ZERO)


def _some(limits: list[str]) -> str:
    """The limits, each once; the first few where they are many."""
    once = list(dict.fromkeys(limits))
    more = f" and {len(once) - LIMITS_SHOWN} more" if len(once) > LIMITS_SHOWN else ""
    return ", ".join(once[:LIMITS_SHOWN]) + more


def in_words(x: Figures) -> Iterator[str]:
    """What is taken of options and wishes, and what stops the wishes."""
    for order, verb, many in ((OPTION, "taken", "Options"), (WISH, "met", "Wishes")):
        units = [_units(x, need, order) for need in x.f.needs.values()]
        offered = sum((all_ for all_, _ in units if all_ is not None), ZERO)
        if offered:
            done = sum((part for _, part in units if part is not None), ZERO)
            limits = [limit for several in stops(x).values() for limit in several] if order == WISH else []
            stop = f" They stop at: {_some(limits)}." if limits else ""
            yield f"{many}: {_shown(done)} of {_shown(offered)} units are {verb}.{stop}"


def _shown(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.3f}"
