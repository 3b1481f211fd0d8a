"""Who works: work shares, the packages' timeline, the load of industry."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import keys, ledger
from procure.plan import dec
from procure.problem import Capacity, Package, Phase
from procure.tables import industry, offers
from procure.tables.figures import SEEN, ZERO, Figures, grouped, part, weighted
from procure.tables.money import points
from procure.tables.table import PERCENT, PLAIN, POINTS, Column, Rows, Table, Value, decimals_of, number_format

ALL_SECTORS, LOAD, PLACED = "all sectors", "Industry load", "Work packages"
LEGEND = "Nations by colour and letters"


def work_shares(x: Figures) -> Table:
    """Nation by phase and sector: work, and its part of the partners' work against the share agreed."""
    columns = [
        Column("phase", width=16), Column("sector", width=16), Column("nation", width=12),
        Column("work", x.work_format, 14), Column("work share", PERCENT, 11), Column("agreed", PERCENT, 10),
        Column("above agreed", POINTS, 13),
    ]  # fmt: skip
    rows = Rows()
    by_sector = grouped(x.work.items(), 0, 1, 2)
    for p in x.f.problem.phases:
        _of_phase(x, rows, p)
        for sector in sorted({str(k) for _, q, k in by_sector if q == p.id}):
            worked = {n: by_sector[n, p.id, sector] for n in x.shown_nations if (n, p.id, sector) in by_sector}
            partners = sum((v for n, v in worked.items() if n in x.f.partners), ZERO)
            for n, amount in worked.items():
                share = part(amount, partners) if n in x.f.partners else None
                rows.add(p.id, sector or "(no sector)", n, amount, share, None, None)
    sentence = f"Work of each nation's industry; shares are of the partners' work. {x.counted_as}"
    return rows.table("Work shares", "Work shares", sentence, columns)


def _of_phase(x: Figures, rows: Rows, p: Phase) -> None:
    work, agreed_key = grouped(x.work.items(), 0, 1), keys.agreed_share(x.f, p)
    partners = sum((work.get((n, p.id), ZERO) for n in x.f.partners), ZERO)
    for n in x.shown_nations:
        amount, is_partner = work.get((n, p.id), ZERO), n in x.f.partners
        if not amount and not is_partner:
            continue
        share = part(amount, partners) if is_partner else None
        agreed = weighted(agreed_key, n, x.partners_work, p.id) if agreed_key and is_partner else None
        rows.add(p.id, ALL_SECTORS, n, amount, share, agreed, points(share, agreed))
    whole = sum((amount for (_, q), amount in work.items() if q == p.id), ZERO)
    rows.add(p.id, ALL_SECTORS, "all", whole, None, None, None, total=True)


def work_packages(x: Figures) -> list[Table]:
    """Package by supplier: who, when, at what price, with the timeline in the periods' columns; and the offers."""
    sets = number_format("", decimals_of(value for _, value in x.plan.items("make")))
    columns = [
        Column("package", width=22), Column("phase", width=14), Column("sector", width=12), Column("kind", width=9),
        Column("supplier", width=16), Column("nation", width=9), Column("share", PERCENT, 8),
        Column("begins", width=8), Column("ends", width=8), Column("price", x.money, 13),
        Column("set-up", x.money, 11), *(Column(label, sets, 6) for label in x.labels),
    ]  # fmt: skip
    before = len(columns) - len(x.labels)
    rows = Rows()
    for w in sorted(x.f.problem.packages, key=lambda w: (w.phase, w.recurring, w.id)):
        placed = _placed(x, w)
        for s, (share, cells) in placed.items():
            nation, busy = x.nation(s), [t for t, cell in enumerate(cells) if cell is not None]
            ends = [x.labels[t] for t in (busy[0], busy[-1])] if busy else ["", ""]
            price, setup = x.prices.get((w.id, s), ZERO), x.setups.get((w.id, s), ZERO)
            who = (w.id, w.phase, w.sector or "", w.kind, s, nation)
            row = rows.add(*who, share, *ends, price, setup, *cells)
            rows.bars |= {(row, before + t): nation for t in busy}
        if not placed:
            blank = (None,) * (len(columns) - 5)
            missing = ledger.placed(x.plan, x.f, w) > 0
            why = "not placed" if missing else "not needed" if w.qualifies else "item not in use"
            rows.add(w.id, w.phase, w.sector or "", w.kind, why, *blank, red=[4] if missing else [])
    sums = [sum(table.values(), ZERO) for table in (x.prices, x.setups)]
    rows.add("all", *[""] * 5, None, "", "", *sums, *[None] * len(x.labels), total=True)
    sentence = (
        "Who makes what, when and at what price. Bars are coloured by nation: a one-off package shows the nation's "
        "letters, a package made per unit the sets of the period. Colours and letters are named below the table."
    )
    return [rows.table(PLACED, PLACED, sentence, columns), *_legend(x, rows), *offers.offers_taken(x, PLACED)]


def _legend(x: Figures, drawn: Rows) -> Iterator[Table]:
    """The nations of the bars that are drawn, each with its colour and letters."""
    letters, here, rows = codes(tuple(x.f.nations)), set(drawn.bars.values()), Rows()
    for n in x.f.nations:
        if n in here:
            rows.bars[rows.add(letters[n], n), 0] = n
    if rows.rows:
        yield rows.table(PLACED, LEGEND, "", (Column(""), Column("")))


def _placed(x: Figures, w: Package) -> dict[str, tuple[Decimal | None, list[Value]]]:
    """Suppliers that hold a part of the package: their share, and the cell of every period."""
    return _made(x, w) if w.recurring else _started(x, w)


def _made(x: Figures, w: Package) -> dict[str, tuple[Decimal | None, list[Value]]]:
    sets = grouped(((key, v) for key, v in x.plan.items("make") if key[0] == w.id), 1, 3)
    whole = sum(sets.values(), ZERO)
    holders = {s for s in x.f.suppliers if x.plan.get("award", w.id, s) > 0} | {str(s) for s, _ in sets}
    found: dict[str, tuple[Decimal | None, list[Value]]] = {}
    for s in sorted(holders):
        by_period = [sets.get((s, t), ZERO) for t in x.f.periods]
        found[s] = (part(sum(by_period, ZERO), whole), [v or None for v in by_period])
    return found


def _started(x: Figures, w: Package) -> dict[str, tuple[Decimal | None, list[Value]]]:
    letters = codes(tuple(x.f.nations))
    found: dict[str, tuple[Decimal | None, list[Value]]] = {}
    for (package, s, t), share in x.plan.items("start"):
        if package == w.id and share:
            period = int(t)
            busy = range(period, period + x.f.duration(w))
            found[str(s)] = (share, [letters[x.nation(str(s))] if u in busy else None for u in x.f.periods])
    return found


def codes(nations: tuple[str, ...]) -> dict[str, str]:
    """Letters for each nation: its name where that is short, else its first letters that no other name begins with."""
    found: dict[str, str] = {}
    for n in nations:
        others = [m for m in nations if m != n]
        lengths = range(2, len(n))
        own = next((n[:k] for k in lengths if not any(m.startswith(n[:k]) for m in others)), n)
        found[n] = n if len(n) <= 3 else own
    return found


def industry_load(x: Figures) -> list[Table]:
    """Each supplier's work in M; the load of each capacity row, what is free, and the part used, by period."""
    columns = [Column("supplier", width=18), Column("nation", width=9), Column("of", width=16)]
    columns += [Column("figure", width=12), Column("total", PLAIN, 13)]
    columns += [Column(label, PLAIN, 10) for label in x.labels]
    rows = Rows()
    for s, supplier in x.f.suppliers.items():
        worked = grouped(((key, v) for key, v in x.done.items() if key[1] == s), 2)
        by_period = [worked.get((t,), ZERO) for t in x.f.periods]
        own = [c for c in x.f.problem.capacities if c.supplier == s]
        if any(by_period) or own:
            rows.add(s, supplier.nation, "all its work", "work", sum(by_period, ZERO), *by_period, format=x.money)
        for c in own:
            _against_capacity(x, rows, c)
    sentence = (
        "Work of each supplier and its load against the capacity free for the programme; a capacity stands in the "
        "last period that it holds for, blank is no limit, overload is red."
    )
    return [rows.table(LOAD, LOAD, sentence, columns), *industry.taken(x, LOAD)]


def _against_capacity(x: Figures, rows: Rows, c: Capacity) -> None:
    by_period, free, more = load(x, c), available(x, c), industry.added(x, c)
    who: tuple[Value, ...] = (c.supplier, x.nation(c.supplier), c.package or c.sector or "all its work")
    used = {limit.span.last: sum((by_period[t] for t in limit.span.periods), ZERO) for limit in c.limits}
    over = [5 + t for t, most in free.items() if used[t] - most > SEEN * max(Decimal(1), most)]
    unit = number_format(c.unit, decimals_of([*by_period, *free.values()]))
    rows.add(*who, "load", sum(by_period, ZERO), *by_period, format=unit, red=over)
    rows.add(*who, "capacity", sum(free.values(), ZERO), *(free.get(t) for t in x.f.periods), format=unit)
    if any(more):
        rows.add(*who, "of it invested", sum(more, ZERO), *(v or None for v in more), format=unit)
    shares = [part(used[t], free[t]) if t in free else None for t in x.f.periods]
    rows.add(*who, "part used", None, *shares, format=PERCENT, red=over)
    if c.lowest > 0:
        busy = x.f.periods if c.lowest_always else [t for t in x.f.periods if by_period[t] > SEEN] or [-1]
        low = [dec(c.lowest) if busy[0] <= t <= busy[-1] else None for t in x.f.periods]
        under = [5 + t for t, least in enumerate(low) if least is not None and least - by_period[t] > SEEN * least]
        rows.add(*who, "lowest", None, *low, format=unit, red=under)


def available(x: Figures, c: Capacity) -> dict[int, Decimal]:
    """Capacity free for the programme, with what investments add, by the last period of each limit."""
    more = industry.added(x, c)
    own = {limit.span.last: dec(c.free_fraction) * dec(limit.amount) for limit in c.limits}
    return {limit.span.last: sum((more[t] for t in limit.span.periods), own[limit.span.last]) for limit in c.limits}


def load(x: Figures, c: Capacity) -> list[Decimal]:
    """Load of a capacity row by period, in its unit: one-off effort spread over the duration, sets times effort."""
    loads = [ZERO] * len(x.f.periods)
    covered = set(x.f.covers(c))
    for (w, s, t), share in x.plan.items("start"):
        if s == c.supplier and w in covered:
            long = x.f.duration(x.f.packages[str(w)])
            effort = dec(x.f.effort(str(w), c.supplier, c.unit))
            for u in range(int(t), min(int(t) + long, len(loads))):
                loads[u] += effort * share / long
    for (w, s, b, t), sets in x.plan.items("make"):
        if s == c.supplier and w in covered:
            stream = next(one for one in x.f.streams[str(w)] if one.id == b)
            loads[int(t)] += dec(x.f.effort(str(w), c.supplier, c.unit, stream)) * sets
    return loads
