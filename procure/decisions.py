"""Every family of decisions, in one table: what it means, over which keys it exists, within which bounds.

n nation, l line of its budget, p phase, i item, d need (an item or a family), q option or wish, w package, s supplier,
b stream, o offer, g its tier or chord, t period, r rule, j its row, f fund, k technology, e investment, c other cost,
x sector, u unit. Money is in M of the programme's currency; what budgets carry on is in the nation's. A clause asks for
a decision by its key; a key that is not here is a decision that cannot be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from procure import domains as of
from procure import investments, orders, tiered
from procure.facts import Facts

BINARY, CONTINUOUS = "binary", "continuous"

Domain = Iterable[tuple[tuple[str | int, ...], float | None, float | None]]


@dataclass(frozen=True)
class Family:
    """A family: `index` names its keys' parts, `unit` its numbers; `domain` yields (key, low, high), None = unbounded.

    kind may depend on the key: then `whole` tells which keys are whole. A family without a domain belongs to the
    clause, rule or objective that makes it.
    """

    name: str
    index: str
    kind: str
    unit: str
    meaning: str
    domain: Callable[[Facts], Domain] | None = None
    whole: Callable[[Facts, tuple[str | int, ...]], bool] | None = None


FAMILIES: tuple[Family, ...] = (
    Family("begin", "w,t", BINARY, "0/1", "one-off package w begins in t", of.begin),
    Family("start", "w,s,t", CONTINUOUS, "0..1", "share of one-off package w with s, w beginning in t", of.start),
    Family("award", "w,s", BINARY, "0/1", "supplier s holds a part of package w", of.award),
    Family("open", "w,s,t", BINARY, "0/1", "s is set up for w in t (only where that costs)", of.opened),
    Family("transfer", "k,n,p", BINARY, "0/1", "phase p pays for the transfer of technology k to n", of.transfer),
    Family("make", "w,s,b,t", CONTINUOUS, "sets", "sets of w, stream b, made by s in t", of.make, of.made_whole),
    Family("bought", "w,s,o,g,b,t", CONTINUOUS, "sets", "of make[w,s,b,t], under offer o at tier g", tiered.bought),
    Family("tier", "w,s,o,g", BINARY, "0/1", "what is ordered of s under offer o for w lies in tier g", tiered.tier),
    Family("ordered", "w,s,o", BINARY, "0/1", "something is ordered under offer o (of several for w)", tiered.ordered),
    Family("level", "w,s,o,g,t", BINARY, "0/1", "sets to date of curve o are on its chord g at the end of t", of.level),
    Family("todate", "w,s,o,g,t", CONTINUOUS, "sets", "sets to date of curve o, where they are on chord g", of.todate),
    Family("above", "w,s,o,t", CONTINUOUS, "M", "how far cost to date of curve o is above its chord by t", of.above),
    Family("curve", "w,s,o,t", CONTINUOUS, "M", "what curve o costs in t by its chords, at the price base", of.curve),
    Family("built", "i,t", CONTINUOUS, "units", "units of i completed in t", of.built, of.item_whole),
    Family("deliver", "i,n,t", CONTINUOUS, "units", "units of i handed over to n in t", of.deliver, of.item_whole),
    Family("stock", "i,t", CONTINUOUS, "units", "units of i kept at the end of t", of.stock),
    Family("late", "d,n,t", CONTINUOUS, "units", "units of need d owed to n at the end of t", of.late),
    Family("short", "d,n", CONTINUOUS, "units", "units of need d never delivered to n", of.short, of.need_whole),
    Family("lots", "d,n,q", CONTINUOUS, "lots", "lots of row q (an order) that n takes", orders.lots, orders.whole),
    Family("complete", "d,n", BINARY, "0/1", "all firm units of need d are delivered to n", orders.complete),
    Family("used", "i", BINARY, "0/1", "optional item i is in use", of.used),
    Family("placed", "w", BINARY, "0/1", "package w is placed (only where that hangs on items or awards)", of.placed),
    Family("expand", "e,t", BINARY, "0/1", "investment e is decided in t", investments.decisions),
    Family("busy", "s,x,w,u,t", BINARY, "0/1", "capacity row (s,x,w,u) is in use in t", investments.uses),
    Family("entry", "s,x,w,u,t", BINARY, "0/1", "capacity row (s,x,w,u) comes into use", investments.uses),
    Family("on", "i,t", BINARY, "0/1", "the line of i runs in t", of.line),
    Family("up", "i,t", BINARY, "0/1", "the line of i starts in t", of.line),
    Family("work", "n,p,t", CONTINUOUS, "M", "price of the work of phase p that n's suppliers do in t", of.work),
    Family("other", "c,t", CONTINUOUS, "M", "other cost c in t", of.other),
    Family("contingency", "p,t", CONTINUOUS, "M", "kept in t for what may go wrong in phase p", of.contingency),
    Family("spend", "p,t", CONTINUOUS, "M", "cost of the work of phase p done in t", of.spend),
    Family("gross", "n,p,t", CONTINUOUS, "M", "nation n's part of spend[p,t], where p has grants or VAT", of.gross),
    Family("grant", "f,n,p,t", CONTINUOUS, "M", "what fund f bears of n's part of spend[p,t]", of.grant),
    Family("taken", "f", BINARY, "0/1", "fund f is taken, under its conditions", of.taken),
    Family("vat", "n,p,t", CONTINUOUS, "M", "value added tax on nation n's part of spend[p,t]", of.vat),
    Family("charge", "n,p,t", CONTINUOUS, "M", "nation n's part of spend[p,t], less grants, with VAT", of.charge),
    Family("exit", "n,p", CONTINUOUS, "M", "what n pays for p when it leaves", of.exit),
    Family("capped", "n", BINARY, "0/1", "what n pays when it leaves is its exit cap", of.capped),
    Family("settle", "n,p,t", CONTINUOUS, "M", "what n pays others for p in t (below 0: is paid)", of.settle),
    Family("due", "n,p,t", CONTINUOUS, "M", "what n owes for p in t by the payment terms", of.due),
    Family("pay", "n,p,t", CONTINUOUS, "M", "what n pays for p in t", of.due),
    Family("draw", "f,n,t", CONTINUOUS, "M", "what n draws of loan f in t", of.draw),
    Family("repay", "f,n,t", CONTINUOUS, "M", "what n pays back of loan f in t, interest included", of.draw),
    Family("carry", "n,l,t", CONTINUOUS, "M", "cash of n's budget line l carried on at the end of t", of.cash),
    Family("uncommitted", "n,l,t", CONTINUOUS, "M", "commitment budget of n's line l carried on", of.commitments),
    Family("counted", "n,p,t", CONTINUOUS, "M", "work of phase p that counts as n's in t (M, or hours)", of.counted),
    Family("active", "r,s", BINARY, "0/1", "supplier s counts for rule r"),
    Family("part", "r,j,w", BINARY, "0/1", "package w has a part in the nations of row j of rule r"),
    Family("holds", "r,n", BINARY, "0/1", "nation n counts for rule r"),
    Family("takes", "r,j,i", BINARY, "0/1", "item i counts for row j of rule r"),
    Family("miss", "r,j", CONTINUOUS, "of the rule", "how far row j of rule r is missed (strength should)"),
    Family("distance", "n,p", CONTINUOUS, "M", "how far n's cost of negotiated phase p is from its reference"),
    Family("apart", "n", CONTINUOUS, "M", "how far n's work is from what it may expect"),
    Family("worst", "", CONTINUOUS, "M", "the largest `apart` of any nation"),
    Family("dropped", "w,s", CONTINUOUS, "0/1", "s held a part of w in the earlier plan and holds none"),
    Family("moved", "i,n,t", CONTINUOUS, "units", "units of i that n has by t, more or fewer than in the earlier plan"),
    Family("changed", "w", BINARY, "0/1", "w is awarded otherwise than in the earlier plan"),
    Family("otherwise", "k,w", CONTINUOUS, "0..1", "how much of w is awarded otherwise than in known plan k"),
    Family("apart_from", "", CONTINUOUS, "M", "work awarded otherwise than in the nearest of the known plans"),
)

BY_NAME = {family.name: family for family in FAMILIES}
