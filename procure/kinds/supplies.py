"""Missile, ammunition and hours. Per cents, months and prices are orders of magnitude to begin with."""

from __future__ import annotations

from procure.kinds.kind import Kind, Terms, Work

_MANAGEMENT = "Programme management"

_MISSILE = Kind(
    name="missile", item="Missile", unit="missile", unit_price_m=2.0, development_m=1_200.0, years=15,
    one_off=(
        Work(_MANAGEMENT, 5, "systems", 60, divisible=False, lead=True),
        Work("System design", 20, "systems", 24, tags="noble"),
        Work("Seeker development", 30, "electronics", 24, ("System design",), tags="noble"),
        Work("Propulsion development", 15, "propulsion", 24, ("System design",)),
        Work("Warhead and fuze development", 10, "warheads", 24, ("System design",)),
        Work("Firings and qualification", 20, "test", 12,
             ("Seeker development", "Propulsion development", "Warhead and fuze development")),
    ),
    recurring=(
        Work("Seeker", 30, "electronics", 12, tags="noble"),
        Work("Guidance electronics and data link", 20, "electronics", 12, tags="noble"),
        Work("Rocket motor", 18, "propulsion", 12),
        Work("Warhead and fuze", 12, "warheads", 12),
        Work("Airframe and actuators", 12, "structures", 12),
        Work("Final assembly and test", 8, "assembly", 0),
    ),
)  # fmt: skip

_AMMUNITION = Kind(
    name="ammunition", item="Ammunition", unit="1,000 rounds", unit_price_m=4.0, development_m=150.0, years=10,
    phases=("Industrialisation", "Production"), whole=False,
    one_off=(
        Work(_MANAGEMENT, 5, "systems", 36, divisible=False, lead=True),
        Work("Powder and explosives plant extension", 35, "energetics", 24, tags="critical"),
        Work("Shell line extension", 25, "metal forming", 24),
        Work("Fuze line extension", 15, "fuzes", 24),
        Work("Qualification and safety tests", 20, "test", 12,
             ("Powder and explosives plant extension", "Shell line extension", "Fuze line extension")),
    ),
    recurring=(
        Work("Shell bodies", 26, "metal forming", 12),
        Work("Explosive fill", 14, "energetics", 12, tags="critical"),
        Work("Propelling charges", 24, "energetics", 12, tags="critical"),
        Work("Fuzes", 22, "fuzes", 12),
        Work("Primers and packaging", 4, "equipment", 0, divisible=False),
        Work("Loading, assembly and lot acceptance", 10, "assembly", 0),
    ),
)  # fmt: skip

_HOURS = Kind(
    name="hours", item="Flying hours", unit="hour", unit_price_m=0.02, development_m=2_000.0, years=15,
    phases=("Acquisition", "Operation"), terms=(Terms(20, 80, 0), Terms(0, 100, 0)),
    key="usage", whole=False, a_year=True,
    one_off=(
        Work(_MANAGEMENT, 5, "systems", 48, divisible=False, lead=True),
        Work("Aircraft", 60, "airframe", 24),
        Work("Conversion to the role", 20, "conversion", 12, ("Aircraft",)),
        Work("Base and simulator", 10, "support", 24),
        Work("Entry into service", 5, "test", 12, ("Conversion to the role", "Base and simulator"), divisible=False),
    ),
    recurring=(
        Work("Flight crews and operations", 30, "operations", 0),
        Work("Line maintenance", 20, "maintenance", 0),
        Work("Heavy maintenance", 18, "maintenance", 0),
        Work("Engine support", 14, "engines", 0),
        Work("Spare parts and logistics", 13, "support", 0),
        Work("Training", 5, "support", 0, divisible=False),
    ),
)  # fmt: skip

SUPPLIES = (_MISSILE, _AMMUNITION, _HOURS)
