"""Alternatives as tables and in words: the plans, who gets which package in each, what nations pay and build."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from procure import counting, solve
from procure.alternatives.found import Alternative, Found
from procure.alternatives.ranges import End, Range, measured
from procure.alternatives.shape import CHARGE, WORK
from procure.facts import Facts
from procure.plan import dec
from procure.tables.table import PERCENT, TEXT, Column, Rows, Table, Value, number_format

SHEET, PACKAGES, NATIONS, RANGES = "Alternatives", "Packages", "Nations", "Ranges"
NAMED = 6  # packages that a sentence names
TOLD = {CHARGE: "pays", WORK: "builds"}
_MONEY = number_format("", 2)


def tables(found: Found, ranges: Sequence[Range]) -> dict[str, list[Table]]:
    """The tables of the workbook by sheet."""
    made = {SHEET: [plans(found)], PACKAGES: [packages(found)], NATIONS: nations(found)}
    return {**made, **({RANGES: [extremes(found, ranges)]} if ranges else {})}


def plans(found: Found) -> Table:
    """A row a plan, the best first."""
    rows, whole, best = Rows(), sum(found.worth.values()), found.plans[0].cost if found.plans else Decimal(0)
    for number, one in enumerate(found.plans, start=1):
        more = one.cost - best
        part = _money(one.apart) if one.apart is not None else None
        share = dec(round(one.apart / whole, 6)) if one.apart is not None and whole else None
        cost = (_round(one.cost), _round(more), _share(more, best))
        rows.add(str(number), *cost, part, share, _money(one.farthest), one.state)
    columns = [
        Column("plan"), Column("cost", _MONEY, 12), Column("more than plan 1", _MONEY, 12), Column("%", "0.00%", 9),
        Column("awarded otherwise", _MONEY, 12), Column("of all work", PERCENT, 11),
        Column("no plan has more", _MONEY, 12), Column("state", width=14),
    ]  # fmt: skip
    sentence = (
        f"Plans at most {100 * found.part:.12g} % dearer than the best; M as the planner counts cost. Awarded "
        "otherwise: work, at the lowest prices, than in the plan above that is nearest. A package counts whole where "
        "another supplier takes a place in it, half where one is only added or dropped. Each plan is as far as can be "
        "from all above it: no plan within the limit has more."
    )
    return rows.table(SHEET, "Plans nearly as good", sentence, columns)


def packages(found: Found) -> Table:
    """Who holds each package in each plan; those held otherwise somewhere first."""
    rows, worth = Rows(), found.worth
    named = [(w, [", ".join(sorted(one.holders.get(w, ()))) for one in found.plans]) for w in worth]
    for w, who in sorted(named, key=lambda one: (len(set(one[1])) == 1, one[0])):
        rows.add(w, _money(worth[w]), *who)
    columns = [
        Column("package", width=20), Column("value", _MONEY, 10),
        *(Column(f"plan {k}", TEXT, 18) for k in range(1, 1 + len(found.plans))),
    ]  # fmt: skip
    sentence = "The suppliers that hold a part, in each plan; packages on which the plans differ first."
    return rows.table(PACKAGES, "Who gets what", sentence, columns)


def nations(found: Found) -> list[Table]:
    """What every nation is charged and works, a column a plan."""
    f, made = Facts(found.problem), []
    titles = ((CHARGE, "What nations pay", "M"), (WORK, "What nations build", counting.unit(f)))
    for family, title, unit in titles:
        rows = Rows()
        by_nation = {n: [_money(measured(one.plan, f, n, family)) for one in found.plans] for n in f.nations}
        for n, amounts in by_nation.items():
            if any(amounts):
                rows.add(n, *amounts)
        columns_of = zip(*by_nation.values(), strict=True)
        rows.add("all", *(sum(filter(None, some), Decimal(0)) for some in columns_of), total=True)
        columns = [Column("nation", width=14)]
        columns += [Column(f"plan {k}", _MONEY, 12) for k in range(1, 1 + len(found.plans))]
        made.append(rows.table(NATIONS, title, f"{unit}, undiscounted, in each plan.", columns))
    return made


def extremes(found: Found, ranges: Sequence[Range]) -> Table:
    """A row for what a nation pays, or builds: in plan 1, the least and the most, and what is proven of both."""
    rows, unit = Rows(), counting.unit(Facts(found.problem))
    for one in ranges:
        least, most = one.least, one.most
        what = f"{TOLD[one.family]}, {'M' if one.family == CHARGE else unit}"
        ends = (_money(least.value), _money(least.bound), _money(most.value), _money(most.bound))
        states = dict.fromkeys((least.state, most.state))
        rows.add(one.nation, what, _money(one.best), *ends, ", ".join(states))
    columns = [
        Column("nation", width=14), Column("", width=12), Column("in plan 1", _MONEY, 12), Column("least", _MONEY, 12),
        Column("no plan below", _MONEY, 12), Column("most", _MONEY, 12), Column("no plan above", _MONEY, 12),
        Column("state", width=14),
    ]  # fmt: skip
    sentence = (
        f"Of all plans that cost at most {100 * found.part:.12g} % more than the best: the least and the most that a "
        "nation pays, and its industry builds, undiscounted. Each end is a plan of its own; no plan has them all."
    )
    return rows.table(RANGES, "What is in it for each nation", sentence, columns)


def words(found: Found) -> list[str]:
    """What was found, and what is proven of there being more."""
    if not found.plans:
        return [f"There is no plan to look for alternatives to: {found.why or found.state}."]
    first, count = found.plans[0], len(found.plans)
    limit = f"within {100 * found.part:.12g} %"
    said = [f"The best plan costs {first.cost:,.2f} M{_known(found)}; {count - 1} more {limit} of it are listed."]
    if found.ended == solve.PROVEN:
        said.append(f"That is all: no other plan {limit} gives the work to other suppliers.")
    elif found.ended:
        why = f": {found.why}" if found.why else ""
        said.append(f"The search for one more ended without a proof that there is none ({found.ended}{why}).")
    if count > 1 and first.cost:
        dearest = max(one.cost for one in found.plans) - first.cost
        said.append(f"The dearest of them costs {dearest:,.2f} M more ({_percent(dearest, first.cost)}).")
    fixed = [w for w in found.worth if len({one.holders.get(w, frozenset()) for one in found.plans}) == 1]
    if count > 1 and fixed:
        named = f"{', '.join(fixed[:NAMED])}{' ...' if len(fixed) > NAMED else ''}"
        said.append(f"{len(fixed)} of {len(found.worth)} packages go to the same suppliers in all of them: {named}.")
    return said


def _known(found: Found) -> str:
    gap = None if found.bound is None else max(0.0, float(found.plans[0].cost) - found.bound)
    return "" if gap is None else f" (at most {gap:,.2f} M above the least possible)"


def records(found: Found, ranges: Sequence[Range]) -> dict[str, Any]:
    """The same for a JSON document."""
    f = Facts(found.problem)
    return {
        "within": found.part,
        "state": found.state,
        "ended": found.ended or "as many as asked",
        "bound": found.bound,
        "packages": [{"package": w, "value": value} for w, value in found.worth.items()],
        "alternatives": [_record(one, f) for one in found.plans],
        "nations": [
            {"nation": one.nation, "of": TOLD[one.family], "plan_1": one.best, "least": _end(one.least),
             "most": _end(one.most)}
            for one in ranges
        ],
    }  # fmt: skip


def _record(one: Alternative, f: Facts) -> dict[str, Any]:
    amounts = {
        n: {TOLD[family]: measured(one.plan, f, n, family) for family in (CHARGE, WORK)} for n in f.nations
    }  # fmt: skip
    return {
        "cost": float(one.cost), "state": one.state, "awarded_otherwise": one.apart, "at_most": one.farthest,
        "awards": {w: sorted(who) for w, who in one.holders.items()}, "nations": amounts,
    }  # fmt: skip


def _end(one: End) -> dict[str, Any]:
    return {"value": one.value, "bound": one.bound, "state": one.state, "cost": one.cost, "why": one.why}


def _money(amount: float | None) -> Decimal | None:
    return None if amount is None else _round(dec(amount))


def _round(amount: Decimal) -> Decimal:
    return round(amount, 2) + 0  # no minus before nothing


def _share(more: Decimal, of: Decimal) -> Value:
    return round(more / abs(of), 6) + 0 if of else None


def _percent(more: Decimal, of: Decimal) -> str:
    return f"{100 * more / abs(of):.2f} %"
