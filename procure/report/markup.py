"""HTML of the page's parts. Every text of a plan passes `text` or `attribute`, so that names stay names."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from procure.report.chart import Chart, Key
from procure.report.numbers import shown
from procure.tables.table import TEXT, Table
from procure.workbook.write_sheets import clean

FILTERED = 6  # rows from which on a table can be filtered
WIDE = 16  # columns beyond which a table is printed small
LONG, LONG_NAME = 40, 20  # characters beyond which a text, or the name of a row, is given room
SHORT = 20  # rows below which a table is not parted on paper
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}  # what could end a script or begin a comment in it


def text(value: str) -> str:
    """A text as it stands between tags."""
    return html.escape(clean(value), quote=False)


def attribute(value: str) -> str:
    """A text as it stands in an attribute's double quotes."""
    return html.escape(clean(value), quote=True)


def as_json(data: Any) -> str:
    """Data for a script element: ASCII, without what could end the element."""
    said = json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return "".join(_IN_SCRIPT.get(letter, letter) for letter in said)


def slug(name: str) -> str:
    """A name as an id of the page: letters, digits and "-"."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower())


def table(one: Table, nations: Sequence[str] = (), named: str = "") -> str:
    """A table with its caption. nations: in the order in which they take their colours. named: caption, if another."""
    order = {n: k for k, n in enumerate(nations)}
    kinds = [_is_number(one, k) for k in range(len(one.columns))]
    heads = "".join(
        f'<th scope="col"{" class=n" if number else ""}>{text(column.header) or "<span class=vh>more</span>"}</th>'
        for column, number in zip(one.columns, kinds, strict=True)
    )
    caption = named or one.title
    body = "\n".join(_row(one, number, kinds, order) for number in range(len(one.rows)))
    looks = (" wide" if len(one.columns) > WIDE else "") + (" short" if len(one.rows) < SHORT else "")
    return (
        f'<div class="scroll{looks}" role="group" tabindex="0" aria-label="{attribute(caption)}">'
        f'<table data-filter="{"yes" if len(one.rows) >= FILTERED else "no"}">'
        f"<caption>{text(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table></div>"
    )


def _row(one: Table, number: int, kinds: list[bool], order: dict[str, int]) -> str:
    cells = []
    for k, value in enumerate(one.rows[number]):
        column = one.columns[k]
        format = one.formats.get(number, column.format) if column.format != TEXT else TEXT
        looks = ["n"] if kinds[k] else []
        nation = one.bars.get((number, k))
        looks += [f"bar n{order.get(nation, 0) % 12}"] if nation is not None else []
        looks += ["bad"] if (number, k) in one.red else []
        looks += ["long"] if isinstance(value, str) and len(value) > (LONG if k else LONG_NAME) else []
        of = f' class="{" ".join(looks)}"' if looks else ""
        said = text(shown(value, format))
        if k == 0:
            cells.append(f'<th scope="row" dir="auto"{of}>{said}</th>')
        elif isinstance(value, str) and value:
            cells.append(f'<td dir="auto"{of}>{said}</td>')
        else:
            cells.append(f"<td{of}>{said}</td>")
    return f"<tr{' class=total' if number in one.totals else ''}>{''.join(cells)}</tr>"


def _is_number(one: Table, column: int) -> bool:
    """Whether a column holds numbers and no texts."""
    values = [row[column] for row in one.rows if row[column] not in (None, "")]
    return bool(values) and all(isinstance(value, Decimal | int) for value in values)


def said(sentence: str) -> str:
    """A sentence as a paragraph; "" for none."""
    return f"<p>{text(sentence)}</p>" if sentence else ""


def listed(sentences: Iterable[tuple[str, bool]], lead: bool = False) -> str:
    """Sentences under one another; those that tell of a shortfall are marked. lead: the first is what matters most."""
    lines = "\n".join(f"<li{' class=bad' if bad else ''}>{text(words)}</li>" for words, bad in sentences)
    return f'<ul class="words{" lead" if lead else ""}">\n{lines}\n</ul>'


def figure(chart: Chart, nations: Sequence[str]) -> str:
    """A chart: title, sentence, what its colours mean, the picture's place, its numbers as a table."""
    return (
        f'<figure id="{chart.id}" aria-labelledby="{chart.id}-title">\n'
        f'<h3 id="{chart.id}-title">{text(chart.title)}</h3>\n'
        f'<p class="shows">{text(chart.sentence)}</p>\n{_keys(chart.keys)}'
        f'<div class="chart" data-chart="{chart.id}" role="img" '
        f'aria-label="{attribute(chart.title)}. {attribute(chart.sentence)} The table below has the numbers."></div>\n'
        f"<details><summary>Numbers: {text(chart.title)}</summary>\n{said(chart.table.sentence)}"
        f"{table(chart.table, nations, f'Numbers: {chart.title}')}</details>\n</figure>"
    )


def _keys(keys: Sequence[Key]) -> str:
    if not keys:
        return ""
    items = "".join(
        f'<li><span class="key {key.look}">{text(key.letter)}</span>'
        f"{'' if key.letter == key.text else f'<bdi>{text(key.text)}</bdi>'}</li>"
        for key in keys
    )
    return f'<ul class="keys" aria-label="What colours and letters mean">{items}</ul>\n'
