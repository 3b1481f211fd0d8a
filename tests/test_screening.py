"""What is said of rules and objectives before anything is built."""

from __future__ import annotations

from procure.findings import ERROR, WARNING
from procure.problem import Objective, Rule
from procure.screening import screen
from tests.problems import two_nations

NOBODY = Rule("nobody", "work", who=("IT",), amount=10.0, base="M", row=2)
CLOSE = Rule("close", "deliveries", relation="<=", amount=0.5, base="units from pro-rata", window="cumulative", row=3)


def test_a_problem_without_fault_passes_in_silence() -> None:
    assert screen(two_nations()) == []


def test_a_rule_of_nobody_is_an_error_with_its_cell() -> None:
    (found,) = screen(two_nations(NOBODY))
    assert (found.level, found.where) == (ERROR, "Rules!C2 who")


def test_an_objective_named_twice_is_an_error() -> None:
    (found,) = screen(two_nations(objectives=(Objective("cost"), Objective("cost"))))
    assert (found.level, found.rule) == (ERROR, "named twice")


def test_a_rule_that_may_not_be_meant_is_a_warning_and_all_is_said_in_one_pass() -> None:
    found = screen(two_nations(NOBODY, CLOSE, objectives=(Objective("speed"),)))
    assert [(f.level, f.rule) for f in found] == [
        (ERROR, "unknown name"),
        (ERROR, "unknown name"),
        (WARNING, "narrow pro-rata"),
    ]
