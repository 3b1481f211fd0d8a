"""What a case is: how its file is made, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile import clean
from tests.workbook.books import Tables

Build = Callable[[Path], Path]


@dataclass(frozen=True)
class Case:
    """A file, made by `build` in a folder.

    rule: of a finding of level error, "" = the book is accepted. where: that finding's place, "" = not looked at.
    said: rules of the warnings and notes of a book that is accepted. like: the programme that it reads as.
    heavy: it takes seconds to make or to read, and is left to the full corpus. unprivileged: it is read without rights.
    """

    build: Build
    rule: str = ""
    where: str = ""
    said: tuple[str, ...] = ()
    like: Callable[[], Tables] = clean.tables
    heavy: bool = False
    unprivileged: bool = False


def cells(*edits: tuple[str, str, Any], rule: str = "", where: str = "", said: tuple[str, ...] = (),
          like: Callable[[], Tables] = clean.tables) -> Case:  # fmt: skip
    """The clean book with those cells changed. where: by default the last of them, where it is an address."""
    place = "" if " " in edits[-1][1] else f"{edits[-1][0]}!{edits[-1][1]}"
    return Case(lambda folder: clean.write(folder, clean.edited(*edits)), rule, where or place, said, like)


def with_parts(extra: Mapping[str, str | bytes], **options: Any) -> Case:
    """The clean book with more or other parts in its archive."""
    from tests.workbook import broken

    return Case(lambda folder: broken.pack(folder / "book.xlsx", clean.parts() | dict(extra)), **options)
