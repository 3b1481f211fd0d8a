"""A solver that is found out is asked again on another path."""

from __future__ import annotations

from tests import properties


def test_a_false_proof_is_found_out_and_the_plan_is_made_with_another_seed() -> None:
    """Of this programme HiGHS 1.15.1 proves a bound above a plan that there is."""
    assert properties.has_a_plan(137) == ""
    assert properties.passes_the_audit(137) == ""
