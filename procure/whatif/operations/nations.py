"""What happens to a nation: it leaves, joins, cuts or slips orders, swaps delivery slots, has another share."""

from __future__ import annotations

from dataclasses import replace

from procure import cuts
from procure.problem import CUSTOMER, FIRM, PARTNER, THIRD, Nation, Problem, Requirement, Share
from procure.whatif.grammar import refused
from procure.whatif.operations import names
from procure.whatif.operations.operation import Operation, Words
from procure.workbook.build import spread

_N, _PART = r"(?P<nation>.+?)", r"(?P<part>\d+(?:\.\d+)?) ?%"


def leave(problem: Problem, words: Words, where: str) -> Problem:
    """The nation orders and pays nothing any more, at once or from a period on; its industry stays as a third one's."""
    gone = names.nation(problem, words["nation"], where)
    if words["period"]:
        first = names.span(problem, words["period"], where).first
        if first == 0:
            raise refused(where, "operation", "expected a period after the first, or none: then it leaves at once.")
        due = [_until(r, first) if r.nation == gone.id else r for r in problem.requirements]
        return problem.replace(
            nations=_with(problem, replace(gone, leaves=first - 1)), requirements=tuple(r for r in due if r.total)
        )
    third = replace(gone, role=THIRD, ceiling_m=None, joins=None, leaves=None, exit_cap_m=None)
    return problem.replace(
        nations=_with(problem, third),
        requirements=tuple(r for r in problem.requirements if r.nation != gone.id),
        shares=tuple(s for s in problem.shares if s.nation != gone.id),
        budgets=tuple(b for b in problem.budgets if b.nation != gone.id),
        pins=tuple(p for p in problem.pins if p.nation != gone.id),
        rules=tuple(r for r in problem.rules if r.who != (gone.id,)),
    )


def _until(r: Requirement, period: int) -> Requirement:
    return replace(r, due=tuple(units if t < period else 0.0 for t, units in enumerate(r.due)))


def join(problem: Problem, words: Words, where: str) -> Problem:
    """The nation becomes a partner with so many units; where weights are agreed it gets one like the others'."""
    wanted = names.wanted(problem, words["item"], where)
    known = next((n for n in problem.nations if n.id.casefold() == words["nation"].casefold()), None)
    if known is not None and any(r.nation == known.id and r.total for r in problem.requirements):
        raise refused(where, "operation", f"expected a nation that takes no part yet, found '{known.id}'.")
    first, last = (names.span(problem, words[end], where) for end in ("first", "last"))
    if last.last < first.first:
        raise refused(where, "operation", "expected no period before the first.")
    joins = names.span(problem, words["period"], where).first if words["period"] else None
    one = replace(known or Nation(words["nation"]), role=PARTNER, joins=joins)
    units, count = names.number(words["units"]), problem.programme.calendar.count
    whole = all(i.whole for i in problem.items if wanted in (i.id, i.family))
    need = Requirement(one.id, wanted, spread(units, first.last, last.last, count, whole))
    others = [n for n in problem.nations if n.id != one.id]
    joined = problem.replace(
        nations=(*others, one), requirements=(*problem.requirements, need),
        shares=tuple(s for s in problem.shares if s.nation != one.id),
    )  # fmt: skip
    return joined.replace(shares=(*joined.shares, *_weights(joined, one.id, units)))


def _weights(problem: Problem, newcomer: str, units: float) -> list[Share]:
    """Weights of the newcomer in phases that have weights: its units, in the measure in which the others' stand."""
    ordered: dict[str, float] = {}
    for r in problem.requirements:
        if r.order == FIRM and r.nation != newcomer:
            ordered[r.nation] = ordered.get(r.nation, 0.0) + r.total
    found = []
    for phase in sorted({s.phase for s in problem.shares}, key=lambda p: p or ""):
        rows = [s for s in problem.shares if s.phase == phase]
        weight = sum(s.weight or 0.0 for s in rows)
        work = None if all(s.work_share is None for s in rows) else 0.0
        total = sum(ordered.get(s.nation, 0.0) for s in rows if s.weight)
        if weight or work is not None:
            scaled = round(units * weight / total, 6) if weight and total else None
            found.append(Share(phase, newcomer, scaled, work_share=work))
    return found


def cut(problem: Problem, words: Words, where: str) -> Problem:
    """Fewer units for the nation; what becomes of the key is said with it."""
    one = names.nation(problem, words["nation"], where)
    keep, how = round(1 - names.number(words["part"]) / 100, 12), words["key"].casefold() or "frozen"
    if keep < 0:
        raise refused(where, "operation", f"expected a cut of 100 % at most, found {words['part']} %.")
    mine = {r.nation for r in problem.requirements} if how == "symmetric" else {one.id}
    if one.id not in {r.nation for r in problem.requirements}:
        raise refused(where, "operation", f"expected a nation that orders units, found '{one.id}'.")
    wanted = sorted({r.wanted for r in problem.requirements if r.nation in mine})
    found = list(problem.requirements)
    for name in wanted:
        rows = [r for r in found if r.wanted == name and r.nation in mine]
        left = cuts.symmetric({str(k): r.total for k, r in enumerate(rows)}, factor=keep)
        less = {id(r): _to(r, left[str(k)]) for k, r in enumerate(rows)}
        found = [less.get(id(r), r) for r in found]
    if how == "frozen":
        problem = frozen(problem)
    if how == "recomputed":
        problem = problem.replace(phases=tuple(replace(p, by_orders=p.key == "offtake") for p in problem.phases))
    return problem.replace(requirements=tuple(found))


def frozen(problem: Problem) -> Problem:
    """Keys by offtake written down as weights of Shares, so that later orders do not move them."""
    made = list(problem.shares)
    for p in problem.phases:
        if p.key != "offtake" or (not p.by_orders and any(s.weight for s in problem.shares if s.phase in (None, p.id))):
            continue
        own = {i.id for i in problem.items if i.phase == p.id} or {i.id for i in problem.items}
        families = {i.family for i in problem.items if i.id in own}
        made = [replace(s, weight=None) if s.phase == p.id else s for s in made]
        for n in (n.id for n in problem.nations if n.role in (PARTNER, CUSTOMER)):
            firm = (r for r in problem.requirements if (r.payer or r.nation) == n and r.order == FIRM)
            units = sum(r.total for r in firm if r.wanted in own | families)
            old = next((s for s in made if (s.phase, s.nation) == (p.id, n)), None)
            made = [s for s in made if s is not old] + [replace(old or Share(p.id, n), weight=units)]
    phases = tuple(replace(p, by_orders=False) if p.key == "offtake" else p for p in problem.phases)
    return problem.replace(shares=tuple(made), phases=phases)


def cut_to(problem: Problem, words: Words, where: str) -> Problem:
    """All orders of an item cut alike to a total, by largest remainder."""
    wanted = names.wanted(problem, words["item"], where)
    rows = [r for r in problem.requirements if r.wanted == wanted]
    try:
        left = cuts.symmetric({str(k): r.total for k, r in enumerate(rows)}, total=names.number(words["units"]))
    except ValueError as wrong:
        raise refused(where, "operation", f"{wrong}.") from None
    less = {id(r): _to(r, left[str(k)]) for k, r in enumerate(rows)}
    return problem.replace(requirements=tuple(less.get(id(r), r) for r in problem.requirements))


def _to(r: Requirement, total: float) -> Requirement:
    """A requirement of so many units, spread over its periods as before, whole where it was."""
    whole = all(units == int(units) for units in r.due) and total == int(total)
    before, so_far, given, due = r.total, 0.0, 0.0, []
    for units in r.due:
        so_far += units
        until = so_far * total / before if before else 0.0
        part = (float(int(until + 0.5)) if whole else until) - given
        given += part
        due.append(part)
    return replace(r, due=tuple(due), lot=r.lot if r.lot and total % r.lot == 0 else None)


def slip(problem: Problem, words: Words, where: str) -> Problem:
    """What the nation needs falls due later."""
    one, calendar = names.nation(problem, words["nation"], where), problem.programme.calendar
    later = calendar.periods(names.number(words["months"]))
    if later < 1:
        raise refused(where, "operation", f"expected at least half a period, found {words['months']} months.")
    found = []
    for r in problem.requirements:
        if r.nation == one.id and any(r.due[calendar.count - later :]):
            message = f"{r.wanted} of {one.id} would fall due after the last period, {calendar.labels[-1]}."
            raise refused(where, "operation", message, "Lengthen the horizon in the sheet Programme.")
        moved = (0.0,) * later + r.due[: calendar.count - later]
        found.append(replace(r, due=moved) if r.nation == one.id else r)
    return problem.replace(requirements=tuple(found))


def swap(problem: Problem, words: Words, where: str) -> Problem:
    """Units that one nation was due in a period go to the other, which gives as many of another period back."""
    a, b = (names.nation(problem, words[who], where).id for who in ("nation", "other"))
    early, late = (names.span(problem, words[end], where).last for end in ("first", "last"))
    units, wanted = names.number(words["units"]), names.wanted(problem, words["item"], where)
    found = list(problem.requirements)
    for who, period, more in ((a, early, -units), (b, early, units), (a, late, units), (b, late, -units)):
        place = next((k for k, r in enumerate(found) if (r.nation, r.wanted, r.order) == (who, wanted, FIRM)), None)
        if place is None or found[place].due[period] + more < 0:
            label = problem.programme.calendar.labels[period]
            raise refused(where, "operation", f"expected {units:g} {wanted} due to {who} in {label}, found fewer.")
        due = tuple(x + more * (t == period) for t, x in enumerate(found[place].due))
        found[place] = replace(found[place], due=due)
    return problem.replace(requirements=tuple(found))


def work_share(problem: Problem, words: Words, where: str) -> Problem:
    """The nation's agreed work share; the other partners keep their proportions in what is left."""
    one, part = names.nation(problem, words["nation"], where), names.number(words["part"]) / 100
    partners = [n.id for n in problem.nations if n.role == PARTNER]
    if one.id not in partners or not 0 <= part <= 1:
        raise refused(where, "operation", f"expected a partner and 0 to 100 %, found {one.id} and {words['part']} %.")
    problem = frozen(problem)
    made: list[Share] = []
    for phase in sorted({s.phase for s in problem.shares}, key=lambda p: p or "") or [None]:
        rows = {s.nation: s for s in problem.shares if s.phase == phase}
        before = {n: _stated(rows.get(n)) for n in partners}
        others = sum(weight for n, weight in before.items() if n != one.id)
        for n in partners:
            rest = (1 - part) * (before[n] / others if others else 1 / max(1, len(partners) - 1))
            share = round(part if n == one.id else rest, 10)
            rows[n] = replace(rows.get(n, Share(phase, n)), work_share=share)
        made += rows.values()
    return problem.replace(shares=tuple(made))


def _stated(share: Share | None) -> float:
    if share is None:
        return 0.0
    return (share.work_share if share.work_share is not None else share.weight) or 0.0


def _with(problem: Problem, one: Nation) -> tuple[Nation, ...]:
    return tuple(one if n.id == one.id else n for n in problem.nations)


OPERATIONS = (
    Operation("leave", "leave N [from PERIOD]", rf"leave {_N}(?: from (?P<period>\S+))?",
              "The nation leaves: it orders and pays nothing any more, and its industry stays as a third country's. "
              "From a period on: it is a partner until then, its later orders go, and its exit cost falls due.",
              "leave LV", leave, "Estonia left CAVS in 2020 (public)."),
    Operation("join", "join N UNITS FIRST-LAST [of ITEM] [from PERIOD]",
              rf"join {_N} (?P<units>\d+(?:\.\d+)?) (?P<first>\S+?) ?(?:-|to) ?(?P<last>\d\S*)(?: of (?P<item>.+?))?"
              r"(?: from (?P<period>\S+))?",
              "A nation joins as a partner with so many units due evenly over the periods; agreed weights are extended "
              "by its units. From a period on: it pays its share from then, and its buy-in.",
              "join DK 129 2027-2031", join, "Denmark joined CAVS in 2025 with 129 vehicles (public)."),
    Operation("cut to", "cut to UNITS [of ITEM], symmetric",
              r"cut(?: all)? to (?P<units>\d+(?:\.\d+)?)(?: of (?P<item>.+?))?,? symmetric",
              "All orders of the item are cut by one factor to a total, so that shares survive; whole units by largest "
              "remainder.", "cut to 107 of Tranche 3A, symmetric", cut_to,
              "Eurofighter tranche 3: 236 to 107 gives 40/31/21/15; Spain took 20 (public)."),
    Operation("cut", "cut N x %[, key frozen | recomputed | symmetric]",
              rf"cut {_N} {_PART}(?:,? (?:key )?(?P<key>frozen|recomputed|symmetric))?",
              "The nation orders less. Key frozen (if nothing is said): cost shares stay as agreed. Recomputed: they "
              "follow the orders. Symmetric: all nations cut alike.",
              "cut ES 20 %, key frozen", cut, "Eurofighter's shares were frozen at signature (public)."),
    Operation("slip", "slip N MONTHS months", rf"slip {_N} (?:by )?(?P<months>\d+(?:\.\d+)?) months?",
              "What the nation needs falls due so much later.", "slip DE 24 months", slip),
    Operation("swap", "swap K slots A B PERIOD PERIOD [of ITEM]",
              r"swap (?P<units>\d+) slots? (?P<nation>\S+) (?P<other>\S+) (?P<first>\S+) (?P<last>\S+)"
              r"(?: of (?P<item>.+))?",
              "A gives units of the first period to B and has as many of B's of the second.",
              "swap 2 slots UK ES 2004 2006 of Tranche 2", swap,
              "A400M kept its rate by bringing 7 aircraft of FR and ES forward (public)."),
    Operation("work share", "work share N x %", rf"work share {_N} {_PART}",
              "The nation's agreed work share; the other partners' keep their proportions.",
              "work share ES 16 %", work_share),
)  # fmt: skip
