"""A page as a parser sees it: its elements with their attributes and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "input"}


@dataclass
class Element:
    """One element. text: of itself and of what is inside it."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str = "", where: Callable[[Element], bool] = lambda _: True) -> Iterator[Element]:
        """Elements inside of it, in their order."""
        for one in self.inside:
            if tag in ("", one.tag) and where(one):
                yield one
            yield from one.all(tag, where)

    def one(self, tag: str, **attributes: str) -> Element:
        """The only element with these attributes."""
        found = list(self.all(tag, lambda e: attributes.items() <= e.attributes.items()))
        assert len(found) == 1, (tag, attributes, len(found))
        return found[0]


def parse(text: str) -> Element:
    """The page's tree. Raises AssertionError where an element is not closed where it should be."""
    reader = _Reader(text)
    assert [one.tag for one in reader.open] == [""]
    return reader.open[0]


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        assert len(made.attributes) == len(attrs), f"an attribute twice: {attrs}"
        self.open[-1].inside.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"{tag} closes {self.open[-1].tag}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")
