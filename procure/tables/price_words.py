"""Prices of rules and limits in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.tables.figures import ZERO, Figures
from procure.tables.price import COMPARED, NO_PLAN, Case, Change, Price, of_run

SHOWN = 3  # prices on Summary and the terminal
VISIBLE = Decimal("0.001")  # a part of the cost that one decimal of a per cent shows


def in_words(x: Figures) -> Iterator[str]:
    """The dearest prices, the dearest first, and how many more were asked for."""
    found = sorted(of_run(x.plan.run), key=lambda price: (not price.without.certain, _cost(price.without), price.name))
    for price in found[:SHOWN]:
        yield priced(price, x.decimals)
    if len(found) > SHOWN:
        yield f"Prices of {len(found) - SHOWN} more rules and limits stand on the sheet Prices."


def sentences(price: Price, decimals: int = 2) -> Iterator[str]:
    """The price in plain words, then what a step is worth. decimals: of money."""
    yield priced(price, decimals)
    for case in price.cases[1:]:
        yield _stepped(price, case, decimals)


def priced(price: Price, decimals: int = 2) -> str:
    """What the claim costs, as far as it is proven, and whom."""
    case, what = price.without, _called(price)
    if case.state != COMPARED:
        return f"What {what} costs was not found: {case.why or case.state}."
    if case.before is not None:
        return _of_before(price, case, case.before, decimals)
    cost = case.cost
    if cost is None or _nothing(cost, decimals):
        better = "cheaper" if cost is not None else "better"
        by = "" if cost is None or cost.none else f" by {_number(_grain(decimals), 'M', decimals)} or more"
        return f"{_capital(what)} costs nothing: no plan is {better} without it{by}."
    if cost.most is None:
        return f"What {what} costs is not known: nothing is proven of the plans."
    if not cost.certain:
        return f"What {what} costs is less than what is proven of the plans: {_uncertain(cost, decimals)}."
    verb = "costs" if cost.amount < 0 else "saves"
    known = f"({_part(price, cost)}{_range(cost, decimals)})"
    money = f"{_amount(cost, decimals)}{_discounted(price)} {known}"
    return f"{_capital(what)} {verb} the programme {money}{_by(price, case, decimals)}."


def _of_before(price: Price, case: Case, first: Change, decimals: int) -> str:
    """Of a claim without which something that comes before cost is otherwise, or may be."""
    what = _called(price)
    if not first.certain:
        known = _uncertain(first, decimals)
        return f"What {what} costs is not known: without it {first.name} may be otherwise ({known})."
    words = f"{_capital(what)} is felt in {first.name}: {_more(first, decimals)} without it"
    if case.cost is not None:
        words += f", at a cost of {_more(case.cost, decimals)}{_discounted(price)}"
    return f"{words}{_by(price, case, decimals, '')}."


def _stepped(price: Price, case: Case, decimals: int) -> str:
    step = f" ({case.step})" if case.step else ""
    start = f"{_capital(_called(price))}, {case.how}{step}"
    if case.state == NO_PLAN:
        return f"{start}: no plan."
    if case.state != COMPARED:
        return f"{start}: {case.why or case.state}."
    words = [] if case.before is None else [f"{case.before.name} {_more(case.before, decimals)}"]
    if case.cost is not None:
        cost = "costs no more and no less" if _nothing(case.cost, decimals) else _more(case.cost, decimals)
        words.append(cost + ("" if _nothing(case.cost, decimals) else _discounted(price)))
    return f"{start}: {', '.join(words) or 'nothing changes'}{_by(price, case, decimals, '')}."


def _called(price: Price) -> str:
    """A claim as a sentence names it."""
    sheet, _, row = price.name.partition("[")
    return f"rule '{row.removesuffix(']')}'" if sheet == "Rules" else price.name


def _more(change: Change, decimals: int) -> str:
    """A change in words: so much more or less, or what is known of it."""
    if change.none:
        return "no more and no less"
    if not change.certain:
        return f"a difference within what is proven of the plans, {_uncertain(change, decimals)}"
    side = "more" if change.amount > 0 else "less"
    return f"{_amount(change, decimals)} {side} ({_range(change, decimals)})"


def _nothing(change: Change, decimals: int) -> bool:
    """Whether it is proven to be 0, or too little to be seen."""
    return change.most is not None and change.most < _grain(decimals) / 2


def _grain(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _uncertain(change: Change, decimals: int) -> str:
    return "nothing is proven" if change.most is None else f"at most {_number(change.most, change.unit, decimals)}"


def _amount(change: Change, decimals: int) -> str:
    return _number(abs(change.amount), change.unit, decimals)


def _range(change: Change, decimals: int) -> str:
    """What is proven of a change that is certain."""
    low, high = sorted((abs(change.low or ZERO), abs(change.high or ZERO)))
    ends = _number(low, change.unit, decimals), _number(high, change.unit, decimals)
    return "proven" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]} is proven"


def _number(amount: Decimal, unit: str, decimals: int) -> str:
    places = decimals if unit == "M" or amount != amount.to_integral_value() else 0
    one = unit.removesuffix("s") if amount == 1 else unit
    return f"{amount:,.{places}f} {one}".rstrip()


def _part(price: Price, cost: Change) -> str:
    if not price.of:
        return ""
    part = abs(cost.amount) / price.of
    return f"{part:.1%}; " if part >= VISIBLE else "less than 0.1%; "


def _discounted(price: Price) -> str:
    return " in present value" if price.present_value else ""


def _by(price: Price, case: Case, decimals: int, lead: str = " without it") -> str:
    """Which nations are charged less or more, the largest first."""
    if not case.certain or not case.nations:
        return ""
    parts = [
        f"{n} pays {_number(abs(amount), 'M', decimals)} {'more' if amount > 0 else 'less'}"
        for n, amount in sorted(case.nations, key=lambda entry: (-abs(entry[1]), entry[0]))
    ]
    told = " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    return f": in the plan found{lead} {told}" + (", not discounted" if price.present_value else "")


def _cost(case: Case) -> Decimal:
    return ZERO if case.cost is None else case.cost.amount


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
