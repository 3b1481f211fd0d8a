"""Sums of what is no work: other costs, contingency, what is borne directly or given in kind, VAT."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cached_property

from procure import ledger, other_costs
from procure.facts import Facts
from procure.plan import Key, Plan


class BesideWork:
    """Part of Figures."""

    f: Facts
    plan: Plan

    @cached_property
    def others(self) -> dict[Key, Decimal]:
        """others[phase, t]: other costs."""
        phases = {c.id: c.phase for c in self.f.problem.other_costs}
        found: dict[Key, Decimal] = defaultdict(Decimal)
        for (c, t), leaf in self.plan.items("other"):
            found[phases[str(c)], t] += leaf
        return dict(found)

    @cached_property
    def in_kind(self) -> dict[Key, Decimal]:
        """in_kind[nation, phase]: what the nation gives in kind."""
        found: dict[Key, Decimal] = defaultdict(Decimal)
        for c in self.f.problem.other_costs:
            if c.in_kind_by is not None:
                found[c.in_kind_by, c.phase] += self.plan.total("other", c.id)
        return dict(found)

    @cached_property
    def settlements(self) -> dict[Key, Decimal]:
        """settlements[nation,]: what the nation pays the others (below 0: receives) beside its charges."""
        found: dict[Key, Decimal] = defaultdict(Decimal)
        for (n, _, _), leaf in self.plan.items("settle"):
            found[n,] += leaf
        return dict(found)

    @cached_property
    def direct(self) -> ledger.Series:
        """What nations bear directly by period, exact, by (nation, phase), and in all by (phase,)."""
        return ledger.direct(self.plan, self.f)

    @cached_property
    def contingency(self) -> dict[Key, Decimal]:
        """contingency[phase,]: what is kept for what may go wrong."""
        return ledger.totals(self.plan, "contingency", 0)

    @property
    def has_contingency(self) -> bool:
        """Whether any phase keeps a contingency."""
        return any(p.contingency_fraction > 0 for p in self.f.phases.values())

    @cached_property
    def vat(self) -> dict[Key, Decimal]:
        """vat[nation, phase]: VAT on the nation's part of the cost."""
        return ledger.totals(self.plan, "vat", 0, 1)

    @property
    def has_vat(self) -> bool:
        """Whether any nation pays VAT in any phase."""
        return any(other_costs.taxed(self.f, p) for p in self.f.phases)

    @property
    def before(self) -> str:
        """Header of what nations bear, where that is not what they are charged."""
        what = (*(("grants",) if self.f.problem.funds else ()), *(("VAT",) if self.has_vat else ()))
        return f"before {' and '.join(what)}"
