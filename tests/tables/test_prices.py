"""The sheet Prices: sentences and figures of what a run found, made again from its facts alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from procure import tables
from procure.audit import audit_file
from procure.findings import errors
from procure.plan import Plan
from procure.tables import price
from procure.tables.price import COMPARED, LOOSER, NO_PLAN, NOT_FOUND, TIGHTER, WITHOUT, Case, Change, Price
from procure.tables.price_words import in_words, sentences
from procure.tables.sentences import lines
from procure.workbook.read_plan import differences, read_plan
from procure.workbook.write import write
from tests.tables import example


def cost(amount: str, low: str | None, high: str | None) -> Change:
    ends = (None if end is None else Decimal(end) for end in (low, high))
    return Change("cost", "M", Decimal(amount), *ends)


def of(name: str, *cases: Case, **fields: object) -> Price:
    whole = Price(f"Rules[{name}]", f"{name} in words.", "rules", "BB", Decimal(200), cases)
    return replace(whole, **fields)  # type: ignore[arg-type]


SURE = Case(WITHOUT, "", COMPARED, cost=cost("-3.4", "-3.5", "-3.25"), nations=(("BB", Decimal("-2.1")),))
UNSURE = Case(WITHOUT, "", COMPARED, cost=cost("-1", "-3.2", "0"), nations=(("AA", Decimal(-1)),))
LOOSE = Case(LOOSER, "amount 89", COMPARED, cost=cost("0", "0", "0"))
TIGHT = Case(TIGHTER, "amount 91", NO_PLAN)
PRICES = [of("floor", SURE, LOOSE, TIGHT), of("cap", UNSURE)]


def priced() -> Plan:
    return replace(example.plan(), run={**example.plan().run, **price.facts(PRICES)})


def test_without_prices_there_is_no_sheet_and_no_sentence() -> None:
    x = tables.figures(example.problem(), example.plan())
    assert "Prices" not in tables.sheets(x)
    assert list(in_words(x)) == []


def test_the_sheet_says_it_in_words_first_and_in_figures_then() -> None:
    words, figures = tables.sheets(tables.figures(example.problem(), priced()))["Prices"]
    assert [row[0] for row in words.rows] == [said for one in sorted(PRICES, key=_name) for said in sentences(one)]
    headers = [column.header for column in figures.columns]
    rows = [dict(zip(headers, row, strict=True)) for row in figures.rows]
    assert [(row["row"], row["changed"]) for row in rows] == [
        ("Rules[cap]", WITHOUT), ("Rules[floor]", WITHOUT), ("Rules[floor]", LOOSER), ("Rules[floor]", TIGHTER),
    ]  # fmt: skip
    assert rows[1]["cost changes by"] == Decimal("-3.4")
    assert (rows[1]["of cost"], rows[1]["what is known"]) == (Decimal("-0.017"), "proven")
    assert (rows[3]["what is known"], rows[3]["cost changes by"]) == (NO_PLAN, None)


def test_what_is_uncertain_has_limits_and_no_figure_of_its_own() -> None:
    figures = tables.sheets(tables.figures(example.problem(), priced()))["Prices"][1]
    headers = [column.header for column in figures.columns]
    row = dict(zip(headers, figures.rows[0], strict=True))
    assert (row["cost changes by"], row["from"], row["what is known"]) == (None, Decimal("-3.2"), "uncertain")
    assert row.get("AA") is None


LATE = Change("lateness", "unit-periods", Decimal(-6), Decimal(-6), Decimal(-6))
SAID = {
    "sure": (
        SURE,
        "Rule 'x' costs the programme 3.40 M (1.7%; 3.25 M to 3.50 M is proven): "
        "in the plan found without it BB pays 2.10 M less.",
    ),
    "exact": (
        replace(SURE, cost=cost("-3", "-3", "-3"), nations=()),
        "Rule 'x' costs the programme 3.00 M (1.5%; proven).",
    ),
    "unsure": (UNSURE, "What rule 'x' costs is less than what is proven of the plans: at most 3.20 M."),
    "unproven": (
        replace(SURE, cost=cost("-3", None, None)),
        "What rule 'x' costs is not known: nothing is proven of the plans.",
    ),
    "unseen": (
        replace(UNSURE, cost=cost("0", "-0.004", "0")),
        "Rule 'x' costs nothing: no plan is cheaper without it by 0.01 M or more.",
    ),
    "lost": (Case(WITHOUT, "", NOT_FOUND, "it was stopped"), "What rule 'x' costs was not found: it was stopped."),
    "late": (
        replace(SURE, before=LATE, cost=cost("2", "2", "2")),
        "Rule 'x' is felt in lateness: 6 unit-periods less (proven) without it, at a cost of 2.00 M more (proven): "
        "in the plan found BB pays 2.10 M less.",
    ),
    "maybe late": (
        replace(SURE, before=replace(LATE, amount=Decimal(-1), low=Decimal(-2), high=Decimal(0))),
        "What rule 'x' costs is not known: without it lateness may be otherwise (at most 2 unit-periods).",
    ),
    "no cost": (Case(WITHOUT, "", COMPARED), "Rule 'x' costs nothing: no plan is better without it."),
}


@pytest.mark.parametrize("case", SAID)
def test_a_price_in_plain_words(case: str) -> None:
    made, said = SAID[case]
    assert next(sentences(of("x", made))) == said


def test_the_dearest_are_told_first_on_the_first_page_and_the_rest_is_counted() -> None:
    several = [of(f"r{k}", replace(SURE, cost=cost(f"-{k}", f"-{k}", f"-{k}"))) for k in range(1, 6)]
    plan = replace(example.plan(), run=price.facts(several))
    told = list(in_words(tables.figures(example.problem(), plan)))
    assert [said.split("'")[1] for said in told[:3]] == ["r5", "r4", "r3"]
    assert told[3:] == ["Prices of 2 more rules and limits stand on the sheet Prices."]
    assert set(told) <= {said for said, _ in lines(tables.figures(example.problem(), plan))}


def test_a_plan_with_prices_is_read_and_audited_again_and_its_bytes_repeat(tmp_path: Path) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for path in (one, two):
        write(path, example.problem(), priced(), audit_words="audit passed")
    assert one.read_bytes() == two.read_bytes()
    found, findings = read_plan(one)
    assert found is not None, findings
    assert differences(found) == []
    assert price.of_run(found.plan.run) == sorted(PRICES, key=_name)
    report, findings = audit_file(one)
    assert report is not None
    assert errors(findings) == []


def test_a_price_that_was_changed_by_hand_is_found(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write(path, example.problem(), priced(), audit_words="audit passed")
    book = openpyxl.load_workbook(path)
    cell = next(c for row in book["Prices"].iter_rows() for c in row if c.value == -3.4)
    cell.value = -0.4
    book.save(path)
    found, _ = read_plan(path)
    assert found is not None
    (finding,) = differences(found)
    assert finding.where.startswith(f"Prices!{cell.coordinate} ")


def _name(price: Price) -> str:
    return price.name
