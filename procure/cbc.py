"""CBC through PuLP, for those who want a second solver: the same arrays in, the same Answer out.

PuLP's status is not asked: what CBC wrote in its log is read, and the values are only a proposal, with eight digits,
that the planner checks at rounded whole columns with HiGHS.
"""

from __future__ import annotations

import re
import subprocess  # nosec B404 # for CBC alone
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pulp

from procure import solve as solver
from procure.solve import Answer, Floats, Matrix, Options, Progress

GRACE = 10.0  # seconds that it may take longer than it was given
_MODEL, _SOLUTION, _LOG = "model.mps", "solution", "log"
_NUMBER = r"\s+(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)"


def available() -> bool:
    """Whether a CBC is installed that PuLP finds: bundled with it, or on the path."""
    return _command() is not None


def solve(
    matrix: Matrix,
    options: Options,
    start: Floats | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Answer:
    """As solve.solve, with CBC; what has no whole columns is left to HiGHS. Raises RuntimeError without a CBC."""
    if not matrix.whole.any():
        return solver.solve(matrix, options, start, progress)
    command = _command()
    if command is None:
        raise RuntimeError("no CBC is installed; use the solver highs")
    problem, variables = _problem(matrix)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="procure-") as folder:
        written = problem.writeMPS(str(Path(folder) / _MODEL), rename=True)
        try:
            ended = _run(_words(command, matrix, options), Path(folder), options.time_limit)
        except KeyboardInterrupt:  # what it found is lost
            return Answer(solver.INTERRUPTED, None, None, None, time.monotonic() - began, stopped=True)
        seconds = time.monotonic() - began
        if ended != 0:
            return Answer(solver.NO_PLAN if ended is None else solver.REJECTED, None, None, None, seconds)
        said = (Path(folder) / _LOG).read_text(encoding="utf-8", errors="replace")
        try:
            found = command(msg=False).readsol_MPS(str(Path(folder) / _SOLUTION), problem, *written[:3])[1]
            values = np.array([found[v.name] for v in variables]) * matrix.unit
        except (OSError, ValueError, LookupError):  # it wrote none, or something else: no numbers
            values = np.full(len(variables), np.nan)
    return _answer(said, values, matrix, options, seconds)


def _words(command: Any, matrix: Matrix, options: Options) -> list[str]:
    """CBC's command line; its files are in the folder where it runs."""
    cbc = command(
        msg=False, gapRel=options.relative_gap, gapAbs=options.absolute_gap / matrix.cost_unit, threads=options.threads
    )
    asked = [*cbc.getOptions(), f"randomCbcSeed {options.seed + 1}"]
    asked += [] if options.presolve else ["preprocess off"]
    asked += [] if options.time_limit is None else [f"sec {options.time_limit}"]
    words = " ".join(f"-{one}" for one in asked).split()
    return [cbc.path, _MODEL, *words, "-solve", "-printingOptions", "all", "-solution", _SOLUTION]


def _run(words: list[str], folder: Path, limit: float | None) -> int | None:
    """CBC's exit code; None where it did not end long after its time, and was killed, as it is by Ctrl-C."""
    with (folder / _LOG).open("wb") as log, suppress(subprocess.TimeoutExpired):
        return subprocess.run(  # nosec B603 # words of ours, the program that PuLP found, no shell
            words, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False,
            timeout=None if limit is None else limit + GRACE, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ).returncode  # fmt: skip
    return None


def _command() -> Any:
    for name in ("PULP_CBC_CMD", "COIN_CMD"):
        command = getattr(pulp, name, None)
        if command is not None and command(msg=False).available():
            return command
    return None


def _problem(matrix: Matrix) -> tuple[Any, list[Any]]:
    problem = pulp.LpProblem("arrays", pulp.LpMinimize)
    variables = [
        problem.add_variable(
            f"x{j}",
            None if np.isinf(matrix.low[j]) else float(matrix.low[j]),
            None if np.isinf(matrix.high[j]) else float(matrix.high[j]),
            "Integer" if matrix.whole[j] else "Continuous",
        )
        for j in range(len(matrix.cost))
    ]
    problem.setObjective(pulp.lpDot(matrix.cost.tolist(), variables))
    for i in range(len(matrix.row_low)):
        inside = slice(matrix.start[i], matrix.start[i + 1])
        row = pulp.lpDot(matrix.value[inside].tolist(), [variables[j] for j in matrix.index[inside]])
        low, high = matrix.row_low[i], matrix.row_high[i]
        if low == high:
            problem.addConstraint(row == float(low), f"r{i}")
        elif np.isinf(low):
            problem.addConstraint(row <= float(high), f"r{i}")
        else:
            problem.addConstraint(row >= float(low), f"r{i}")
    return problem, variables


def _answer(said: str, values: Floats, matrix: Matrix, options: Options, seconds: float) -> Answer:
    """What the log says: "Result - ..." and its bound; without a result line the answer is rejected."""
    result = next(iter(re.findall(r"Result - (.*)", said)), "")
    text = (result or said).lower()
    if "infeasible" in text and "optimal" not in text:
        return Answer(solver.INFEASIBLE, None, None, None, seconds)
    if "unbounded" in text:
        return Answer(solver.UNBOUNDED, None, None, None, seconds)
    if "No feasible solution found" in said:
        return Answer(solver.NO_PLAN, None, None, None, seconds)
    if not result:
        return Answer(solver.REJECTED, None, None, None, seconds)
    objective = float((matrix.cost * values / matrix.unit).sum()) * matrix.cost_unit
    bounds = re.findall(r"Lower bound:" + _NUMBER, said)
    bound = float(bounds[-1]) * matrix.cost_unit if bounds else None
    if bound is None and "optimal solution found" in text:
        bound = objective - solver.allowed(options, objective)  # CBC prints no bound where it is within the gap asked
    return Answer(solver.within(objective, bound, options), values, objective, bound, seconds)
