"""How the plan was come by (Run), and every decision, exact, so that the plan can be read again (Decisions)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from procure.decisions import BY_NAME
from procure.findings import Finding
from procure.plan import LEAVES, Key, Plan
from procure.tables.figures import Figures
from procure.tables.sentences import currency
from procure.tables.table import EXACT, PERCENT, PLAIN, Column, Rows, Table, Value

RUN, DECISIONS = "Run", "Decisions"
EXTRACT = "Extract"  # the first sheet of an extract for a nation, which is no plan
STAGES, FACTS, INPUTS, WARNINGS = "Objectives", "Facts of the run", "Inputs", "Warnings"
PARTS = 3  # parts of a key beside the period
DIGITS = 15  # significant digits that every spreadsheet keeps

STAGE_COLUMNS = (
    Column("objective", width=24), Column("unit", width=16), Column("value", PLAIN, 14),
    Column("best of its stage", PLAIN, 16), Column("bound", PLAIN, 14), Column("gap", PLAIN, 12),
    Column("gap asked", PLAIN, 12), Column("gap in M", PLAIN, 12), Column("gap of cost", PERCENT, 11),
    Column("state", width=12),
)  # fmt: skip


def run(x: Figures, findings: Iterable[Finding] = ()) -> list[Table]:
    """How each objective was reached, facts of the run, of the inputs, warnings."""
    return [_stages(x), _facts(x), _inputs(x), *_warnings(findings)]


def _stages(x: Figures) -> Table:
    rows = Rows()
    for s in x.plan.stages:
        gap = _number(s.gap)
        money = gap if s.unit == "M" else None
        of_cost = money / x.total_cost if money is not None and x.total_cost else None
        rows.add(
            s.name, s.unit, _number(s.value), _number(s.best), _number(s.bound), gap, _number(s.asked), money, of_cost,
            s.state,
        )  # fmt: skip
    sentence = (
        "Objectives in their order: value in this plan, best value when its stage ended, and the bound below which no "
        "plan can be that keeps the objectives before it. The gap is the most that a better plan could gain."
    )
    return rows.table(RUN, STAGES, sentence, STAGE_COLUMNS)


def _facts(x: Figures) -> Table:
    rows = Rows()
    for fact, value in sorted(x.plan.run.items()):
        rows.add(fact, value)
    sentence = "With what, how and how long this plan was made."
    return rows.table(RUN, FACTS, sentence, (Column("fact", width=24), Column("what", width=16, span=10)))


def _inputs(x: Figures) -> Table:
    p, rows = x.f.problem.programme, Rows()
    rows.add("programme", p.name)
    rows.add("model", p.model)
    rows.add("data date", p.data_date)
    rows.add("version", p.version)
    rows.add("currency", currency(x.f.problem))
    rows.add("rounding", f"{p.rounding_m:g} M: each charge, payment and price; every total is a sum of these")
    grants = f"at most {p.rounding_m:g} M for each rounded figure of a sum, nothing where a budget or ceiling is held"
    rows.add("tolerance", f"the audit grants {grants}")
    for o in x.f.problem.objectives:
        rows.add(f"objective {o.name}", f"later ones may give up {o.relative:.2%} of its value or {o.absolute:g}")
    sentence = "What the plan was made from; the sheets of the inputs follow."
    return rows.table(RUN, INPUTS, sentence, (Column("setting", width=24), Column("what", width=16, span=10)))


def _warnings(findings: Iterable[Finding]) -> Iterator[Table]:
    rows = Rows()
    for finding in findings:
        rows.add(finding.where, " ".join((finding.level + ":", finding.message, finding.hint)).strip())
    if rows.rows:
        sentence = "What there was to say of the inputs."
        yield rows.table(RUN, WARNINGS, sentence, (Column("where", width=24), Column("what", width=16, span=10)))


def decisions(x: Figures) -> Table:
    """Every decision that is not 0: family, the parts of its key, period, value, unit."""
    columns = [Column("family", width=12), *(Column(f"key {n + 1}", width=20) for n in range(PARTS))]
    columns += [Column("period", width=10), Column("value", EXACT, 16), Column("unit", width=12)]
    rows = Rows()
    for name in families():
        index = parts_of(name)
        for key, value in x.plan.items(name):
            if value:
                rows.add(name, *_spread(x, index, key), value, unit_of(name))
    sentence = "The plan itself: every decision that is taken. Everything else in this workbook follows from it."
    return rows.table(DECISIONS, DECISIONS, sentence, columns)


def families() -> tuple[str, ...]:
    """Names of all families of a finished plan, in order."""
    return (*BY_NAME, *LEAVES)


def parts_of(family: str) -> tuple[str, ...]:
    """Names of the parts of a family's keys. Raises KeyError for an unknown family."""
    index = LEAVES[family][0] if family in LEAVES else BY_NAME[family].index
    return tuple(index.split(",")) if index else ()


def unit_of(family: str) -> str:
    """Unit of a family's values."""
    return LEAVES[family][1] if family in LEAVES else BY_NAME[family].unit


def _spread(x: Figures, index: tuple[str, ...], key: Key) -> list[Value]:
    """The parts of a key in their columns; the period as its label in its own."""
    named: list[Value] = [part for name, part in zip(index, key, strict=True) if name != "t"]
    period: list[Value] = [x.f.calendar.label(int(part)) for name, part in zip(index, key, strict=True) if name == "t"]
    return [*named, *[None] * (PARTS - len(named)), *(period or [None])]


def as_kept(plan: Plan) -> Plan:
    """The plan with each value at the 15 significant digits that a spreadsheet keeps; zeros left out."""
    values = {
        family: {key: kept(value) for key, value in taken.items() if value} for family, taken in plan.values.items()
    }
    return replace(plan, values={family: taken for family, taken in values.items() if taken})


def kept(value: Decimal) -> Decimal:
    """A number at 15 significant digits."""
    return value if len(value.as_tuple().digits) <= DIGITS else Decimal(f"{value:.{DIGITS - 1}e}")


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
