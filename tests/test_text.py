"""Text made comparable: what looks alike, and what is spelt nearly so."""

from __future__ import annotations

from procure import text


def test_a_close_spelling_is_looked_for_among_few_names_a_look_alike_among_any_number() -> None:
    few = ["Alba", "Borea"]
    many = [*few, *(f"nation {number}" for number in range(text.MOST_COMPARED))]
    assert text.nearest("Albo", few) == "Alba"
    assert text.nearest("Albo", many) is None
    assert text.nearest("ALBA", many) == "Alba"


def test_names_that_print_alike_are_told_apart_by_their_letter() -> None:
    said = text.did_you_mean("IT", ["I\u0422", "ES"])
    assert said == "Did you mean 'I\u0422'? They print alike, but one has the letter CYRILLIC CAPITAL LETTER TE."
    assert text.did_you_mean("Itt", ["IT", "ES"]) == "Did you mean 'IT'?"
