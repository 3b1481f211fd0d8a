"""Rules in many wordings on the programme made by hand, and what they come to, as text for golden files.

Every decision has a number, so that what a row sums can be told by one figure, and a coefficient or an index that is
wrong moves it. The checks are of the plan made by hand, and of the same numbers taken as a plan.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import cycle, islice
from typing import Any

from procure import rules
from procure.calendar import Span
from procure.facts import Facts
from procure.measures import MEASURES, bases
from procure.measures.rows import resolve
from procure.milp import Milp
from procure.origins import Content, History
from procure.problem import Problem, Rule
from tests.clauses import checked, small
from tests.handmade import PLAN, PROBLEM

EACH, TRIED = 5, 90  # wordings of every base, and of how many they are the first that can be built
GROUPS = {"AA": ("EU", "core"), "BB": ("EU",), "CC": ()}
WINDOWS = ("total", "cumulative", "each period", "rolling 3", "at the end")
RELATIONS = (">=", "<=", "within", "=")
PLACES: tuple[dict[str, Any], ...] = (
    {}, {"who": ("all",), "each": False}, {"of": (("phase", "Build"),)}, {"who": ("AA",), "of": (("phase", "Dev"),)},
    {"by_phase": True, "who": ("BB",)}, {"of": (("tag", "noble"),)}, {"by_programme": True, "who": ("core", "CC")},
    {"of": (("item", "jet"),)}, {"of": (("supplier", "A1"), ("supplier", "C1")), "who": ("all",)},
    {"span": Span(2, 4)}, {"of": (("family", "uav"),), "who": ("all",)}, {"of": (("sector", "air"),), "each": False},
    {"of": (("nation", "BB"),), "who": ("all",)}, {"of": (("group", "EU"), ("package", "mission"))},
    {"of": (("programme", "all"),)}, {"of": (("programme", "Legacy"),), "each": False},
    {"strength": "should", "penalty_m": 2.0, "each": False}, {"who": ("all",)},
)  # fmt: skip


@cache
def programme() -> Problem:
    """The programme made by hand with what rules may speak of beside it: groups, tags, weights, History."""
    weights = {"wing": 2.0, "tests": 0.5}
    packages = [
        replace(w, weight=weights.get(w.id, 1.0), tags=("noble",) if w.id in ("wing", "design") else (),
                component_fraction=0.6 if w.id == "body" else 1.0,
                parent="mission" if w.id in ("pod", "tests") else None)
        for w in PROBLEM.packages
    ]  # fmt: skip
    return PROBLEM.replace(
        programme=replace(PROBLEM.programme, gdp_in_m=True),
        nations=[
            replace(n, groups=GROUPS[n.id], gdp=1000.0 * k) for k, n in enumerate(PROBLEM.nations, 1)
        ],
        phases=[replace(p, programme="Upkeep" if p.id == "Care" else p.programme) for p in PROBLEM.phases],
        packages=packages,
        headings=[replace(packages[0], id="mission", parent=None)],
        contents=(*PROBLEM.contents, Content("B1", None, "CC", 0.25, 0.1)),
        history=(
            History(None, "Build", "AA", 2025, 30.0, 20.0, 1.0), History(None, None, "BB", 2026, 10.0, 15.0, 2.0),
            History("Legacy", None, "AA", 2028, 4.0, 3.0), History("Legacy", "old", "CC", 2026, 7.0, 1.0, 1.0),
            History(None, "Dev", "BB", 2026, 5.0, 2.0), History("Upkeep", None, "AA", 2026, 2.0, 6.0),
            History("Legacy", "old", "BB", 2027, 0.0, 8.0),
        ),
    )  # fmt: skip


def wordings(measure: str) -> list[Rule]:
    """Rules of a measure: every base in some of the wordings, which go on where the last base's ended."""
    places, windows, relations = cycle(PLACES), cycle(WINDOWS), cycle(RELATIONS)
    found: list[Rule] = []
    for base in MEASURES[measure].BASES:
        tried = (
            _worded(measure, base, window, relation, place)
            for place, window, relation in islice(zip(places, windows, relations, strict=False), TRIED)
        )
        built = (rule for rule in tried if not rules.refusals(Facts(programme().replace(rules=(rule,)))))
        found += islice(built, EACH)
    return [replace(rule, id=f"{number}") for number, rule in enumerate(found, 1)]


def _worded(measure: str, base: str, window: str, relation: str, place: dict[str, Any]) -> Rule:
    if MEASURES[measure].WINDOWS == ("total",):
        window = "total"
    rule = Rule("r", measure, window=window, relation=relation, base=base, amount=3.0, row=5)
    rule = replace(rule, **place)
    if measure == "nations" and relation in (">=", "within"):
        rule = replace(rule, counts_from_fraction=0.05)
    if base == bases.EARLIER:
        found = resolve(Facts(programme()), rule, tuple(p.id for p in programme().phases))
        rule = replace(rule, references=tuple((", ".join(row.index), 40.0 + k) for k, row in enumerate(found)))
    return rule


class Sums:
    """Stands where a Milp does, and keeps of every row what its left side comes to at numbered decisions."""

    def __init__(self, m: Milp) -> None:
        self.m, self.x, self.lines = m, m.x, list[str]()

    def declare(self, *family: Any) -> Any:
        return self.m.declare(*family)

    def require(
        self, clause: str, index: tuple[Any, ...], terms: Any, relation: str, right: float, cells: Any = ()
    ) -> None:
        left = sum(factor * (variable * 37 % 101 + 1) / 8 for factor, variable in terms)
        name = ", ".join(map(str, index))
        self.lines.append(f"{name}: {left:.6f} {relation} {right:.6f}   [{'; '.join(cells)}]")


def text(measure: str) -> str:
    """Rows, checks and results of every wording of a measure."""
    lines = []
    for rule in wordings(measure):
        problem = programme().replace(rules=(rule,))
        lines.append(f"{rule.id}: {_words(rule)}")
        lines += [f"  row    {line}" for line in _rows(problem)]
        for kind, plan in (("hand", PLAN), ("number", checked.numbered(programme()))):
            f = Facts(problem)
            lines += [f"  {kind:<6} {checked.line(check)}" for check in rules.audit(plan, f)]
            lines += [f"  {kind:<6} {_result(result)}" for result in rules.results(plan, f) if rule.strength != "must"]
    return "".join(f"{line}\n" for line in lines)


def _words(rule: Rule) -> str:
    parts = ["; ".join(rule.who), "each" if rule.each else "together", rule.relation, rule.base, rule.window]
    parts += [rule.strength, *(f"{kind} {name}" for kind, name in rule.of), "per phase" if rule.by_phase else ""]
    parts += ["per programme" if rule.by_programme else "", "2029 to 2031" if rule.span else ""]
    return ", ".join(filter(None, parts))


def _rows(problem: Problem) -> list[str]:
    m, f = small.declared(problem)
    sums = Sums(m)
    rules.constrain(sums, f)
    return sums.lines


def _result(r: rules.RuleResult) -> str:
    told = (f"{name} {getattr(r, name):.6f}" for name in ("reached", "missed") if getattr(r, name) is not None)
    return f"{r.who} {r.phase} {r.window}: {', '.join(told)} of {r.amount} {r.unit}"
