"""Every clause writes the rows that its docstring promises: compared with a text that was read by eye."""

from __future__ import annotations

import pytest

from procure.clauses import CLAUSES, name
from tests.clauses.regold import GOLDEN, KINDS, checks_of, rows_told, text_of

NAMES = [name(clause) for clause in CLAUSES]
HEADINGS = ("Minimize", "Subject To", "Bounds", "Generals", "Binaries", "End")


def sections(text: str) -> dict[str, list[str]]:
    """Lines by heading, sorted: versions of PuLP write the bounds in different orders."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in text.splitlines():
        heading = line if line in HEADINGS else heading
        found.setdefault(heading, []).append(line)
    return {heading: sorted(lines) for heading, lines in found.items()}


@pytest.mark.parametrize("clause", NAMES)
def test_a_clause_writes_the_rows_of_its_golden_file(clause: str) -> None:
    stored = (GOLDEN / f"{clause}.lp").read_text(encoding="utf-8")
    assert sections(text_of(clause)) == sections(stored)


@pytest.mark.parametrize("clause", NAMES)
def test_a_clause_writes_the_rows_of_the_programmes_made_by_hand(clause: str) -> None:
    stored = (GOLDEN / f"{clause}.rows").read_text(encoding="utf-8")
    assert sorted(rows_told(clause).splitlines()) == sorted(stored.splitlines())


@pytest.mark.parametrize("clause", NAMES)
def test_a_clause_makes_the_checks_of_its_golden_file(clause: str) -> None:
    stored = (GOLDEN / f"{clause}.checks").read_text(encoding="utf-8")
    assert checks_of(clause).splitlines() == stored.splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_no_clause_lacks_a_golden_file_and_no_golden_file_a_clause(kind: str) -> None:
    assert sorted(path.stem for path in GOLDEN.glob(f"*.{kind}")) == sorted(NAMES)


@pytest.mark.parametrize("clause", NAMES)
def test_an_example_makes_its_clause_write_rows(clause: str) -> None:
    assert f"\n{clause}(" in text_of(clause)
