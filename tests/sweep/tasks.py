"""Tasks and problems of sweeps that cost next to nothing."""

from __future__ import annotations

import os
import signal
import time
from functools import cache
from pathlib import Path

from procure.problem import Problem
from procure.reading import read
from procure.sweep.case import Case, How
from procure.sweep.running import run
from procure.sweep.task import Found, Solving

INPUTS = Path(__file__).parents[2] / "inputs"


@cache
def problem() -> Problem:
    found, _ = read(INPUTS / "two-nations.xlsx")
    assert found is not None
    return found


def weigh(problem: Problem, how: Solving, number: int) -> Found:
    """What the problem's budgets come to, times the number; 0.01 s of work."""
    time.sleep(0.01)
    money = sum(limit.amount for budget in problem.budgets for limit in budget.limits)
    return Found("proven", money * number, money * number * 0.99, {"number": number, "by": {"two": 2 * number}})


def fail(problem: Problem, how: Solving) -> Found:
    raise ValueError("unlucky")


def die(problem: Problem, how: Solving, number: int) -> Found:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def many(count: int) -> list[Case]:
    return [Case(f"case {number}", problem(), weigh, (number,)) for number in range(count)]


def sweep_to(folder: str, count: int) -> None:
    """A sweep that is kept in a folder."""
    run(many(count), How(workers=2, store=Path(folder)))
