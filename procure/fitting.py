"""A model fitted to a programme: names that the programme has are kept, what speaks of nobody here is left out.

A model names roles, groups, phases and tags. Of a rule, fund or control those stay that exist; one with none of them
left is left out, and it is said, unless a row of the workbook makes it its own. A fund that would lose a condition in
this way is out of reach, so it is left out too. Rows of the workbook always win.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from procure import accession
from procure import problem as nouns
from procure.agreement import Agreement
from procure.findings import NOTE, WARNING, Finding
from procure.model_form import EVERY_PROGRAMME, KeyTable
from procure.problem import EVERYWHERE, Control, Fund, Nation, Phase, Problem, Rule, Share
from procure.text import listing

ROLES = {"partners": nouns.PARTNER, "customers": nouns.CUSTOMER, "third countries": nouns.THIRD}
ALL = "all"


def fit(problem: Problem, model: Agreement) -> tuple[Problem, list[Finding]]:
    """The problem with its model fitted, and what there is to say of it.

    problem: its rules and funds are the model's, re-set by the workbook's rows (row > 0); its controls and shares are
    the workbook's alone. model: in the problem's periods.
    """
    fitter = _Fitter(problem, model)
    rules = fitter.rules()
    funds = fitter.funds({rule.id for rule in rules})
    changed = problem.replace(
        rules=rules, funds=funds, controls=(*problem.controls, *fitter.controls()), shares=tuple(fitter.shares())
    )
    return changed, fitter.findings


class _Fitter:
    def __init__(self, problem: Problem, model: Agreement) -> None:
        self.problem, self.model = problem, model
        self.findings: list[Finding] = []
        self.groups = {group for n in problem.nations for group in n.groups}
        self.phases = {p.id for p in problem.phases}
        self.named: dict[str, set[str | None]] = {
            "phase": {*self.phases},
            "sector": {w.sector for w in problem.packages} | {k for s in problem.suppliers for k in s.sectors},
            "tag": {tag for w in problem.packages for tag in w.tags},
            "group": {*self.groups},
        }

    def say(self, level: str, of: str, check: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(level, f"model {self.model.name}: {of}", check, message, hint))

    def known(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those names that stand for a nation of the programme, or for a role."""
        nations = {n.id for n in self.problem.nations}
        return tuple(n for n in names if n in ROLES or n == ALL or n in self.groups or n in nations)

    def nations(self, name: str) -> tuple[Nation, ...]:
        """Nations that a role, a group or a name stands for."""
        role = ROLES.get(name)
        return tuple(n for n in self.problem.nations if name in (n.id, ALL) or n.role == role or name in n.groups)

    # Rules

    def rules(self) -> tuple[Rule, ...]:
        models = {rule.id: rule for rule in self.model.rules}
        found = []
        for rule in self.problem.rules:
            kept = self._rule(rule, models[rule.id]) if rule.id in models else rule
            if kept is not None:
                found.append(kept)
        return tuple(found)

    def _rule(self, rule: Rule, model: Rule) -> Rule | None:
        """What is left of a model's rule; None where that is nothing."""
        who = self.known(rule.who) if rule.who == model.who else rule.who
        of = tuple(pair for pair in rule.of if self._exists(pair)) if rule.of == model.of else rule.of
        lost = {kind for kind, _ in rule.of} - {kind for kind, _ in of}
        if who and not lost:
            return replace(rule, who=who, of=of)
        if rule.row:
            return rule  # its row names them anew, or is told that they are unknown
        level = NOTE if rule.strength == "report" else WARNING
        names = [f"{kind} {name}" for kind, name in rule.of if kind in lost] if who else rule.who
        message = f"the rule is left out: the programme has no {listing(names)}."
        hint = "Name them in Nations, groups, or give the rule others in Rules." if not who else ""
        self.say(level, f"rule {rule.id}", "filters to nothing", message, hint)
        return None

    def _exists(self, pair: tuple[str, str]) -> bool:
        return pair == EVERY_PROGRAMME or pair[1] in self.named.get(pair[0], ())

    # Outside money

    def funds(self, rules: set[str]) -> tuple[Fund, ...]:
        models = {fund.id: fund for fund in self.model.funds}
        elsewhere = [f for f in self.problem.funds if f.id in models and not self._its_phases(f, models[f.id])]
        if elsewhere:
            named = listing(f"{fund.id} ({listing(fund.phases)})" for fund in elsewhere)
            message = f"left out, because the programme has none of their phases: {named}."
            hint = 'Name its phases so, or give the fund others under "phases" in Funding.'
            level = NOTE if len(elsewhere) < len(models) else WARNING
            self.say(level, "funds", "fund left out", message, hint)
        gone = {fund.id for fund in elsewhere}
        left = {f.id: self._fund(f, models, gone) for f in self.problem.funds if f.id not in gone}
        return tuple(self._reachable(left, {*rules, *left}, models).values())

    def _its_phases(self, fund: Fund, model: Fund) -> tuple[str, ...] | bool:
        """Its phases that the programme has; True where it is for all, or where its row names them."""
        ours = fund.phases == model.phases and bool(fund.phases)
        return tuple(p for p in fund.phases if p in self.phases) if ours else True

    def _fund(self, fund: Fund, models: dict[str, Fund], gone: set[str]) -> Fund:
        if fund.id not in models:
            return fund
        phases = self._its_phases(fund, models[fund.id])
        needs = tuple(name for name in fund.needs if name not in gone)  # a bonus on several builds on those there are
        who = self.known(fund.who) if fund.who == models[fund.id].who else fund.who
        within = None if fund.within in gone else fund.within
        kept = fund.phases if isinstance(phases, bool) else phases
        return replace(fund, phases=kept, needs=needs, who=who, within=within)

    def _reachable(self, funds: dict[str, Fund], known: set[str], models: dict[str, Fund]) -> dict[str, Fund]:
        """The funds without those of the model that nobody here can have, and those that need these."""
        found = dict(funds)
        while True:
            ours = (fund for fund in found.values() if fund.id in models)
            lost = {fund.id: why for fund in ours if (why := self._missing(fund, models[fund.id], known))}
            if not lost:
                return found
            for name, why in lost.items():
                level = WARNING if found.pop(name).row else NOTE
                self.say(level, f"fund {name}", "fund left out", f"the fund is left out: {why}.", _GROUPS)
            known = known - set(lost)

    def _missing(self, fund: Fund, model: Fund, known: set[str]) -> str:
        """Why nobody here can have a model's fund; "" where somebody can, or where its row says for whom and why."""
        if set(fund.who) <= set(model.who) and not any(self.nations(name) for name in fund.who):
            return f"nobody is in {listing(model.who)}"
        needed = [name for name in fund.needs if name not in known and name in model.needs]
        return f"it needs {listing(needed)}, which this programme cannot meet" if needed else ""

    # Technology control

    def controls(self) -> Iterator[Control]:
        """The model's controls, one for each owner and destination, but for those that the workbook has rows of."""
        used = {k for w in self.problem.packages for k in w.technologies}
        stated = {(c.technology, c.owner, c.destination) for c in self.problem.controls}
        idle = sorted({c.technology for c in self.model.controls} - used)
        if idle:
            message = f"no package needs {listing(idle)}: what the model says of it controls nothing here."
            self.say(NOTE, "controls", "control of nothing", message, 'Name it under "technology" in Packages.')
        for c in self.model.controls:
            for owner in self.nations(c.owner) if c.technology in used else ():
                for destination in self._destinations(c.destination, owner.id):
                    if (c.technology, owner.id, destination) not in stated:
                        stated.add((c.technology, owner.id, destination))
                        yield replace(c, owner=owner.id, destination=destination)

    def _destinations(self, name: str, owner: str) -> tuple[str, ...]:
        """A group stays a group; a role is its nations, one by one, the owner apart."""
        if name == EVERYWHERE or name in self.groups:
            return (name,)
        return tuple(n.id for n in self.nations(name) if n.id != owner)

    # The model's own key

    def shares(self) -> Iterator[Share]:
        """Shares, with the weights of the model's table in every phase whose key is a table."""
        table = self.model.table(self.problem.programme.calendar.years[0])
        rows = {(s.phase, s.nation): s for s in self.problem.shares}
        for phase in self.problem.phases if table else ():
            if table and (phase.key == "table" or (phase.fallback == "table" and phase.key in _WITH_FALLBACK)):
                for nation, weight in self._weights(table, phase).items():
                    row = rows.get((phase.id, nation), Share(phase.id, nation))
                    rows[phase.id, nation] = replace(row, weight=float(weight))
        yield from rows.values()

    def _weights(self, table: KeyTable, phase: Phase) -> accession.Key:
        """Per cents of the programme's nations: re-set by Shares, lowered for those that Shares adds to the table."""
        general = {s.nation: s.weight for s in self.problem.shares if s.phase is None and s.weight is not None}
        own = {s.nation: s.weight for s in self.problem.shares if s.phase == phase.id and s.weight is not None}
        typed = {n: Decimal(repr(weight)) for n, weight in (own or general).items()}
        old = dict(table.shares)
        joining = {n: weight for n, weight in typed.items() if n not in old}
        try:
            key = accession.accede(old, joining)
        except ValueError as wrong:
            self.say(WARNING, f"table {table.name}", "newcomers", f"the newcomers of Shares are left out: {wrong}.")
            key, joining = old, {}
        whole = accession.total(key)
        lowered = f", lowered by {listing(joining)} joining" if joining else ""
        message = f"{phase.id} is paid by the table {table.name}{lowered}: "
        message += f"its {len(key)} shares sum to {whole:.3f} % and are normalised over the nations that pay."
        self.say(NOTE, f"table {table.name}", "weights normalised", message)
        here = {n.id for n in self.problem.nations}
        return {n: share for n, share in (key | typed).items() if n in here}


_GROUPS = "Name the nations in Nations, groups, or give the fund other terms in Funding."
_WITH_FALLBACK = ("where performed", "own units")
