"""A rule resolved: the names it uses looked up, and one row for each nation, phase and window it holds for.

    rows of a rule = (each nation of who | who together) x (each phase or programme | all of it together) x windows

Names of a filter that are of one kind widen it, names of different kinds narrow it; a family stands for its items.
"nation", "group" and "supplier" narrow whose part is measured, never what it is measured against.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from procure.facts import Facts
from procure.findings import ERROR, Finding
from procure.funding import ROLES
from procure.problem import Package, Phase, Rule
from procure.text import did_you_mean, listing

TOGETHER = " together"
LONG_AGO = -10_000  # periods; before any History
NARROWING = ("sector", "package", "tag", "item", "family", "supplier")  # of which History knows nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison that a rule asks for.

    who, phases, packages, items: ids that count. periods: those that count. whole: the packages are all those of the
    phases, whoever makes them. nation, phase (or programme), window: what the row speaks of, in words; "" where it is
    everything. suppliers: those whose part is measured. programmes: those whose History counts, in the periods of
    `reach` (numbers from the first period on, those before it negative); None where no History counts.
    """

    rule: Rule
    who: tuple[str, ...]
    phases: tuple[str, ...]
    packages: tuple[str, ...]
    items: tuple[str, ...]
    periods: range
    whole: bool
    nation: str
    phase: str
    window: str
    suppliers: tuple[str, ...]
    programmes: tuple[str, ...]
    reach: range | None = None

    @property
    def index(self) -> tuple[str, ...]:
        """The row's place within its rule."""
        return tuple(part for part in (self.nation, self.phase, self.window) if part)

    @property
    def name(self) -> str:
        """The rule's id, with the phase or programme that the row is held in alone."""
        return f"{self.rule.id}, {self.phase}" if self.phase else self.rule.id


def complaint(
    f: Facts, rule: Rule, column: str, check: str, message: str, hint: str = "", level: str = ERROR
) -> Finding:
    """A Finding at a cell of the rule, or at the rule of the model where no cell says it."""
    model = f.problem.programme.model or "the problem"
    where = f.problem.cell("Rules", rule.row, column) or f"model {model}: rule {rule.id}, {column}"
    return Finding(level, where, check, message, hint)


def unknown(f: Facts, rule: Rule) -> Iterator[Finding]:
    """Names that the rule uses and the problem does not have."""
    names = _names(f)
    nations = {*ROLES, "all", *names["nation"], *names["group"]}
    for name in rule.who:
        if name not in nations:
            text = f"rule {rule.id}: {name!r} is no nation, no group and none of {', '.join(ROLES)}, all"
            yield complaint(f, rule, "who", "unknown name", text, did_you_mean(name, nations))
    for kind, name in rule.of:
        if name not in names[kind]:
            text = f"rule {rule.id} filters to nothing: there is no {kind} {name!r}"
            yield complaint(f, rule, "of", "filters to nothing", text, did_you_mean(name, names[kind]))


def mixed(f: Facts, rule: Rule) -> Iterator[Finding]:
    """Packages that serve items inside and outside the rule's filter by item: their work belongs to neither alone."""
    wanted = set(_items(f, rule))
    passing = {w.id: set(f.serves(w)) for w in _packages(f, rule, _of(rule, "phase") or tuple(f.phases))}
    shared = [w for w, served in passing.items() if wanted & served and not served <= wanted]
    if shared:
        text = f"rule {rule.id}: {listing(shared)} serve other items too; no part of their work is of these alone"
        hint = "Filter by package, phase or tag, or give each item a package of its own."
        yield complaint(f, rule, "of", "shared package", text, hint)


def split(f: Facts, rule: Rule) -> Iterator[Finding]:
    """Needs of a family that items inside and outside the rule's filter can meet: nothing of them is due of these."""
    wanted = set(_items(f, rule))
    parts = [need for need in f.needs.values() if wanted & set(need.items) and not wanted >= set(need.items)]
    if parts:
        text = f"rule {rule.id}: what is due of {listing(sorted({need.name for need in parts}))} may be other items too"
        yield complaint(f, rule, "of", "split family", text, "Filter by the family, or use base units.")


def resolve(f: Facts, rule: Rule, phases: Collection[str]) -> Iterator[Row]:
    """Every row of the rule over those of the phases that it names; the names are known to exist."""
    named, programmes = _of(rule, "phase") or tuple(f.phases), _programmes(f, rule)
    wanted = tuple(p for p in f.phases if p in named and p in phases and programme(f, f.phases[p]) in programmes)
    who = _who(f, rule)
    groups = [(n, (n,)) for n in who] if rule.each else [("; ".join(rule.who) + TOGETHER, who)]
    whole = not any(kind in NARROWING for kind, _ in rule.of)
    only, makers = _items(f, rule), _of(rule, "supplier")
    for part, inside, counted in _parts(f, rule, wanted, programmes) if who else ():
        packages = tuple(w.id for w in _packages(f, rule, inside) if not only or _only(f, rule, w))
        items = tuple(i.id for i in f.problem.items if i.phase in inside and i.id in (only or f.items))
        suppliers = tuple(s for s in f.suppliers if s in (makers or f.suppliers))
        for nation, members in groups:
            for window, periods, reach in _windows(f, rule):
                back = reach if whole else None
                words = (nation, part, window)
                yield Row(
                    rule, members, inside, packages, items, periods, whole, *words, suppliers, counted, back
                )  # fmt: skip


def _parts(
    f: Facts, rule: Rule, wanted: tuple[str, ...], programmes: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """(label, phases, programmes of History) of each part of the programme that the rule holds in alone."""
    if rule.by_phase:
        yield from ((p, (p,), (programme(f, f.phases[p]),)) for p in wanted)
    elif rule.by_programme:
        for name in programmes:
            inside = tuple(p for p in wanted if programme(f, f.phases[p]) == name)
            if inside or _past(f, name):
                yield name, inside, (name,)
    elif wanted or any(_past(f, name) for name in programmes):
        yield "", wanted, programmes


def programme(f: Facts, phase: Phase) -> str:
    """Name of the programme that a phase belongs to."""
    return phase.programme or f.problem.programme.name


def planned(f: Facts) -> set[str]:
    """Programmes that the workbook plans: its own, and those of its phases."""
    return {f.problem.programme.name, *(programme(f, p) for p in f.problem.phases)}


def _past(f: Facts, name: str) -> bool:
    return any((h.programme or f.problem.programme.name) == name for h in f.problem.history)


def _programmes(f: Facts, rule: Rule) -> tuple[str, ...]:
    """Programmes that the rule speaks of: those it names, else those planned here; "all" adds those of History."""
    named, everything = _of(rule, "programme"), sorted(_names(f)["programme"] - {"all"})
    if not named:
        return tuple(sorted(planned(f)))
    return tuple(everything if "all" in named else sorted(set(named)))


def _names(f: Facts) -> dict[str, set[str]]:
    """Names that exist, by kind of filter."""
    packages = f.problem.packages
    return {
        "phase": set(f.phases),
        "item": set(f.items),
        "family": set(f.families),
        "sector": {w.sector for w in packages if w.sector} | {k for s in f.problem.suppliers for k in s.sectors},
        "package": set(f.packages) | {w.id for w in f.problem.headings},
        "tag": {tag for w in packages for tag in w.tags},
        "nation": set(f.nations),
        "group": {group for n in f.problem.nations for group in n.groups},
        "programme": {*planned(f), *(h.programme for h in f.problem.history if h.programme), "all"},
        "supplier": set(f.suppliers),
    }


def _of(rule: Rule, kind: str) -> tuple[str, ...]:
    return tuple(name for k, name in rule.of if k == kind)


def _items(f: Facts, rule: Rule) -> tuple[str, ...]:
    """Items that the rule names, one by one or by their family; none named = all."""
    return (*_of(rule, "item"), *(i for name in _of(rule, "family") for i in f.families.get(name, ())))


def _who(f: Facts, rule: Rule) -> tuple[str, ...]:
    """Nations that the rule's names stand for, narrowed by its filters, sorted."""
    only, groups = _of(rule, "nation"), _of(rule, "group")
    roles = {ROLES.get(name) for name in rule.who}
    return tuple(
        n.id
        for n in f.problem.nations
        if ("all" in rule.who or n.id in rule.who or n.role in roles or set(n.groups) & set(rule.who))
        and (not only or n.id in only)
        and (not groups or set(n.groups) & set(groups))
    )


def _packages(f: Facts, rule: Rule, phases: Collection[str]) -> Iterator[Package]:
    """Packages of the phases that pass the filters by sector, tag and package."""
    sectors, tags, named = _of(rule, "sector"), _of(rule, "tag"), _of(rule, "package")
    for w in f.problem.packages:
        if (
            w.phase in phases
            and (not sectors or w.sector in sectors)
            and (not tags or set(w.tags) & set(tags))
            and (not named or _lineage(f, w) & set(named))
        ):
            yield w


def _lineage(f: Facts, package: Package) -> set[str]:
    """The package and the headings above it."""
    parents = {w.id: w.parent for w in (*f.problem.packages, *f.problem.headings)}
    found: set[str] = set()
    name: str | None = package.id
    while name is not None and name not in found:
        found.add(name)
        name = parents.get(name)
    return found


def _only(f: Facts, rule: Rule, package: Package) -> bool:
    served = set(f.serves(package))
    return bool(served) and served <= set(_items(f, rule))


def _windows(f: Facts, rule: Rule) -> Iterator[tuple[str, range, range | None]]:
    """(label, periods, those in which History counts) of each window."""
    span = rule.span.periods if rule.span else f.periods
    labels, long = f.calendar.labels, rolling(rule)
    first = span[0] or LONG_AGO
    if rule.window == "total":
        yield ("" if span == f.periods else f"{labels[span[0]]} to {labels[span[-1]]}"), span, None
    elif rule.window == "each period":
        yield from ((labels[t], range(t, t + 1), None) for t in span)
    elif rule.window == "at the end":
        yield f"to {labels[span[-1]]}", span, range(first, span[-1] + 1)
    elif long is None:
        yield from ((f"to {labels[t]}", range(span[0], t + 1), range(first, t + 1)) for t in span)
    else:
        for t in span:
            reach = range(max(first, t - long + 1), t + 1)
            yield f"{long} periods to {labels[t]}", range(max(span[0], reach.start), t + 1), reach


def rolling(rule: Rule) -> int | None:
    """Periods of a rolling window, None for another one."""
    word, _, number = rule.window.partition(" ")
    return int(number) if word == "rolling" else None
