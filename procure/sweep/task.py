"""What a task is given beside its problem, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from procure import solve


@dataclass(frozen=True)
class Solving:
    """How to solve: options and gap as for planning.plan."""

    options: solve.Options = field(default_factory=solve.Options)
    gap: float | None = None


@dataclass(frozen=True)
class Found:
    """What a task found. state: of solve.py. cost and bound in M. record: words, numbers, lists and mappings by words,
    as JSON has them (an exact figure as text).
    """

    state: str
    cost: float | None = None
    bound: float | None = None
    record: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
