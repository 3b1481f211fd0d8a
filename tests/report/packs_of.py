"""Packs to test, every byte of them, and what of a plan is private to other nations."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from procure import tables, treasury
from procure.evaluating import typed_plan
from procure.extract import pack
from procure.facts import Facts
from procure.plan import Plan, dec
from procure.problem import Problem
from procure.report import page
from procure.tables.figures import Figures

SHA256 = "0123456789abcdef" * 4
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?")
TELLING = 4  # digits from which on a number is not in a file by chance


def written(folder: Path, problem: Problem, plan: Plan, nation: str) -> tuple[Path, Path]:
    """The two files of a nation's pack."""
    workbook, html_page = folder / "pack.xlsx", folder / "pack.html"
    pack.write(workbook, html_page, pack.of_plan(problem, plan, nation, "audit passed", SHA256))
    return workbook, html_page


def typed(problem: Problem) -> Plan:
    """The deal as typed, which nobody has to optimise."""
    return typed_plan(Facts(problem))[0]


def every_part(workbook: Path, html_page: Path) -> dict[str, str]:
    """Every part of the files as text, hidden ones too; of the page without the scripts that every page has."""
    with zipfile.ZipFile(workbook) as archive:
        parts = {name: html.unescape(archive.read(name).decode()) for name in archive.namelist()}
    text = html_page.read_text(encoding="utf-8")
    for name in (*page.SCRIPTS, *page.STYLES):
        text = text.replace(page._asset(name), "")
    return {**parts, "page": html.unescape(text), "page's data": text.encode().decode("unicode_escape")}


def numbers(text: str) -> set[Decimal]:
    """Numbers of a text that have so many digits that they mean something."""
    found = (Decimal(one.replace(",", "")).normalize() for one in _NUMBER.findall(text))
    return {one for one in found if len(one.as_tuple().digits) >= TELLING}


def private(problem: Problem, plan: Plan, nation: str) -> set[Decimal]:
    """Telling numbers of other nations that are in no sum over all and are not the nation's own as well."""
    x = tables.figures(problem, plan)
    theirs = {n for n in x.f.nations if n != nation}
    own = set(_of(x, {nation})) | {x.total_cost}
    return {one.normalize() for one in set(_of(x, theirs)) - own if len(one.normalize().as_tuple().digits) >= TELLING}


def _of(x: Figures, nations: set[str]) -> Iterator[Decimal]:
    """What nations are charged and pay, are granted, have as budget and room; what their suppliers ask and can make."""
    for family, at in (("charge", 0), ("pay", 0), ("due", 0), ("grant", 1), ("draw", 1), ("carry", 0)):
        of = {key: v for key, v in x.plan.items(family) if key[at] in nations}
        yield from of.values()
        for n in nations:
            yield sum((v for key, v in of.items() if key[at] == n), Decimal(0))
    for (n, _), amount in (*x.cost.items(), *x.gross.items()):
        if n in nations:
            yield amount
    for line in treasury.lines(x.f):
        if line.nation in nations:
            yield from (dec(limit.amount) for limit in line.limits)
            yield from x.room_of(line).values()
    for (_, s), amount in (*x.prices.items(), *x.setups.items()):
        if x.nation(str(s)) in nations:
            yield amount
    for c in x.f.problem.capacities:
        if x.nation(c.supplier) in nations:
            yield from (dec(limit.amount) for limit in c.limits)
    for q in x.f.problem.quotes:
        if x.nation(q.supplier) in nations:
            yield from (dec(one) for one in (q.price_m, q.setup_m) if one is not None)
