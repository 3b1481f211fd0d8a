"""Checks of penalties and pins. What a rule's words mean together is checked where they are understood, in rules.py."""

from __future__ import annotations

from collections.abc import Iterator

from procure.facts import Facts
from procure.findings import ERROR, WARNING, Finding
from procure.problem import GRANT, LOAN, ONE_OFF, Pin, Rule


def _at(facts: Facts, rule: Rule, column: str) -> str:
    """The rule's cell; of a rule that the book does not re-set, the model's name."""
    return facts.problem.cell("Rules", rule.row, column) or f"model {facts.problem.programme.model}, rule {rule.id}"


def strengths(facts: Facts) -> Iterator[Finding]:
    """A rule that should hold has a price for missing it; one that must, has none."""
    for rule in facts.problem.rules:
        if rule.row and rule.strength != "should" and rule.penalty_m:
            message = f"expected a blank cell: a rule with the strength {rule.strength} has no penalty."
            yield Finding(WARNING, _at(facts, rule, "penalty"), "penalty without use", message)
        if rule.strength == "should" and not rule.penalty_m:
            message = "the rule has no penalty, so nothing is done for it."
            yield Finding(WARNING, _at(facts, rule, "penalty"), "penalty needed", message)


PINS = {  # by decision, the cells that it names: one way of several
    "award": (("package", "supplier"),),
    "begin": (("package", "period"),),
    "deliver": (("item", "nation"), ("item", "nation", "period")),
    "share": (("package", "supplier"), ("phase", "nation")),
    "make": (
        ("package", "period"), ("package", "supplier", "period"), ("package", "item", "supplier", "period"),
        ("package", "supplier", "nation", "period"), ("package", "item", "supplier", "nation", "period"),
    ),
    "build": (("item", "period"),),
    "set up": (("package", "supplier", "period"),),
    "invest": (("investment", "period"),),
    "grant": (("phase", "nation", "fund", "period"),),
    "draw": (("nation", "fund", "period"),),
    "charge": (("phase", "nation", "period"),),
    "pay": (("phase", "nation", "period"),),
}  # fmt: skip


def pins(facts: Facts) -> Iterator[Finding]:
    """A pin has the cells that its decision needs and no others, and a decision that can be taken."""
    for pin in facts.problem.pins:
        names = ("package", "item", "phase", "supplier", "nation", "fund", "investment", "period")
        given = tuple(name for name in names if getattr(pin, name) is not None)
        if given not in PINS[pin.decision]:
            ways = ", or ".join(" and ".join(way) for way in PINS[pin.decision])
            message = f"expected {ways} for the decision {pin.decision}, found {' and '.join(given) or 'nothing'}."
            yield Finding(ERROR, facts.problem.cell("Pins", pin.row, "decision"), "pin", message)
            continue
        complaint = _pin_value(facts, pin)
        if complaint:
            yield Finding(ERROR, facts.problem.cell("Pins", pin.row, complaint[0]), "pin", complaint[1])


def _pin_value(facts: Facts, pin: Pin) -> tuple[str, str] | None:
    """Column and message of what makes the pin impossible."""
    if pin.value < 0 and pin.decision != "pay":
        return "value", f"expected a number of 0 or more, found {pin.value:g}."
    if pin.decision == "award" and (pin.value not in (0, 1) or pin.relation != "="):
        return "value", "expected = 1 (holds a part) or = 0 (holds none)."
    if pin.decision == "begin" and pin.package in facts.packages and facts.packages[pin.package].kind != ONE_OFF:
        return "package", f"expected a one-off package, found '{pin.package}', {facts.packages[pin.package].kind}."
    if pin.decision == "share" and pin.value > 1:
        return "value", f"expected a per cent from 0 to 100, found {pin.value * 100:g}."
    if pin.decision == "make" and pin.package in facts.packages and not facts.packages[pin.package].recurring:
        return "package", f"expected a package made in sets, found '{pin.package}', {facts.packages[pin.package].kind}."
    kind = GRANT if pin.decision == "grant" else LOAN
    if pin.fund is not None and (pin.fund, kind) not in {(fund.id, fund.kind) for fund in facts.problem.funds}:
        return "fund", f"expected a fund of the kind {kind}, found '{pin.fund}'."
    wanted = pin.decision in ("award", "share") and pin.package in facts.packages and pin.value > 0
    if wanted and pin.relation != "<=" and pin.supplier not in facts.able[str(pin.package)]:
        return "supplier", f"expected a supplier that can do '{pin.package}', found '{pin.supplier}'."
    return None
