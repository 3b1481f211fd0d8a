"""Why a decision does not exist at all, before anything is planned: sentences with the cells that rule it out."""

from __future__ import annotations

from collections.abc import Iterator

from procure import investments, keys
from procure.decisions import BY_NAME
from procure.explain.decision import TIMES
from procure.facts import Facts
from procure.offers import live
from procure.problem import Control, Package, Pin, Problem
from procure.text import listing

NEAR = 1e-6  # of a phase's cost: shares that are no different


def impossible(f: Facts, pin: Pin) -> tuple[str, ...]:
    """Every reason why no plan can have the decision, whatever is decided otherwise; () where nothing rules it out."""
    if pin.decision == "share" and pin.phase is not None:
        return tuple(_by_key(f, pin))
    wanted = pin.relation != "<=" and pin.value > 0
    if pin.decision not in TIMES and not wanted:
        return tuple(_only(f, pin))
    if pin.package is not None and pin.supplier is not None:
        reasons = tuple(_pair(f, f.packages[pin.package], pin.supplier))
        if reasons or pin.decision == "award":
            return reasons
    found = {
        "begin": _begin, "set up": _set_up, "invest": _invest, "deliver": _deliver, "build": _build, "share": _share,
        "make": _make,
    }.get(pin.decision, _money)  # fmt: skip
    return tuple(found(f, pin))


def at(problem: Problem, sheet: str, row: int, *columns: str) -> str:
    """Addresses of cells in brackets behind a sentence's words: " (Packages!D4 sector)"; "" where none is known."""
    known = [problem.cell(sheet, row, column) for column in columns]
    inside = ", ".join(cell for cell in known if cell)
    return f" ({inside})" if inside else ""


# Who may do a package


def _pair(f: Facts, w: Package, supplier: str) -> Iterator[str]:
    """Why the supplier can have no part of the package."""
    p, s = f.problem, f.suppliers[supplier]
    named = [name for name, _ in w.given_to]
    if named and not {supplier, s.nation} & set(named):
        yield f"{w.id} is given to {listing(named)}{at(p, 'Packages', w.row, 'given to')}."
    sector = w.sector is None or not s.sectors or w.sector in s.sectors
    quotes = [q for q in p.quotes if (q.package, q.supplier) == (w.id, supplier)]
    if not f.offers.get((w.id, supplier)) and not sector and supplier not in named:
        cells = at(p, "Suppliers", s.row, "sectors"), at(p, "Packages", w.row, "sector")
        yield (
            f"{supplier} works in {listing(s.sectors)}{cells[0]}, {w.id} is of the sector {w.sector}{cells[1]}, "
            f"and {supplier} has no quote for it."
        )
    for q in quotes:
        if q not in live(p):
            until = "" if q.valid_until is None else f" (it ends with {f.calendar.labels[q.valid_until]})"
            yield (
                f"The quote of {supplier} for {w.id} runs out before the phase {w.phase} is signed{until}"
                f"{at(p, 'Quotes', q.row, 'valid until')}."
            )
    if w.value_m is None and not w.value_by_item_m and not quotes:
        yield f"{w.id} has no value{at(p, 'Packages', w.row, 'value')}, and {supplier} has no quote for it."
    yield from _denied(f, f.denials(w.id, supplier), f"{supplier}'s nation {s.nation}")
    if supplier in f.suppliers_of[w.id] and not f.span(w.id, supplier):
        yield from _no_time(f, w, supplier)


def _only(f: Facts, pin: Pin) -> Iterator[str]:
    """Why the supplier cannot be left out: nobody else can do the package, and it is placed in every plan."""
    w = f.packages.get(str(pin.package))
    if w is None or pin.decision not in ("award", "share") or w.qualifies or f.bound_to[w.id]:
        return
    if f.suppliers_of[w.id] == (pin.supplier,) and pin.value < 1:
        cells = at(f.problem, "Packages", w.row, *(["given to"] if w.given_to else ["sector"] if w.sector else []))
        yield f"Nobody else can do {w.id}{cells}."


def _denied(f: Facts, denials: tuple[Control, ...], whom: str) -> Iterator[str]:
    for c in denials:
        cells = at(f.problem, "Controls", c.row, "permission")
        yield f"{c.owner} denies the technology {c.technology} to {c.destination}, and with it to {whom}{cells}."


def _no_time(f: Facts, w: Package, supplier: str) -> Iterator[str]:
    """Why no period is left for the supplier's work on the package."""
    if not f.window[w.id]:
        yield _window(f, w)
        return
    nation = f.suppliers[supplier].nation
    for c in f.permissions.licences(w.technologies, nation):
        if f.calendar.periods(c.months) >= f.window[w.id].stop:
            cells = at(f.problem, "Controls", c.row, "months")
            yield f"The licence of {c.owner} for {c.technology} takes {nation} {c.months:.12g} months{cells}."
    yield _window(f, w)


def _window(f: Facts, w: Package) -> str:
    """When the package can begin, or be worked on."""
    window, label = f.window[w.id], f.calendar.labels
    columns = [
        column
        for column, filled in (
            ("earliest", w.earliest), ("latest", w.latest is not None), ("months", w.months), ("after", w.after),
            ("begins", w.begins is not None),
        ) if filled
    ]  # fmt: skip
    cells = at(f.problem, "Packages", w.row, *columns)
    verb = "be worked on" if w.recurring else "begin"
    if not window:
        return f"There is no period left in which {w.id} can {verb}{cells}."
    first, last = label[window.start], label[window.stop - 1]
    when = f"in {first} only" if first == last else f"from {first} to {last}"
    return f"{w.id} can {verb} {when}{cells}."


# When, and how much


def _begin(f: Facts, pin: Pin) -> Iterator[str]:
    w = f.packages[str(pin.package)]
    if not _in_time(f.window[w.id], pin) and (pin.relation != ">=" or not f.bound_to[w.id]):
        yield _window(f, w)


def _set_up(f: Facts, pin: Pin) -> Iterator[str]:
    package, supplier = str(pin.package), str(pin.supplier)
    if f.setup(package, supplier) <= 0:
        yield f"To set {supplier} up for {package} costs nothing, so that no plan decides when (Quotes, set-up cost)."
    elif pin.relation != ">=" and not _in_time(f.span(package, supplier), pin):
        yield _window(f, f.packages[package])


def _invest(f: Facts, pin: Pin) -> Iterator[str]:
    e = investments.by_id(f)[str(pin.investment)]
    window, label = investments.window(f, e), f.calendar.labels
    if pin.relation != ">=" and not _in_time(window, pin):
        when = f"from {label[window.start]} to {label[window.stop - 1]}" if window else "in no period"
        cells = at(f.problem, "Investments", e.row, "earliest", "latest", "months")
        yield f"{e.id} can be decided {when} and still be of use{cells}."


def _in_time(window: range, pin: Pin) -> bool:
    """Whether the period of the pin leaves any of the window."""
    at_ = -1 if pin.period is None else pin.period
    left = {"=": at_ in window, "<=": window.start <= at_, ">=": at_ < window.stop}
    return bool(window) and left[pin.relation]


def _deliver(f: Facts, pin: Pin) -> Iterator[str]:
    item, nation = str(pin.item), str(pin.nation)
    needs = [need for need in f.needs.values() if need.nation == nation and item in need.items]
    if not needs:
        yield f"{nation} has no requirement of {item} (Requirements)."
        return
    yield from _denied(f, f.barred(item, nation), nation)
    first, most = f.first_delivery[item, nation], sum(need.most for need in needs)
    if pin.value > most:
        rows = [r for r in f.problem.requirements if r.nation == nation and r.wanted in {need.name for need in needs}]
        cells = "; ".join(cell for r in rows if (cell := f.problem.cell("Requirements", r.row, "total")))
        yield f"{nation} requires {most:.12g} {item} at most{f' ({cells})' if cells else ''}."
    if pin.period is not None and pin.period < first:
        yield f"The first {item} for {nation} can be complete in {_label(f, first)}{_made_for(f, item)}."


def _build(f: Facts, pin: Pin) -> Iterator[str]:
    item, period = f.items[str(pin.item)], pin.period or 0
    if period < f.ready[item.id]:
        yield f"The first {item.id} can be complete in {_label(f, f.ready[item.id])}{_made_for(f, item.id)}."
    most = f.most_of([item.id]) + item.surplus
    if pin.value > most:
        cells = at(f.problem, "Items", item.row, "surplus")
        yield f"All need {most:.12g} {item.id} at most, surplus included{cells}."


def _made_for(f: Facts, item: str) -> str:
    """Cells of the package that an item waits for longest."""
    last = max(
        (w for w in f.per_unit if item in f.serves(w)), key=lambda w: f.earliest[w.id] + f.lead(w), default=None
    )  # fmt: skip
    if last is None:
        return ""
    columns = [c for c, filled in (("months", last.months), ("earliest", last.earliest), ("after", last.after))
               if filled]  # fmt: skip
    return f", as {last.id} is made for it first" + at(f.problem, "Packages", last.row, *columns)


def _by_key(f: Facts, pin: Pin) -> Iterator[str]:
    """Why the share of a phase's cost cannot be this, where a key says it."""
    phase, nation = f.phases[str(pin.phase)], str(pin.nation)
    key = keys.fixed(f, phase)
    if key is None:
        return
    parts = {key.get((nation, t), 0.0) for t in f.periods}
    low, high = min(parts), max(parts)
    if (pin.relation != "<=" and high < pin.value - NEAR) or (pin.relation != ">=" and low > pin.value + NEAR):
        rows = [s.row for s in f.problem.shares if s.nation == nation and s.phase in (None, phase.id)]
        cells = [f.problem.cell("Phases", phase.row, "key"), *(f.problem.cell("Shares", r, "weight") for r in rows)]
        part = f"{high:.2%}" if high - low < NEAR else f"{low:.2%} to {high:.2%}"
        yield f"The key of {phase.id} has {nation} bear {part} of its cost ({', '.join(c for c in cells if c)})."


def _share(f: Facts, pin: Pin) -> Iterator[str]:
    """Why a part of the package cannot be this."""
    if pin.relation != "=":
        return
    w = f.packages[str(pin.package)]
    if not w.divisible and pin.value < 1:
        cells = at(f.problem, "Packages", w.row, "divisible")
        yield f"{w.id} is not divisible: one supplier holds all of it{cells}."
    elif pin.value < w.smallest_fraction:
        cells = at(f.problem, "Packages", w.row, "smallest share")
        yield f"The smallest part of {w.id} that a supplier may hold is {w.smallest_fraction * 100:.12g} %{cells}."


def _make(f: Facts, pin: Pin) -> Iterator[str]:
    """Why no sets are made then."""
    w, supplier = f.packages[str(pin.package)], pin.supplier
    if pin.period not in f.window[w.id]:
        yield _window(f, w)
    elif supplier is not None and pin.period not in f.span(w.id, supplier):
        licences = f.permissions.licences(w.technologies, f.suppliers[supplier].nation)
        cells = "".join(at(f.problem, "Controls", c.row, "months") for c in licences)
        first = f.calendar.labels[f.span(w.id, supplier).start]
        yield f"{supplier} has its licences for {w.id} from {first} on{cells}."


def _money(f: Facts, pin: Pin) -> Iterator[str]:
    """Why there is no such amount of money."""
    domain = BY_NAME[pin.decision].domain  # the family of an amount of money has the decision's name
    named = (pin.fund, pin.nation, pin.phase, pin.period)
    key = tuple(part for part in named if part is not None)
    if domain is not None and not any(known == key for known, _, _ in domain(f)):
        of, and_ = f" of {pin.fund}" if pin.fund else "", f" and {pin.phase}" if pin.phase else ""
        yield f"Nothing{of} is decided for {pin.nation}{and_} in {_label(f, pin.period or 0)}."


def _label(f: Facts, period: int) -> str:
    return f.calendar.labels[period] if period < f.periods.stop else "no period of the horizon"
