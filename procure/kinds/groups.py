"""Groups that models name and the nations that are in them, by their codes here; to begin with, as all of it."""

from __future__ import annotations

from procure.agreement import Agreement

EU, EEA_EFTA, NATO, UKRAINE, AUKUS = "EU", "EEA EFTA", "NATO", "Ukraine", "AUKUS"

_MEMBERS = {
    EU: "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
    EEA_EFTA: "IS LI NO",
    NATO: "AL BE BG CA CZ DE DK EE EL ES FI FR GB GR HR HU IS IT LT LU LV ME MK NL NO PL PT RO SE SI SK TR UK US",
    UKRAINE: "UA",
    AUKUS: "AU GB UK US",
}


def of(nation: str, model: Agreement) -> tuple[str, ...]:
    """Groups of a nation that the model speaks of; none for a name that is no code here."""
    spoken = {name for rule in model.rules for name in rule.who} | {name for fund in model.funds for name in fund.who}
    spoken |= {name for control in model.controls for name in (control.owner, control.destination)}
    return tuple(group for group, members in _MEMBERS.items() if group in spoken and nation in members.split())
