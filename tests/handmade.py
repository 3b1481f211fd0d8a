"""A programme and a valid plan of it, made by hand: every clause has something to say about it.

Two partners and a customer, six years. Development is designed together and paid 60/40, trials are negotiated, a site
is paid where it is built, jets are own units, and drones are shared equally over the phase. The customer joins in the
fourth year and pays the partners a levy on its jets. A grant and its bonus
bear a part of the drones, and BB borrows for the site. BB pays an office, with VAT and
contingency, and gives ranges in kind. A second source of wings
is qualified, a hall enlarges a supplier, and jets in service are cared for: AA pays. A1 sells wings in
tiers, with bodies or not at all; B1 offers bodies to two nations; B2 sells
pods by a discount that is none. BB has one of two tents that it wishes for. Money is in hundredths of
a million and nothing needs rounding, so that every figure can be followed on paper.
"""

from __future__ import annotations

from decimal import Decimal

from procure.calendar import Calendar, Span
from procure.facts import Facts
from procure.origins import Content
from procure.plan import Key, Plan, Stage
from procure.problem import (
    COMMITMENT,
    CUSTOMER,
    DENIED,
    IN_SERVICE,
    LICENCE,
    ONE_OFF,
    PER_UNIT,
    WISH,
    Budget,
    Capacity,
    Control,
    Fund,
    Investment,
    Item,
    Limit,
    Nation,
    Objective,
    OtherCost,
    Package,
    Phase,
    Pin,
    Problem,
    Programme,
    Quote,
    Requirement,
    Share,
    Supplier,
)
from procure.quotes import INCREMENTAL

PERIODS = range(6)


def limits(*amounts: float) -> tuple[Limit, ...]:
    """A limit for each of the first periods."""
    return tuple(Limit(Span(t, t), amount, str(2027 + t)) for t, amount in enumerate(amounts))


PROBLEM = Problem(
    Programme("By hand", "EUR", Calendar("2027", "year", 6), model="best-value"),
    nations=(
        Nation("AA", ceiling_m=150.0, row=2), Nation("BB", vat_fraction=0.2, row=3),
        Nation("CC", role=CUSTOMER, joins=3, row=4),
    ),
    phases=(
        Phase("Dev", "table", at_signature_fraction=0.25, with_work_fraction=0.75, row=2),
        Phase("Trials", "negotiated", row=3),
        Phase("Sites", "where performed", row=4),
        Phase("Build", "own units", with_work_fraction=0.5, at_delivery_fraction=0.5, levy_m=0.8, row=5),
        Phase("Support", "equal", over_the_phase=True, row=6),
        Phase("Office", "BB", contingency_fraction=0.1, national_vat=True, row=7),
        Phase("Care", "AA", row=8),
    ),
    shares=(
        Share("Dev", "AA", weight=60.0, row=2),
        Share("Dev", "BB", weight=40.0, row=3),
        Share("Trials", "AA", lowest_fraction=0.3, highest_fraction=0.7, row=4),
    ),
    suppliers=(
        Supplier("A1", "AA"),
        Supplier("B1", "BB", price_factor=1.1),
        Supplier("B2", "BB", sectors=("pods",)),
        Supplier("C1", "CC", price_factor=1.5),
    ),
    items=(
        Item("jet", "Build", max_rate=4.0, min_rate=2.0, ramp_fraction=0.5, may_restart=False, latest_delay_months=12,
             row=2),
        Item("drone", "Support", whole=False, may_store=True, family="uav", per_fleet_unit=1.0, row=3),
        Item("glider", "Support", whole=False, may_store=True, family="uav", per_fleet_unit=1.0, row=4),
        Item("kite", "Support", whole=False, may_store=True, family="uav", per_fleet_unit=1.0, row=5),
        Item("tent", "Support", may_short=True, row=6),
    ),
    requirements=(
        Requirement("AA", "jet", (0, 0, 0, 2, 2, 1), row=2),
        Requirement("BB", "jet", (0, 0, 0, 1, 1, 1), row=3),
        Requirement("CC", "jet", (0, 0, 0, 0, 0, 2), row=4),
        Requirement("AA", "uav", (0, 0, 0, 0, 1.5, 0), row=5),
        Requirement("BB", "tent", (0, 0, 0, 0, 1, 0), row=6),
        Requirement("BB", "tent", (0, 0, 0, 0, 0, 2), order=WISH, row=7),
    ),
    packages=(
        Package("design", ONE_OFF, "Dev", value_m=100.0, sector="eng", months=24, divisible=True, smallest_fraction=0.2,
                fewest=2, most=2, given_to=(("A1", 0.6), ("B1", 0.4)), row=2),
        Package("tests", ONE_OFF, "Trials", value_m=20.0, sector="eng", months=12, after=("Dev",), divisible=True,
                most=2, given_to=(("AA", None), ("BB", None)), row=3),
        Package("tool", ONE_OFF, "Sites", value_m=10.0, sector="eng", months=12, after=("design",), row=4),
        Package("wing", PER_UNIT, "Build", items=("jet",), per_unit=2.0, value_m=3.0, sector="air", months=12,
                after=("design", "second"), divisible=True, most=None, technologies=("flight",), row=5),
        Package("body", PER_UNIT, "Build", items=("jet",), value_m=5.0, sector="air", divisible=True, most=2,
                given_to=(("A1", 0.5), ("B1", 0.5)), technologies=("frame",), row=6),
        Package("winch", ONE_OFF, "Support", items=("glider",), value_m=1.0, sector="pods", months=12, row=8),
        Package("tether", ONE_OFF, "Support", items=("glider", "kite"), value_m=1.0, sector="pods", row=9),
        Package("pod", PER_UNIT, "Support", items=("drone",), value_m=2.4, sector="pods", given_to=(("B2", None),),
                technologies=("seeker",), row=7),
        Package("second", ONE_OFF, "Care", value_m=2.0, months=12, given_to=(("C1", None),), qualifies=("B1",), row=10),
        Package("care", IN_SERVICE, "Care", items=("jet",), value_m=0.4, given_to=(("C1", None),), row=11),
    ),
    other_costs=(
        OtherCost("office", "Office", (2.0,), performed_in="BB", row=2),
        OtherCost("ranges", "Office", (0.0, 4.0), in_kind_by="BB", row=3),
        OtherCost("training", "Office", (0.0, 0.0, 0.0, 1.0), borne_by=(("CC", 1.0),), row=4),
    ),
    contents=(Content("A1", "body", "BB", 0.2, row=2),),
    quotes=(Quote("B1", "tool", 12.0, setup_m=2.0, row=2), Quote("A1", "body", 5.0, setup_m=1.5, bundle="hull", row=3),
            Quote("C1", "second", 2.0, row=4), Quote("C1", "care", 0.2, row=5),
            Quote("A1", "wing", 3.5, least=4.0, most=20.0, bundle="hull", valid_until=0, row=6),
            Quote("A1", "wing", 3.0, from_quantity=14.0, row=7), Quote("B1", "body", 5.5, buyers=("BB", "CC"), row=8),
            Quote("B2", "pod", 2.4, tiers=INCREMENTAL, row=9),
            Quote("B2", "pod", 2.4, from_quantity=1.0, tiers=INCREMENTAL, row=10)),
    budgets=(
        Budget("AA", limits(50, 40, 20, 20, 25, 20), carry_fraction=0.5, row=2),
        Budget("BB", limits(60, 20), 0.5, line="studies", kind=COMMITMENT, phases=("Dev",), row=3),
    ),
    capacities=(
        Capacity("A1", limits(20, 20, 20, 20, 20, 20), free_fraction=0.9, ramp_fraction=0.5, lowest=0.3,
                 lowest_always=True, row=2),
        Capacity("B1", limits(1, 1, 2, 2), sector="eng", lowest=0.2, row=3),
    ),
    investments=(Investment("hall", "A1", "Care", 2.0, 1.0, months=12, row=2),),
    controls=(
        Control("flight", "AA", "CC", LICENCE, months=24, row=2),
        Control("frame", "BB", "*", DENIED, de_minimis_fraction=0.5, row=3),
        Control("frame", "BB", "AA", row=4),
        Control("seeker", "AA", "BB", LICENCE, months=12, cost_m=0.4, row=5),
    ),
    pins=(
        Pin("award", "=", 1.0, package="wing", supplier="A1", row=2),
        Pin("begin", "<=", 0.0, package="tool", period=2, row=3),
        Pin("deliver", ">=", 1.0, item="jet", nation="AA", period=3, row=4),
        Pin("share", "=", 0.6, package="design", supplier="A1", row=5),
        Pin("share", ">=", 0.4, phase="Trials", nation="AA", row=6),
        Pin("share", ">=", 0.5, package="wing", supplier="A1", row=7),
    ),
    funds=(
        Fund("grant", who=("partners",), phases=("Support",), most_fraction=0.8, rate_fraction=0.5, envelope_m=1.5,
             limits=limits(0, 0, 0, 0.7, 0.7, 0), row=2),
        Fund("grant, bonus", phases=("Support",), rate_fraction=0.1, needs=("grant",), within="grant", row=3),
        Fund("loan", "loan", who=("BB",), phases=("Sites",), most_fraction=0.9, interest_fraction=0.02,
             repay_from_months=12, repay_periods=4, row=4),
    ),
    objectives=(Objective("lateness"), Objective("cost")),
    columns={
        "Budgets": {"2027": "C", "carry over": "B"}, "Capacity": {"2027": "G"}, "Pins": {"value": "I"},
        "Items": {"max rate": "E"}, "Nations": {"ceiling": "F"}, "Phases": {"key": "B"},
    },
)  # fmt: skip


def _series(rows: dict[tuple[str, ...], str]) -> dict[Key, Decimal]:
    """Rows of six figures, one a period (a seventh is after the horizon), as decisions; a dot is none."""
    found: dict[Key, Decimal] = {}
    for key, figures in rows.items():
        found |= {(*key, t): Decimal(text) for t, text in enumerate(figures.split()) if text != "."}
    return found


def _flags(*keys: Key) -> dict[Key, Decimal]:
    return dict.fromkeys(keys, Decimal(1))


VALUES: dict[str, dict[Key, Decimal]] = {
    "used": _flags(("drone",)),
    "begin": _flags(("design", 0), ("tests", 2), ("tool", 2), ("second", 1)),
    "start": {
        ("design", "A1", 0): Decimal("0.6"), ("design", "B1", 0): Decimal("0.4"),
        ("tests", "A1", 2): Decimal("0.5"), ("tests", "B1", 2): Decimal("0.5"), ("tool", "B1", 2): Decimal(1),
        ("second", "C1", 1): Decimal(1),
    },
    "award": _flags(
        ("design", "A1"), ("design", "B1"), ("tests", "A1"), ("tests", "B1"), ("tool", "B1"), ("wing", "A1"),
        ("wing", "B1"), ("body", "A1"), ("body", "B1"), ("pod", "B2"),
        ("second", "C1"), ("care", "C1"),
    ),
    "placed": _flags(("second",)),
    "expand": _flags(("hall", 0)),
    "invest": {("hall", 0): Decimal(1)},
    "open": _flags(("tool", "B1", 2), ("body", "A1", 3)),
    "transfer": _flags(("seeker", "BB", "Support")),
    "make": _series({
        ("wing", "A1", "AA"): ". . 2 6 2 .", ("wing", "B1", "BB"): ". . 2 2 2 .", ("wing", "A1", "CC"): ". . . . 4 .",
        ("body", "A1", "AA"): ". . . 1 3 1", ("body", "B1", "BB"): ". . . 1 1 1", ("body", "B1", "CC"): ". . . . . 2",
        ("pod", "B2", ""): ". . . 1 0.5 .", ("care", "C1", ""): ". . . 2 6 10",
    }),
    "built": _series({("jet",): ". . . 2 4 4", ("drone",): ". . . 1 0.5 .", ("tent",): ". . . . 1 1"}),
    "lots": _flags(("tent", "BB", "wish 1")),
    "deliver": _series({
        ("jet", "AA"): ". . . 1 3 1", ("jet", "BB"): ". . . 1 1 1", ("jet", "CC"): ". . . . . 2",
        ("drone", "AA"): ". . . . 1.5 .", ("tent", "BB"): ". . . . 1 1",
    }),
    "stock": _series({("drone",): ". . . 1 . ."}),
    "late": _series({("jet", "AA"): ". . . 1 . ."}),
    "on": _series({("jet",): ". . . 1 1 1"}),
    "up": _series({("jet",): ". . . 1 . ."}),
    "price": _series({
        ("design", "A1", ""): "30 30 . . . .", ("design", "B1", ""): "22 22 . . . .",
        ("tests", "A1", ""): ". . 10 . . .", ("tests", "B1", ""): ". . 11 . . .", ("tool", "B1", ""): ". . 12 . . .",
        ("wing", "A1", "AA"): ". . 6 18 6 .", ("wing", "A1", "CC"): ". . . . 12 .",
        ("wing", "B1", "BB"): ". . 6.6 6.6 6.6 .", ("body", "A1", "AA"): ". . . 5 15 5",
        ("body", "B1", "BB"): ". . . 5.5 5.5 5.5", ("body", "B1", "CC"): ". . . . . 11",
        ("pod", "B2", ""): ". . . 2.4 1.2 .", ("second", "C1", ""): ". 2 . . . .",
        ("care", "C1", ""): ". . . 0.4 1.2 2",
    }),
    "setup": {("tool", "B1", 2): Decimal(2), ("body", "A1", 3): Decimal("1.5")},
    "transfer_cost": {("seeker", "BB", "Support", 0): Decimal("0.4")},
    "work": _series({
        ("AA", "Dev"): "30 30 . . . .", ("BB", "Dev"): "22 22 . . . .", ("AA", "Trials"): ". . 10 . . .",
        ("BB", "Trials"): ". . 11 . . .", ("BB", "Sites"): ". . 14 . . .", ("AA", "Build"): ". . 6 24.5 33 5",
        ("BB", "Build"): ". . 6.6 12.1 12.1 16.5", ("BB", "Support"): ". . . 2.4 1.2 .",
        ("BB", "Office"): "2 . . . . .", ("CC", "Care"): ". 2 . 0.4 1.2 2",
    }),
    "counted": _series({
        ("AA", "Dev"): "30 30 . . . .", ("BB", "Dev"): "22 22 . . . .", ("AA", "Trials"): ". . 10 . . .",
        ("BB", "Trials"): ". . 11 . . .", ("BB", "Sites"): ". . 14 . . .", ("AA", "Build"): ". . 6 23.2 30 4",
        ("BB", "Build"): ". . 6.6 13.4 15.1 17.5", ("BB", "Support"): ". . . 2.4 1.2 .",
        ("BB", "Office"): "2 . . . . .", ("CC", "Care"): ". 2 . 0.4 1.2 2",
    }),
    "spend": _series({
        ("Dev",): "52 52 . . . .", ("Trials",): ". . 21 . . .", ("Sites",): ". . 14 . . .",
        ("Build",): ". . 12.6 36.6 45.1 21.5", ("Support",): "0.4 . . 2.4 1.2 .",
        ("Office",): "2.2 4.4 . 1 . .", ("Care",): "1 2 . 0.4 1.2 2",
    }),
    "other": _series({("office",): "2 . . . . .", ("ranges",): ". 4 . . . .", ("training",): ". . . 1 . ."}),
    "contingency": _series({("Office",): "0.2 0.4 . . . ."}),
    "vat": _series({("BB", "Office"): "0.44 0.88 . . . ."}),
    "gross": _series({
        ("AA", "Support"): ". . . 2 . .", ("BB", "Support"): "0.4 . . 0.4 1.2 .",
        ("BB", "Office"): "2.2 4.4 . . . .", ("CC", "Office"): ". . . 1 . .",
    }),
    "grant": _series({
        ("grant", "AA", "Support"): ". . . 0.6 . .", ("grant", "BB", "Support"): ". . . . 0.6 .",
        ("grant, bonus", "AA", "Support"): ". . . 0.12 . .", ("grant, bonus", "BB", "Support"): ". . . . 0.12 .",
    }),
    "taken": _flags(("grant",), ("grant, bonus",), ("loan",)),
    "draw": _series({("loan", "BB"): ". . 10 . . ."}),
    "repay": _series({("loan", "BB"): ". . . 2.7 2.65 2.6"}),
    "charge": _series({
        ("AA", "Dev"): "31.2 31.2 . . . .", ("BB", "Dev"): "20.8 20.8 . . . .", ("AA", "Trials"): ". . 10.5 . . .",
        ("BB", "Trials"): ". . 10.5 . . .", ("BB", "Sites"): ". . 14 . . .", ("AA", "Build"): ". . 6 23.5 21 5",
        ("BB", "Build"): ". . 6.6 12.6 12.1 5.5", ("CC", "Build"): ". . . 0.5 12 11",
        ("AA", "Support"): ". . . 1.28 . .", ("BB", "Support"): "0.4 . . 0.4 0.48 .",
        ("BB", "Office"): "2.64 5.28 . . . .", ("CC", "Office"): ". . . 1 . .",
        ("AA", "Care"): "1 2 . 0.4 1.2 2",
    }),
    "settle": _series({
        ("AA", "Build"): ". . . . . -1", ("BB", "Build"): ". . . . . -0.6", ("CC", "Build"): ". . . . . 1.6",
    }),
    "due": _series({
        ("AA", "Dev"): "39 23.4 . . . .", ("BB", "Dev"): "26 15.6 . . . .", ("AA", "Trials"): ". . 10.5 . . .",
        ("BB", "Trials"): ". . 10.5 . . .", ("BB", "Sites"): ". . 14 . . .",
        ("AA", "Build"): ". . 3 14.75 22.25 12 2.5",
        ("BB", "Build"): ". . 3.3 9.6 12.35 8.2 2.75", ("CC", "Build"): ". . . 0.25 6.25 13.1 5.5",
        ("AA", "Support"): ". . . 1.28 . .", ("BB", "Support"): "0.4 . . 0.4 0.48 .",
        ("BB", "Office"): "2.64 1.28 . . . .", ("CC", "Office"): ". . . 1 . .",
        ("AA", "Care"): "1 2 . 0.4 1.2 2",
    }),
    "pay": _series({
        ("AA", "Dev"): "40 22.4 . . . .", ("BB", "Dev"): "26 15.6 . . . .", ("AA", "Trials"): ". . 10.5 . . .",
        ("BB", "Trials"): ". . 10.5 . . .", ("BB", "Sites"): ". . 14 . . .",
        ("AA", "Build"): ". . 3 14.75 22.25 12 2.5",
        ("BB", "Build"): ". . 3.3 9.6 12.35 8.2 2.75", ("CC", "Build"): ". . . 0.25 6.25 13.1 5.5",
        ("AA", "Support"): ". . . 1.28 . .", ("BB", "Support"): "0.4 . . 0.4 0.48 .",
        ("BB", "Office"): "2.64 1.28 . . . .", ("CC", "Office"): ". . . 1 . .",
        ("AA", "Care"): "1 2 . 0.4 1.2 2",
    }),
    "carry": _series({("AA", ""): "5 . . . . ."}),
    "uncommitted": _series({("BB", "studies"): "18 . . . . ."}),
}  # fmt: skip

STAGES = (
    Stage("lateness", "unit-periods", 1.0, 1.0, 1.0, 0.0, "proven", 0.0),
    Stage("cost", "M", 273.38, 273.38, 273.38, 0.0, "proven", 0.0),
)

FACTS = Facts(PROBLEM)
PLAN = Plan(VALUES, STAGES)
