"""What the builders share: the tables as read, the names in them, and the list that takes complaints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from procure import text
from procure.calendar import Calendar
from procure.findings import ERROR, WARNING, Finding
from procure.workbook.table import Record, Table

Noun = TypeVar("Noun")

MOST_HINTS = 30  # on unknown names, a book
EVERYBODY = ("partners", "customers", "third countries", "all")

# Kind of name that a sheet's key is.
KINDS = {
    "Nations": "nation", "Phases": "phase", "Items": "item", "Packages": "package", "Suppliers": "supplier",
    "Series": "series", "Investments": "investment",
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """The workbook's names by kind: nation, phase, item, family, package, supplier, sector, tag, group, programme."""

    by_kind: Mapping[str, tuple[str, ...]]
    own_programme: str = ""

    def of(self, *kinds: str) -> tuple[str, ...]:
        """Names of these kinds, each once, sorted."""
        return tuple(sorted({name for kind in kinds for name in self.by_kind.get(kind, ())}))

    def kinds(self, name: str, among: Iterable[str]) -> list[str]:
        """The kinds among these that have the name."""
        return [kind for kind in among if name in self._known.get(kind, ())]

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        return {kind: frozenset(names) for kind, names in self.by_kind.items()}


def names(tables: Mapping[str, Table]) -> Names:
    """The names that the tables define."""
    found = {kind: tuple(tables[sheet].keys()) for sheet, kind in KINDS.items()}
    packages, suppliers = tables["Packages"].records, tables["Suppliers"].records
    found["sector"] = (*(r["sector"] for r in packages if r["sector"]), *(s for r in suppliers for s in r["sectors"]))
    found["tag"] = tuple(tag for r in packages for tag in r["tags"])
    found["family"] = tuple(r["family"] for r in tables["Items"].records if r["family"])
    found["group"] = tuple(group for r in tables["Nations"].records for group in r["groups"])
    own = next((str(r["value"]) for r in tables["Programme"].records if r["setting"] == "name" and r["value"]), "")
    named = (r["programme"] for sheet in ("Phases", "History") for r in tables[sheet].records if r["programme"])
    found["programme"] = (own, *named) if own else tuple(named)
    return Names({kind: tuple(dict.fromkeys(known)) for kind, known in found.items()}, own)


@dataclass
class Context:
    """Tables, names, the calendar (a stand-in where the Programme sheet has errors) and the findings so far."""

    tables: Mapping[str, Table]
    names: Names
    calendar: Calendar
    currency: str
    findings: list[Finding] = field(default_factory=list)
    unknown_names: int = 0

    def rows(self, sheet: str) -> Iterator[Record]:
        """The records of a sheet whose every cell could be read."""
        return (record for record in self.tables[sheet].records if not record.bad)

    def error(self, record: Record, column: str, rule: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(ERROR, record.where(column), rule, message, hint))

    def over_model(
        self, sheet: str, column: str, models: Mapping[str, Noun], make: Callable[[Record, Noun | None], Noun]
    ) -> tuple[Noun, ...]:
        """The model's nouns, each re-set by the row of its name (`make` is given both), and the sheet's own.

        column: of the name. A new name that is nearly one of the model's is a warning.
        """
        found = dict(models)
        for r in self.rows(sheet):
            base = models.get(r[column])
            match = text.nearest(r[column], models) if base is None and models else None
            if match:
                message = f"'{r[column]}' is a new {column}; the model has a {column} '{match}'."
                self.warning(r, column, f"{column} like the model's", message, f"Did you mean '{match}'?")
            found[r[column]] = make(r, base)
        return tuple(found.values())

    def warning(self, record: Record, column: str, rule: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(WARNING, record.where(column), rule, message, hint))

    def unknown(self, record: Record, column: str, expected: str, found: str, known: Iterable[str]) -> None:
        """The complaint about a name that is nowhere."""
        self.unknown_names += 1  # looking for the nearest of thousands, thousands of times, would take minutes
        hint = text.did_you_mean(found, known) if self.unknown_names <= MOST_HINTS else ""
        self.error(record, column, "unknown name", f"expected {expected}, found '{found}'.", hint)

    def members(self, record: Record, column: str) -> tuple[str, ...]:
        """Nations and groups of a cell as typed, the words for all of a role in lower case; complains of others."""
        found = []
        for name in record[column]:
            kinds = self.names.kinds(name, ("nation", "group"))
            if name.casefold() in EVERYBODY:
                found.append(name.casefold())
                continue
            if not kinds:
                known = (*EVERYBODY, *self.names.of("nation", "group"))
                self.unknown(record, column, "nations or groups", name, known)
            elif len(kinds) > 1:
                message = f"expected a name that means one thing, found '{name}', a nation and a group."
                self.error(record, column, "ambiguous name", message, "Rename the group.")
            found.append(name)
        return tuple(found)

    def foreign(self, currency: str) -> str:
        """A currency as typed; "" where it is the programme's."""
        return "" if currency.casefold() in (self.currency.casefold(), "the programme's") else currency
