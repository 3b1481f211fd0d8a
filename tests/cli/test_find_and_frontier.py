"""`procure find` and `procure frontier` as they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure.cli import exits
from tests.cli.calling import call
from tests.whatif.tiny import programme
from tests.workbook import books


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The tiny programme as a workbook."""
    from procure.workbook import inputs

    tables = {name: [header, *rows] for name, (header, rows) in inputs.tables(programme()).items()}
    return books.write(tables, tmp_path / "tiny.xlsx")


def test_find_says_the_value_and_what_is_next_to_it(book: Path, tmp_path: Path) -> None:
    to = tmp_path / "least.xlsx"
    done = call("find", str(book), "least", "Nations[FR, ceiling]", "-o", str(to))
    assert done.code == exits.DONE, done.err
    assert "The least Nations[FR, ceiling] with a plan is 36 M (now: none, it is blank)." in done.out
    assert "At 34 M there is none: no plan can keep all rows." in done.out
    assert call("audit", str(to)).code == exits.DONE
    document = call("find", str(book), "least", "Nations[FR, ceiling]", "--json").document
    assert (document["value"], document["beyond"], document["reached"]["cost"]) == (36.0, 34.0, 72.0)


def test_find_ends_with_the_code_of_what_there_is_not(book: Path) -> None:
    done = call("find", str(book), "least", "Nations[FR, ceiling]", "--cost-at-most", "50")
    assert done.code == exits.NO_FEASIBLE_PLAN
    assert done.out.startswith("No Nations[FR, ceiling] has a plan that costs at most 50.00 M")
    done = call("find", str(book), "greatest", "Nations[FR, ceiling]")
    assert done.code == exits.FINDINGS
    assert "Ask for the least." in done.err
    assert call("find", str(book), "best", "Nations[FR, ceiling]").code == exits.USAGE
    assert call("find", "none.xlsx", "least", "Nations[FR, ceiling]").code == exits.FINDINGS
    done = call("find", str(book), "least", "Nations[FR, ceiling]", "-o", str(book))
    assert done.code == exits.NOT_WRITTEN


def test_frontier_prints_its_points_and_writes_workbook_and_plans(book: Path, tmp_path: Path) -> None:
    to, plans = tmp_path / "trade.xlsx", tmp_path / "plans"
    words = ("frontier", str(book), "--trade", "cost:lateness", "--points", "3", "--jobs", "1", "--gap", "0")
    done = call(*words, "-o", str(to), "--plans", str(plans))
    assert done.code == exits.DONE, done.err
    assert "The best cost is 72.00 M, with lateness 2.00 unit-periods." in done.out
    assert f"written: {to}" in done.out
    assert sorted(path.name for path in plans.iterdir()) == ["point-1.xlsx", "point-2.xlsx", "point-3.xlsx"]
    document = call(*words, "-o", str(to), "--json").document
    assert [(p["lateness"], p["cost"]) for p in document["points"]] == [(0, 80), (1, 76), (2, 72)]


def test_frontier_refuses_what_is_no_trade(book: Path) -> None:
    for trade in ("cost", "cost:beauty", "cost:rule floor"):
        assert call("frontier", str(book), "--trade", trade).code == exits.FINDINGS
    assert call("frontier", str(book), "--trade", "cost:lateness", "--between", "1").code == exits.USAGE
    assert call("frontier", str(book), "--trade", "cost:lateness", "-o", str(book)).code == exits.NOT_WRITTEN
