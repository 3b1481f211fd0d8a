"""The workbook as its formulas see it: its figures, and where its tables stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from procure import ledger
from procure.formulas.decided import KEYS, Decided
from procure.formulas.places import Area, Cell
from procure.formulas.term import NOTHING, ONE, ZERO, Term, constant, cumulated, number, shifted
from procure.plan import dec
from procure.tables.figures import Figures

_NAMED_IN = {
    "n": "Nations", "p": "Phases", "i": "Items", "w": "Packages", "s": "Suppliers", "f": "Funding",
    "c": "Other costs", "e": "Investments",
}  # fmt: skip


class Book:
    """outputs: the areas of each output sheet, from top to bottom, Decisions and Run among them. inputs: the copied
    input sheets, each one area whose first column holds the names."""

    def __init__(self, x: Figures, outputs: Mapping[str, Sequence[Area]], inputs: Mapping[str, Area]) -> None:
        self.x, self.f = x, x.f
        self.outputs, self.inputs = outputs, inputs
        self._pairs: dict[str, set[tuple[str, str]]] = {}
        self.decided = Decided(outputs["Decisions"][0])

    def output(self, sheet: str, number: int = 0) -> Area:
        """An output table: the first on its sheet unless told. Raises KeyError, IndexError where there is none."""
        return self.outputs[sheet][number]

    def titled(self, sheet: str, title: str) -> list[Area]:
        """The tables of a sheet whose title begins so, from top to bottom."""
        return [area for area in self.outputs.get(sheet, ()) if area.title.startswith(title)]

    def name(self, kind: str, text: str) -> Cell:
        """The cell of an input sheet that holds the name of a nation "n", phase "p", item "i", package "w",
        supplier "s", fund "f", other cost "c" or investment "e". Raises KeyError for a name that is not there."""
        area = self.inputs[_NAMED_IN[kind]]
        line = area.find(text)
        if line is None:
            raise KeyError(text)
        return Cell(area.sheet, area.first + line, area.columns[0], text)

    def input(self, kind: str, text: str, column: str) -> Cell:
        """The cell of an input's row under a column: input("w", "Radar", "months")."""
        area = self.inputs[_NAMED_IN[kind]]
        line = area.find(text)
        if line is None:
            raise KeyError(text)
        return area.cell(line, column)

    def key(self, family: str, part: int, text: str) -> Cell | None:
        """A cell of Decisions that holds this text as a part (0, 1, 2) of a family's key: for names without a sheet
        of their own, such as streams and lines of budgets. None where no decision has it."""
        span = self.decided.spans.get((family,))
        for line in range(span[0], span[1] + 1) if span else ():
            if self.decided.area.rows[line][1 + part] == text:
                return self.decided.cell(line, KEYS[part])
        return None

    @property
    def cent(self) -> Decimal:
        """What binary fractions may add to a sum of money, in M: a thousandth of the rounding unit."""
        return ledger.cent(self.f)

    @property
    def half(self) -> Decimal:
        """M by which a rounded figure may differ: half a rounding unit."""
        return ledger.unit(self.f) / 2 + self.cent

    def pairs_with(self, family: str) -> set[tuple[str, str]]:
        """(first, second) parts of the keys of a family's decisions."""
        if family not in self._pairs:
            span = self.decided.spans.get((family,))
            rows = self.decided.area.rows[span[0] : span[1] + 1] if span else ()
            self._pairs[family] = {(str(row[1]), str(row[2])) for row in rows}
        return self._pairs[family]

    def constant(self, values: Iterable[Decimal]) -> Term:
        """A row of numbers written into the formula."""
        return constant(values)

    def membership(self, nation: str) -> Term:
        """1 in the periods in which a nation takes part, else 0."""
        return constant(Decimal(self.f.nations[nation].member(t)) for t in self.f.periods)

    @cached_property
    def calendar(self) -> Area:
        """The table whose headers hold the labels of all periods of the horizon, in order."""
        return self.output("Work packages")

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.x.labels)

    @property
    def label_range(self) -> str:
        """The range of those labels."""
        return self.calendar.labels(self.labels[0], self.labels[-1])

    def label(self, period: int) -> Cell:
        """The cell with the label of a period of the horizon."""
        return self.calendar.label(self.labels[period])

    def number_of(self, label: Cell, period: int | None) -> Term:
        """A formula that turns a cell with a period's label into its number, from 1 on; 0 where it is none.

        period: what is there now, counted from 0; None where it is no period of the horizon.
        """
        text = f"IFERROR(MATCH({label.text},{self.label_range},0),0)"
        return Term(text, (Decimal(0 if period is None else period + 1),))

    @property
    def numbers(self) -> Term:
        """The periods' numbers, 1, 2, ..., as a row."""
        first = self.calendar.labels(self.labels[0], self.labels[0])
        values = tuple(Decimal(t + 1) for t in range(len(self.labels)))
        return Term(f"COLUMN({self.label_range})-COLUMN({first})+1", values, len(values) > 1)

    def until(self, last: Term) -> Term:
        """1 in the periods up to this number (from 1), 0 after it, as a row."""
        values = tuple(ONE if t <= last.value else ZERO for t in self.numbers.values)
        return Term(f"--({self.numbers.text}<={last.text})", values, len(values) > 1)

    def within(self, first: int, last: int) -> Term:
        """1 in the periods first..last, counted from 0, else 0, as a row."""
        return self.until(number(last + 1)) - self.until(number(first))

    def so_far(self, row: Term, later: int = 0) -> Term:
        """What has come together by the end of every period, counted `later` periods after it came."""
        return cumulated(row, self.label_range, later)

    def over_the_horizon(self, area: Area, line: int) -> Term:
        """Period cells of an input's line as a row over the horizon, 0 in periods that have no column or no number.

        A column that stands for a year over shorter periods is left out.
        """
        headers = [header for header in area.headers if header in self.labels]
        if not headers:
            return self.numbers * 0
        found = area.across(line, headers[0], headers[-1])
        names = area.labels(headers[0], headers[-1])
        given = dict(zip(area.headers[area.headers.index(headers[0]) :], found.values, strict=False))
        values = tuple(given.get(label, ZERO) for label in self.labels)
        if len(found.values) == 1:
            return Term(f"{found.text}*({self.label_range}={names})", values, len(values) > 1)
        return Term(f"MMULT({found.text}+0,--(TRANSPOSE({names})={self.label_range}))", values, True)

    def part(self, row: Term, first: int, last: int) -> Term:
        """Periods first..last of a row, counted from 0; a single number stays one."""
        if len(row.values) == 1 or last - first + 1 == len(self.labels):
            return row
        values = row.values[first : last + 1]
        if row.text == NOTHING:
            return Term(NOTHING, values)
        if first == last:
            return Term(f"INDEX({row.text},1,{first + 1})", values, row.array)
        some = self.calendar.labels(self.labels[first], self.labels[last])
        return Term(f"MMULT(({row.text})+0,--(TRANSPOSE({self.label_range})={some}))", values, True)

    def prices(self, phase: str) -> Term:
        """What a price of the price base is in each period's money, for the phase: numbers in the formula."""
        return constant(dec(self.f.index(phase, t)) for t in self.f.periods)

    def before(self, row: Term, later: int = 1) -> Term:
        """The row so many periods later; earlier, below 0."""
        return shifted(row, self.label_range, later)

    def by_period(self, family: str, *key: Cell | None) -> Term:
        """A family's decisions with these parts of their key, as a row over the horizon."""
        return self.decided.by_period(family, *key, labels=self.label_range, of=self.labels)

    def sum(self, family: str, *key: Cell | None, period: int | None = None) -> Term:
        """The same in all, or in one period of the horizon."""
        return self.decided.sum(family, *key, period=None if period is None else self.label(period))
