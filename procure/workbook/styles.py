"""How the output workbook looks: fonts, fills, number formats, one xlsxwriter format for each look."""

from __future__ import annotations

from typing import Any

from procure.tables.table import EXACT, TEXT
from procure.workbook import layout
from procure.workbook.layout import Placed

# Light enough for black letters, far enough apart in lightness and hue to be told apart by most eyes; the letters in
# the bars are for the others.
FILLS = (
    "#9ECAE1", "#FDBE85", "#A1D99B", "#DADAEB", "#FCC5C0", "#FFEDA0", "#C7E9B4", "#BDBDBD", "#B3CDE3", "#E5C494",
    "#CCEBC5", "#F2B6E0",
)  # fmt: skip
DARK, RED, GREY, PALE = "#1F3864", "#C00000", "#595959", "#EEF2F8"
BLUE, INPUT = "#0000C0", "input"  # what somebody put in is blue, what follows from it black
DANGEROUS = ("=", "+", "-", "@")  # a text that begins so becomes a formula in some programs

_PARTS: dict[str, dict[str, Any]] = {
    layout.MARKING: {"bold": True, "font_color": RED},
    layout.TITLE: {"bold": True, "font_size": 12, "font_color": DARK},
    layout.SENTENCE: {"italic": True, "font_color": GREY},
    layout.HEADER: {"bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "text_wrap": True},
    layout.BODY: {},
    layout.LINK: {"font_color": DARK},
    INPUT: {"font_color": BLUE},
}


class Styles:
    """The formats of one workbook, each made once. `nations`: ids in the order in which they take their colours."""

    def __init__(self, book: Any, nations: tuple[str, ...]) -> None:
        self.book = book
        self.fills = {n: FILLS[k % len(FILLS)] for k, n in enumerate(nations)}
        self.made: dict[tuple[Any, ...], Any] = {}

    def of(self, cell: Placed, linked: bool = False) -> Any:
        """The format of a placed cell. `linked`: a click on it leads somewhere, so a text is underlined."""
        text = isinstance(cell.value, str)
        quoted = isinstance(cell.value, str) and cell.value.startswith(DANGEROUS)
        indent = cell.column > 0 and cell.part in (layout.BODY, layout.HEADER) and cell.format == TEXT
        marked = linked and text
        return self._make(cell.part, cell.format, text, quoted, cell.total, cell.red, cell.nation, indent, marked)

    def plain(self, text: str | None) -> Any:
        """The format of an input's cell: text that could become a formula is marked as text."""
        quoted = text is not None and text.startswith(DANGEROUS)
        return self._make(layout.BODY, EXACT, text is not None, quoted)

    def input(self, text: str | None) -> Any:
        """As plain, of what somebody put in: blue."""
        quoted = text is not None and text.startswith(DANGEROUS)
        return self._make(INPUT, EXACT, text is not None, quoted)

    def header(self) -> Any:
        """The format of an input's headers."""
        return self._make(layout.HEADER, TEXT, True)

    def number(self, format: str) -> Any:
        """The format of a number."""
        return self._make(layout.BODY, format, False)

    def look(self, **look: Any) -> Any:
        """A format of these properties of the writer's library: bold, font_color ..."""
        key = tuple(sorted(look.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(look)
        return self.made[key]

    def _make(
        self, part: str, format: str, text: bool, quoted: bool = False, total: bool = False, red: bool = False,
        nation: str = "", indent: bool = False, linked: bool = False,
    ) -> Any:  # fmt: skip
        key = (part, format, text, quoted, total, red, nation, indent, linked)
        if key not in self.made:
            look = dict(_PARTS[part])
            if part in (layout.BODY, INPUT) and not text:
                look["num_format"] = format
            if part == layout.HEADER and format != TEXT:
                look["align"] = "right"
            if indent:
                look |= {"align": "left", "indent": 1}
            if total:
                look |= {"bold": True, "top": 1, "bg_color": PALE}
            if red:
                look |= {"font_color": RED, "bold": True}
            if nation:
                look |= {"bg_color": self.fills.get(nation, FILLS[0]), "align": "center"}
            if quoted:
                look["quote_prefix"] = True
            if linked:
                look["underline"] = 1
            self.made[key] = self.book.add_format(look)
        return self.made[key]
