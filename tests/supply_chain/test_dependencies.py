"""The tables of dependencies in CONTRIBUTING: whole, with the licences that the installed distributions state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from typing import cast

import pytest
from packaging.utils import canonicalize_name

from tests.cli.calling import ROOT
from tests.supply_chain.installed import brought, named, project

DIRECT, ALONG, DEVELOPING = "package", "brought along", "for development"
EXTRAS = ("brief", "cluster")  # of those who use procure; the others are of those who change it
FAMILIES = {"PSF": "PSF|Python Software Foundation", "MPL": "MPL|Mozilla"}  # how else a licence is called


@dataclass(frozen=True)
class Row:
    """A row of a table. where: what stands behind the name, such as "extra brief" or "Windows"."""

    table: str
    name: str
    where: str
    why: str
    licence: str

    @property
    def installed(self) -> bool:
        try:
            message(self.name)
        except PackageNotFoundError:
            return False
        return True


def message(name: str) -> Message:
    """The metadata of an installed distribution. Raises PackageNotFoundError."""
    return cast(Message, metadata(name))


def rows() -> list[Row]:
    """The rows of the tables below "Dependencies, and why"."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Dependencies, and why\n")[2]
    found, table = [], ""
    for line in text.partition("\n## ")[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or set(cells[0]) <= set("-: "):
            continue
        if cells[0] in (DIRECT, ALONG, DEVELOPING):
            table = cells[0]
            continue
        name, where = re.fullmatch(r"([^,(\[]+)(?:\[\w+\])?[, (]*(.*?)\)?", cells[0]).groups()  # type: ignore[union-attr]
        found.append(Row(table, str(canonicalize_name(name.strip())), where.replace("`", ""), cells[1], cells[2]))
    return found


ROWS = rows()


def names(table: str, where: str = "") -> set[str]:
    return {row.name for row in ROWS if row.table == table and row.where == where}


def agrees(row: Row, of: Message) -> bool:
    """Whether metadata state the row's licence: no SPDX name beyond it, or, in free words, its family."""
    named_here = set(re.findall(r"[\w.-]+", row.licence))
    expression = of.get("License-Expression")
    if expression:
        return set(re.findall(r"[\w.-]+", expression)) - {"AND", "OR", "WITH"} <= named_here
    free = "\n".join([of.get("License") or "", *(of.get_all("Classifier") or ())])
    families = {word.partition("-")[0] for word in named_here}
    return any(re.search(rf"\b({FAMILIES.get(one, one)})", free) for one in families)


def test_every_dependency_stands_in_contributing_with_its_reason_and_nothing_else_does() -> None:
    assert names(DIRECT) == named(project()["dependencies"])
    more = project()["optional-dependencies"]
    for extra in EXTRAS:
        assert names(DIRECT, f"extra {extra}") == named(more[extra])
    own = set().union(*(named(more[extra]) for extra in EXTRAS))  # tested with, and named above
    assert names(DEVELOPING) == named([*more["dev"], *more["bench"]]) - own
    assert {row.name for row in ROWS if not row.why or not row.licence} == set()
    assert len(ROWS) == len({(row.table, row.name) for row in ROWS})


def test_all_that_dependencies_bring_along_stands_there_with_those_who_need_it() -> None:
    asked = project()
    everything = [*asked["dependencies"], *(line for one in EXTRAS for line in asked["optional-dependencies"][one])]
    found = brought(everything)
    new = {name: sorted(by) for name, by in found.items() if "" not in by and name not in _along()}
    assert new == {}, "not in the table of CONTRIBUTING"
    assert {row.name for row in ROWS if row.table == ALONG and not row.where} <= set(found), "nothing needs them"
    for row in (row for row in ROWS if row.table == ALONG and row.name in found):
        assert {str(canonicalize_name(name)) for name in row.why.split(", ")} & found[row.name], row


def _along() -> set[str]:
    return {row.name for row in ROWS if row.table == ALONG}


@pytest.mark.parametrize("row", [row for row in ROWS if row.installed], ids=lambda row: row.name)
def test_the_licence_named_is_the_one_that_the_distribution_states(row: Row) -> None:
    assert agrees(row, message(row.name)), [line for line in message(row.name).items() if line[0].startswith("Lic")]


def test_another_licence_than_the_one_named_is_seen() -> None:
    row = Row(DIRECT, "one", "", "for a test", "BSD-3-Clause")
    for field, said, agreed in (
        ("License-Expression", "BSD-3-Clause", True),
        ("License-Expression", "BSD-3-Clause AND LGPL-2.1-only", False),
        ("License", "BSD 3-Clause License", True),
        ("License", "GPL", False),
        ("Classifier", "License :: OSI Approved :: BSD License", True),
        ("Classifier", "License :: OSI Approved :: MIT License", False),
    ):
        of = Message()
        of[field] = said
        assert agrees(row, of) is agreed, said
