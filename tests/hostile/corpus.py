"""All cases, by the group they stand in."""

from __future__ import annotations

from tests.hostile import archives, contents, sheets_of
from tests.hostile.case import Case

GROUPS = {"archive": archives.CASES, "sheet": sheets_of.CASES, "content": contents.CASES}
CORPUS: dict[str, Case] = {f"{group}: {name}": case for group, cases in GROUPS.items() for name, case in cases.items()}
