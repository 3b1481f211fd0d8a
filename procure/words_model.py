"""What a model says beside its rules, in plain words: outside money, technology control, key tables."""

from __future__ import annotations

from procure import accession
from procure.model_form import KeyTable
from procure.problem import DENIED, EVERYWHERE, GRANT, LICENCE, Control, Fund


def fund(one: Fund) -> str:
    """A sentence: kind, how much, for whom and what, under which conditions; a loan's terms in years."""
    phases = f" of {_and(one.phases, 'or')}" if one.phases else ""
    if one.kind == GRANT:
        text = f"a grant of up to {_percent(one.rate_fraction)} of the cost{phases}"
    else:
        interest, grace = _percent(one.interest_fraction), f"{one.repay_from_months / 12:g}"
        text = f"a loan for payments{phases}, {interest} a year, paid back over {one.repay_periods} years"
        text += f" after {grace} years of grace" if one.repay_from_months else ""
    text += f", for {_and(one.who)}"
    text += "" if one.envelope_m is None else f", at most {one.envelope_m:,.12g} M in all"
    if one.most_fraction < 1:
        text += f", at most {_percent(one.most_fraction)} funded by all grants" if one.kind == GRANT else ""
    text += f", in the envelope of {one.within}" if one.within else ""
    text += f"; needs {_and(one.needs)}" if one.needs else ""
    return f"{text[0].upper()}{text[1:]}."


def control(one: Control) -> str:
    """A sentence: whose technology, to whom, free, under licence or denied."""
    to = "every nation" if one.destination == EVERYWHERE else one.destination
    text = f"{one.technology} of {one.owner} to {to}: {one.permission}"
    if one.permission == LICENCE:
        text += f", {one.months:.12g} months" + (f", {one.cost_m:.12g} M a transfer" if one.cost_m else "")
    if one.permission == DENIED and one.de_minimis_fraction:
        text += f" where the owner's content is above {_percent(one.de_minimis_fraction)}"
    return f"{text}."


def table(one: KeyTable) -> str:
    """How many nations, the years, the sum, and every share."""
    years = f"{one.first_year} to {one.last_year}"
    shares = ", ".join(f"{nation} {share}" for nation, share in one.shares)
    whole = accession.total(dict(one.shares))
    return f"{len(one.shares)} nations, {years}, per cent, sum {whole:.3f} and normalised: {shares}."


def _percent(fraction: float) -> str:
    return f"{fraction * 100:.12g} %"


def _and(names: tuple[str, ...], word: str = "and") -> str:
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
