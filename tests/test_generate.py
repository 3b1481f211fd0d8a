"""Random programmes: repeatable, of the size asked for, acceptable to the reader, with a plan, and varied."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from procure import objectives, rules
from procure.facts import Facts
from procure.findings import errors
from procure.problem import Problem
from procure.workbook import consistency
from tests.generate import SIZES, generate
from tests.generating import industry
from tests.generating.families import BESIDE
from tests.properties import hidden_plan_keeps_every_row

MANY, FEW = range(120), range(12)
made = cache(generate)


def features(problem: Problem) -> Iterator[str]:
    """What of the formulation the problem makes use of, in words."""
    nations = {n.id for n in problem.nations}
    f = Facts(problem)
    yield from (f"role {n.role}" for n in problem.nations)
    yield from ("group" for n in problem.nations if n.groups)
    yield from ("ceiling" for n in problem.nations if n.ceiling_m is not None)
    yield f"period {problem.programme.calendar.length}"
    for p in problem.phases:
        yield "key a nation's name" if p.key in nations else f"key {p.key}"
        yield from (f"fallback {p.fallback}",) if p.key in ("where performed", "own units") else ()
        yield from _present(
            {
                "key over the phase": p.over_the_phase,
                "at signature": p.at_signature_fraction,
                "at delivery": p.at_delivery_fraction,
                "retention": p.retention_fraction and p.released is not None,
                "retention after": p.retention_fraction and p.released is None,
            }
        )
    for i in problem.items:
        yield from _present(
            {
                "item not whole": not i.whole,
                "max rate": i.max_rate,
                "min rate": i.min_rate,
                "ramp": i.ramp_fraction is not None,
                "no restart": not i.may_restart,
                "store": i.may_store,
                "short": i.may_short,
                "short by row": any(r.may_short for r in problem.requirements if r.wanted == i.id),
                "surplus": i.surplus,
                "latest delay": i.latest_delay_months is not None,
            }
        )
    for w in problem.packages:
        yield w.kind
        yield from _present(
            {
                "shared package": w.recurring and len(f.serves(w)) > 1,
                "values by item": w.value_by_item_m,
                "divisible": w.divisible,
                "fewest": w.fewest > 1,
                "most": w.divisible and w.most,
                "given to": w.given_to,
                "given in parts": any(part for _, part in w.given_to),
                "begins": w.begins is not None,
                "earliest": w.earliest,
                "latest": w.latest is not None,
                "after": w.after,
                "after a phase": any(name in f.phases for name in w.after),
                "only quoted": w.value_m is None and not w.value_by_item_m,
                "lead": w.recurring and w.months,
            }
        )
    yield from ("set-up cost" for q in problem.quotes if q.setup_m)
    yield from ("quoted effort" for q in problem.quotes if q.effort)
    for o in (o for several in f.offers.values() for o in several):
        said = {"offer for some": o.id, "least order": o.least, "most ordered": o.most, "bundle": o.bundle}
        yield from _present({o.kind: True, "valid until": o.valid_until is not None, **said})
    for c in problem.capacities:
        yield f"capacity in {c.unit}"
        yield from _present({"capacity ramp": c.ramp_fraction, "share free": c.free_fraction < 1})
        yield from ("year column" for x in c.limits if x.span.last > x.span.first)
    yield from ("budget" for b in problem.budgets)
    for b in problem.budgets:
        yield from _present({"carry over": b.carry_fraction, "line": b.line, b.kind: True, "constant": b.constant})
    for n in problem.nations:
        yield from _present({"own currency": n.currency, "fiscal year": n.fiscal_start > 1})
        yield from _present({"joins": n.joins is not None, "leaves": n.leaves is not None, "exit cap": n.exit_cap_m})
    yield from _present({"levy": any(p.levy_m for p in problem.phases), "History": problem.history})
    for need in problem.requirements:
        lots = {"lot": need.lot, "exercise by": need.exercise_by is not None, "second priority": need.priority > 1}
        yield from _present({need.order: True, "paid by": need.payer, **lots})
    yield from (f"objective {one.name}" for one in problem.objectives)
    for c in problem.other_costs:
        yield from _present({"other cost": True, "cost per unit": c.per_unit_m, "performed": c.performed_in})
        yield from _present({"borne directly": c.borne_by, "in kind": c.in_kind_by})
    yield from ("contingency" for p in problem.phases if p.contingency_fraction)
    yield from ("investment" for _ in problem.investments)
    yield from ("second source" for w in problem.packages if w.qualifies)
    for c in problem.capacities:
        yield from _present({"lowest load": c.lowest, "lowest always": c.lowest_always})
    yield from ("VAT" for p in problem.phases if p.national_vat)
    for r in problem.rules:
        yield from (f"rule {r.measure}, {r.base}", f"rule {r.strength}", f"rule {r.relation}", f"window {r.window}")
        yield from (f"filter {kind}" for kind, _ in r.of)
    yield from (f"pin {pin.decision}" for pin in problem.pins)
    yield from ("family" for i in problem.items if i.family)
    yield from (f"content of {'a package' if c.package else 'a supplier'}" for c in problem.contents)
    yield from (f"permission {c.permission}" for c in problem.controls)
    for fund in problem.funds:
        yield from _present({fund.kind: True, "fund under a condition": fund.needs, "envelope": fund.envelope_m})
    yield from ("agreed work share" for s in problem.shares if s.work_share is not None)


def _present(named: dict[str, object]) -> Iterator[str]:
    yield from (name for name, there in named.items() if there)


EXPECTED = {
    "role partner", "role customer", "role third country", "group", "ceiling", "period year", "period half",
    "period quarter", "key offtake", "key equal", "key gdp", "key usage", "key table", "key negotiated",
    "key where performed", "key own units", "key a nation's name", "fallback equal", "fallback offtake",
    "fallback gdp", "fallback table", "key over the phase", "at signature", "at delivery", "item not whole",
    "retention", "retention after",
    "max rate", "min rate", "ramp", "no restart", "store", "short", "surplus", "latest delay", "one-off", "per unit",
    "shared package", "values by item", "divisible", "fewest", "most", "given to", "given in parts", "begins",
    "earliest", "latest", "after", "after a phase", "only quoted", "lead", "set-up cost", "quoted effort",
    "capacity in sets", "capacity in hours", "capacity in tonnes", "capacity in M", "capacity ramp", "share free",
    "year column", "budget", "carry over", "line", "cash",
    "commitment", "constant", "own currency", "fiscal year", "joins", "leaves", "exit cap", "levy",
    "History", "rule work, M", "rule work, % of own cost",
    "rule work, points of agreed share", "rule work, % of total work", "rule cost, M", "rule deliveries, units",
    "rule deliveries, units from pro-rata", "rule suppliers, count", "rule must", "rule should", "rule report",
    "rule >=", "rule <=", "window total", "window each period", "window cumulative", "filter phase", "filter item",
    "filter sector", "filter package", "filter tag", "filter nation", "filter group", "pin award", "pin begin",
    "pin deliver", "pin share", "family", "content of a package", "content of a supplier", "permission free",
    "permission licence", "permission denied", "grant", "loan", "fund under a condition", "envelope",
    "other cost", "cost per unit", "performed", "borne directly", "in kind", "contingency", "VAT",
    "per period", "per unit in service", "investment", "second source", "lowest load", "lowest always",
    "agreed work share", "firm", "option", "wish", "lot", "exercise by", "second priority", "paid by",
    "flat", "tiers", "offer for some", "least order", "most ordered", "bundle", "valid until",
    "objective lateness", "objective wishes met", "objective cost", "objective imbalance",
}  # fmt: skip


def test_the_same_seed_gives_the_same_programme() -> None:
    assert generate(7) == generate(7)
    assert generate(7) != generate(8)


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        generate(1, "vast")


@pytest.mark.parametrize(("size", "seeds"), [("tiny", FEW), ("small", FEW), ("large", range(5, 6))])
def test_a_programme_is_of_the_size_asked_for(size: str, seeds: range) -> None:
    for problem in (made(seed, size) for seed in seeds):
        for noun in ("nations", "packages", "suppliers", "items"):
            least, most = getattr(SIZES[size], noun)
            beside = BESIDE.get(noun, 0) if any(i.family for i in problem.items) else 0
            beside += industry.BESIDE if noun == "packages" and size != "tiny" else 0
            assert least <= len(getattr(problem, noun)) <= most + beside
        assert SIZES[size].periods[0] <= problem.programme.calendar.count <= SIZES[size].periods[1]


@pytest.mark.parametrize(("size", "seeds"), [("tiny", FEW), ("small", FEW), ("large", range(5, 6))])
def test_the_reader_has_nothing_against_a_programme(size: str, seeds: range) -> None:
    for seed in seeds:
        problem = made(seed, size)
        f = Facts(problem)
        found = [*consistency.check(problem, []), *rules.refusals(f), *objectives.refusals(f)]
        assert errors(found) == [], seed


@pytest.mark.parametrize(("size", "seeds"), [("tiny", FEW), ("small", FEW), ("large", range(6, 7))])
def test_the_hidden_plan_keeps_every_row(size: str, seeds: range) -> None:
    verdicts = {seed: hidden_plan_keeps_every_row(seed, size) for seed in seeds}
    assert not {seed: verdict for seed, verdict in verdicts.items() if verdict}


def test_every_feature_is_among_the_small_programmes() -> None:
    seen = {feature for seed in MANY for feature in features(made(seed, "small"))}
    assert sorted(EXPECTED - seen) == []
