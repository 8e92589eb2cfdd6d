"""Reports drawn at random with the answers they are made of, for whoever reads them back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from random import Random

from assessment.release.selectors.results import (
    DimensionTexts,
    FrameworkTexts,
    IndicatorTexts,
    LevelTexts,
    ReleasedReport,
    RoleTexts,
)
from assessment.scoring.profile import instrument_of, score_participant
from assessment.scoring.reading import as_printed
from assessment.scoring.values import (
    Assessment,
    DimensionSpec,
    FrameworkSpec,
    Group,
    Kind,
    RaterResponse,
    RoleSpec,
    RoleTarget,
)
from reports.content import build
from reports.content.blocks import ReportContent

SKILLS = ("listening", "leading", "planning", "teaching", "writing", "deciding", "mending")
KINDS = {**dict.fromkeys(SKILLS, Kind.SKILL), "mandate": Kind.MANDATE, "focus": Kind.FOCUS}
STATEMENTS = 4
K = 3
DAY = datetime.date(2026, 3, 2)
GROUPS = (
    {Group.MANAGER: 1, Group.PEER: 5, Group.REPORT: 4},
    {Group.MANAGER: 1, Group.PEER: 3},
    {Group.PEER: 8},
    {Group.MANAGER: 1, Group.PEER: 2},
    {Group.MANAGER: 2, Group.PEER: 3, Group.PARTNER: 2},
    {Group.MANAGER: 1},
)


def texts() -> FrameworkTexts:
    levels = tuple(LevelTexts(n, f"Label {n}", f"Anchor {n}") for n in range(1, 6))
    return FrameworkTexts(
        name="Small",
        version="1",
        highest=5,
        dimensions=tuple(
            DimensionTexts(
                key,
                kind,
                key.capitalize(),
                f"What {key} is.",
                levels,
                tuple(IndicatorTexts(f"{key}-{n}", f"Does {key} {n}") for n in range(STATEMENTS)),
                {n: (f"Tip {n}",) for n in range(1, 6)},
            )
            for key, kind in KINDS.items()
        ),
        roles=(RoleTexts("role", "head of ICT", "Works it out."),),
        standard_deviation=Fraction(60, 100),
        single_rater_reliability=Fraction(37, 100),
    )


def asked(kind: Kind, draw: Random) -> RoleTarget:
    if kind is Kind.FOCUS:
        return RoleTarget(range_low=Fraction(2), range_high=Fraction(7, 2))
    if kind is Kind.MANDATE:
        return RoleTarget()
    return RoleTarget(Fraction(draw.choice([6, 7, 8, 8, 9]), 2), draw.choice([1, 2]))


def responses(draw: Random) -> Iterator[RaterResponse]:
    middles = {key: draw.uniform(2.4, 4.6) for key in KINDS}
    shift = draw.uniform(-0.7, 0.7)
    for group, count in ({Group.SELF: 1} | draw.choice(GROUPS)).items():
        for number in range(count):
            middle = shift if group is Group.SELF else 0.0
            levels = {
                f"{key}-{n}": max(1, min(5, round(draw.gauss(middles[key] + middle, 0.7))))
                for key in KINDS
                for n in range(STATEMENTS)
                if draw.random() > 0.08
            }
            yield RaterResponse(f"{group} {number}", group, levels)


def released(assessment: Assessment, draw: Random) -> ReleasedReport:
    framework = texts()
    figures = score_participant(assessment, rng=draw)
    return ReleasedReport(
        key="0" * 8,
        name="Carol",
        council="Ashford",
        round="Spring",
        opens_on=DAY,
        ended_on=DAY,
        released_on=DAY,
        min_group_size=assessment.k,
        product_version="1",
        framework=framework,
        roles=framework.roles,
        figures=as_printed(figures, instrument_of(assessment.framework)),
    )


def framework_of(seen_by: Mapping[str, frozenset[Group]]) -> FrameworkSpec:
    return FrameworkSpec(
        tuple(
            DimensionSpec(
                key,
                kind,
                keys := tuple(f"{key}-{n}" for n in range(STATEMENTS)),
                {each: groups for each, groups in seen_by.items() if each in keys},
            )
            for key, kind in KINDS.items()
        )
    )


@cache
def report(seed: int) -> ReportContent:
    """One in which most people answered most of it."""
    draw = Random(seed)
    given = tuple(responses(draw))
    role = RoleSpec("role", {key: asked(kind, draw) for key, kind in KINDS.items()})
    invited = {Group.SELF: 1, Group.PEER: 4}
    return build(released(Assessment(framework_of({}), (role,), given, invited, K), draw))


# --- with gaps ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """A report, and what people answered."""

    assessment: Assessment
    content: ReportContent


ODD_GROUPS: tuple[Mapping[Group, int], ...] = (
    {},
    {Group.SELF: 1},
    {Group.SELF: 1, Group.PEER: 2},
    {Group.SELF: 1, Group.MANAGER: 1, Group.PEER: 1, Group.REPORT: 1},
    {Group.MANAGER: 1, Group.PEER: 6},
    {Group.SELF: 1, Group.MANAGER: 1, Group.PEER: 6, Group.REPORT: 4},
    {Group.SELF: 1, Group.PEER: 4, Group.REPORT: 3, Group.PARTNER: 2},
    {Group.SELF: 1, Group.MANAGER: 1, Group.PEER: 7, Group.REPORT: 6},
    {Group.SELF: 1, Group.PEER: 6},
    {Group.PEER: 3, Group.COUNCILLOR: 8},
)
UNSEEN = (0.0, 0.1, 0.4, 0.7, 1.0)
"""How likely somebody of a group has no occasion to see a statement."""


@cache
def odd(seed: int) -> Drawn:
    """One with whatever can be missing: people, levels, statements, words, groups that HR holds."""
    draw = Random(seed)
    sizes = ODD_GROUPS[seed % len(ODD_GROUPS)]
    spec = framework_of(_seen_by(draw, tuple(sizes)) if draw.random() < 0.3 else {})
    given = tuple(_answers(draw, sizes))
    anonymous = [g for g in sizes if g not in (Group.SELF, Group.MANAGER)]
    withheld = frozenset(draw.sample(anonymous, 1) if anonymous and draw.random() < 0.2 else ())
    asks = dict(KINDS) if draw.random() > 0.1 else {}  # a role may ask for no level
    role = RoleSpec("role", {key: asked(kind, draw) for key, kind in asks.items()})
    invited = {group: count + draw.randint(0, 1) for group, count in sizes.items()}
    if draw.random() < 0.3:
        invited[Group.PARTNER] = invited.get(Group.PARTNER, 0) + 1
    assessment = Assessment(spec, (role,), given, invited, K, withheld=withheld)
    return Drawn(assessment, build(released(assessment, draw)))


def _seen_by(draw: Random, groups: tuple[Group, ...]) -> dict[str, frozenset[Group]]:
    keys = [f"{key}-{n}" for key in KINDS for n in range(STATEMENTS)]
    some = [group for group in groups if group is not Group.SELF] or [Group.PEER]
    return {key: frozenset({draw.choice(some)}) for key in keys if draw.random() < 0.4}


def _answers(draw: Random, sizes: Mapping[Group, int]) -> Iterator[RaterResponse]:
    for group, count in sizes.items():
        unseen = {key: draw.choice(UNSEEN) for key in KINDS}
        writes = draw.choice((0.0, 0.2, 0.9))
        for number in range(count):
            levels: dict[str, int | None] = {}
            for key in KINDS:
                for n in range(STATEMENTS):
                    level = None if draw.random() < unseen[key] else draw.randint(2, 5)
                    if level is not None or draw.random() < 0.7:
                        levels[f"{key}-{n}"] = level
            comments = {key: f"About {key}" for key in KINDS if draw.random() < writes}
            yield RaterResponse(f"{group} {number}", group, levels, comments)
