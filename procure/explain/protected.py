"""What no repair may touch: claims by their names, by the row between their brackets, by owner, or a kind."""

from __future__ import annotations

from collections.abc import Sequence

from procure.explain.claims.claim import KINDS, Claim
from procure.findings import ERROR, Finding
from procure.text import did_you_mean


def protected(every: Sequence[Claim], names: Sequence[str]) -> tuple[frozenset[str], list[Finding]]:
    """Names of the claims that are protected, and a finding for every name that means none.

    A name is one of a claim, "Rules[return floor]"; what stands between its brackets, "return floor"; the first part of
    that, which is a row with all its claims, "Frigate"; an owner, "IT"; a sheet, "Rules"; or a kind, "money".
    """
    held: set[str] = set()
    findings = []
    for name in names:
        wanted = name.strip().casefold()
        found = {claim.name for claim in every if wanted in _called(claim)}
        held |= found
        if not found and wanted not in KINDS:
            known = list(dict.fromkeys(word for claim in every for word in (claim.name, _inside(claim), claim.owner)))
            message = f"expected a row, a rule, an owner or a kind ({', '.join(KINDS)}) to protect, found '{name}'."
            hint = did_you_mean(name, [*KINDS, *filter(None, known)])
            findings.append(Finding(ERROR, f"--no-relax '{name}'", "unknown name", message, hint))
    return frozenset(held), findings


def _called(claim: Claim) -> set[str]:
    """Everything that a claim is called, in lower case."""
    sheet, _, _ = claim.name.partition("[")
    inside = _inside(claim)
    found = {claim.name, sheet, inside, inside.partition(",")[0], claim.kind, claim.owner}
    return {name.casefold() for name in found if name}


def _inside(claim: Claim) -> str:
    return claim.name.partition("[")[2].removesuffix("]")
