"""Repairs: the cheapest ways out of having no plan, different in kind, each with the plan that it gives.

    for each kind of the conflict's claims, then for pairs of kinds where none is enough, then for more of them:
    1  claims of these kinds that are not protected, of wishes alone, then with policies, then with hard facts
    2  their least sizes: in one solve where the rows move with them (sizes.py), else by whole steps (whole_steps.py)
    3  rounded up to steps; what can be left out, or be a step less, is; a step more where rounding of money needs it
    4  planned as `procure whatif` does, and audited

A repair is rows of the sheet Changes: what it promises is what the scenario gives. Physics is never loosened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, count

from procure import solve
from procure.audit import audit
from procure.explain import conflict as conflicts
from procure.explain import whole_steps
from procure.explain.claims import claims, without
from procure.explain.claims.claim import KINDS, Claim
from procure.explain.conflict import Conflict
from procure.explain.feasible import YES, Oracle
from procure.explain.loosening import Loosened, applied, capped
from procure.explain.protected import protected
from procure.explain.sizes import GAP, Search
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import OutOfRange
from procure.origins import Change
from procure.planning import Outcome, plan
from procure.problem import Problem
from procure.text import listing
from procure.whatif import solving
from procure.whatif.scenarios import Resolved, Scenario
from procure.whatif.shape import ANY, Shape
from procure.whatif.solving import How

MOST = 5  # repairs
MORE = (0, 1, 2, 4, 8, 16, 64)  # steps more that are tried where money in whole units does not fit
FEW = 4  # changes of a repair of which each is tried a step less

Watch = Callable[[str], None]  # told what is being done


@dataclass(frozen=True)
class Repair:
    """A way out. kind: of its claims, several joined by "and". loosened: what is changed, the heaviest first.

    weight: of all changes (loosening.py). outcome: of planning it; its plan passed the audit. problem: with exactly
    these changes. least: whether no changes of these kinds weigh less, but for what rounding to steps adds: proven.
    planned: as a scenario is; False where Ctrl-C came before that, and the plan is the first that was found.
    """

    name: str
    kind: str
    loosened: tuple[Loosened, ...]
    words: tuple[str, ...]
    weight: float
    outcome: Outcome
    problem: Problem = field(repr=False)
    least: bool = False
    planned: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """The rows of its scenario."""
        return tuple(one.change(self.name) for one in self.loosened)

    @property
    def rank(self) -> int:
        """The highest rank of what it touches."""
        return max(one.claim.rank for one in self.loosened)

    @property
    def interrupted(self) -> Repair:
        """The same, its outcome marked as one that was broken off."""
        return replace(self, outcome=replace(self.outcome, state=solve.INTERRUPTED))


def repairs(
    problem: Problem,
    conflict: Conflict,
    protect: Sequence[str] = (),
    how: How | None = None,
    most: int = MOST,
    watch: Watch | None = None,
) -> list[Repair]:
    """Repairs of a problem without a plan: those that touch no hard fact first, then by weight; [] where nothing works.

    conflict: one of the problem's, of which every repair has to loosen something. protect: names of what must not be
    touched (protected.py). Ctrl-C ends with those found so far, planned to the first plan. Raises Refused for a name
    that is unknown.
    """
    offered, found = _open(problem, protect), []  # type: tuple[Claim, ...], list[Repair]
    if conflict.physics:
        return found
    search = _Search(problem, conflict, offered, how or How(), watch)
    try:
        for one in search.run():
            found.append(one)
        found = _named(found)[:most]
        search.plan(found)
    except KeyboardInterrupt:
        found = [one if one.planned else one.interrupted for one in found]
    return _named(one for one in found if one.outcome.plan is not None)[:most]


def in_the_way(problem: Problem, protect: Sequence[str], options: solve.Options | None = None) -> tuple[Claim, ...]:
    """Claims that cannot hold together though all is given up that may be loosened: why there is no repair."""
    given_up = without(problem, _open(problem, protect))
    try:
        found = conflicts.find(given_up, options)
    except Refused:
        return ()
    return () if found is None else found.claims


def _open(problem: Problem, protect: Sequence[str]) -> tuple[Claim, ...]:
    """Claims that may be loosened by rows of Changes. Raises Refused."""
    every = claims(problem)
    held, findings = protected(every, protect)
    if findings:
        raise Refused(findings)
    kinds = {name.strip().casefold() for name in protect}
    return tuple(c for c in every if c.ways and c.name not in held and c.kind not in kinds)


def _named(found: Iterable[Repair]) -> list[Repair]:
    """In order, each with its number and kind as its name."""
    ordered = sorted(found, key=lambda one: (one.rank, one.weight, one.kind))
    return [replace(one, name=f"repair {k} {one.kind}") for k, one in zip(count(1), ordered)]


class _Search:
    """Repairs of one problem, kind by kind."""

    def __init__(
        self, problem: Problem, conflict: Conflict, offered: Sequence[Claim], how: How, watch: Watch | None
    ) -> None:
        self.problem, self.offered, self.how, self.watch = problem, offered, how, watch
        self.members = {claim.name for claim in conflict.claims}
        self.oracle = Oracle(how.options)

    def run(self) -> Iterator[Repair]:
        """Repairs of single kinds, else of as few kinds together as give any."""
        kinds = [kind for kind in KINDS if any(c.kind == kind for c in self.offered)]
        for size in range(1, len(kinds) + 1):
            found = False
            for several in combinations(kinds, size):
                one = self._of(several)
                if one is not None:
                    found = True
                    yield one
            if found:
                return

    def plan(self, found: list[Repair]) -> None:
        """Plan the repairs, in place, as scenarios are."""
        self._tell("planning the repairs")

        def done(number: int, case: solving.Case) -> None:
            if case.outcome is not None and case.outcome.state != solve.INTERRUPTED:
                found[number] = self._promised(found[number], case.outcome)

        if self.how.jobs > 1 and len(found) > 1:
            resolved = [Resolved(Scenario(one.name, ()), one.problem, ()) for one in found]
            solving.scenarios(None, resolved, self.how, done)
        else:
            for number, one in enumerate(found):
                done(number, solving.base(one.problem, self.how))
                if not found[number].planned:
                    break
        if not all(one.planned for one in found):
            raise KeyboardInterrupt

    def _promised(self, one: Repair, outcome: Outcome) -> Repair:
        """The repair with its plan; with some steps more where its plan cannot be rounded to whole units."""
        if outcome.plan is not None:
            return replace(one, outcome=outcome, planned=True)
        for loosened, problem in self._looser(one.loosened, MORE[1:]):
            again = solving.base(problem, self.how).outcome
            if again is not None and again.plan is not None:
                return replace(self._repair(one.kind, loosened, again, problem, one.least), planned=True)
        return replace(one, outcome=outcome, planned=True)

    def _of(self, kinds: Sequence[str]) -> Repair | None:
        """The repair by claims of some kinds, of the lowest ranks that do."""
        mine = [claim for claim in self.offered if claim.kind in kinds]
        for rank in sorted({claim.rank for claim in mine}):
            some = [claim for claim in mine if claim.rank <= rank]
            if self.members and not self.members & {claim.name for claim in some}:
                continue  # the conflict would stay
            self._tell(f"repairs by {listing(kinds)}")
            found = self._sized(some)
            if found is not None and found[0]:
                return self._checked(" and ".join(kinds), *found)
        return None

    def _sized(self, some: Sequence[Claim]) -> tuple[list[Loosened], bool, bool] | None:
        """(what is loosened, whether proven to be least, whether the sizes are exact); None where nothing does."""
        search = Search(self.problem, some, self.how.options)
        sizes = search.least()
        if sizes is not None:
            return list(sizes.cells), sizes.least and sizes.exact and not search.others, sizes.exact
        steps = whole_steps.fewest(self.problem, search.others, search.linear, self.oracle)
        changed = None if steps is None else applied(self.problem, steps)
        if steps is None or changed is None:
            return None
        if not search.linear or self.oracle.answer(changed) == YES:
            return steps, False, True
        sizes = Search(changed, search.linear, self.how.options).least()
        return None if sizes is None else ([*steps, *sizes.cells], False, sizes.exact)

    def _checked(self, kind: str, loosened: Sequence[Loosened], least: bool, exact: bool) -> Repair | None:
        """The repair, trimmed, with as many steps more as a plan needs; None where none was found."""
        needed = self._trimmed(self._needed(loosened, least), exact)
        for tried, problem in self._looser(needed, MORE):
            outcome = self._first(problem)
            if outcome.plan is not None:
                return self._repair(kind, tried, outcome, problem, least)
        return None

    def _repair(
        self, kind: str, loosened: Sequence[Loosened], outcome: Outcome, problem: Problem, least: bool
    ) -> Repair:
        weights = {one: one.weight(self.problem) for one in loosened}
        ordered = tuple(sorted(loosened, key=lambda one: -weights[one]))
        words = tuple(one.words(self.problem) for one in ordered)
        return Repair(kind, kind, ordered, words, sum(weights.values()), outcome, problem, least)

    def _needed(self, loosened: Sequence[Loosened], least: bool) -> list[Loosened]:
        """Without the changes that can be left out. Of proven least weight only the lightest can."""
        kept = sorted(loosened, key=lambda one: one.weight(self.problem))
        light = GAP * sum(one.weight(self.problem) for one in kept)
        for one in list(kept):
            rest = [other for other in kept if other is not one]
            if rest and (not least or one.weight(self.problem) <= light) and self._has_plan(rest):
                kept = rest
        return kept

    def _trimmed(self, loosened: list[Loosened], exact: bool) -> list[Loosened]:
        """With sizes as small as each can be by itself, where they are not known to be."""
        if exact or len(loosened) > FEW:
            return loosened
        for number, one in enumerate(loosened):
            if one.size is None:
                continue

            def enough(steps: int, number: int = number, one: Loosened = one) -> bool:
                smaller = one.by(whole_steps.sized(one.way, steps))
                return self._has_plan([*loosened[:number], smaller, *loosened[number + 1 :]])

            steps = round(one.size) if one.way.labels else round(one.size / one.way.step)
            if steps > 1 and enough(steps - 1):
                fewer = whole_steps.fewest_steps(enough, steps - 1)
                loosened[number] = one.by(whole_steps.sized(one.way, fewer or steps))
        return loosened

    def _has_plan(self, loosened: Sequence[Loosened]) -> bool:
        changed = applied(self.problem, loosened)
        return changed is not None and self.oracle.answer(changed) == YES

    def _looser(self, loosened: Sequence[Loosened], more: Sequence[int]) -> Iterator[tuple[list[Loosened], Problem]]:
        """The changes, and the problem that they make, with these numbers of steps more of every number."""
        seen: list[list[Loosened]] = []
        for steps in more:
            tried = [one if one.size is None or one.way.labels else _more(one, steps) for one in loosened]
            problem = None if tried in seen else applied(self.problem, tried)
            seen.append(tried)
            if problem is not None:
                yield tried, problem

    def _first(self, problem: Problem) -> Outcome:
        """The first plan that passes the audit; its outcome is without a plan where there is none."""
        if self.oracle.answer(problem) != YES:
            return Outcome(solve.NO_PLAN, None)
        first = Shape(first=True)
        try:
            outcome = plan(problem, self.how.options, ANY, solver=solving.LADDER, shape=first, numbers=True)
        except (Refused, OutOfRange) as refused:
            return Outcome(solve.REJECTED, None, why=str(refused))
        if outcome.state == solve.INTERRUPTED:
            raise KeyboardInterrupt
        passed = outcome.plan is not None and audit(outcome.plan, Facts(problem)).passed
        return outcome if passed else replace(outcome, plan=None)

    def _tell(self, doing: str) -> None:
        if self.watch is not None:
            self.watch(doing)


def _more(one: Loosened, steps: int) -> Loosened:
    """By some steps more."""
    assert one.size is not None
    return one.by(capped(one.way, one.size + steps * one.way.step))
