"""The way from prices to payments, nation by nation, and what each other cost comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from procure import keys
from procure.plan import Key
from procure.tables.figures import ZERO, Figures, grouped, part
from procure.tables.table import PERCENT, TEXT, Column, Rows, Table
from procure.text import listing

ALL_PHASES = "all phases"
SHEET = "Cost bridge"

Step = tuple[str, Mapping[Key, Decimal]]


def cost_bridge(x: Figures) -> list[Table]:
    """Nation by phase: from the phase's prices over the key to the charge, what is due and what is paid."""
    made_of, steps = _made_of(x), _of_nations(x)
    columns = [
        Column("nation", width=12), Column("phase", width=16),
        *(Column(f"{header} of the phase", x.money, 14) for header, _ in (*made_of, ("cost", {}))),
        Column("key", TEXT, 16), Column("cost share", PERCENT, 11),
        *(Column(header, x.money, 14) for header, _ in steps),
    ]  # fmt: skip
    rows, everything = Rows(), sum(x.gross.values(), ZERO)
    own = x.performed
    for n in x.shown_nations:
        gross, sums = ZERO, [ZERO] * len(steps)
        for p in x.f.problem.phases:
            if n not in keys.owing(x.f, p) and not own.get((n, p.id), ZERO):
                continue
            costs = [table.get((p.id,), ZERO) for _, table in made_of]
            spent, share = sum(costs, ZERO), x.gross.get((n, p.id), ZERO)
            amounts = [table.get((n, p.id), ZERO) for _, table in steps]
            rows.add(n, p.id, *costs, spent, p.key, part(share, spent), *amounts)
            gross, sums = gross + share, [before + more for before, more in zip(sums, amounts, strict=True)]
        blank = [None] * (len(made_of) + 1)
        rows.add(n, ALL_PHASES, *blank, "", part(gross, everything), *sums, total=True)
    sentence = "How each nation comes to what it pays: prices and set-up make the cost, the key its part, terms when."
    return [rows.table(SHEET, SHEET, sentence, columns), *_other_costs(x)]


def cost_by_phase(x: Figures, sheet: str) -> Iterator[Table]:
    """Phase by phase what the cost is made of, contingency apart, and what is charged; none where it is all work."""
    if not (x.f.problem.other_costs or x.has_contingency or x.has_vat):
        return
    made_of, rows, sums = _made_of(x), Rows(), []  # type: list[Step], Rows, list[list[Decimal]]
    for p in x.f.phases:
        costs = [table.get((p,), ZERO) for _, table in made_of]
        charged = [sum((v for (_, q), v in table.items() if q == p), ZERO) for table in (x.vat, x.cost)]
        sums.append([*costs, sum(costs, ZERO), *(charged if x.has_vat else charged[1:])])
        rows.add(p, *sums[-1])
    rows.add("all", *(sum(column, ZERO) for column in zip(*sums, strict=True)), total=True)
    headers = [*(header for header, _ in made_of), "cost", *(["VAT"] if x.has_vat else []), "charge"]
    columns = [Column("phase", width=16), *(Column(header, x.money) for header in headers)]
    yield rows.table(sheet, "Cost by phase", "", columns)


def _made_of(x: Figures) -> list[Step]:
    """What the cost of a phase is made of, M by (phase,): prices, set-up, and what else the programme has."""
    phases, p = {w.id: w.phase for w in x.f.problem.packages}, x.f.problem
    by_phase = (
        grouped((((phases[str(w)],), leaf) for (w, _), leaf in table.items()), 0) for table in (x.prices, x.setups)
    )
    found: list[Step] = list(zip(("prices", "set-up"), by_phase, strict=True))
    more: tuple[tuple[object, str, Mapping[Key, Decimal]], ...] = (
        (p.controls, "transfers", x.transfers),
        (p.investments, "investments", grouped(x.invested.items(), 0)),
        (p.other_costs, "other costs", grouped(x.others.items(), 0)),
        (x.has_contingency, "contingency", x.contingency),
    )
    return found + [(header, table) for shown, header, table in more if shown]


def _of_nations(x: Figures) -> list[Step]:
    """What is a nation's in a phase, M by (nation, phase), from its part of the cost to its payments and its work."""
    p, own = x.f.problem, x.performed
    due, paid = grouped(x.plan.items("due"), 0, 1), grouped(x.plan.items("pay"), 0, 1)
    apart, taxed = p.funds or x.has_vat, x.has_vat
    given, settled = any(c.in_kind_by for c in p.other_costs), grouped(x.plan.items("settle"), 0, 1)
    less = {key: x.cost.get(key, ZERO) - own.get(key, ZERO) for key in {*x.cost, *own}}
    steps: tuple[tuple[object, str, Mapping[Key, Decimal]], ...] = (
        (apart, x.before, x.gross),
        (p.funds, "grants", x.grants),
        (taxed, "VAT", x.vat),
        (True, "charge", x.cost),
        (given, "in kind", x.in_kind),
        (settled, "settled", settled),
        (True, "due", due),
        (True, "paid", paid),
        (True, "own work", own),
        (True, "charge less own work", less),
    )
    return [(header, table) for shown, header, table in steps if shown]


def _other_costs(x: Figures) -> Iterator[Table]:
    """Cost by cost: of which phase, whose work, who bears it, who gives it in kind, and what it comes to when."""
    if not x.f.problem.other_costs:
        return
    columns = [
        Column("cost", width=20), Column("phase", width=16), Column("performed in", width=12),
        Column("borne by", width=20), Column("in kind by", width=12), Column("total", x.money, 14),
        *(Column(label, x.money, 11) for label in x.labels),
    ]  # fmt: skip
    rows = Rows()
    for c in x.f.problem.other_costs:
        by_period = [x.plan.get("other", c.id, t) for t in x.f.periods]
        borne = listing([f"{n} {100 * part_:.6g} %" for n, part_ in sorted(c.borne_by)]) if c.borne_by else "the key"
        rows.add(c.id, c.phase, c.performed_in, borne, c.in_kind_by, sum(by_period, ZERO), *by_period)
    sums = [sum((x.plan.get("other", c.id, t) for c in x.f.problem.other_costs), ZERO) for t in x.f.periods]
    rows.add("all", "", "", "", "", sum(sums, ZERO), *sums, total=True)
    sentence = (
        "Costs that are no work package. One that is performed nowhere is in no work share; one given in kind comes "
        "off what its nation owes."
    )
    yield rows.table(SHEET, "Other costs", sentence, columns)
