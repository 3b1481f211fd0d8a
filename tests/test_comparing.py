"""Plans side by side, on a plan worked out by hand and changes of it whose differences are known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from procure import whole
from procure.comparing import Case, Comparison, compare
from procure.comparing.inputs import Difference, differences, same
from procure.plan import Key, Plan
from procure.problem import Budget
from procure.tables.table import Table
from procure.workbook.write_compare import write
from tests.tables.example import D, plan, problem


def changed(**families: dict[Key, Decimal]) -> Plan:
    """The plan by hand with other decisions in some families."""
    return replace(plan(), values={**plan().values, **families})


def dearer(amount: str, nation: str = "Alba", found: Plan | None = None) -> Plan:
    """The plan with another M charged to and paid by a nation in the last period."""
    found = found or plan()
    more: dict[str, Any] = {}
    for family in ("charge", "due", "pay"):
        leaves = dict(found.values[family])
        leaves[nation, "Production", 3] += D(amount)
        more[family] = leaves
    stages = tuple(replace(s, value=s.value + float(amount)) if s.name == "cost" else s for s in found.stages)
    stages = tuple(
        replace(s, bound=s.bound + float(amount)) if s.name == "cost" and s.bound is not None else s for s in stages
    )
    return replace(found, values={**found.values, **more}, stages=stages)


def elsewhere() -> Plan:
    """Body made by Alba Systems; a vehicle of Borea's comes a year later."""
    bodies: dict[Key, Decimal] = {("Body", "Alba Systems", "", t): D(5) for t in (2, 3)}
    engines = {key: value for key, value in plan().values["make"].items() if key[0] == "Engine"}
    deliver = {**plan().values["deliver"], ("Vehicle", "Borea", 2): D(1), ("Vehicle", "Borea", 3): D(3)}
    return changed(make={**bodies, **engines}, deliver=deliver)


def compared(*others: Plan | Case) -> Comparison:
    cases = [one if isinstance(one, Case) else Case(f"s{k}", problem(), one, "proven") for k, one in enumerate(others)]
    return compare([Case("base", problem(), plan(), "proven"), *cases])


def table(comparison: Comparison, sheet: str, title: str) -> Table:
    return next(one for one in comparison.sheets[sheet] if one.title == title)


# Words


def test_words_say_what_a_scenario_costs_who_moved_and_what_slips() -> None:
    (said,) = [words for name, words in compared(dearer("4.1", found=elsewhere())).words.items() if name == "s0"]
    assert said == [
        "It costs the programme 4.10 M (+2.6%) and moves Body from Borea Steel (Borea) to Alba Systems (Alba).",
        "1 Vehicle for Borea slips to 2030.",
        "Late: 1 unit-periods, with the base 0.",
        "Alba pays 4.10 M more.",
    ]


def test_a_difference_within_the_two_gaps_is_not_significant_and_one_beyond_them_is() -> None:
    found = compared(dearer("1"), dearer("1.01"), dearer("-1"))
    assert [pair.gaps for pair in found.pairs] == [D("1.0")] * 3
    assert [pair.mark for pair in found.pairs] == ["not significant", "", "not significant"]
    assert "not significant (the two gaps together are 1.00 M)" in found.words["s0"][0]
    assert "saves the programme 1.00 M" in found.words["s2"][0]
    assert len(found.words["s0"]) == 1, "who pays a difference that is none is not told"
    marks = [row[-1] for row in table(found, "Summary", "Scenarios").rows[1:]]
    assert marks == ["not significant", "", "not significant"]


def test_a_difference_of_which_nothing_is_proven_is_marked_so() -> None:
    unproven = dearer("10")
    stages = tuple(replace(s, bound=None) for s in unproven.stages)
    found = compared(replace(unproven, stages=stages))
    assert (found.pairs[0].gaps, found.pairs[0].mark) == (None, "not proven")
    assert "nothing is proven" in found.words["s0"][0]


def test_no_plan_is_said_with_its_reason_and_stands_in_every_table_that_lists_scenarios() -> None:
    found = compared(Case("no money", problem(), None, "infeasible"), Case("odd", None, None, "inputs refused", "B2"))
    assert found.words["no money"] == ["There is no plan: no plan can keep all rows."]
    assert found.words["odd"] == ["There is no plan: its inputs have errors: B2."]
    assert [row[:3] for row in table(found, "Summary", "Scenarios").rows[1:]] == [
        ("no money", "infeasible", None), ("odd", "inputs refused", None),
    ]  # fmt: skip
    assert found.records()[2]["why"] == "its inputs have errors: B2"


def test_without_a_base_plan_each_scenario_says_its_cost_alone() -> None:
    found = compare([Case("base", problem(), None, "infeasible"), Case("more", problem(), plan(), "proven")])
    assert found.words["base"] == ["The base has no plan: no plan can keep all rows."]
    assert found.words["more"] == ["It costs 155.00 M; the base has no plan to compare it with."]
    assert found.pairs[0].difference is None


def test_the_same_plan_changes_nothing() -> None:
    found = compared(plan())
    assert found.words["s0"] == ["It changes nothing: the same cost, the same packages, the same deliveries."]
    assert not any(one.rows for one in found.sheets["Who moved"])
    assert not found.sheets["Inputs"][0].rows
    assert not found.sheets["Rules"][0].rows


def test_amounts_of_other_money_are_not_compared() -> None:
    dollars = problem().replace(programme=replace(problem().programme, currency="USD"))
    found = compared(Case("usd", dollars, dearer("9"), "proven"))
    assert found.pairs[0].difference is None
    assert "USD 2026, which is other money than the base's" in found.words["usd"][0]
    assert not table(found, "Who moved", "Payments by nation and year").rows


# Tables


def test_the_overview_has_the_base_first_and_differences_absolute_and_in_per_cent() -> None:
    overview = table(compared(dearer("15.5")), "Summary", "Scenarios")
    assert overview.rows[0][:7] == ("base", "proven", D(155), D("0.5"), D(0), "2030", 0)
    assert overview.rows[1][7:] == (D("15.5"), D("0.1"), "")


def test_only_nations_that_differ_are_listed() -> None:
    found = compared(dearer("3", "Borea"))
    assert table(found, "Nations", "Cost: what differs").rows == (
        ("s0", "Borea", D(62), D(65), D(3), D(3) / D(62)),
    )  # fmt: skip
    titles = [one.title for one in found.sheets["Nations"]]
    assert "Work: what differs" not in titles
    assert table(found, "Nations", "Cost by nation").rows == (
        ("Alba", D(93), D(93)), ("Borea", D(62), D(65)),
    )  # fmt: skip
    assert table(found, "Who moved", "Payments by nation and year").rows == (
        ("s0", "Borea", "2030", D(10), D(13), D(3), D("0.3")),
    )  # fmt: skip


def test_packages_and_slots_that_moved_name_both_ends() -> None:
    found = compared(elsewhere())
    assert table(found, "Who moved", "Packages").rows == (
        ("s0", "Body", "Borea Steel (Borea)", "Alba Systems (Alba)", D(1), "2029", "2029", 0),
    )  # fmt: skip
    assert table(found, "Who moved", "Delivery slots").rows == (
        ("s0", "Borea", "Vehicle", D(1), "2029", "2030", 12),
    )  # fmt: skip


def test_units_that_are_not_delivered_any_more_have_no_new_slot() -> None:
    fewer = {**plan().values["deliver"], ("Vehicle", "Alba", 3): D(1)}
    found = compared(changed(deliver=fewer))
    assert table(found, "Who moved", "Delivery slots").rows == (("s0", "Alba", "Vehicle", D(2), "2030", "", None),)
    assert "Alba gets 2 Vehicle fewer." in found.words["s0"]


def test_a_package_that_begins_later_with_the_same_supplier_has_moved_in_time_alone() -> None:
    later = changed(start={("Design", "Alba Systems", 1): D(1)})
    found = compared(later)
    design = ("s0", "Design", "Alba Systems (Alba)", "Alba Systems (Alba)", None, "2027", "2028", 12)
    assert table(found, "Who moved", "Packages").rows == (design,)
    assert "begins Design in 2028 instead of 2027" in found.words["s0"][0]
    assert table(found, "Summary", "Scenarios").rows[1][6] == 0


def test_inputs_are_matched_on_the_keys_of_their_sheets() -> None:
    base = problem()
    first, *rest = base.budgets[0].limits
    more = replace(base.budgets[0], limits=(replace(first, amount=30.0), *rest))
    other = base.replace(
        budgets=(Budget("Borea", (first,), row=3), more),
        quotes=(),
        rules=(replace(base.rules[0], amount=25.0),),
    )
    assert [in_short(d) for d in differences(base, other)] == [
        ("Budgets", "Alba, , cash", "2027", 40.0, 30.0),
        ("Budgets", "Borea, , cash", "row added", None, "prices current; 2027 40"),
        ("Quotes", "Borea Steel, Body, , 0", "row dropped", "price 3; set-up cost 5", None),
        ("Rules", "fair work", "amount", 20.0, 25.0),
    ]
    assert same(base, problem())
    assert not same(base, other)


def in_short(d: Difference) -> tuple[object, ...]:
    """The difference as a row; of an added or dropped row only what was typed."""
    def short(value: object) -> object:
        kept = ("2027", "price", "set-up")
        return "; ".join(p for p in value.split("; ") if p.startswith(kept)) if isinstance(value, str) else value

    return d.sheet, d.row, d.column, short(d.base), short(d.other)


def test_a_rule_that_is_missed_now_is_named_and_red() -> None:
    harder = problem().replace(rules=(replace(problem().rules[0], amount=5.0),))
    found = compared(Case("lost", harder, plan(), "proven"))
    assert "Missed now: fair work." in found.words["lost"]
    rules = found.sheets["Rules"][0]
    shown = [[round(cell, 1) if isinstance(cell, Decimal) else cell for cell in row[6:]] for row in rules.rows]
    assert [row[2] for row in rules.rows] == ["Alba", "Borea"]
    assert shown == [
        [D("11.0"), D("31.0"), "held", D("11.0"), D("16.0"), "held"],
        [D("-11.0"), D("9.0"), "held", D("-11.0"), D("-6.0"), "missed"],
    ]
    assert rules.red == {(1, 11)}


def test_two_cases_of_one_name_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="names of their own"):
        compare([Case("base", problem(), plan(), "proven")] * 2)


# The workbook


def test_the_workbook_has_charts_and_the_marking_on_every_sheet_and_no_text_becomes_a_formula(tmp_path: Path) -> None:
    wicked = Case('=HYPERLINK("x")', problem(), elsewhere(), "proven", steps=("=1+1",))
    found, to = compared(wicked, dearer("5")), tmp_path / "out.xlsx"
    write(to, found)
    book = openpyxl.load_workbook(to)
    assert book.sheetnames == ["Summary", "Charts", "Nations", "Who moved", "Inputs", "Rules", "Scenarios"]
    assert all(sheet["A1"].value == "OFFICIAL" for sheet in book)
    assert len(book["Charts"]._charts) == 3
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == '=HYPERLINK("x")' for cell in cells)
    costs = book["Charts"]._charts[0].series[0].val.numRef.f
    first = int(costs.split("$")[2].rstrip(":"))
    assert book["Summary"][f"C{first}"].value == 155


def test_the_same_comparison_makes_the_same_bytes_and_never_replaces_a_source(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write(first, compared(elsewhere()))
    write(second, compared(elsewhere()))
    assert first.read_bytes() == second.read_bytes()
    with pytest.raises(whole.NotWritten):
        write(first, compared(elsewhere()), [first])


def test_a_comparison_of_many_or_without_any_plan_can_be_written(tmp_path: Path) -> None:
    write(tmp_path / "many.xlsx", compared(*(dearer(str(k)) for k in range(16))))
    (chart,) = openpyxl.load_workbook(tmp_path / "many.xlsx")["Charts 2"]._charts  # lying bars, one to a page
    assert [one.val.numRef.f for one in chart.series] == ["Nations!$B$4:$B$20", "Nations!$C$4:$C$20"]
    none = compare([Case("base", problem(), None, "infeasible"), Case("other", problem(), None, "")])
    write(tmp_path / "none.xlsx", none)
    assert none.words["other"] == ["There is no plan: it was stopped before this was planned."]
