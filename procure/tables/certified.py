"""The sheet Certificate: what a bound of this plan can be proven from without a solver (proof/README.md)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure.certificate import Certificate
from procure.tables.table import EXACT, Column, Rows, Table

SHEET = "Certificate"
PROVEN, POINTS, DUALS = "Proven bounds", "Break points", "Duals"

PROVEN_COLUMNS = (
    Column("objective", width=24), Column("later at most", EXACT, 16), Column("cut-off", EXACT, 14),
    Column("proven bound", EXACT, 16), Column("why none", width=24),
)  # fmt: skip
POINT_COLUMNS = (
    Column("package", width=20), Column("supplier", width=20), Column("offer", width=20), Column("sets", EXACT, 14),
)  # fmt: skip
DUAL_COLUMNS = (
    Column("clause", width=20), Column("row", width=32), Column("of objective", width=20), Column("dual", EXACT, 18),
)  # fmt: skip


def sheet(certificate: Certificate) -> list[Table]:
    """Bounds, break points of price curves where there are any, duals where there are any."""
    return [_proven(certificate), *_points(certificate), *_duals(certificate)]


def _proven(certificate: Certificate) -> Table:
    rows = Rows()
    for one in certificate.stages:
        rows.add(one.name, _number(one.held), _number(one.cutoff), _number(one.bound), one.why or None)
    sentence = (
        "What no plan can be below, proven by the duals in exact arithmetic, of objectives as they are minimised "
        "(wishes met by its negative), and what later ones leave of each. `procure verify` proves it again."
    )
    return rows.table(SHEET, PROVEN, sentence, PROVEN_COLUMNS)


def _points(certificate: Certificate) -> Iterator[Table]:
    rows = Rows()
    for key, sets in sorted(certificate.points.items()):
        for amount in sorted(sets):
            rows.add(*key, _number(amount))
    if rows.rows:
        sentence = "Quantities at which the straight pieces of price curves meet, beside those that the data give."
        yield rows.table(SHEET, POINTS, sentence, POINT_COLUMNS)


def _duals(certificate: Certificate) -> Iterator[Table]:
    rows = Rows()
    for one in certificate.stages:
        for (clause, words), dual in one.duals.items():
            rows.add(clause, words, one.name, _number(dual))
    if rows.rows:
        sentence = "What 1 more of a row's limit adds to the objective, in the units of both; of other rows it is 0."
        yield rows.table(SHEET, DUALS, sentence, DUAL_COLUMNS)


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
