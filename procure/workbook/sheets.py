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
LOSSES = ("loss of a supplier", "loss of a nation")  # measures of a rule that are judged after planning
MONTHS = "months"  # a base of theirs alone
OBJECTIVES = ("lateness", "wishes met", "cost", "imbalance")
ORDERS = ("firm", "option", "wish")
BASES = (
    "M", "% of own cost", "points of agreed share", "% of agreed share", "% of total work", "% of partners' work",
    "% of total cost", "% of component cost", "% of GDP", "units", "units from pro-rata", "count", "% of earlier plan",
)  # fmt: skip
WINDOWS = ("total", "each period", "cumulative", "at the end", *(f"rolling {periods}" for periods in range(2, 13)))
RELATIONS = (">=", "<=", "=", "within")
COUNTED = ("contract price", "base value", "hours")

STRENGTHS = ("must", "should", "report", "condition")
DISTRIBUTIONS = ("uniform", "triangular", "PERT", "normal", "lognormal", "discrete")


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

    periods: what a period column holds ("" = the sheet has none). blank: what a blank period cell means. before:
    whether a column may be a year before the horizon. fiscal: whether a year is the fiscal year of the row's nation.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    needed: bool = False
    periods: str = ""
    blank: str = ""
    before: bool = False
    fiscal: bool = False

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
    Column("objectives", TEXT, "what better means, in order, each with what later stages may give up of it: \"lateness; cost 0.5 %; imbalance 5\" (of its value, in its unit); wishes met takes as many options and wishes as can be; blank = the model's"),
    Column("marking", TEXT, "protective marking, printed on every sheet of the outputs"),
    Column("gap", PERCENT, "how close to the best possible a stage must come, of its value; blank = half of what the model lets later stages give up", unit="%", low=0, high=50),
    Column("rounding", NUMBER, "money is rounded to multiples of this, and every total is a sum of rounded parts", default=0.01, unit="M", low=0, above=True),
    Column("data date", DATE, "date of the inputs, printed on the outputs"),
    Column("version", TEXT, "the office's own version of the inputs, printed on the outputs"),
    Column("index", NAME, "the series (Series) of prices in general: what an amount of the price base is in each period's money; for budgets and ceilings in constant prices, and quotes of another price base", refers=("Series",)),
    Column("plan in", CHOICE, "current prices: the money that treasuries pay; constant prices: money of the price base, whatever the index says", default="current prices", choices=("current prices", "constant prices")),
    Column("curve error", PERCENT, "how far below a learning curve the optimisation may take its cost, where straight pieces stand for it; the finished plan has the curve's own cost", default=0.1, unit="%", low=0, high=10, above=True),
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
    Column("currency", TEXT, "the treasury's currency, of its budgets and its ceiling; one that is not the programme's needs a row in Series", default="the programme's"),
    Column("groups", NAMES, "groups that rules can name, e.g. EU; NATO"),
    Column("gdp", NUMBER, "weight for the key gdp, in any one unit; M a year where the setting 'gdp in millions' is yes", low=0, unit="any"),
    Column("ceiling", NUMBER, "the most it may pay, in its own currency: over the whole horizon and after it, with what History says it paid before", low=0, unit="M"),
    Column("ceiling prices", CHOICE, "whether the ceiling is in constant prices, those of the price base, or in current ones", default="constant", choices=("constant", "current")),
    Column("fiscal year starts", WHOLE, "month, 1 to 12, in which its fiscal year begins, as a period must; a year's column in Budgets is then the fiscal year that begins in it", default=1, low=1, high=12),
    Column("vat", PERCENT, "its value added tax, paid on what it bears of phases with national VAT", default=0.0, unit="%", low=0, high=100),
    Column("joins", PERIOD, "its first period as a participant: before it has no part in any key and takes no delivery; blank = it was there before the first period"),
    Column("leaves", PERIOD, "its last period as a participant: after it has no part in any key and takes no delivery; blank = it stays"),
    Column("buy-in", PERCENT, "of its key share, when it joins, of all that History says was paid in the programme: it pays that when it joins, to the others by what they paid; nothing in phases paid where performed or by own units", default=100.0, unit="%", low=0),
    Column("exit cap", NUMBER, "when it leaves it pays its share of what is still to be spent, up to this; blank = it pays nothing", low=0, unit="M"),
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
    Column("retention", PERCENT, "part of what falls due with work and at delivery that is withheld until it is released", default=0.0, unit="%", low=0, high=100),
    Column("released", PERIOD, "when what was withheld falls due; blank, or after = after the last period", choices=("after",)),
    Column("estimate", NUMBER, "cost of the phase, for package values given as a per cent of it", low=0, unit="M"),
    Column("fallback key", CHOICE, "key of what no nation's own work or units explain, for where performed and own units", default="equal", choices=FALLBACK_KEYS),
    Column("contingency", PERCENT, "of its cost, kept for what may go wrong: part of the cost, nobody's work; costs that are borne directly have none", default=0.0, unit="%", low=0, high=100),
    Column("vat", CHOICE, "national: every nation pays its own VAT (Nations) on its part of the cost, before grants; it is charged, and is no part of the cost that keys, grants and rules on work speak of", default="none", choices=("none", "national")),
    Column("key follows", CHOICE, "orders: the key offtake (or the reference of a negotiated key) is made from Requirements, whatever weights Shares has; agreed: from the weights where there are any", default="agreed", choices=("agreed", "orders")),
    Column("levy", NUMBER, "what a customer pays for each unit delivered to it, beside its charges; the partners receive it by the phase's key", default=0.0, low=0, unit="M a unit"),
    Column("index", NAME, "the series (Series) by which the phase's prices rise from the price base on; blank = they are firm", refers=("Series",)),
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
    "Requirements", "a nation's need of an item or a family", ("nation", "item or family", "order", "priority"),
    Column("nation", NAME, "who takes the units", needed=True, refers=("Nations",), basic=True),
    Column("item or family", NAME, "which item, or a family: met by any of its items with the standards asked", needed=True, refers=("Items",), basic=True),
    Column("total", NUMBER, "units in all; spread evenly in whole units from first to last where no period is filled in", low=0, unit="units", basic=True),
    Column("first", PERIOD, "period in which the first units are due; blank = first period", basic=True),
    Column("last", PERIOD, "period in which the last units are due; blank = last period", basic=True),
    Column("standards", NAMES, "standards that the nation asks for; only items that have all of them will do"),
    Column("order", CHOICE, "how binding the row is: firm (agreed), option (may be taken, all or in lots) or wish (as many as the money buys); keys go by firm units", choices=ORDERS, default="firm"),
    Column("lot", NUMBER, "units of an option or a wish that are taken together; blank = 1 where units are whole, else any quantity", low=0, above=True, unit="units"),
    Column("exercise by", PERIOD, "last period in which an option can be exercised"),
    Column("priority", WHOLE, "of options and wishes: those of priority 1 come first in the objective wishes met", default=1, low=1),
    Column("may short", YES_NO, "whether firm units of the row may never be delivered (counted as late to the end); blank = as the item says"),
    Column("paid by", NAME, "nation that pays for the units where the key looks at units (own units, offtake, usage); blank = the one that takes them", refers=("Nations",)),
    periods="units due in the period (overrides first and last); a year over shorter periods is due in its last one",
    blank="none due",
)  # fmt: skip

PACKAGES = _sheet(
    "Packages", "a work package", ("package",),
    Column("package", NAME, "name of the package", needed=True, basic=True),
    Column("kind", CHOICE, "one-off (development, tooling, tests); per unit (made for every unit of its items); per period (support of a yearly value, evenly from earliest to latest); per unit in service (support of every unit that has been handed over, from earliest to latest)", needed=True, choices=("one-off", "per unit", "per period", "per unit in service"), basic=True),
    Column("phase", NAME, "phase that pays for it", needed=True, refers=("Phases",), basic=True),
    Column("items", NAMES, "items it serves; blank = all", refers=("Items",), default="all"),
    Column("per unit", NUMBER, "sets that one unit of the item needs (a unit in service: for a year)", default=1.0, low=0, above=True, unit="sets"),
    Column("value", VALUE, "worth of the package (one-off), of a set (per unit), of a year (per period) or of a set for a year (per unit in service) in M, or as a per cent: \"12 %\" of the unit price, or of the phase's estimate for one-off packages and those per period", basic=True),
    Column("sector", TEXT, "branch of industry; suppliers and capacities name it", basic=True),
    Column("months", NUMBER, "duration (one-off), or how long before the unit's completion a set must be ready (per unit); blank for support", default=0.0, low=0, unit="months", basic=True),
    Column("earliest", PERIOD, "first period of work"),
    Column("latest", PERIOD, "last period of work"),
    Column("after", NAMES, "packages, or phases (all their one-off packages), that must be finished before", refers=("Packages", "Phases")),
    Column("qualifies", NAMES, "suppliers that this one-off package makes fit for the packages that name it in \"after\": it is placed only if one of them holds an award of such a package, and only they wait for it", refers=("Suppliers",)),
    Column("given to", PARTS, "supplier or nation that it is given to, with per cents where it is split: \"UK 60; ES 40\"", refers=("Suppliers", "Nations"), basic=True),
    Column("begins", PERIOD, "period in which a one-off package begins, where that is agreed"),
    Column("divisible", YES_NO, "whether several suppliers may share it", default=False, basic=True),
    Column("smallest share", PERCENT, "least part that a supplier of a divisible package holds", default=5.0, low=0, high=100, above=True, unit="%"),
    Column("fewest suppliers", WHOLE, "least number of suppliers", default=1, low=1),
    Column("most suppliers", WHOLE, "greatest number of suppliers; blank = 1, or no limit where divisible", low=1),
    Column("effort", EFFORT, "effort of the package or a set (of support: a year) in the units of capacities: \"40 hours; 2 tonnes\"; blank = 1 set, or the value for M"),
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

OTHER_COSTS = _sheet(
    "Other costs", "cost that is no work package", ("cost",),
    Column("cost", NAME, "name of the cost: a programme office, ranges, infrastructure, items that a nation furnishes", needed=True, basic=True),
    Column("phase", NAME, "phase that it is a part of", needed=True, refers=("Phases",), basic=True),
    Column("performed in", NAME, "nation whose work it is; blank = nobody's, it counts in no work share", refers=("Nations",), basic=True),
    Column("borne by", PARTS, "nations that bear it directly, with per cents where it is split: \"UK 60; ES 40\"; blank = the phase's key parts it", refers=("Nations",), basic=True),
    Column("in kind by", NAME, "nation that provides it instead of paying: it is a cost like any other, and its value comes off what the nation owes when it is provided", refers=("Nations",), basic=True),
    Column("per unit", NUMBER, "for each unit completed of the phase's items, beside what the periods say", default=0.0, low=0, unit="M", basic=True),
    periods="cost in the period, M; a year over shorter periods is spread evenly over them",
    blank="none",
)  # fmt: skip

BUDGETS = _sheet(
    "Budgets", "a treasury's line", ("nation", "line", "kind"),
    Column("nation", NAME, "whose budget", needed=True, refers=("Nations",), basic=True),
    Column("line", NAME, "name of the line; blank = the nation's only or main one"),
    Column("kind", CHOICE, "cash: limits what is paid in the period; commitment: limits the contracts signed in it, a phase's whole charge to the nation when the phase is signed", default="cash", choices=("cash", "commitment")),
    Column("pays for", NAMES, "phases that the line pays for; blank = all that no other line of the nation and kind names", refers=("Phases",)),
    Column("prices", CHOICE, "whether the amounts are in current prices or in constant ones, those of the price base", default="current", choices=("current", "constant")),
    Column("carry over", PERCENT, "part of a fiscal year's budget that may be carried into the next year", default=0.0, unit="%", low=0, high=100, basic=True),
    periods="most it can pay (or commit) in the period, M of the nation's currency; a year is the nation's fiscal year that begins in it",
    blank="no limit (0 = none)",
    before=True,
    fiscal=True,
)  # fmt: skip

CAPACITY = _sheet(
    "Capacity", "a limit of a supplier", ("supplier", "sector or package", "unit"),
    Column("supplier", NAME, "whose capacity", needed=True, refers=("Suppliers",), basic=True),
    Column("sector or package", NAME, "work that it limits; blank = all its work", basic=True),
    Column("unit", CHOICE, "unit of the figures; work counts with its effort in this unit", default="sets", choices=UNITS, basic=True),
    Column("share free", PERCENT, "part of the capacity that this programme may use", default=100.0, unit="%", low=0, high=100),
    Column("ramp", PERCENT, "most change of the load from a period to the next, of the capacity; blank = no limit", unit="%", low=0),
    Column("lowest", NUMBER, "least load of every period, in the unit of the figures and like them of a period, that keeps the supplier going; 0 = none", default=0.0, low=0),
    Column("lowest holds", CHOICE, "in use: from the first period with work to the last, with none between them without; always: in every period", default="in use", choices=("in use", "always")),
    periods="capacity in the period",
    blank="no limit (0 = none)",
)  # fmt: skip

INVESTMENTS = _sheet(
    "Investments", "what would enlarge a supplier's capacity", ("investment",),
    Column("investment", NAME, "name of the investment; it is made once or not at all, whichever is better", needed=True, basic=True),
    Column("supplier", NAME, "whose capacity it raises", needed=True, refers=("Suppliers",), basic=True),
    Column("sector or package", NAME, "work whose capacity it raises, as that row of Capacity says; blank = all its work", basic=True),
    Column("unit", CHOICE, "unit of that row of Capacity", default="sets", choices=UNITS, basic=True),
    Column("adds", NUMBER, "capacity gained a year (a quarter has a quarter of it), all of it free for the programme", needed=True, low=0, above=True, unit="units a year", basic=True),
    Column("cost", NUMBER, "paid in the period of the decision, in the price base; part of the phase's cost, nobody's work", default=0.0, low=0, unit="M", basic=True),
    Column("phase", NAME, "phase that pays for it", needed=True, refers=("Phases",), basic=True),
    Column("months", NUMBER, "from the decision to the first use", default=0.0, low=0, unit="months", basic=True),
    Column("excludes", NAMES, "investments that are not made beside it", refers=("Investments",)),
    Column("earliest", PERIOD, "first period in which it can be decided"),
    Column("latest", PERIOD, "last period in which it can be decided"),
)  # fmt: skip

QUOTES = _sheet(
    "Quotes", "an offer of a supplier for a package, or a tier of it", ("supplier", "package", "for", "from quantity"),
    Column("supplier", NAME, "who offers", needed=True, refers=("Suppliers",), basic=True),
    Column("package", NAME, "what is offered", needed=True, refers=("Packages",), basic=True),
    Column("price", NUMBER, "price of the package (one-off) or of a set (per unit), with a learning slope of the first set; blank = price factor x value", low=0, unit="M", basic=True),
    Column("currency", TEXT, "currency of the quote; one that is not the programme's needs a row in Series, whose rate in the first period is taken", default="the programme's"),
    Column("price base", TEXT, "year whose prices the quote is in; another than the programme's needs the setting index; blank = the programme's", default=""),
    Column("set-up cost", NUMBER, "paid once, when the supplier is set up for the package", default=0.0, low=0, unit="M", basic=True),
    Column("for", NAMES, "nations or groups that the offer is for; blank = all. A supplier makes nothing for nations that none of its offers for the package is for"),
    Column("from quantity", NUMBER, "sets ordered in all from which the row's price holds; rows of one supplier, package and \"for\" are the tiers of one offer. What else an offer says stands in its first row, and of that the quantity is a least order", default=0.0, low=0, unit="sets"),
    Column("tiers", CHOICE, "all units: every set costs what the tier of the whole order says; incremental: only the sets from the tier's quantity on do", default="all units", choices=("all units", "incremental")),
    Column("learning slope", PERCENT, "what a set costs when twice as many have been made, of the price before: 85 for an 85 % curve; blank = no learning", low=50, high=100, above=True, unit="%"),
    Column("curve", CHOICE, "what the slope is of: the price of the last set (unit), or the average of all sets so far (cumulative average)", default="unit", choices=("unit", "cumulative average")),
    Column("least", NUMBER, "least order under the offer, if anything is ordered; per unit packages only", low=0, unit="sets"),
    Column("most", NUMBER, "most that can be ordered under the offer; per unit packages only", low=0, unit="sets"),
    Column("bundle", TEXT, "offers of the supplier with the same bundle are all taken or none", default=""),
    Column("valid until", PERIOD, "last period in which the package's phase may be signed (Phases, signed) for the offer to hold"),
    Column("effort", EFFORT, "this supplier's effort, where it differs from the package's"),
)  # fmt: skip

RULES = _sheet(
    "Rules", "a negotiated rule", ("rule",),
    Column("rule", NAME, "name of the rule; a model's rule name with an amount alone re-sets that rule", needed=True, basic=True),
    Column("measure", CHOICE, "what is measured; a loss is planned after the plan is made, each one alone: what those who stay then pay more, or how much later a unit comes", default="work", choices=(*MEASURES, *LOSSES), basic=True),
    Column("who", NAMES, "nations or groups: partners, customers, third countries, all, or names", default="partners", basic=True),
    Column("each or together", CHOICE, "whether it holds for each of them or for their sum", default="each", choices=("each", "together"), basic=True),
    Column("per phase", YES_NO, "whether it holds in each phase alone", default=False),
    Column("per programme", YES_NO, "whether it holds in each programme alone (Phases, programme; History)", default=False),
    Column("of", FILTER, "part of the programme it speaks of: phase, item, family, sector, package, tag, nation, group, programme or supplier names; blank = all; \"programme all\" adds those that are only in History", default="all", basic=True),
    Column("from", PERIOD, "first period counted, or from which on a loss is; blank = the first"),
    Column("to", PERIOD, "last period counted; blank = the last"),
    Column("window", CHOICE, "over which time the sums are made; cumulative (all since the first period counted, in each), at the end (the same in the last alone) and rolling (so many periods together) count History too", default="total", choices=WINDOWS),
    Column("relation", CHOICE, "how the measure must stand to the amount; within: no further than the amount from the base, on either side", default=">=", choices=RELATIONS, basic=True),
    Column("amount", NUMBER, "the amount, in the base's unit", needed=True, basic=True),
    Column("base", CHOICE, "what the amount is of; months: of a loss, by which a unit comes later", default="points of agreed share", choices=(*BASES, MONTHS), basic=True),
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

SERIES = _sheet(
    "Series", "a rate of exchange or an index by period", ("series",),
    Column("series", NAME, "a currency, whose units for one of the programme's currency follow, or the name of an index of prices", needed=True, basic=True),
    periods="its value, above 0, which holds until the next; an index that has a value for the price base is taken relative to it",
    blank="the value before",
    before=True,
)  # fmt: skip

CHANGES = _sheet(
    "Changes", "one step of a what-if", (),
    Column("scenario", NAME, "name of the scenario; its rows are done from top to bottom", needed=True, basic=True),
    Column("parent", NAME, "scenario that it starts from; blank = the workbook as it is", basic=True),
    Column("do", TEXT, "a named operation in one sentence, as `procure whatif --help` lists them: cut ES 20 %, key frozen", basic=True),
    Column("sheet", TEXT, "without an operation's name: the sheet that is edited", basic=True),
    Column("row", TEXT, "which rows: values of the sheet's key columns, between commas; * = any, a/b = either", basic=True),
    Column("column", TEXT, "which column, or period; blank = the row (drop)", basic=True),
    Column("operation", CHOICE, "what is done to the cells: set, add to, multiply, drop (a row; with a column its cells), append (a row)", default="set", choices=("set", "add", "multiply", "drop", "append"), basic=True),
    Column("value", TEXT, "the value, or what is added or multiplied by", basic=True),
)  # fmt: skip

UNCERTAINTY = _sheet(
    "Uncertainty", "an uncertain input, for `procure risk`", (),
    Column("sheet", TEXT, "the sheet of the cells that are drawn", needed=True, basic=True),
    Column("row", TEXT, "which rows, as in Changes: values of the sheet's key columns, between commas; * = any, a/b = either; one draw for all of them", basic=True),
    Column("column", TEXT, "which column, or period (* = every period that is filled in); numbers alone", basic=True),
    Column("distribution", CHOICE, "how it is distributed", needed=True, choices=DISTRIBUTIONS, basic=True),
    Column("parameters", TEXT, "uniform: \"lowest; highest\"; triangular and PERT: \"lowest; likeliest; highest\"; normal and lognormal: \"mean; standard deviation\"; discrete: values with their probabilities, \"1: 80 %; 1.3: 20 %\"", needed=True, basic=True),
    Column("drawn as", CHOICE, "factor: what the cells say is multiplied by the draw; value: the draw takes their place, in the cell's own unit", default="factor", choices=("factor", "value"), basic=True),
    Column("group", TEXT, "rows of the same group are drawn alike, by its correlation; blank = independent of all others", basic=True),
    Column("correlation", NUMBER, "rank correlation of each two rows of the group, stated in one row or alike in all", low=-1, high=1, basic=True),
)  # fmt: skip

PINS = _sheet(
    "Pins", "a decision already taken", (),
    Column("decision", CHOICE, "award: a supplier holds a part of a package (1) or none (0); begin: period of a one-off package; deliver: units to a nation; share: part of a package (supplier) or of a phase's cost (nation); and of one period, as a plan had it: make (sets), build (units), set up (a supplier), invest, grant, draw, charge, pay (M)", needed=True, choices=("award", "begin", "deliver", "share", "make", "build", "set up", "invest", "grant", "draw", "charge", "pay"), basic=True),
    Column("package", NAME, "for award, begin, share, make and set up", refers=("Packages",), basic=True),
    Column("item", NAME, "for deliver and build; for make where sets are counted by item", refers=("Items",), basic=True),
    Column("phase", NAME, "for share of cost, grant, charge and pay", refers=("Phases",), basic=True),
    Column("supplier", NAME, "for award, share and set up; for make (blank = all suppliers)", refers=("Suppliers",), basic=True),
    Column("nation", NAME, "for deliver, share of cost, grant, draw, charge and pay; for make where sets are counted by buyer", refers=("Nations",), basic=True),
    Column("period", PERIOD, "for all but award and share (deliver: blank = over the whole horizon); begin, set up and invest >= a period: not before it, if at all", basic=True),
    Column("relation", CHOICE, "how the decision stands to the value", default="=", choices=("=", ">=", "<="), basic=True),
    Column("value", NUMBER, "1 or 0 (award), units (deliver, build), sets (make), per cent (share), M (grant, draw, charge, pay: below 0 where it is paid to the nation); none for begin, set up and invest", basic=True),
    Column("fund", NAME, "for grant and draw"),
    Column("investment", NAME, "for invest", refers=("Investments",)),
)  # fmt: skip

SHEETS: tuple[Sheet, ...] = (
    PROGRAMME, NATIONS, PHASES, SHARES, ITEMS, REQUIREMENTS, PACKAGES, SUPPLIERS, OTHER_COSTS, BUDGETS, CAPACITY, INVESTMENTS, QUOTES, RULES, CONTENT, HISTORY,
    CONTROLS, FUNDING, SERIES, PINS, CHANGES, UNCERTAINTY,
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
