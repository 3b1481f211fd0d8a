"""A named operation: one sentence, the same on the command line and in the sheet Changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from procure.problem import Problem

Words = dict[str, str]  # the parts of a sentence by name, as typed; those that were left out are ""
Apply = Callable[[Problem, Words, str], Problem]


@dataclass(frozen=True)
class Operation:
    """One operation.

    form: its sentence, as help shows it. pattern: a regular expression of the whole sentence, upper and lower case
    alike, with a named group for each part. meaning: what it does, in plain words. example: a sentence that works in
    an example workbook. fact: the public case that it is drawn from, with its standing; "" = none. apply: (problem,
    parts of the sentence, where to complain) -> problem; raises Refused.
    """

    name: str
    form: str
    pattern: str
    meaning: str
    example: str
    apply: Apply
    fact: str = ""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE)

    def match(self, sentence: str) -> Words | None:
        """The parts of a sentence, None where it is another operation's."""
        found = self.compiled.fullmatch(" ".join(sentence.split()))
        return None if found is None else {name: part or "" for name, part in found.groupdict().items()}
