"""Values of nouns as cells have them: per cents, words for truth, lists, parts, efforts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from procure import text


def percent(fraction: float | None) -> Any:
    """A fraction in per cent, as it was typed before it was divided by a hundred."""
    return None if fraction is None else round(fraction * 100, 10)


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
    return name if fraction is None else f"{name} {percent(fraction):.12g} %"


def plain(figure: float) -> str:
    """Nine decimals at most, and no exponent."""
    return f"{figure:.9f}".rstrip("0").rstrip(".")


def effort(of: tuple[tuple[float, str], ...]) -> str | None:
    """Efforts as "40 hours; 2 tonnes"."""
    return listed(f"{amount:.15g} {unit}" for amount, unit in of)
