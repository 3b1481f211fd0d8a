"""Rules and pins: the model's rules re-set by the sheet, filters resolved, decisions already taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from procure.problem import FILTERS, Pin, Rule
from procure.workbook import build
from procure.workbook.build_context import Context
from procure.workbook.build_packages import one_period
from procure.workbook.table import Record


def rules(context: Context, agreed: Iterable[Rule]) -> tuple[Rule, ...]:
    """The model's rules, each re-set in the cells that a row of its name fills in, and the sheet's own."""
    models = {rule.id: replace(rule, agreed=True) for rule in agreed}
    return context.over_model("Rules", "rule", models, lambda r, base: _rule(context, r, base))


def _rule(context: Context, r: Record, base: Rule | None) -> Rule:
    """A row as a rule, or the model's rule with the row's filled in cells."""
    of = tuple(pair for name in r["of"] if (pair := _filter(context, r, name)))
    taken = {
        "measure": r["measure"], "who": context.members(r, "who"), "each": r["each or together"] == "each",
        "by_phase": r["per phase"], "of": of, "window": r["window"],
        "relation": r["relation"], "amount": r["amount"], "base": r["base"], "strength": r["strength"],
        "penalty_m": r["penalty"] if r["strength"] == "should" or "penalty" in r.given else 0.0,
        "asked_by": r["asked by"] or "", "source": r["source"] or "", "by_programme": r["per programme"],
        "counts_from_fraction": r["counts from"] / 100, "earlier_plan": r["earlier plan"] or "",
        "references": tuple((name, part or 0.0) for _, name, part in r["earlier figures"]),
    }  # fmt: skip
    span = build.span_of(context, r["from"], r["to"], base.span if base else None)
    if span and span.last < span.first:
        context.error(r, "to", "order of periods", "expected no period before \"from\".")
    if base is None:
        return Rule(r["rule"], **taken, span=span, agreed=r["status"] == "agreed", row=r.row)
    fields = {column: column for column in taken} | {
        "each": "each or together", "by_phase": "per phase", "penalty_m": "penalty", "asked_by": "asked by",
        "by_programme": "per programme", "counts_from_fraction": "counts from", "earlier_plan": "earlier plan",
        "references": "earlier figures",
    }  # fmt: skip
    filled: dict[str, Any] = {name: value for name, value in taken.items() if fields[name] in r.given}
    if "strength" in filled and base.strength != "should":
        filled["penalty_m"] = taken["penalty_m"]
    return replace(base, **filled, span=span, agreed=False, row=r.row)


def _filter(context: Context, r: Record, typed: str) -> tuple[str, str] | None:
    """(kind, name) of "phase Production", or of a name alone that means one thing. Complains of all else."""
    first, _, rest = typed.partition(" ")
    if typed.casefold() == "programme all":
        return "programme", "all"
    if first.casefold() in FILTERS and rest in context.names.of(first.casefold()):
        return first.casefold(), rest
    kinds = context.names.kinds(typed, FILTERS)
    if len(kinds) == 1:
        return kinds[0], typed
    if kinds:
        ways = " or ".join(f"'{kind} {typed}'" for kind in kinds)
        message = f"expected a name that means one thing, found '{typed}', a {' and a '.join(kinds)}."
        context.error(r, "of", "ambiguous name", message, f"Write {ways}.")
    elif first.casefold() in FILTERS and rest:
        context.unknown(r, "of", f"a {first.casefold()}", rest, context.names.of(first.casefold()))
    else:
        expected = f"a name, or its kind ({', '.join(FILTERS)}) and name"
        context.unknown(r, "of", expected, typed, context.names.of(*FILTERS))
    return None


def pins(context: Context) -> Iterator[Pin]:
    """Pins; a share is a fraction; a begin, what is set up and an investment have the value 1; a blank award is 1."""
    for r in context.rows("Pins"):
        value = r["value"]
        if value is None:
            if r["decision"] not in ("award", "begin", "set up", "invest"):
                message = f"expected the value of the decision '{r['decision']}', found a blank cell."
                context.error(r, "value", "needed cell", message)
            value = 1.0
        yield Pin(
            decision=r["decision"],
            relation=r["relation"],
            value=value / 100 if r["decision"] == "share" else value,
            package=r["package"],
            item=r["item"],
            phase=r["phase"],
            supplier=r["supplier"],
            nation=r["nation"],
            period=one_period(context, r, "period"),
            fund=r["fund"],
            investment=r["investment"],
            row=r.row,
        )
