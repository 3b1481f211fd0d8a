"""Named operations: what negotiators say, done to a problem. One group a file; `OPERATIONS` is all of them, in order.

    apply(problem, "cut ES 20 %, key frozen", where) -> the problem after it
"""

from __future__ import annotations

from procure import text
from procure.problem import Problem
from procure.whatif.grammar import refused
from procure.whatif.operations import agreed, industry, money, nations
from procure.whatif.operations.operation import Operation, Words

OPERATIONS: tuple[Operation, ...] = (
    *nations.OPERATIONS, *agreed.OPERATIONS, *money.OPERATIONS, *industry.OPERATIONS,
)  # fmt: skip


def find(sentence: str, where: str) -> tuple[Operation, Words]:
    """The operation that a sentence says, and its parts. Raises Refused with the form that was probably meant."""
    for operation in OPERATIONS:
        words = operation.match(sentence)
        if words is not None:
            return operation, words
    named = [o for o in OPERATIONS if sentence.casefold().startswith(o.name.split()[0].casefold())]
    forms = [o.form for o in named] or [o.name for o in OPERATIONS]
    match = text.nearest(sentence.split(" ")[0], {o.name.split()[0] for o in OPERATIONS}) if not named else None
    forms = [o.form for o in OPERATIONS if match and o.name.startswith(match)] or forms
    message = f"expected a named operation, found '{sentence}'."
    raise refused(where, "unknown operation", message, f"It is said: {'; '.join(forms)}.")


def check(sentence: str, where: str) -> None:
    """Raises Refused where a sentence is no operation's."""
    find(sentence, where)


def apply(problem: Problem, sentence: str, where: str) -> Problem:
    """The problem after an operation; it is to be read again before it is believed. Raises Refused."""
    operation, words = find(sentence, where)
    return operation.apply(problem, words, where)
