"""Checks of packages: headings and parts, order, who may do them, how many share them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from procure import text
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.problem import ONE_OFF, PER_UNIT, Package

HUNDRED = 1e-6  # how far parts in per cent may be from their sum


def _at(facts: Facts, package: Package, column: str) -> str:
    return facts.problem.cell("Packages", package.row, column)


def headings(facts: Facts) -> Iterator[Finding]:
    """A heading is not placed: it has no parent of its own and nothing that only a placed package can have."""
    for w in facts.problem.headings:
        if w.parent is not None:
            message = f"expected a package without a parent, found '{w.id}', which is a parent and has one."
            yield Finding(ERROR, _at(facts, w, "parent"), "nested parents", message, "Headings have one level.")
        filled = {"given to": w.given_to, "after": w.after, "begins": w.begins is not None, "effort": w.effort}
        for column, value in filled.items():
            if value:
                message = f"expected a blank cell, because '{w.id}' is a heading whose parts are placed."
                yield Finding(ERROR, _at(facts, w, column), "heading", message, "Say it of the parts.")


def headings_sum(facts: Facts) -> Iterator[Finding]:
    """The values of the parts of a heading sum to its value, where all are stated in one way."""
    for heading in facts.problem.headings:
        parts = [w for w in facts.problem.packages if w.parent == heading.id]
        if any(w.kind != heading.kind for w in parts):
            message = f"expected parts of the heading's kind ({heading.kind}), found others."
            yield Finding(ERROR, _at(facts, heading, "kind"), "kind of parts", message)
            continue
        for item, whole in _worth(heading).items():
            values = [_worth(w).get(item) for w in parts if item is None or item in w.items]
            if None in values:
                continue
            total = sum(v for v in values if v is not None)
            if not math.isclose(total, whole, rel_tol=1e-6, abs_tol=1e-9):
                of = f" for {item}" if item else ""
                message = f"expected {total:g} M, the sum of its parts{of}, found {whole:g} M."
                yield Finding(ERROR, _at(facts, heading, "value"), "parts do not sum", message)
                break


def _worth(w: Package) -> dict[str | None, float]:
    """M for a unit by item, or of the package as a whole under None."""
    if w.value_by_item_m:
        return {item: value * w.per_unit for item, value in w.value_by_item_m}
    return {} if w.value_m is None else {None: w.value_m * (w.per_unit if w.recurring else 1)}


def cycles(facts: Facts) -> Iterator[Finding]:
    """No package waits for itself, through however many others. One finding for each circle."""
    done: set[str] = set()
    for start in facts.packages:
        path: list[str] = []
        stack = [(start, 0)]
        while stack:
            name, depth = stack.pop()
            del path[depth:]
            if name in path:
                circle = path[path.index(name):]
                done.update(circle)
                w = facts.packages[circle[-1]]
                message = f"expected an order, found a circle: {' after '.join([*reversed(circle), circle[-1]])}."
                yield Finding(ERROR, _at(facts, w, "after"), "cyclic after", message)
            elif name in facts.packages and name not in done:
                path.append(name)
                stack += [(before, depth + 1) for before in facts.packages[name].after]
                if not facts.packages[name].after:
                    done.add(name)
        done.update(path)


def long_chains(facts: Facts) -> Iterator[Finding]:
    """No chain has more one-off packages than there are periods: each takes one at least. One finding."""
    before = {w.id: {v for v in w.after if v in facts.packages} for w in facts.problem.packages}
    length: dict[str, int] = {}
    ready = [name for name, names in before.items() if not names]
    followers: dict[str, list[str]] = {}
    for name, names in before.items():
        for v in names:
            followers.setdefault(v, []).append(name)
    waiting = {name: len(names) for name, names in before.items()}
    while ready:
        name = ready.pop()
        length[name] = 1 + max((length[v] for v in before[name]), default=0)
        for follower in followers.get(name, []):
            waiting[follower] -= 1
            ready += [follower] if not waiting[follower] else []
    longest = max((w for w in facts.one_off if w.id in length), key=lambda w: (length[w.id], w.id), default=None)
    if longest is not None and length[longest.id] > len(facts.periods):
        message = f"expected a chain of at most {len(facts.periods)} packages, one for each period, "
        message += f"found {length[longest.id]} before '{longest.id}' ends."
        yield Finding(ERROR, _at(facts, longest, "after"), "chain too long", message)


def waits_for_recurring(facts: Facts) -> Iterator[Finding]:
    """Only one-off packages end, so only they can be waited for."""
    for w in facts.problem.packages:
        others = [name for name in w.after if name in facts.packages and facts.packages[name].kind != ONE_OFF]
        support = [name for name in others if facts.packages[name].kind != PER_UNIT]
        if others:
            what = "which is support" if support else "made for every unit"
            message = f"expected one-off packages, found '{', '.join(support or others)}', {what}."
            hint = "" if support else "Say with \"months\" how long before the unit a set must be ready."
            yield Finding(ERROR, _at(facts, w, "after"), "after a recurring package", message, hint)


def begins(facts: Facts) -> Iterator[Finding]:
    """Only a one-off package has a period in which it begins."""
    for w in facts.problem.packages:
        if w.begins is not None and w.kind != ONE_OFF:
            message = f"expected a blank cell, because '{w.id}' is {w.kind}."
            yield Finding(ERROR, _at(facts, w, "begins"), "begins", message, "Use \"earliest\".")


def counts(facts: Facts) -> Iterator[Finding]:
    """Numbers of suppliers that can be met."""
    for w in facts.problem.packages:
        if w.most is not None and w.most < w.fewest:
            column = "fewest suppliers" if w.most == 1 and not w.divisible else "most suppliers"
            message = f"expected no fewer than the fewest suppliers, {w.fewest}, found at most {w.most}."
            yield Finding(ERROR, _at(facts, w, column), "number of suppliers", message)
        elif not w.divisible and (w.most is None or w.most > 1):
            message = "expected 1 for a package that is not divisible, found more."
            where, hint = _at(facts, w, "most suppliers"), "Set \"divisible\" to yes."
            yield Finding(ERROR, where, "number of suppliers", message, hint)
        if w.recurring and w.fewest > 1 and all(facts.items[i].may_short for i in facts.serves(w) if i in facts.items):
            message = f"all items of '{w.id}' may be delivered short, so an award of no sets counts as a supplier."
            yield Finding(WARNING, _at(facts, w, "fewest suppliers"), "award of nothing", message, "Pin their shares.")
        if w.divisible and w.smallest_fraction * w.fewest > 1 + HUNDRED:
            found = f"{w.smallest_fraction * 100:g} %"
            message = f"expected at most {100 / w.fewest:g} % for {w.fewest} suppliers, found {found}."
            yield Finding(ERROR, _at(facts, w, "smallest share"), "smallest share", message)


def given_parts(facts: Facts) -> Iterator[Finding]:
    """Per cents in "given to" sum to 100, of a package that may be divided, none below the smallest share."""
    for w in facts.problem.packages:
        stated = [part for _, part in w.given_to if part is not None]
        where = _at(facts, w, "given to")
        if not stated:
            continue
        if len(stated) < len(w.given_to) or not math.isclose(sum(stated), 1, abs_tol=HUNDRED):
            message = f"expected per cents that sum to 100, found {sum(stated) * 100:g} %."
            yield Finding(ERROR, where, "given parts", message)
        names = {name for name, _ in w.given_to}
        twice = [s for s in sorted(names & facts.suppliers.keys()) if facts.suppliers[s].nation in names]
        if twice:
            message = f"expected names apart, found '{twice[0]}' and its nation, '{facts.suppliers[twice[0]].nation}'."
            yield Finding(ERROR, where, "given parts", message, "Name the nation's suppliers one by one.")
        shared = [part for part in stated if part > 0]
        if len(shared) > 1 and not w.divisible:
            message = f"expected one name for a package that is not divisible, found {len(shared)}."
            yield Finding(ERROR, where, "given parts", message, "Set \"divisible\" to yes.")
        elif w.divisible and min(shared, default=1) < w.smallest_fraction - HUNDRED:
            message = f"expected parts of at least the smallest share, {w.smallest_fraction * 100:g} %."
            yield Finding(ERROR, where, "given parts", message, "Lower \"smallest share\".")
        if w.most is not None and w.divisible and len(shared) > w.most:
            message = f"expected at most {w.most} names, the most suppliers, found {len(shared)}."
            yield Finding(ERROR, where, "given parts", message)


def placeable(facts: Facts) -> Iterator[Finding]:
    """Every package has suppliers enough, and every name it is given to can do it."""
    for w in facts.problem.packages:
        able = facts.able[w.id]
        column, hint = "package", ""
        if w.given_to:
            column, hint = "given to", "Check their sectors, or add a quote."
        elif w.sector and not able:
            sectors = {s for one in facts.problem.suppliers for s in one.sectors}
            column, hint = "sector", "" if w.sector in sectors else text.did_you_mean(w.sector, sectors)
        if w.value_m is None and not w.value_by_item_m and not able:
            message = f"expected a value of '{w.id}' or a quoted price, found neither."
            yield Finding(ERROR, _at(facts, w, "value"), "no price", message)
        elif len(able) < w.fewest:
            message = f"expected at least {w.fewest} supplier that can do '{w.id}', found {len(able)}."
            yield Finding(ERROR, _at(facts, w, column), "no supplier", message, hint)
        for name, part in w.given_to:
            if part and able and not any(name in (s, facts.suppliers[s].nation) for s in able):
                message = f"expected a supplier of '{name}' that can do '{w.id}', found none."
                yield Finding(ERROR, _at(facts, w, "given to"), "no supplier", message, "Check sectors and quotes.")


def waited_for(facts: Facts) -> Iterator[Finding]:
    """One-off packages that nothing waits for, where there are units to wait: one warning for the book."""
    waited = {v.id for w in facts.problem.packages for v in (*facts.before(w), *facts.gates(w))}
    ending = (w for w in facts.one_off if w.kind == ONE_OFF and w.latest is None and w.begins is None)
    idle = [w for w in ending if w.id not in waited and not w.qualifies]
    if idle and facts.per_unit:
        message = f"nothing waits for {text.listing(w.id for w in idle)}; they may end after the last unit."
        yield Finding(WARNING, _at(facts, idle[0], "package"), "nothing waits", message, "Name them in \"after\".")


def nothing_made(facts: Facts) -> Iterator[Finding]:
    """Items that no package is made for cost nothing and keep nobody busy; recurring packages need an item."""
    made = {item for w in facts.per_unit for item in facts.serves(w)}
    for item in facts.problem.items:
        if item.id not in made:
            where = facts.problem.cell("Items", item.row, "item")
            message = f"no per unit package is made for '{item.id}': its units cost nothing."
            yield Finding(WARNING, where, "item without package", message)
    for w in facts.recurring:
        if not facts.items:
            message = f"expected items that '{w.id}' is made for, found none in the workbook."
            yield Finding(ERROR, _at(facts, w, "kind"), "package without item", message)


def capacity_effort(facts: Facts) -> Iterator[Finding]:
    """A capacity in hours, tonnes or M limits packages whose effort (for M: or value) is stated in that unit."""
    for c in facts.problem.capacities:
        where = facts.problem.cell("Capacity", c.row, "unit")
        covered = facts.covers(c)
        if not covered:
            message = f"it limits nothing: '{c.supplier}' can do no such package."
            yield Finding(WARNING, facts.problem.cell("Capacity", c.row, "supplier"), "capacity of nothing", message)
        without = [w for w in covered if not _any_effort(facts, w, c.supplier, c.unit)]
        hint = f"State it in \"effort\" of Packages or Quotes, as \"40 {c.unit}\"."
        if covered and len(without) == len(covered):
            message = f"expected packages with an effort in {c.unit}, found none: {text.listing(without)}."
            yield Finding(ERROR, where, "no effort", message, hint)
        elif without:
            message = f"{text.listing(without)} have no effort in {c.unit} and use none of it."
            yield Finding(WARNING, where, "no effort", message, hint)


def _any_effort(facts: Facts, package: str, supplier: str, unit: str) -> bool:
    streams = facts.streams.get(package) or (None,)
    return any(facts.effort(package, supplier, unit, stream) > 0 for stream in streams)


def heading_named(facts: Facts) -> Iterator[Finding]:
    """Quotes, capacities and pins speak of packages that are placed."""
    names = {w.id for w in facts.problem.headings}
    tables = (
        ("Quotes", "package", facts.problem.quotes),
        ("Capacity", "sector or package", facts.problem.capacities),
        ("Pins", "package", facts.problem.pins),
    )
    for sheet, column, rows in tables:
        for row in rows:
            if row.package in names:
                where = facts.problem.cell(sheet, row.row, column)
                message = f"expected a package that is placed, found '{row.package}', a heading."
                yield Finding(ERROR, where, "heading", message, "Name its parts.")
