"""The plan in plain words: the lines that a reader sees first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from procure import objectives, treasury
from procure.offers import LEARNING
from procure.plan import Stage, dec
from procure.problem import GRANT, Fund, Problem
from procure.tables import industry, orders, pooling, price_words, replanned
from procure.tables.figures import SEEN, ZERO, Figures, grouped
from procure.tables.table import Column, Rows, Table

SOFT = ("assumed", "illustrative")


def plain_words(x: Figures, sheet: str) -> Table:
    """One sentence a row."""
    rows = Rows()
    for sentence, bad in lines(x):
        rows.add(sentence, red=[0] if bad else [])
    return rows.table(sheet, x.f.problem.programme.name, "", (Column("", width=16, span=15),))


def lines(x: Figures) -> Iterator[tuple[str, bool]]:
    """(sentence, whether it tells of a shortfall)."""
    yield status(x), False
    yield programme(x), False
    if x.f.firm:
        yield deliveries_in_words(x)
    for sentence in orders.in_words(x):
        yield sentence, False
    yield _payments(x), False
    if x.results:
        yield _rules(x)
    for fund in x.f.problem.funds:
        yield _fund(x, fund), False
    if "curves" in x.plan.run and any(o.kind == LEARNING for several in x.f.offers.values() for o in several):
        yield f"Learning curves: {x.plan.run['curves']}.", False
    for sentence in pooling.in_words(x):
        yield sentence, False
    for sentence in price_words.in_words(x):
        yield sentence, False
    for sentence in industry.in_words(x):
        yield sentence, False
    for sentence in replanned.in_words(x):
        yield sentence, False
    yield _grounds(x), False


def status(x: Figures) -> str:
    """How good the plan is proven to be, and what the audit says."""
    audit = x.plan.run.get("audit", "not audited yet")
    cost = next((s for s in x.plan.stages if s.name == "cost"), None)
    if not x.plan.stages:
        return f"The deal as typed, measured; nothing was optimised; {audit}."
    if cost is None:
        asked = any(one.name == "cost" for one in x.f.problem.objectives or objectives.DEFAULT)
        how = "stopped before its cost was looked at" if asked else "made without the objective cost"
        return f"Plan {how}; {audit}."
    words = [f"Plan within {_above(x, cost)} of the best possible cost" if cost.bound is not None else _UNPROVEN]
    others = [s.name for s in x.plan.stages if s is not cost and s.state != "proven"]
    words += [f"{name} not proven" for name in others]
    return "; ".join([*words, audit, *_others(x)]) + "."


def _others(x: Figures) -> Iterator[str]:
    """Whether other awards would be as good, where the run asked."""
    said = {
        "yes": "other plans as good award some packages otherwise",
        "no": "no plan as good awards any package otherwise",
        "not known": "whether other plans as good award packages otherwise is not known",
    }
    asked = x.plan.run.get("other awards as good")
    if asked in said:
        yield said[asked]


_UNPROVEN = "Plan of which nothing is proven on how far it is from the best possible cost"


def _above(x: Figures, cost: Stage) -> str:
    assert cost.bound is not None
    value = dec(cost.value) + x.penalty
    above = max(ZERO, value - dec(cost.bound))
    share = f" ({above / value:.2%})" if value else ""
    return f"{money(x, above)}{share}"


def money(x: Figures, amount: Decimal) -> str:
    """An amount as the tables show it."""
    return f"{amount:,.{x.decimals}f} M"


def units(amount: Decimal) -> str:
    """Units without needless decimals."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.3f}"


def programme(x: Figures) -> str:
    """Partners, horizon, total cost, packages."""
    p = x.f.problem.programme
    who = _count(len(x.f.partners), "partner")
    model = f" under the model {p.model}" if p.model else ""
    span = f"{x.labels[0]} to {x.labels[-1]}"
    cost = f"{money(x, x.total_cost)} {currency(x.f.problem)}"
    return f"{who}{model}, {span}: {cost}, {_count(len(x.f.packages), 'package')}."


def currency(problem: Problem) -> str:
    """Currency and price level: "EUR, prices of 2026", "EUR, prices as signed"; with an index "EUR, current prices"."""
    p = problem.programme
    if not p.in_constant_prices and (p.index or any(phase.index for phase in problem.phases)):
        return f"{p.currency}, current prices"
    of = "of " if p.price_base[:1].isdigit() else ""
    return p.currency + (f", prices {of}{p.price_base}" if p.price_base else "")


def deliveries_in_words(x: Figures) -> tuple[str, bool]:
    """Units of all nations delivered and late, and whether that is a shortfall."""
    handed = grouped(x.plan.items("deliver"), 2)
    taken = sum((amount for need in x.f.needs.values() for amount in x.taken(need)), ZERO)
    delivered, firm = sum(handed.values(), ZERO) - taken, sum((dec(u) for u in x.f.firm.values()), ZERO)
    late = sum((sum(x.late(i, n), ZERO) for i, n in x.f.firm), ZERO)
    of = " firm" if any(need.extras for need in x.f.needs.values()) else ""
    words = f"{units(delivered)} of {units(firm)}{of} units are delivered"
    periods = sorted(int(t) for (t,), value in handed.items() if value)
    if periods:
        words += f", {x.labels[periods[0]]} to {x.labels[periods[-1]]}"
    missing = firm - delivered > SEEN
    if late <= SEEN:
        return f"{words}; none is late.", missing
    return f"{words}; {units(late)} unit-periods late.", True


def _payments(x: Figures) -> str:
    paid = {n: sum((v for (m, _, _), v in x.plan.items("pay") if m == n), ZERO) for n in x.payers}
    most = sorted(paid, key=lambda n: (-paid[n], n))[:3]
    return "Paid in all: " + ", ".join(f"{n} {money(x, paid[n])}" for n in most) + (
        f" and {len(paid) - 3} more." if len(paid) > 3 else "."
    )


def _rules(x: Figures) -> tuple[str, bool]:
    """Rules that hold or are missed; what is only reported is a yardstick, and no shortfall."""
    asked = [r for r in x.results if r.needed and r.rule.strength != "report"]
    missed = [r for r in asked if not r.held]
    binding = sum(1 for r in asked if r.held and r.binding)
    words = f"Rules: {len(asked) - len(missed)} of {len(asked)} rows held, {binding} of them without room."
    if missed:
        words += f" Missed: {', '.join(dict.fromkeys(r.rule.id for r in missed))}."
    if not asked:
        words = "Rules: none has to hold."
    told = [r for r in x.results if r.rule.strength == "report"]
    if told:
        names = ", ".join(dict.fromkeys(r.rule.id for r in told))
        words += f" Only reported: {names}, reached in {sum(r.held for r in told)} of {len(told)} rows."
    return words, bool(missed)


def _fund(x: Figures, fund: Fund) -> str:
    """What a fund gives whom, and what it was worth as the run found it."""
    family, verb = ("grant", "gives") if fund.kind == GRANT else ("draw", "lends")
    given = grouped(((key, leaf) for key, leaf in x.plan.items(family) if key[0] == fund.id), 1)
    most = sorted(given.items(), key=lambda entry: (-entry[1], entry[0]))
    words = f"{fund.kind.capitalize()} {fund.id} " + (f"{verb} " if most else f"{verb} nothing")
    words += ", ".join(f"{n} {money(x, amount)}" for (n,), amount in most[:3])
    words += f" and {_count(len(most) - 3, 'more')}" if len(most) > 3 else ""
    worth = x.plan.run.get(f"worth of {fund.id}", "")
    return f"{words}: {worth}." if worth else f"{words}."


def _grounds(x: Figures) -> str:
    """What the figures rest on: assumptions, figures of no stated standing, and budgets without limit."""
    soft, unsaid = assumed(x), marked(x, ("",))
    total = sum((*x.prices.values(), *x.setups.values()), ZERO)
    words = f"Prices of {money(x, soft)}{_share(soft, total)} rest on assumed or illustrative figures"
    if unsaid:
        words += f", of {money(x, unsaid)}{_share(unsaid, total)} on figures without a status"
    blank = unlimited(x)
    budgets = "every payer has a budget in every period"
    if blank:
        budgets = f"{_count(blank, 'budget cell')} blank, which is no limit"
    return f"{words}; {budgets}."


def _share(amount: Decimal, whole: Decimal) -> str:
    return f" ({amount / whole:.0%})" if whole else ""


def assumed(x: Figures) -> Decimal:
    """M of price and set-up whose row of Packages or Quotes is marked assumed or illustrative."""
    return marked(x, SOFT)


def marked(x: Figures, status: tuple[str, ...]) -> Decimal:
    """M of price and set-up whose row of Packages or Quotes has one of these statuses ("" = none)."""
    found = ZERO
    for table, quoted in ((x.prices, "price_m"), (x.setups, "setup_m")):
        for (w, s), value in table.items():
            quote, package = x.f.quotes.get((str(w), str(s))), x.f.packages[str(w)]
            by_quote = quote is not None and getattr(quote, quoted) is not None
            place = ("Quotes", quote.row) if quote is not None and by_quote else ("Packages", package.row)
            found += value if x.f.problem.notes.get(place, ("", "", ""))[1] in status else ZERO
    return found


def unlimited(x: Figures) -> int:
    """Periods of payers' cash lines in which nothing limits them; all periods of a payer, or a phase, without one."""
    count = 0
    for n in x.payers:
        limits = [b.limits for b in treasury.lines(x.f) if b.nation == n]
        limits += [()] * (not limits or bool(treasury.unpaid(x.f, n)))
        for line in limits:
            count += len(x.f.periods) - len({t for limit in line for t in limit.span.periods})
    return count


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
