"""Whether a case came to what it says: the finding that it names, or the programme that it reads as."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from procure.problem import Problem
from tests.hostile import confined
from tests.hostile.case import Case
from tests.hostile.confined import Came
from tests.hostile.corpus import CORPUS

REFUSAL_SECONDS, REFUSAL_MB = 2.0, 500.0  # most that it may take to refuse a file
REFUSED = 3


@dataclass(frozen=True)
class Verdict:
    """What `procure check` made of a case; wrong: why that is not what the case says, "" = it is."""

    name: str
    outcome: str
    code: int
    seconds: float
    mb: float
    wrong: str


def judged(name: str, folder: Path) -> Verdict:
    """The verdict on a case of the corpus, whose file is made in the folder. No process of it lives on."""
    case = CORPUS[name]
    made = confined.call(lambda: print(case.build(folder)))
    book = Path(made.out.strip() or "not-made")
    before = set(folder.rglob("*"))
    came = confined.procure("check", str(book), "--json", unprivileged=case.unprivileged)
    wrong = f"not built: {made.err}" if made.code else _wrong(case, came)
    if not wrong and not case.rule:
        read = confined.call(lambda: print(_as_read(book)))
        wrong = "" if read.out.strip() == _as_meant(case) else "it reads as another programme"
    if set(folder.rglob("*")) != before:
        wrong = "files were left behind"
    return Verdict(name, _outcome(came), came.code, round(came.seconds, 2), round(came.mb), wrong)


def traced(came: Came) -> bool:
    """Whether a call ended as none may: with a traceback, a defect of ours, out of time, or by a crash."""
    return came.code in (confined.KILLED, 1, 70) or "Traceback" in came.err or "internal error" in came.err


def _outcome(came: Came) -> str:
    """The finding that refuses, or what is said of a book that is accepted."""
    if traced(came):
        return "broke: " + (came.err.strip().splitlines() or ["no word"])[-1][:120]
    errors = [f for f in came.findings if f["level"] == "error"]
    if errors:
        more = f" and {len(errors) - 1:,} more" if len(errors) > 1 else ""
        return f"{errors[0]['rule']} ({errors[0]['where'].rpartition('/')[2][:40]}){more}"
    said = Counter(f"{f['level']} {f['rule']}" for f in came.findings)
    told = ", ".join(f"{rule} × {count:,}" if count > 1 else rule for rule, count in said.items())
    return f"accepted, {told}" if told else "accepted"


def _wrong(case: Case, came: Came) -> str:
    if traced(came):
        return came.err[-2000:] or f"ended with {came.code}"
    errors = [f for f in came.findings if f["level"] == "error"]
    if case.rule:
        meant = [f for f in errors if f["rule"] == case.rule]
        if not meant or came.code != REFUSED:
            return f"expected {case.rule}, found {came.code}: {errors[:5]}"
        if case.where and not any(_at(f["where"], case.where) for f in meant):
            return f"expected {case.where}, found {[f['where'] for f in meant[:5]]}"
        if not case.heavy and (came.seconds > REFUSAL_SECONDS or came.mb > REFUSAL_MB):
            return f"refused after {came.seconds:.1f} s and with {came.mb:.0f} MB"
        return ""
    said = tuple(sorted(f["rule"] for f in came.findings))
    if errors or came.code != 0 or said != tuple(sorted(case.said)):
        return f"expected it to be accepted with {case.said}, found {came.code}: {came.findings[:8]}"
    return ""


def _at(where: str, place: str) -> bool:
    return where == place or where.startswith(f"{place} ") or ("!" not in place and where.startswith(f"{place}!"))


def _as_read(book: Path) -> str:
    from procure.reading import read

    return _written(read(book)[0])


def _as_meant(case: Case) -> str:
    from tests.workbook import books

    return _written(books.read(case.like())[0])


def _written(problem: Problem | None) -> str:
    """A problem in one line; the rows of its sheets do not count."""
    from procure.workbook import inputs

    return "none" if problem is None else json.dumps(inputs.tables(problem), default=str)
