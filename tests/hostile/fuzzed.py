"""What the commands that read a file make of it when it is changed at random: documented exit codes, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from procure.cli import exits
from tests.hostile import confined, fuzz
from tests.hostile.verdict import traced


@dataclass
class Fuzzed:
    """How many changed files a channel was given, how many ended with which exit code, the worst seconds and MB.

    wrong: the seed's number of each file that ended as none may, and how.
    """

    channel: str
    files: int = 0
    codes: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    mb: float = 0.0
    wrong: list[str] = field(default_factory=list)


def fuzzed(channel: str, count: int, seed: int, folder: Path) -> Fuzzed:
    """So many changed files given to the channel's command, each in a process of its own, made in the folder."""
    make, words = fuzz.CHANNELS[channel]
    made = folder / "made"
    made.mkdir()
    source = confined.call(lambda: print(make(made))).out.strip()
    if "PLAN" in words:
        confined.call(lambda: fuzz.plan(made))
    if "BOOK" in words:
        confined.call(lambda: fuzz.book(made))
    places = {"FILE": folder / f"changed{Path(source).suffix}", "PLAN": made / "plan.xlsx", "BOOK": made / "book.xlsx",
              "COPY": folder / "copy.xlsx", "PAGE": folder / "page.html", "OUTPUT": folder / "out.xlsx"}  # fmt: skip
    found = Fuzzed(channel)
    for number, (how, data) in enumerate(fuzz.mutants(Path(source).read_bytes(), count, seed)):
        places["FILE"].write_bytes(data)
        came = confined.procure(*(str(places.get(word, word)) for word in words))
        for name in ("COPY", "PAGE", "OUTPUT"):
            places[name].unlink(missing_ok=True)
        found.files += 1
        found.codes[came.code] = found.codes.get(came.code, 0) + 1
        found.seconds, found.mb = max(found.seconds, came.seconds), max(found.mb, came.mb)
        if traced(came) or came.code not in exits.MEANINGS:
            found.wrong.append(f"seed {seed}, file {number} ({how}): {came.code} {came.err[-600:]}")
    left = {path.name for path in folder.iterdir()} - {"made", places["FILE"].name}
    found.wrong += [f"left behind: {name}" for name in sorted(left)]
    return found
