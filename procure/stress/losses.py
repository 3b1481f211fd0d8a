"""Whom a programme can lose: every supplier, and every nation with its orders, its money and its industry."""

from __future__ import annotations

from dataclasses import dataclass

from procure.facts import Facts
from procure.plan import Plan
from procure.problem import THIRD, Nation, Problem

SUPPLIER, NATION = "supplier", "nation"
KINDS = (SUPPLIER, NATION)
CUT = "spread "  # begins the name of a rule that spreads work so that a loss is survived


@dataclass(frozen=True)
class Loss:
    """Who is lost. suppliers: those who do no more work. leaves: the nation that orders and pays nothing any more, ""
    where none does."""

    name: str
    kind: str
    suppliers: tuple[str, ...] = ()
    leaves: str = ""


def losses(problem: Problem, kinds: tuple[str, ...] = KINDS, industry_stays: bool = False) -> list[Loss]:
    """Every loss there can be, suppliers first, by name. A lost nation takes its industry along, or leaves it."""
    found = [Loss(s.id, SUPPLIER, (s.id,)) for s in problem.suppliers if SUPPLIER in kinds]
    for n in problem.nations if NATION in kinds else ():
        industry = () if industry_stays else tuple(s.id for s in problem.suppliers if s.nation == n.id)
        one = Loss(n.id, NATION, industry, "" if n.role == THIRD else n.id)
        found += [one] if one.suppliers or one.leaves else []
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.name))


def touched(plan: Plan, f: Facts, loss: Loss, first: int) -> bool:
    """Whether the plan asks anything of those who are lost in period `first` or later: else it stays as it is."""
    if loss.leaves and _takes_part(f.nations[loss.leaves], first):
        return True
    gone = set(loss.suppliers)
    done = any(s in gone and int(t) >= first for (_, s, *_, t), _ in plan.items("make"))
    running = any(
        s in gone and int(t) + f.duration(f.packages[str(w)]) > first for (w, s, t), _ in plan.items("start")
    )
    of = {e.id: e.supplier for e in f.problem.investments}
    invested = any(of[str(e)] in gone and int(t) >= first for (e, t), _ in plan.items("expand"))
    return done or running or invested


def _takes_part(nation: Nation, first: int) -> bool:
    return nation.leaves is None or nation.leaves >= first
