"""The two files of an extract: a workbook that is no plan, and a page. Same plan, same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from procure import tables
from procure.extract.shared import LEFT_OUT, follows
from procure.extract.tables import extracted
from procure.facts import Facts
from procure.plan import Plan
from procure.problem import Problem
from procure.report import money, page, supply, timeline
from procure.report.chart import Chart
from procure.report.page import Page
from procure.tables.figures import SEEN, ZERO, Figures, part
from procure.tables.record import EXTRACT
from procure.tables.sentences import currency, deliveries_in_words, programme, status, units
from procure.tables.sentences import money as amount_of
from procure.tables.summary import SHEET
from procure.tables.table import Column, Rows, Table
from procure.workbook import write_told


@dataclass(frozen=True)
class Pack:
    """An extract for a nation: its marking, words, facts (name, what), tables by sheet, charts.

    marking: the plan's, and whose extract this is. nations: as they take their colours.
    """

    nation: str
    problem: Problem
    marking: str
    warning: str
    words: tuple[tuple[str, bool], ...]
    facts: tuple[tuple[str, str], ...]
    sheets: Mapping[str, tuple[Table, ...]]
    charts: tuple[Chart, ...]
    nations: tuple[str, ...]


def of_plan(problem: Problem, plan: Plan, nation: str, audit: str, sha256: str, warning: str = "") -> Pack:
    """The extract for a nation. audit: what the audit of the plan's file says; sha256: of that file, in hex digits.

    Raises KeyError for an unknown nation, ValueError for a programme with a nation called "all".
    """
    x = tables.figures(problem, replace(plan, run={**plan.run, "audit": audit}))
    made = extracted(x, x.f.nations[nation].id)
    own = made.pop(SHEET, [])
    words = (*_words(x, nation), *((said, False) for said in follows(plan)))
    facts = tuple(_facts(problem, nation, sha256))
    marking = f"{problem.programme.marking}, extract for {nation}".removeprefix(", ")
    left_out = tuple((said, False) for said in LEFT_OUT)
    first = (_listed(problem.programme.name, words), _facts_table(facts), *own, _listed("Left out", left_out, "what"))
    sheets = {EXTRACT: first, **{name: tuple(several) for name, several in made.items()}}
    return Pack(nation, problem, marking, warning, words, facts, sheets, tuple(_charts(x, nation)), tuple(x.f.nations))


def write(workbook: Path, html: Path, pack: Pack, sources: Iterable[Path] = ()) -> None:
    """Write both files. Raises whole.NotWritten where one cannot be written or is one of the sources."""
    programme = replace(pack.problem.programme, marking=pack.marking)
    sources = list(sources)
    write_told.write(workbook, programme, pack.nations, pack.sheets, sources)
    page.write(html, as_page(pack), sources)


def as_page(pack: Pack) -> Page:
    """The extract as a page: words first, then charts and tables."""
    sheets = {**pack.sheets, EXTRACT: pack.sheets[EXTRACT][2:]}  # words and facts stand above
    return Page(
        f"Extract for {pack.nation}", pack.problem.programme.name, pack.marking, pack.facts, pack.warning,
        (("", pack.words),), pack.charts, sheets, pack.nations,
    )  # fmt: skip


def _words(x: Figures, n: str) -> Iterator[tuple[str, bool]]:
    yield f"This is an extract of a plan for {n}: what all agreed, and what is {n}'s own. It is no plan file.", False
    yield status(x), False
    yield programme(x), False
    if x.f.firm:
        yield deliveries_in_words(x)
    cost, work = x.costs.get((n,), ZERO), x.works.get((n,), ZERO)
    of = part(cost, x.total_cost)
    share = f" ({of:.1%} of the total)" if of is not None else ""
    done = amount_of(x, work) if x.work_format == x.money else f"{work:,.0f} h"
    yield f"{n} is charged {amount_of(x, cost)}{share}; the work of its industry is {done}.", False
    late = sum((sum(x.late(*need), ZERO) for need in x.f.needs if need[1] == n), ZERO)
    taken = sum((sum(x.delivered(*need), ZERO) for need in x.f.needs if need[1] == n), ZERO)
    if any(need[1] == n for need in x.f.needs):
        yield f"{n} receives {units(taken)} units; {units(late)} unit-periods late.", late > SEEN


def _facts(problem: Problem, nation: str, sha256: str) -> Iterator[tuple[str, str]]:
    p = problem.programme
    yield "extract for", nation
    yield "date of the inputs", p.data_date or "not stated"
    if p.version:
        yield "version of the inputs", p.version
    yield "money", f"M = millions of {currency(problem)}"
    yield "periods", f"{p.calendar.labels[0]} to {p.calendar.labels[-1]}"
    yield "SHA-256 of the plan file", sha256


def _listed(title: str, words: Iterable[tuple[str, bool]], header: str = "") -> Table:
    rows = Rows()
    for sentence, bad in words:
        rows.add(sentence, red=[0] if bad else [])
    return rows.table(EXTRACT, title, "", (Column(header, width=16, span=15),))


def _facts_table(facts: Iterable[tuple[str, str]]) -> Table:
    rows = Rows()
    for name, what in facts:
        rows.add(name, what)
    return rows.table(EXTRACT, "Made from", "", (Column("fact", width=16, span=3), Column("what", span=12)))


class _Own(Figures):
    """Figures in which one nation alone pays and works, and no other's budget or capacity is known: for charts."""

    def __init__(self, x: Figures, nation: str) -> None:
        problem = x.f.problem
        mine = {s.id for s in problem.suppliers if s.nation == nation}
        known = problem.replace(
            budgets=tuple(b for b in problem.budgets if b.nation == nation),
            capacities=tuple(c for c in problem.capacities if c.supplier in mine),
        )
        super().__init__(Facts(known), x.plan)
        self.only = nation

    @cached_property
    def payers(self) -> tuple[str, ...]:
        return (self.only,)

    @cached_property
    def shown_nations(self) -> tuple[str, ...]:
        return (self.only,)


def _charts(x: Figures, nation: str) -> Iterator[Chart]:
    """Own payments and industry; deliveries of all together; the timeline. Sentences name no other nation's figure."""
    own = _Own(x, nation)
    limited = any(line.limits for line in own.f.problem.budgets)
    for chart in money.payments(own):
        yield chart if limited else replace(chart, sentence=f"No budget of {nation} is stated.")
    late = sum((sum(x.late(*need), ZERO) for need in x.f.needs), ZERO)
    for chart in supply.deliveries(x):
        said = f"{units(late)} unit-periods are late in all." if late > SEEN else chart.sentence
        note = "Units of all nations together."
        yield replace(chart, sentence=said, table=replace(chart.table, sentence=note))
    if own.f.problem.capacities:
        yield from supply.industry(own)
    yield from timeline.timeline(x)
