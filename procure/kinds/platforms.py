"""Aircraft, helicopter, vehicle and ship. Per cents, months and prices are orders of magnitude to begin with."""

from __future__ import annotations

from procure.kinds.kind import Kind, Work

_MANAGEMENT = "Programme management"

_AIRCRAFT = Kind(
    name="aircraft", item="Aircraft", unit="aircraft", unit_price_m=90.0, development_m=12_000.0, years=20,
    one_off=(
        Work(_MANAGEMENT, 5, "systems", 84, divisible=False, lead=True),
        Work("System design", 15, "systems", 24, tags="noble"),
        Work("Airframe development", 22, "airframe", 36, ("System design",)),
        Work("Engine development", 18, "engines", 36, ("System design",), tags="noble"),
        Work("Avionics and mission software", 25, "avionics", 36, ("System design",), tags="noble"),
        Work("Flight test and certification", 15, "test", 24,
             ("Airframe development", "Engine development", "Avionics and mission software")),
    ),
    recurring=(
        Work("Fuselage", 22, "airframe", 24),
        Work("Wings and control surfaces", 14, "airframe", 24),
        Work("Engine", 9.5, "engines", 12, sets=2, tags="noble"),
        Work("Radar and mission avionics", 27, "avionics", 12, tags="noble"),
        Work("Landing gear", 5, "equipment", 12, divisible=False),
        Work("Final assembly and acceptance", 13, "assembly", 0),
    ),
)  # fmt: skip

_HELICOPTER = Kind(
    name="helicopter", item="Helicopter", unit="helicopter", unit_price_m=30.0, development_m=3_000.0, years=16,
    one_off=(
        Work(_MANAGEMENT, 5, "systems", 72, divisible=False, lead=True),
        Work("System design", 15, "systems", 24, tags="noble"),
        Work("Rotor and transmission development", 25, "dynamics", 24, ("System design",), tags="noble"),
        Work("Engine integration", 10, "engines", 24, ("System design",)),
        Work("Avionics and mission software", 25, "avionics", 24, ("System design",), tags="noble"),
        Work("Flight test and qualification", 20, "test", 24,
             ("Rotor and transmission development", "Engine integration", "Avionics and mission software")),
    ),
    recurring=(
        Work("Airframe", 20, "airframe", 12),
        Work("Rotor head and blades", 12, "dynamics", 12, tags="noble"),
        Work("Main gearbox and transmission", 14, "dynamics", 12, tags="noble"),
        Work("Engine", 9, "engines", 12, sets=2),
        Work("Avionics and mission system", 24, "avionics", 12, tags="noble"),
        Work("Final assembly and acceptance", 12, "assembly", 0),
    ),
)  # fmt: skip

_VEHICLE = Kind(
    name="vehicle", item="Vehicle", unit="vehicle", unit_price_m=4.0, development_m=600.0, years=14,
    one_off=(
        Work(_MANAGEMENT, 5, "systems", 48, divisible=False, lead=True),
        Work("System design", 25, "systems", 24, tags="noble"),
        Work("Drivetrain development", 20, "mobility", 12, ("System design",)),
        Work("Turret and weapon development", 25, "weapons", 12, ("System design",), tags="noble"),
        Work("Electronics and software development", 15, "electronics", 12, ("System design",), tags="noble"),
        Work("Qualification trials", 10, "test", 12,
             ("Drivetrain development", "Turret and weapon development", "Electronics and software development")),
    ),
    recurring=(
        Work("Hull and armour", 22, "structures", 12),
        Work("Power pack and running gear", 28, "mobility", 12),
        Work("Turret and weapon station", 24, "weapons", 12, tags="noble"),
        Work("Vehicle electronics and communications", 14, "electronics", 12, tags="noble"),
        Work("CBRN protection", 4, "equipment", 12, divisible=False),
        Work("Final assembly and acceptance", 8, "assembly", 0),
    ),
)  # fmt: skip

_SHIP = Kind(
    name="ship", item="Ship", unit="ship", unit_price_m=700.0, development_m=800.0, years=16,
    phases=("Design", "Construction"),
    one_off=(
        Work(_MANAGEMENT, 5, "systems", 60, divisible=False, lead=True),
        Work("Basic and detail design", 35, "naval architecture", 24, tags="noble"),
        Work("Propulsion and power design", 15, "propulsion", 24, ("Basic and detail design",)),
        Work("Combat system development", 35, "combat systems", 36, tags="noble"),
        Work("Shore integration and test", 10, "test", 12,
             ("Propulsion and power design", "Combat system development")),
    ),
    recurring=(
        Work("Hull blocks", 22, "shipbuilding", 24),
        Work("Propulsion and power", 16, "propulsion", 24),
        Work("Hull assembly and launch", 14, "shipbuilding", 12),
        Work("Combat management and sensors", 22, "combat systems", 12, tags="noble"),
        Work("Weapons and launchers", 12, "weapons", 12, tags="noble"),
        Work("Outfitting", 10, "shipbuilding", 12),
        Work("Sea trials and delivery", 4, "test", 0, divisible=False),
    ),
)  # fmt: skip

PLATFORMS = (_AIRCRAFT, _HELICOPTER, _VEHICLE, _SHIP)
