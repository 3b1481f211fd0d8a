"""The planner against the independent formulation: `python -m tests.benchmarks.differential` writes differential.md.

    --count 1000   instances, one a seed      --seed 0    the first seed
    --only 250     looks at so many more of them and stops; the next call goes on (what is known is kept in --kept)
    --seconds 15   for each side of an instance; what is not proven by then is told apart

An instance is a random problem, half of them squeezed (tests/independent/instances.py). It agrees where both sides come
to the same lateness, wishes met and cost, or both to "infeasible"; where the planner's whole decisions, put into the
independent formulation, are as good there; and where the audit passes the plan. Progress is printed on stderr.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

from pyscipopt import Model

from procure.clauses import CLAUSES, name
from procure.solve import highs_version
from tests.benchmarks.seeded import Record, main
from tests.independent.compare import verdict
from tests.independent.instances import instance
from tests.independent.profile import unspoken

HERE = Path(__file__).with_suffix(".md")
KEPT = Path(tempfile.gettempdir()) / "procure-differential.jsonl"
FEW = 10  # instances in which a clause should bind


def look(seed: int, seconds: float) -> Record:
    """One instance, as it is kept. An exception is a disagreement."""
    began = time.monotonic()
    problem = instance(seed)
    found: Record = {"seed": seed, "limit": seconds, "unspoken": unspoken(problem)}
    if not found["unspoken"]:
        try:
            v = verdict(problem, seconds)
            found |= {"end": v.end, "proven": v.proven, "wrong": list(v.wrong), "binding": sorted(v.binding)}
        except Exception as why:
            found |= {"end": "error", "proven": False, "wrong": [f"{type(why).__name__}: {why}"], "binding": []}
    return found | {"seconds": round(time.monotonic() - began, 3)}


def table(found: list[Record], seed: int) -> str:
    """The record in Markdown."""
    inside = [r for r in found if not r["unspoken"]]
    wrong = [r for r in inside if r["wrong"]]
    good = [r for r in inside if not r["wrong"]]
    ends = Counter((r["end"], r["proven"]) for r in good)
    bound = Counter(clause for r in inside for clause in r["binding"])
    seconds = [r["seconds"] for r in inside]
    limit = max((r["limit"] for r in inside), default=0.0)
    apart = ends["plan", False] + ends["not rounded", False]
    rows = [
        ("instances", len(found)),
        ("not in the profile", len(found) - len(inside)),
        ("compared", len(inside)),
        ("agreed", len(good)),
        ("of these: the same optimum, proven by both", ends["plan", True] + ends["not rounded", True]),
        (f"of these: the gaps overlap, not proven by both in {limit:g} s", apart),
        ("of these: infeasible on both sides", ends["infeasible", True]),
        (f"of these: one side had no plan in {limit:g} s, the other none that contradicts", ends["stopped", False]),
        ("disagreed", len(wrong)),
    ]
    lines = [
        "# The planner against an independent formulation",
        "",
        f"Printed by `python -m tests.benchmarks.differential --count {len(found)} --seed {seed}`.",
        f"The planner solves with HiGHS {highs_version()}, the independent formulation with SCIP {Model().version()}.",
        "One problem a seed, every third tiny, the others small, every second with less of what it limits. They agree",
        "where lateness, wishes met and cost are equal to 2e-6, where the planner's whole decisions are as good in the",
        "independent formulation, and where the audit passes the plan.",
        "",
        "| | instances |",
        "| --- | --- |",
        *(f"| {label} | {count:,} |" for label, count in rows),
        "",
        *(f"- seed {r['seed']}: {'; '.join(r['wrong'])}" for r in wrong),
        *([""] if wrong else []),
        f"Seconds: median {median(seconds):.2f}, in all {sum(seconds):,.0f}.",
        "",
        "Clauses with an equality, or a limit that leaves no room, in the planner's plan;",
        f"in fewer than {FEW} instances: {_few(bound)}.",
        "",
        "| clause | instances |",
        "| --- | --- |",
        *(f"| {name(clause)} | {bound[name(clause)]} |" for clause in CLAUSES),
        f"| rules | {sum(any(c.startswith('rule ') for c in r['binding']) for r in inside)} |",
    ]
    return "\n".join(lines) + "\n"


def _few(bound: Counter[str]) -> str:
    return ", ".join(name(clause) for clause in CLAUSES if bound[name(clause)] < FEW) or "none"


if __name__ == "__main__":
    main(__doc__, KEPT, HERE, look, table)
