"""A key when nations join it: every old member gives up the same part of its share.

    new[m] = old[m] x (1 - sum of the newcomers' shares)          m an old member
    new[c] = the share that c joins with                          c a newcomer

Shares are per cent, in exact Decimal arithmetic. A key that sums to 100 before sums to 100 after; one that does not,
because its shares are printed rounded, keeps its distance from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal, Inexact, localcontext

WHOLE = Decimal(100)
_DIGITS = 200  # more than shares of any length need; arithmetic that would round even so raises Inexact

Key = dict[str, Decimal]  # per cent by nation


def accede(old: Mapping[str, Decimal], newcomers: Mapping[str, Decimal]) -> Key:
    """The key, per cent, after these nations have joined with these shares, per cent.

    Raises ValueError where a newcomer is a member already, has no share from 0 to 100, or they leave nothing.
    """
    twice = sorted(set(old) & set(newcomers))
    if twice:
        raise ValueError(f"{', '.join(twice)} are members already")
    if not all(share.is_finite() and 0 <= share <= WHOLE for share in newcomers.values()):
        raise ValueError("a newcomer's share is from 0 to 100 per cent")
    with localcontext(_exact()):
        left = 1 - sum(newcomers.values(), Decimal(0)) / WHOLE
        if left < 0:
            raise ValueError("the newcomers' shares come to more than 100 per cent")
        return {name: share * left for name, share in old.items()} | dict(newcomers)


def total(key: Mapping[str, Decimal]) -> Decimal:
    """Sum of a key, per cent."""
    with localcontext(_exact()):
        return sum(key.values(), Decimal(0))


def _exact() -> Context:
    return Context(prec=_DIGITS, traps=[Inexact])
