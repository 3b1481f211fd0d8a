"""A comparison in plain words: one to four sentences a scenario, numbers as the tables show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from procure.comparing import moves
from procure.comparing.pair import NOT_PROVEN, NOT_SIGNIFICANT, Pair
from procure.comparing.side import Side
from procure.tables.figures import ZERO, grouped
from procure.tables.sentences import money, units

SHOWN = 2  # packages, delivery slots and payers that are named; the others are counted
LEAST = Decimal("0.05")  # of the difference of cost: who bears less of it is not named


def of_base(base: Side | None, reason: str) -> list[str]:
    """What the base comes to."""
    if base is None:
        return [f"The base has no plan: {reason}."]
    gap = "nothing proven on its gap" if base.gap is None else f"gap {money(base.x, base.gap)}"
    late = f"; {units(base.late)} unit-periods late" if base.late else ""
    return [f"The base costs {money(base.x, base.cost)} {base.money_of[0]} ({gap}){late}."]


def of_pair(pair: Pair) -> list[str]:
    """What the scenario changes."""
    if pair.other is None:
        reason = pair.second.reason.rstrip(".")
        return [f"There is no plan: {reason}."]
    if pair.both is None:
        return [f"It costs {money(pair.other.x, pair.other.cost)}; the base has no plan to compare it with."]
    others = [*_phases(pair), *_deliveries(pair), *_payers(pair), *_missed(pair)]
    if not pair.difference and pair.same_money and not pair.packages and not others:
        return ["It changes nothing: the same cost, the same packages, the same deliveries."]
    return [_cost_and_packages(pair), *others[:3]]


def _cost_and_packages(pair: Pair) -> str:
    """The first sentence: the cost, and who does what instead."""
    assert pair.both is not None
    moved = _packages(pair)
    begins = _begins(pair)
    more = f" and {moved}" if moved else ""
    if begins and not moved:
        more = f" and {begins}"
    return f"It {_cost(pair)}{more}."


def _cost(pair: Pair) -> str:
    assert pair.both is not None
    base, other = pair.both
    difference = pair.difference
    if difference is None:
        return f"costs {money(other.x, other.cost)} {' '.join(other.money_of)}, which is other money than the base's"
    if not difference:
        return "costs the programme as much as the base"
    verb = "costs the programme" if difference > 0 else "saves the programme"
    share = f" ({difference / base.cost:+.1%})" if base.cost else ""
    said = f"{verb} {money(other.x, abs(difference))}{share}"
    if pair.mark == NOT_SIGNIFICANT and pair.gaps is not None:
        return f"{said}, which is not significant (the two gaps together are {money(other.x, pair.gaps)}),"
    return f"{said}, of which nothing is proven," if pair.mark == NOT_PROVEN else said


def _phases(pair: Pair) -> Iterator[str]:
    """ "Development costs 29 M more, Production 977 M less.": where some phases cost more and others less."""
    if pair.both is None or not pair.same_money:
        return
    costs = [grouped(side.x.spend.items(), 0) for side in pair.both]
    phases = [p for p in pair.both[1].x.f.phases if p in pair.both[0].x.f.phases]
    apart = {p: costs[1].get((p,), ZERO) - costs[0].get((p,), ZERO) for p in phases}
    apart = {p: amount for p, amount in apart.items() if abs(amount) > LEAST * abs(pair.difference or ZERO) / 2}
    if min(apart.values(), default=ZERO) < 0 < max(apart.values(), default=ZERO):
        x = pair.both[1].x
        told = [f"{p} costs {money(x, abs(amount))} {'more' if amount > 0 else 'less'}" for p, amount in apart.items()]
        yield _sentence(told)


def _packages(pair: Pair) -> str:
    """ "moves Radar from Indra (ES) to Leonardo (IT), ... and 3 more packages"."""
    found = [move for move in pair.packages if move.placed_elsewhere]
    named = sorted(found, key=lambda move: (-move.part, move.package, move.taker))[:SHOWN]
    if not named:
        return ""
    rest = len({move.package for move in found} - {move.package for move in named})
    said = [_moved(move) for move in named]
    return f"moves {_joined([*said, *([f'{rest} more package' + 's' * (rest > 1)] if rest else [])])}"


def _moved(move: moves.Move) -> str:
    part = "" if move.part > 1 - moves.LEAST else f"{move.part:.0%} of "
    if move.giver == moves.NOBODY:
        return f"{part}{move.package} to {move.taker}, which nobody had"
    if move.taker == moves.NOBODY:
        return f"{part}{move.package} from {move.giver} to nobody"
    return f"{part}{move.package} from {move.giver} to {move.taker}"


def _begins(pair: Pair) -> str:
    """The package whose begin moves most."""
    assert pair.both is not None
    moved = [move for move in pair.packages if move.months]
    most = max(moved, key=lambda move: abs(move.months or 0), default=None)
    if most is None:
        return ""
    return f"begins {most.package} in {pair.both[1].label(most.after)} instead of {pair.both[0].label(most.before)}"


def _deliveries(pair: Pair) -> Iterator[str]:
    """ "3 Typhoon for DE slip to 2031; 2 Typhoon for UK come forward to 2029." """
    if pair.both is None:
        return
    base, other = pair.both
    later, earlier, fewer, more = (_by_need(pair.slots, kind) for kind in range(4))
    said = [
        *(f"{units(u)} {i} for {n} slip{_s(u)} to {other.label(at)}" for (i, n), (u, at) in _largest(later)),
        *(f"{units(u)} {i} for {n} come{_s(u)} forward to {other.label(at)}" for (i, n), (u, at) in _largest(earlier)),
        *(f"{n} gets {units(u)} {i} fewer" for (i, n), (u, _) in _largest(fewer)),
        *(f"{n} gets {units(u)} {i} more" for (i, n), (u, _) in _largest(more)),
    ]
    rest = sum(len(of) - len(_largest(of)) for of in (later, earlier, fewer, more))
    if said:
        yield _sentence([*said, *([f"deliveries of {rest} more needs move"] if rest else [])])
    if other.late != base.late:
        yield f"Late: {units(other.late)} unit-periods, with the base {units(base.late)}."


def _s(count: Decimal) -> str:
    """The ending of a verb."""
    return "s" if count == 1 else ""


Needs = dict[tuple[str, str], tuple[Decimal, int | None]]  # by (item, nation): units, the last month they come in


def _by_need(slots: Iterable[moves.Slip], kind: int) -> Needs:
    """Units of one kind: 0 later, 1 earlier, 2 not at all any more, 3 not there before."""
    found: dict[tuple[str, str], tuple[Decimal, int | None]] = defaultdict(lambda: (ZERO, None))
    for slip in slots:
        gone, new = slip.after is None, slip.before is None
        is_ = 2 if gone else 3 if new else 0 if (slip.months or 0) > 0 else 1
        if is_ == kind:
            had, at = found[slip.item, slip.nation]
            ends = [month for month in (at, slip.after) if month is not None]
            last = (min if kind == 1 else max)(ends, default=None)
            found[slip.item, slip.nation] = had + slip.units, last
    return dict(found)


def _largest(needs: Needs) -> list[tuple[tuple[str, str], tuple[Decimal, int | None]]]:
    return sorted(needs.items(), key=lambda one: (-one[1][0], one[0]))[:SHOWN]


def _payers(pair: Pair) -> Iterator[str]:
    """ "DE pays 30 M more, IT 12 M more and ES 25 M less." """
    if pair.both is None or not pair.same_money or pair.mark == NOT_SIGNIFICANT:
        return
    base, other = pair.both
    before, after = base.x.costs, other.x.costs
    change = {n: after.get((n,), ZERO) - before.get((n,), ZERO) for n in (*base.f.nations, *other.f.nations)}
    least = max((abs(amount) for amount in change.values()), default=ZERO) * LEAST
    named = sorted((n for n, amount in change.items() if abs(amount) > least), key=lambda n: (-abs(change[n]), n))
    if len(change) < 2 or not named:
        return
    said = [f"{money(other.x, abs(change[n]))} {'more' if change[n] > 0 else 'less'}" for n in named[: SHOWN + 1]]
    shown = [f"{n} {'pays ' if k == 0 else ''}{what}" for k, (n, what) in enumerate(zip(named, said, strict=False))]
    yield f"{_joined(shown)}."


def _missed(pair: Pair) -> Iterator[str]:
    """Rules that held and are missed now."""
    missed = list(dict.fromkeys(change.row[0] for change in pair.rules if change.newly_missed))
    if missed:
        yield f"Missed now: {_joined(missed)}."


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _sentence(parts: list[str]) -> str:
    said = "; ".join(parts)
    return f"{said}."
