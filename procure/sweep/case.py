"""What a sweep is made of: cases, how to run them, and what each comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from procure import solve
from procure.problem import Problem
from procure.sweep.planned import plan_and_audit
from procure.sweep.task import Found, Solving

FAILED, DIED, NOT_RUN = "failed", "died", "not run"  # states of a result beside those of planning
STOPPED = "stopped by Ctrl-C"  # why a case was not run
UNKEPT = (FAILED, DIED, NOT_RUN, solve.INTERRUPTED)  # states that --resume tries again

Task = Callable[..., Found]  # of the problem, a Solving, and the case's args


@dataclass(frozen=True)
class Case:
    """A problem under a name, and what is asked of it: task(problem, solving, *args), a function of a module.

    args: what pickles, and what canonical.py can write: numbers, words, dataclasses, mappings and lists of them.
    """

    name: str
    problem: Problem
    task: Task = plan_and_audit
    args: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Result:
    """What a case came to. key: SHA-256 of all that decides it, in hexadecimal. state: of solve.py, or FAILED (the task
    raised), DIED (its process ended), NOT_RUN (the sweep was stopped before). cost and bound in M, None where there is
    none. record: what else the task found, as JSON has it. why: more, in words. seconds: of the task. kept: whether it
    was in the store. unwritten: why it is not in the store now, "" where it is or is not to be.
    """

    name: str
    key: str
    state: str
    cost: float | None = None
    bound: float | None = None
    record: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    seconds: float = field(default=0.0, compare=False)
    kept: bool = field(default=False, compare=False)
    unwritten: str = field(default="", compare=False)

    @property
    def gap(self) -> float | None:
        """What a better plan could cost less at most, M."""
        return None if self.cost is None or self.bound is None else max(0.0, self.cost - self.bound)


@dataclass(frozen=True)
class How:
    """How to run a sweep.

    options and gap: as for planning.plan. workers: processes at a time, None = what cores and memory allow. store: the
    folder that results are kept in as they come, None = nowhere. resume: take what is in the store for done.
    scheduler: address of a dask scheduler that runs the cases instead of this machine.
    """

    options: solve.Options = field(default_factory=solve.Options)
    gap: float | None = None
    workers: int | None = None
    store: Path | None = None
    resume: bool = False
    scheduler: str | None = None

    @property
    def solving(self) -> Solving:
        """What the tasks are told."""
        return Solving(self.options, self.gap)

    def replace(self, **parts: Any) -> How:
        """The same with some parts replaced."""
        return replace(self, **parts)


@dataclass(frozen=True)
class Told:
    """How far a sweep has come: `done` of `all_` cases, `kept` of them from the store, and the last that was done.

    seconds: since it began. said: a remark beside, as that results cannot be stored.
    """

    done: int
    all_: int
    kept: int
    seconds: float
    last: Result | None = None
    said: str = ""

    @property
    def rate(self) -> float:
        """Cases a second, those from the store left out."""
        return (self.done - self.kept) / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the rest takes at this rate, None where there is no rate yet."""
        return (self.all_ - self.done) / self.rate if self.rate else None


Tell = Callable[[Told], None]
