"""Checks of keys, shares and budgets."""

from __future__ import annotations

from collections.abc import Iterator

from procure import keys, text, treasury
from procure.facts import Facts
from procure.findings import ERROR, NOTE, WARNING, Finding
from procure.problem import PARTNER, Phase, Share

TOLERANCE = 1e-6  # how far a sum of per cents, as a fraction, may be from 1


def _phase(facts: Facts, phase: Phase, column: str) -> str:
    return facts.problem.cell("Phases", phase.row, column)


def _share(facts: Facts, share: Share, column: str) -> str:
    return facts.problem.cell("Shares", share.row, column) or f"model {facts.problem.programme.model}: {column}"


def partners(facts: Facts) -> Iterator[Finding]:
    """Somebody shares the cost."""
    if not facts.partners:
        yield Finding(ERROR, "Nations", "no partner", "expected at least one nation with the role partner, found none.")


def weights_stated(facts: Facts) -> Iterator[Finding]:
    """States the sum of weights that are normalised, where it is neither 1 nor 100."""
    for name in sorted({s.phase for s in facts.problem.shares}, key=str):
        rows = [s for s in facts.problem.shares if s.phase == name and s.weight is not None]
        total = sum(s.weight or 0.0 for s in rows)
        stated = bool(rows) and bool(rows[0].row)  # a model's table has said its own sum
        if stated and total > 0 and not any(abs(total - whole) <= TOLERANCE * whole for whole in (1, 100)):
            of = f"of {name}" if name else "of every phase"
            message = f"the weights {of} sum to {total:.10g} and are normalised."
            yield Finding(NOTE, _share(facts, rows[0], "weight"), "weights normalised", message)


def weights_needed(facts: Facts) -> Iterator[Finding]:
    """The keys table, and offtake over several items, have weights; who has none pays nothing, and it is said."""
    for phase in facts.problem.phases:
        for column, key in _named_keys(phase):
            own_items = facts.items_of(phase.id)
            several = key == "offtake" and len(own_items) > 1
            weights = keys.weights(facts, phase)
            payers = keys.payers(facts, phase)
            if key == "table" or several:
                if not sum(weights.get(n, 0.0) for n in payers) > 0:
                    yield _no_weights(facts, phase, column, several, weights)
                    continue
            elif key != "offtake" or not weights:
                continue
            concerned = {*facts.partners, *(n for i, n in facts.firm if i in own_items and column == "key")}
            unlisted = [n for n in payers if n not in weights and n in concerned]
            if unlisted:
                message = f"{text.listing(unlisted)} have no weight for {phase.id} and pay nothing by the key {key}."
                hint = "Give them a weight in Shares, 0 where that is meant."
                yield Finding(WARNING, _phase(facts, phase, column), "no weight", message, hint)


def _no_weights(facts: Facts, phase: Phase, column: str, several: bool, weights: dict[str, float]) -> Finding:
    found = "a sum of 0" if weights else "none"
    if several and not weights:
        found = f"several items ({text.listing(facts.items_of(phase.id))}) and no weights"
        message = f"expected one item or weights in Shares for the key offtake of {phase.id}, found {found}."
        return Finding(ERROR, _phase(facts, phase, column), "offtake of several items", message, "Fill in Shares.")
    message = f"expected weights in Shares for the key of {phase.id}, found {found}."
    return Finding(ERROR, _phase(facts, phase, column), "weights needed", message, "Fill in \"weight\" in Shares.")


def customers_pay(facts: Facts) -> Iterator[Finding]:
    """Customers pay the units they take: by own units, or by offtake or usage in the phase of the item."""
    for phase in facts.problem.phases:
        served = {i for w in facts.recurring if w.phase == phase.id for i in facts.serves(w)}
        payers = keys.payers(facts, phase)
        paid = {need.payer for need in facts.meeting(served)}
        free = sorted(n for n in paid if n not in payers and n not in facts.partners)
        if free and phase.key not in facts.nations:
            message = f"{text.listing(free)} take units and pay nothing for them in {phase.id}: by its key, "
            message += f"{phase.key}, only partners pay there."
            hint = "Use the key own units, or offtake in the phase of the items."
            yield Finding(WARNING, _phase(facts, phase, "key"), "customer pays nothing", message, hint)


def unused(facts: Facts) -> Iterator[Finding]:
    """Figures of Shares that no key looks at."""
    for s in facts.problem.shares:
        phases = [p for p in facts.problem.phases if s.phase in (None, p.id)]
        looked_at = [p for p in phases if keys.weights(facts, p)]
        weighed = [p for p in looked_at if {key for _, key in _named_keys(p)} & {"table", "offtake", "negotiated"}]
        if s.weight and not any(s.nation in keys.payers(facts, p) for p in weighed):
            why = f"{s.nation} does not pay by it" if weighed else "no key of the phase looks at weights"
            yield Finding(WARNING, _share(facts, s, "weight"), "unused share", f"the weight is not used: {why}.")
        for column, stated in (("lowest", s.lowest_fraction), ("highest", s.highest_fraction)):
            if stated not in (None, 0.0 if column == "lowest" else 1.0) and not any(
                p.key == "negotiated" and s.nation in keys.payers(facts, p) for p in phases
            ):
                message = "the bound is not used: it is of the key negotiated."
                yield Finding(WARNING, _share(facts, s, column), "unused share", message)


def _named_keys(phase: Phase) -> list[tuple[str, str]]:
    """(column, key) of the keys that a phase uses: its own, and the fallback where that can matter."""
    if phase.key in ("where performed", "own units"):
        return [("key", phase.key), ("fallback key", phase.fallback)]
    return [("key", phase.key)]


def _bounds(facts: Facts, phase: Phase) -> dict[str, Share]:
    """The row of Shares with the bounds of each payer: that of the phase, else the general one."""
    general = {s.nation: s for s in facts.problem.shares if s.phase is None}
    return general | {s.nation: s for s in facts.problem.shares if s.phase == phase.id}


def negotiable(facts: Facts) -> Iterator[Finding]:
    """Bounds of a negotiated key leave room for shares that sum to 100 %."""
    for phase in facts.problem.phases:
        rows = [s for n, s in sorted(_bounds(facts, phase).items()) if n in keys.payers(facts, phase)]
        if phase.key != "negotiated":
            continue
        for s in rows:
            low, high = s.lowest_fraction or 0.0, 1.0 if s.highest_fraction is None else s.highest_fraction
            if low > high:
                message = f"expected at least the lowest, {low * 100:g} %, found {high * 100:g} %."
                yield Finding(ERROR, _share(facts, s, "highest"), "bounds of a share", message)
        lowest = sum(s.lowest_fraction or 0.0 for s in rows)
        highest = sum(1.0 if s.highest_fraction is None else s.highest_fraction for s in rows)
        highest += len(keys.payers(facts, phase)) - len(rows)
        if lowest > 1 + TOLERANCE:
            message = f"expected lowest shares of {phase.id} that sum to at most 100 %, found {lowest * 100:g} %."
            yield Finding(ERROR, _share(facts, rows[0], "lowest"), "bounds of shares", message)
        if rows and highest < 1 - TOLERANCE:
            message = f"expected highest shares of {phase.id} that sum to at least 100 %, found {highest * 100:g} %."
            yield Finding(ERROR, _share(facts, rows[0], "highest"), "bounds of shares", message)


def work_shares(facts: Facts) -> Iterator[Finding]:
    """Agreed work shares are stated for every partner or for none, and sum to 100 %."""
    seen: set[str] = set()
    for phase in facts.problem.phases:
        general = {s.nation: s for s in facts.problem.shares if s.phase is None}
        own = general | {s.nation: s for s in facts.problem.shares if s.phase == phase.id and s.work_share is not None}
        rows = [s for _, s in sorted(own.items()) if s.work_share is not None]
        total = sum(s.work_share or 0.0 for s in rows)
        missing = [n for n in facts.partners if n not in {s.nation for s in rows}]
        where = _share(facts, rows[0], "work share") if rows else ""
        if not rows or where in seen:
            continue
        if missing:
            message = f"expected a work share of every partner of {phase.id}, found none for {text.listing(missing)}."
            yield Finding(ERROR, where, "work shares", message, "State 0 where none is meant.")
        elif abs(total - 1) > TOLERANCE:
            level = ERROR if total > 1 or total == 0 else NOTE
            message = f"expected work shares that sum to 100 %, found {total * 100:.10g} %"
            message += "." if level == ERROR else "; they are normalised."
            yield Finding(level, where, "work shares", message)
        seen.add(where)


def gdp(facts: Facts) -> Iterator[Finding]:
    """The key gdp has a figure for every payer."""
    by_gdp = [p for p in facts.problem.phases if any(key == "gdp" for _, key in _named_keys(p))]
    wanted = {n for phase in by_gdp for n in keys.payers(facts, phase)}
    missing = [facts.nations[n] for n in sorted(wanted) if facts.nations[n].gdp is None]
    for nation in missing:
        message = f"expected a figure for '{nation.id}', because a phase has the key gdp, found none."
        yield Finding(ERROR, facts.problem.cell("Nations", nation.row, "gdp"), "gdp needed", message)
    if wanted and not missing and not sum(facts.nations[n].gdp or 0.0 for n in wanted) > 0:
        yield Finding(ERROR, "Nations", "gdp needed", "expected a gdp above 0 for the key gdp, found none.")


def _nobodys_units(facts: Facts, phase: Phase) -> Iterator[Finding]:
    """Where each buyer pays its own units, a surplus has nobody to pay it."""
    for item in facts.problem.items if phase.key == "own units" else ():
        if item.surplus > 0 and any(w.phase == phase.id and item.id in facts.serves(w) for w in facts.per_unit):
            where = facts.problem.cell("Items", item.row, "surplus")
            message = f"expected no surplus of '{item.id}', whose buyers pay their own units in {phase.id}."
            yield Finding(ERROR, where, "surplus without buyer", message, "Add it to a nation's requirement.")


def quantities(facts: Facts) -> Iterator[Finding]:
    """Keys that follow quantities have quantities; own units has items of the phase."""
    for phase in facts.problem.phases:
        if phase.key == "own units" and not facts.items:
            message = f"expected items that {phase.id} delivers, found none in the workbook."
            yield Finding(ERROR, _phase(facts, phase, "key"), "own units without items", message)
        yield from _nobodys_units(facts, phase)
        for column, key in _named_keys(phase):
            by_units = key == "usage" or (key == "offtake" and not keys.weights(facts, phase))
            own = facts.items_of(phase.id)
            if by_units and not any(facts.paid_by(own, n) > 0 for n in keys.payers(facts, phase)):
                message = f"expected requirements for the key {key} of {phase.id}, found none."
                where = _phase(facts, phase, column)
                yield Finding(ERROR, where, "quantities needed", message, "Fill in Requirements.")


def retentions(facts: Facts) -> Iterator[Finding]:
    """What is withheld is released after signature, and a release has something to release."""
    for phase in facts.problem.phases:
        if phase.released is not None and phase.released < phase.signed:
            label = facts.calendar.labels
            message = f"expected a period from the signature of {phase.id}, {label[phase.signed]}, on, "
            message += f"found {label[phase.released]}."
            hint = "Leave it blank to have what is withheld released after the last period."
            yield Finding(ERROR, _phase(facts, phase, "released"), "release before signature", message, hint)
        elif phase.released is not None and not phase.retention_fraction:
            message = f"nothing of {phase.id} is withheld, so there is nothing to release."
            hint = "Fill in \"retention\"."
            yield Finding(WARNING, _phase(facts, phase, "released"), "nothing withheld", message, hint)
        elif phase.retention_fraction and phase.at_signature_fraction >= 1:
            message = f"all of {phase.id} falls due at signature, and what does is not withheld."
            yield Finding(WARNING, _phase(facts, phase, "retention"), "nothing withheld", message)


def blank_budgets(facts: Facts) -> Iterator[Finding]:
    """Counts who can pay without limit: partners with no row and periods left blank."""
    cash = treasury.lines(facts)
    if not cash:
        return
    listed = {b.nation for b in cash}
    paying = [n.id for n in facts.problem.nations if n.role == PARTNER and n.id not in listed]
    if paying:
        message = f"{len(paying)} paying nations have no row and no limit: {text.listing(paying)}."
        yield Finding(NOTE, "Budgets", "no budget", message)
    covered = [{t for one in b.limits for t in one.span.periods} for b in cash]
    blanks = sum(len(facts.periods) - len(periods) for periods in covered)
    if blanks:
        yield Finding(NOTE, "Budgets", "blank budget", f"{blanks} periods of budgets are blank and have no limit.")
