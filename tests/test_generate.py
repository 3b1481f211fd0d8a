"""Random programmes: repeatable, of the size asked for, acceptable to the reader, with a plan, and varied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from procure import objectives, rules
from procure.facts import Facts
from procure.findings import errors
from procure.problem import Problem
from procure.workbook import consistency
from tests.generate import SIZES, generate
from tests.generating.families import BESIDE
from tests.properties import hidden_plan_keeps_every_row

MANY, FEW = range(200), range(25)


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
    for c in problem.capacities:
        yield f"capacity in {c.unit}"
        yield from _present({"capacity ramp": c.ramp_fraction, "share free": c.free_fraction < 1})
        yield from ("year column" for x in c.limits if x.span.last > x.span.first)
    yield from ("budget" for b in problem.budgets)
    yield from ("carry over" for b in problem.budgets if b.carry_fraction)
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
    "max rate", "min rate", "ramp", "no restart", "store", "short", "surplus", "latest delay", "one-off", "per unit",
    "shared package", "values by item", "divisible", "fewest", "most", "given to", "given in parts", "begins",
    "earliest", "latest", "after", "after a phase", "only quoted", "lead", "set-up cost", "quoted effort",
    "capacity in sets", "capacity in hours", "capacity in tonnes", "capacity in M", "capacity ramp", "share free",
    "year column", "budget", "carry over", "rule work, M", "rule work, % of own cost",
    "rule work, points of agreed share", "rule work, % of total work", "rule cost, M", "rule deliveries, units",
    "rule deliveries, units from pro-rata", "rule suppliers, count", "rule must", "rule should", "rule report",
    "rule >=", "rule <=", "window total", "window each period", "window cumulative", "filter phase", "filter item",
    "filter sector", "filter package", "filter tag", "filter nation", "filter group", "pin award", "pin begin",
    "pin deliver", "pin share", "family", "content of a package", "content of a supplier", "permission free",
    "permission licence", "permission denied", "grant", "loan", "fund under a condition", "envelope",
    "agreed work share",
}  # fmt: skip


def test_the_same_seed_gives_the_same_programme() -> None:
    assert generate(7) == generate(7)
    assert generate(7) != generate(8)


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        generate(1, "vast")


@pytest.mark.parametrize(("size", "seeds"), [("tiny", FEW), ("small", FEW), ("large", range(5, 8))])
def test_a_programme_is_of_the_size_asked_for(size: str, seeds: range) -> None:
    for problem in (generate(seed, size) for seed in seeds):
        for noun in ("nations", "packages", "suppliers", "items"):
            least, most = getattr(SIZES[size], noun)
            beside = BESIDE.get(noun, 0) if any(i.family for i in problem.items) else 0
            assert least <= len(getattr(problem, noun)) - beside <= most
        assert SIZES[size].periods[0] <= problem.programme.calendar.count <= SIZES[size].periods[1]


@pytest.mark.parametrize(("size", "seeds"), [("tiny", FEW), ("small", FEW), ("large", range(5, 7))])
def test_the_reader_has_nothing_against_a_programme(size: str, seeds: range) -> None:
    for seed in seeds:
        problem = generate(seed, size)
        f = Facts(problem)
        found = [*consistency.check(problem, []), *rules.refusals(f), *objectives.refusals(f)]
        assert errors(found) == [], seed


@pytest.mark.parametrize(("size", "seeds"), [("tiny", FEW), ("small", FEW), ("large", range(6, 7))])
def test_the_hidden_plan_keeps_every_row(size: str, seeds: range) -> None:
    verdicts = {seed: hidden_plan_keeps_every_row(seed, size) for seed in seeds}
    assert not {seed: verdict for seed, verdict in verdicts.items() if verdict}


def test_every_feature_is_among_the_small_programmes() -> None:
    seen = {feature for seed in MANY for feature in features(generate(seed))}
    assert sorted(EXPECTED - seen) == []
