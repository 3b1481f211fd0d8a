"""Who joins and who leaves, and what nations settle with each other beside their charges."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import settled
from procure.plan import dec
from procure.tables.figures import SEEN, ZERO, Figures
from procure.tables.sentences import money
from procure.tables.table import TEXT, Column, Rows, Table
from procure.text import listing


def entry_and_exit(x: Figures, sheet: str) -> Iterator[Table]:
    """Nation by nation in plain words; none where nobody comes or goes and nothing is settled."""
    concerned = [n for n in x.shown_nations if _moves(x, n) or x.settlements.get((n,))]
    if not concerned:
        return
    rows = Rows()
    paid, received = (sums(x, of) for of in settled.sums(x.plan, x.f))
    for n in concerned:
        owed, given = paid.get(n, ZERO), received.get(n, ZERO)
        rows.add(n, _in_words(x, n, owed, given), x.settlements.get((n,), ZERO))
    rows.add("all", "", sum(x.settlements.values(), ZERO), total=True)
    sentence = "Settled: what a nation pays the others beside its charges; below nothing, what it receives."
    columns = [Column("nation", width=16), Column("in words", TEXT, span=9), Column("settled", x.money)]
    yield rows.table(sheet, "Entry and exit", sentence, columns)


def _moves(x: Figures, nation: str) -> bool:
    return x.f.nations[nation].joins is not None or x.f.nations[nation].leaves is not None


def sums(x: Figures, of: settled.Sums) -> dict[str, Decimal]:
    """By nation."""
    found: dict[str, Decimal] = {}
    for (n, _, _), amount in of.items():
        found[n] = found.get(n, ZERO) + amount
    return found


def _in_words(x: Figures, nation: str, paid: Decimal, received: Decimal) -> str:
    n, labels = x.f.nations[nation], x.f.calendar.labels
    bought = sums(x, settled.bought(x.f)[0]).get(nation, ZERO)
    left = x.plan.total("exit", nation)
    said = []
    if n.joins is not None:
        what = f" and pays {money(x, bought)} for what was spent before" if bought else ""
        said.append(f"joins in {labels[n.joins]}{what}")
    if n.leaves is not None:
        capped = n.exit_cap_m is not None and left == dec(n.exit_cap_m)
        what = f" and pays {money(x, left)} towards what is still to be spent" if left else ""
        said.append(f"leaves after {labels[n.leaves]}{what}{', its exit cap' if left and capped else ''}")
    if (levy := paid - bought - left) > SEEN:
        said.append(f"pays {money(x, levy)} in levies")
    if received:
        said.append(f"receives {money(x, received)} from the others")
    return listing(said)
