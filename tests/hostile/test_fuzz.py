"""Whatever a cell holds and whatever has become of a file, a reader ends in what it says it ends in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procure.findings import Finding, errors
from procure.workbook import headers, sheets
from tests.hostile import clean, confined, fuzz
from tests.workbook import books
from tests.workbook.books import Formula, Percent

PLACES = [
    (name, row, column)
    for name, rows in clean.tables().items()
    for row in range(len(rows) + 1)
    for column in range(len(rows[0]) + 1)
]
CONTENT = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.sampled_from(("all", "partners", "Alba", "Vehicle", "Body", "EUR", "yes", "0", "-1", "1e9", "9 %", "2029", "#")),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.sampled_from(books.ERROR_CODES),
    st.builds(Formula, st.text(max_size=10)),
    st.builds(Percent, st.floats()),
)
_PLACE = re.compile(r"(?P<sheet>[^!]+)!(?P<column>[A-Z]*)(?P<row>[0-9]+)( .*)?", re.DOTALL)


def strange(tables: books.Tables, findings: list[Finding]) -> list[str]:
    """Places of findings that are no sheet of the workbook, or no cell near those that it has."""
    wrong = []
    for finding in findings:
        place = _PLACE.fullmatch(finding.where)
        if place is None:
            wrong += [finding.where] if finding.where not in (*sheets.names(), "", "model") else []
            continue
        rows = tables.get(place["sheet"])
        width = max(len(row) for row in rows) if rows else 0
        if rows is None or int(place["row"]) > len(rows) or headers.number(place["column"]) > width:
            wrong.append(finding.where)
    return wrong


def put(content: books.Tables, place: tuple[str, int, int], value: Any) -> None:
    name, row, column = place
    rows = content[name]
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value


@settings(max_examples=120)
@given(st.lists(st.tuples(st.sampled_from(PLACES), CONTENT), min_size=1, max_size=3))
def test_any_content_of_any_cell_ends_in_a_programme_or_in_findings_that_name_cells(
    typed: list[tuple[tuple[str, int, int], Any]]
) -> None:
    content = clean.tables()
    for place, value in typed:
        put(content, place, value)
    problem, findings = books.read(content)
    assert (problem is None) == bool(errors(findings))
    assert strange(content, findings) == []


def test_a_place_that_is_nowhere_would_be_seen() -> None:
    nowhere = ["Nations!A99", "Nowhere!A1", "Nations!Z1", "there"]
    assert strange(clean.tables(), [Finding("error", where, "rule", "said.") for where in nowhere]) == nowhere


@pytest.fixture(scope="module")
def fuzzed() -> dict[str, dict[str, Any]]:
    """A slice of each channel, with a seed that the full counts do not take."""
    return {found["channel"]: found for found in confined.asked([name, 21, 0] for name in fuzz.CHANNELS)}


@pytest.mark.parametrize("channel", fuzz.CHANNELS)
def test_a_file_changed_at_random_ends_in_a_documented_exit_code(
    channel: str, fuzzed: dict[str, dict[str, Any]]
) -> None:
    found = fuzzed[channel]
    assert found["wrong"] == []
    assert found["files"] == 21
    assert set(found["codes"]) <= {"0", "3", "4", "7", "8"}  # 7: a copy that openpyxl cannot make
    assert len(found["codes"]) > 1
