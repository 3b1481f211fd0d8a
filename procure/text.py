"""Text of cells made comparable: what is invisible is cleaned, what looks alike is recognised, the nearest is found."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

# Letters of other alphabets that print like Latin ones. NFKC leaves them alone.
_CONFUSABLE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαι’‘–—−",
    "ABESIJKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXoai''---",
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
MOST_COMPARED = 1_000  # names, letter by letter, for the closest spelling: of 20,000 it took a second a name
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Composed (NFC), without invisible characters, runs of any white space as one space, none at the ends."""
    if text.isascii() and text.isprintable() and "  " not in text:  # nearly every cell, and ten times as quick
        return text.strip(" ")
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def disguised(text: str) -> bool:
    """Whether cleaning took away more than ordinary spaces: something that the eye cannot see."""
    plain = _SPACES.sub(" ", text.replace("\u00a0", " ")).strip()
    return clean(text) != plain


def fold(text: str) -> str:
    """A form in which names that look alike are equal: case, width, look-alike letters, hyphens and spaces aside."""
    plain = unicodedata.normalize("NFKC", clean(text)).translate(_CONFUSABLE).casefold()
    return re.sub(r"[\s\-_./]+", "", plain)


def nearest(text: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant: one that looks alike, else of few names the closest spelling, else None."""
    known = {name: fold(name) for name in sorted(names)}
    wanted = fold(text)
    for name, folded in known.items():
        if folded == wanted and name != text:
            return name
    spelt = [folded for folded in known.values() if folded]
    close = difflib.get_close_matches(wanted, spelt, n=1, cutoff=0.6) if len(spelt) <= MOST_COMPARED else []
    return next((name for name, folded in known.items() if close and folded == close[0]), None)


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """The hint of a complaint about an unknown name: its nearest match, else the names when they are few, else ''."""
    known = list(names)
    match = nearest(text, known)
    if match is not None:
        return f"Did you mean {match!r}?{_other_letters(text, match)}"
    return f"There are: {', '.join(known)}." if 0 < len(known) <= 12 else ""


def _other_letters(text: str, match: str) -> str:
    """Of two names that the eye cannot tell apart, a letter of another alphabet in one of them."""
    if text == match or text.translate(_CONFUSABLE) != match.translate(_CONFUSABLE):
        return ""
    odd = next(letter for letter in text + match if ord(letter) in _CONFUSABLE)
    return f" They print alike, but one has the letter {unicodedata.name(odd)}."


def split(text: str) -> tuple[str, ...]:
    """The parts of a list: separated by ";", or by "," where there is no ";"; blanks and repetitions left out."""
    parts = text.split(";" if ";" in text else ",")
    return tuple(dict.fromkeys(part for part in map(clean, parts) if part))


def join(parts: Iterable[str]) -> str:
    """A list as `split` reads it back; a single name with a comma keeps a closing ";"."""
    known = list(parts)
    return "; ".join(known) + (";" if len(known) == 1 and "," in known[0] else "")


def listing(names: Iterable[str], most: int = 8) -> str:
    """Names for a message, the first `most` of them."""
    known = list(names)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(known[:most]) + more
