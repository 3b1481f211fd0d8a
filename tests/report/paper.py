"""What stands on each sheet of a printed page."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterable

from pypdf import PdfReader


def sheets(pdf: bytes) -> list[str]:
    """The text of every sheet, without spaces, since a drawing has none between its words."""
    return [plain(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(pdf)).pages]


def plain(text: str) -> str:
    """A text without spaces, its letters one by one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def whole(printed: list[str], texts: Iterable[str]) -> bool:
    """Whether one sheet has all these texts, each as often as it is named."""
    wanted = Counter(plain(text) for text in texts)
    return any(all(sheet.count(text) >= count for text, count in wanted.items()) for sheet in printed)
