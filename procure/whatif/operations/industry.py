"""What happens in industry: packages moved, split and delayed, lines opened and lost, licences refused."""

from __future__ import annotations

import re
from dataclasses import replace

from procure import text
from procure.calendar import Span
from procure.facts import Facts
from procure.problem import DENIED, Capacity, Control, Limit, Package, Problem, Supplier
from procure.whatif.grammar import refused
from procure.whatif.operations import names
from procure.whatif.operations.operation import Operation, Words

_PART = re.compile(r"(.*\S)\s+(\d+(?:\.\d+)?)\s*%?")


def move(problem: Problem, words: Words, where: str) -> Problem:
    """The whole package to one supplier."""
    one, to = names.package(problem, words["package"], where), names.supplier(problem, words["supplier"], where)
    given = replace(one, given_to=((to.id, None),), fewest=1)
    return _able(problem.replace(packages=_with(problem, given)), given, to)


def split(problem: Problem, words: Words, where: str) -> Problem:
    """The package to several suppliers or nations, in per cents."""
    one, parts = names.package(problem, words["package"], where), []
    for part in text.split(words["parts"].strip('"')):
        matched = _PART.fullmatch(part)
        if matched is None:
            message = f"expected names with per cents, as \"UK 60; ES 40\", found '{part}'."
            raise refused(where, "operation", message)
        ids = [*(n.id for n in problem.nations), *(s.id for s in problem.suppliers)]
        known = {name.casefold(): name for name in ids}
        name = known.get(matched[1].casefold())
        if name is None:
            hint = text.did_you_mean(matched[1], known.values())
            raise refused(where, "unknown name", f"expected a supplier or a nation, found '{matched[1]}'.", hint)
        parts.append((name, float(matched[2]) / 100))
    if abs(sum(part for _, part in parts) - 1) > 1e-9:
        total = sum(part for _, part in parts) * 100
        raise refused(where, "operation", f"expected parts that sum to 100 %, found {total:g} %.")
    smallest = min(one.smallest_fraction, *(part for _, part in parts))
    given = replace(
        one, given_to=tuple(parts), divisible=True, fewest=1, most=None, smallest_fraction=smallest
    )  # fmt: skip
    return problem.replace(packages=_with(problem, given))


def lose(problem: Problem, words: Words, where: str) -> Problem:
    """The supplier does no work from a period on."""
    one = names.supplier(problem, words["supplier"], where)
    first = names.span(problem, words["period"], where).first if words["period"] else 0
    return _closed(problem, one, range(first, problem.programme.calendar.count))


def open_line(problem: Problem, words: Words, where: str) -> Problem:
    """A supplier, new or known, can do a package (or what its sectors say) from a period on."""
    first, known = names.span(problem, words["period"], where).first, {s.id.casefold(): s for s in problem.suppliers}
    one = known.get(words["supplier"].casefold())
    if one is None and not words["nation"]:
        one = names.supplier(problem, words["supplier"], where)
    if one is None:
        one = Supplier(words["supplier"], names.nation(problem, words["nation"], where).id)
        problem = problem.replace(suppliers=(*problem.suppliers, one))
    if words["package"]:
        w = names.package(problem, words["package"], where)
        problem = _able(problem, w, one)
        if w.most is not None and w.divisible:
            problem = problem.replace(packages=_with(problem, replace(w, most=w.most + 1)))
    return _closed(problem, one, range(first))


def _closed(problem: Problem, one: Supplier, closed: range) -> Problem:
    """No set of anything is made by the supplier in these periods; what it could do in others stays."""
    if not closed:
        return problem
    labels = problem.programme.calendar.labels
    old = next((c for c in problem.capacities if _all_sets(c, one)), Capacity(one.id, (), None, None, "sets"))
    kept = [x for x in old.limits if not set(x.span.periods) & set(closed)]
    zeros = [Limit(Span(t, t), 0.0, labels[t]) for t in closed]
    limits = sorted([*kept, *zeros], key=lambda x: x.span.first)
    rest = tuple(c for c in problem.capacities if not _all_sets(c, one))
    return problem.replace(capacities=(*rest, replace(old, limits=tuple(limits), lowest=0.0)))


def _all_sets(c: Capacity, one: Supplier) -> bool:
    return (c.supplier, c.sector, c.package, c.unit) == (one.id, None, None, "sets")


def _able(problem: Problem, w: Package, one: Supplier) -> Problem:
    """The problem with the supplier working in the package's sector."""
    if w.sector is None or not one.sectors or w.sector in one.sectors:
        return problem
    more = replace(one, sectors=tuple(sorted({*one.sectors, w.sector})))
    return problem.replace(suppliers=tuple(more if s.id == one.id else s for s in problem.suppliers))


def delay(problem: Problem, words: Words, where: str) -> Problem:
    """The package begins later."""
    one, calendar = names.package(problem, words["package"], where), problem.programme.calendar
    later = calendar.periods(names.number(words["months"]))
    if later < 1:
        raise refused(where, "operation", f"expected at least half a period, found {words['months']} months.")
    last = calendar.count - 1
    begins = None if one.begins is None else one.begins + later
    first = Facts(problem).earliest[one.id]  # what it waits for counts, or a delay would be none
    moved = replace(one, earliest=first + later, begins=begins, latest=_until(one.latest, later, last))
    if max(moved.earliest, begins or 0) > last:
        message = f"'{one.id}' would begin after the last period, {calendar.labels[last]}."
        raise refused(where, "operation", message, "Lengthen the horizon in the sheet Programme.")
    return problem.replace(packages=_with(problem, moved))


def _until(latest: int | None, later: int, last: int) -> int | None:
    return None if latest is None or latest + later >= last else latest + later


def refuse(problem: Problem, words: Words, where: str) -> Problem:
    """An owner denies a technology to a nation: no work there that needs it, no delivery of what it is in."""
    to, name = names.nation(problem, words["nation"], where), words["technology"]
    rows = [c for c in problem.controls if c.technology.casefold() == name.casefold()]
    if not rows:
        known = sorted({c.technology for c in problem.controls})
        raise refused(where, "unknown name", f"expected a technology of Controls, found '{name}'.",
                      text.did_you_mean(name, known))  # fmt: skip
    owners = {c.owner for c in rows} - {to.id}
    denied = [Control(rows[0].technology, owner, to.id, DENIED) for owner in sorted(owners)]
    kept = [c for c in problem.controls if c not in rows or c.destination != to.id]
    return problem.replace(controls=(*kept, *denied))


def _with(problem: Problem, one: Package) -> tuple[Package, ...]:
    return tuple(one if w.id == one.id else w for w in problem.packages)


OPERATIONS = (
    Operation("move", "move PACKAGE to SUPPLIER", r"move (?P<package>.+) to (?P<supplier>.+)",
              "The whole package is given to the supplier, which then works in its sector.",
              "move Radar to Selex UK", move,
              "Meteor: a package went from Germany to the UK when Germany cut its order from 1,488 to 600, for about "
              "GBP 30 M more (public)."),
    Operation("split", 'split PACKAGE "UK 60; ES 40"', r"split (?P<package>.+?) (?P<parts>\"[^\"]+\")",
              "The package is shared by suppliers or nations in these per cents.",
              'split Wings "IT 60, ES 40"', split),
    Operation("open line", "open line SUPPLIER [in N] [for PACKAGE] from PERIOD",
              r"open line (?P<supplier>.+?)(?: in (?P<nation>.+?))?(?: for (?P<package>.+?))? from (?P<period>\S+)",
              "A supplier, with its nation where it is new, can work from the period on, not before.",
              "open line Second hull line in DE for Hull from 2029", open_line,
              "CAVS vehicles are to be built in Germany from 2027 (public)."),
    Operation("lose", "lose SUPPLIER [from PERIOD]", r"lose (?P<supplier>.+?)(?: from (?P<period>\S+))?",
              "The supplier makes nothing from the period on, or at all.", "lose Diehl from 2005", lose),
    Operation("delay", "delay PACKAGE MONTHS months",
              r"delay (?P<package>.+?) (?:by )?(?P<months>\d+(?:\.\d+)?) months?",
              "The package may begin so much later than it could, or begins so much later than agreed.",
              "delay Radar 12 months", delay),
    Operation("licence refused", "licence refused TECHNOLOGY to N",
              r"licence refused,?(?: of)? (?P<technology>.+) (?:to|for) (?P<nation>.+)",
              "The technology's owners deny it to the nation: no work there that needs it, no delivery that holds it.",
              "licence refused Seeker to IT", refuse,
              "US ITAR knows no de minimis; the German-French agreement has 20 % (public)."),
)  # fmt: skip
