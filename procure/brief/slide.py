"""The brief as one slide of a presentation, with charts that can be edited. Same plan, same bytes.

python-pptx is wanted for it: the extra "brief".
"""

from __future__ import annotations

import datetime
import io
import textwrap
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from procure import whole
from procure.brief.content import MOST, Brief, Figure
from procure.report.numbers import shown
from procure.workbook import chart_data
from procure.workbook.styles import DARK, FILLS, GREY, RED
from procure.workbook.write_sheets import clean

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.4  # inches, as all lengths here
WORDS = (EDGE, 1.3, 4.5, 5.3)  # left, top, width, height of the sentences
CHARTS, CHART = (5.1, 1.25), (3.95, 2.72)  # where the four figures begin; size of one
SIZE, LINES, GAP = 13, 25, 0.4  # points of the sentences; lines that they have room for; lines between two
LONGEST = 6  # lines of one sentence
TITLES = ((24, 52), (16, 80))  # (points, letters that fit) of the title, the second for a longer one
MARKED, TITLED, LABELLED = 110, 38, (14, 30)  # letters of the marking, of a figure's title, of labels: upright, lying
CREATED = datetime.datetime(2000, 1, 1)  # the same for every file
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
_COLOURS = (DARK, FILLS[1])
_TITLE_ONLY = 5  # number of the layout in python-pptx's own template


def write(path: Path, brief: Brief, sources: Iterable[Path] = ()) -> None:
    """Write the slide. Raises whole.NotWritten where it cannot be written or is one of the sources."""
    content = document(brief)
    whole.refuse_same(sources, path)
    whole.write_whole(path, lambda to: _put(to, content), whole.intact_zip)


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def document(brief: Brief) -> bytes:
    """The file's bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    _head(slide, brief)
    _words(slide, brief.words)
    for number, figure in enumerate(brief.figures):
        left = CHARTS[0] + number % 2 * (CHART[0] + 0.05)
        _figure(slide, figure, (left, CHARTS[1] + number // 2 * (CHART[1] + 0.05), *CHART))
    for number, line in enumerate(brief.foot):
        _text(slide, (EDGE, 6.78 + 0.16 * number, WIDTH - 2 * EDGE, 0.15), shortened(line, 180), 8, GREY)
    _marking(slide, brief, 7.14)
    properties = deck.core_properties
    properties.title, properties.comments = shortened(brief.title, 250), shortened(brief.marking, 250)
    properties.author = properties.last_modified_by = "procure"
    properties.created = properties.modified = CREATED
    file = io.BytesIO()
    deck.save(file)
    return _dated(file)


def _head(slide: Any, brief: Brief) -> None:
    _marking(slide, brief, 0.08)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (Inches(one) for one in (EDGE, 0.34, WIDTH - 2 * EDGE, 0.5))
    title.text_frame.margin_left = Inches(0.05)
    size, most = TITLES[_width(brief.title) > TITLES[0][1]]
    _fill(title.text_frame, shortened(brief.title, most), size, DARK, bold=True)
    _text(slide, (EDGE, 0.84, WIDTH - 2 * EDGE, 0.3), shortened(brief.about, 150), 12, GREY)


def _marking(slide: Any, brief: Brief, top: float) -> None:
    place = (EDGE, top, WIDTH - 2 * EDGE, 0.25)
    _text(slide, place, shortened(brief.marking, MARKED), 11, RED, bold=True, middle=True)


def _words(slide: Any, words: Iterable[tuple[str, bool]]) -> None:
    """Sentences under one another, as many as have room; the rest is counted."""
    frame = _box(slide, WORDS)
    for number, (sentence, bad) in enumerate(fitting(list(words))):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(6)
        _run(paragraph, sentence, SIZE, RED if bad else "#000000", bad)


def fitting(words: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The sentences that have room, long ones cut; how many more there are."""
    wide, left = _characters(WORDS[2], SIZE), float(LINES)
    for number, (sentence, bad) in enumerate(words):
        said = shortened(sentence, LONGEST * wide - wide // 2)
        needed = len(textwrap.wrap(said, wide)) * (1 + (_width(said) > len(said)))
        if needed > left - (number + 1 < len(words)):  # a line is kept for the count of the rest
            yield f"{len(words) - number} more on the sheet Summary of the plan file.", False
            return
        left -= needed + GAP
        yield said, bad


def _figure(slide: Any, figure: Figure, place: tuple[float, float, float, float]) -> None:
    left, top, wide, high = place
    title = shortened(figure.title, TITLED)
    _text(slide, (left, top, wide, 0.25), title, 11, DARK, bold=True)
    if not figure.labels:
        _text(slide, (left, top + 0.3, wide, 0.3), "Nothing to show.", SIZE, GREY)
        return
    data = CategoryChartData(number_format=figure.format)
    data.categories = data_labels(figure)
    for name, values in figure.values.items():
        data.add_series(name, values)
    kind = XL_CHART_TYPE.BAR_CLUSTERED if figure.lying else XL_CHART_TYPE.COLUMN_CLUSTERED
    area = (Inches(one) for one in (left, top + 0.26, wide, high - 0.26))
    frame = slide.shapes.add_chart(kind, *area, data)
    frame.name, frame._element.nvGraphicFramePr.cNvPr.attrib["descr"] = title, clean(_said(figure))
    book = chart_data.workbook(data_labels(figure), figure.values, figure.format)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(book)
    _looks(frame.chart, figure)


def data_labels(figure: Figure) -> list[str]:
    """Labels as the chart shows them."""
    return [shortened(label, LABELLED[figure.lying]) for label in figure.labels]


def _looks(chart: Any, figure: Figure) -> None:
    chart.has_title = False
    chart.font.size = Pt(9)
    chart.has_legend = len(figure.values) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    for series, colour in zip(chart.plots[0].series, _COLOURS, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _colour(colour)
        series.invert_if_negative = False
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, 0
    axis, names = chart.value_axis, chart.category_axis
    axis.minimum_scale = 0
    if figure.lying:
        most = max(value or 0.0 for of in figure.values.values() for value in of)
        axis.maximum_scale = 1.15 * max(1.0, most)  # room for labels
    axis.major_gridlines.format.line.color.rgb = _colour("#D9D9D9")
    axis.format.line.fill.background()
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = figure.format, False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    names.reverse_order = figure.lying  # the first on top
    if len(figure.labels) <= MOST and len(figure.values) == 1:
        plot = chart.plots[0]
        plot.has_data_labels, axis.visible, axis.has_major_gridlines = True, False, False
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = figure.format, False
        plot.data_labels.font.size = Pt(9)


def _said(figure: Figure) -> str:
    """The figure's numbers in words, for those who do not see it."""
    parts = [
        f"{label}: " + ", ".join(f"{name} {_shown(of[k], figure)}" for name, of in figure.values.items())
        for k, label in enumerate(data_labels(figure))
    ]
    return f"{figure.title}. {'; '.join(parts)}."


def _shown(value: float | None, figure: Figure) -> str:
    return "none" if value is None else shown(Decimal(repr(value)), figure.format)


def shortened(text: str, most: int) -> str:
    """A text on one line, as wide as so many letters at most."""
    plain = " ".join(clean(text).split())
    if _width(plain) <= most:
        return plain
    while _width(plain) > most - 1:
        plain = plain[:-1]
    return plain.rstrip() + "…"


def _width(text: str) -> int:
    """Letters' widths that a text takes: those of East Asia take two, marks on letters none."""
    wide = (2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)
    return sum(wide)


def _characters(inches: float, points: float) -> int:
    """Letters that a line surely holds, in a wide font."""
    return int((inches - 0.1) * 72 / (points * 0.6))


def _text(
    slide: Any, place: tuple[float, float, float, float], text: str, size: float, colour: str, bold: bool = False,
    middle: bool = False,
) -> None:  # fmt: skip
    if text:
        _fill(_box(slide, place), text, size, colour, bold, middle)


def _box(slide: Any, place: tuple[float, float, float, float]) -> Any:
    """A text box without margins above and below."""
    frame = slide.shapes.add_textbox(*(Inches(one) for one in place)).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Inches(0.05)
    frame.margin_top = frame.margin_bottom = 0
    return frame


def _fill(frame: Any, text: str, size: float, colour: str, bold: bool = False, middle: bool = False) -> None:
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER if middle else PP_ALIGN.LEFT
    _run(paragraph, text, size, colour, bold)


def _run(paragraph: Any, text: str, size: float, colour: str, bold: bool) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, _colour(colour)


def _colour(of: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(of.removeprefix("#")))


def _dated(file: io.BytesIO) -> bytes:
    """The archive with every part of one date, so that the same plan makes the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(made, "w") as to:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            to.writestr(info, source.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
