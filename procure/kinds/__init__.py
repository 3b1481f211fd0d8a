"""What a first plan of each kind of programme looks like before anyone has filled in a figure of their own.

kind.py says what a kind is, platforms.py and supplies.py hold the tables, first_plan.py makes the rows of a workbook
from one, typed.py reads what a user types for it. Every figure is an assumption to be replaced, none is a fact.
"""

from __future__ import annotations

from procure.kinds.kind import Kind
from procure.kinds.platforms import PLATFORMS
from procure.kinds.supplies import SUPPLIES

KINDS: dict[str, Kind] = {kind.name: kind for kind in (*PLATFORMS, *SUPPLIES)}
