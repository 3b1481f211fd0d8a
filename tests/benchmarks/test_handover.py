"""Every way of building makes the same optimisation, and the kept comparison meets the goals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.benchmarks import handover, modellers, ways
from tests.benchmarks.joint import SIZES, instance

KEPT = Path(__file__).with_name("handover.md")
NAMED = {"ways": ways, "modellers": modellers}
HERE = [way for way, (_, _, needed) in handover.WAYS.items() if needed in ("highspy", "pulp")]  # procure needs these


@pytest.mark.parametrize("way", HERE)
def test_ways_make_the_same_optimisation_with_the_same_optimum(way: str) -> None:
    x = instance(*SIZES["tiny"])
    limit, _ = ways.numpy_by_pointer(x)
    file, name, _ = handover.WAYS[way]
    highs, _ = getattr(NAMED[file], name)(x)
    assert ways.counted(highs) == ways.counted(limit)
    found = []
    for one in (highs, limit):
        one.setOptionValue("mip_rel_gap", 0.0)
        one.run()
        found.append(one.getInfo().objective_function_value)
    assert found[0] == pytest.approx(found[1], rel=1e-6)


def tables() -> tuple[dict[str, list[str]], list[list[str]]]:
    """Cells by way, and the rows of the goals."""
    lines = [line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    wide = len(handover.MEASURED) + 1
    goals = cells.index(["against", "size", "times as long", "at most", "met"])
    return {row[0]: row[1:] for row in cells[:goals] if len(row) == wide}, cells[goals + 2 :]


def test_every_way_is_in_the_comparison_up_to_the_size_that_takes_it_too_long() -> None:
    kept, _ = tables()
    assert set(handover.WAYS) <= set(kept)
    for way in handover.WAYS:
        filled = [bool(cell) for cell in kept[way]]
        assert filled[0]
        assert filled == sorted(filled, reverse=True)
    assert all(kept[handover.OURS])


def test_a_ratio_is_of_the_medians_beside_it() -> None:
    kept, goals = tables()
    for other, size, ratio, _, _ in goals:
        place = handover.MEASURED.index(size)
        ours, theirs = (float(kept[way][place].split(" ")[0]) for way in (handover.OURS, other))
        assert ours / theirs == pytest.approx(float(ratio), abs=0.011)


def test_every_goal_is_looked_at_and_met() -> None:
    kept, goals = tables()
    wanted = {(other, size): most for other, most, sizes in handover.GOALS for size in sizes}
    asked = {(other, size) for other, size in wanted if kept[other][handover.MEASURED.index(size)]}
    assert {(other, size) for other, size, *_ in goals} == asked
    for other, size, ratio, most, met in goals:
        assert (float(most), met) == (wanted[other, size], "yes")
        assert float(ratio) <= float(most)


def test_the_sizes_are_those_that_they_are_called() -> None:
    head = next(line for line in KEPT.read_text(encoding="utf-8").splitlines() if line.startswith("| | S"))
    columns = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) columns", head)]
    for many, about in zip(columns, (2_000, 20_000, 200_000, 1_000_000), strict=True):
        assert many == pytest.approx(about, rel=0.15)
