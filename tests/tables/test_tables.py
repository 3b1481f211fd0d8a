from decimal import Decimal

import pytest

from procure import tables
from procure.plan import Plan
from procure.problem import Quote
from procure.tables.sentences import assumed, status, unlimited
from procure.tables.table import Table
from procure.tables.work import codes
from tests.tables import example

D = Decimal


def rows(table: Table) -> dict[tuple[object, ...], dict[str, object]]:
    """Rows by their leading texts, as {header: value}."""
    headers = [column.header for column in table.columns]
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for row in table.rows:
        texts = tuple(value for value in row[:3] if isinstance(value, str))
        found[texts] = dict(zip(headers, row, strict=True))
    return found


@pytest.fixture(scope="module")
def made() -> dict[str, list[Table]]:
    return tables.sheets(tables.figures(example.problem(), example.plan()))


def test_cost_shares_set_charges_against_the_agreed_key(made: dict[str, list[Table]]) -> None:
    found = rows(made["Cost shares"][0])
    alba = found["Production", "Alba", "offtake"]
    assert alba["charge"] == D(33)
    assert alba["cost share"] == D("0.6")
    assert alba["agreed"] == pytest.approx(D("0.6"))
    assert alba["above agreed"] == pytest.approx(D(0), abs=D("1e-9"))
    assert found["all phases", "all", ""]["charge"] == D(155)


def test_work_shares_are_of_the_partners_work_and_sectors_add_up(made: dict[str, list[Table]]) -> None:
    found = rows(made["Work shares"][0])
    assert found["Production", "all sectors", "Borea"]["work"] == D(45)
    assert found["Production", "all sectors", "Borea"]["work share"] == D(45) / D(55)
    assert found["Production", "all sectors", "Borea"]["above agreed"] == pytest.approx((D(45) / 55 - D("0.4")) * 100)
    sectors = [found["Production", sector, "Borea"]["work"] for sector in ("steel", "engines")]
    assert sectors == [D(35), D(10)]


def test_work_packages_draw_a_bar_for_one_off_work_and_sets_for_the_rest(made: dict[str, list[Table]]) -> None:
    table = made["Work packages"][0]
    headers = [column.header for column in table.columns]
    design = next(k for k, row in enumerate(table.rows) if row[0] == "Design")
    first = headers.index("2027")
    assert table.rows[design][first:] == ("Al", "Al", None, None)
    assert [table.bars.get((design, first + t)) for t in range(4)] == ["Alba", "Alba", None, None]
    assert table.rows[design][headers.index("begins") : headers.index("price")] == ("2027", "2028")
    body = next(row for row in table.rows if row[0] == "Body")
    assert body[first:] == (None, None, D(5), D(5))
    assert body[headers.index("set-up")] == D(5)
    engines = {row[4]: row[headers.index("share")] for row in table.rows if row[0] == "Engine"}
    assert engines == {"Alba Systems": D("0.5"), "Borea Steel": D("0.5")}


def test_a_package_without_a_supplier_is_shown_as_not_placed() -> None:
    plan = example.plan()
    without = {name: {k: v for k, v in f.items() if k[0] != "Design"} for name, f in plan.values.items()}
    table = tables.sheets(tables.figures(example.problem(), Plan(without)))["Work packages"][0]
    design = next(k for k, row in enumerate(table.rows) if row[0] == "Design")
    assert table.rows[design][4] == "not placed"
    assert (design, 4) in table.red


def test_deliveries_show_what_is_owed_in_red() -> None:
    plan = example.plan()
    values = {**plan.values, "deliver": {("Vehicle", "Alba", 3): D(6), ("Vehicle", "Borea", 2): D(4)}}
    table = tables.sheets(tables.figures(example.problem(), Plan(values)))["Deliveries"][0]
    late = next(k for k, row in enumerate(table.rows) if row[1:3] == ("Alba", "late at the end"))
    assert table.rows[late][3:] == (None, D(0), D(0), D(3), D(0))
    assert [cell for cell in sorted(table.red) if cell[0] == late] == [(late, 6)]
    ahead = next(row for row in table.rows if row[1:3] == ("Borea", "late at the end"))
    assert not any(ahead[4:])


def test_payments_leave_room_under_the_budget_and_pass_it_in_red() -> None:
    plan = example.plan()
    pay = {**plan.values["pay"], ("Alba", "Development", 1): D("41.25")}
    table = tables.sheets(tables.figures(example.problem(), Plan({**plan.values, "pay": pay})))["Payments"][0]
    room = next(k for k, row in enumerate(table.rows) if row[:2] == ("Alba", "room left"))
    assert table.rows[room][3:] == (D(10), D("-1.25"), D(22), D(25))
    assert [cell for cell in sorted(table.red) if cell[0] == room] == [(room, 4)]


def test_money_carried_into_a_period_is_room_in_it() -> None:
    plan = example.plan()
    x = tables.figures(example.problem(), Plan({**plan.values, "carry": {("Alba", "", 1): D(10)}}))
    assert x.room("Alba") == {0: D(10), 1: D(10), 2: D(32), 3: D(25)}


def test_industry_load_spreads_one_off_effort_and_counts_sets(made: dict[str, list[Table]]) -> None:
    table = made["Industry load"][0]
    load = next(row for row in table.rows if row[0] == "Borea Steel" and row[3] == "load")
    assert load[4:] == (D(15), D(0), D(0), D(8), D(7))
    part = next(row for row in table.rows if row[0] == "Borea Steel" and row[3] == "part used")
    assert part[7] == D("0.8")
    assert not table.red


def test_the_cost_bridge_leads_from_prices_to_payments(made: dict[str, list[Table]]) -> None:
    found = rows(made["Cost bridge"][0])
    alba = found["Alba", "Production"]
    names = ("prices of the phase", "set-up of the phase", "cost of the phase", "charge", "due", "paid", "own work")
    assert [alba[name] for name in names] == [D(50), D(5), D(55), D(33), D(33), D(33), D(10)]
    assert found["Alba", "all phases"]["charge less own work"] == D(93) - D(110)


def test_rule_results_say_what_is_reached_and_how_much_room_is_left(made: dict[str, list[Table]]) -> None:
    found = rows(made["Rule results"][0])
    borea = next(row for key, row in found.items() if "Borea" in key)
    assert borea["room"] == pytest.approx(D(20) - (D("0.4") - D(45) / 155) * 100)
    assert borea["binding"] == "no"
    assert borea["asked by"] == "Borea"


def test_every_total_is_the_sum_of_its_parts(made: dict[str, list[Table]]) -> None:
    nations = next(table for table in made["Summary"] if table.title == "Nations")
    headers = [column.header for column in nations.columns]
    for name in ("units", "cost", "work"):
        at = headers.index(name)
        *parts, whole = (row[at] for row in nations.rows)
        assert sum(parts) == whole
    for title in ("Payments by nation and year", "Deliveries by nation and year"):
        table = next(table for table in made["Summary"] if table.title == title)
        for at in range(1, len(table.columns)):
            *parts, whole = (row[at] for row in table.rows)
            assert sum(parts) == whole
        assert all(sum(row[2:]) == row[1] for row in table.rows)


def test_the_summary_names_each_nations_return_and_balance(made: dict[str, list[Table]]) -> None:
    nations = next(table for table in made["Summary"] if table.title == "Nations")
    found = rows(nations)["Alba", "2029"]
    assert found["return"] == D(110) / D(93)
    assert found["balance"] == pytest.approx(D(110) - D("0.6") * 155)
    assert (found["peak year"], found["paid in it"]) == ("2027", D(30))
    assert (found["least room"], found["least room in"]) == (D(10), "2027")


def test_the_unit_price_is_that_of_the_sets_of_a_unit(made: dict[str, list[Table]]) -> None:
    prices = next(table for table in made["Summary"] if table.title == "Unit price")
    assert prices.rows == (("Vehicle", D(10), D(50), D(5), D(5), "vehicle"),)


def test_the_status_line_tells_the_distance_from_the_bound_and_the_audit() -> None:
    x = tables.figures(example.problem(), example.plan())
    assert status(x) == "Plan within 0.50 M (0.32%) of the best possible cost; audit passed."


def test_a_plan_without_stages_is_a_deal_as_typed() -> None:
    x = tables.figures(example.problem(), Plan(example.plan().values))
    assert status(x) == "The deal as typed, measured; nothing was optimised; not audited yet."


def test_assumptions_count_the_row_that_the_price_comes_from() -> None:
    problem = example.problem()
    assert assumed(tables.figures(problem, example.plan())) == D(100)
    quotes = (*problem.quotes, Quote("Alba Systems", "Design", 100.0, row=3))
    quoted = problem.replace(quotes=quotes)
    assert assumed(tables.figures(quoted, example.plan())) == 0
    both = quoted.replace(notes={**problem.notes, ("Quotes", 2): ("", "illustrative", "")})
    assert assumed(tables.figures(both, example.plan())) == D(35)


def test_blank_budget_cells_are_counted_for_every_payer() -> None:
    assert unlimited(tables.figures(example.problem(), example.plan())) == 4
    without = example.problem().replace(budgets=())
    assert unlimited(tables.figures(without, example.plan())) == 8


@pytest.mark.parametrize(
    ("nations", "letters"),
    [
        (("UK", "DE"), ["UK", "DE"]),
        (("Germany", "Greece"), ["Ge", "Gr"]),
        (("Norway", "North Macedonia"), ["Norw", "Nort"]),
        (("Niger", "Nigeria"), ["Niger", "Nigeri"]),
    ],
)
def test_letters_of_nations_are_short_and_unlike_each_other(nations: tuple[str, ...], letters: list[str]) -> None:
    assert list(codes(nations).values()) == letters
