"""Is there any plan once some claims are given up? Asked often, of problems that differ by little.

    1  what is known: a plan stays one where more is given up, and what has none has none where less is given up
    2  the whole decisions of plans found before, held (one LP): often still a plan
    3  by how much every point misses the rows (elastic.py): a proof of "no" that does not rest on a solver's word;
       earlier proofs are tried first
    4  the cheapest relaxation: whole decisions that it takes no part of held at 0, then awards alone, and a small
       search of the others
    5  the whole search, for any plan at all; "infeasible" is asked of another seed without presolve

A "yes" is a plan: its whole decisions were rounded, the rest solved again and every row looked at. Limits are nodes,
never the clock unless a time limit is asked for, so that the same problem gives the same answers.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np

from procure import solve
from procure.explain import elastic
from procure.explain.claims import without
from procure.explain.claims.claim import Claim
from procure.facts import Facts
from procure.findings import Refused
from procure.milp import Milp, OutOfRange
from procure.plan import Key
from procure.planning import build
from procure.problem import Problem
from procure.solve import Answer, Floats, Matrix, Options
from procure.stages import TOUCH

YES, NO, UNKNOWN = "yes", "no", "unknown"

NODES = 5000  # of a search for any plan at most, where no other limit is asked for
LEAST = 50  # that a search of a large problem may take
SEARCH = 10_000_000  # nonzeros times nodes: fewer nodes for a larger problem
AGAIN = 10  # times fewer nodes for the second opinion
TRIED = 3  # plans and proofs found before that are tried
NOTHING = 1e-6  # what the relaxation takes no part of
ANY = 1e9  # a gap that every plan is within
MISSED = 1e-2  # scaled units: rows missed by less in all may still hold within the solver's tolerances

Names = frozenset[str]
Start = dict[tuple[str, Key], float]  # whole decisions that are taken
Proof = dict[tuple[str, Key], float]  # weight by clause and index of a row


@dataclass
class _Known:
    """What is known of one problem, by the names of what was given up.

    misses: whether the relaxation has no plan, and the cells of the rows that prove it.
    """

    problem: Problem
    answers: dict[Names, str] = field(default_factory=dict)
    misses: dict[Names, tuple[bool, frozenset[str]]] = field(default_factory=dict)


@dataclass
class _Built:
    """An optimisation ready to be solved for any plan."""

    m: Milp
    matrix: Matrix


class Oracle:
    """Answers, kept. options: threads, seed, and limits: nodes of one search (None = by size), seconds of all together.

    tried: problems that were solved, known answers left out. nonzeros: of the largest. Ctrl-C raises KeyboardInterrupt.
    """

    def __init__(self, options: Options | None = None) -> None:
        self.options, self.tried, self.nonzeros = options or Options(), 0, 0
        self._began = time.monotonic()
        self._known: dict[int, _Known] = {}
        self._starts: list[Start] = []  # the newest last; of any problem, since each is tried before it is believed
        self._proofs: list[Proof] = []

    @property
    def out_of_time(self) -> bool:
        """Whether the time limit has passed: answers that are not known yet are UNKNOWN from then on."""
        left = self._left()
        return left is not None and left <= 0.0

    def answer(self, problem: Problem, dropped: Collection[Claim] = ()) -> str:
        """YES, NO, or UNKNOWN: whether the problem has a plan once these claims are given up."""
        known, names = self._of(problem), _names(dropped)
        found = _follows(known, names)
        if found is None:
            found = self._solved(known, names, dropped)
            if not self.out_of_time or found != UNKNOWN:
                known.answers[names] = found
        return found

    def ruled_out(self, problem: Problem, dropped: Collection[Claim] = ()) -> bool:
        """Whether the relaxation alone proves that there is no plan; one LP."""
        known, names = self._of(problem), _names(dropped)
        if _follows(known, names) == YES:
            return False
        if any(names <= more for more, (proven, _) in known.misses.items() if proven):
            return True
        if names not in known.misses and not self.out_of_time:
            built = self._built(problem, dropped)
            if built is not None:
                self._missed(known, names, built)
        return known.misses.get(names, (False, frozenset()))[0]

    def proving(self, problem: Problem, dropped: Collection[Claim] = ()) -> frozenset[str]:
        """Cells of the rows by which `ruled_out` proved that there is no plan."""
        misses, names = self._of(problem).misses, _names(dropped)
        return next(cells for more, (proven, cells) in misses.items() if proven and names <= more)

    def still_proven(self, problem: Problem, dropped: Collection[Claim]) -> float:
        """Scaled units by which the rows of the newest proof show that every point misses them; below 0 it is none."""
        built = self._built(problem, dropped)
        return 0.0 if built is None else elastic.proven(built.matrix, _weights(built, self._proofs[-1]))

    def _of(self, problem: Problem) -> _Known:
        return self._known.setdefault(id(problem), _Known(problem))

    def _left(self) -> float | None:
        limit = self.options.time_limit
        return None if limit is None else limit - (time.monotonic() - self._began)

    def _solved(self, known: _Known, names: Names, dropped: Collection[Claim]) -> str:
        if self.out_of_time:
            return UNKNOWN
        built = self._built(known.problem, dropped)
        if built is None:
            return UNKNOWN
        for start in self._starts[: -TRIED - 1 : -1]:
            if self._held(built, _at(built.m, start)):
                return YES
        if names not in known.misses:
            self._missed(known, names, built)
        return NO if known.misses[names][0] else self._searched(built)

    def _missed(self, known: _Known, names: Names, built: _Built) -> None:
        """Notes whether the rows are missed by every point, and the cells of those that prove it."""
        if any(names >= fewer for fewer, (proven, _) in known.misses.items() if not proven):
            known.misses[names] = (False, frozenset())
            return
        for proof in self._proofs[: -TRIED - 1 : -1]:
            y = _weights(built, proof)
            if elastic.proven(built.matrix, y) > MISSED:
                self._proofs = [*(one for one in self._proofs if one is not proof), proof]
                break
        else:
            y, stopped = elastic.weights(built.matrix, self._limited())
            if stopped:
                raise KeyboardInterrupt
            if elastic.proven(built.matrix, y) <= MISSED:
                known.misses[names] = (False, frozenset())
                return
            rows = built.m.rows
            self._proofs.append({(rows[i].clause, rows[i].index): float(y[i]) for i in np.flatnonzero(y)})
        cells = frozenset(c for i in np.flatnonzero(y) for c in built.m.rows[i].cells)
        known.misses[names] = (True, cells)

    def _searched(self, built: _Built) -> str:
        """The searches for any plan, and a second opinion where they find none."""
        matrix, asked = built.matrix, self._limited()
        most = self.options.nodes or max(LEAST, min(NODES, SEARCH // max(1, len(matrix.value))))
        relaxed = self._run(matrix.relaxed(), asked)
        if relaxed.values is not None:
            unused = matrix.whole & (relaxed.values / matrix.unit <= NOTHING) & (matrix.low <= 0)
            awards = np.array([family == "award" for family, _ in built.m.columns])
            for shut in (unused, unused & awards):
                small = replace(matrix, high=np.where(shut, 0.0, matrix.high))
                if self._found(built, small, replace(asked, nodes=min(LEAST, most))) == YES:
                    return YES
        first = self._found(built, matrix, replace(self._limited(), nodes=most))
        if first == YES:
            return YES
        other = replace(self._limited(), nodes=max(1, most // AGAIN), seed=self.options.seed + 1, presolve=False)
        return YES if self._found(built, matrix, other) == YES else first

    def _found(self, built: _Built, matrix: Matrix, asked: Options) -> str:
        """What a search comes to; the matrix is the one that was built, or narrower."""
        found = self._run(matrix, asked)
        if found.values is not None and self._held(built, found.values):
            return YES
        return NO if found.state == solve.INFEASIBLE else UNKNOWN

    def _run(self, matrix: Matrix, asked: Options) -> Answer:
        found = solve.solve(matrix, asked)
        if found.stopped:
            raise KeyboardInterrupt
        return found

    def _limited(self) -> Options:
        return replace(self.options, relative_gap=ANY, absolute_gap=ANY, nodes=None, time_limit=self._left())

    def _held(self, built: _Built, values: Floats) -> bool:
        """Whether the whole decisions, rounded, leave a plan; it is kept as a start."""
        if not built.matrix.takes(values):
            return False
        rest = self._run(built.matrix.fixed(values), self._limited())
        if rest.values is None or not built.matrix.violation(rest.values) <= TOUCH:
            return False
        taken = np.flatnonzero(built.matrix.whole & (np.abs(rest.values) > 0.5))
        start = {built.m.columns[j]: float(round(rest.values[j])) for j in taken}
        self._starts = [*(one for one in self._starts if one != start), start]
        return True

    def _built(self, problem: Problem, dropped: Collection[Claim]) -> _Built | None:
        """What is left of a problem, to be made cheap: that leaves room; None where it cannot be written safely."""
        self.tried += 1
        try:
            left = without(problem, sorted(dropped, key=lambda claim: claim.name))
            f = Facts(left)
            m, _ = build(f, numbers=True)
            m.minimise([(f.discount[int(key[-1])], x) for key, x in m.x["charge"].items()])
            built = _Built(m, m.matrix())
        except (Refused, OutOfRange):
            return None
        self.nonzeros = max(self.nonzeros, len(built.matrix.value))
        return built


def _names(claims: Collection[Claim]) -> Names:
    return frozenset(claim.name for claim in claims)


def _follows(known: _Known, names: Names) -> str | None:
    """The answer, where it is known already or follows from others."""
    for other, answer in known.answers.items():
        if (answer == YES and other <= names) or (answer == NO and names <= other):
            return answer
    if any(names <= more for more, (proven, _) in known.misses.items() if proven):
        return NO
    return known.answers.get(names)


def _at(m: Milp, start: Start) -> Floats:
    return np.array([start.get(column, 0.0) for column in m.columns])


def _weights(built: _Built, proof: Proof) -> Floats:
    return np.array([proof.get((row.clause, row.index), 0.0) for row in built.m.rows])
