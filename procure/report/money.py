"""Charts of money: cost share against work share, payments against budgets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import ledger, treasury
from procure.plan import dec
from procure.problem import Budget
from procure.report.chart import DONE, LIMIT, OVER, Chart, Key, Panel, bars, panels, spanned
from procure.tables.figures import SEEN, ZERO, Figures, part
from procure.tables.sentences import money
from procure.tables.table import PERCENT, PLAIN, POINTS, Column, Rows

ALIKE = Decimal("0.0005")  # of the whole: shares that show as the same per cent


def shares(x: Figures) -> Iterator[Chart]:
    """Each nation's part of the cost beside its part of the partners' work; nothing where nothing costs anything."""
    if not x.total_cost:
        return
    work, rows = sum((x.works.get((n,), ZERO) for n in x.f.partners), ZERO), Rows()
    drawn: dict[str, tuple[Decimal, Decimal | None]] = {}
    for n in x.shown_nations:
        cost = x.costs.get((n,), ZERO) / x.total_cost
        done = part(x.works.get((n,), ZERO), work) if n in x.f.partners else None
        apart = None if done is None else 100 * (done - cost)
        rows.add(n, x.costs.get((n,), ZERO), cost, x.works.get((n,), ZERO), done, apart)
        if cost or done is not None:
            drawn[n] = cost, done
    columns = [
        Column("nation"), Column("cost", x.money), Column("cost share", PERCENT), Column("work", x.work_format),
        Column("work share", PERCENT), Column("work above cost", POINTS),
    ]  # fmt: skip
    table = rows.table("", "Cost share against work share", x.counted_as, columns)
    shares_of: dict[str, list[Decimal | None]] = {
        "cost share": [cost for cost, _ in drawn.values()],
        "work share": [done for _, done in drawn.values()],
    }
    drawing, sentence = bars(list(drawn), shares_of, "%", 1), _furthest(drawn)
    yield Chart("shares", table.title, sentence, table, drawing, (Key("s0", "cost share"), Key("s1", "work share")))


def _furthest(of: dict[str, tuple[Decimal, Decimal | None]]) -> str:
    """The nation whose work is furthest from its cost."""
    apart = {n: work - cost for n, (cost, work) in of.items() if work is not None}
    most = max(apart, key=lambda n: abs(apart[n]), default="")
    if not most or abs(apart[most]) <= ALIKE:
        return "Every partner's industry does as large a part of the work as its nation bears of the cost."
    cost, work = of[most]
    return f"Cost and work are furthest apart for {most}: {cost:.1%} of the cost and {work:.1%} of the partners' work."


def payments(x: Figures) -> Iterator[Chart]:
    """What each treasury pays in each period beside what its budget and the money carried in allow."""
    several = [panel for n in x.payers for panel in _of_nation(x, n)]
    several = [panel for panel in several if any(panel.done)]
    if not several:
        return
    rows = Rows()
    for panel in several:
        for label, paid, most in zip(panel.labels, panel.done, panel.limits, strict=True):
            left = None if most is None else most - paid
            rows.add(panel.title, label, paid, most, left, red=[4] if left is not None and left < -SEEN else [])
    columns = [
        Column("treasury"), Column("period"), Column("paid", PLAIN), Column("budget and carry-over", PLAIN),
        Column("room left", PLAIN),
    ]  # fmt: skip
    said = "In M of each treasury's own money; a budget over several periods stands against their payments together."
    table = rows.table("", "Payments against budgets", said, columns)
    limited = any(limit is not None for panel in several for limit in panel.limits)
    keys = (Key(DONE, "paid"), *([Key(LIMIT, "budget and carry-over")] if limited else []), *_over(several))
    drawing = panels("paid", "budget and carry-over", several)
    yield Chart("payments", table.title, _tightest(x), table, drawing, keys)


def _over(several: list[Panel]) -> tuple[Key, ...]:
    return (Key(OVER, "more than the budget"),) if any(panel.over for panel in several) else ()


def _tightest(x: Figures) -> str:
    """The payer and the period with the least room in its budget."""
    rooms = list(_rooms(x))
    if not rooms:
        return "No budget limits any treasury; the payments stand alone."
    left, n, t = min(rooms)
    if left < -SEEN:
        return f"{n} pays {money(x, -left)} more than its budget allows, by {x.labels[t]}."
    free = "nothing" if left <= SEEN else money(x, left)
    return f"No budget is passed; the least room is {n}'s, {free} in {x.labels[t]}."


def _rooms(x: Figures) -> Iterator[tuple[Decimal, str, int]]:
    """(room in M of the programme's money, nation, last period) of every limit that allows or bears anything."""
    for line in treasury.lines(x.f):
        spent, room = x.spent(line), x.room_of(line)
        for limit in line.limits if line.nation in x.payers else ():
            last = limit.span.last
            if limit.amount or any(spent[t] for t in limit.span.periods):
                yield room[last] / dec(treasury.factor(x.f, line, last)), line.nation, last


def _of_nation(x: Figures, n: str) -> Iterator[Panel]:
    """A panel for each cash line of a nation, and one for what no line limits."""
    lines = [line for line in treasury.lines(x.f) if line.nation == n]
    for line in lines:
        yield _of_line(x, line, f"{n}, {line.line}" if line.line else n)
    free = set(treasury.unpaid(x.f, n)) if lines else set(x.f.phases)
    by_period = [sum((x.plan.get("pay", n, p, t) for p in sorted(free)), ZERO) for t in x.f.periods]
    name = f"{n}, without a budget" if lines else n
    yield Panel(name, " M", x.decimals, tuple(x.labels), tuple(by_period), (None,) * len(by_period))


def _of_line(x: Figures, line: Budget, title: str) -> Panel:
    """What counts against a line, by what it is limited over: a period, or several together."""
    spent, room = x.spent(line), x.room_of(line)
    spans = {limit.span.first: limit.span for limit in line.limits}
    labels, done, most = [], [], []  # type: list[str], list[Decimal], list[Decimal | None]
    t = 0
    while t < len(x.f.periods):
        span = spans.get(t)
        last = t if span is None else span.last
        labels.append(spanned(x, t, last))
        done.append(sum(spent[t : last + 1], ZERO))
        most.append(None if span is None else room[last] + done[-1])
        t = last + 1
    passed = tuple(k for k, limit in enumerate(most) if limit is not None and done[k] - limit > SEEN)
    unit = f" {ledger.money_of(x.f, line.nation)}"
    shown = tuple(None if limit is None else max(limit, ZERO) for limit in most)
    return Panel(title, unit, x.decimals, tuple(labels), tuple(done), shown, passed)
