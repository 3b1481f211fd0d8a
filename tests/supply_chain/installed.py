"""What procure depends on: as pyproject.toml says it, and as it is installed, with all that it brings along."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cli.calling import ROOT

Needed = dict[str, set[str]]  # name -> those that need it; "" is procure itself


def project() -> dict[str, Any]:
    """The table [project] of pyproject.toml."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(found, dict)
    return found


def named(requirements: Iterable[str]) -> set[str]:
    """The names in lines of requirements, as an index spells them."""
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def brought(requirements: Iterable[str]) -> Needed:
    """Everything that these requirements install on this system, themselves among them, and who needs it."""
    found: Needed = {}
    waiting: list[tuple[str, Requirement]] = [("", Requirement(line)) for line in requirements]
    done = set()
    while waiting:
        by, one = waiting.pop()
        name = str(canonicalize_name(one.name))
        found.setdefault(name, set()).add(by)
        if (name, *sorted(one.extras)) not in done:
            done.add((name, *sorted(one.extras)))
            waiting += [(name, more) for more in _needed(distribution(name), one.extras)]
    return found


def _needed(of: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for line in of.requires or ():
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield one
