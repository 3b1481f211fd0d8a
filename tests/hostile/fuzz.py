"""Files changed at random, the same in every run: bytes of the archive, of its parts once unpacked, parts swapped."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

from tests.hostile import clean

_TELLING = (b"<", b">", b"&", b'"', b"\x00", b"\xff", b"0", b"-1", b"1e999", b"NaN", b"<v>", b"</c>", b"A1", b"#REF!",
            b"&lt;", b"<!--", b"]]>", b"99999999999999999999", b"=", b"\xef\xbb\xbf", b"\r\n", b"../")  # fmt: skip


def mutants(source: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many files made of one: (how, its bytes). A file that is no archive is changed as it is."""
    chance = Random(seed)
    packed = zipfile.is_zipfile(io.BytesIO(source))
    ways = [_bytes, _inside, _letters, _letters, _swapped] if packed else [_bytes, _letters_of]
    for _ in range(count):
        how = chance.choice(ways)
        yield how.__name__.strip("_"), how(source, chance)


def _bytes(source: bytes, chance: Random) -> bytes:
    """Bytes of the file as it lies on the disk."""
    return _changed(source, chance)


def _inside(source: bytes, chance: Random) -> bytes:
    """Bytes of one or two parts, packed again with right check sums."""
    parts = dict(_parts(source))
    for name in chance.sample(sorted(parts), min(chance.randint(1, 2), len(parts))):
        parts[name] = _changed(parts[name], chance)
    return _packed(parts)


def _letters(source: bytes, chance: Random) -> bytes:
    """Letters and digits of a part's texts: what is well formed stays so, and means something else."""
    parts = dict(_parts(source))
    name = chance.choice(sorted(parts))
    parts[name] = _letters_of(parts[name], chance)
    return _packed(parts)


def _letters_of(data: bytes, chance: Random) -> bytes:
    made, texts = bytearray(data), rb"[A-Za-z0-9](?=[^<>]*<)" if b"<" in data else rb"[A-Za-z0-9]"
    places = [found.start() for found in re.finditer(texts, data)]
    for place in chance.sample(places, min(len(places), chance.randint(1, 5))):
        made[place] = chance.choice(b"0123456789.-eEABCXYZabcrsd #;%")
    return bytes(made)


def _swapped(source: bytes, chance: Random) -> bytes:
    """Parts under each other's names, one left out, or one there twice under two names."""
    parts = dict(_parts(source))
    one, other = chance.sample(sorted(parts), 2)
    what = chance.choice(("swap", "leave out", "copy"))
    if what == "swap":
        parts[one], parts[other] = parts[other], parts[one]
    elif what == "leave out":
        del parts[one]
    else:
        parts[one] = parts[other]
    return _packed(parts)


def _changed(data: bytes, chance: Random) -> bytes:
    """One to four changes: a byte flipped, bytes inserted, deleted, doubled, or the rest cut off."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if not made:
            break
        at, length = chance.randrange(len(made)), chance.choice((1, 1, 2, 8, 40, 400))
        what = chance.choice(("flip", "tell", "insert", "delete", "double", "number", "cut"))
        if what == "flip":
            made[at] ^= 1 << chance.randrange(8)
        elif what == "tell":
            made[at : at + 1] = chance.choice(_TELLING)
        elif what == "insert":
            made[at:at] = chance.randbytes(length)
        elif what == "delete":
            del made[at : at + length]
        elif what == "double":
            made[at:at] = made[at : at + length]
        elif what == "number":
            _another_number(made, at, chance)
        elif chance.random() < 0.1:
            del made[at:]
    return bytes(made)


def _another_number(made: bytearray, at: int, chance: Random) -> None:
    """The next digit becomes another one: what is well formed stays so, and means something else."""
    place = next((k for k in range(at, min(at + 200, len(made))) if chr(made[k]).isdigit()), None)
    if place is not None:
        made[place] = chance.choice(b"0123456789")


@cache
def _parts(source: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def book(folder: Path) -> Path:
    """The clean book."""
    return clean.write(folder)


def changes_book(folder: Path) -> Path:
    """The clean book with scenarios in its sheet Changes."""
    content = clean.tables()
    content["Changes"] = [
        ["scenario", "parent", "do", "sheet", "row", "column", "operation", "value"],
        ["less", None, None, "Budgets", "Alba", "2029", "multiply", 0.9],
        ["later", "less", "price +5 %"],
    ]
    return clean.write(folder, content)


def model(folder: Path) -> Path:
    """A cooperation model that comes with the planner."""
    from procure.agreement import models_folder

    path = folder / "model.toml"
    path.write_bytes((models_folder() / "juste-retour.toml").read_bytes())
    return path


def plan(folder: Path) -> Path:
    """A plan's workbook, of the problem that is planned by hand in the tests."""
    from procure.workbook.write import write
    from tests.tables import example

    path = folder / "plan.xlsx"
    write(path, example.problem(), example.plan(), (), "audit passed")
    return path


# what is fuzzed: (makes the file, the command on FILE in a folder with the plan as made, beside it, PLAN)
CHANNELS: dict[str, tuple[Callable[[Path], Path], tuple[str, ...]]] = {
    "check BOOK.xlsx": (book, ("check", "FILE", "--json")),
    "check BOOK.xlsx --errors COPY.xlsx": (book, ("check", "FILE", "--json", "--errors", "COPY")),
    "whatif BOOK.xlsx --list": (changes_book, ("whatif", "FILE", "--list")),
    "check BOOK.xlsx --model MODEL.toml": (model, ("check", "BOOK", "--json", "--model", "FILE")),
    "audit PLAN.xlsx": (plan, ("audit", "FILE", "--json")),
    "report PLAN.xlsx": (plan, ("report", "FILE", "-o", "PAGE")),
    "compare PLAN.xlsx PLAN.xlsx": (plan, ("compare", "PLAN", "FILE", "-o", "OUTPUT")),
}
