"""Rules that ask for plans which survive every single loss: judged after planning, and planned again where they break.

    1  the plan is made as if there were no such rule (measures/losses.py says why)
    2  every loss that a rule speaks of is planned, from the rule's period on, with what the plan did before kept
       (the cuts of 3 are void then: they are for the plan, not for what is made of it)
    3  where a rule of strength must is broken by the loss of S, the plan is made again with a cut:
       of the packages that S holds in it, S may hold all but one:  a rule of measure packages, which the workbook shows
    4  and so on, for ROUNDS at most

A plan that comes out of it keeps the rules: each loss was planned, and what follows was measured. A plan for which that
does not succeed is no plan. It is not proven then that there is none: a cut leaves out more than the one plan, since
who else has what may matter too; and with cuts the plan is the cheapest of those that keep them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from procure import solve
from procure.facts import Facts
from procure.measures import losses as asking
from procure.near import holders
from procure.plan import Plan
from procure.planning import Outcome
from procure.problem import Problem, Rule
from procure.stress.found import Base, Struck, base_of, stress
from procure.stress.losses import CUT, NATION, SUPPLIER, Loss, losses
from procure.sweep.case import NOT_RUN, How
from procure.tables.replanned import LOSSES
from procure.text import listing
from procure.workbook.sheets import MONTHS

ROUNDS = 5
MUST = "must"

Planner = Callable[[Problem], Outcome]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Verdict:
    """What a rule comes to. broken: the losses that it does not allow, the worst first. worst: of all it speaks of.

    stopped: whether Ctrl-C came before all of them were planned.
    """

    rule: Rule
    broken: tuple[Struck, ...]
    worst: Struck | None
    stopped: bool = False

    @property
    def words(self) -> str:
        """ "rule spare is kept: the worst is the loss of Krauss, with 2.10 % more"."""
        if self.worst is None:
            return f"rule {self.rule.id} is kept: nobody it speaks of has anything to lose"
        if not self.broken:
            return f"rule {self.rule.id} is kept: the worst is the loss of {_told(self.worst, self.rule)}"
        return f"rule {self.rule.id} is broken by the loss of {listing([_told(b, self.rule) for b in self.broken])}"


def demands(problem: Problem) -> list[Rule]:
    """The problem's rules on losses."""
    return [rule for rule in problem.rules if asking.asked(rule)]


def verdicts(start: Base, how: How) -> list[Verdict]:
    """What each rule on losses comes to in a plan, every loss planned once for each period asked for."""
    found: list[Verdict] = []
    known: dict[tuple[int, Loss], Struck] = {}
    for rule in demands(start.problem):
        first, asked = _first(rule), _losses(start.problem, rule)
        new = [loss for loss in asked if (first, loss) not in known]
        known |= {(first, one.loss): one for one in stress(start, new, first, how).struck}
        struck = sorted((known[first, loss] for loss in asked), key=lambda one: one.rank)
        broken = tuple(one for one in struck if not _within(one, rule, start.cost))
        stopped = any(one.state in (solve.INTERRUPTED, NOT_RUN) for one in struck)
        found.append(Verdict(rule, broken, struck[0] if struck else None, stopped))
    return found


def kept(problem: Problem, outcome: Outcome, make: Planner, how: How, tell: Tell) -> tuple[Problem, Outcome]:
    """The problem with its cuts, and a plan that keeps every rule on losses of strength must; else why there is none.

    outcome: of planning the problem; one without a plan, or interrupted, is handed back as it is. make: plans a problem
    in the same way. tell: of what is being done.
    """
    for number in range(ROUNDS + 1):
        if outcome.plan is None or outcome.state == solve.INTERRUPTED or not demands(problem):
            return problem, outcome
        tell(f"what every single loss comes to, round {number + 1}")
        found = verdicts(base_of(problem, outcome.plan, outcome.state), how)
        if any(one.stopped for one in found):
            return problem, replace(outcome, state=solve.INTERRUPTED)  # its Summary says what is not checked
        missed = [one for one in found if one.broken and one.rule.strength == MUST]
        if not missed:
            cuts = [rule.id for rule in problem.rules if rule.id.startswith(CUT)]
            return problem, _told_of(outcome, outcome.plan, found, cuts)
        cut = _cuts(problem, outcome.plan, missed)
        if not cut or number == ROUNDS:
            return problem, _none(missed, f"{number} times planned again")
        problem = problem.replace(rules=(*problem.rules, *cut))
        outcome = make(problem)
        if outcome.plan is None and outcome.state == solve.INFEASIBLE:
            return problem, _none(missed, "planned again without all that whoever breaks them held, there is none")
    return problem, outcome


def _cuts(problem: Problem, plan: Plan, missed: Iterable[Verdict]) -> list[Rule]:
    """A rule for everybody who breaks one: of the packages that it holds it may hold all but one."""
    held = holders(plan, tuple(w.id for w in problem.packages))
    made: dict[str, Rule] = {}
    for verdict in missed:
        for one in verdict.broken:
            packages = sorted(w for w, who in held.items() if who & set(one.loss.suppliers))
            before = sum(rule.id.startswith(f"{CUT}{one.loss.name} ") for rule in problem.rules)
            name = f"{CUT}{one.loss.name} {before + 1}"
            if packages:
                of = [*(("supplier", s) for s in one.loss.suppliers), *(("package", w) for w in packages)]
                made[name] = Rule(
                    name, "packages", ("all",), each=False, of=tuple(of), relation="<=", base="count",
                    amount=float(len(packages) - 1), asked_by=f"rule {verdict.rule.id}",
                )  # fmt: skip
    return list(made.values())


def _first(rule: Rule) -> int:
    return rule.span.first if rule.span else 0


def _losses(problem: Problem, rule: Rule) -> list[Loss]:
    f = Facts(problem)
    if rule.measure == asking.OF_SUPPLIER:
        named = set(asking.suppliers(f, rule))
        return [one for one in losses(problem, (SUPPLIER,)) if one.name in named]
    return [one for one in losses(problem, (NATION,)) if one.name in asking.who(f, rule)]


def _within(one: Struck, rule: Rule, cost: Fraction) -> bool:
    """Whether what was planned after the loss keeps the limit; without a plan it does not."""
    if not one.survived or one.missing:
        return False
    if rule.base == MONTHS:
        return (one.delay or 0) <= rule.amount
    more, limit = one.more or Fraction(0), Fraction(rule.amount)
    return more <= (limit if rule.base == "M" else limit * abs(cost) / 100)


def _told(one: Struck, rule: Rule) -> str:
    """ "Krauss, with 2.10 M more"."""
    if not one.survived:
        return f"{one.loss.name}, after which no plan was found ({one.state})"
    if one.missing:
        return f"{one.loss.name}, with {one.missing:,.12g} units that are not delivered"
    if rule.base == MONTHS:
        return f"{one.loss.name}, with {one.delay} months of delay"
    return f"{one.loss.name}, after which those who stay pay {float(one.more or 0):,.2f} M more"


def _told_of(outcome: Outcome, plan: Plan, found: Sequence[Verdict], cuts: Sequence[str]) -> Outcome:
    """The outcome with what was found among the facts of its run."""
    said = "; ".join(one.words for one in found)
    if cuts:
        said += f"; for that, {len(cuts)} rules named '{CUT}...' were added, and the plan is the best that keeps them"
    return replace(outcome, plan=replace(plan, run={**plan.run, LOSSES: said}))


def _none(missed: Sequence[Verdict], tried: str) -> Outcome:
    said = "; ".join(one.words for one in missed)
    return Outcome(solve.NO_PLAN, None, why=f"none was found that survives every single loss: {said} ({tried})")
