"""Treasuries that cannot pay the least that they must: lines of payments and of commitments, ceilings, all together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from procure import funding, keys, other_costs, settlements, treasury
from procure.clauses import key
from procure.explain.screens.bounds import beyond, finding, spent
from procure.facts import Facts
from procure.findings import Finding
from procure.problem import COMMITMENT, Budget, Nation, Phase


def screen(f: Facts) -> Iterator[Finding]:
    """One finding for each line and ceiling, at the first period by which it is too little; else one of all lines."""
    paid_back = {n for n, _, _ in settlements.receiving(f)} | {c.in_kind_by for c in f.problem.other_costs}
    alone = [found for line in treasury.lines(f) if line.nation not in paid_back for found in _line(f, line)]
    alone += [found for line in treasury.lines(f, COMMITMENT) for found in _commitments(f, line)]
    alone += [found for n in f.problem.nations if n.id not in paid_back for found in _ceiling(f, n)]
    yield from alone
    if not alone:
        yield from _together(f, {str(n) for n in paid_back})


# What must be paid


@lru_cache(maxsize=512)
def part(f: Facts, nation: str, phase: str) -> float:
    """The nation's part, 0..1, of what the phase's key parts, in the period in which it is least; grants taken off."""
    p = f.phases[phase]
    if phase in funding.granted(f) or nation not in keys.payers(f, p):
        return 0.0
    fixed = keys.fixed(f, p)
    if fixed is not None:
        return min(fixed.get((nation, t), 0.0) for t in f.periods)
    if p.key == "negotiated":
        return key.bounds(f, p)[nation][0] if all(map(f.nations[nation].member, f.periods)) else 0.0
    return 0.0


def due(f: Facts, p: Phase, t: int, whenever: bool = False) -> float:
    """M of the phase that falls due at least by the end of a period, whoever pays.

    whenever: charges may come in any period, whenever the work is done.
    """
    end, lag = f.periods[-1], f.lag(p.id)

    def done(by: int) -> float:
        return spent(f, p.id, by) if by >= 0 and (by == end or not whenever) else 0.0

    found = p.at_signature_fraction * done(end) if t >= p.signed else 0.0
    released = p.released is not None and t >= p.released
    kept = 1.0 if released else 1 - p.retention_fraction
    return found + kept * (p.with_work_fraction * done(t) + p.at_delivery_fraction * done(t - lag))


# Against what can be paid


def _line(f: Facts, line: Budget) -> Iterator[Finding]:
    if treasury.loans(f, line):
        return
    for t in _covered(f, line):
        rate = min(treasury.factor(f, line, u) for u in range(t + 1))
        phases = [f.phases[p] for p in treasury.phases(f, line)]
        least = rate * sum(part(f, line.nation, p.id) * due(f, p, t, p.over_the_phase) for p in phases)
        if beyond(least, can := _limit(line, t)):
            yield _finding(f, line, f"pays at least {least:,.2f}", can, t)
            return


def _commitments(f: Facts, line: Budget) -> Iterator[Finding]:
    covered = {t for limit in line.limits for t in limit.span.periods}
    for t in sorted(covered):
        signed = [p for p in treasury.phases(f, line) if f.phases[p].signed <= t and f.phases[p].signed in covered]
        rates = {p: treasury.factor(f, line, f.phases[p].signed) for p in signed}
        least = sum(rates[p] * part(f, line.nation, p) * spent(f, p, f.periods[-1]) for p in signed)
        if beyond(least, can := _limit(line, t)):
            yield _finding(f, line, f"signs contracts of at least {least:,.2f}", can, t)
            return


def _ceiling(f: Facts, n: Nation) -> Iterator[Finding]:
    if n.ceiling_m is None:
        return
    rate = min(treasury.ceiling_factor(f, n.id, t) for t in f.periods)
    least = rate * sum(part(f, n.id, p) * spent(f, p, f.periods[-1]) for p in f.phases)
    if beyond(least + (before := treasury.paid_before(f, n.id)), n.ceiling_m):
        past = f" and has paid {before:,.2f}" if before else ""
        message = f"{n.id} pays at least {least:,.2f} M {_currency(f, n.id)}{past}, and its ceiling is "
        message += f"{n.ceiling_m:,.2f}"
        cells = [f.problem.cell("Nations", n.row, "ceiling")]
        yield finding(cells, f"Nations[{n.id}]", "ceiling too low", message, "Raise the ceiling, or lower its share.")


def _together(f: Facts, paid_back: set[str]) -> Iterator[Finding]:
    """Phases whose payers all have lines with a limit: all lines against all that falls due."""
    lines = [b for b in treasury.lines(f) if b.nation not in paid_back and not treasury.loans(f, b)]
    for t in f.periods:
        of = {(b.nation, p): b for b in lines if t in _covered(f, b) for p in treasury.phases(f, b)}
        phases = [p for p in f.phases.values() if all((n, p.id) in of for n in keys.payers(f, p))]
        phases = [p for p in phases if not other_costs.direct(f, p.id)]
        mine = {id(b): b for p in phases for n in keys.payers(f, p) for b in [of[n, p.id]]}.values()
        rates = {id(b): min(treasury.factor(f, b, u) for u in range(t + 1)) for b in mine}
        can = sum(_limit(b, t) / rates[id(b)] for b in mine)
        least = sum((1 - _granted(f, p.id)) * due(f, p, t) for p in phases)
        if beyond(least, can):
            currency, label = f.problem.programme.currency, f.calendar.labels[t]
            message = f"all nations together pay at least {least:,.2f} M {currency} by the end of {label}, and their "
            cells = [cell for b in mine for cell in _cells(f, b, t)]
            yield finding(cells, "Budgets", "budgets too low", f"{message}budgets are {can:,.2f} until then", _HINT)
            return


def _granted(f: Facts, phase: str) -> float:
    return funding.most_funded(f, phase) if phase in funding.granted(f) else 0.0


_HINT = "Raise the budgets, or pay later (Phases, payment terms)."


def _covered(f: Facts, line: Budget) -> range:
    """Periods up to which every period has a limit."""
    limited: Callable[[int], bool] = {t for limit in line.limits for t in limit.span.periods}.__contains__
    return range(next((t for t in f.periods if not limited(t)), f.periods.stop))


def _limit(line: Budget, t: int) -> float:
    return sum(limit.amount for limit in line.limits if limit.span.first <= t)


def _cells(f: Facts, line: Budget, t: int) -> list[str]:
    return [f.problem.cell("Budgets", line.row, x.column) for x in line.limits if x.span.first <= t]


def _finding(f: Facts, line: Budget, does: str, can: float, t: int) -> Finding:
    of = f", line {line.line}" if line.line else ""
    message = f"{line.nation}{of} {does} M {_currency(f, line.nation)} by the end of {f.calendar.labels[t]}, and its "
    message += f"budgets are {can:,.2f} until then"
    return finding(_cells(f, line, t), f"Budgets[{line.nation}]", "budget too low", message, _HINT)


def _currency(f: Facts, nation: str) -> str:
    return f.nations[nation].currency or f.problem.programme.currency
