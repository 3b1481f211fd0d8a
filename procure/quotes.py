"""What suppliers offer, row by row as it is typed; offers.py makes offers of the rows."""

from __future__ import annotations

from dataclasses import dataclass

ALL_UNITS, INCREMENTAL = "all units", "incremental"  # what a tier's price is of: every set, or those beyond its edge
UNIT_CURVE, AVERAGE_CURVE = "unit", "cumulative average"  # what a learning slope is of


@dataclass(frozen=True, slots=True)
class Quote:
    """A row of an offer, as typed: price of the whole one-off package or of one set, and of the set-up.

    buyers: nations or groups that the offer is for, () = all. price_m, setup_m: M of `currency` in `price_base`, "" =
    the programme's. Rows that differ in `from_quantity` alone are one offer (offers.py): how their prices come together
    (tiers), and what else the offer says, stands in the first. slope_fraction: of a learning curve, 0.5..1, of what
    `curve` says. least, most: sets ordered. bundle: taken together with the supplier's others of that name.
    valid_until: last period in which the phase may be signed.
    """

    supplier: str
    package: str
    price_m: float | None = None
    setup_m: float = 0.0
    effort: tuple[tuple[float, str], ...] = ()
    buyers: tuple[str, ...] = ()
    from_quantity: float = 0.0
    tiers: str = ALL_UNITS
    price_base: str = ""
    currency: str = ""
    slope_fraction: float | None = None
    curve: str = UNIT_CURVE
    least: float | None = None
    most: float | None = None
    bundle: str = ""
    valid_until: int | None = None
    row: int = 0
