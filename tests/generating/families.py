"""A second item beside one of the hidden plan's: of its family, never in use, with packages that are not placed."""

from __future__ import annotations

from dataclasses import replace

from procure import keys
from procure.problem import ONE_OFF, PER_UNIT, Item, Package, Requirement
from tests.generating.draw import SIZES, Draft

FAMILY, STANDARD = "family", "Link 16"
BESIDE = {"items": 1, "packages": 2}  # what a family adds to the size that was asked for


def families(d: Draft) -> None:
    """In some programmes; tiny ones stay as they are, so that every choice can be tried."""
    items = [i for i in d.problem.items if d.total("deliver", i.id) >= 1 and _may_have_another(d, i.phase)]
    split = any(r.base == "units from pro-rata" and "item" in dict(r.of) for r in d.problem.rules)
    if d.size is SIZES["tiny"] or split or not items or not d.chance(0.4):
        return
    one = d.rng.choice(items)
    every = tuple(i.id for i in d.problem.items)
    named = [replace(w, items=w.items or every) for w in d.problem.packages]
    idle = replace(one, id=f"{one.id} mark 2", family=FAMILY, standards=tuple(d.some((STANDARD,), 0)), min_rate=0.0)
    d.replace(
        items=[replace(i, family=FAMILY, standards=(STANDARD,)) if i is one else i for i in d.problem.items] + [idle],
        packages=[*named, *_packages(d, idle)],
        requirements=_all_asked(d, one.id),
    )
    _hidden(d, one)


def _may_have_another(d: Draft, phase: str) -> bool:
    """Offtake of several items needs weights."""
    p = d.facts.phases[phase]
    return "offtake" not in (p.key, p.fallback) or bool(keys.weights(d.facts, p))


def _packages(d: Draft, idle: Item) -> list[Package]:
    """Development and units of the idle item."""
    phase, only, value = idle.phase, (idle.id,), float(d.rng.randint(1, 200))
    design = Package("idle design", ONE_OFF, phase, only, value_m=value, months=float(d.rng.randint(0, 12)))
    each, name = round(d.rng.uniform(0.2, 9), 2), (design.id,)
    return [design, Package("idle unit", PER_UNIT, phase, only, value_m=each, after=name, divisible=d.chance(0.3))]


def _all_asked(d: Draft, item: str) -> list[Requirement]:
    """The requirements, a nation's rows of the item all asked for as its family, or all as before."""
    asked: dict[str, Requirement] = {}
    for r in d.problem.requirements:
        if r.wanted == item and r.nation not in asked:
            asked[r.nation] = _asked(d, r)
    alike = {n: (r.wanted, r.standards) for n, r in asked.items()}
    found = []
    for r in d.problem.requirements:
        wanted, standards = alike[r.nation] if r.wanted == item else (r.wanted, r.standards)
        found.append(replace(r, wanted=wanted, standards=standards))
    return found


def _asked(d: Draft, r: Requirement) -> Requirement:
    """A need of the family, or still of the one item."""
    return replace(r, wanted=FAMILY, standards=tuple(d.some((STANDARD,), 0))) if d.chance(0.7) else r


def _hidden(d: Draft, one: Item) -> None:
    """What the hidden plan says of it: the one item is in use, and needs have their new names."""
    d.values["used"][one.id,] = 1.0
    facts = d.facts
    for w, bound in facts.bound_to.items():
        if len(bound) > 1:
            d.values["placed"][w,] = float(one.id in bound)
    short = d.values["short"].items()
    d.values["short"] = {(i if (i, n) in facts.needs else FAMILY, n): units for (i, n), units in short}
    lots = d.values["lots"].items()
    d.values["lots"] = {(i if (i, n) in facts.needs else FAMILY, n, q): units for (i, n, q), units in lots}
