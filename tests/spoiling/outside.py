"""Operators for taken, grants and loans."""

from __future__ import annotations

from random import Random

from procure import funding
from procure.facts import Facts
from procure.plan import Plan, dec
from tests.spoiling.tools import MUCH, NONE, changed, moved, one_of, spoils, taken, unit


@spoils("taken")
def _money_flows_of_a_fund_that_is_not_taken(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    giving = {key[0] for family in ("grant", "draw") for key in taken(plan, family)}
    key = one_of(rng, [key for key in taken(plan, "taken") if key[0] in giving])
    return changed(plan, {("taken", key): NONE}) if key else None


@spoils("taken")
def _a_fund_gives_more_than_its_envelope(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    limited = {fund.id for fund in f.problem.funds if fund.envelope_m is not None}
    found = [(family, key) for family in ("grant", "draw") for key in taken(plan, family) if key[0] in limited]
    chosen = one_of(rng, found)
    most = {fund.id: dec(fund.envelope_m or 0.0) for fund in f.problem.funds}
    return changed(plan, {chosen: most[str(chosen[1][0])] + MUCH}) if chosen else None


@spoils("taken")
def _a_fund_gives_more_than_the_envelope_it_is_within(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    most = {fund.id: dec(fund.envelope_m or 0.0) for fund in f.problem.funds}
    outer = {fund.id: fund.within for fund in f.problem.funds if fund.within}
    key = one_of(rng, [key for key in taken(plan, "grant") if key[0] in outer])
    return changed(plan, {("grant", key): most[str(outer[str(key[0])])] + MUCH}) if key else None


@spoils("taken")
def _a_bonus_is_taken_without_its_fund(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    found = [
        (name,)
        for fund in f.problem.funds
        for name in funding.needed(f, fund)
        if plan.get("taken", fund.id) and plan.get("taken", name)
    ]
    key = one_of(rng, found)
    return changed(plan, {("taken", key): NONE}) if key else None


@spoils("grants")
def _a_charge_is_a_unit_more_than_the_grants_leave(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key[1:] for key in taken(plan, "grant")])
    return changed(plan, {("charge", key): plan.get("charge", *key) + unit(f)}) if key else None


@spoils("grants")
def _a_grant_goes_to_a_nation_that_it_is_not_for(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    funds = {fund.id: fund for fund in f.problem.funds}
    found = [
        (key, (key[0], n, *key[2:]))
        for key in taken(plan, "grant")
        for n in f.nations
        if n not in funding.beneficiaries(f, funds[str(key[0])])
    ]
    pair = one_of(rng, found)
    return moved(plan, "grant", *pair) if pair else None


@spoils("grants")
def _a_grant_is_above_its_rate(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "grant"))
    return changed(plan, {("grant", key): plan.get("spend", *key[2:]) + MUCH}) if key else None


@spoils("loans")
def _more_is_drawn_than_is_paid(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, taken(plan, "draw"))
    return changed(plan, {("draw", key): plan.total("pay", key[1]) + MUCH}) if key else None


@spoils("loans")
def _an_instalment_is_not_paid_back(plan: Plan, f: Facts, rng: Random) -> Plan | None:
    key = one_of(rng, [key for key in taken(plan, "repay") if plan.get("repay", *key) > 3 * unit(f)])
    return changed(plan, {("repay", key): NONE}) if key else None
