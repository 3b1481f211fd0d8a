"""Plans side by side: what each scenario changes beside the base, as tables and in words. Pure sums; no Excel.

    compare(cases) -> Comparison, the first case is the base
    side.py    a case and its figures        pair.py     the base and a scenario
    moves.py   who moved                     inputs.py   differences of the inputs
    shown.py   the tables                    words.py    the sentences
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from procure.comparing import moves, shown, words
from procure.comparing.pair import Pair
from procure.comparing.side import Case as Case
from procure.comparing.side import Side
from procure.problem import Problem, Programme
from procure.tables.table import Column, Rows, Table

WIDTH = 112  # characters of a line of words: as wide as the table below them


@dataclass(frozen=True)
class Comparison:
    """The base's case and its side (None without a plan), and a pair for each other case, in their order."""

    first: Case
    base: Side | None
    pairs: tuple[Pair, ...]

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """words[scenario]: its sentences, the base first."""
        found = {self.first.name: words.of_base(self.base, self.first.reason)}
        return found | {pair.name: words.of_pair(pair) for pair in self.pairs}

    @cached_property
    def sheets(self) -> dict[str, list[Table]]:
        """The tables by sheet, in the workbook's order; every sheet has one at least."""
        steps = shown.steps([self.first, *(pair.second for pair in self.pairs)])
        return {
            shown.SUMMARY: [self._in_words(), shown.overview(self.first, self.base, self.pairs)],
            shown.NATIONS: shown.nations(self.base, self.pairs) or [_nothing(shown.NATIONS)],
            shown.MOVED: shown.moved(self.pairs),
            shown.INPUTS: [shown.inputs(self.pairs)],
            shown.RULES: [shown.rules(self.pairs)],
            shown.SCENARIOS: [steps],
        }

    @property
    def programme(self) -> Programme:
        """The base's programme, with the markings of all. Raises ValueError where no case has a problem."""
        cases = [self.first, *(pair.second for pair in self.pairs)]
        problems: list[Problem] = [case.problem for case in cases if case.problem is not None]
        if not problems:
            raise ValueError("no case has a problem")
        markings = dict.fromkeys(p.programme.marking for p in problems if p.programme.marking)
        return replace(problems[0].programme, marking=" / ".join(markings))

    def records(self) -> list[dict[str, Any]]:
        """One record a case for a JSON document, the base first; money in M."""
        sides = [(self.first, self.base, None), *((pair.second, pair.other, pair) for pair in self.pairs)]
        return [_record(case, side, pair, self.words[case.name]) for case, side, pair in sides]

    def _in_words(self) -> Table:
        rows = Rows()
        for name, sentences in self.words.items():
            lines = [line for sentence in sentences for line in textwrap.wrap(sentence, WIDTH)]
            for number, line in enumerate(lines):
                rows.add(name if number == 0 else "", line)
        title = f"{self.programme.name}: what each scenario changes"
        return rows.table(shown.SUMMARY, title, "", (Column("", width=24), Column("", width=14, span=9)))


def compare(cases: Sequence[Case]) -> Comparison:
    """The cases beside the first of them, the base. Raises ValueError for none, or for two of one name."""
    if not cases or len({case.name for case in cases}) < len(cases):
        raise ValueError("expected cases with names of their own")
    sides = [
        None if case.problem is None or case.plan is None else Side(case, case.problem, case.plan) for case in cases
    ]
    pairs = (Pair(cases[0], case, sides[0], side) for case, side in zip(cases[1:], sides[1:], strict=True))
    return Comparison(cases[0], sides[0], tuple(pairs))


def _nothing(sheet: str) -> Table:
    return Rows().table(sheet, sheet, "Nothing differs.", (Column("scenario", width=24),))


def _record(case: Case, side: Side | None, pair: Pair | None, sentences: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": case.name, "state": case.state or "not planned", "words": sentences}
    found["steps"] = list(case.steps)
    if side is None:
        return {**found, "why": case.reason}
    ends = side.ends()
    found |= {
        "cost_m": float(side.cost),
        "gap_m": None if side.gap is None else float(side.gap),
        "late": float(side.late),
        "last_delivery": side.label(ends[1]) if ends else "",
    }
    if pair is not None and pair.both is not None:
        found["difference_m"] = None if pair.difference is None else float(pair.difference)
        found["remark"] = pair.mark
        found["packages_moved"] = moves.count(pair.packages)
    return found
