"""Conflicts and claims as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from procure.explain.claims.claim import FACT, NEEDS, RANKS, Claim
from procure.explain.conflict import Conflict
from procure.tables.table import Column, Rows, Table

CONFLICT = "Conflict"
CELLS = 4  # that a sentence names: the table has all


def asked(claim: Claim) -> str:
    """What a claim asks for, where, by whom and how firmly.

    `Italy pays at most 40 M EUR in all (Nations!F4 ceiling; asked by Italy, policy).` A rule's strength stands before
    the rank. What stands in the world is stated, not asked, but for needs.
    """
    told = [*claim.cells[:CELLS], *(["..."] if len(claim.cells) > CELLS else [])]
    verb = "stated" if claim.rank == FACT and claim.kind != NEEDS else "asked"
    firm = [f"{verb} by {_several(claim.owner)}"] if claim.owner else []
    firm += [claim.strength] if claim.name.startswith("Rules[") else []
    where = "; ".join(part for part in (", ".join(told), ", ".join([*firm, RANKS[claim.rank]])) if part)
    return f"{claim.words.strip().rstrip('.')} ({where})."


def _several(owners: str) -> str:
    """Owners as words: `DE, FR` is DE and FR."""
    *others, last = owners.split(", ")
    return f"{', '.join(others)} and {last}" if others else last


def sentences(found: Conflict) -> Iterator[str]:
    """The conflict in words: what cannot hold together, and what is known of it."""
    if found.undecided:
        yield "It was not found out in time whether there is a plan at all."
        return
    if found.physics:
        yield (
            "There is no plan even with every rule, budget, limit, date and need of the workbook given up: what is "
            "left is that work is placed once, and done before what waits for it."
        )
        return
    count = len(found.claims)
    rows = "This row alone leaves no plan" if count == 1 else f"These {count} rows cannot hold together"
    yield f"{rows}{'' if found.proven else ' (stopped early: fewer of them may be enough)'}:"
    yield from map(asked, found.claims)
    if found.only and count > 1:
        yield "To give up any one of them is enough."
    elif found.proven:
        yield "With all other rows given up there is still no plan" + (
            "; other rows may conflict as well." if count == 1 else "; without any one of them these conflict no more."
        )


def table(found: Conflict) -> Table:
    """A row for each member: what is asked, where, by whom, how firmly."""
    rows = Rows()
    for number, claim in enumerate(found.claims, start=1):
        rows.add(
            number, claim.words, ", ".join(claim.cells), claim.owner, claim.strength, RANKS[claim.rank], claim.kind,
            claim.name,
        )  # fmt: skip
    columns = [
        Column("", "0", 4), Column("what is asked", width=64), Column("cells", width=40), Column("asked by", width=16),
        Column("strength", width=10), Column("rank", width=10), Column("kind", width=10), Column("row", width=30),
    ]  # fmt: skip
    sentence = "Rows that cannot hold together; each is needed for that." if found.proven else "Stopped early."
    return rows.table(CONFLICT, "What cannot hold together", sentence, columns)


def record(found: Conflict) -> dict[str, object]:
    """For a JSON document."""
    return {
        "proven": found.proven,
        "physics": found.physics,
        "any_one_is_enough": found.only,
        "undecided": found.undecided,
        "words": list(sentences(found)),
        "rows": [
            {
                "row": c.name, "words": c.words, "cells": list(c.cells), "asked_by": c.owner, "kind": c.kind,
                "rank": RANKS[c.rank], "strength": c.strength,
            }
            for c in found.claims
        ],
    }  # fmt: skip
