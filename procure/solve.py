"""Arrays in, answer out: HiGHS through its own interface.

The solver's word is taken apart here: its model status, whether its point is feasible, its bound. PuLP's status is
never asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PROVEN, GAP, NO_PLAN, INFEASIBLE = "proven", "gap", "no plan in time", "infeasible"
UNBOUNDED, INTERRUPTED, REJECTED = "unbounded", "interrupted", "rejected"
PLANS = (PROVEN, GAP)  # the states that have a plan, whatever else

AT_ONCE = 1 << 15  # numbers: what the processor keeps near
HOLDS = 1e-2  # how far a solver's own point, which is only a proposal, may miss a row, in scaled units
BAD_VERSIONS = ("1.14.0",)  # wrong answers on 85 of 4,000 small problems


@dataclass(frozen=True)
class Matrix:
    """min cost x, row_low <= A x <= row_high, low <= x <= high, whole columns integer; A by rows (CSR).

    unit: what 1 of a column stands for in the model; cost_unit: what 1 of the objective stands for; row_unit: of a
    row. Answers are in the model's numbers, whatever the scaling.
    """

    cost: Floats
    low: Floats
    high: Floats
    whole: NDArray[np.bool_]
    row_low: Floats
    row_high: Floats
    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: Floats
    unit: Floats | float = 1.0
    cost_unit: float = 1.0
    row_unit: Floats | float = 1.0

    def scaled(self, unit: Floats) -> Matrix:
        """Columns counted in `unit`; rows and objective by powers of ten, so that their largest is near 1."""
        value = self.value * unit[self.index]
        largest = np.ones(len(self.row_low))
        filled = np.diff(self.start) > 0
        if value.size:
            largest[filled] = np.maximum.reduceat(np.abs(value), self.start[:-1][filled])
        factor = _power_of_ten(largest)
        cost = self.cost * unit
        cost_unit = float(_power_of_ten(np.array([np.abs(cost).max(initial=0.0) or 1.0]))[0])
        return replace(
            self,
            cost=_typed(cost / cost_unit),
            low=_typed(self.low / unit),
            high=_typed(self.high / unit),
            row_low=_typed(self.row_low / factor),
            row_high=_typed(self.row_high / factor),
            value=_typed(value / np.repeat(factor, np.diff(self.start))),
            unit=unit,
            cost_unit=cost_unit,
            row_unit=factor,
        )

    def fixed(self, values: Floats) -> Matrix:
        """The rest when every whole column keeps its rounded value: an LP."""
        at = np.round(values / self.unit)
        return replace(
            self,
            low=np.where(self.whole, at, self.low),
            high=np.where(self.whole, at, self.high),
            whole=np.zeros_like(self.whole),
        )

    def takes(self, values: Floats) -> bool:
        """Whether every whole column's rounded value is within its bounds."""
        at = np.round(values / self.unit)
        return not ((at < self.low) | (at > self.high))[self.whole].any()

    def relaxed(self) -> Matrix:
        """The same without the demand that columns are whole."""
        return replace(self, whole=np.zeros_like(self.whole))

    def violation(self, values: Floats) -> float:
        """How far a point misses its rows, bounds and whole columns, at most, in scaled units; infinite for none."""
        if values.shape != self.cost.shape or not np.isfinite(values).all():
            return np.inf
        x = values / self.unit
        products = self.value * x[self.index]
        rows = np.add.reduceat(np.append(products, 0.0), self.start[:-1]) if self.start.size > 1 else np.zeros(0)
        rows = np.where(np.diff(self.start) > 0, rows, 0.0)
        apart = [self.row_low - rows, rows - self.row_high, self.low - x, x - self.high]
        apart.append(np.abs(x - np.round(x))[self.whole])
        return float(max((a.max(initial=0.0) for a in apart), default=0.0))


def _typed(numbers: Floats) -> Floats:
    """To 13 digits: money counted in other units must not reach the solver with another last bit, nor another plan."""
    found = np.empty_like(numbers)
    for first in range(0, len(numbers), AT_ONCE):
        part = numbers[first : first + AT_ONCE]
        size = np.abs(part)
        size[(size == 0.0) | (size == np.inf)] = 1.0
        digit = 10.0 ** (12 - np.floor(np.log10(size)))
        found[first : first + AT_ONCE] = np.round(part * digit) / digit
    return found


def _power_of_ten(numbers: Floats) -> Floats:
    return np.asarray(10.0 ** np.round(np.log10(numbers)), dtype=float)


@dataclass(frozen=True, slots=True)
class Options:
    """How to solve. A plan within either gap of the objective is enough; time_limit in seconds, nodes of the
    search: None = no limit."""

    relative_gap: float = 1e-4
    absolute_gap: float = 1e-6
    time_limit: float | None = None
    threads: int = 1
    seed: int = 0
    presolve: bool = True
    nodes: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve has come: best plan's value and bound (None while there is none), seconds."""

    best: float | None
    bound: float | None
    seconds: float


@dataclass(frozen=True)
class Answer:
    """What a solve came to, in the model's numbers.

    values: of the columns in the best plan, None without one. bound: None where nothing is proven.
    """

    state: str
    values: Floats | None
    objective: float | None
    bound: float | None
    seconds: float
    stopped: bool = False  # by Ctrl-C


class Unsound(RuntimeError):
    """There is no HiGHS, or one that is known to answer wrongly."""


def highs_version() -> str:
    """Version of the solver in use. Raises Unsound where there is none, or one that is known to answer wrongly."""
    try:
        import highspy
    except ImportError as missing:
        raise Unsound(f"HiGHS cannot be loaded ({missing}); install highspy 1.15.1 or newer") from missing

    version = str(highspy.Highs().version())
    if version in BAD_VERSIONS:
        raise Unsound(f"HiGHS {version} answers small problems wrongly; install highspy 1.15.1 or newer")
    return version


def solve(
    matrix: Matrix,
    options: Options,
    start: Floats | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Answer:
    """Solve with HiGHS; a plan in `start` is tried first. Ctrl-C stops it and keeps the best plan so far."""
    highs = _highs(matrix, options)
    if start is not None and matrix.whole.any():
        import highspy

        solution = highspy.HighsSolution()
        solution.col_value = start / matrix.unit
        highs.setSolution(solution)
    if progress is not None:
        _report(highs, matrix.cost_unit, progress)
    began = time.monotonic()
    stopped = _run(highs)
    return _answer(highs, matrix, options, time.monotonic() - began, stopped)


def dual_values(matrix: Matrix, options: Options) -> tuple[Answer, Floats]:
    """The answer of an LP, and of each row what 1 more of its limit adds to the objective; both in scaled units.

    The values are 0 where there is no answer. By an interior point, several times quicker than the simplex where most
    rows bind.
    """
    highs = _highs(matrix, options)
    highs.setOptionValue("solver", "ipm")
    began = time.monotonic()
    stopped = _run(highs)
    answer = _answer(highs, matrix, options, time.monotonic() - began, stopped)
    values = np.array(highs.getSolution().row_dual, dtype=float)
    known = answer.values is not None and np.isfinite(values).all()
    return answer, values if known else np.zeros(len(matrix.row_low))


def _highs(matrix: Matrix, options: Options) -> Any:
    highs_version()
    import highspy

    highs = highspy.Highs()
    settings: dict[str, Any] = {
        "log_to_console": False,  # not output_flag: without output HiGHS tells no progress either
        "mip_rel_gap": options.relative_gap,
        "mip_abs_gap": options.absolute_gap / matrix.cost_unit,
        "presolve": "choose" if options.presolve else "off",
        "threads": options.threads,
        "random_seed": options.seed,
    }
    if options.time_limit is not None:
        settings["time_limit"] = max(0.0, options.time_limit)
    if options.nodes is not None:
        settings["mip_max_nodes"] = options.nodes
    if options.threads != 1:
        highspy.Highs.resetGlobalScheduler(True)
    for name, value in settings.items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS refuses {name} = {value}")
    by_rows, least = int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize)
    status = highs.passModel(  # the arrays as they are: to fill a HighsLp takes 3 to 8 times as long
        len(matrix.cost), len(matrix.row_low), len(matrix.value), by_rows, least, 0.0,
        matrix.cost, matrix.low, matrix.high, matrix.row_low, matrix.row_high,
        matrix.start, matrix.index, matrix.value, matrix.whole.astype(np.int32),
    )  # fmt: skip
    if status == highspy.HighsStatus.kError:
        raise ValueError("HiGHS refuses the model")
    return highs


def _report(highs: Any, unit: float, progress: Callable[[Progress], None]) -> None:
    def seen(event: Any) -> None:
        data = event.data_out
        best, bound = _finite(data.mip_primal_bound, unit), _finite(data.mip_dual_bound, unit)
        progress(Progress(best, bound, float(data.running_time)))

    highs.cbMipLogging += seen


def _run(highs: Any) -> bool:
    """Run in a thread of its own, so that Ctrl-C reaches us; returns whether it was pressed."""
    highs.HandleKeyboardInterrupt = True
    stopped = False
    highs.startSolve()
    while True:
        try:
            done, _ = highs.wait(0.1)
            if done:
                highs.HandleKeyboardInterrupt = False  # else it holds itself, and all its memory, until a collection
                return stopped
        except KeyboardInterrupt:
            stopped = True
            highs.cancelSolve()


def _answer(highs: Any, matrix: Matrix, options: Options, seconds: float, stopped: bool) -> Answer:
    import highspy

    status, info = highs.getModelStatus(), highs.getInfo()
    known = highspy.HighsModelStatus
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(highs.getSolution().col_value, dtype=float) * matrix.unit if feasible else None
    objective = float(info.objective_function_value) * matrix.cost_unit if feasible else None
    bound = _finite(info.mip_dual_bound, matrix.cost_unit) if matrix.whole.any() else objective
    if status == known.kModelEmpty:
        nothing = np.zeros(len(matrix.cost))
        if matrix.violation(nothing) > 0:
            return Answer(INFEASIBLE, None, None, None, seconds, stopped)
        return Answer(PROVEN, nothing, 0.0, 0.0, seconds, stopped)
    if status == known.kOptimal and feasible:
        return Answer(within(objective, bound, options), values, objective, bound, seconds, stopped)
    if status == known.kInfeasible:
        return Answer(INFEASIBLE, None, None, None, seconds, stopped)
    if status in (known.kUnbounded, known.kUnboundedOrInfeasible):
        return Answer(_unbounded_or_not(matrix, options), None, None, None, seconds, stopped)
    if status in (known.kTimeLimit, known.kInterrupt, known.kSolutionLimit):
        kept = matrix.whole.any() and values is not None
        state = (within(objective, bound, options) if kept else NO_PLAN) if not stopped else INTERRUPTED
        return Answer(state, values if kept else None, objective if kept else None, bound, seconds, stopped)
    return Answer(REJECTED, None, None, None, seconds, stopped)


def _unbounded_or_not(matrix: Matrix, options: Options) -> str:
    """HiGHS may not tell which: with no objective only an infeasible problem has no answer."""
    again = solve(replace(matrix, cost=np.zeros_like(matrix.cost)), options)
    return INFEASIBLE if again.state == INFEASIBLE else UNBOUNDED


def within(objective: float | None, bound: float | None, options: Options) -> str:
    """Whether the gap asked for is proven, by our own arithmetic."""
    if objective is None or bound is None:
        return GAP
    return PROVEN if objective - bound <= allowed(options, objective) + 1e-9 * max(1.0, abs(objective)) else GAP


def allowed(options: Options, objective: float) -> float:
    """The gap asked for, in the objective's unit."""
    return max(options.absolute_gap, options.relative_gap * abs(objective))


def _finite(number: float, unit: float) -> float | None:
    """A bound or a value in the model's numbers; the solver's infinities are None."""
    return float(number) * unit if np.isfinite(number) and abs(number) < 1e200 else None
