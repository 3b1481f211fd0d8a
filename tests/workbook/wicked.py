"""The worked example under names that break careless writers, and a plan's parts of an archive."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from procure.plan import Plan
from procure.problem import Problem
from procure.workbook.write import write
from tests.tables import example

NAMES = {
    "Alba": '=HYPERLINK("http://x.invalid","Alba")',
    "Borea": "</script><b>'Borea' & \"[Book]Sheet\"!A1",
    "Alba Systems": "+1",
    "Borea Steel": "@SUM(A1:A9)",
    "Design": "ש" * 200,
    "Body": "-2+3 → 'Summary'!A1",
    "Engine": "A1",
    "Vehicle": "[1]Summary!A1 {x}, \"M\"",
}


def problem() -> Problem:
    """The worked example with every name changed."""
    return _renamed(example.problem())  # type: ignore[no-any-return]


def plan() -> Plan:
    """Its plan under the same names."""
    p = example.plan()
    return Plan(_renamed(p.values), p.stages, p.run)


def written(to: Path) -> Path:
    """Its workbook."""
    write(to, problem(), plan(), (), "audit passed")
    return to


def parts(path: Path, beginning: str) -> dict[str, ElementTree.Element]:
    """The parts of a workbook whose names begin so, read as XML."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.match(beginning, name)]
        return {name: ElementTree.fromstring(archive.read(name)) for name in names}


def _renamed(thing: Any) -> Any:
    if isinstance(thing, str):
        return NAMES.get(thing, thing)
    if isinstance(thing, Mapping):
        return {_renamed(key): _renamed(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return tuple(_renamed(one) for one in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        fields = {f.name: _renamed(getattr(thing, f.name)) for f in dataclasses.fields(thing) if f.init}
        return dataclasses.replace(thing, **fields)
    return thing
