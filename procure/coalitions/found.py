"""A programme's coalitions: their costs as a game, and the ways of sharing side by side.

Every coalition is planned where there are few players. Beyond, those are that single players, all but one, and orders
of joining drawn at random ask for: then the Shapley value is an estimate with standard errors, and what coalitions that
were not planned could do is unknown, so that no share can be called safe from them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from procure.coalitions.of_members import of_members, players, posed
from procure.coalitions.planned import UNPLANNED, How, Standing, Tell, standing, standings
from procure.games import nucleolus, shapley, sharing
from procure.games.core import Core, core
from procure.games.game import Game
from procure.games.judging import Judged, judged
from procure.problem import FIRM, Problem

EXACT = 10  # players up to whom every coalition is planned
PAIRS = 25  # of orders of joining drawn beyond, where nothing is asked
AGREED, SHAPLEY, NUCLEOLUS = "agreed key", "Shapley value", "nucleolus"
REMAINING, PROPORTIONAL, EQUAL = "separable cost remaining benefit", "proportional to cost alone", "equal"
KEYS = (AGREED, SHAPLEY, NUCLEOLUS, REMAINING, PROPORTIONAL, EQUAL)

_NEEDS_ALL = "it asks for a plan of every coalition"
_NEEDS_ALONE = "it asks for a plan of every nation alone, and of all but one"
_OPEN = "coalitions without a plan leave it open"


class NoGame(Exception):
    """There is nothing to share: why, in words. state: of planning all nations together, "" = they were not planned."""

    def __init__(self, state: str, why: str) -> None:
        self.state = state
        super().__init__(why)


@dataclass(frozen=True)
class Asked:
    """budgets: whether nations' budgets and ceilings count. pairs: of orders drawn, None = every coalition, or PAIRS
    beyond EXACT players. seed: of the orders."""

    how: How = field(default_factory=How)
    budgets: bool = True
    pairs: int | None = None
    seed: int = 0


@dataclass(frozen=True)
class Way:
    """A way of sharing. shares: M by player, None where it has none, and `why`. errors: standard errors, M.

    least, most: between which the shares are whatever the gaps hide; None where that is not known.
    """

    name: str
    shares: tuple[Fraction, ...] | None
    why: str = ""
    judged: Judged | None = None
    errors: tuple[float, ...] | None = None
    least: tuple[Fraction | float, ...] | None = None
    most: tuple[Fraction | float, ...] | None = None


@dataclass(frozen=True)
class Found:
    """standings: by coalition of `game`. ways: in the order of KEYS. drawn: pairs of orders drawn, 0 = none."""

    game: Game
    standings: dict[int, Standing]
    core: Core
    ways: tuple[Way, ...]
    asked: Asked
    drawn: int = 0
    extras: bool = False  # whether the programme has options or wishes, which are left out


def found(
    problem: Problem, asked: Asked, tell: Tell | None = None, begun: Callable[[int], None] | None = None
) -> Found:
    """The coalitions of a problem. tell: (plans done, plans in all). begun: told how many coalitions are planned.

    Raises NoGame where there are no two players, or all together have no plan.
    """
    joint = posed(problem, asked.budgets)
    names = players(joint)
    if len(names) < 2:
        raise NoGame("", "there are no two nations that could join or stay away")
    everybody = (1 << len(names)) - 1
    together = standing(joint, asked.how)
    if not isinstance(together.cost.plan, Fraction):
        raise NoGame(together.state, together.why)
    drawn = _drawn(len(names), asked)
    wanted = _wanted(len(names), drawn)
    if len(wanted) == everybody - 1:
        drawn = ()  # they ask for every coalition
    if begun is not None:
        begun(len(wanted))
    problems = [of_members(joint, frozenset(n for i, n in enumerate(names) if s >> i & 1)) for s in wanted]
    stood = dict(zip(wanted, standings(problems, asked.how, tell), strict=True)) | {everybody: together}
    extras = any(r.order != FIRM for r in problem.requirements)
    return replace(_shared(names, stood, asked, drawn), extras=extras)


def _drawn(n: int, asked: Asked) -> tuple[shapley.Order, ...]:
    """Orders of joining; none where every coalition is planned."""
    if asked.pairs is None and n <= EXACT:
        return ()
    return shapley.orders(n, asked.pairs or PAIRS, asked.seed)


def _wanted(n: int, drawn: tuple[shapley.Order, ...]) -> list[int]:
    """Coalitions to plan, that of everybody left out."""
    everybody = (1 << n) - 1
    if not drawn:
        return list(range(1, everybody))
    ends = {1 << i for i in range(n)} | {everybody & ~(1 << i) for i in range(n)}
    return sorted({*ends, *shapley.needed(drawn)} - {everybody})


def _shared(
    names: tuple[str, ...], stood: dict[int, Standing], asked: Asked, drawn: tuple[shapley.Order, ...]
) -> Found:
    """The game of the standings, and what follows."""
    everybody = (1 << len(names)) - 1
    paid = dict(stood[everybody].borne)
    costs = {s: one.cost for s, one in stood.items() if one is not UNPLANNED}
    game = Game(names, costs)
    agreed = tuple(paid[n] for n in names)
    ways = (
        Way(AGREED, agreed), _of_shapley(game, drawn), _of_nucleolus(game),
        Way(REMAINING, sharing.separable_cost_remaining_benefit(game), _NEEDS_ALONE),
        Way(PROPORTIONAL, sharing.proportional(game), _NEEDS_ALONE), Way(EQUAL, sharing.equal(game)),
    )  # fmt: skip
    return Found(game, stood, core(game), tuple(_judged(game, w) for w in ways), asked, len(drawn) // 2)


def _of_shapley(game: Game, drawn: tuple[shapley.Order, ...]) -> Way:
    value = shapley.estimated(game, drawn) if drawn else shapley.shapley(game)
    if value is None:
        return Way(SHAPLEY, None, _NEEDS_ALL)
    return Way(SHAPLEY, value.shares, errors=value.errors, least=value.least, most=value.most)


def _of_nucleolus(game: Game) -> Way:
    value = nucleolus.nucleolus(game)
    return Way(NUCLEOLUS, None, _OPEN) if value is None else Way(NUCLEOLUS, value.shares)


def _judged(game: Game, way: Way) -> Way:
    if way.shares is None:
        return way
    return replace(way, why="", judged=judged(game, way.shares))
