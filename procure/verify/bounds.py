"""Every objective of a plan file with what is proven of it, and what the solver claimed.

    value    in the plan, recomputed exactly; as the optimisation has it, with the penalties of rules that are missed
    proven   by the safe dual bound (proof/), from the rows that this file's inputs give and the duals it carries
    claimed  the bound of the solver's search, as Run has it

A bound speaks of plans that leave the objectives before it where the certificate says ("later at most"); where this
plan itself does not, nothing is proven of it. Money in a plan is rounded, so a bound may be above it by that much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procure import assembly, audit, objectives
from procure.certificate import Certificate, StageProof
from procure.curved import Refined
from procure.facts import Facts
from procure.findings import ERROR, Finding, Refused
from procure.plan import LEAVES, Plan, Stage, dec
from procure.proof import bound, relaxation
from procure.proof.bound import Proof
from procure.proof.ends import Ends
from procure.proof.relaxation import CUTOFF, HELD, Line, Relaxation, Sums
from procure.recorded import Recorded
from procure.tables.certified import SHEET
from procure.tables.record import RUN

SAME = Fraction(1, 10**9)  # of a bound: what another computer's last digits in the rows may be worth
NEAR = Fraction(1, 10**6)  # of an objective: what the solver's tolerance may be worth
MONEY = ("charge", "repay", "draw", *LEAVES)  # families of which each series in time is rounded by less than a unit
NONE = "this plan has no certificate"
OTHER = "the certificate is not of these objectives"
OPEN = "the duals prove nothing"


@dataclass(frozen=True)
class Proven:
    """The proof of one objective, to be written or read by others: the rows and their numbers, the ends, the duals."""

    stage: StageProof
    objective: Sums
    lines: Sequence[Line]
    proof: Proof


@dataclass(frozen=True)
class Bounded:
    """One objective. All numbers in the sense of Run: of wishes met more is better.

    value: in the plan. proven: None with the reason in `why`. within: what rounding may be worth.
    """

    stage: Stage
    value: Fraction
    proven: Fraction | None
    why: str
    within: Fraction

    @property
    def proven_gap(self) -> Fraction | None:
        """What a better plan could gain at most, by the proof."""
        return None if self.proven is None else self._gap(self.proven)

    @property
    def claimed_gap(self) -> Fraction | None:
        """The same by the solver's word."""
        return None if self.stage.bound is None else self._gap(Fraction(self.stage.bound))

    def _gap(self, limit: Fraction) -> Fraction:
        return max(Fraction(0), limit - self.value if self.stage.most else self.value - limit)


@dataclass(frozen=True)
class Bounds:
    """Of all objectives, with the rows they were proven on and every complaint."""

    objectives: tuple[Bounded, ...]
    relaxation: Relaxation | None
    proofs: tuple[Proven, ...]
    findings: tuple[Finding, ...]


def of(plan: Plan, f: Facts, certificate: Certificate | None) -> Bounds:
    """What is proven of a plan of these facts."""
    stages = audit.known_stages(plan, f)
    if certificate is None:
        plain = tuple(_bounded(plan, f, stage, None, NONE) for stage in stages)
        return Bounds(plain, None, (), tuple(_claims(plain)))
    x, proofs, strange = _proofs(f, certificate)
    made: list[Bounded] = []
    beyond = ""
    for number, stage in enumerate(stages):
        one = proofs[number] if number < len(proofs) and proofs[number].stage.name == stage.name else None
        proven = None if one is None or beyond or one.stage.bound is None else one.proof.bound
        why = OTHER if one is None else beyond or one.stage.why or ("" if proven is not None else OPEN)
        made.append(_bounded(plan, f, stage, proven, why))
        beyond = beyond or _beyond(made[-1], one)
    findings = (*strange, *_unproven(proofs), *_claims(made))
    return Bounds(tuple(made), x, tuple(proofs), findings)


def _proofs(f: Facts, certificate: Certificate) -> tuple[Relaxation | None, list[Proven], list[Finding]]:
    """Every stage of the certificate proven, on rows made anew from the facts; none where these cannot be made."""
    m = Recorded()
    try:
        specs = assembly.assemble(m, Refined(f.problem, certificate.points) if certificate.points else f)
    except Refused as refused:
        return None, [], list(refused.findings)
    except (ValueError, ArithmeticError) as wrong:  # break points of a hostile file
        return None, [], [Finding(ERROR, SHEET, "no rows", f"the rows cannot be made: {wrong}.")]
    x, made, strange = relaxation.of(m), list[Proven](), list[Finding]()
    ends, lines = Ends(x.low, x.high), list(x.lines)
    ends.derive(lines)
    for spec, stage in zip(specs, certificate.stages, strict=False):
        if spec.name != stage.name:
            break
        objective, there = relaxation.summed(spec.terms), ends.copy()
        every = [*lines, relaxation.most(CUTOFF, stage.name, objective, stage.cutoff)]
        there.derive(every, len(lines))
        made.append(Proven(stage, objective, every, bound.prove(every, there, objective, stage.duals, stage.cutoff)))
        strange += _strange(stage, every)
        if stage.held is None:
            break
        lines.append(relaxation.most(HELD, stage.name, objective, stage.held))
    return x, made, strange


def _bounded(plan: Plan, f: Facts, stage: Stage, proven: Fraction | None, why: str) -> Bounded:
    value = Fraction(objectives.value(plan, f, stage.name))
    if stage.name == objectives.COST:
        value += Fraction(objectives.penalty(plan, f))
    limit = -proven if proven is not None and stage.most else proven
    return Bounded(stage, value, limit, why, _within(plan, f, stage, value))


def _within(plan: Plan, f: Facts, stage: Stage, value: Fraction) -> Fraction:
    """What rounding of the plan and the solver's tolerance may be worth."""
    rounded = len({(family, key[:-1]) for family in MONEY for key in plan.values.get(family, {})})
    rounded = rounded if stage.unit == "M" else 0
    return NEAR * max(Fraction(1), abs(value)) + rounded * Fraction(dec(f.problem.programme.rounding_m))


def _beyond(one: Bounded, proven: Proven | None) -> str:
    """Why nothing is proven of later objectives; "" where this one leaves them what the certificate says."""
    if proven is None or proven.stage.held is None:
        return ""
    value = -one.value if one.stage.most else one.value
    if value <= Fraction(proven.stage.held) + one.within:
        return ""
    return f"the certificate speaks of plans with less {one.stage.name} than this one"


# Complaints


def _strange(stage: StageProof, lines: Sequence[Line]) -> Iterator[Finding]:
    known = {line.label for line in lines}
    unknown = [label for label in stage.duals if label not in known]
    if unknown:
        like = " ".join(unknown[0])
        message = f"{stage.name}: {len(unknown)} duals are of rows that the inputs do not give, as {like}."
        yield Finding(ERROR, SHEET, "unknown row", message, "The certificate is not of this plan's inputs.")


def _unproven(proofs: Sequence[Proven]) -> Iterator[Finding]:
    """Bounds of the certificate that its duals do not prove."""
    for one in proofs:
        claimed, proven = one.stage.bound, one.proof.bound
        room = SAME * max(Fraction(1), abs(Fraction(claimed or 0.0)))
        if claimed is None or (proven is not None and proven >= Fraction(claimed) - room):
            continue
        found = "nothing" if proven is None else f"{float(proven):.12g}"
        message = f"{one.stage.name}: expected duals that prove {claimed:.12g}, found that they prove {found}."
        yield Finding(ERROR, SHEET, "not proven", message, "The duals or the inputs are not those of the bound.")


def _claims(made: Sequence[Bounded]) -> Iterator[Finding]:
    """Bounds that the plan itself contradicts."""
    for one in made:
        claims = [("the solver's bound", RUN, None if one.stage.bound is None else Fraction(one.stage.bound))]
        claims.append(("the proven bound", SHEET, one.proven))
        for what, where, limit in claims:
            if limit is not None and (one.value - limit if one.stage.most else limit - one.value) > one.within:
                side = "above" if one.stage.most else "below"
                message = f"{one.stage.name}: {what} is {float(limit):.12g} {one.stage.unit}, "
                message += f"and the plan is {side} it with {float(one.value):.12g}."
                yield Finding(ERROR, where, "bound beyond the plan", message, "One of the two is wrong.")
