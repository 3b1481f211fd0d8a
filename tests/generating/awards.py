"""Who does the work in the hidden plan, in which parts; then the counts, least parts and "given to" it keeps."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from procure.problem import Package
from tests.generating.draw import Draft, down

Parts = dict[str, float]


def awards(d: Draft) -> None:
    """Holders and parts of every package, and the decisions award, start, make and open that follow."""
    facts = d.facts
    found = []
    for w in d.problem.packages:
        able = facts.suppliers_of[w.id]
        holders = d.some(able, 1, 3 if w.divisible else 1)
        w = _recurring(d, w, holders) if w.recurring else _one_off(d, w, holders)
        found.append(w)
    d.replace(packages=found)
    _open(d)


def _one_off(d: Draft, w: Package, holders: list[str]) -> Package:
    """Parts in twentieths."""
    begin, cuts = d.begins[w.id], sorted(d.rng.sample(range(1, 20), len(holders) - 1))
    twentieths = [high - low for low, high in zip([0, *cuts], [*cuts, 20], strict=True)]
    parts = {s: n / 20 for s, n in zip(holders, twentieths, strict=True)}
    d.values["begin"][w.id, begin] = 1.0
    for s, part in parts.items():
        d.values["award"][w.id, s] = 1.0
        d.values["start"][w.id, s, begin] = part
    return _agreed(d, _counted(d, w, parts), parts, exact=True)


def _recurring(d: Draft, w: Package, holders: list[str]) -> Package:
    """Whole sets one by one, others in the same parts all along; every holder makes some."""
    lots = d.sets[w.id]
    facts, total = d.facts, sum(sets for _, _, sets in lots)
    whole = all(facts.items[i].whole for i in facts.serves(w)) and float(w.per_unit).is_integer()
    if whole:
        one_by_one = [(b, t) for b, t, sets in lots for _ in range(round(sets))]
        d.rng.shuffle(one_by_one)
        holders = holders[: len(one_by_one)]
        for k, (b, t) in enumerate(one_by_one):
            d.add("make", (w.id, holders[k] if k < len(holders) else d.rng.choice(holders), b, t), 1.0)
    else:
        shares = [1.0] if len(holders) == 1 else [0.5, 0.5] if len(holders) == 2 else [0.5, 0.25, 0.25]
        for b, t, sets in lots:
            for s, share in zip(holders, shares, strict=True):
                d.add("make", (w.id, s, b, t), share * sets)
    made: Counter[str] = Counter()
    for s in holders:
        d.values["award"][w.id, s] = 1.0
        made[s] = d.total("make", w.id, s)
    parts = {s: sets / total for s, sets in made.items()}
    sure = w.per_unit * facts.sure_of(facts.serves(w))
    w = _counted(d, w, {s: sets / max(sure, total) for s, sets in made.items()})
    if not whole:
        return _agreed(d, w, parts, exact=True)
    rounded = {s: round(part, 2) for s, part in parts.items()}
    fits = abs(sum(rounded.values()) - 1) < 1e-9 and all(abs(rounded[s] - parts[s]) * total < 0.99 for s in parts)
    fits = fits and min(rounded.values()) >= w.smallest_fraction
    return _agreed(d, w, rounded if fits else {}, exact=fits and w.most != 1)


def _counted(d: Draft, w: Package, parts: Parts) -> Package:
    """Counts of suppliers around what is, and a least part that nobody is below."""
    if not w.divisible:
        return w
    smallest = max(0.001, down(min(0.05, min(parts.values())) if d.chance(0.5) else min(parts.values())))
    most = d.rng.choice((None, len(parts), len(parts) + 1))
    return replace(w, smallest_fraction=smallest, fewest=d.rng.randint(1, len(parts)), most=most)


def _agreed(d: Draft, w: Package, parts: Parts, exact: bool) -> Package:
    """Some packages are given to suppliers or nations, in parts or without."""
    if not parts or not d.chance(0.25):
        return w
    nations, by_nation = {s.id: s.nation for s in d.problem.suppliers}, defaultdict(float)
    for s, part in parts.items():
        by_nation[nations[s]] += part
    named = dict(by_nation) if d.chance(0.4) else parts
    if not w.divisible and len(named) > 1:
        return w
    with_parts = exact and len(named) > 1 and d.chance(0.6)
    return replace(w, given_to=tuple((name, round(part, 4) if with_parts else None) for name, part in named.items()))


def _open(d: Draft) -> None:
    """Set-ups when the work begins."""
    facts, first = d.facts, {}
    for family in ("start", "make"):
        for key in d.values[family]:
            pair, t = key[:2], int(key[-1])
            first[pair] = min(t, first.get(pair, t))
    for (w, s), t in first.items():
        if facts.setup(str(w), str(s)) > 0:
            d.values["open"][w, s, t] = 1.0
