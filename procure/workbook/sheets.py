"""Every input sheet and column, in one table.

The reader, the template with its notes and drop-downs, the data dictionary in inputs/README.md and the texts of the
complaints are all made from it. To add a column: add it here, give its noun a field in problem.py, read it in
workbook/build.py and write it in workbook/inputs.py; everything else follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# How a cell of a column is read. Lists are separated by ";" (or ",").
TEXT = "text"  # one line of text
NAME = "name"  # the key of the row, or a name in the sheets that `refers` lists
NAMES = "names"  # several of them
NUMBER = "number"  # a decimal number
WHOLE = "whole number"
PERCENT = "per cent"  # 20 means 20 %; a cell formatted as a per cent is understood as Excel shows it
YES_NO = "yes or no"
CHOICE = "choice"  # one of `choices`
PERIOD = "period"  # a label of the programme's calendar
DATE = "date"
PARTS = "parts"  # "BAE" or "UK 60; ES 40": names, each with a per cent or none
EFFORT = "effort"  # "40 hours; 2 tonnes"
VALUE = "value"  # a number of M, or "12 %" of the item's unit price or the phase's estimate
FILTER = "filter"  # "phase Production; sector avionics"; the kind may be left out where a name means one thing

KEYS = ("offtake", "equal", "gdp", "usage", "table", "negotiated", "where performed", "own units")
FALLBACK_KEYS = ("equal", "offtake", "gdp", "table")
UNITS = ("sets", "hours", "tonnes", "M")
MEASURES = (
    "work", "weighted work", "cost", "payments", "content", "deliveries", "late", "packages", "suppliers", "nations",
    "load", "unit price", "items", "participants",
)  # fmt: skip
OBJECTIVES = ("lateness", "cost", "imbalance")
BASES = (
    "M", "% of own cost", "points of agreed share", "% of agreed share", "% of total work", "% of partners' work",
    "% of total cost", "% of component cost", "% of GDP", "units", "units from pro-rata", "count", "% of earlier plan",
)  # fmt: skip
WINDOWS = ("total", "each period", "cumulative", "at the end", *(f"rolling {periods}" for periods in range(2, 13)))
RELATIONS = (">=", "<=", "=", "within")
COUNTED = ("contract price", "base value", "hours")

STRENGTHS = ("must", "should", "report", "condition")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, how a cell is read, and what it means.

    default None with needed False means "nothing" (no limit, no date). low and high bound a number, both inside
    unless `above` (then low itself is refused). refers: sheets whose keys a name must be among.
    """

    name: str
    type: str
    text: str
    needed: bool = False
    default: object = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    above: bool = False
    basic: bool = False  # shown in a fresh template; the others are grouped shut

    def default_text(self) -> str:
        """The default as the dictionary and the header's note print it."""
        if self.needed:
            return "needed"
        if self.default is None:
            return "blank"
        if isinstance(self.default, bool):
            return "yes" if self.default else "no"
        return f"{self.default:g}" if isinstance(self.default, float | int) else str(self.default)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what a row is, its columns, the columns whose values together must not repeat.

    periods: what a period column holds ("" = the sheet has none). blank: what a blank period cell means.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    needed: bool = False
    periods: str = ""
    blank: str = ""

    def column(self, name: str) -> Column:
        """The column of that header. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_NOTES = (
    Column("source", TEXT, "where the figures of the row come from"),
    Column("status", CHOICE, "how firm they are", choices=("public", "agreed", "quoted", "estimated", "assumed", "illustrative")),
    Column("note", TEXT, "anything else; it travels to the outputs"),
)


def _sheet(name: str, row: str, key: tuple[str, ...], *columns: Column, **more: object) -> Sheet:
    return Sheet(name, row, columns + _NOTES, key, **more)  # type: ignore[arg-type]


SETTINGS = (
    Column("name", TEXT, "the programme's name, on every output", needed=True, basic=True),
    Column("currency", TEXT, "currency of every amount in the workbook", default="EUR", basic=True),
    Column("price base", TEXT, "the year whose prices the amounts are in; printed on the outputs", basic=True),
    Column("first period", TEXT, "label of the first period: 2027, 2027-H1 or 2027-Q1", needed=True, basic=True),
    Column("period length", CHOICE, "length of a period", default="year", choices=("year", "half", "quarter"), basic=True),
    Column("periods", WHOLE, "number of periods planned", needed=True, low=1, high=200, basic=True),
    Column("discount rate", PERCENT, "a year; used to compare costs, never shown in a charge", default=0.0, unit="%", low=0, high=50, basic=True),
    Column("model", TEXT, "cooperation model: a name from `procure models` or the path of a TOML file", default="best-value", basic=True),
    Column("objectives", TEXT, "what better means, in order, each with what later stages may give up of it: \"lateness; cost 0.5 %; imbalance 5\" (of its value, in its unit); blank = the model's"),
    Column("marking", TEXT, "protective marking, printed on every sheet of the outputs"),
    Column("gap", PERCENT, "how close to the best possible a stage must come, of its value; blank = half of what the model lets later stages give up", unit="%", low=0, high=50),
    Column("rounding", NUMBER, "money is rounded to multiples of this, and every total is a sum of rounded parts", default=0.01, unit="M", low=0, above=True),
    Column("data date", DATE, "date of the inputs, printed on the outputs"),
    Column("version", TEXT, "the office's own version of the inputs, printed on the outputs"),
    Column("work counted as", CHOICE, "what work is for rules, balance and work shares: the contract price; the base value, whatever price is paid; or hours of effort (set-up counts in the contract price alone)", default="contract price", choices=COUNTED),
    Column("gdp in millions", YES_NO, "whether the nations' gdp is M a year, as the base % of GDP and the Summary's payments against GDP need it; no = a weight in any unit", default=False),
)

PROGRAMME = Sheet(
    "Programme",
    "a setting",
    (
        Column("setting", NAME, "which setting, as listed below", needed=True, basic=True),
        Column("value", TEXT, "its value", basic=True),
        *_NOTES,
    ),
    ("setting",),
    needed=True,
)

NATIONS = _sheet(
    "Nations", "a nation", ("nation",),
    Column("nation", NAME, "short name, used everywhere else", needed=True, basic=True),
    Column("role", CHOICE, "partner: shares cost and work; customer: takes and pays units, no part of one-off cost; third country: only its industry works", default="partner", choices=("partner", "customer", "third country"), basic=True),
    Column("currency", TEXT, "the treasury's currency; must be the programme's until rates are given", default="the programme's"),
    Column("groups", NAMES, "groups that rules can name, e.g. EU; NATO"),
    Column("gdp", NUMBER, "weight for the key gdp, in any one unit; M a year where the setting 'gdp in millions' is yes", low=0, unit="any"),
    Column("ceiling", NUMBER, "the most it may pay over the whole horizon", low=0, unit="M"),
    needed=True,
)  # fmt: skip

PHASES = _sheet(
    "Phases", "a pool of cost with its own key", ("phase",),
    Column("phase", NAME, "name of the phase", needed=True, basic=True),
    Column("key", TEXT, "who pays: " + ", ".join(KEYS) + ", or a nation's name (all to it); blank = the model's", basic=True),
    Column("key holds", CHOICE, "whether the key holds in each period or only in total over the phase", default="each period", choices=("each period", "over the phase")),
    Column("signed", PERIOD, "when the contract is signed; blank = first period", basic=True),
    Column("at signature", PERCENT, "part of every charge that falls due at signature", default=0.0, unit="%", low=0, high=100, basic=True),
    Column("with work", PERCENT, "part that falls due as the work is done; blank = what the two others leave", unit="%", low=0, high=100, basic=True),
    Column("at delivery", PERCENT, "part that falls due the phase's longest lead after the work", default=0.0, unit="%", low=0, high=100, basic=True),
    Column("estimate", NUMBER, "cost of the phase, for package values given as a per cent of it", low=0, unit="M"),
    Column("fallback key", CHOICE, "key of what no nation's own work or units explain, for where performed and own units", default="equal", choices=FALLBACK_KEYS),
    Column("programme", TEXT, "programme that the phase belongs to, for rules over several; blank = this workbook's"),
    needed=True,
)  # fmt: skip

SHARES = _sheet(
    "Shares", "a nation's part of a phase", ("phase", "nation"),
    Column("phase", NAME, "the phase; blank = every phase", refers=("Phases",), basic=True),
    Column("nation", NAME, "the nation", needed=True, refers=("Nations",), basic=True),
    Column("weight", NUMBER, "a quantity or a per cent for the keys table and offtake, or the reference of a negotiated key; weights are normalised and their sum is stated", low=0, unit="any", basic=True),
    Column("lowest", PERCENT, "least part of the cost, for the key negotiated", default=0.0, unit="%", low=0, high=100),
    Column("highest", PERCENT, "greatest part of the cost, for the key negotiated", default=100.0, unit="%", low=0, high=100),
    Column("work share", PERCENT, "agreed work share, of every partner or of none; blank = the cost share", unit="%", low=0, high=100),
)  # fmt: skip

ITEMS = _sheet(
    "Items", "what is delivered (a tranche is an item)", ("item",),
    Column("item", NAME, "name of the item", needed=True, basic=True),
    Column("phase", NAME, "phase that pays for its units", needed=True, refers=("Phases",), basic=True),
    Column("unit", TEXT, "what one unit is: aircraft, 1,000 rounds, hours", default="unit", basic=True),
    Column("unit price", NUMBER, "list price of a unit, base of package values in per cent", low=0, unit="M", basic=True),
    Column("max rate", NUMBER, "most units built a year; blank = no limit", low=0, above=True, unit="units a year", basic=True),
    Column("min rate", NUMBER, "least units built a year while the line runs (its last period is free)", default=0.0, low=0, unit="units a year"),
    Column("ramp", PERCENT, "most growth of the rate, a year; blank = no limit", unit="% a year", low=0),
    Column("ramp step", NUMBER, "units that the rate may grow by in any case", default=1.0, low=0, unit="units"),
    Column("may restart", YES_NO, "whether the line may stop and start again", default=True),
    Column("may store", YES_NO, "whether units may wait between completion and delivery", default=False),
    Column("may short", YES_NO, "whether units may never be delivered (counted as late to the end)", default=False),
    Column("surplus", NUMBER, "units that may be built and kept undelivered", default=0.0, low=0, unit="units"),
    Column("whole", YES_NO, "whether units are whole (no for hours, rounds by the thousand)", default=True),
    Column("late weight", NUMBER, "weight of a unit late by a period", default=1.0, low=0),
    Column("latest delay", NUMBER, "no unit may be later than this; blank = no limit", low=0, unit="months", basic=True),
    Column("family", TEXT, "items of one family can stand for each other where a requirement names the family; one-off packages of such an item are placed only if it is delivered to somebody"),
    Column("standards", NAMES, "standards that it has, e.g. STANAG 4609; Link 16"),
    Column("units per fleet unit", NUMBER, "units (hours) a year that one aircraft or ship of a shared fleet provides; they are used when due, never before; the fleet needed is printed, rounded up", low=0, above=True, unit="units a year"),
)  # fmt: skip

REQUIREMENTS = _sheet(
    "Requirements", "a nation's need of an item or a family", ("nation", "item or family"),
    Column("nation", NAME, "who takes the units", needed=True, refers=("Nations",), basic=True),
    Column("item or family", NAME, "which item, or a family: met by any of its items with the standards asked", needed=True, refers=("Items",), basic=True),
    Column("total", NUMBER, "units in all; spread evenly in whole units from first to last where no period is filled in", low=0, unit="units", basic=True),
    Column("first", PERIOD, "period in which the first units are due; blank = first period", basic=True),
    Column("last", PERIOD, "period in which the last units are due; blank = last period", basic=True),
    Column("standards", NAMES, "standards that the nation asks for; only items that have all of them will do"),
    periods="units due in the period (overrides first and last); a year over shorter periods is due in its last one",
    blank="none due",
)  # fmt: skip

PACKAGES = _sheet(
    "Packages", "a work package", ("package",),
    Column("package", NAME, "name of the package", needed=True, basic=True),
    Column("kind", CHOICE, "one-off (development, tooling, tests) or per unit (made for every unit of its items)", needed=True, choices=("one-off", "per unit"), basic=True),
    Column("phase", NAME, "phase that pays for it", needed=True, refers=("Phases",), basic=True),
    Column("items", NAMES, "items it serves; blank = all", refers=("Items",), default="all"),
    Column("per unit", NUMBER, "sets that one unit of the item needs", default=1.0, low=0, above=True, unit="sets"),
    Column("value", VALUE, "worth of the package (one-off) or of a set (per unit) in M, or as a per cent: \"12 %\" of the unit price, or of the phase's estimate for one-off packages", basic=True),
    Column("sector", TEXT, "branch of industry; suppliers and capacities name it", basic=True),
    Column("months", NUMBER, "duration (one-off), or how long before the unit's completion a set must be ready (per unit)", default=0.0, low=0, unit="months", basic=True),
    Column("earliest", PERIOD, "first period of work"),
    Column("latest", PERIOD, "last period of work"),
    Column("after", NAMES, "packages, or phases (all their one-off packages), that must be finished before", refers=("Packages", "Phases")),
    Column("given to", PARTS, "supplier or nation that it is given to, with per cents where it is split: \"UK 60; ES 40\"", refers=("Suppliers", "Nations"), basic=True),
    Column("begins", PERIOD, "period in which a one-off package begins, where that is agreed"),
    Column("divisible", YES_NO, "whether several suppliers may share it", default=False, basic=True),
    Column("smallest share", PERCENT, "least part that a supplier of a divisible package holds", default=5.0, low=0, high=100, above=True, unit="%"),
    Column("fewest suppliers", WHOLE, "least number of suppliers", default=1, low=1),
    Column("most suppliers", WHOLE, "greatest number of suppliers; blank = 1, or no limit where divisible", low=1),
    Column("effort", EFFORT, "effort of the package or a set in the units of capacities: \"40 hours; 2 tonnes\"; blank = 1 set, or the value for M"),
    Column("technology", NAMES, "technologies that it cannot be made without, as Controls names them; one without rows there is free"),
    Column("tags", NAMES, "words that rules can filter by: noble; critical"),
    Column("component", PERCENT, "part of its price, without set-up, that is component cost: what rules on content speak of", default=100.0, unit="%", low=0, high=100),
    Column("weight", NUMBER, "of its work in weighted work", default=1.0, low=0),
    Column("parent", NAME, "a package that this one is a part of; a parent is a heading, its parts are placed and must sum to its value", refers=("Packages",)),
    needed=True,
)  # fmt: skip

SUPPLIERS = _sheet(
    "Suppliers", "a company or site", ("supplier",),
    Column("supplier", NAME, "name of the supplier", needed=True, basic=True),
    Column("nation", NAME, "where its work counts", needed=True, refers=("Nations",), basic=True),
    Column("sectors", NAMES, "sectors it works in; blank = all", default="all", basic=True),
    Column("price factor", NUMBER, "its price over the package's value, where it has given no quote", default=1.0, low=0, high=1000, above=True, basic=True),
    needed=True,
)  # fmt: skip

BUDGETS = _sheet(
    "Budgets", "a treasury's line", ("nation",),
    Column("nation", NAME, "whose budget", needed=True, refers=("Nations",), basic=True),
    Column("carry over", PERCENT, "part of a year's budget that may be carried into the next year", default=0.0, unit="%", low=0, high=100, basic=True),
    periods="most it can pay in the period, M",
    blank="no limit (0 = none)",
)  # fmt: skip

CAPACITY = _sheet(
    "Capacity", "a limit of a supplier", ("supplier", "sector or package", "unit"),
    Column("supplier", NAME, "whose capacity", needed=True, refers=("Suppliers",), basic=True),
    Column("sector or package", NAME, "work that it limits; blank = all its work", basic=True),
    Column("unit", CHOICE, "unit of the figures; work counts with its effort in this unit", default="sets", choices=UNITS, basic=True),
    Column("share free", PERCENT, "part of the capacity that this programme may use", default=100.0, unit="%", low=0, high=100),
    Column("ramp", PERCENT, "most change of the load from a period to the next, of the capacity; blank = no limit", unit="%", low=0),
    periods="capacity in the period",
    blank="no limit (0 = none)",
)  # fmt: skip

QUOTES = _sheet(
    "Quotes", "an offer of a supplier for a package", ("supplier", "package"),
    Column("supplier", NAME, "who offers", needed=True, refers=("Suppliers",), basic=True),
    Column("package", NAME, "what is offered", needed=True, refers=("Packages",), basic=True),
    Column("price", NUMBER, "price of the package (one-off) or of a set (per unit); blank = price factor x value", low=0, unit="M", basic=True),
    Column("currency", TEXT, "currency of the quote; must be the programme's until rates are given", default="the programme's"),
    Column("set-up cost", NUMBER, "paid once, when the supplier is set up for the package", default=0.0, low=0, unit="M", basic=True),
    Column("effort", EFFORT, "this supplier's effort, where it differs from the package's"),
)  # fmt: skip

RULES = _sheet(
    "Rules", "a negotiated rule", ("rule",),
    Column("rule", NAME, "name of the rule; a model's rule name with an amount alone re-sets that rule", needed=True, basic=True),
    Column("measure", CHOICE, "what is measured", default="work", choices=MEASURES, basic=True),
    Column("who", NAMES, "nations or groups: partners, customers, third countries, all, or names", default="partners", basic=True),
    Column("each or together", CHOICE, "whether it holds for each of them or for their sum", default="each", choices=("each", "together"), basic=True),
    Column("per phase", YES_NO, "whether it holds in each phase alone", default=False),
    Column("per programme", YES_NO, "whether it holds in each programme alone (Phases, programme; History)", default=False),
    Column("of", FILTER, "part of the programme it speaks of: phase, item, family, sector, package, tag, nation, group, programme or supplier names; blank = all; \"programme all\" adds those that are only in History", default="all", basic=True),
    Column("from", PERIOD, "first period counted; blank = the first"),
    Column("to", PERIOD, "last period counted; blank = the last"),
    Column("window", CHOICE, "over which time the sums are made; cumulative (all since the first period counted, in each), at the end (the same in the last alone) and rolling (so many periods together) count History too", default="total", choices=WINDOWS),
    Column("relation", CHOICE, "how the measure must stand to the amount; within: no further than the amount from the base, on either side", default=">=", choices=RELATIONS, basic=True),
    Column("amount", NUMBER, "the amount, in the base's unit", needed=True, basic=True),
    Column("base", CHOICE, "what the amount is of", default="points of agreed share", choices=BASES, basic=True),
    Column("counts from", PERCENT, "measure nations: least part of all the work with which a nation counts; 0 = any part of a package", default=0.0, unit="%", low=0, high=100),
    Column("earlier plan", TEXT, "base % of earlier plan: the plan's workbook (a path from this one's folder) whose figure of the same words it is of"),
    Column("earlier figures", PARTS, "those figures, as \"FR 120; DE 80\" (by period \"FR, 2029 12; DE, 2029 8\"); filled in by the planner, or by hand instead of a file"),
    Column("strength", CHOICE, "must: holds in every plan; should: a penalty for missing it; report: only measured; condition: holds where a fund of Funding that is taken needs it", default="must", choices=STRENGTHS, basic=True),
    Column("penalty", NUMBER, "for should: M per unit of amount missed, weighed with cost, never charged", default=1.0, low=0, unit="M per unit"),
    Column("asked by", TEXT, "who asked for the rule"),
)  # fmt: skip

CONTENT = _sheet(
    "Content", "a nation's part of a supplier's packages", ("supplier", "package", "nation"),
    Column("supplier", NAME, "whose package", needed=True, refers=("Suppliers",), basic=True),
    Column("package", NAME, "which package; blank = all of the supplier's that have no rows of their own", refers=("Packages",), basic=True),
    Column("nation", NAME, "where that part of the work is done, or of the components comes from", needed=True, refers=("Nations",), basic=True),
    Column("work", PERCENT, "part of the work; what is not stated is the supplier's own nation's", default=0.0, unit="%", low=0, high=100, basic=True),
    Column("component", PERCENT, "part of the component cost; what is not stated is the supplier's own nation's", default=0.0, unit="%", low=0, high=100, basic=True),
)  # fmt: skip

HISTORY = _sheet(
    "History", "what a nation paid, did and received in a year", ("programme", "phase", "nation", "year"),
    Column("programme", TEXT, "which programme; blank = this workbook's, and only years before the first period", basic=True),
    Column("phase", TEXT, "phase of that programme; blank = all of it", basic=True),
    Column("nation", NAME, "which nation", needed=True, refers=("Nations",), basic=True),
    Column("year", WHOLE, "calendar year", needed=True, low=0, basic=True),
    Column("paid", NUMBER, "what it paid", default=0.0, low=0, unit="M", basic=True),
    Column("work", NUMBER, "work of its industry, as the programme counts it", default=0.0, low=0, unit="M (or hours)", basic=True),
    Column("delivered", NUMBER, "units it received", default=0.0, low=0, unit="units", basic=True),
)  # fmt: skip

CONTROLS = _sheet(
    "Controls", "what an owner says of a technology", ("technology", "owner", "destination"),
    Column("technology", NAME, "the technology, as Packages names it; several owners, a row each: all of them must allow", needed=True, basic=True),
    Column("owner", NAME, "nation whose consent is needed; it is free itself", needed=True, refers=("Nations",), basic=True),
    Column("destination", NAME, "nation, group, or * for every nation; the nation's own row wins over its group's, that over *", needed=True, basic=True),
    Column("permission", CHOICE, "free: no consent is asked (a group's row: within the group); licence: consent takes months and costs; denied: no transfer for work, no delivery above the de minimis", default="free", choices=("free", "licence", "denied"), basic=True),
    Column("months", NUMBER, "of a licence, from the first period on: before them no work with the technology, no delivery of what it is in", default=0.0, low=0, unit="months", basic=True),
    Column("cost", NUMBER, "of a transfer under licence, paid once for a technology and a nation whose industry works with it, in the first period; part of the cost, nobody's work", default=0.0, low=0, unit="M", basic=True),
    Column("de minimis", PERCENT, "a denial leaves deliveries alone while the owner's content of the item is at most this; blank = 0, none", default=0.0, unit="%", low=0, high=100, basic=True),
)  # fmt: skip

FUNDING = _sheet(
    "Funding", "outside money", ("fund",),
    Column("fund", NAME, "name of the fund; a bonus is a fund of its own that needs the first", needed=True, basic=True),
    Column("kind", CHOICE, "grant: bears a part of the cost; loan: drawn for payments, and paid back", default="grant", choices=("grant", "loan"), basic=True),
    Column("for", NAMES, "nations or groups that have it: partners, customers, third countries, all, or names; among them a grant is parted by the weights of Shares, else as its phases' cost is where data say how, else equally", default="partners", basic=True),
    Column("phases", NAMES, "phases it is for; blank = all", refers=("Phases",), default="all", basic=True),
    Column("most funded", PERCENT, "most of a phase's cost that all grants on it may bear together (the least that any of them says); of a loan, most of the payments that it may be drawn for", default=100.0, unit="%", low=0, high=100),
    Column("rate", PERCENT, "of a grant: most of the cost of the work of its phases, in each period", default=100.0, unit="%", low=0, high=100, basic=True),
    Column("envelope", NUMBER, "most in all, for all its nations; blank = no limit", low=0, unit="M", basic=True),
    Column("within", NAME, "fund whose envelope this one's money counts in too, as a bonus's may; blank = none"),
    Column("needs", NAMES, "conditions under which it is given: names of rules of strength condition, and of other funds", basic=True),
    Column("interest", PERCENT, "of a loan, a year on what is outstanding, paid in every period from the first after the draw", default=0.0, unit="% a year", low=0, high=100),
    Column("repay from", NUMBER, "of a loan: months from the draw to the first instalment, a period at least", default=0.0, low=0, high=1200, unit="months"),
    Column("repay periods", WHOLE, "of a loan: number of equal instalments, one a period", default=1, low=1, high=400),
    periods="most in the period, M",
    blank="no limit (0 = none)",
)  # fmt: skip

PINS = _sheet(
    "Pins", "a decision already taken", (),
    Column("decision", CHOICE, "award: a supplier holds a part of a package (1) or none (0); begin: period of a one-off package; deliver: units to a nation; share: part of a package (supplier) or of a phase's cost (nation)", needed=True, choices=("award", "begin", "deliver", "share"), basic=True),
    Column("package", NAME, "for award, begin and share", refers=("Packages",), basic=True),
    Column("item", NAME, "for deliver", refers=("Items",), basic=True),
    Column("phase", NAME, "for share of cost", refers=("Phases",), basic=True),
    Column("supplier", NAME, "for award and share", refers=("Suppliers",), basic=True),
    Column("nation", NAME, "for deliver and share of cost", refers=("Nations",), basic=True),
    Column("period", PERIOD, "for begin and deliver (blank = over the whole horizon)", basic=True),
    Column("relation", CHOICE, "how the decision stands to the value", default="=", choices=("=", ">=", "<="), basic=True),
    Column("value", NUMBER, "1 or 0 (award), units (deliver), per cent (share); none for begin", low=0, basic=True),
)  # fmt: skip

SHEETS: tuple[Sheet, ...] = (
    PROGRAMME, NATIONS, PHASES, SHARES, ITEMS, REQUIREMENTS, PACKAGES, SUPPLIERS, BUDGETS, CAPACITY, QUOTES, RULES, CONTENT, HISTORY,
    CONTROLS, FUNDING, PINS,
)  # fmt: skip


def sheet(name: str) -> Sheet:
    """The sheet of that name. Raises KeyError."""
    for one in SHEETS:
        if one.name == name:
            return one
    raise KeyError(name)


def setting(name: str) -> Column:
    """The Programme setting of that name. Raises KeyError."""
    for one in SETTINGS:
        if one.name == name:
            return one
    raise KeyError(name)


def names(sheets: tuple[Sheet, ...] = SHEETS) -> Iterator[str]:
    """Names of the sheets, in order."""
    return (one.name for one in sheets)
