"""What an extract for one nation holds. This is the one place that says it.

Partners share a plan, not their negotiating positions. So an extract holds

    the agreed common part      programme, calendar, packages and who is awarded them, total cost, shares agreed, rules
                                agreed and whether they hold, deliveries of all nations together
    the nation's own figures    its charges, payments and budgets, deliveries, work, industry, licences, grants

and nothing else: what another treasury is charged, pays and has room for; what another nation's suppliers ask and
can make; who asked for what, national lines, amounts in another nation's currency; the inputs; the decisions.

PARTS says it by table and by column. What is not named here is left out: a table, a column or a row that is added to
the plan's workbook stays out of every extract until somebody names it here. Sentences of tables are not taken over,
for the same reason: each part has its own.

What cannot be kept apart, because it follows from what has to be shown:
    the cost of a phase in which the nation's share is agreed: its charge over its share; where a phase is one package,
    that is the package's price
    what another nation is charged, about: its share agreed of the total cost
    with two nations that pay, or two that take units, what is the other's: the total less one's own
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procure.calendar import AFTER
from procure.plan import Plan
from procure.tables.decision_calendar import PLACE, SIGN
from procure.tables.figures import Figures

EVERYBODY = ("", "all", "both", "partners", "all partners", "board", "programme")  # as "asked by" names them: agreed
PERIODS = "periods"  # stands for the columns of periods and years
LEFT_OUT = (
    "What other nations are charged and pay, their budgets and the room in them.",
    "Prices and capacities of other nations' suppliers.",
    "Who asked for which rule, and the rules that one other nation asked for.",
    "The inputs, and the decisions one by one.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """What of one table goes into an extract, by the headers of its columns.

    title: of the table, or its beginning before a comma. of: the column that says whose a row is, by nation or by
    supplier ("" = nobody's). own: columns filled in the nation's own rows. others: in those of other nations. shared:
    in sums over all nations and in rows of nobody. Without columns such rows are left out. needs: a column without
    which a row of another nation says nothing. only: (column, values) of the shared rows that are taken.
    """

    sheet: str
    title: str
    sentence: str
    own: tuple[str, ...]
    of: str = "nation"
    others: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    needs: str = ""
    only: tuple[str, tuple[str, ...]] = ("", ())


_PACKAGE = ("package", "phase", "sector", "kind", "supplier", "nation", "share", "begins", "ends")
_UNITS = ("item or family", "nation", "figure", "total", PERIODS)
_BEFORE = ("before grants", "before VAT", "before grants and VAT")

PARTS = (
    Part("Summary", "Nations", "What the nation gets, pays and does; the last row is of all nations.",
         ("nation", "units", "first delivery", "last delivery", "cost", "cost share", "work", "work share", "return",
          "balance", "peak year", "paid in it", "least room", "least room in", "settled"),
         shared=("nation", "units", "cost")),
    Part("Summary", "Payments by nation and year", "", ("nation", "total", PERIODS)),
    Part("Summary", "In own currency", "Each payment at the rate of the period in which it is made.",
         ("nation", "cost", "paid", "own currency", "paid in it, M", "mean rate", "ceiling in it, M")),
    Part("Summary", "Payments and GDP", "Guideline of 2014: 2 % of GDP for defence, 20 % of it for equipment.",
         ("nation", "GDP a year", "paid a year", "of GDP", "peak year", "paid in it", "of guideline")),
    Part("Summary", "Entry and exit", "What the nation settles with the others beside its charges.",
         ("nation", "in words", "settled")),
    Part("Summary", "Outside money", "Owed at the end: of loans, interest still to come left out.",
         ("nation", *_BEFORE, "grants", "VAT", "charge", "drawn", "paid back", "owed at the end")),
    Part("Summary", "What pooling is worth", "Alone: the nation's own plan of buying by itself.",
         ("nation", "cost together", "cost alone", "saved", "saved of alone", "known within", "last delivery together",
          "last delivery alone", "own work together", "own work alone")),
    Part("Summary", "Deliveries by nation and year", "The last row is of all nations.", ("nation", "total", PERIODS),
         shared=("nation", "total", PERIODS)),
    Part("Summary", "Firm units, options and wishes", "Units that are agreed, offered and wished for.",
         ("nation", "item or family", "paid by", "firm", "delivered", "options", "taken", "wishes", "met")),
    Part("Summary", "Decision calendar", "Contracts to sign, packages to place.", (), of="",
         shared=("by", "decision", "of"), only=("decision", (SIGN, PLACE))),
    Part("Cost shares", "Cost shares", "The shares agreed of every nation; charges of the nation alone.",
         ("phase", "nation", "key", *_BEFORE, "charge", "cost share", "agreed", "above agreed"),
         others=("phase", "nation", "key", "agreed"), needs="agreed",
         shared=("phase", "nation", "charge"), only=("phase", ("all phases",))),
    Part("Work shares", "Work shares", "The shares agreed of every nation; work of the nation's industry alone.",
         ("phase", "sector", "nation", "work", "work share", "agreed", "above agreed"),
         others=("phase", "sector", "nation", "agreed"), needs="agreed"),
    Part("Work packages", "Work packages",
         "Who makes what, and when; prices and quantities of the nation's own suppliers alone.",
         (*_PACKAGE, "price", "set-up", PERIODS), others=_PACKAGE, shared=_PACKAGE[:5],
         only=("supplier", ("not placed", "not needed", "item not in use"))),
    Part("Work packages", "Nations by colour and letters", "", (), of="", shared=("",)),
    Part("Work packages", "Offers taken", "Offers of the nation's own suppliers.",
         ("package", "priced by", "tier from", "sets", "supplier", "for", "bundle", "valid until", "price", "a set"),
         of="supplier"),
    Part("Deliveries", "Deliveries", "Units of the nation, and of all nations together.", _UNITS, shared=_UNITS,
         only=("figure", ("due", "delivered", "late at the end", "built", "in stock at the end", "fleet needed"))),
    Part("Payments", "Payments", "What the nation's treasury pays in each period, against its budget.",
         ("nation", "figure", "total", PERIODS)),
    Part("Industry load", "Industry load", "Work and load of the nation's own suppliers.",
         ("supplier", "nation", "of", "figure", "total", PERIODS)),
    Part("Industry load", "Investments", "Investments in the nation's own suppliers.",
         ("investment", "supplier", "of", "adds a year", "unit", "phase", "made", "decided", "cost", "in use from"),
         of="supplier"),
    Part("Licences", "Licences", "What others say to the nation's industry, and what it is to receive.",
         ("technology", "owner", "nation", "destination", "permission", "months", "ask by", "first needed",
          "transfer cost", "content", "de minimis", "needed by")),
    Part("Cost bridge", "Cost bridge", "How the nation comes to what it pays.",
         ("nation", "phase", "key", "cost share", *_BEFORE, "grants", "VAT", "charge", "in kind", "settled", "due",
          "paid", "own work", "charge less own work")),
    Part("Cost bridge", "Other costs", "Costs that are no work package, performed in the nation.",
         ("cost", "phase", "performed in", "total", PERIODS), of="performed in"),
    Part("Funding results", "Funding results", "What the nation is given, draws and pays back.",
         ("fund", "kind", "taken", "nation", "figure", "total", PERIODS)),
)  # fmt: skip


def headers(x: Figures, named: tuple[str, ...]) -> frozenset[str]:
    """The headers that a part names, its periods as the plan's labels and years."""
    found = frozenset(named)
    if PERIODS in found:
        found |= {*x.labels, *map(str, x.f.calendar.years), AFTER}
    return found - {PERIODS}


def agreed_by_all(asked_by: str) -> bool:
    """Whether a rule with these words under "asked by" is everybody's."""
    return " ".join(asked_by.casefold().split()) in EVERYBODY


def follows(plan: Plan) -> Iterator[str]:
    """What a nation can work out of another from any extract of this plan, in words."""
    for family, at, what in (("charge", 0, "is charged"), ("deliver", 1, "receives")):
        who = {key[at] for key, amount in plan.items(family) if amount}
        if len(who) == 2:
            yield f"Only two nations share: from the total and its own figure each knows what the other {what}."
