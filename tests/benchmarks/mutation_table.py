"""The table of planted faults, the faults that are none (equivalent.toml), and why others survive (survivors.toml).

An entry of equivalent.toml names a file, the text of a line, an operator and the changes (none named = all of that
operator in that line) which leave every result as it is, and says why. A cause of survivors.toml has many such entries.
An entry that fits no mutant is stale; a survivor that no cause explains is printed as such, before all others.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.killing import Seen
from tests.benchmarks.mutants import OPERATORS, Mutant

EQUIVALENT, SURVIVORS = (Path(__file__).with_name(name) for name in ("equivalent.toml", "survivors.toml"))


def entries() -> list[dict[str, Any]]:
    return list(_read(EQUIVALENT).get("equivalent", []))


def causes() -> dict[str, list[dict[str, Any]]]:
    """Reasons for which mutants survive, each with the entries of those that it explains."""
    return {cause["reason"]: cause["of"] for cause in _read(SURVIVORS).get("cause", [])}


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def fits(entry: Mapping[str, Any], mutant: Mutant) -> bool:
    if entry["file"] != mutant.file or entry["line"] != mutant.text or entry["operator"] != mutant.operator:
        return False
    return mutant.change in entry.get("changes", (mutant.change,)) and mutant.nth in entry.get("nth", (mutant.nth,))


def stale(every: Iterable[Mutant], path: Path = EQUIVALENT) -> list[str]:
    """Entries of the file that fit no mutant any more."""
    made = list(every)
    known = entries() if path == EQUIVALENT else [entry for of in causes().values() for entry in of]
    old = [entry for entry in known if not any(fits(entry, mutant) for mutant in made)]
    return [f"{path.name} fits no mutant: {e['file']}: {e['line']} ({e['operator']})" for e in old]


class _Count:
    """Mutants of one kind by what became of them."""

    def __init__(self) -> None:
        self.of = Counter[str]()

    def row(self) -> str:
        of = self.of
        tried = of["killed"] + of["survived"]
        score = f"{100 * of['killed'] / tried:.1f} %" if tried else "none tried"
        cells = (of["made"], of["equivalent"], tried, of["killed"], of["crash"], of["time"], of["survived"], score)
        return " | ".join(map(str, cells))


SAID = (
    "Docstrings, annotations, imports, decorators, f-strings, what is raised, the `strict` of a zip, and words",
    "(messages, hints, units, labels, names of columns) are left alone. Equivalent mutants are in `equivalent.toml`",
    "with their reasons and count neither way; `by time`: ended by its limit of CPU time; `by a crash`: an exception,",
    "not by a comparison. A survivor has passed the tests that reach its line, up to some seconds of them; why it does",
    "is told by its cause in `survivors.toml`.",
)
COLUMNS = "mutants | equivalent | tried | killed | of these by a crash | by time | survived | score"
RULE = " | ".join(["---"] * 9)


def table(every: Iterable[Mutant], seen: Mapping[str, Seen]) -> str:
    """Scores by operator, by room and by file; survivors; equivalents with their reasons."""
    counts: dict[str, dict[str, _Count]] = {"operator": {}, "room": {}, "file": {}}
    left: list[Mutant] = []
    reasons: dict[str, list[Mutant]] = {}
    known = entries()
    mutants = sorted(every, key=lambda m: (m.file, m.line))
    for mutant in mutants:
        entry = next((e for e in known if fits(e, mutant)), None)
        what = _what(mutant, entry, seen.get(mutant.key))
        if "survived" in what:
            left.append(mutant)
        if entry:
            reasons.setdefault(entry["reason"], []).append(mutant)
        room = mutant.file.split("/")[1]
        for kind, name in (("operator", mutant.operator), ("room", room), ("room", "all"), ("file", mutant.file)):
            counts[kind].setdefault(name, _Count()).of.update(what)
    tried = sum("tried" in _what(m, None, seen.get(m.key)) for m in mutants)
    lines = ["# Planted faults", "", f"Printed by `python -m tests.benchmarks.mutations`; {_part(tried, len(mutants))}"]
    lines += [*SAID, ""]
    for kind, found in counts.items():
        rows = (f"| {name} | {count.row()} |" for name, count in _sorted(kind, found))
        lines += [f"| {kind} | {COLUMNS} |", f"| {RULE} |", *rows, ""]
    lines += ["| operator | what it does |", "| --- | --- |", *(f"| {n} | {w} |" for n, w in OPERATORS.items()), ""]
    lines += [*_explained(left), ""]
    lines += [f"## Equivalent ({sum(map(len, reasons.values()))})", ""]
    for why, of in reasons.items():
        lines.append(f"- {why} {len(of)}, in {', '.join(sorted({m.file.rpartition('/')[2] for m in of}))}.")
    return "\n".join(lines)


def _explained(left: list[Mutant]) -> list[str]:
    """The survivors by their cause, those without one first."""
    none, known = "NOT EXPLAINED: name the cause in survivors.toml, or write a test.", causes()
    by_cause: dict[str, list[Mutant]] = {why: [] for why in (none, *known)}
    for mutant in left:
        fitting = (why for why, of in known.items() if any(fits(entry, mutant) for entry in of))
        by_cause[next(fitting, none)].append(mutant)
    lines = [f"## Survivors ({len(left)}, of these not explained: {len(by_cause[none])})", ""]
    lines += [f"- {why} {len(of)}" for why, of in by_cause.items() if of]
    for why, of in by_cause.items():
        lines += ["", f"### {why} ({len(of)})", "", *map(_said, of)] if of else []
    return lines


def _sorted(kind: str, found: dict[str, _Count]) -> list[tuple[str, _Count]]:
    order = list(OPERATORS) if kind == "operator" else []
    return sorted(found.items(), key=lambda one: order.index(one[0]) if one[0] in order else 0)


def _part(tried: int, made: int) -> str:
    if tried == made:
        return f"all {made} mutants were tried."
    return f"{tried} of {made} mutants were tried, in a seeded order: no full score."


def _what(mutant: Mutant, entry: Mapping[str, Any] | None, seen: Seen | None) -> list[str]:
    if seen is None:
        return ["made"]
    if seen.by:
        found = ["made", "tried", "killed"]
        return found + ["crash"] * seen.crash + ["time"] * (seen.by == "time")
    return ["made", "tried", "equivalent" if entry else "survived"]


def _said(mutant: Mutant) -> str:
    return f"- {mutant.file}:{mutant.line} {mutant.operator}: `{mutant.change}` in `{mutant.text}`"
