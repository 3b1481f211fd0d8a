"""Pages to test: of every example's deal as typed, and of a programme whose names would be more than text."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from procure.evaluating import typed_plan
from procure.facts import Facts
from procure.plan import Plan
from procure.problem import Problem
from procure.reading import read
from procure.report import pages
from procure.report.page import Page, document
from tests.cli.calling import ROOT
from tests.tables import example

EXAMPLES = sorted(path.stem for path in (ROOT / "inputs").glob("*.xlsx"))

HOSTILE = {
    "Alba": "</script><img src=x onerror=alert(1)>",
    "Borea": '=HYPERLINK("https://evil.example/?x","Borea")',
    "Design": "+1",
    "Body": "@x",
    "Engine": "\u05de\u05e0\u05d5\u05e2 \u202eenigne",
    "Alba Systems": '" onmouseover="alert(1)',
    "Borea Steel": "{a|Borea} '&amp <b>Steel</b>",
    "Vehicle": "--><!--\u2028<svg onload=alert(1)>",
    "Two nations' vehicle": "</title></style><script>alert(1)</script>",
    "OFFICIAL": '</style>"; } * { background: url(https://evil.example) } <!--',
}

IN_A_BOOK = {  # as they come out of a workbook, whose reader makes a space of a line's end and drops marks of direction
    name: other.replace("\u2028", " ").replace("\u202e", "") for name, other in HOSTILE.items()
}

T = TypeVar("T")


@cache
def of_example(name: str) -> Page:
    """The page of an example's deal as typed, which nobody has to optimise."""
    problem, _ = read(ROOT / "inputs" / f"{name}.xlsx", judged=True)
    assert problem is not None
    return pages.of_plan(problem, typed_plan(Facts(problem))[0], "audit not run", (("plan file", f"{name}.xlsx"),))


@cache
def text_of(name: str) -> str:
    """The file's text of `of_example`."""
    return document(of_example(name))


def hostile(names: Mapping[str, str] = HOSTILE) -> tuple[Problem, Plan]:
    """The hand-made example with these names wherever it has names."""
    return renamed(example.problem(), names), renamed(example.plan(), names)


def hostile_page() -> Page:
    """Its page."""
    problem, plan = hostile()
    return pages.of_plan(problem, plan, "audit passed", (("plan file", "</dd><script>alert(2)</script>.xlsx"),))


def renamed(value: T, names: Mapping[str, str]) -> T:
    """A noun, or a table of them, with other names."""
    found: object = value
    if isinstance(value, str):
        found = names.get(value, value)
    elif isinstance(value, tuple | list):
        found = type(value)(renamed(one, names) for one in value)
    elif isinstance(value, Mapping):
        found = {renamed(key, names): renamed(one, names) for key, one in value.items()}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name for field in dataclasses.fields(value) if field.init}
        found = dataclasses.replace(value, **{name: renamed(getattr(value, name), names) for name in fields})
    return found  # type: ignore[return-value]
