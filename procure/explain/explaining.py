"""An explanation put together: of a plan what binds and why it is not otherwise, of inputs without one the conflict.

    of_plan(problem, plan, asked)    what binds, what one more is worth, prices, decisions that it does not take
    of_inputs(problem, asked)        planned; where that cannot be: screens, conflict, repairs

Nothing is written or printed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from procure import __version__, planning, solve
from procure.audit import audit
from procure.comparing.side import NO_PLAN
from procure.explain import conflict, passages, prices, screens, wording
from procure.explain.binding import binding
from procure.explain.conflict import Conflict
from procure.explain.feasible import Oracle
from procure.explain.marginal import marginals
from procure.explain.repairs import Repair, in_the_way, repairs
from procure.explain.told import Passage, Told
from procure.explain.why_not import NOT_KNOWN, OTHERWISE, Answers, answers
from procure.facts import Facts
from procure.findings import Finding, errors
from procure.plan import Plan
from procure.problem import Pin, Problem
from procure.tables import figures
from procure.tables.sentences import status
from procure.whatif import solving

EXPLAINED = "explained"  # the state of an explanation of which all that was planned is proven within the gap asked
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What is asked. decisions: why not. prices: whether to price rules. protect: what no repair may touch, by names.

    repairs: how many to look for. how: options and gap of every plan, and processes. files: names of what was read.
    """

    decisions: tuple[Pin, ...] = ()
    prices: bool = False
    protect: tuple[str, ...] = ()
    repairs: int = 5
    how: solving.How = field(default_factory=solving.How)
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explained:
    """An explanation. state: EXPLAINED, or of solve.py what is worst of all that was planned.

    records: for a JSON document, beside what is told. repairs: of inputs that have no plan.
    """

    told: Told
    state: str
    records: Mapping[str, Any] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()


def of_plan(problem: Problem, plan: Plan, asked: Asked, tell: Tell) -> Explained:
    """What binds in a plan, what that is worth, and why it is not otherwise. tell: of what is being done."""
    shown = figures(problem, plan)
    found, records, state = [Passage("Gap", (status(shown),))], {}, EXPLAINED  # type: list[Passage], dict[str, Any], str
    if asked.decisions:
        tell("planning otherwise")
        why = answers(problem, plan, asked.decisions, asked.how, tell)
        found += passages.why_not(why)
        records["why_not"] = [why.record(one) for one in why.answers]
        state = _state(why)
    tell("what binds")
    found.append(passages.binds(binding(problem, plan)))
    tell("what one more is worth")
    found.append(passages.one_more(marginals(problem, plan, asked.how.options)))
    if asked.prices and state != solve.INTERRUPTED:
        how = prices.How(jobs=asked.how.jobs)
        priced = prices.prices(problem, plan, None, how, lambda done, of, what: tell(f"price {done}/{of}: {what}"))
        found.append(passages.priced(problem, priced, shown.decimals))
    found.append(_run(asked, plan.run))
    return Explained(Told(f"{problem.programme.name}: why the plan is as it is", tuple(found)), state, records)


def of_inputs(problem: Problem, asked: Asked, tell: Tell) -> Explained:
    """The plan of the inputs explained; where there is none, what conflicts and the ways out."""
    proven = errors(screens.screens(problem))
    if proven:
        return _without_plan(problem, asked, proven, tell)
    tell("planning")
    outcome = planning.plan(problem, asked.how.options, asked.how.gap)
    if outcome.plan is not None:
        report = audit(outcome.plan, Facts(problem))
        if not report.passed:
            return _no_plan(problem, asked, [Passage("No plan", tuple(map(str, report.findings)))], solve.REJECTED)
        run = {**outcome.plan.run, "audit": f"audit passed ({len(report.checks):,} checks)"}
        if outcome.state == solve.INTERRUPTED:  # whoever stopped it wants no more to be planned
            asked = replace(asked, decisions=(), prices=False)
        explained = of_plan(problem, replace(outcome.plan, run=run), asked, tell)
        proven_all = outcome.state == solve.PROVEN or explained.state != EXPLAINED
        return explained if proven_all else replace(explained, state=outcome.state)
    if outcome.state == solve.INFEASIBLE:
        return _without_plan(problem, asked, proven, tell)
    why = f"{NO_PLAN.get(outcome.state, outcome.state)}{f': {outcome.why}' if outcome.why else ''}."
    return _no_plan(problem, asked, [Passage("No plan", (why[0].upper() + why[1:],))], outcome.state)


def conflicting(
    problem: Problem, options: solve.Options, tell: Tell, oracle: Oracle | None = None
) -> tuple[list[Finding], Conflict | None]:
    """Why inputs that have no plan have none: what is seen at once, and what cannot hold together (None: they have)."""
    tell("looking for what conflicts")

    def told(rows: int, tried: int) -> None:
        tell(f"{rows} rows in question, {tried} problems tried")

    return errors(screens.screens(problem)), conflict.find(problem, options, watch=told, oracle=oracle)


def _without_plan(problem: Problem, asked: Asked, proven: Sequence[Finding], tell: Tell) -> Explained:
    """What cannot hold together in inputs that have no plan, and the ways out. proven: what screens say."""
    said = ("No plan can keep all rows of this workbook.", *(str(one).removeprefix("error: ") for one in proven))
    found, records = [Passage("No plan", said)], {}  # type: list[Passage], dict[str, Any]
    _, known = conflicting(problem, asked.how.options, tell)
    if known is None:
        return _no_plan(problem, asked, found, solve.REJECTED)
    found.append(passages.conflict(known))
    records["conflict"] = wording.record(known)
    if not known.claims or not asked.repairs:
        return _no_plan(problem, asked, found, solve.INFEASIBLE, records)
    tell("looking for ways out")
    ways = repairs(problem, known, protect=asked.protect, how=asked.how, most=asked.repairs, watch=tell)
    if not ways:
        found.append(passages.no_way_out(in_the_way(problem, asked.protect, asked.how.options)))
        return _no_plan(problem, asked, found, solve.INFEASIBLE, records | {"repairs": []})
    found += passages.repaired(problem, ways)
    records["repairs"] = [passages.repair_record(one) for one in ways]
    return _no_plan(problem, asked, found, solve.INFEASIBLE, records, tuple(ways))


def _no_plan(
    problem: Problem, asked: Asked, found: Iterable[Passage], state: str, records: Mapping[str, Any] | None = None,
    ways: tuple[Repair, ...] = (),
) -> Explained:  # fmt: skip
    title = f"{problem.programme.name}: why there is no plan"
    return Explained(Told(title, (*found, _run(asked, {}))), state, records or {}, ways)


def _state(why: Answers) -> str:
    """The worst of what was planned for decisions: a proof that there is no plan is an answer."""
    planned = [(one.state, one.case.state) for one in why.answers if one.case is not None]
    if any(state in ("", solve.INTERRUPTED) for _, state in planned):
        return solve.INTERRUPTED
    if any(answer == NOT_KNOWN for answer, _ in planned):
        return solve.NO_PLAN
    return solve.GAP if (OTHERWISE, solve.GAP) in planned else EXPLAINED


def _run(asked: Asked, facts: Mapping[str, str]) -> Passage:
    """How the explanation was come by."""
    limit = asked.how.options.time_limit
    own = {"procure": __version__}
    own |= {} if limit is None else {"time limit for each plan": f"{limit:g} s"}
    own |= {"no repair touches": ", ".join(asked.protect)} if asked.protect else {}
    kept = {fact: facts[fact] for fact in ("solver", "seed", "threads") if fact in facts}
    return passages.run(own | kept, asked.files)
