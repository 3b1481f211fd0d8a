"""The key of a case: a SHA-256 of all that decides its result, written in one way.

inputs as resolved (every table, the scenarios of Changes left out) · task and its arguments · options and gap ·
versions of procure, the solver and the numbers' library
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from procure import __version__, solve
from procure.problem import Problem
from procure.sweep.case import Case
from procure.sweep.task import Solving
from procure.workbook import inputs

SCENARIOS = "Changes"  # say what could be changed, which is no input of the plan itself


def key(case: Case, how: Solving) -> str:
    """The key of a case, 64 hexadecimal digits. Raises TypeError for an argument that has no one way to be written."""
    said = [canonical(case.problem), canonical(case.task), canonical(case.args), canonical(how), versions()]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


@cache
def versions() -> dict[str, str]:
    """Versions of what makes a result."""
    return {"procure": __version__, "HiGHS": solve.highs_version(), "numpy": version("numpy")}


def canonical(value: Any) -> Any:
    """A value in lists and words, of which other values make other ones. Raises TypeError for what it knows not.

    Of a dataclass what counts when it is compared; a problem by its tables; a mapping sorted.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return ["float", value.hex()]
    if isinstance(value, Decimal | Fraction | Path):
        return [type(value).__name__, str(value)]
    if isinstance(value, Problem):
        return {name: table for name, table in inputs.tables(value).items() if name != SCENARIOS}
    if is_dataclass(value) and not isinstance(value, type):
        parts = [[one.name, canonical(getattr(value, one.name))] for one in fields(value) if one.compare]
        return [_name(type(value)), parts]
    if isinstance(value, Mapping):
        pairs = ([canonical(k), canonical(v)] for k, v in value.items())
        return ["mapping", sorted(pairs, key=lambda pair: json.dumps(pair[0]))]
    if isinstance(value, set | frozenset):
        return ["set", sorted(map(canonical, value), key=json.dumps)]
    if isinstance(value, list | tuple):
        return [canonical(one) for one in value]
    if isinstance(value, partial):
        return ["partial", canonical(value.func), canonical(value.args), canonical(value.keywords)]
    if callable(value):
        return _name(value)
    raise TypeError(f"{type(value).__name__} is no argument of a case: it cannot be written in one way")


def _name(value: Callable[..., Any]) -> list[str]:
    """Module and name of a function or class of a module; another one has no name that says what it does."""
    if "<" in value.__qualname__:
        raise TypeError(f"{value.__qualname__} is no function of a module")
    return [value.__module__, value.__qualname__]
