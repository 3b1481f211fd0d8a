"""Conflict: a smallest set of rows that cannot hold together, every member proven necessary.

    1  the relaxation has no plan: rows are left out, first those whose cells stand in no row of the proof, then those
       that it leans on least, while there is still a proof (LPs alone). Where the relaxation has a plan: by halves,
       with whole decisions
    2  with whole decisions: each row is left out in turn; where there is still no plan it is not needed
    3  fewer: every conflict meets every set of rows whose giving up gives a plan; what meets all the known ones is
       tried, until it is a conflict, or takes as many rows as the one that is known

Physics (work is placed once, a unit is made before it is handed over) is no row and is never among them. Few rows are
preferred, then those that are easy to talk about: wishes before policies before hard facts. Where there are more
conflicts, a row given up here still leaves the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from procure import rules
from procure.explain import least
from procure.explain.claims import claims
from procure.explain.claims.claim import Claim
from procure.explain.feasible import NO, UNKNOWN, YES, Oracle
from procure.facts import Facts
from procure.findings import Refused
from procure.problem import Problem
from procure.solve import Options

MORE = 100  # problems solved at most to find fewer rows, or to prove that there are no fewer
WORK = 400_000  # nonzeros times problems for that: fewer problems where they are larger

Watch = Callable[[int, int], None]  # told of rows that are still in question, and of problems tried


@dataclass(frozen=True)
class Conflict:
    """Rows that cannot hold together, in the order in which they would be given up.

    proven: with all other claims given up there is no plan, and one without any one of these. tried: problems solved.
    physics: there is no plan even with every claim given up, and `claims` is empty. smallest: proven that no conflict
    has fewer rows. only: proven that each of them is in every conflict: to give up any one is enough. undecided: it was
    not found out whether there is a plan at all.
    """

    claims: tuple[Claim, ...]
    proven: bool
    tried: int
    physics: bool = False
    smallest: bool = False
    only: bool = False
    undecided: bool = False


def find(
    problem: Problem,
    options: Options | None = None,
    held: Collection[str | Claim] = (),
    watch: Watch | None = None,
    oracle: Oracle | None = None,
    more: int | None = None,
) -> Conflict | None:
    """A conflict of the problem's rows; None where it has a plan.

    held: claims, or their names, that are never offered and stay as they are. oracle: one that knows answers already.
    more: problems solved at most to find fewer rows, None = by their size. Ctrl-C, or the time limit of the options,
    ends with the best known so far, not proven. Raises Refused where the problem cannot be written.
    """
    refused = rules.refusals(Facts(problem))
    if refused:
        raise Refused(refused)
    return _Search(problem, oracle or Oracle(options), _names(held), watch).find((), more)


def find_all(
    problem: Problem,
    most: int,
    options: Options | None = None,
    held: Collection[str | Claim] = (),
    watch: Watch | None = None,
    oracle: Oracle | None = None,
    more: int | None = None,
) -> list[Conflict]:
    """Conflicts that share no row, each found with those before given up altogether: `most` at most, until there is a
    plan. The last may be physics, or not proven."""
    search, found = _Search(problem, oracle or Oracle(options), _names(held), watch), []  # type: _Search, list[Conflict]
    while len(found) < most:
        one = search.find([claim for conflict in found for claim in conflict.claims], more)
        if one is None:
            break
        found.append(one)
        if one.physics or not one.proven:
            break
    return found


def _names(held: Collection[str | Claim]) -> frozenset[str]:
    return frozenset(one if isinstance(one, str) else one.name for one in held)


class _Search:
    """The rows that may be given up, and the fewest of them that are known to conflict."""

    def __init__(self, problem: Problem, oracle: Oracle, held: frozenset[str], watch: Watch | None) -> None:
        self.problem, self.oracle, self.watch = problem, oracle, watch
        self.every = [claim for claim in claims(problem) if claim.name not in held]
        self.offered: list[Claim] = []
        self.gone: list[Claim] = []
        self.best: list[Claim] | None = None

    def find(self, gone: Sequence[Claim], more: int | None) -> Conflict | None:
        """A conflict among the claims that are not gone."""
        before, self.gone = self.oracle.tried, list(gone)
        self.best, self.offered = None, [claim for claim in self.every if claim not in self.gone]
        found = Conflict((), False, 0, undecided=True)
        try:
            answer = self._answer(self.offered)
            if answer == YES:
                return None
            if answer == NO:
                found = self._found(more)
        except KeyboardInterrupt:
            found = Conflict(tuple(self.best or ()), False, 0, undecided=self.best is None)
        return replace(found, tried=self.oracle.tried - before)

    def _found(self, more: int | None) -> Conflict:
        if self._answer([]) == NO:
            return Conflict((), True, 0, physics=True)
        members = self._by_relaxation()
        if members is None:
            members = least.minimal(self.offered, self._conflicting)
        members, proven = self._needed(members)
        if not proven:
            return Conflict(tuple(self.best or members), False, 0)
        more = min(MORE, WORK // max(1, self.oracle.nonzeros)) if more is None else more
        found = Conflict(tuple(members), True, 0, smallest=len(members) == 1)
        return self._smallest(found, more) if more > len(members) else found

    def _by_relaxation(self) -> list[Claim] | None:
        """Rows that the relaxation needs to have no plan; None where it has one."""
        if not self._ruled_out(self.offered):
            return None
        among = self._leaning(self._proving(self.offered))
        for claim in among:
            without = [one for one in among if one is not claim]
            if claim in among and self._ruled_out(without):
                among = self._proving(without)
        return [claim for claim in self.offered if claim in among]

    def _leaning(self, among: list[Claim]) -> list[Claim]:
        """Those that a proof leans on most, the least first; of equal ones what is hard to talk about first.

        What it hardly leans on is left out: so few rows remain, and to give one up leaves room for a plan.
        """
        rest = self._rest(among)
        lost = {one.name: -self.oracle.still_proven(self.problem, [*rest, one]) for one in among}
        order = sorted(among, key=lambda one: (lost[one.name], -one.rank))
        cut = max(0, len(order) - 1)
        while cut and not self._ruled_out(order[cut:]):
            cut //= 2
        return order[cut:]

    def _proving(self, some: list[Claim]) -> list[Claim]:
        """Those whose cells stand in the proof, where that is enough for it."""
        cells = self.oracle.proving(self.problem, self._rest(some))
        near = [claim for claim in some if cells & {*claim.cells}]
        return near if len(near) < len(some) and self._ruled_out(near) else some

    def _needed(self, members: list[Claim]) -> tuple[list[Claim], bool]:
        """Those without which there is a plan, and whether that is proven of each and all."""
        for claim in reversed(list(members)):  # what is hard to talk about is left out first
            without = [one for one in members if one is not claim]
            members = without if self._answer(without) == NO else members
        needed = (self._answer([one for one in members if one is not claim]) == YES for claim in members)
        return members, self._answer(members) == NO and all(needed)

    def _smallest(self, found: Conflict, more: int) -> Conflict:
        """The same, or a conflict of fewer rows; what was proven of it."""
        limit = self.oracle.tried + more
        try:
            ways_out = [self._way_out([claim], limit) for claim in found.claims]
            if all(len(one) == 1 for one in ways_out):
                return replace(found, smallest=True, only=True)
            while (fewest := least.meeting(ways_out, len(found.claims) - 1)) is not None:
                members = [claim for claim in self.offered if claim.name in fewest]
                answer = self._answer(members)
                if answer == NO:
                    return replace(found, claims=tuple(members), smallest=True)
                if answer == UNKNOWN:
                    return found
                ways_out.append(self._way_out([], limit, self._apart(members)))
            return replace(found, smallest=True)
        except (least.TooMany, KeyboardInterrupt):
            return found

    def _way_out(self, first: list[Claim], limit: int, among: list[Claim] | None = None) -> frozenset[str]:
        """Names of few rows, these first ones among them, whose giving up gives a plan."""

        def enough(more: Sequence[Claim]) -> bool:
            if self.oracle.tried >= limit:
                raise least.TooMany
            given_up = {claim.name for claim in (*first, *more)}
            return self._answer([claim for claim in self.offered if claim.name not in given_up]) == YES

        others = self._apart([*first, *(self.best or ())]) if among is None else among
        return frozenset(claim.name for claim in (*first, *least.minimal(others, enough)))

    def _apart(self, some: Sequence[Claim]) -> list[Claim]:
        return [claim for claim in self.offered if claim not in some]

    def _rest(self, kept: Sequence[Claim]) -> list[Claim]:
        """What is given up where of the offered claims these alone are kept."""
        return [*self.gone, *self._apart(kept)]

    def _answer(self, kept: Sequence[Claim]) -> str:
        answer = self.oracle.answer(self.problem, self._rest(kept))
        self._tell(kept, answer == NO)
        return answer

    def _conflicting(self, kept: Sequence[Claim]) -> bool:
        return self._answer(kept) == NO

    def _ruled_out(self, kept: Sequence[Claim]) -> bool:
        found = self.oracle.ruled_out(self.problem, self._rest(kept))
        self._tell(kept, found)
        return found

    def _tell(self, kept: Sequence[Claim], conflicting: bool) -> None:
        if conflicting and (self.best is None or len(kept) < len(self.best)):
            self.best = list(kept)
        if self.watch is not None:
            self.watch(len(self.offered if self.best is None else self.best), self.oracle.tried)
