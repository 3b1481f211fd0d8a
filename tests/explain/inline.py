"""The pool without processes, for tests that solve little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from procure.pool import DONE, Ended


def run(
    task: Callable[[Any, Any], Any], shared: Any, items: Sequence[Any], jobs: int, tell: Callable[[Ended], None]
) -> list[Ended | None]:
    """As pool.run, one after the other in this process; what a task raises is raised."""
    found: list[Ended | None] = []
    for number, item in enumerate(items):
        found.append(Ended(number, DONE, task(shared, item)))
        tell(found[-1])  # type: ignore[arg-type]
    return found
