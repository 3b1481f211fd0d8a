"""A cell as a reader sees it: the number formats of the tables, which are Excel's, applied to one value."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from procure.tables.table import EXACT, TEXT, Value

_SECTION = re.compile(r'(?:[^;"]|"[^"]*")*')
_QUOTED = re.compile(r'"([^"]*)"')


def shown(value: Value, format: str) -> str:
    """The text of a cell: "" for None, a text as it is, a number in its format."""
    if value is None or isinstance(value, str):
        return value or ""
    number = Decimal(value)
    if format in (TEXT, EXACT):
        return f"{number.normalize():f}" if number else "0"
    sections = [part.group() for part in _SECTION.finditer(format) if part.group()]
    rounded = _rounded(number, sections[0])
    section = sections[0]
    if len(sections) > 1 and rounded < 0:
        section, rounded = sections[1], -rounded
    elif len(sections) > 2 and rounded == 0:
        section = sections[2]
    return _in(rounded, section)


def decimals(format: str) -> int:
    """Decimals that a format shows."""
    found = re.search(r"\.(0+)", _QUOTED.sub("", format))
    return len(found.group(1)) if found else 0


def unit(format: str) -> str:
    """What stands behind a number in its format: " M", " h", "%"; "" for nothing."""
    plain = _QUOTED.sub("", format)
    quoted = _QUOTED.search(format)
    return "%" if "%" in plain else quoted.group(1) if quoted else ""


def _rounded(number: Decimal, section: str) -> Decimal:
    """The number with the decimals that its format shows; a percentage counts hundredths."""
    scaled = number * 100 if "%" in _QUOTED.sub("", section) else number
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals(section)), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def _in(number: Decimal, section: str) -> str:
    plain = _QUOTED.sub("", section)
    sign = plain[0] if plain[:1] in ("+", "-") else ""
    thousands = "," if "," in plain else ""
    percent = "%" if "%" in plain else ""
    return f"{sign}{number:{thousands}.{decimals(section)}f}{percent}{''.join(_QUOTED.findall(section))}"
