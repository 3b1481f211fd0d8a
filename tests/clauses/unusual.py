"""A programme with what is seldom seen, for golden files: quarters, another currency, rising prices, work in fractions.

Two nations, SE paying in crowns until it leaves. Line items: a tank of a quick line (5 a year are 1.25 a quarter,
rounded), a van counted in hours, boats and rafts of a family of which one is used. Nothing has to be solved here: rows
are written, and numbered decisions are checked (checked.py).
"""

from __future__ import annotations

from procure.calendar import Calendar, Span
from procure.origins import Content, History
from procure.problem import (
    COMMITMENT,
    IN_SERVICE,
    LICENCE,
    ONE_OFF,
    OPTION,
    PER_PERIOD,
    PER_UNIT,
    Budget,
    Capacity,
    Control,
    Fund,
    Investment,
    Item,
    Limit,
    Nation,
    OtherCost,
    Package,
    Phase,
    Pin,
    Problem,
    Programme,
    Quote,
    Requirement,
    Series,
    Share,
    Supplier,
)
from procure.quotes import AVERAGE_CURVE, INCREMENTAL


def _series(id: str, *values: float) -> Series:
    return Series(id, tuple((Span(t, t), value, "") for t, value in enumerate(values)))


def _limits(*amounts: float) -> tuple[Limit, ...]:
    return tuple(Limit(Span(t, t), amount, f"{t}") for t, amount in enumerate(amounts))


PROBLEM = Problem(
    Programme("Unusual", "EUR", Calendar("2027-Q1", "quarter", 7), price_base="2027", index="prices",
              curve_error_fraction=0.05),
    nations=(
        Nation("FR", row=2),
        Nation("SE", currency="SEK", vat_fraction=0.25, ceiling_m=900.0, leaves=4, exit_cap_m=6.0, row=3),
    ),
    phases=(
        Phase("Design", "where performed", index="metal", at_signature_fraction=0.2, with_work_fraction=0.8,
              national_vat=True, row=2),
        Phase("Build", "own units", index="metal", with_work_fraction=0.6, at_delivery_fraction=0.4, released=5,
              retention_fraction=0.1, row=3),
        Phase("Fleet", "negotiated", signed=1, contingency_fraction=0.05, row=4),
        Phase("Care", "equal", over_the_phase=True, index="metal", retention_fraction=0.2, row=5),
    ),
    shares=(Share("Fleet", "SE", lowest_fraction=0.2, highest_fraction=0.6, row=2),
            Share(None, "SE", lowest_fraction=0.05, highest_fraction=0.8, row=4),
            Share(None, "FR", lowest_fraction=0.1, highest_fraction=0.9, row=3)),
    suppliers=(Supplier("Alpha", "FR"), Supplier("Svea", "SE", price_factor=1.2)),
    items=(
        Item("tank", "Build", max_rate=5.0, min_rate=5.0, ramp_fraction=0.6, may_restart=False, latest_delay_months=3,
             row=2),
        Item("van", "Care", whole=False, max_rate=3.0, min_rate=2.0, ramp_fraction=0.5, surplus=1.0, may_store=True,
             latest_delay_months=6, may_short=True, row=3),
        Item("bike", "Care", max_rate=7.0, min_rate=6.0, ramp_fraction=0.8, ramp_step=2.0, row=6),
        Item("boat", "Fleet", family="craft", row=4), Item("skiff", "Care", max_rate=8.0, row=9),
        Item("hut", "Fleet", family="camp", whole=False, row=7),
        Item("tent", "Fleet", family="camp", whole=False, row=8),
        Item("raft", "Fleet", family="craft", whole=False, row=5),
    ),
    requirements=(
        Requirement("FR", "tank", (0, 1, 1, 0, 1, 0, 1), row=2),
        Requirement("SE", "tank", (0, 0, 1, 1, 0, 0, 0), row=3),
        Requirement("FR", "van", (0.5, 0, 1.5, 0, 0, 1, 0), row=4),
        Requirement("SE", "bike", (0, 2, 1, 1, 2, 1, 0), row=8),
        Requirement("SE", "craft", (0, 0, 2, 0, 0, 0, 0), row=5),
        Requirement("FR", "skiff", (0, 0, 1, 0, 1, 0, 0), row=10),
        Requirement("SE", "camp", (0, 0, 0.5, 0, 0, 0, 0), row=9),
        Requirement("FR", "craft", (0, 1, 0, 0, 3, 0, 0), row=6),
        Requirement("FR", "tank", (0, 0, 0, 2, 0, 0, 0), order=OPTION, lot=2.0, exercise_by=2, payer="SE", row=7),
    ),
    packages=(
        Package("study", ONE_OFF, "Design", value_m=8.0, months=6, sector="lab", divisible=True, most=2,
                technologies=("seeker",), row=2),
        Package("mould", ONE_OFF, "Design", items=("boat", "raft"), value_m=4.0, months=3, after=("study",), fewest=1,
                most=2, divisible=True, row=3),
        Package("paint", ONE_OFF, "Design", value_m=1.0, after=("mould",), row=12),
        Package("course", ONE_OFF, "Design", value_m=0.5, months=3, qualifies=("Svea",), row=13),
        Package("trim", PER_UNIT, "Care", items=("skiff",), value_m=0.1, months=3, after=("mould",), row=14),
        Package("hull", PER_UNIT, "Build", items=("tank",), per_unit=2.0, value_m=3.0, months=3, after=("study",),
                divisible=True, most=2, smallest_fraction=0.1, technologies=("seeker",), row=4),
        Package("cab", PER_UNIT, "Care", items=("van",), per_unit=1.5, value_m=1.0, months=3,
                after=("study", "course"), divisible=True, most=2, row=5),
        Package("deck", PER_UNIT, "Fleet", items=("boat", "raft"), value_m=2.0, after=("mould",), divisible=True,
                most=2, given_to=(("Alpha", 0.3), ("Svea", 0.7)), row=6),
        Package("watch", IN_SERVICE, "Care", items=("tank",), value_m=0.4, per_unit=2.0, divisible=True, most=2, row=7),
        Package("dock", IN_SERVICE, "Care", items=("boat", "raft"), value_m=0.6, per_unit=0.5, divisible=True, most=2,
                row=8),
        Package("crate", PER_UNIT, "Fleet", items=("boat", "hut"), value_m=0.2, per_unit=0.5, divisible=True, most=2,
                fewest=2, row=10),
        Package("guard", IN_SERVICE, "Care", items=("boat", "hut"), value_m=0.1, per_unit=2.0, divisible=True, most=2,
                row=11),
        Package("upkeep", PER_PERIOD, "Care", value_m=2.0, earliest=1, row=9),
    ),
    other_costs=(
        OtherCost("team", "Build", (1.0, 0.5, 0.25), per_unit_m=0.3, performed_in="SE", row=2),
        OtherCost("tests", "Design", (0.0, 2.0, 1.0), performed_in="FR", borne_by=(("SE", 0.25), ("FR", 0.75)), row=3),
        OtherCost("lab", "Design", (0.4, 0.3), performed_in="SE", row=5),
        OtherCost("site", "Care", (0.7,), per_unit_m=0.1, in_kind_by="FR", row=4),
    ),
    contents=(Content("Svea", "hull", "FR", 0.3, 0.2, row=2),),
    quotes=(
        Quote("Alpha", "hull", 3.0, slope_fraction=0.85, setup_m=0.5, row=2),
        Quote("Svea", "hull", 3.2, slope_fraction=0.9, curve=AVERAGE_CURVE, row=3),
        Quote("Alpha", "cab", 1.0, least=1.0, most=9.0, row=4), Quote("Alpha", "cab", 0.8, from_quantity=2.5, row=5),
        Quote("Svea", "cab", 1.1, tiers=INCREMENTAL, row=6),
        Quote("Svea", "cab", 0.9, from_quantity=1.5, tiers=INCREMENTAL, row=7),
        Quote("Svea", "study", 9.0, setup_m=0.75, valid_until=3, row=8),
        Quote("Alpha", "watch", 0.5, least=2.0, row=9), Quote("Svea", "watch", 0.45, buyers=("SE",), row=10),
        Quote("Alpha", "watch", 0.55, buyers=("FR",), least=1.0, row=11),
    ),
    budgets=(
        Budget("SE", _limits(90, 80, 70, 60, 50, 40, 30), 0.25, constant=True, row=2),
        Budget("SE", _limits(9, 8, 7), 0.5, line="new", kind=COMMITMENT, phases=("Build", "Care"), constant=True,
               row=3),
        Budget("FR", _limits(9, 8, 7, 6, 5, 4, 3), 1.0, line="arms", phases=("Build",), row=4),
        Budget("FR", _limits(5, 4, 3), line="rest", kind=COMMITMENT, phases=("Fleet",), row=5),
    ),
    capacities=(
        Capacity("Alpha", _limits(3, 2, 2, 1, 1, 1, 1), free_fraction=0.8, ramp_fraction=0.5, row=2),
        Capacity("Svea", _limits(1, 1, 1), sector="lab", lowest=0.2, row=3),
        Capacity("Svea", _limits(2, 2, 2, 2, 2, 2, 2), package="hull", lowest=0.25, lowest_always=True, row=4),
    ),
    investments=(Investment("jig", "Alpha", "Build", 2.0, 1.5, months=3, row=2),
                 Investment("yard", "Alpha", "Care", 1.0, 1.0, excludes=("jig",), earliest=1, latest=4,
                            row=3)),
    controls=(
        Control("seeker", "US", "SE", LICENCE, months=5, cost_m=0.4, row=2),
        Control("seeker", "US", "FR", LICENCE, months=3, cost_m=0.2, row=3),
    ),
    funds=(
        Fund("grant", who=("FR",), phases=("Care",), most_fraction=0.5, rate_fraction=0.4, envelope_m=2.0,
             limits=_limits(0.5, 0.5, 0.5), row=2),
        Fund("full", who=("FR", "SE"), phases=("Design", "Fleet"), rate_fraction=0.3, row=4),
        Fund("credit", "loan", who=("SE",), phases=("Build", "Fleet"), most_fraction=0.6, interest_fraction=0.04,
             envelope_m=5.0, repay_from_months=3, repay_periods=2, row=3),
    ),
    history=(History("Elsewhere", None, "SE", 2026, 7.0, row=2), History(None, None, "SE", 2026, 50.0, row=3),
             History(None, None, "FR", 2026, 3.0, row=4)),
    pins=(
        Pin("share", ">=", 0.2, package="hull", supplier="Svea", item="tank", row=2),
        Pin("share", "=", 0.5, package="deck", supplier="Alpha", item="boat", row=3),
        Pin("begin", ">=", 1.0, package="mould", period=1, row=4),
        Pin("deliver", "=", 1.25, item="van", nation="FR", period=2, row=5),
        Pin("deliver", "<=", 2.0, item="tank", nation="FR", row=6),
        Pin("make", "=", 1.0, package="hull", supplier="Alpha", period=5, row=7),
        Pin("make", ">=", 0.5, package="watch", nation="SE", period=5, row=8),
        Pin("make", "<=", 2.5, package="hull", item="tank", nation="SE", period=6, row=9),
        Pin("build", "<=", 2.0, item="bike", period=2, row=10),
        Pin("begin", "=", 1.0, package="study", period=0, row=11), Pin("begin", ">=", 1.0, package="study", row=12),
        Pin("set up", "<=", 1.0, package="hull", supplier="Alpha", period=5, row=13),
        Pin("invest", ">=", 1.0, investment="jig", period=2, row=14),
        Pin("charge", "=", 3.0, phase="Care", nation="SE", period=1, row=15),
        Pin("pay", ">=", 2.0, phase="Care", nation="FR", period=2, row=16),
        Pin("grant", "<=", 1.0, fund="grant", phase="Care", nation="FR", period=2, row=17),
        Pin("draw", "=", 1.0, fund="credit", nation="SE", period=1, row=18),
        Pin("award", "=", 1.0, package="cab", supplier="Svea", row=19),
        Pin("share", "=", 0.3, phase="Fleet", nation="SE", row=20),
        Pin("share", "=", 0.4, package="study", supplier="Svea", row=21),
        Pin("share", "<=", 0.4, package="cab", supplier="Svea", row=22),
    ),
    series=(_series("SEK", 11.0, 11.5, 12.0, 11.0, 10.5, 10.0, 10.0),
            _series("prices", 1.0, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06),
            _series("metal", 1.0, 1.1, 1.2, 1.3, 1.2, 1.1, 1.0)),
    columns={
        "Budgets": {"0": "C", "carry over": "B"}, "Capacity": {"0": "G"}, "Pins": {"value": "I"},
        "Items": {"max rate": "E", "min rate": "F"}, "Phases": {"key": "B"}, "Packages": {"after": "K"},
    },
)  # fmt: skip
