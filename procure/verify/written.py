"""The rows, ends, duals and bounds of a plan's proof in one file that stands by itself: proof/README.md says its form.

Every number that counts is a text: a float in hexadecimal, which is exact, or a fraction "over/under".
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from procure import whole
from procure.certificate import Label
from procure.proof.relaxation import Line, Relaxation
from procure.verify.bounds import Bounds, Proven

FORMAT = "procure rows 1"


def write(path: Path, bounds: Bounds, sources: Iterable[Path]) -> None:
    """Write the file. Raises whole.NotWritten where that cannot be, or it is one of the sources."""
    whole.refuse_same(sources, path)
    text = json.dumps(document(bounds), separators=(",", ":")).replace('{"name"', '\n{"name"')  # a column, a row a line

    def fill(to: Path) -> None:
        to.write_text(f"{text}\n", "ascii", newline="\n")

    whole.write_whole(path, fill)


def document(bounds: Bounds) -> dict[str, Any]:
    """What the file says; rows and stages are empty where the plan has no certificate."""
    x = bounds.relaxation
    return {
        "format": FORMAT,
        "columns": [] if x is None else _columns(x),
        "rows": [] if x is None else [_row(line) for line in x.lines],
        "stages": [_stage(one, 0 if x is None else len(x.lines)) for one in bounds.proofs],
    }


def _columns(x: Relaxation) -> list[dict[str, Any]]:
    columns = zip(x.columns, x.low, x.high, x.whole, strict=True)
    return [{"name": _name(c), "low": _end(a), "high": _end(b), "whole": whole} for c, a, b, whole in columns]


def _row(line: Line) -> dict[str, Any]:
    terms = [[column, a.hex()] for column, a in line.terms]
    return {"name": _name(line.label), "terms": terms, "relation": line.relation, "right": line.right.hex()}


def _stage(one: Proven, shared: int) -> dict[str, Any]:
    proof, exact = one.proof, one.proof.bound
    return {
        "name": one.stage.name,
        "objective": [[column, c.hex()] for column, c in one.objective],
        "cutoff": one.stage.cutoff.hex(),
        "rows": [_row(line) for line in one.lines[shared:]],
        "ends": [[step.column, step.end, step.line, step.value.hex()] for step in proof.steps],
        "duals": _duals(proof.duals),
        "claimed": None if one.stage.bound is None else one.stage.bound.hex(),
        "bound": None if exact is None else f"{exact.numerator}/{exact.denominator}",
    }


def _duals(duals: Mapping[int, float]) -> list[list[int | str]]:
    return [[line, dual.hex()] for line, dual in sorted(duals.items())]


def _end(value: float) -> str | None:
    return None if math.isinf(value) else value.hex()


def _name(label: Label) -> str:
    return f"{label[0]}({label[1]})"
