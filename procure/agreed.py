"""The nouns of what is agreed beside the work itself: limits, technology control, outside money, rules, objectives.

They are nouns of a problem like the others, and are imported from problem.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from procure.calendar import Span

GRANT, LOAN = "grant", "loan"
CONDITION = "condition"  # strength of a rule that only funds need
FREE, LICENCE, DENIED = "free", "licence", "denied"
EVERYWHERE = "*"  # the destination of a Control that speaks of every nation
FILTERS = ("phase", "item", "family", "sector", "package", "tag", "nation", "group", "programme", "supplier")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` over the periods of `span`, as typed in `column`."""

    span: Span
    amount: float
    column: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """What an owner says of a technology going to a destination: a nation, a group, or EVERYWHERE.

    permission: FREE, LICENCE or DENIED. months: of a licence, from the first period on. cost_m: of a transfer for work,
    once. de_minimis_fraction: part of an item's content up to which a denial leaves its delivery alone. source: where
    that comes from.
    """

    technology: str
    owner: str
    destination: str
    permission: str = FREE
    months: float = 0.0
    cost_m: float = 0.0
    de_minimis_fraction: float = 0.0
    source: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Fund:
    """Outside money: a grant bears a part of its phases' cost, a loan is drawn for their payments and paid back.

    who: nation and group names, "partners" ... as in a Rule. phases: those it is for, none named = all.
    most_fraction: most of a phase's cost that all grants together bear; of a loan, most of the payments it is for.
    rate_fraction: part of the spend of its phases (grants). envelope_m: most in all, None = no limit. within: the fund
    in whose envelope this one's money counts too, None = none. needs: names of rules of strength "condition", and of
    funds. Loans: interest_fraction a year, first instalment
    `repay_from_months` after the draw, `repay_periods` equal instalments, one a period. limits: most in their periods.
    source: where its terms come from.
    """

    id: str
    kind: str = GRANT
    who: tuple[str, ...] = ("partners",)
    phases: tuple[str, ...] = ()
    most_fraction: float = 1.0
    rate_fraction: float = 1.0
    envelope_m: float | None = None
    needs: tuple[str, ...] = ()
    interest_fraction: float = 0.0
    repay_from_months: float = 0.0
    repay_periods: int = 1
    limits: tuple[Limit, ...] = ()
    within: str | None = None
    source: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One negotiated row: measure of `who`, filtered by `of`, in a window, against amount x base.

    who: nation and group names, or "partners", "customers", "third countries", "all". each: held for each one alone.
    by_phase, by_programme: held in each phase or programme alone. of: (kind, name) pairs with kind among FILTERS. span:
    periods counted. window: "total", "each period", "cumulative" or "rolling k". counts_from_fraction: least part of
    the work with which a nation counts. earlier_plan: file of the base of that name; references: (row, figure) taken
    from it. strength: "must", "should" (penalty_m M per unit of amount),
    "report", or "condition" (holds where a fund that is taken needs it). agreed: it came from the model's file.
    """

    id: str
    measure: str
    who: tuple[str, ...] = ("partners",)
    each: bool = True
    by_phase: bool = False
    of: tuple[tuple[str, str], ...] = ()
    span: Span | None = None
    window: str = "total"
    relation: str = ">="
    amount: float = 0.0
    base: str = "points of agreed share"
    strength: str = "must"
    penalty_m: float = 0.0
    asked_by: str = ""
    source: str = ""
    agreed: bool = False
    by_programme: bool = False
    counts_from_fraction: float = 0.0
    earlier_plan: str = ""
    references: tuple[tuple[str, float], ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class OtherCost:
    """Cost of a phase that is no work package: a programme office, ranges, infrastructure, items that a nation gives.

    amounts_m[t]: M of the price base in period t; per_unit_m: M for each unit of the phase's items completed.
    performed_in: the nation whose work it is, None = nobody's. borne_by: (nation, fraction) of those who bear it
    directly, summing to 1; () = the phase's key parts it. in_kind_by: the nation that provides it and is credited its
    value, None = it is paid for.
    """

    id: str
    phase: str
    amounts_m: tuple[float, ...] = ()
    per_unit_m: float = 0.0
    performed_in: str | None = None
    borne_by: tuple[tuple[str, float], ...] = ()
    in_kind_by: str | None = None
    row: int = 0


WISHES_MET = "wishes met"  # the objective of options and wishes; its stages are named by priority, "wishes met 1"


@dataclass(frozen=True, slots=True)
class Objective:
    """One stage of "better": its name and what later stages may give up of it (of its value, and in its unit)."""

    name: str
    relative: float = 0.0
    absolute: float = 0.0
