"""The workbook of a comparison: Summary with words and overview first, charts, then what differs, sheet by sheet.

Written whole or not at all, like a plan's; the same comparison makes the same bytes, and text stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import xlsxwriter

from procure import whole
from procure.comparing import Comparison, shown
from procure.tables.table import Column, Table
from procure.workbook import charts, draw, outputs
from procure.workbook.charts import Cells, Chart, Series
from procure.workbook.layout import Block, Layout
from procure.workbook.names import Names
from procure.workbook.styles import Styles
from procure.workbook.write import CREATED, OPTIONS
from procure.workbook.write_sheets import fits_a_page

CHARTED = 8  # nations (or plans) beside each other in a chart: more could not be told apart
_FEW = 12  # plans whose charts stand two beside each other


def write(path: Path, comparison: Comparison, sources: Iterable[Path] = ()) -> None:
    """Write a comparison. Raises whole.NotWritten where the file cannot be written or is one of the sources."""
    whole.refuse_same(sources, path)
    whole.write_whole(path, lambda to: _fill(to, comparison), whole.intact_zip)


def _fill(path: Path, comparison: Comparison) -> None:
    programme, nations = comparison.programme, []
    if comparison.base is not None:
        nations = list(comparison.base.f.nations)
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": programme.name, "comments": programme.marking, "created": CREATED})
        styles = Styles(book, tuple(nations))
        tables = {name: [_turned(one) for one in several] for name, several in comparison.sheets.items()}
        few = all(len(one.rows) <= _FEW for one in tables[shown.SUMMARY] if one.title == shown.OVERVIEW)
        if not few:  # the words of many plans take pages
            tables[shown.SUMMARY] = tables[shown.SUMMARY][::-1]
        layouts = outputs.lay_all(tables, programme.marking)
        drawn = tuple(_charts(layouts, nations, programme.currency, few))
        across = 2 if few else 1
        pictures, (first, *others) = draw.names(drawn, across), tables
        sheets = {name: book.add_worksheet(name) for name in (first, *pictures, *others)}
        short = [first] if fits_a_page(layouts[first]) else []
        outputs.fill(sheets, styles, programme, layouts, Names(book), short)
        draw.fill(book, [sheets[name] for name in pictures], styles, programme, drawn, across)


def _turned(table: Table) -> Table:
    """A figure by nation and plan with the plans below each other where they are the more, so that a page is wide
    enough."""
    if table.title not in (shown.COST_BY_NATION, shown.WORK_BY_NATION) or len(table.columns) - 1 <= len(table.rows):
        return table
    plans, format = table.columns[1:], table.columns[1].format
    columns = (shown.SCENARIO, *(Column(str(row[0]), format, 14) for row in table.rows))
    rows = tuple((plan.header, *(row[k] for row in table.rows)) for k, plan in enumerate(plans, start=1))
    return replace(table, columns=columns, rows=rows)


def _charts(layouts: Mapping[str, Layout], nations: Sequence[str], currency: str, few: bool) -> Iterator[Chart]:
    """Cost of every scenario, then cost and work by nation."""
    for block in _block(layouts, shown.SUMMARY, shown.OVERVIEW):
        cost = [column.header for column in block.table.columns].index("cost")
        said = f"What each of the {len(block.table.rows)} plans costs, the base first."
        made = _chart(block, "Cost of every scenario", said, [cost], nations, f"Cost (M {currency})")
        yield made if few else replace(made, kind=charts.BARS)
    for title in (shown.COST_BY_NATION, shown.WORK_BY_NATION):
        for block in _block(layouts, shown.NATIONS, title):
            many = len(block.table.columns) - 1
            more = f", the first {CHARTED} of {many}" if many > CHARTED else ""
            said = f"{title} in every plan, side by side{more}."
            columns = list(range(1, min(many, CHARTED) + 1))
            unit = f"M {currency}" if ' M"' in block.table.columns[1].format else "hours"
            made = _chart(block, f"{title}{more}", said, columns, nations, f"{title.partition(' ')[0]} ({unit})")
            yield made if few else replace(made, kind=charts.BARS)


def _block(layouts: Mapping[str, Layout], sheet: str, title: str) -> list[Block]:
    """The table of a sheet with that title; none where there is none."""
    return [block for block in layouts[sheet].blocks if block.table.title == title]


def _chart(block: Block, title: str, said: str, columns: Sequence[int], nations: Sequence[str], up: str) -> Chart:
    """A chart of some columns of a table, its first column across."""
    sheet, at = block.table.sheet, block.columns
    series = []
    for k in columns:
        header = block.table.columns[k].header
        series.append(Series(
            Cells(sheet, (block.header, at[k], block.header, at[k])),
            Cells(sheet, (block.first, at[0], block.last, at[0])),
            Cells(sheet, (block.first, at[k], block.last, at[k])),
            tuple(row[k] for row in block.table.rows), nation=header if header in nations else "",
        ))  # fmt: skip
    across = block.table.columns[0].header.capitalize()
    return Chart(title, said, charts.COLUMNS, across, up, tuple(series))
