"""Checks of options, wishes and who pays for whom: rows of one need that differ, dates that have passed, no effect."""

from __future__ import annotations

from collections.abc import Iterator

from procure import text
from procure.agreed import WISHES_MET
from procure.demand import Extra, Need
from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.keys import BY_UNITS
from procure.problem import FIRM, OPTION, THIRD, WISH, Phase, Requirement


def _cell(facts: Facts, row: int, column: str) -> str:
    return facts.problem.cell("Requirements", row, column)


def _extras(facts: Facts) -> Iterator[tuple[Need, Extra]]:
    return ((need, extra) for need in facts.needs.values() for extra in need.extras)


def _rows(facts: Facts) -> Iterator[tuple[Requirement, Requirement]]:
    """Every row of a need after its first, with the first."""
    first: dict[tuple[str, str], Requirement] = {}
    for r in facts.problem.requirements:
        if first.setdefault((r.nation, r.wanted), r) is not r:
            yield first[r.nation, r.wanted], r


def one_need(facts: Facts) -> Iterator[Finding]:
    """Firm units, options and wishes of one need ask for the same standards."""
    for first, r in _rows(facts):
        if r.standards != first.standards:
            asked = text.listing(first.standards) or "none"
            message = f"expected the standards of {r.nation}'s other row of {r.wanted} "
            message += (
                f"({_cell(facts, first.row, 'standards')}), {asked}, found {text.listing(r.standards) or 'none'}."
            )
            hint = "Make it an item of its own where other units are meant."
            yield Finding(ERROR, _cell(facts, r.row, "standards"), "rows of one need", message, hint)


def payers(facts: Facts) -> Iterator[Finding]:
    """A need has one payer, who is a nation that may pay."""
    for first, r in _rows(facts):
        if r.payer != first.payer:
            message = f"expected the payer of {r.nation}'s other row of {r.wanted} "
            message += (
                f"({_cell(facts, first.row, 'paid by')}), {first.payer or r.nation}, found {r.payer or r.nation}."
            )
            hint = "Units of one item that one nation takes have one payer: make what is donated an item of its own."
            yield Finding(ERROR, _cell(facts, r.row, "paid by"), "one payer", message, hint)
    for r in facts.problem.requirements:
        if r.payer and facts.nations[r.payer].role == THIRD:
            message = f"expected a partner or a customer, found '{r.payer}', a third country, which does not pay."
            hint = "Change its role in Nations."
            yield Finding(ERROR, _cell(facts, r.row, "paid by"), "payer", message, hint)


def unlooked_at(facts: Facts) -> Iterator[Finding]:
    """A payer that no key looks at."""
    for r in facts.problem.requirements:
        phases = _phases(facts, facts.needs[r.wanted, r.nation]) if (r.wanted, r.nation) in facts.needs else []
        if r.payer and phases and not any(p.key in (*BY_UNITS, r.payer) for p in phases):
            said = ", ".join(f"{p.id} {p.key}" for p in phases)
            message = f"no key looks at who pays for {r.nation}'s {r.wanted} ({said})."
            hint = f"Use one of the keys {', '.join(BY_UNITS)}."
            yield Finding(WARNING, _cell(facts, r.row, "paid by"), "payer without effect", message, hint)


def _phases(facts: Facts, need: Need) -> list[Phase]:
    """Phases of the packages made per unit for the items of a need."""
    served = (w.phase for w in facts.recurring if set(facts.serves(w)) & set(need.items))
    return [facts.phases[p] for p in sorted(set(served))]


def fleets(facts: Facts) -> Iterator[Finding]:
    """Hours of a shared fleet are flown when they are due, so none of them is an option or a wish."""
    for need, extra in _extras(facts):
        if need.used_when_due:
            message = f"expected firm hours of '{need.name}', which are flown when they are due, found {_a(extra)}."
            hint = 'Take "units per fleet unit" away in Items, or write firm.'
            yield Finding(ERROR, _cell(facts, extra.row, "order"), "fleet by option", message, hint)


def passed(facts: Facts) -> Iterator[Finding]:
    """An option whose last day is before the data date can no longer be exercised."""
    today, labels = facts.problem.programme.data_date, facts.calendar.labels
    for r in facts.problem.requirements:
        if r.order == OPTION and r.exercise_by is not None and today and _last_day(facts, r.exercise_by) < today:
            message = f"expected a period that has not ended by the data date, {today}, found {labels[r.exercise_by]}: "
            message += f"{r.nation} can no longer exercise this option on {r.wanted}."
            hint = "Delete the row, or agree a later date with the supplier."
            yield Finding(ERROR, _cell(facts, r.row, "exercise by"), "option passed", message, hint)


def _last_day(facts: Facts, period: int) -> str:
    """The last day of a period as text that sorts, at the 31st whatever the month."""
    calendar, year = facts.calendar, facts.calendar.years[period]
    month = (period - calendar.of_year(year).start + 1) * calendar.months
    return f"{year}-{month:02}-31"


def too_late(facts: Facts) -> Iterator[Finding]:
    """An option that is exercised on its last day can still be built by when its last unit is due."""
    labels = facts.calendar.labels
    for need, extra in _extras(facts):
        leads = [_longest_lead(facts, i) for i in need.items]
        if extra.exercise_by is None or not leads:
            continue
        last = min(extra.last, facts.periods[-1]) - min(leads)
        if extra.exercise_by > last:
            until = f"after {labels[last]}" if last >= 0 else "within the horizon"
            message = f"what {need.nation} exercises {until} cannot be built by {labels[extra.last]}, when it is due."
            hint = "Move the date forward, or the last units back."
            yield Finding(WARNING, _cell(facts, extra.row, "exercise by"), "exercised too late", message, hint)


def _longest_lead(facts: Facts, item: str) -> int:
    return max((facts.lead(w) for w in facts.per_unit if item in facts.serves(w)), default=0)


def unspoken(facts: Facts) -> Iterator[Finding]:
    """Wishes are met only where an objective speaks of them."""
    wishes = [r for r in facts.problem.requirements if r.order == WISH and r.total > 0]
    if wishes and WISHES_MET not in {one.name for one in facts.problem.objectives}:
        message = "there are wishes, and no objective speaks of them: a plan meets none, for they cost money."
        hint = f'Write "lateness; {WISHES_MET}; cost 0.5 %" in the setting objectives.'
        yield Finding(WARNING, _cell(facts, wishes[0].row, "order"), "wishes without objective", message, hint)


def by_key(facts: Facts) -> Iterator[Finding]:
    """Keys stay on firm units, so that units beyond them are paid by a key that does not count them."""
    said: dict[str, Need] = {}
    for need, _ in _extras(facts):
        for p in _phases(facts, need):
            if p.key != "own units" and p.key not in facts.nations:
                said.setdefault(p.id, need)
    for phase, need in said.items():
        row = need.extras[0].row
        message = f"options and wishes on '{need.name}' are paid in {phase} by its key, {facts.phases[phase].key}, "
        message += f"which counts {FIRM} units alone: whoever takes more, all pay."
        hint = "Use the key own units to have each nation pay for what it takes."
        yield Finding(WARNING, _cell(facts, row, "order"), "options paid by the key", message, hint)


def _a(extra: Extra) -> str:
    return f"an {extra.order}" if extra.order == OPTION else f"a {extra.order}"
