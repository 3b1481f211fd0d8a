"""A programme without one of its suppliers or nations from a period on, with what its plan did before kept.

    who is lost      a supplier makes nothing from the period on (lose SUPPLIER); a nation orders and pays nothing any
                     more (leave NATION), its exit cost falls due, and its industry makes nothing
    what was agreed  with them is void: "given to", rules, least loads and pins that name them
    what was done    is kept as pins (history.py): work, units, payments, set-up
    what was begun   a one-off package at a lost supplier is begun again, not before the period: what it was paid for it
                     stays paid, as other cost of its phase performed in its nation
                     a recurring package has its sets; others may make the rest, beside it
                     support per period ends with the period before, and goes on as a package of its own

Of a one-off package that several share all is begun again where one of them is lost: what the others did is paid once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from procure import history
from procure.facts import Facts
from procure.measures import losses
from procure.plan import Plan
from procure.problem import Pin, Problem, Rule
from procure.stress.losses import CUT, Loss
from procure.stress.past import Past
from procure.whatif.operations.industry import lose
from procure.whatif.operations.nations import frozen, leave


@dataclass(frozen=True)
class Lost:
    """The problem after a loss. loose: the one to take where it has no plan; None for no other. said: what of the past
    is not kept. Loose means: at least as much is paid before the period as was; who leaves has back what it paid ahead
    of its part; grants and draws are as the conditions then leave them.
    """

    problem: Problem
    loose: Problem | None = None
    said: tuple[str, ...] = ()


def lost(problem: Problem, plan: Plan, loss: Loss, first: int) -> Lost:
    """The problem without those who are lost from period `first` on. Raises Refused where the nation cannot leave."""
    where, label = f"loss of {loss.name}", problem.programme.calendar.labels[first] if first else ""
    made = problem
    if loss.leaves:
        joins = next(n.joins for n in problem.nations if n.id == loss.leaves)
        early = joins is not None and joins >= first
        made = made if early or not first else frozen(made)  # what it has paid was by the key that there was
        made = leave(made, {"nation": loss.leaves, "period": "" if early else label}, where)
    for supplier in loss.suppliers:
        made = lose(made, {"supplier": supplier, "period": label}, where)
    past = Past(Facts(problem), plan, loss, first)
    made = past.unfinished(_released(past.opened(made), loss, first))
    if not first:
        return Lost(made)
    kept, scrapped = past.scrapped()
    made, findings = history.pinned(made, problem, kept, first, where)
    pins = (*(pin for pin in made.pins if past.keeps(pin)), *past.again())
    made = made.replace(pins=pins, other_costs=(*made.other_costs, *past.sunk(), *scrapped))
    loose = history.loosened(made, first)
    if loss.leaves:
        loose = loose.replace(pins=tuple(p for p in loose.pins if not _given_back(p, loss.leaves)))
    return Lost(made, None if loose == made else loose, tuple(one.message for one in findings))


def _given_back(pin: Pin, leaves: str) -> bool:
    """Whether a nation's exit may undo a payment of the past: its own, and money that came with conditions."""
    return pin.decision in ("grant", "draw") or (pin.decision == "pay" and pin.nation == leaves)


def _released(problem: Problem, loss: Loss, first: int) -> Problem:
    """Without what was agreed with those who are lost: pins of the future, least loads, rules; and without cuts."""
    gone = set(loss.suppliers)
    pins = (
        p for p in problem.pins
        if not (p.supplier in gone or (p.nation is not None and p.nation == loss.leaves))
        or (p.period is not None and p.period < first)
    )  # fmt: skip
    loads = (replace(c, lowest=0.0) if c.supplier in gone else c for c in problem.capacities)
    rules = _left(problem, loss)
    void = {rule.id for rule in problem.rules} - {rule.id for rule in rules}
    funds = (replace(x, needs=tuple(name for name in x.needs if name not in void)) for x in problem.funds)
    return problem.replace(pins=tuple(pins), capacities=tuple(loads), rules=rules, funds=tuple(funds))


def _left(problem: Problem, loss: Loss) -> tuple[Rule, ...]:
    """Rules without the nation that leaves, without those that spoke of it alone, and without cuts."""
    f, kept = Facts(problem), []
    for rule in problem.rules:
        if rule.id.startswith(CUT):
            continue  # it was there for this very case
        who = losses.who(f, rule) if loss.leaves else ()
        if loss.leaves not in who:
            kept.append(rule)
        elif len(who) > 1:
            kept.append(replace(rule, who=tuple(n for n in who if n != loss.leaves)))
    return tuple(kept)
