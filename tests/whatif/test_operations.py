"""Named operations: each sentence does what its meaning says, and what makes no sense is refused with the way out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from procure.facts import Facts
from procure.findings import Refused, errors
from procure.problem import DENIED, OPTION, THIRD, Problem, Requirement
from procure.verbs import read
from procure.whatif import scenarios
from procure.whatif.operations import OPERATIONS, apply, find

INPUTS = Path(__file__).parents[2] / "inputs"


@cache
def book(name: str) -> Problem:
    return read(INPUTS / f"{name}.xlsx")


def euro(*sentences: str) -> Problem:
    problem = book("eurofighter")
    for sentence in sentences:
        problem = apply(problem, sentence, "here")
    return problem


def orders(problem: Problem, item: str) -> dict[str, float]:
    return {r.nation: r.total for r in problem.requirements if r.wanted == item}


def refusal(sentence: str, name: str = "eurofighter") -> str:
    with pytest.raises(Refused) as refused:
        apply(book(name), sentence, "here")
    return str(refused.value.findings[0])


def test_every_operation_s_example_is_its_own() -> None:
    assert {find(o.example, "here")[0].name for o in OPERATIONS} == {o.name for o in OPERATIONS}
    assert len({o.form for o in OPERATIONS}) == len(OPERATIONS)
    assert all(o.meaning.endswith(".") for o in OPERATIONS)


def test_a_nation_leaves_at_once() -> None:
    found = apply(book("cavs"), "leave LV", "here")
    assert next(n.role for n in found.nations if n.id == "LV") == THIRD
    assert "LV" not in orders(found, found.items[0].id)
    assert not [b for b in found.budgets if b.nation == "LV"]


def test_a_nation_leaves_from_a_period_on() -> None:
    labels = book("cavs").programme.calendar.labels
    found = apply(book("cavs"), f"leave LV from {labels[3]}", "here")
    one = next(n for n in found.nations if n.id == "LV")
    assert one.leaves == 2
    assert all(not any(r.due[3:]) for r in found.requirements if r.nation == "LV")


def test_a_nation_joins_with_units_and_a_weight_like_the_others() -> None:
    before = book("cavs")
    labels = before.programme.calendar.labels
    found = apply(before, f"join NO 129 {labels[1]}-{labels[4]} of {before.items[0].id}", "here")
    assert orders(found, before.items[0].id)["NO"] == 129
    new = next(r for r in found.requirements if r.nation == "NO")
    assert [t for t, units in enumerate(new.due) if units] == [1, 2, 3, 4]


def test_a_cut_with_the_key_frozen_writes_the_old_weights_down() -> None:
    item = book("eurofighter").items[0].id
    before, found = orders(book("eurofighter"), item), euro("cut ES 20 %, key frozen")
    assert orders(found, item)["ES"] == round(before["ES"] * 0.8)
    assert {n: orders(found, item)[n] for n in before if n != "ES"} == {n: before[n] for n in before if n != "ES"}
    weights = {s.nation: s.weight or 0.0 for s in found.shares if s.phase == "Production"}
    assert weights["ES"] / sum(weights.values()) == pytest.approx(87 / 620)


def test_a_cut_with_the_key_recomputed_follows_the_orders() -> None:
    assert all(p.by_orders for p in euro("cut ES 20 %, key recomputed").phases if p.key == "offtake")


def test_a_symmetric_cut_takes_from_all_alike() -> None:
    item = book("eurofighter").items[0].id
    before, found = orders(book("eurofighter"), item), orders(euro("cut ES 50 %, symmetric"), item)
    assert all(abs(found[n] - before[n] / 2) < 1 for n in before)


def test_eurofighter_s_third_tranche_cut_to_107_gives_what_the_symmetric_cut_gave() -> None:
    entitled = {"UK": 88.0, "DE": 68.0, "IT": 46.0, "ES": 34.0}
    problem = book("eurofighter")
    wanted = "Tranche 3A"
    last = problem.programme.calendar.count - 1
    due = {n: tuple(units if t == last else 0.0 for t in range(last + 1)) for n, units in entitled.items()}
    rows = tuple(Requirement(n, wanted, units) for n, units in due.items())
    others = tuple(r for r in problem.requirements if r.wanted != wanted)
    found = apply(problem.replace(requirements=(*others, *rows)), f"cut to 107 of {wanted}, symmetric", "here")
    assert orders(found, wanted) == {"UK": 40, "DE": 31, "IT": 21, "ES": 15}


def test_orders_slip_by_months() -> None:
    problem = book("cavs")
    months = problem.programme.calendar.months
    one = next(r for r in problem.requirements if not r.due[-1])
    found = apply(problem, f"slip {one.nation} {months} months", "here")
    again = next(r for r in found.requirements if (r.nation, r.wanted) == (one.nation, one.wanted))
    assert again.due == (0.0, *one.due[:-1])


def test_slots_are_swapped_and_totals_stay() -> None:
    problem = book("two-nations")
    item, labels = problem.items[0].id, problem.programme.calendar.labels
    a, b = problem.requirements
    early = next(t for t, units in enumerate(a.due) if units)
    late = max(t for t, units in enumerate(b.due) if units)
    assert early != late
    found = apply(problem, f"swap 1 slot {a.nation} {b.nation} {labels[early]} {labels[late]}", "here")
    assert orders(found, item) == orders(problem, item)
    again = {r.nation: r.due for r in found.requirements}
    assert (again[a.nation][early], again[b.nation][early]) == (a.due[early] - 1, b.due[early] + 1)
    assert (again[a.nation][late], again[b.nation][late]) == (a.due[late] + 1, b.due[late] - 1)


def test_a_budget_changes_in_one_period_or_in_all() -> None:
    problem = book("cavs")
    b = problem.budgets[0]
    label = b.limits[0].column
    found = apply(problem, f"budget {b.nation} {label} -20 %", "here").budgets[0]
    assert found.limits[0].amount == pytest.approx(b.limits[0].amount * 0.8)
    assert found.limits[1:] == b.limits[1:]
    every = apply(problem, f"budget {b.nation} +10 %", "here").budgets[0]
    assert [x.amount for x in every.limits] == pytest.approx([x.amount * 1.1 for x in b.limits])


def test_prices_change_for_all_or_for_one() -> None:
    every = euro("price +5 %")
    before = {w.id: w for w in book("eurofighter").packages}
    assert all(
        (w.value_m or 0) == pytest.approx((before[w.id].value_m or 0) * 1.05)
        and [v for _, v in w.value_by_item_m] == pytest.approx([v * 1.05 for _, v in before[w.id].value_by_item_m])
        for w in every.packages
    )
    one = euro("price -10 % of Radar")
    assert sum(w != before[w.id] for w in one.packages) == 1


def test_a_package_grows_and_the_key_a_nation_or_the_firm_bears_it() -> None:
    problem = book("two-nations")
    w = next(w for w in problem.packages if w.value_m and not w.recurring)
    dearer = apply(problem, f"grow {w.id} 10 %", "here")
    assert next(x.value_m for x in dearer.packages if x.id == w.id) == pytest.approx((w.value_m or 0) * 1.1)
    (cost,) = apply(problem, f"grow {w.id} 10 % borne by BE", "here").other_costs
    assert cost.borne_by == (("BE", 1.0),)
    assert sum(cost.amounts_m) == pytest.approx((w.value_m or 0) * 0.1)
    assert apply(problem, f"grow {w.id} 10 % borne by firm", "here") == problem


def test_a_package_moves_is_split_and_is_delayed() -> None:
    moved = next(w for w in euro("move Radar to EADS Germany").packages if w.id == "Radar")
    assert moved.given_to == (("EADS Germany", None),)
    parted = next(w for w in euro('split Radar "UK 60; ES 40"').packages if w.id == "Radar")
    assert parted.given_to == (("UK", 0.6), ("ES", 0.4))
    assert parted.divisible
    before = next(w for w in book("eurofighter").packages if w.id == "Radar")
    later = next(w for w in euro("delay Radar 24 months").packages if w.id == "Radar")
    assert later.earliest == Facts(book("eurofighter")).earliest[before.id] + 2


def test_a_supplier_is_lost_and_a_line_is_opened() -> None:
    labels = book("eurofighter").programme.calendar.labels
    closed_ = euro(f"lose Diehl from {labels[5]}").capacities
    lost = next(c for c in closed_ if c.supplier == "Diehl" and c.unit == "sets")
    assert {t for x in lost.limits if not x.amount for t in x.span.periods} == set(range(5, len(labels)))
    found = euro(f"open line Second radar line in ES for Radar from {labels[4]}")
    assert next(s.nation for s in found.suppliers if s.id == "Second radar line") == "ES"
    closed = next(c for c in found.capacities if c.supplier == "Second radar line")
    assert {t for x in closed.limits if not x.amount for t in x.span.periods} == set(range(4))


def test_a_licence_is_refused() -> None:
    problem = book("submarines")
    technology = problem.controls[0].technology
    nation = next(n.id for n in problem.nations if n.id != problem.controls[0].owner)
    found = apply(problem, f"licence refused {technology} to {nation}", "here")
    denials = [c for c in found.controls if c.destination == nation and c.technology == technology]
    assert {c.permission for c in denials} == {DENIED}


def test_a_rule_is_left_out_or_relaxed_and_a_fund_is_left_out() -> None:
    problem = book("eurofighter")
    rule = problem.rules[0]
    assert next(r.strength for r in apply(problem, f"without {rule.id}", "here").rules if r.id == rule.id) == "report"
    assert next(r.amount for r in apply(problem, f"relax {rule.id} to 7", "here").rules if r.id == rule.id) == 7
    funded = book("patrol-corvette")
    fund = funded.funds[0].id
    assert fund not in {f.id for f in apply(funded, f"without {fund}", "here").funds}


def test_options_are_taken_or_dropped() -> None:
    problem = book("two-nations")
    firm = problem.requirements[0]
    option = replace(firm, order=OPTION, due=(0.0,) * (len(firm.due) - 1) + (4.0,), row=0)
    more = problem.replace(requirements=(*problem.requirements, option))
    taken = apply(more, f"take option {firm.nation}", "here")
    assert orders(taken, firm.wanted)[firm.nation] == firm.total + 4
    assert len(taken.requirements) == len(problem.requirements)
    assert apply(more, f"drop option {firm.nation}", "here").requirements == problem.requirements


def test_the_rate_the_exchange_rate_and_a_work_share_change() -> None:
    assert next(i.max_rate for i in euro("rate 40 a year of Tranche 2").items if i.id == "Tranche 2") == 40
    found = euro("work share ES 20 %")
    shares = {s.nation: s.work_share or 0.0 for s in found.shares if s.phase == found.shares[0].phase}
    assert shares["ES"] == pytest.approx(0.2)
    assert sum(shares.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("cut EZ 20 %", "expected a nation, found 'EZ'"),
        ("cut ES 120 %", "expected a cut of 100 % at most"),
        ("move Radra to BAE Systems", "Did you mean 'Radar'?"),
        ("move Radar to Nobody", "expected a supplier, found 'Nobody'"),
        ('split Radar "UK 60; ES 30"', "expected parts that sum to 100 %, found 90 %"),
        ("budget ES 2050 -20 %", "expected a period from"),
        ("price +5 % of Diehll", "expected a package or a supplier, found 'Diehll'. Did you mean 'Diehl'?"),
        ("relax retrun to 5", "expected a rule, found 'retrun'"),
        ("without what", "expected a rule or a fund, found 'what'"),
        ("take option ES", "expected an option of ES, found none"),
        ("cut Spain by a lot", "It is said: cut"),
        ("fly to the moon", "expected a named operation, found 'fly to the moon'"),
        ("slip ES 2400 months", "after the last period"),
        ("join ES 5 1999-2000 of Tranche 2", "expected a nation that takes no part yet, found 'ES'"),
        ("rate 40 a year", "expected an item, as in"),
        ("exchange rate USD +10 %", "expected a series of Series (none), found 'USD'"),
        ("licence refused Cloak to ES", "expected a technology of Controls, found 'Cloak'"),
    ],
)
def test_a_sentence_that_makes_no_sense_is_refused_with_the_way_out(sentence: str, said: str) -> None:
    assert said in refusal(sentence)


SENTENCES = ["cut ES 20 %", "leave ES", "price +5 %", "without return", "lose Diehl from 2005"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_problem_after_an_operation_passes_the_reader_s_checks(sentence: str) -> None:
    if sentence == "without return":
        sentence = f"without {book('eurofighter').rules[0].id}"
    found = scenarios.resolve(book("eurofighter"), scenarios.of_words(sentence))
    assert found.problem is not None, "\n".join(map(str, errors(found.findings)))
