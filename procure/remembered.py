"""A method of tables that never change, whose answers are each worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

Method = TypeVar("Method", bound=Callable[..., Any])


def remembered(method: Method) -> Method:
    """The method, which keeps its answers with its object; it is asked by place, and by what can be hashed."""
    name = f"_{method.__name__}_remembered"

    @wraps(method)
    def asked(self: Any, *by: Any) -> Any:
        known: dict[tuple[Any, ...], Any] = self.__dict__.setdefault(name, {})
        if by not in known:
            known[by] = method(self, *by)
        return known[by]

    return cast(Method, asked)
