"""The first page: what was decided, in plain words and in a few small tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar

from procure import counting, dues
from procure.calendar import AFTER
from procure.plan import dec
from procure.rules import RuleResult
from procure.tables.bridge import cost_by_phase
from procure.tables.decision_calendar import decision_calendar
from procure.tables.defence import against_gdp
from procure.tables.entry import entry_and_exit
from procure.tables.figures import SEEN, ZERO, Figures, grouped, part
from procure.tables.fleet import families, fleets
from procure.tables.orders import by_order
from procure.tables.outside_money import outside_money
from procure.tables.pooling import pooling
from procure.tables.price_levels import price_levels
from procure.tables.sentences import plain_words
from procure.tables.table import PERCENT, PLAIN, RATIO, TEXT, Column, Rows, Table, Value, number_format
from procure.tables.treasuries import own_currency
from procure.tables.work import codes

SHEET = "Summary"
PACKAGES_SHOWN = 45  # three beside each other, so that the page stays one page
PACKAGE_WIDTH = 55  # characters
RULES_SHOWN = 5
YEARS_SHOWN = 12

T = TypeVar("T")


def summary(x: Figures) -> list[Table]:
    """The blocks of Summary, from top to bottom."""
    return [
        plain_words(x, SHEET), _nations(x), *_by_year(x, "Payments by nation and year", "pay", x.money),
        *own_currency(x, SHEET), *against_gdp(x, SHEET), *cost_by_phase(x, SHEET),
        *entry_and_exit(x, SHEET), *outside_money(x, SHEET), *pooling(x, SHEET), *price_levels(x, SHEET),
        *_deliveries(x), *by_order(x, SHEET), *families(x, SHEET), *fleets(x, SHEET), _suppliers(x), *_tightest(x),
        *decision_calendar(x, SHEET), *_unit_prices(x),
    ]  # fmt: skip


def _nations(x: Figures) -> Table:
    """Per nation: what it gets, what it pays, what its industry does, how that stands to one another."""
    columns = [
        Column("nation", width=16), Column("units", x.units), Column("first delivery"), Column("last delivery"),
        Column("cost", x.money), Column("cost share", PERCENT), Column("work", x.work_format),
        Column("work share", PERCENT),
        Column("return", RATIO), Column("balance", x.work_format), Column("peak year"), Column("paid in it", x.money),
        Column("least room", x.money), Column("least room in"), *_settled(x, Column("settled", x.money)),
    ]  # fmt: skip
    rows, in_hours = Rows(), counting.unit(x.f) == "hours"
    partners_work = sum((x.works.get((n,), ZERO) for n in x.f.partners), ZERO)
    units, grosses = grouped(x.plan.items("deliver"), 1), grouped(x.gross.items(), 0)
    for n in x.shown_nations:
        cost, work = x.costs.get((n,), ZERO), x.works.get((n,), ZERO)
        handed = sorted({int(key[2]) for key, units in x.plan.items("deliver") if units and key[1] == n})
        share = part(work, partners_work) if n in x.f.partners else None
        peak, room = _peak(x, n), x.room(n)
        least, tightest = min(((left, t) for t, left in room.items()), default=(None, None))
        rows.add(
            n, units.get((n,), ZERO), *([x.labels[t] for t in (handed[0], handed[-1])] if handed else ["", ""]), cost,
            part(cost, x.total_cost), work, share, None if in_hours else part(work, grosses.get((n,), ZERO)),
            x.balance.get(n), *peak, least,
            "" if tightest is None else x.labels[tightest], *_settled(x, x.settlements.get((n,), ZERO)),
            red=[12] if least is not None and least < 0 else [],
        )  # fmt: skip
    whole = [sum(table.values(), ZERO) for table in (units, x.costs, x.works)]
    all_cost = part(whole[1], whole[1])
    ends = (*[None] * 3, "", None, None, "", *_settled(x, ZERO))
    rows.add("all", whole[0], "", "", whole[1], all_cost, whole[2], *ends, total=True)
    sentence = (
        "Work share: part of the partners' work. Return: work over cost before grants. Balance: work less what was "
        "agreed. "
        f"Least room: what budget and carry-over leave unpaid. {x.counted_as}"
    )
    return rows.table(SHEET, "Nations", sentence, columns)


def _settled(x: Figures, *what: T) -> tuple[T, ...]:
    """The column, and a nation's cell, of what nations settle with each other: only where they do."""
    return what if x.settlements else ()


def _peak(x: Figures, nation: str) -> list[Value]:
    """The year of the highest payments and what they are."""
    by_year = _years(x, ((int(t), v) for (n, _, t), v in x.plan.items("pay") if n == nation and t in x.f.periods))
    if not any(by_year.values()):
        return ["", None]
    year = max(by_year, key=by_year.__getitem__)  # the first of several
    return [year, by_year[year]]


def _years(x: Figures, amounts: Iterator[tuple[int, Decimal]]) -> dict[str, Decimal]:
    years = (*map(str, x.f.calendar.years), AFTER)
    sums = dict.fromkeys(years, ZERO)
    for t, value in amounts:
        sums[years[t]] += value
    return sums


def _by_year(x: Figures, title: str, family: str, format: str) -> Iterator[Table]:
    """Nation by year: sum of a family whose keys hold a nation and end with the period; so many years beside each
    other that the page stays readable."""
    nation_at = 0 if family == "pay" else 1
    years, entries = tuple(dict.fromkeys(map(str, x.f.calendar.years))), list(x.plan.items(family))
    if family == "pay" and len(dues.periods(x.f)) > len(x.f.periods):
        years = (*years, AFTER)
    own = {n: _years(x, ((int(k[-1]), v) for k, v in entries if k[nation_at] == n)) for n in x.shown_nations}
    every = _years(x, ((int(key[-1]), v) for key, v in entries))
    blocks = -(-len(years) // YEARS_SHOWN)
    size = -(-len(years) // blocks)
    for first in range(0, len(years), size):
        shown, rows = years[first : first + size], Rows()
        total = Column("total" if first == 0 else "", format)
        for n, sums in own.items():
            if any(sums.values()):
                rows.add(n, sum(sums.values(), ZERO) if first == 0 else None, *(sums[y] for y in shown))
        whole = sum(every.values(), ZERO) if first == 0 else None
        rows.add("all", whole, *(every[y] for y in shown), total=True)
        columns = [Column("nation", width=16), total, *(Column(year, format) for year in shown)]
        more = "" if blocks == 1 else f", {shown[0]} to {shown[-1]}"
        yield rows.table(SHEET, title + more, "", columns)


def _deliveries(x: Figures) -> Iterator[Table]:
    if x.f.items:
        yield from _by_year(x, "Deliveries by nation and year", "deliver", x.units)


def _suppliers(x: Figures) -> Table:
    """Package -> supplier (nation), three beside each other."""
    letters, held = codes(tuple(x.f.nations)), {}  # type: tuple[dict[str, str], dict[str, list[str]]]
    prices = grouped(((key, v) for table in (x.prices, x.setups) for key, v in table.items()), 0, 1)
    for (w, s), value in sorted(prices.items(), key=lambda entry: (str(entry[0][0]), -entry[1], str(entry[0][1]))):
        if value:
            held.setdefault(str(w), []).append(f"{s} ({letters[x.nation(str(s))]})")
    texts = [_held(w, held.get(w, ["not placed"])) for w in x.f.packages]
    shown, rows = texts[:PACKAGES_SHOWN], Rows()
    third = -(-len(shown) // 3)
    for line in range(third):
        rows.add(*(shown[k] if k < len(shown) else None for k in range(line, 3 * third, third)))
    more = len(texts) - len(shown)
    sentence = f"{more} more are on the sheet Work packages." if more else ""
    columns = [Column("package → supplier (nation)", span=5), *[Column("", span=5)] * 2]
    return rows.table(SHEET, "Who builds what", sentence, columns)


def _held(package: str, holders: list[str]) -> str:
    """The package and its holders, the largest alone where not all fit."""
    text = f"{package} → {', '.join(holders)}"
    if len(holders) > 1 and len(text) > PACKAGE_WIDTH:
        return f"{package} → {holders[0]} and {len(holders) - 1} more"
    return text


def _tightest(x: Figures) -> Iterator[Table]:
    """The rules with the least room, measured against their amount."""
    if not x.results:
        return
    rows = Rows()
    for r in sorted((r for r in x.results if r.slack is not None and r.needed), key=_tightness)[:RULES_SHOWN]:
        rows.add(
            r.rule.id, x.words.get(r.rule.id, ""), r.who, r.phase, r.rule.asked_by, r.reached, r.amount, r.slack,
            r.unit, red=[] if r.held or r.rule.strength == "report" else [5, 7],
        )  # fmt: skip
    columns = [
        Column("rule", span=2), Column("in words", span=5), Column("who"), Column("phase", span=1), Column("asked by"),
        Column("reached", PLAIN), Column("amount", PLAIN), Column("room", PLAIN), Column("unit", TEXT, span=2),
    ]  # fmt: skip
    yield rows.table(SHEET, "Tightest rules", "", columns)


def _tightness(r: RuleResult) -> tuple[bool, bool, Decimal]:
    """Missed rules first, then by room as a part of what is measured; what is only reported comes last."""
    size = max(abs(r.amount), abs(r.reached or ZERO)) or Decimal(1)
    return r.rule.strength == "report", r.held, (r.slack or ZERO) / size


def _unit_prices(x: Figures) -> Iterator[Table]:
    """What a unit of each item costs in packages made per unit."""
    rows, cost = Rows(), _sets_cost(x)
    for i, item in x.f.items.items():
        built = x.plan.total("built", i)
        price = part(cost.get(i, ZERO), built)
        listed = None if item.unit_price_m is None else dec(item.unit_price_m)
        rows.add(i, built, cost.get(i, ZERO), price, listed, item.unit)
    unit = number_format("M", x.decimals + 2)
    columns = [
        Column("item", width=16), Column("built", x.units), Column("price of sets", x.money),
        Column("unit price", unit), Column("list price", unit), Column("unit", span=2),
    ]  # fmt: skip
    if rows.rows:
        sentence = "Price of a unit's packages made per unit, without set-up and one-off packages."
        yield rows.table(SHEET, "Unit price", sentence, columns)


def _sets_cost(x: Figures) -> dict[str, Decimal]:
    """Price of the sets made for each item; sets that several items share are split by the sets these need."""
    found: dict[str, Decimal] = dict.fromkeys(x.f.items, ZERO)
    prices = grouped(x.plan.items("price"), 0, 2)
    for w in x.f.per_unit:
        for stream in x.f.streams[w.id]:
            amount = prices.get((w.id, stream.id), ZERO)
            units = {i: _units(x, i, stream.buyers) for i in stream.items}
            whole = sum(units.values(), ZERO)
            for i, own in units.items():
                found[i] += amount * own / whole if whole > SEEN else ZERO
    return found


def _units(x: Figures, item: str, buyers: tuple[str, ...] | None) -> Decimal:
    if buyers is None:
        return x.plan.total("built", item)
    return sum((x.plan.total("deliver", item, n) for n in buyers), ZERO)
