"""Treasuries that are not like the others: lines, commitments, own currencies, constant prices, fiscal years.

Drawn rarely and from a stream of their own, so that what the other steps draw stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from procure.calendar import Span
from procure.prices import Series
from procure.problem import CASH, COMMITMENT, LOAN, Budget, Nation
from tests.generating.draw import Draft
from tests.generating.limits import budget


def treasuries(d: Draft) -> None:
    """One treasury of some programmes, drawn anew: its budget is what the hidden plan asks of it, in its own terms."""
    own = replace(d, rng=Random(f"treasury {d.problem.programme.name}"))
    paying = sorted({str(n) for n, _, _ in d.values["pay"]})
    if not paying or not own.chance(0.25):
        return
    chosen, starts = own.rng.choice(paying), own.rng.choice(own.problem.programme.calendar.borders())
    nation = replace(own.facts.nations[chosen], fiscal_start=starts)
    if own.chance(0.5):
        nation = replace(nation, currency="crowns")
        own.replace(series=[*own.problem.series, _series(own, "crowns", 0.1, 12.0)])
    if own.chance(0.4) and not own.problem.programme.index:
        own.replace(series=[*own.problem.series, _series(own, "prices", 1.0, 1.3)])
        own.problem = replace(own.problem, programme=replace(own.problem.programme, index="prices"))
    _instead(own, nation)
    others = [b for b in own.problem.budgets if b.nation != nation.id]
    for key in [key for key in d.values["carry"] if key[0] == nation.id]:
        del d.values["carry"][key]
    own.replace(budgets=others)
    own.replace(budgets=[*others, *_lines(own, nation)])
    if nation.ceiling_m is not None:
        _instead(own, replace(nation, ceiling_m=_ceiling(own, nation)))
    d.problem = own.problem


def _instead(d: Draft, nation: Nation) -> None:
    d.replace(nations=[nation if n.id == nation.id else n for n in d.problem.nations])


def _series(d: Draft, id: str, low: float, high: float) -> Series:
    """A value for some of the periods, the first always."""
    spans = [Span(t, t) for t in d.facts.periods if t == 0 or d.chance(0.4)]
    labels = d.problem.programme.calendar.labels
    return Series(id, tuple((span, round(d.rng.uniform(low, high), 3), labels[span.first]) for span in spans))


def _lines(d: Draft, n: Nation) -> Iterator[Budget]:
    """A main line, one for some phases beside it, and what may be committed."""
    phases = [p.id for p in d.problem.phases]
    loans = any(fund.kind == LOAN for fund in d.problem.funds)  # a loan belongs to one line
    apart = tuple(d.some(phases, 1, len(phases) - 1)) if len(phases) > 1 and not loans and d.chance(0.6) else ()
    rest = tuple(p for p in phases if p not in apart)
    if apart:
        yield _line(d, Budget(n.id, (), line="apart", phases=apart, constant=d.chance(0.3)), apart)
    yield _line(d, Budget(n.id, (), constant=d.chance(0.3)), rest)
    if d.chance(0.5):
        yield _line(d, Budget(n.id, (), kind=COMMITMENT, constant=d.chance(0.3)), tuple(phases))


def _line(d: Draft, line: Budget, phases: tuple[str, ...]) -> Budget:
    """The line with what the hidden plan pays for its phases, or signs, in its own money."""
    facts, family = d.facts, "pay" if line.kind == CASH else "charge"
    spent = dict.fromkeys(facts.periods, 0.0)
    for (n, p, u), amount in d.values[family].items():
        t = int(u) if line.kind == CASH else facts.phases[str(p)].signed
        if n == line.nation and p in phases and t in spent:
            spent[t] += amount * facts.fx(line.nation, t) / (facts.deflator(t) if line.constant else 1.0)
    return budget(d, line, spent, facts.calendar.fiscal_years(facts.nations[line.nation].fiscal_start))


def _ceiling(d: Draft, n: Nation) -> float:
    facts = d.facts
    paid = ((int(t), amount) for (who, _, t), amount in d.values["pay"].items() if who == n.id)
    risen = facts.deflator if n.ceiling_constant else (lambda _: 1.0)
    before = sum(h.paid_m for h in d.problem.history if h.nation == n.id) * facts.fx(n.id, 0)
    return round(before + d.above(max(0.0, sum(amount * facts.fx(n.id, t) / risen(t) for t, amount in paid))), 9)
