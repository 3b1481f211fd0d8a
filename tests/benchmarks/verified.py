"""Plans of random programmes verified from their workbooks: `python -m tests.benchmarks.verified` writes verified.md.

    --count 1000   programmes, one a seed     --seed 0    the first seed
    --only 250     looks at so many more of them and stops; the next call goes on (what is known is kept in --kept)
    --seconds 15   for each plan

A programme of tests/generate.py is planned with a certificate, published to a workbook in a temporary folder, read
again and verified as `procure verify` does: no finding of level error, no bound that the plan breaks. A programme that
no workbook can say is told apart: its inputs alone, written and read again, have findings of level error.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import median

from procure import objectives, planning, publishing
from procure.findings import errors
from procure.plan import Plan
from procure.problem import Problem
from procure.solve import Options, highs_version
from procure.verify import Verified, verify_file
from procure.workbook import read, sheets, write
from procure.workbook.raw import open_book
from tests.benchmarks.seeded import Record, main
from tests.generate import generate

HERE = Path(__file__).with_suffix(".md")
KEPT = Path(tempfile.gettempdir()) / "procure-verified.jsonl"
VERIFIED, NOT_VERIFIED, NOT_WRITTEN, INEXPRESSIBLE, NO_PLAN, FAILED = (
    "verified", "not verified", "not written", "not expressible", "no plan", "failed",
)  # fmt: skip
WRONG = (NOT_VERIFIED, NOT_WRITTEN, FAILED)
LONGEST = 200  # characters of a complaint that are kept


def look(seed: int, seconds: float) -> Record:
    """One programme, as it is kept: every third one tiny, the others small."""
    began = time.monotonic()
    found: Record = {"seed": seed, "limit": seconds}
    with tempfile.TemporaryDirectory() as folder:
        try:
            found |= _ended(generate(seed, "small" if seed % 3 else "tiny"), seconds, Path(folder) / "plan.xlsx")
        except Exception as why:
            found |= {"end": FAILED, "wrong": [f"{type(why).__name__}: {why}"[:LONGEST]]}
    return found | {"seconds": round(time.monotonic() - began, 3)}


def _ended(problem: Problem, seconds: float, path: Path) -> Record:
    outcome = planning.plan(problem, Options(time_limit=seconds), certified=True)
    if outcome.plan is None:
        return {"end": NO_PLAN, "wrong": [outcome.state]}
    try:
        publishing.publish(path, problem, outcome.plan, [], [])
    except publishing.AuditFailed as failed:
        unsaid = _unsaid(problem, outcome.plan, path)
        end, said = (INEXPRESSIBLE, unsaid) if unsaid else (NOT_WRITTEN, [str(f) for f in failed.findings])
        return {"end": end, "wrong": [text[:LONGEST] for text in said[:3]]}
    verified, findings = verify_file(path)
    wrong = [str(f) for f in errors([*findings, *(verified.findings if verified else [])])]
    if verified is None or wrong:
        return {"end": NOT_VERIFIED, "wrong": [text[:LONGEST] for text in wrong[:3]]}
    return {"end": VERIFIED, "wrong": [], "state": outcome.state, "checks": verified.checks, **_bounds(verified)}


def _unsaid(problem: Problem, plan: Plan, path: Path) -> list[str]:
    """What the reader says of the problem's own inputs; nothing where a workbook can say them."""
    write.write(path, problem, plan)
    book = open_book(path)
    own = tuple(sheet for sheet in book.sheets if sheet.name in sheets.names())
    return [str(f) for f in errors(read.from_book(replace(book, sheets=own), resolved=True)[1])]


def _bounds(verified: Verified) -> Record:
    """How many objectives there are and of how many the root bound is proven; both gaps of cost, in per cent of it."""
    bounded = verified.bounds.objectives
    found: Record = {"stages": len(bounded), "proven": sum(one.proven is not None for one in bounded)}
    for one in bounded:
        if one.stage.name == objectives.COST and one.value > 0:
            gaps = (one.proven_gap, one.claimed_gap)
            found["gaps"] = [None if gap is None else float(100 * gap / one.value) for gap in gaps]
    return found


def table(found: list[Record], seed: int) -> str:
    """The record in Markdown."""
    ends = Counter(r["end"] for r in found)
    good = [r for r in found if r["end"] == VERIFIED]
    gaps = [r["gaps"] for r in good if None not in r.get("gaps", [None])]
    proven, claimed = ([pair[k] for pair in gaps] or [0.0] for k in (0, 1))
    seconds = [r["seconds"] for r in found]
    rows = [
        ("programmes", len(found)),
        ("planned", len(found) - ends[NO_PLAN] - ends[FAILED]),
        ("no plan", ends[NO_PLAN]),
        ("not expressible in a workbook", ends[INEXPRESSIBLE]),
        *((end, ends[end]) for end in (VERIFIED, *WRONG)),
        ("comparisons of the audit in verified plans", sum(r["checks"] for r in good)),
        ("objectives in verified plans", sum(r["stages"] for r in good)),
        ("of these: root bound proven from the file", sum(r["proven"] for r in good)),
    ]
    others = [r for r in found if r["end"] != VERIFIED]
    lines = [
        "# Plans of random programmes, verified from their workbooks",
        "",
        f"Printed by `python -m tests.benchmarks.verified --count {len(found)} --seed {seed}`, with HiGHS",
        f"{highs_version()}. One programme a seed, every third tiny, the others small. Each plan was written, read",
        "again and verified as `procure verify` does: every figure follows, and no bound is broken.",
        "",
        "| | count |",
        "| --- | --- |",
        *(f"| {label} | {count:,} |" for label, count in rows),
        "",
        *(f"- seed {r['seed']}: {r['end']}: {'; '.join(r['wrong'])}" for r in others),
        *([""] if others else []),
        f"Gap of cost, median of {len(gaps)} plans: {median(proven):.3f} % proven at the root, {median(claimed):.3f} %",
        f"claimed by the solver; proven within 1 % in {sum(gap <= 1 for gap in proven)}.",
        "",
        f"Seconds: median {median(seconds):.2f}, longest {max(seconds):.1f}, in all {sum(seconds):,.0f}.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(__doc__, KEPT, HERE, look, table)
