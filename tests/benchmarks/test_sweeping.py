"""The kept figures of sweeps: a second worker gains what the machine gives, and the engine costs little."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import sweeping

KEPT = Path(__file__).with_name("sweeping.md")


def rows() -> dict[str, list[str]]:
    """Cells of every row by its first cell."""
    lines = (line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("| "))
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return {first: rest for first, *rest in cells}


def test_a_second_worker_gains_a_sweep_what_it_gains_the_calibrator() -> None:
    known = rows()
    assert known["round"][-1] == "ratio"
    assert {str(number) for number in range(1, sweeping.ROUNDS + 1)} <= {*known}
    assert float(known["all"][-1]) >= sweeping.LEAST


def test_the_engine_costs_less_than_a_twentieth_of_a_second_a_scenario() -> None:
    known = rows()
    assert known["workbook"][0] == "own"
    for name in sweeping.SIZES:
        assert float(known[name][0]) < 1000 * sweeping.LIMIT
