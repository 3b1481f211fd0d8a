"""What a user types for a first plan: nations with quantities, and the horizon.

What cannot be read raises ValueError with an example.
"""

from __future__ import annotations

import re

from procure.calendar import Calendar
from procure.text import clean, fold, split
from procure.workbook.sheets import KEYS
from procure.workbook.table import TOTALS

Nations = tuple[tuple[str, float], ...]

MOST_PERIODS = 200
_LARGEST = 1e9  # units of a nation
_NATION = re.compile(r"(.*\S)\s+(\d+(?:\.\d+)?)")
_PERIODS = re.compile(r"(\d{4}(?:-[HQ]\d)?)\s*(?:-|–|to)\s*(\d{4}(?:-[HQ]\d)?)")
_LENGTHS = {"": "year", "H": "half", "Q": "quarter"}
# They have a meaning of their own where a nation may be named, or make a row one of totals.
_TAKEN = {*KEYS, *TOTALS, "all", "partners", "customers", "third countries"}


def nations(text: str, whole: bool) -> Nations:
    """(nation, units) in the order typed, from "FR 200, DE 300, IT 150". whole: no half units."""
    found: dict[str, tuple[str, float]] = {}
    for part in split(text):
        matched = _NATION.fullmatch(part)
        if not matched:
            raise ValueError(f'{part!r} is no nation with a quantity; write "FR 200, DE 300, IT 150"')
        name, units = matched[1], float(matched[2])
        if not name[0].isalpha() or name.casefold() in _TAKEN:
            raise ValueError(f'{name!r} cannot be the name of a nation; write "FR 200, DE 300, IT 150"')
        if not 0 < units <= _LARGEST or (whole and units != int(units)):
            kind = "a whole number of units" if whole else "a quantity"
            raise ValueError(f'expected {kind} above 0 for {name}, found {matched[2]}; write "{name} 200"')
        if fold(name) in found:
            raise ValueError(f'{name!r} is there twice; name each nation once, as "FR 200, DE 300, IT 150"')
        found[fold(name)] = (name, units)
    if not found:
        raise ValueError('expected nations with quantities, as "FR 200, DE 300, IT 150"')
    return tuple(found.values())


def periods(text: str) -> Calendar:
    """The calendar from first to last period, from "2027-2040", "2027-H1 to 2033-H2" or "2027-Q1 to 2031-Q4"."""
    matched = _PERIODS.fullmatch(clean(text))
    if not matched:
        raise ValueError(f'{text!r} is no horizon; write 2027-2040, or "2027-Q1 to 2031-Q4" for quarters')
    first, last = matched[1], matched[2]
    if first[4:6] != last[4:6]:
        raise ValueError(f'{first} and {last} are periods of different lengths; write "2027-Q1 to 2031-Q4"')
    longest = Calendar(first, _LENGTHS[first[5:6]], MOST_PERIODS)
    if last not in longest.labels:
        raise ValueError(f"{last} does not follow {first} within {MOST_PERIODS} periods; write 2027-2040")
    return Calendar(first, longest.length, longest.labels.index(last) + 1)
