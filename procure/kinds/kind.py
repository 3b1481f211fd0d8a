"""A kind of programme: its phases, packages, terms and figures to begin with."""

from __future__ import annotations

from dataclasses import dataclass

# A larger package that cannot be divided may find no nation whose agreed share of the phase it fits, among many.
LARGEST_UNDIVIDED = 5.0  # per cent of its phase


@dataclass(frozen=True, slots=True)
class Work:
    """A work package of a kind.

    percent: of the one-off phase's estimate, or of the unit price for one set. months: duration, or lead before the
    unit; whole years, so that periods of a year round nothing. after: one-off packages of the kind that come before.
    lead: given to the nation that takes most. sets: per unit of the item.
    """

    name: str
    percent: float
    sector: str
    months: int
    after: tuple[str, ...] = ()
    divisible: bool = True
    lead: bool = False
    sets: int = 1
    tags: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Payment terms of a phase in per cent: at signature, with work, at delivery."""

    at_signature: int
    with_work: int
    at_delivery: int


@dataclass(frozen=True)
class Kind:
    """A kind of programme.

    unit_price_m, development_m: M, where the user gives none. years: length of the horizon, likewise.
    phases: names of the one-off and of the recurring one. key: of the recurring phase, "" = the model's.
    whole: units are whole. a_year: quantities are typed in units a year, not in all.
    """

    name: str
    item: str
    unit: str
    unit_price_m: float
    development_m: float
    years: int
    one_off: tuple[Work, ...]
    recurring: tuple[Work, ...]
    phases: tuple[str, str] = ("Development", "Production")
    terms: tuple[Terms, Terms] = (Terms(10, 90, 0), Terms(20, 60, 20))
    key: str = ""
    whole: bool = True
    a_year: bool = False
