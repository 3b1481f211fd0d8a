"""Model files: what is read, and every complaint of one pass with its nearest match."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure import agreement
from procure.findings import Refused
from procure.problem import Objective, Rule

GOOD = """
name = "mine"
title = "ours"
summary = "as we agreed"
sources = ["the agreement"]
key = "equal"

[[rule]]
rule = "floor"
amount = 3
source = "article 4"
standing = "public"

[[rule]]
rule = "noble"
measure = "work"
who = "partners; EU"
"each or together" = "together"
"per phase" = true
of = ["sector avionics", "tag noble work"]
window = "cumulative"
relation = "<="
amount = 12.5
base = "M"
strength = "should"
penalty = 4
"asked by" = "everybody"
source = "article 5"
standing = "derived"

[[objective]]
name = "cost"
"relative %" = 0.5
absolute = 2
source = "article 6"
standing = "assumed"
"""


def load(folder: Path, text: str, name: str = "mine.toml") -> agreement.Agreement:
    (folder / name).write_text(text, encoding="utf-8")
    return agreement.load(name, beside=folder)


def complaints(folder: Path, text: str) -> list[tuple[str, str]]:
    """(place and message, hint) of every finding."""
    with pytest.raises(Refused) as refused:
        load(folder, text)
    return [(f"{f.where}: {f.message}", f.hint) for f in refused.value.findings]


def test_a_model_becomes_an_agreement_with_defaults_filled_in(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD)
    assert (found.name, found.title, found.summary, found.key) == ("mine", "ours", "as we agreed", "equal")
    assert found.sources == ("the agreement",)
    assert found.objectives == (Objective("cost", 0.005, 2.0),)
    floor, noble = found.rules
    assert floor == Rule("floor", "work", amount=3.0, source="article 4 (public)", agreed=True)
    assert noble == Rule(
        "noble", "work", ("partners", "EU"), each=False, by_phase=True,
        of=(("sector", "avionics"), ("tag", "noble work")), window="cumulative", relation="<=", amount=12.5, base="M",
        strength="should", penalty_m=4.0, asked_by="everybody", source="article 5 (derived)", agreed=True,
    )  # fmt: skip


def test_every_number_keeps_its_source_and_standing(tmp_path: Path) -> None:
    found = {(o.of, o.source, o.standing) for o in load(tmp_path, GOOD).origins}
    assert found == {
        ("rule floor", "article 4", "public"),
        ("rule noble", "article 5", "derived"),
        ("objective cost", "article 6", "assumed"),
    }


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ('title = "ours"', 'tilte = "ours"', "mine.toml: unknown key 'tilte'", "'title'"),
        ('key = "equal"', 'key = "equals"', "mine.toml: key: expected one of", "'equal'"),
        ('sources = ["the agreement"]', "sources = []", "mine.toml: sources: expected", ""),
        ('measure = "work"', 'measure = "works"', "rule noble, measure: expected one of work", "'work'"),
        ('base = "M"', 'base = "% of cost"', "rule noble, base: expected one of M", "'% of own cost'"),
        ('relation = "<="', 'relation = "<"', "rule noble, relation: expected one of >=", ""),
        ('window = "cumulative"', "window = 3", "rule noble, window: expected text", ""),
        ("amount = 12.5", 'amount = "12.5"', "rule noble, amount: expected a number", ""),
        ("amount = 12.5", "amount = nan", "rule noble, amount: expected a number", ""),
        ("amount = 12.5", "amount = true", "rule noble, amount: expected a number", ""),
        ("amount = 12.5", "amount = 1" + "0" * 400, "rule noble, amount: expected a number", ""),
        ("amount = 12.5\n", "", "rule noble, amount: expected", ""),
        ("penalty = 4", "penalty = -4", "rule noble, penalty: expected a number from 0", ""),
        ('"per phase" = true', '"per phase" = "yes"', "rule noble, per phase: expected true or false", ""),
        ('who = "partners; EU"', "who = [1]", "rule noble, who: expected text", ""),
        ('"sector avionics"', '"item tank"', "rule noble, of: expected a kind", "belong to a programme"),
        ('"sector avionics"', '"avionics"', "rule noble, of: expected a kind", ""),
        ('rule = "noble"', 'rule = "floor"', "rule floor: expected one rule of that name", ""),
        ('source = "article 4"\n', "", "rule floor, source: expected", ""),
        ('standing = "public"', 'standing = "sure"', "rule floor, standing: expected one of public", ""),
        ('window = "cumulative"', 'from = "2027"', "rule noble: unknown key 'from'", "belong to a programme"),
        ('name = "cost"', 'name = "costs"', "objective costs, name: expected one of", "'cost'"),
        ('"relative %" = 0.5', '"relative %" = 101', "objective cost, relative %: expected a number from 0 to 100", ""),
        ("[[objective]]", "[objective]", "objective: expected tables headed [[objective]]", ""),
    ],
)
def test_what_does_not_fit_is_told_with_its_place_and_the_nearest_match(
    tmp_path: Path, old: str, new: str, place: str, hint: str
) -> None:
    assert old in GOOD
    found = complaints(tmp_path, GOOD.replace(old, new, 1))
    assert any(place in text and hint in way_out for text, way_out in found), found


def test_everything_wrong_is_told_in_one_pass(tmp_path: Path) -> None:
    text = GOOD.replace('key = "equal"', "key = 1").replace('measure = "work"', 'measure = "x"').replace("3\n", "inf\n")
    assert len(complaints(tmp_path, text)) == 3


@pytest.mark.parametrize(
    "content", [b"", b"not toml", b"name = \xff", b"a = " + b"[" * 5000, b"name = 1\nname = 2", b"x = 9" + b"9" * 9000]
)
def test_a_broken_file_is_a_finding(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(Refused):
        agreement.load("mine.toml", beside=tmp_path)


def test_a_missing_file_a_folder_and_a_huge_file_are_findings(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "huge.toml").write_bytes(b"#" * (agreement.LARGEST_FILE + 1))
    for name in ("none.toml", "folder.toml", "huge.toml", "nul\x00.toml"):
        with pytest.raises(Refused):
            agreement.load(name, beside=tmp_path)


def test_an_unknown_model_is_told_the_nearest_one() -> None:
    with pytest.raises(Refused) as refused:
        agreement.load("just-retour")
    (finding,) = refused.value.findings
    assert "'juste-retour'" in finding.hint


def test_a_models_explanation_says_its_rules_in_plain_words_with_their_sources(tmp_path: Path) -> None:
    text = agreement.explain(load(tmp_path, GOOD))
    assert "Each partner's work is at least its agreed share less 3 points." in text
    assert "article 4 (public)" in text
    assert "1. cost: later ones may give up 0.5 % of it or 2 in its unit" in text
    assert "the agreement" in text
