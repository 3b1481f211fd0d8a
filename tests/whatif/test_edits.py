"""Edits of cells: what they change, and what is said of those that change nothing."""

from __future__ import annotations

import pytest

from procure.findings import Refused
from procure.problem import Problem
from procure.whatif import edits, grammar
from procure.whatif.resolved import book_of, problem_of
from tests.workbook import books


def base() -> Problem:
    found = books.read(books.good())[0]
    assert found is not None
    return found


def after(*lines: str) -> Problem:
    found, findings = problem_of(edits.apply(book_of(base()), [grammar.parse(line) for line in lines]))
    assert found is not None, "\n".join(map(str, findings))
    return found


def complaint(line: str) -> str:
    with pytest.raises(Refused) as refused:
        edits.apply(book_of(base()), [grammar.parse(line)])
    return str(refused.value.findings[0])


def test_a_cell_is_set() -> None:
    assert {n.id: n.gdp for n in after("Nations[DE, gdp] = 4000").nations}["DE"] == 4000


def test_numbers_are_multiplied_added_to_and_taken_from() -> None:
    gdp = {n.id: n.gdp for n in base().nations}
    assert {n.id: n.gdp for n in after("Nations[UK, gdp] *= 0.5").nations}["UK"] == gdp["UK"] * 0.5
    assert {n.id: n.gdp for n in after("Nations[UK, gdp] += 10").nations}["UK"] == gdp["UK"] + 10
    assert {n.id: n.gdp for n in after("Nations[UK, gdp] -= 10").nations}["UK"] == gdp["UK"] - 10


def test_a_star_means_any_row_and_a_slash_either() -> None:
    for pattern in ("*", "UK/DE/SE"):
        found = {n.id: n.gdp for n in after(f"Nations[{pattern}, gdp] *= 2").nations}
        assert found == {n.id: None if n.gdp is None else 2 * n.gdp for n in base().nations}


def test_periods_are_columns_and_may_be_a_pattern() -> None:
    before = {b.nation: sum(x.amount for x in b.limits) for b in base().budgets}
    found = {b.nation: sum(x.amount for x in b.limits) for b in after("Budgets[*, *] *= 2").budgets}
    assert found == {n: 2 * amount for n, amount in before.items()}


def test_a_setting_of_the_programme_is_its_row() -> None:
    assert after("Programme[discount rate] = 7").programme.discount_fraction == 0.07


def test_a_row_is_dropped_and_one_is_appended() -> None:
    found = after("drop Shares[Development, DE]", "append Shares[Development, DE, weight] = 50",
                  "Shares[Development, DE, work share] = 50")
    assert {s.nation: s.weight for s in found.shares if s.phase == "Development"} == {"UK": 33, "DE": 50}


def test_the_units_of_a_requirement_keep_their_proportions() -> None:
    need = max(base().requirements, key=lambda r: r.total)
    found = after(f'Requirements[{need.nation}, "{need.wanted}", total] *= 2')
    again = next(r for r in found.requirements if (r.nation, r.wanted) == (need.nation, need.wanted))
    assert again.due == tuple(2 * units for units in need.due)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Nations[FR, gdp] *= 2", "expected a row of Nations for 'FR', found none"),
        ("Budgets[UK, 2041] *= 2", "expected a filled in period of Budgets for '2041'"),
        ("Nations[DE, ceiling] *= 2", "found blank cells alone"),
        ("Nations[UK, role] *= 2", "expected a number in Nations, role, found 'partner'"),
        ("Nations[UK, gdp] *= much", "expected a number to multiply, found 'much'"),
        ("Nations[UK, gpd] = 2", "expected a column of Nations, found 'gpd'. Did you mean 'gdp'?"),
        ("Nation[UK, gdp] = 2", "expected an input sheet, found 'Nation'. Did you mean 'Nations'?"),
        ("Nations UK gdp 2", "expected a change like"),
        ("Nations[UK, a, b, gdp] = 2", "expected at most the key of Nations"),
        ("Nations[UK, gdp]", "expected =, *=, += or -="),
    ],
)
def test_an_edit_that_means_nothing_is_refused_with_what_was_meant(line: str, said: str) -> None:
    assert said in complaint(line)


def test_a_value_of_the_wrong_type_is_complained_of_at_the_cell_it_would_go_into() -> None:
    found, findings = problem_of(edits.apply(book_of(base()), [grammar.parse("Nations[UK, gdp] = rich")]))
    assert found is None
    assert [f.where for f in findings if f.level == "error"] == ["Nations!E2 gdp"]


def test_amounts_keep_their_sum_and_stay_whole() -> None:
    assert edits.rescaled([3, 3, 3], 6) == [2, 2, 2]
    assert sum(edits.rescaled([1, 2, 4, 7], 9)) == 9
    assert all(part == int(part) for part in edits.rescaled([1, 2, 4, 7], 9))
    assert edits.rescaled([0.5, 0.5], 3) == [1.5, 1.5]


def test_a_row_without_a_key_is_told_by_its_cells() -> None:
    pins = base().pins
    assert len(pins) > 1
    kept = after(f"drop Pins[{pins[0].decision}, {pins[0].package or ''}]")
    assert len(kept.pins) == len(pins) - 1
    assert after("drop Pins[*]").pins == ()
    assert "expected a row of Pins for 'award, nobody', found none" in complaint("drop Pins[award, nobody]")
