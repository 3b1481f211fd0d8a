"""Technology control of the brute-force model, read from the rows of Controls once more and written plainly."""

from __future__ import annotations

from collections.abc import Iterable

from procure.problem import Control
from procure.transfers import transfers
from tests.brute_model import ANY, Terms, Work


def decide(work: Work, technologies: Iterable[str], nation: str) -> list[Control]:
    """The row of each technology and owner that speaks of the nation most closely; the strictest of several groups."""
    groups, strict = work.f.nations[nation].groups, ("free", "licence", "denied")
    found: dict[tuple[str, str], tuple[tuple[int, int, float, str], Control]] = {}
    for c in work.problem.controls:
        near = 3 if c.destination == nation else 2 if c.destination in groups else 1 if c.destination == "*" else 0
        if c.technology in technologies and c.owner != nation and near:
            rank = (near, strict.index(c.permission), c.months, c.destination)
            if rank > found.get((c.technology, c.owner), ((0, 0, 0.0, ""), c))[0]:
                found[c.technology, c.owner] = (rank, c)
    return [c for _, c in found.values()]


def forbid(work: Work) -> None:
    """Nothing is done or delivered before its licences, and nothing that is denied."""
    for family in (work.start, work.make, work.open):
        for key, x in family.items():
            rows = decide(work, work.f.packages[key[0]].technologies, work.f.suppliers[key[1]].nation)
            if any(_forbids(work, c, int(key[-1])) for c in rows):
                work.m.row(0.0, [(1.0, x)], 0.0)
    for (i, n, t), x in work.deliver.items():
        rows = decide(work, _inside(work, i), n)
        if any(_forbids(work, c, t) and not c.de_minimis_fraction for c in rows):
            work.m.row(0.0, [(1.0, x)], 0.0)


def _forbids(work: Work, c: Control, t: int) -> bool:
    periods = int(c.months / work.f.calendar.months + 0.5)
    return c.permission == "denied" or (c.permission == "licence" and t < periods)


def _inside(work: Work, item: str) -> set[str]:
    return {k for w in work.f.recurring if item in (w.items or (item,)) for k in w.technologies}


def hold_content(work: Work) -> None:
    """The owner's sets against all sets in a nation's units, by value."""
    f = work.f
    for i, n in f.due:
        for c in decide(work, _inside(work, i), n):
            if c.permission != "denied" or not c.de_minimis_fraction:
                continue
            terms: Terms = []
            for w in f.recurring:
                theirs = any(d.owner == c.owner and d.technology in w.technologies for d in work.problem.controls)
                for b in f.streams[w.id]:
                    buyers = f.nations if b.buyers is None else b.buyers
                    units = {k: q for k, q in f.firm.items() if k[0] in b.items and k[1] in buyers}
                    part = units.get((i, n), 0.0) / sum(units.values()) if units else 0.0
                    for (v, s, a, _), x in work.make.items():
                        if (v, a) == (w.id, b.id):
                            owned = theirs or f.suppliers[s].nation == c.owner
                            terms.append((part * f.price(v, s, b) * (owned - c.de_minimis_fraction), x))
            work.m.row(-ANY, terms, 0.0)


def transfer_costs(work: Work) -> dict[str, Terms]:
    """M that each phase pays for transfers: it needs one where it has an award, and pays where none before it does."""
    m, found = work.m, {}  # type: ignore[var-annotated]
    for one in transfers(work.f):
        before: list[int] = []
        for p in one.phases:
            needs, pays = m.column(1.0, True), m.column(1.0, True)
            awards = [work.award[pair] for pair in one.pairs[p]]
            m.row(-ANY, [(1.0, needs), *((-1.0, x) for x in awards)], 0.0)
            for x in awards:
                m.row(0.0, [(1.0, needs), (-1.0, x)], ANY)
            m.row(0.0, [(1.0, pays), (-1.0, needs), *((1.0, x) for x in before)], ANY)
            m.row(-ANY, [(1.0, pays), (-1.0, needs)], 0.0)
            for x in before:
                m.row(-ANY, [(1.0, pays), (1.0, x)], 1.0)
            before.append(needs)
            found.setdefault(p, []).append((sum(c.cost_m for c in one.licences), pays))
    return found
