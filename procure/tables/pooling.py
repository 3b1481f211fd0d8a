"""What pooling is worth: each nation's part of the joint plan beside its own plan of buying alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from procure.tables.figures import SEEN, ZERO, Figures, grouped, part
from procure.tables.table import PERCENT, Column, Rows, Table

OF = "alone "
_FACT = re.compile(r"cost (\S+); within (\S+); last delivery (\S*); late (\S+); work (\S+)")


@dataclass(frozen=True)
class Alone:
    """A nation's plan of its own: M it is charged, M that is known within (None = unknown), last delivery, work (M)."""

    cost: Decimal
    within: Decimal | None
    last: str
    late: Decimal
    work: Decimal


def of_run(x: Figures) -> dict[str, Alone | str]:
    """By nation: what the run found of it alone, or why it has no plan; empty where the run did not ask."""
    found: dict[str, Alone | str] = {}
    for fact, told in x.plan.run.items():
        if fact.startswith(OF) and fact.removeprefix(OF) in x.f.nations:
            read = _FACT.fullmatch(told)
            if read is None:
                found[fact.removeprefix(OF)] = told
                continue
            cost, within, last, late, work = read.groups()
            known = None if within == "unknown" else Decimal(within)
            found[fact.removeprefix(OF)] = Alone(Decimal(cost), known, last, Decimal(late), Decimal(work))
    return found


def pooling(x: Figures, sheet: str) -> Iterator[Table]:
    """Nation by figure: cost, last delivery, units late and own industry's work, together and alone."""
    found, rows = of_run(x), Rows()
    if not found:
        return
    work = grouped(x.plan.items("work"), 0)
    sums = [ZERO] * 3
    for n, own in sorted(found.items()):
        joint, done = x.costs.get((n,), ZERO), work.get((n,), ZERO)
        handed = [int(key[2]) for key, units in x.plan.items("deliver") if units and key[1] == n]
        last = x.labels[max(handed)] if handed else ""
        if isinstance(own, str):
            rows.add(n, joint, None, None, None, None, last, own, done, None)
            continue
        saved = own.cost - joint
        rows.add(n, joint, own.cost, saved, part(saved, own.cost), own.within, last, own.last, done, own.work)
        sums = [a + b for a, b in zip(sums, (joint, own.cost, saved), strict=True)]
    rows.add("all with a plan alone", *sums, part(sums[2], sums[1]), None, "", "", None, None, total=True)
    columns = [
        Column("nation", width=16), Column("cost together", x.money), Column("cost alone", x.money),
        Column("saved", x.money), Column("saved of alone", PERCENT), Column("known within", x.money),
        Column("last delivery together"), Column("last delivery alone"), Column("own work together", x.money),
        Column("own work alone", x.money),
    ]  # fmt: skip
    sentence = (
        "Alone: the same needs, firms, prices and budgets, everything paid by the nation itself, nothing agreed with "
        "others. Known within: a better plan alone could cost that much less."
    )
    yield rows.table(sheet, "What pooling is worth", sentence, columns)


def in_words(x: Figures) -> Iterator[str]:
    """One sentence: what buying together saves."""
    found = of_run(x)
    own = {n: one for n, one in found.items() if isinstance(one, Alone)}
    if own:
        alone = sum((one.cost for one in own.values()), ZERO)
        saved = alone - sum((x.costs.get((n,), ZERO) for n in own), ZERO)
        within = sum((one.within or ZERO for one in own.values()), ZERO)
        how = "saves" if saved >= 0 else "costs"
        share = f" ({abs(saved) / alone:.1%} of what buying alone costs)" if alone > SEEN else ""
        words = f"Buying together {how} {abs(saved):,.{x.decimals}f} M{share}"
        yield words + (", less than is known of the plans alone." if abs(saved) < within else ".")
    for n, told in found.items():
        if isinstance(told, str):
            yield f"{n} alone: {told}."
