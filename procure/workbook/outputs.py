"""The sheets of an output workbook that are tables: written with their names and the links between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from procure.problem import Programme
from procure.tables.table import Table
from procure.workbook import links
from procure.workbook.layout import Layout, lay_out
from procure.workbook.names import Names
from procure.workbook.styles import Styles
from procure.workbook.write_sheets import output_sheet


def lay_all(tables: Mapping[str, Sequence[Table]], marking: str) -> dict[str, Layout]:
    """Where everything stands, sheet by sheet."""
    return {name: lay_out(several, marking) for name, several in tables.items()}


def fill(
    sheets: Mapping[str, Any], styles: Styles, programme: Programme, layouts: Mapping[str, Layout], named: Names,
    one_page: Collection[str] = (),
) -> dict[str, Layout]:  # fmt: skip
    """Write the layouts to their sheets; returns them with what was added: an index of all sheets and ways back.

    sheets: all of the workbook, in their order, the first of them the one that the others lead back to. one_page: names
    of those that are printed on a single page.
    """
    furnished = links.furnished(layouts, tuple(sheets), programme.marking)
    for name, goes in links.between(furnished, tuple(sheets)).items():
        named.outputs(sheets[name], furnished[name], name in one_page)
        output_sheet(sheets[name], styles, furnished[name], programme, name in one_page, goes)
    return furnished
