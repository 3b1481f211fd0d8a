"""Values of nouns as cells have them: per cents, words for truth, lists, parts, efforts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from procure import text

NEAR = 1e-15  # of a fraction: what dividing by a hundred may lose


def percent(fraction: float | None) -> Any:
    """A fraction in per cent, as it was typed before it was divided by a hundred, with all digits that it needs."""
    if fraction is None:
        return None
    short = round(fraction * 100, 10)
    return short if abs(short / 100 - fraction) <= NEAR * abs(fraction) else fraction * 100


def prices(constant: bool) -> str:
    """What money an amount is in."""
    return "constant" if constant else "current"


def yes_no(value: bool) -> str:
    """A truth value as a cell has it."""
    return "yes" if value else "no"


def blank(value: str) -> str | None:
    """A text, None where it is empty."""
    return value or None


def listed(names: Iterable[str]) -> str | None:
    """Names separated by ";", None where there is none."""
    return blank(text.join(names))


def part(name: str, fraction: float | None) -> str:
    """A name with its per cent, or alone."""
    return name if fraction is None else f"{name} {digits(percent(fraction))} %"


def digits(figure: float) -> str:
    """As many digits as read the same again, and no exponent."""
    shown = f"{Decimal(repr(figure)):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def effort(of: tuple[tuple[float, str], ...]) -> str | None:
    """Efforts as "40 hours; 2 tonnes"."""
    return listed(f"{digits(amount)} {unit}" for amount, unit in of)
