"""The page: one HTML file with its styles, scripts and data inside it, and a content policy that lets nothing else in.

    document(page) -> the file's text          write(path, page) -> the file, whole or not at all

Everything is made from the page's content alone: the same content gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from procure import __version__, whole
from procure.report import markup
from procure.report.chart import Chart
from procure.report.markup import attribute, text
from procure.tables.table import Table
from procure.workbook.styles import FILLS
from procure.workbook.write_sheets import clean

SCRIPTS = ("page.js", "vendor/echarts.min.js", "write.js", "charts.js", "draw.js")  # as they run: colours, then charts
STYLES = ("page.css",)
MADE_WITH = "Charts: Apache ECharts 6.1.0, Apache License 2.0."
OPEN = "Summary"  # the sheet that a reader sees opened

Sentences = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Page:
    """What a page shows. kind: "Plan", "Comparison of plans" ... title: the programme's name, or what is explained.

    facts: what the head says, by name. warning: what has to be read first, "" = nothing. words: sentences under their
    headings, each with whether it tells of a shortfall. sheets: tables by sheet. nations: as they take their colours.
    """

    kind: str
    title: str
    marking: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    words: tuple[tuple[str, Sentences], ...] = ()
    charts: tuple[Chart, ...] = ()
    sheets: Mapping[str, tuple[Table, ...]] = field(default_factory=dict)
    nations: tuple[str, ...] = ()


def write(path: Path, page: Page, sources: Iterable[Path] = ()) -> int:
    """Write a page; returns its bytes. Raises whole.NotWritten where it cannot be written or is one of the sources."""
    content = document(page).encode()

    def check(written: Path) -> None:
        if written.read_bytes() != content:
            raise whole.NotWritten("what was written cannot be read back; check the disk.")

    whole.refuse_same(sources, path)
    whole.write_whole(path, lambda to: _put(to, content), check)
    return len(content)


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def document(page: Page) -> str:
    """The file's text."""
    scripts = [_asset(name) for name in SCRIPTS] if page.charts else [_asset("page.js")]
    style = "\n".join([_fills(), *(_asset(name) for name in STYLES), _paper(page)])
    drawings = {chart.id: chart.drawing for chart in page.charts}
    marking = f'<p class="marking">{text(page.marking)}</p>\n' if page.marking else ""
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, scripts)}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n',
            f'<meta name="generator" content="procure {__version__}">\n',
            f"<title>{text(page.title)}: {text(page.kind)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
            '<a class="skip" href="#words">To the text</a>\n',
            _head(page, marking),
            _menu(page),
            f"<main>\n{_words(page)}{_charts(page)}{_sheets(page)}</main>\n<footer>\n{marking}",
            f"<p>Made with procure {__version__}. {MADE_WITH if page.charts else ''}</p>\n</footer>\n",
            f'<script type="application/json" id="drawings">{markup.as_json(drawings)}</script>\n',
            *(f"<script>{script}</script>\n" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def _asset(name: str) -> str:
    """A style or a script of the page, as it is hashed and embedded."""
    return resources.files("procure.report").joinpath(*name.split("/")).read_text(encoding="utf-8")


def _fills() -> str:
    """The nations' colours, those of the workbook."""
    return ":root{" + "".join(f"--n{k}:{colour};" for k, colour in enumerate(FILLS)) + "}"


def _paper(page: Page) -> str:
    """What stands in the margins of every sheet of paper: marking, title, page number."""
    return (
        f"@page{{@top-center{{content:{_quoted(page.marking)};color:#a80000;font-weight:700}}"
        f"@bottom-left{{content:{_quoted(page.title)};font-size:8pt}}"
        '@bottom-right{content:counter(page) " / " counter(pages);font-size:8pt}}'
    )


def _quoted(value: str) -> str:
    """A text as a string of a style sheet: what is neither letter nor digit by its number."""
    plain = " ".join(clean(value).split())
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in plain) + '"'


def _policy(style: str, scripts: list[str]) -> str:
    """Nothing from anywhere; of this file the style and the scripts whose hashes these are."""
    allowed = " ".join(_hash(script) for script in scripts)
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _head(page: Page, marking: str) -> str:
    facts = "".join(f'<div><dt>{text(name)}</dt><dd dir="auto">{text(value)}</dd></div>' for name, value in page.facts)
    warning = f'<p class="warning" role="alert">{text(page.warning)}</p>\n' if page.warning else ""
    return (
        f'<header>\n{marking}<div class="title">\n<p class="kind">{text(page.kind)}</p>\n'
        f'<h1 dir="auto">{text(page.title)}</h1>\n<button type="button" id="theme" hidden>Dark</button>\n</div>\n'
        f'<dl class="facts">{facts}</dl>\n{warning}</header>\n'
    )


def _menu(page: Page) -> str:
    """Links to the parts of the page."""
    links = [("words", "In words")]
    links += [("charts", "Charts")] if page.charts else []
    links += [(f"sheet-{markup.slug(name)}", name) for name, tables in page.sheets.items() if tables]
    items = "".join(f'<li><a href="#{anchor}">{text(name)}</a></li>' for anchor, name in links)
    return f'<nav aria-label="Parts of the page"><ul>{items}</ul></nav>\n'


def _words(page: Page) -> str:
    parts = [
        (f"<h3>{text(name)}</h3>\n" if name else "") + markup.listed(sentences, lead=not name)
        for name, sentences in page.words
    ]
    inside = "\n".join(parts)
    title = '<h2 id="words-title">In words</h2>'
    return f'<section id="words" aria-labelledby="words-title">\n{title}\n{inside}\n</section>\n'


def _charts(page: Page) -> str:
    if not page.charts:
        return ""
    drawn = "\n".join(markup.figure(chart, page.nations) for chart in page.charts)
    return (
        '<section id="charts" aria-labelledby="charts-title">\n<h2 id="charts-title">Charts</h2>\n'
        f'<div class="charts">\n{drawn}\n</div>\n</section>\n'
    )


def _sheets(page: Page) -> str:
    """Every sheet's tables under its name; all but the first are closed until they are asked for."""
    return "".join(_sheet(name, tables, page) for name, tables in page.sheets.items() if tables)


def _sheet(name: str, tables: tuple[Table, ...], page: Page) -> str:
    opened = " open" if name in (OPEN, next(iter(page.sheets))) else ""
    body = "\n".join(
        (f"<h3>{text(one.title)}</h3>\n" if one.title != name or len(tables) > 1 else "")
        + markup.said(one.sentence)
        + markup.table(one, page.nations)
        for one in tables
    )
    anchor = f"sheet-{markup.slug(name)}"
    return (
        f'<details class="sheet" id="{attribute(anchor)}"{opened}>\n<summary><h2>{text(name)}</h2></summary>\n'
        f"{body}\n</details>\n"
    )
