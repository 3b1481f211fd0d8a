"""What is to be decided by when: licences to ask for, contracts to sign, packages to place."""

from __future__ import annotations

from collections.abc import Iterator

from procure import orders
from procure.plan import dec
from procure.tables import industry
from procure.tables.figures import Figures
from procure.tables.licences import asked_for, asked_in
from procure.tables.table import PLAIN, Column, Rows, Table, Value

TITLE = "Decision calendar"
SIGN, PLACE = "sign contracts", "place packages, as work begins"
PACKAGES_SHOWN = 6

Line = tuple[int, tuple[Value, ...], bool]  # period (before the first = below 0), cells behind it, whether it is late


def decision_calendar(x: Figures, sheet: str) -> Iterator[Table]:
    """One line per decision, or decisions of a kind, the earliest first; no table where nothing is to be decided."""
    rows = Rows()
    lines = (*_asked(x), *_invested(x), *_exercised(x), *_expired(x), *_signed(x), *_placed(x))
    for t, cells, late in sorted(lines, key=lambda line: line[0]):
        rows.add(x.labels[max(0, t)], *cells, red=[3] if late else [])
    if rows.rows:
        columns = [Column("by", width=16), Column("decision", span=5), Column("months", PLAIN), Column("of", span=8)]
        sentence = (
            "Licences to ask for (later they hold the plan up; months: what they take), contracts to sign, packages to "
            "place; red where work begins before its contract."
        )
        yield rows.table(sheet, TITLE, sentence, columns)


def _asked(x: Figures) -> Iterator[Line]:
    """Licences, by the last period in which asking is in time."""
    for use in asked_for(x):
        c = use.control
        what = f"{use.nation} asks {c.owner} for a licence for {c.technology}"
        yield asked_in(x, use), (what, dec(c.months), "; ".join(name for name, _ in use.needed_by)), False


def _invested(x: Figures) -> Iterator[Line]:
    """Investments, by the period of their decision: what is decided later is of use later."""
    for e, t in industry.made(x):
        gain = f"{e.supplier}: {e.adds:g} {e.unit} a year more"
        yield t, (f"decide the investment {e.id}", dec(e.months), gain), False


def _exercised(x: Figures) -> Iterator[Line]:
    """Options, by the last period in which they can be exercised; whether the plan takes them."""
    for need in x.f.needs.values():
        for e in need.extras:
            if e.exercise_by is not None:
                units, taken = dec(e.units), orders.taken(x.plan, need, e)
                what = f"{need.nation} exercises its option on {need.name}"
                told = f"the plan takes {taken.normalize():f} of {units.normalize():f} units"
                yield e.exercise_by, (what, None, told), False


def _expired(x: Figures) -> Iterator[Line]:
    """Quotes of suppliers that hold an award, by the last period in which their phase can be signed."""
    for (w, s), several in sorted(x.f.offers.items()):
        for o in several if x.plan.get("award", w, s) > 0 else ():
            if o.valid_until is not None:
                who = f" for {o.id}" if o.id else ""
                yield o.valid_until, ("quote expires", None, f"{s}: {w}{who}"), False


def _signed(x: Figures) -> Iterator[Line]:
    """Contracts, by the period in which their phases are signed."""
    phases = x.f.phases.values()
    for t in sorted({p.signed for p in phases}):
        yield t, (SIGN, None, ", ".join(p.id for p in phases if p.signed == t)), False


def _placed(x: Figures) -> Iterator[Line]:
    """Packages, by the first period of their work."""
    first: dict[str, int] = {}
    for (w, _, t), value in x.done.items():
        if value:
            first[str(w)] = min(int(t), first.get(str(w), int(t)))
    for t in sorted(set(first.values())):
        placed = [w for w in x.f.packages if first.get(w) == t]
        unsigned = any(x.f.phases[x.f.packages[w].phase].signed > t for w in placed)
        more = len(placed) - PACKAGES_SHOWN
        names = ", ".join(placed[:PACKAGES_SHOWN]) + (f" and {more} more" if more > 0 else "")
        yield t, (PLACE, None, names), unsigned
