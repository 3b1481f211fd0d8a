"""A problem and its plan, worked out by hand: 2 nations, 2 phases, 3 packages, 4 periods.

Development 2027-28 is one package of 100 M at Alba; production makes 10 vehicles from bodies (3 M a set, Borea, set-up
5 M) and engines (2 M a set, half each). Alba takes 6 vehicles, Borea 4, so costs split 60 : 40.
"""

from decimal import Decimal

from procure.calendar import Calendar, Span
from procure.plan import Plan, Stage
from procure.problem import (
    Budget,
    Capacity,
    Item,
    Limit,
    Nation,
    Objective,
    Package,
    Phase,
    Problem,
    Programme,
    Quote,
    Requirement,
    Rule,
    Supplier,
)

D = Decimal


def problem() -> Problem:
    """The problem; row numbers as if read from a workbook."""
    return Problem(
        programme=Programme(
            name="Two nations' vehicle", currency="EUR", calendar=Calendar("2027", "year", 4), price_base="2026",
            model="best-value", marking="OFFICIAL", data_date="2026-11-01",
        ),
        nations=(Nation("Alba", row=2), Nation("Borea", row=3)),
        phases=(Phase("Development", "offtake", row=2), Phase("Production", "offtake", row=3)),
        items=(Item("Vehicle", "Production", unit="vehicle", unit_price_m=5.0, max_rate=6, row=2),),
        requirements=(
            Requirement("Alba", "Vehicle", (0, 0, 3, 3), row=2),
            Requirement("Borea", "Vehicle", (0, 0, 2, 2), row=3),
        ),
        packages=(
            Package("Design", "one-off", "Development", value_m=100.0, sector="systems", months=24, row=2),
            Package("Body", "per unit", "Production", value_m=3.0, sector="steel", after=("Design",), row=3),
            Package(
                "Engine", "per unit", "Production", value_m=2.0, sector="engines", after=("Design",), divisible=True,
                most=None, row=4,
            ),
        ),
        suppliers=(
            Supplier("Alba Systems", "Alba", row=2),
            Supplier("Borea Steel", "Borea", ("steel", "engines"), row=3),
        ),
        quotes=(Quote("Borea Steel", "Body", 3.0, 5.0, row=2),),
        budgets=(Budget("Alba", tuple(Limit(Span(t, t), 40.0, str(2027 + t)) for t in range(4)), row=2),),
        capacities=(
            Capacity("Borea Steel", tuple(Limit(Span(t, t), 10.0, str(2027 + t)) for t in range(4)), row=2),
        ),
        rules=(Rule("fair work", "work", amount=20.0, asked_by="Borea", source="MoU 4.2", row=2),),
        objectives=(Objective("lateness"), Objective("cost", relative=0.005)),
        notes={("Packages", 2): ("estimate of the office", "assumed", "")},
    )  # fmt: skip


def plan() -> Plan:
    """The plan: everything on time, paid when due."""
    n = {"Alba": D("0.6"), "Borea": D("0.4")}
    spend = {"Development": (50, 50, 0, 0), "Production": (0, 0, 30, 25)}
    money = {
        (nation, phase, t): part * amount
        for nation, part in n.items()
        for phase, amounts in spend.items()
        for t, amount in enumerate(amounts)
        if amount
    }
    values = {
        "begin": {("Design", 0): D(1)},
        "start": {("Design", "Alba Systems", 0): D(1)},
        "award": {
            ("Design", "Alba Systems"): D(1), ("Body", "Borea Steel"): D(1), ("Engine", "Alba Systems"): D(1),
            ("Engine", "Borea Steel"): D(1),
        },
        "open": {("Body", "Borea Steel", 2): D(1)},
        "make": {
            ("Body", "Borea Steel", "", 2): D(5), ("Body", "Borea Steel", "", 3): D(5),
            ("Engine", "Alba Systems", "", 2): D(2), ("Engine", "Alba Systems", "", 3): D(3),
            ("Engine", "Borea Steel", "", 2): D(3), ("Engine", "Borea Steel", "", 3): D(2),
        },
        "built": {("Vehicle", 2): D(5), ("Vehicle", 3): D(5)},
        "deliver": {
            ("Vehicle", "Alba", 2): D(3), ("Vehicle", "Alba", 3): D(3),
            ("Vehicle", "Borea", 2): D(2), ("Vehicle", "Borea", 3): D(2),
        },
        "price": {
            ("Design", "Alba Systems", "", 0): D(50), ("Design", "Alba Systems", "", 1): D(50),
            ("Body", "Borea Steel", "", 2): D(15), ("Body", "Borea Steel", "", 3): D(15),
            ("Engine", "Alba Systems", "", 2): D(4), ("Engine", "Alba Systems", "", 3): D(6),
            ("Engine", "Borea Steel", "", 2): D(6), ("Engine", "Borea Steel", "", 3): D(4),
        },
        "setup": {("Body", "Borea Steel", 2): D(5)},
        "work": {
            ("Alba", "Development", 0): D(50), ("Alba", "Development", 1): D(50), ("Alba", "Production", 2): D(4),
            ("Alba", "Production", 3): D(6), ("Borea", "Production", 2): D(26), ("Borea", "Production", 3): D(19),
        },
        "spend": {
            ("Development", 0): D(50), ("Development", 1): D(50), ("Production", 2): D(30), ("Production", 3): D(25),
        },
        "charge": dict(money), "due": dict(money), "pay": dict(money),
    }  # fmt: skip
    stages = (
        Stage("lateness", "unit-periods", 0.0, 0.0, 0.0, 1e-6, "proven", 0.1),
        Stage("cost", "M", 155.0, 155.0, 154.5, 0.775, "proven", 1.25),
    )
    return Plan(values, stages, {"solver": "HiGHS 1.15.1", "audit": "audit passed"})
