"""Checks of technology control: what controls forbid and something else asks for, and rows that hold nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from procure import text
from procure.demand import Need
from procure.facts import Facts
from procure.findings import ERROR, NOTE, WARNING, Finding
from procure.problem import DENIED, LICENCE, Control, Package, Pin

WORTH_SAYING = 1 / 3 + 1e-9  # part of a period that rounding may cost unsaid


def _at(facts: Facts, control: Control, column: str) -> str:
    said = f"model {facts.problem.programme.model}: control {control.technology}, {column}"
    return facts.problem.cell("Controls", control.row, column) or said


def _package(facts: Facts, w: Package, column: str) -> str:
    return facts.problem.cell("Packages", w.row, column)


def _denied(facts: Facts, controls: Iterable[Control]) -> str:
    """The rows that deny, in words: what, by whom, in which cell."""
    said = dict.fromkeys(f"{c.owner} denies {c.technology} ({_at(facts, c, 'permission')})" for c in controls)
    return text.listing(said, 4)


def technologies(facts: Facts) -> Iterator[Finding]:
    """Technologies that only one of Packages and Controls names: slips of the pen, or free ones."""
    controlled = {c.technology: c for c in sorted(facts.problem.controls, key=lambda c: -c.row)}
    named = {k: w for w in reversed(facts.problem.packages) for k in w.technologies}
    free = []
    for k, w in sorted(named.items()):
        match = None if k in controlled else text.nearest(k, controlled)
        if match:
            message = f"'{k}' has no row in Controls and is free."
            yield Finding(WARNING, _package(facts, w, "technology"), "technology", message, f"Did you mean '{match}'?")
        elif k not in controlled:
            free.append(k)
    if free:
        message = f"technologies without rows in Controls are free: {text.listing(free)}."
        yield Finding(NOTE, _package(facts, named[free[0]], "technology"), "free technology", message)
    for k, c in sorted(controlled.items()):
        if k not in named:
            match = text.nearest(k, named)
            hint = f"Did you mean '{match}'?" if match else "Name it in \"technology\" of Packages."
            message = f"no package needs '{k}': the row controls nothing."
            yield Finding(WARNING, _at(facts, c, "technology"), "control of nothing", message, hint)


def unused_cells(facts: Facts) -> Iterator[Finding]:
    """Cells that the row's permission makes no use of, licences of nothing, and owners that control themselves."""
    for c in facts.problem.controls:
        filled = {"months": c.months, "cost": c.cost_m} if c.permission != LICENCE else {}
        filled |= {"de minimis": c.de_minimis_fraction} if c.permission != DENIED else {}
        for column, value in filled.items():
            if value:
                message = f"expected a blank cell: a row with the permission {c.permission} makes no use of it."
                yield Finding(WARNING, _at(facts, c, column), "control without use", message)
        if c.permission == LICENCE and not c.months and not c.cost_m:
            message = "the licence takes no months and costs nothing, so it holds nothing up."
            yield Finding(WARNING, _at(facts, c, "months"), "control without use", message)
        if c.destination == c.owner:
            message = f"expected another destination: '{c.owner}' owns it and is free."
            yield Finding(WARNING, _at(facts, c, "destination"), "control without use", message)


def groups(facts: Facts) -> Iterator[Finding]:
    """A nation in several groups of which an owner says different things: the strictest decides."""
    for k in facts.permissions.rows:
        for owner in facts.permissions.owners(k):
            for n in facts.nations:
                rows = facts.permissions.most_specific(k, owner, n)
                if len({(c.permission, c.months, c.cost_m, c.de_minimis_fraction) for c in rows}) > 1:
                    said = "; ".join(f"{c.destination} {c.permission} ({_at(facts, c, 'permission')})" for c in rows)
                    message = f"{owner} says of {k} to {n}, which is in several groups: {said}; the strictest decides."
                    hint = f"Give {n} a row of its own."
                    yield Finding(WARNING, _at(facts, rows[0], "destination"), "groups differ", message, hint)


def unnamed(facts: Facts) -> Iterator[Finding]:
    """Nations that work with a technology or take it, of which an owner that names others says nothing."""
    for k, owners in sorted(facts.permissions.rows.items()):
        concerned = {facts.suppliers[s].nation for w, able in facts.able.items() for s in able if _needs(facts, w, k)}
        concerned |= {n for i, takers in facts.takers.items() for n in takers if k in facts.technologies_of(i)}
        for owner, rows in sorted(owners.items()):
            free = [n for n in sorted(concerned - {owner}) if not facts.permissions.most_specific(k, owner, n)]
            if free:
                message = f"no row of {owner} for {k} names {text.listing(free)}, which may have it freely."
                hint = "Add a row with the destination * to say otherwise."
                first = min(rows, key=lambda c: c.row)
                yield Finding(NOTE, _at(facts, first, "destination"), "nation not named", message, hint)


def _needs(facts: Facts, package: str, technology: str) -> bool:
    return technology in facts.packages[package].technologies


def denied_to_all(facts: Facts) -> Iterator[Finding]:
    """Every package has suppliers enough that are denied none of its technologies."""
    for w in facts.problem.packages:
        able, may = facts.able[w.id], facts.suppliers_of[w.id]
        if len(may) < w.fewest <= len(able):
            denials = [c for s in able for c in facts.denials(w.id, s)]
            message = f"expected at least {w.fewest} supplier that may do '{w.id}', found {len(may)}: "
            message += f"{_denied(facts, denials)} to the {len(able) - len(may)} others."
            yield Finding(ERROR, _package(facts, w, "technology"), "denied to all", message)


def given_and_denied(facts: Facts) -> Iterator[Finding]:
    """Nobody is given what it may not have."""
    for w in facts.problem.packages:
        for name, part in w.given_to:
            who = [s for s in facts.able[w.id] if name in (s, facts.suppliers[s].nation)]
            denials = [c for s in who for c in facts.denials(w.id, s)]
            if part != 0 and who and not set(who) & set(facts.suppliers_of[w.id]):
                message = f"expected a name that may do '{w.id}', found '{name}': {_denied(facts, denials)} to it."
                yield Finding(ERROR, _package(facts, w, "given to"), "given and denied", message)


def pinned_and_denied(facts: Facts) -> Iterator[Finding]:
    """No pin asks for what controls forbid: an award, a share, a delivery."""
    for pin in facts.problem.pins:
        if pin.relation == "<=" or pin.value <= 0:
            continue
        column, denials = _pinned(facts, pin)
        if denials:
            who = pin.supplier or pin.nation
            message = f"expected a decision that '{who}' may take part in: {_denied(facts, denials)} to it."
            yield Finding(ERROR, facts.problem.cell("Pins", pin.row, column), "pinned and denied", message)


def _pinned(facts: Facts, pin: Pin) -> tuple[str, tuple[Control, ...]]:
    if pin.decision in ("award", "share") and pin.package in facts.packages and pin.supplier in facts.suppliers:
        return "supplier", facts.denials(str(pin.package), str(pin.supplier))
    if pin.decision == "deliver" and pin.item in facts.items and pin.nation in facts.nations:
        return "nation", facts.barred(str(pin.item), str(pin.nation))
    return "", ()


def needed_and_denied(facts: Facts) -> Iterator[Finding]:
    """No nation needs what it may not have, in any of the items that could meet its need."""
    for need in facts.needs.values():
        barred = [facts.barred(i, need.nation) for i in need.items]
        if barred and all(barred):
            denials = [c for one in barred for c in one]
            message = f"{need.nation} needs {need.name}, and {_denied(facts, denials)} to it."
            hint = "Drop the need, or state a \"de minimis\" or a licence in Controls."
            yield Finding(ERROR, _need(facts, need), "needed and denied", message, hint)


def _need(facts: Facts, need: Need) -> str:
    return facts.problem.cell("Requirements", need.row, "item or family")


def thresholds_of_families(facts: Facts) -> Iterator[Finding]:
    """A threshold on what a nation takes is linear where data says how many units of each item it takes."""
    for need in facts.needs.values():
        for i in need.items:
            denials = facts.permissions.denials(facts.technologies_of(i), need.nation)
            above = [c for c in denials if c.de_minimis_fraction]
            open_ended = need.name if need.name != i else _shared_with_family(facts, i)
            if above and open_ended:
                message = f"content of {i} for {need.nation} is a product of decisions, because how many units of "
                message += f"'{open_ended}' each item provides is decided ({_need(facts, need)})."
                hint = "Require the item itself, or leave \"de minimis\" blank: then other items of the family serve."
                yield Finding(ERROR, _at(facts, above[0], "de minimis"), "de minimis of a family", message, hint)
                break


def _shared_with_family(facts: Facts, item: str) -> str:
    """A family for which sets of the item's packages are made too, "" where there is none."""
    shared = {j for w in facts.per_unit if item in facts.serves(w) for b in facts.streams[w.id] for j in b.items
              if item in b.items}  # fmt: skip
    return next((need.name for need in facts.needs.values() if len(need.items) > 1 and shared & set(need.items)), "")


def licences(facts: Facts) -> Iterator[Finding]:
    """A licence is there before units are due; what rounding makes of its months is said."""
    labels = facts.calendar.labels
    for c in facts.problem.controls:
        if c.permission == LICENCE and abs(facts.calendar.rounding(c.months)) > WORTH_SAYING:
            months = facts.calendar.periods(c.months) * facts.calendar.months
            message = f"months are rounded to whole periods: {c.months:g} to {months}."
            yield Finding(WARNING, _at(facts, c, "months"), "rounding of months", message)
    for need in (need for need in facts.needs.values() if any(need.due)):
        due = next(t for t, units in enumerate(need.due) if units > 0)
        first = min((facts.first_delivery[i, need.nation] for i in need.items), default=0)
        rows = [c for i in need.items for c in facts.permissions.licences(facts.technologies_of(i), need.nation)]
        if first <= max(due, min((facts.ready[i] for i in need.items), default=0)) or not rows:
            continue
        longest = max(rows, key=lambda c: c.months)
        never = first >= len(labels) or (need.delay is not None and first > due + need.delay)
        level = ERROR if never and not need.may_short else WARNING
        possible = f"before {labels[first]}" if first < len(labels) else "within the horizon"
        message = f"units are due to {need.nation} in {labels[due]}, and the licence of {longest.owner} for "
        message += f"{longest.technology} ({_at(facts, longest, 'months')}) allows none {possible}"
        message += ", too late for the latest delay." if level == ERROR else "; they will be late."
        yield Finding(level, _need(facts, need), "due before the licence", message)
