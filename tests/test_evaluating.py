"""The deal as typed: what is typed is taken, what is missing is filled in and said, nothing is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from procure import audit, rules
from procure.evaluating import typed_plan
from procure.facts import Facts
from procure.problem import DENIED, Control, Pin, Problem
from procure.workbook.read import read
from tests.clauses import small

BOOK = Path(__file__).resolve().parent.parent / "inputs" / "two-nations.xlsx"


def deal(**tables: object) -> Problem:
    problem, _ = read(BOOK, judged=True)
    assert problem is not None
    return problem.replace(**tables)


def shares(problem: Problem, package: str) -> dict[str, float]:
    plan, _ = typed_plan(Facts(problem))
    made = {str(k[1]): 0.0 for k, _ in plan.items("make") if k[0] == package}
    for key, sets in plan.items("make"):
        if key[0] == package:
            made[str(key[1])] += float(sets)
    return made


def test_what_is_not_typed_is_filled_in_and_said() -> None:
    _, notes = typed_plan(Facts(deal()))
    assert any("the cheapest supplier, Delft Turrets" in n.message or "Antwerp Arms" in n.message for n in notes)
    assert any("delivered when due" in n.message for n in notes)
    assert {n.level for n in notes} == {"note"}


def test_parts_under_given_to_are_split_in_whole_sets() -> None:
    problem = deal()
    hull = replace(next(w for w in problem.packages if w.id == "Hull"), given_to=(("BE", 0.6), ("NL", 0.4)))
    others = [w for w in problem.packages if w.id != "Hull"]
    assert shares(problem.replace(packages=(hull, *others)), "Hull") == {"Flanders Steel": 18, "Brabant Vehicles": 12}


def test_pinned_deliveries_and_begins_are_taken_as_they_are() -> None:
    pins = (
        Pin("deliver", "=", 12, item="Vehicle", nation="BE", period=3),
        Pin("begin", "=", 0, package="Trials", period=4),
    )
    plan, _ = typed_plan(Facts(deal(pins=pins)))
    assert plan.get("deliver", "Vehicle", "BE", 3) == 12
    assert plan.get("begin", "Trials", 4) == 1


def test_pins_beyond_the_firm_units_are_options_that_are_taken_and_then_wishes() -> None:
    firm = deal().requirements
    rows = [replace(firm[0], due=(*[0.0] * (len(firm[0].due) - 1), 4.0), order=order) for order in ("option", "wish")]
    rows[0] = replace(rows[0], lot=2.0)
    nation, last = firm[0].nation, len(firm[0].due) - 1
    pins = (Pin("deliver", "=", firm[0].total + 5, item="Vehicle", nation=nation, period=last),)
    plan, _ = typed_plan(Facts(deal(requirements=(*firm, *rows), pins=pins)))
    assert {key[2]: int(lots) for key, lots in plan.items("lots")} == {"option 1": 2, "wish 1": 1}


def test_a_deal_that_breaks_rows_is_measured_and_not_refused() -> None:
    problem = deal(pins=(Pin("award", "=", 1, package="Turret", supplier="Antwerp Arms"),))
    f = Facts(problem)
    plan, _ = typed_plan(f)
    broken = {check.clause for check in audit.audit(plan, f).checks if not check.holds}
    assert "capacity" in broken
    assert any(not result.held for result in rules.results(plan, f))


def test_money_of_a_typed_deal_adds_up_whatever_the_key() -> None:
    for key in ("offtake", "equal", "negotiated", "where performed", "own units", "BE"):
        problem = deal()
        phases = tuple(replace(p, key=key) if p.id == "Production" else p for p in problem.phases)
        plan, _ = typed_plan(Facts(problem.replace(phases=phases, rules=())))
        assert plan.total("charge", None, "Production") == plan.total("spend", "Production"), key
        assert plan.total("pay") == plan.total("charge"), key


def test_pinned_shares_of_a_negotiated_phase_decide_its_charges() -> None:
    problem = deal()
    phases = tuple(replace(p, key="negotiated") if p.id == "Production" else p for p in problem.phases)
    parts = {"BE": 0.25, "NL": 0.75}
    pins = tuple(Pin("share", "=", part, phase="Production", nation=n) for n, part in parts.items())
    plan, _ = typed_plan(Facts(problem.replace(phases=phases, pins=pins, rules=())))
    part = plan.total("charge", "BE", "Production") / plan.total("spend", "Production")
    assert abs(float(part) - 0.25) < 0.001


def test_a_need_of_a_family_is_filled_in_with_the_item_that_is_pinned_and_its_packages() -> None:
    problem = small.problem(
        nations=[small.nation(), small.nation("DE")],
        items=[small.item(i, family="trucks") for i in ("lorry", "van")],
        requirements=[small.need(0, 2, 0, nation=n, item="trucks") for n in ("FR", "DE")],
        packages=[small.one_off(f"{i} design", items=(i,)) for i in ("lorry", "van")]
        + [small.per_unit(f"{i} body", items=(i,)) for i in ("lorry", "van")],
        pins=[Pin("deliver", "=", 2, item="van", nation="DE", period=1)],
    )
    plan, notes = typed_plan(Facts(problem))
    assert plan.get("deliver", "van", "FR", 1) == 2
    assert {str(i) for (i,), _ in plan.items("used")} == {"van"}
    assert {str(w) for (w, _), _ in plan.items("award")} == {"van design", "van body"}
    assert any(n.message.endswith("delivered when due, as van.") for n in notes)
    assert audit.audit(plan, Facts(problem)).passed


def test_a_workbook_that_no_plan_can_keep_is_still_judged() -> None:
    problem = small.problem()
    assert typed_plan(Facts(problem))[0].values


def test_a_denied_award_and_a_denied_delivery_are_measured_and_refuse_nothing() -> None:
    problem = deal()
    controls = tuple(Control("steel", "US", n.id, DENIED) for n in problem.nations)
    packages = tuple(replace(w, technologies=("steel",)) for w in problem.packages)
    f = Facts(problem.replace(controls=controls, packages=packages))
    plan, _ = typed_plan(f)
    assert plan.values["award"] == typed_plan(Facts(problem))[0].values["award"]
    broken = {check.index for check in audit.audit(plan, f).checks if check.clause == "controls" and not check.holds}
    assert len(broken) == len(plan.values["award"]) + len({key[:2] for key in plan.values["deliver"]})


def industrial() -> Problem:
    """Support of both kinds, a second source and an investment, of which the deal says nothing."""
    return small.problem(
        packages=[
            small.per_unit(divisible=True, most=None, after=("second source",)),
            small.one_off("second source", 3.0, months=12.0, qualifies=("Beta",)),
            small.per_period(),
            small.in_service(divisible=True, most=None),
        ],
        items=[small.item()],
        requirements=[small.need(1, 2, 0)],
        capacities=[small.capacity(3, 3, 3, package="hull")],
        investments=[small.investment(package="hull")],
    )


def test_support_is_filled_in_and_what_nobody_is_qualified_for_is_left_out() -> None:
    f = Facts(industrial())
    plan, notes = typed_plan(f)
    assert [str(x) for x in audit.audit(plan, f).findings] == []
    assert [float(plan.get("make", "care", "Alpha", "", t)) for t in f.periods] == [1, 3, 3]
    assert plan.total("start", "upkeep") == 1
    assert plan.total("begin", "second source") == plan.total("expand") == 0
    assert any("nothing says that second line is made" in n.message for n in notes)


def test_a_supplier_that_is_pinned_brings_its_qualification() -> None:
    f = Facts(industrial().replace(pins=[Pin("award", "=", 1.0, package="hull", supplier="Beta")]))
    plan, _ = typed_plan(f)
    assert plan.get("placed", "second source") == plan.total("begin", "second source") == 1
    broken = {check.clause for check in audit.audit(plan, f).checks if not check.holds}
    assert broken == {"qualification"}  # the deal has Beta deliver before it is qualified
