"""What a page is made from: a plan, a comparison of plans, an explanation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from procure import tables
from procure.comparing import Comparison, shown
from procure.findings import Finding
from procure.plan import Plan
from procure.problem import Problem, Programme
from procure.report import compared, flows, money, supply, timeline
from procure.report.chart import Chart
from procure.report.page import Page
from procure.tables.figures import Figures
from procure.tables.sentences import currency, lines
from procure.tables.summary import SHEET
from procure.tables.table import Column, Rows, Table

CHARTS: tuple[Callable[[Figures], Iterator[Chart]], ...] = (
    money.shares, money.payments, supply.deliveries, supply.industry, timeline.timeline, flows.flows,
)  # fmt: skip
AUDIT = "Audit"

Facts = Sequence[tuple[str, str]]


class Passage(Protocol):
    """A part of an explanation: its name, its sentences, its tables."""

    @property
    def name(self) -> str: ...
    @property
    def sentences(self) -> tuple[str, ...]: ...
    @property
    def tables(self) -> tuple[Table, ...]: ...


class Told(Protocol):
    """An explanation, as the page sees it: a title and passages of sentences and tables."""

    @property
    def title(self) -> str: ...
    @property
    def passages(self) -> Sequence[Passage]: ...


def of_plan(problem: Problem, plan: Plan, audit: str, files: Facts = (), broken: Iterable[Finding] = ()) -> Page:
    """The page of a plan. audit: what the audit of its file says; broken: its findings. files: (name, check sum)."""
    x = tables.figures(problem, replace(plan, run={**plan.run, "audit": audit}))
    found = {name: tuple(several) for name, several in tables.sheets(x).items()}
    found[SHEET] = found[SHEET][1:]  # its first block is the words, which come first on the page
    wrong = list(broken)
    return Page(
        "Plan", problem.programme.name, problem.programme.marking, (*_facts(problem), *files), _warning(wrong),
        (("", tuple(lines(x))),), tuple(chart for make in CHARTS for chart in make(x)),
        _audited(wrong) | found, tuple(x.f.nations),
    )  # fmt: skip


def of_comparison(found: Comparison, files: Facts = (), broken: Iterable[Finding] = ()) -> Page:
    """The page of a comparison. files: each plan's file and its check sum. broken: what the audit of any one found.

    Raises ValueError where no case has a problem.
    """
    words = tuple((name, tuple((one, False) for one in said)) for name, said in found.words.items())
    sheets = {name: tuple(several) for name, several in found.sheets.items()}
    sheets[shown.SUMMARY] = sheets[shown.SUMMARY][1:]  # as above
    programme, nations = found.programme, found.base.f.nations if found.base is not None else {}
    wrong = list(broken)
    return Page(
        "Comparison of plans", programme.name, programme.marking, (*_dated(programme), *files), _warning(wrong), words,
        tuple(compared.charts(found)), _audited(wrong) | sheets, tuple(nations),
    )  # fmt: skip


def of_told(told: Told, programme: Programme, files: Facts = ()) -> Page:
    """The page of an explanation: words first, tables second."""
    words: dict[str, list[tuple[str, bool]]] = {}
    sheets: dict[str, tuple[Table, ...]] = {}
    for passage in told.passages:
        words.setdefault(passage.name, []).extend((one, False) for one in passage.sentences)
        if passage.tables:
            sheets[passage.name] = (*sheets.get(passage.name, ()), *passage.tables)
    spoken = tuple((name, tuple(several)) for name, several in words.items() if several)
    facts = (("programme", programme.name), *_dated(programme), *files)
    return Page("Explanation", told.title, programme.marking, facts, "", spoken, (), sheets)


def _facts(problem: Problem) -> Iterator[tuple[str, str]]:
    p = problem.programme
    yield from _dated(p)
    yield "money", f"M = millions of {currency(problem)}"
    yield "periods", f"{p.calendar.labels[0]} to {p.calendar.labels[-1]}"
    if p.model:
        yield "model", p.model


def _dated(programme: Programme) -> Iterator[tuple[str, str]]:
    """Date and version of the inputs, where they have any."""
    yield "date of the inputs", programme.data_date or "not stated"
    if programme.version:
        yield "version of the inputs", programme.version


def _warning(wrong: Sequence[Finding]) -> str:
    """What has to be read before all else; "" where the audit passed."""
    count = f"{len(wrong):,} finding" + ("" if len(wrong) == 1 else "s")
    return f"The audit did not pass: {count}, listed under {AUDIT}." if wrong else ""


def _audited(wrong: Sequence[Finding]) -> dict[str, tuple[Table, ...]]:
    return {AUDIT: (_broken(wrong),)} if wrong else {}


def _broken(findings: Sequence[Finding]) -> Table:
    rows = Rows()
    for one in findings:
        rows.add(one.where, one.rule, one.message, one.hint, red=[2])
    columns = [Column("where"), Column("what"), Column("finding"), Column("hint")]
    return rows.table(AUDIT, "What the audit found", "What does not hold, or does not follow.", columns)


def of_file(what: str, path: Path) -> Facts:
    """A file's name and its check sum, for the head."""
    return ((what, path.name), ("SHA-256 of it", hashlib.sha256(path.read_bytes()).hexdigest()))


def charts_of(page: Page) -> list[Mapping[str, str]]:
    """The page's charts for a JSON document."""
    return [{"id": chart.id, "title": chart.title, "sentence": chart.sentence} for chart in page.charts]
