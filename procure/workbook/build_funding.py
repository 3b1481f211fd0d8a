"""The Funding sheet: grants and loans, the model's re-set by it, with what is said of the wrong kind complained of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from procure.problem import GRANT, Fund
from procure.workbook import build
from procure.workbook.build_context import Context
from procure.workbook.table import Record

OF_KIND = {"rate": "grant", "interest": "loan", "repay from": "loan", "repay periods": "loan"}
_FIELDS = {
    "for": "who", "phases": "phases", "most funded": "most_fraction", "rate": "rate_fraction", "envelope": "envelope_m",
    "within": "within", "needs": "needs", "interest": "interest_fraction", "repay from": "repay_from_months",
    "repay periods": "repay_periods", "source": "source",
}  # fmt: skip


def funds(context: Context, agreed: Iterable[Fund] = ()) -> tuple[Fund, ...]:
    """The model's funds, each re-set in the cells that a row of its name fills in, and the sheet's own.

    Per cents become fractions, a blank envelope and blank periods are no limit.
    """
    models = {fund.id: fund for fund in agreed}
    return context.over_model("Funding", "fund", models, lambda r, base: _fund(context, r, base))


def _fund(context: Context, r: Record, base: Fund | None) -> Fund:
    """A row as a fund, or the model's fund with the row's filled in cells."""
    said = r["kind"] if base is None or "kind" in r.given else base.kind
    for column, kind in OF_KIND.items():
        if column in r.given and said != kind:
            message = f"expected a blank cell: only a {kind} has it, {r['fund']} is a {said}."
            context.error(r, column, "kind of fund", message)
    made = Fund(
        id=r["fund"],
        kind=said,
        who=context.members(r, "for"),
        phases=r["phases"],
        most_fraction=r["most funded"] / 100,
        rate_fraction=r["rate"] / 100 if said == GRANT else 1.0,
        envelope_m=r["envelope"],
        needs=r["needs"],
        interest_fraction=r["interest"] / 100,
        repay_from_months=r["repay from"],
        repay_periods=r["repay periods"],
        limits=build.limits(r),
        within=r["within"],
        source=r["source"] or "",
        row=r.row,
    )
    if base is None or said != base.kind:
        return made
    filled = {field: getattr(made, field) for column, field in _FIELDS.items() if column in r.given}
    return replace(base, **filled, limits=made.limits, row=r.row)
