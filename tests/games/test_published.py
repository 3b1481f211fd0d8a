"""Games whose solutions are in print come out as printed."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from procure.games.core import core, largest, member
from procure.games.game import CERTAIN, NOT, Game, of_costs
from procure.games.judging import judged
from procure.games.nucleolus import kohlberg, nucleolus
from procure.games.shapley import shapley
from procure.games.sharing import alternate_cost_avoided, equal, proportional, separable_cost_remaining_benefit
from tests.games.table import costs, gains, mask, shown


def airport(runways: list[int]) -> Game:
    """c(S) = the dearest runway that a member needs."""
    n = len(runways)
    every = range(1, 1 << n)
    return of_costs(tuple("ABCDEF"[:n]), {s: Fraction(max(runways[i] for i in range(n) if s >> i & 1)) for s in every})


def nucleolus_of_airport(runways: list[int]) -> list[Fraction]:
    """Littlechild, "A simple expression for the nucleolus in a special case", Int. J. of Game Theory 3 (1974):
    of those still there, the first k share as much as they can be given before a larger group is let down."""
    shares: list[Fraction] = []
    left, paid = sorted(runways), Fraction(0)
    while left:
        if len(left) == 1:
            shares.append(Fraction(left[0]) - paid)
            break
        by = [(Fraction(left[k]) - paid) / (k + 2) for k in range(len(left) - 1)]
        by.append((Fraction(left[-1]) - paid) / len(left))
        least = min(by)
        many = max(k for k, value in enumerate(by) if value == least) + 1
        shares += [least] * many
        paid += least * many
        left = left[many:]
    return shares


def test_the_shapley_value_of_the_airport_is_littlechild_and_owens() -> None:
    """Littlechild and Owen, "A simple expression for the Shapley value in a special case", Management Science 20
    (1973): each piece of runway is shared equally by those who need it. The figures are those of Wikipedia's article
    on the airport problem: costs 8, 11, 13, 18, shares 2, 3, 4, 9.
    """
    value = shapley(airport([8, 11, 13, 18]))
    assert value is not None
    assert value.shares == (2, 3, 4, 9)
    runways = [3, 3, 7, 12, 20]
    pieces = [b - a for a, b in pairwise([0, *runways])]
    form = [sum(Fraction(pieces[k], 5 - k) for k in range(i + 1)) for i in range(5)]
    again = shapley(airport(runways))
    assert again is not None
    assert list(again.shares) == form


@pytest.mark.parametrize("runways", [[8, 11, 13, 18], [1, 2, 3, 4], [3, 3, 7, 12, 20], [1, 10, 11, 30], [5, 5, 5]])
def test_the_nucleolus_of_the_airport_is_littlechilds(runways: list[int]) -> None:
    found = nucleolus(airport(runways))
    assert found is not None
    assert list(found.shares) == nucleolus_of_airport(runways)
    assert kohlberg(airport(runways), found.shares)
    assert member(airport(runways), found.shares) == CERTAIN


@pytest.mark.parametrize(
    ("estate", "awards"), [(100, ("100/3", "100/3", "100/3")), (200, ("50", "75", "75")), (300, ("50", "100", "150"))]
)
def test_the_nucleolus_of_the_three_widows_is_what_the_mishnah_awards(estate: int, awards: tuple[str, ...]) -> None:
    """Aumann and Maschler, "Game theoretic analysis of a bankruptcy problem from the Talmud", J. of Economic Theory 36
    (1985): claims 100, 200, 300; a coalition is worth what the estate leaves when the others are paid in full.
    """
    claims = {"A": 100, "B": 200, "C": 300}
    game = gains("ABC", lambda team: max(0, estate - sum(c for who, c in claims.items() if who not in team)))
    found = nucleolus(game)
    assert found is not None
    assert [-x for x in found.shares] == [Fraction(award) for award in awards]


def test_of_one_left_and_two_right_gloves_the_core_gives_all_to_the_left_one() -> None:
    """The glove market of Shapley and Shubik (1969), in every textbook: Shapley value 4/6, 1/6, 1/6."""
    game = gains("LRS", lambda team: int("L" in team and len(team) > 1))
    found, value = nucleolus(game), shapley(game)
    assert found is not None
    assert value is not None
    assert [-x for x in found.shares] == [1, 0, 0]
    assert [-x for x in value.shares] == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]
    assert core(game).state == CERTAIN
    assert core(game).point == pytest.approx((-1, 0, 0), abs=1e-9)
    assert member(game, value.shares) == NOT


def test_a_majority_of_three_has_an_empty_core_and_the_pairs_say_why() -> None:
    """Von Neumann and Morgenstern's majority game: any two of three take everything."""
    game = gains("ABC", lambda team: int(len(team) > 1))
    found = core(game)
    assert found.state == NOT
    assert found.excess == pytest.approx(1 / 3)
    assert dict(found.balanced) == pytest.approx({mask("ABC", who): 0.5 for who in ("AB", "AC", "BC")})
    value = nucleolus(game)
    assert value is not None
    assert [-x for x in value.shares] == [Fraction(1, 3)] * 3
    worst = largest(game, (Fraction(-1), Fraction(0), Fraction(0)))
    assert worst is not None
    assert (worst.coalition, worst.certain) == (mask("ABC", "BC"), 1)


def test_the_tennessee_valley_authoritys_three_purposes_share_as_straffin_and_heaney_print() -> None:
    """Straffin and Heaney, "Game theory and the Tennessee Valley Authority", Int. J. of Game Theory 10 (1981):
    navigation, flood control, power; thousands of dollars of Ransmeier (1942). Costs as in the manual of the R package
    CoopGame (costSharingGame).
    """
    table = {"N": 163520, "F": 140826, "P": 250096, "NF": 301607, "NP": 378821, "FP": 367370, "NFP": 412584}
    game = costs("NFP", table)
    value, found = shapley(game), nucleolus(game)
    assert value is not None
    assert found is not None
    assert shown(value.shares, 1) == [117829.0, 100756.5, 193998.5]
    assert shown(found.shares) == [116234, 93540, 202810]
    assert shown(alternate_cost_avoided(game), 0) == [117476, 99157, 195951]
    assert all(member(game, shares) == CERTAIN for shares in (value.shares, found.shares))


SKANE = """
A 21.95 H 17.08 K 10.91 L 15.88 M 20.81 T 21.98 AH 34.69 AK 32.86 AL 37.83 AM 42.76 AT 43.93 HK 22.96 HL 25.00
HM 37.89 HT 39.06 KL 26.79 KM 31.45 KT 32.89 LM 31.10 LT 37.86 MT 39.41 AHK 40.74 AHL 43.22 AHM 55.50 AHT 56.67
AKL 48.74 AKM 53.40 AKT 54.84 ALM 53.05 ALT 59.81 AMT 61.36 HKL 27.26 HKM 42.55 HKT 44.94 HLM 45.81 HLT 46.98
HMT 56.49 KLM 42.01 KLT 48.77 KMT 50.32 LMT 51.46 AHKL 48.95 AHKM 60.25 AHKT 62.72 AHLM 64.03 AHLT 65.20 AHMT
74.10 AKLM 63.96 AKLT 70.72 AKMT 72.27 ALMT 73.41 HKLM 48.07 HKLT 49.24 HKMT 59.35 HLMT 64.41 KLMT 56.61 AHKLM
69.76 AHKLT 70.93 AHKMT 77.42 AHLMT 83.00 AKLMT 73.97 HKLMT 66.46 AHKLMT 83.82
"""


def towns() -> dict[str, str]:
    """Costs of Skåne's coalitions as typed above."""
    words = SKANE.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def test_six_towns_of_skane_share_their_water_supply_as_young_okada_and_hashimoto_print() -> None:
    """Young, Okada and Hashimoto, "Cost allocation in water resources development: a case study of Sweden", IIASA
    WP-79-77 (1979), tables 7 and 8; Water Resources Research 18 (1982). Millions of crowns, printed to 0.01 and rounded
    before the sums. Of the nucleolus the working paper prints M 18.60 and T 19.21, which together are ours, 18.32 and
    19.49; with these costs Kohlberg's criterion takes ours alone.
    """
    game = costs("AHKLMT", towns())
    value, found, remaining = shapley(game), nucleolus(game), separable_cost_remaining_benefit(game)
    assert value is not None
    assert found is not None
    assert shown(value.shares) == pytest.approx([20.01, 10.71, 6.61, 10.37, 16.94, 19.18], abs=0.011)
    assert shown(remaining) == pytest.approx([19.54, 13.28, 5.62, 10.90, 16.66, 17.82], abs=0.011)
    assert shown(found.shares)[:4] == [20.35, 12.06, 5.00, 8.61]
    assert shown(found.shares)[4] + shown(found.shares)[5] == pytest.approx(18.60 + 19.21)
    assert kohlberg(game, found.shares)
    assert not kohlberg(game, tuple(map(Fraction, ("20.35", "12.06", "5", "8.61", "18.59", "19.21"))))


def test_proportional_shares_of_skane_let_towns_down_as_the_paper_says() -> None:
    """"In fact, these methods assign some participants higher costs than they would have had to pay on their own":
    by population M pays 34.22, more than 20.81; H 21.00, more than 17.08 (WP-79-77, tables 7 and 8).
    """
    game = costs("AHKLMT", towns())
    by_population = tuple(map(Fraction, ("10.13", "21", "3.19", "8.22", "34.22", "7.06")))
    told = judged(game, by_population)
    assert told.rest == 0
    assert [n for n, state in zip(game.players, told.alone, strict=True) if state == NOT] == ["H", "M"]
    assert told.core == NOT
    assert judged(game, proportional(game) or ()).alone == (CERTAIN,) * 6
    assert judged(game, equal(game)).alone[2] == NOT


def test_three_investors_share_as_lemaire_prints() -> None:
    """Lemaire, "Cooperative game theory and its insurance applications", ASTIN Bulletin 21 (1991): interest of three
    investors; the game as in the manual of the R package GameTheory.
    """
    worth = {"A": 46125, "B": "17437.5", "C": "5812.5", "AB": 69187.5, "AC": 53812.5, "BC": 30750, "ABC": 90000}
    game = gains("ABC", lambda team: Fraction(worth["".join(sorted(team))]))
    value, found = shapley(game), nucleolus(game)
    assert value is not None
    assert found is not None
    assert shown(value.shares) == [-51750, -25875, -12375]
    assert shown(found.shares) == [-52687.5, -24468.75, -12843.75]


def test_four_players_of_the_manual_of_coopgame_have_its_nucleolus() -> None:
    """nucleolus(c(0,0,0,0,5,5,8,9,10,8,13,15,16,17,21)) is 3.5 4.5 5.5 7.5 in the manual of the R package CoopGame."""
    order = ["A", "B", "C", "D", "AB", "AC", "AD", "BC", "BD", "CD", "ABC", "ABD", "ACD", "BCD", "ABCD"]
    worth = dict(zip(order, [0, 0, 0, 0, 5, 5, 8, 9, 10, 8, 13, 15, 16, 17, 21], strict=True))
    found = nucleolus(gains("ABCD", lambda team: worth["".join(sorted(team))]))
    assert found is not None
    assert shown(found.shares) == [-3.5, -4.5, -5.5, -7.5]


def test_nobody_pays_more_than_alone_in_the_nucleolus_where_the_prenucleolus_would_ask_it() -> None:
    """Peleg and Sudhölter, Theory of Cooperative Games (2007), example 5.5.12: v = (0, 0, 0, 10, 0, 0, 2) has the
    nucleolus (1, 1, 0) and the prenucleolus (3, 3, -4).
    """
    worth = dict(zip(["A", "B", "C", "AB", "AC", "BC", "ABC"], [0, 0, 0, 10, 0, 0, 2], strict=True))
    game = gains("ABC", lambda team: worth["".join(sorted(team))])
    found = nucleolus(game)
    assert found is not None
    assert [-x for x in found.shares] == [1, 1, 0]
    assert kohlberg(game, found.shares)
    assert not kohlberg(game, (Fraction(-3), Fraction(-3), Fraction(4)))
    assert kohlberg(game, (Fraction(-3), Fraction(-3), Fraction(4)), alone=False)
