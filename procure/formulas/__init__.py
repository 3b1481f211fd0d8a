"""What must hold of a plan, as formulas over the cells of its workbook: the sheet Checks.

    Book(figures, outputs, inputs)  ->  made(book)  ->  Check, Check, ... and what is Unexpressed

A check is one row: what is found and what it may be, each a Term, that is a formula together with what it comes to
now. A maker is a function Book -> iterator of Check and Unexpressed; BY_CLAUSE has those of each clause, MAKERS those
of rules and of the output sheets. To add one: write it, name it there. Every clause is checked or listed as Unexpressed
with the reason; a test holds that.

Rules of formulas: names are compared as cells with EXACT and never typed into a formula; no volatile function, no
dynamic array, nothing that Excel 2010 or LibreOffice lacks; no formula that ends in an error where a number is 0.

    term.py     arithmetic of formulas         places.py   cells and tables      decided.py  sums over Decisions
    book.py     what makers are given          check.py    what they give
"""

from __future__ import annotations

from procure.clauses import CLAUSES, name
from procure.formulas import (
    allocation,
    charged,
    costs,
    decisions_taken,
    funded,
    industry,
    quantities,
    rates,
    reasons,
    rules,
    shares,
    totals,
    treasuries,
)
from procure.formulas.book import Book as Book
from procure.formulas.check import Check as Check
from procure.formulas.check import Checks, Maker
from procure.formulas.check import Unexpressed as Unexpressed
from procure.formulas.places import Area as Area
from procure.formulas.term import MOST

BY_CLAUSE: dict[str, tuple[Maker, ...]] = {
    "placement": (allocation.placement,),
    "award": (allocation.award,),
    "given": (allocation.given,),
    "precedence": (allocation.precedence,),
    "qualification": (allocation.qualification,),
    "setup": (allocation.setup,),
    "controls": (decisions_taken.controls,),
    "pins": (decisions_taken.pins,),
    "supply": (quantities.supply,),
    "offered": (decisions_taken.offered,),
    "stock": (quantities.stock,),
    "requirement": (quantities.requirement,),
    "extras": (quantities.extras,),
    "use": (quantities.use,),
    "rate": (rates.rate,),
    "in_service": (quantities.in_service,),
    "expansion": (industry.expansion,),
    "capacity": (industry.capacity,),
    "lowest_load": (industry.lowest_load,),
    "work": (costs.work, costs.done_where),
    "other_costs": (costs.others,),
    "contingency": (costs.contingency,),
    "key": (charged.key,),
    "where_performed": (charged.where_performed,),
    "own_units": (charged.own_units,),
    "membership": (charged.membership,),
    "taken": (funded.taken,),
    "grants": (funded.grants,),
    "vat": (charged.vat,),
    "settlement": (charged.settlement,),
    "terms": (treasuries.terms,),
    "payment": (treasuries.payment,),
    "loans": (treasuries.loans,),
    "budget": (treasuries.budget,),
    "commitments": (treasuries.commitments,),
    "ceiling": (treasuries.ceiling,),
}
MAKERS: tuple[Maker, ...] = (
    rules.results, shares.cost_shares, shares.homes, shares.work_shares, shares.nations,
    totals.lines_of_decisions, totals.payments, totals.work_packages, totals.deliveries, totals.by_year,
)  # fmt: skip
IDLE = "nothing in the inputs switches this on"
TOO_LONG = "has more parts than one formula can hold"


def made(book: Book) -> Checks:
    """Every check, and everything that is not expressed, clause by clause, then rules and totals."""
    for clause in map(name, CLAUSES):
        found = [one for maker in BY_CLAUSE.get(clause, ()) for one in maker(book)]
        if not found:
            found.append((reasons.of(clause, book) if clause in reasons.WHY else None) or Unexpressed(clause, IDLE))
        yield from map(_held, found)
    for maker in MAKERS:
        yield from map(_held, maker(book))


def _held(one: Check | Unexpressed) -> Check | Unexpressed:
    """The check, or that no cell can hold its formula."""
    if isinstance(one, Check) and max(len(one.found.text), len(one.limit.text)) > MOST:
        return Unexpressed(one.group, f"{one.what}: {TOO_LONG}")
    return one
