"""What a framework asks, and a report about nobody made of it by the real scoring.

For previews of drafts: nothing is written, and no answer of anybody is read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from random import Random

from django.conf import settings
from django.utils.translation import gettext as _

from assessment.access import Framework
from assessment.frameworks.selectors import problems
from assessment.frameworks.specs import framework_spec, targets_of
from assessment.rater_groups import RaterGroup
from assessment.release.selectors.results import ReleasedReport, framework_texts
from assessment.scoring.disclosure import MINIMUM_K
from assessment.scoring.profile import instrument_of, score_participant
from assessment.scoring.reading import as_printed
from assessment.scoring.values import (
    CLOSING,
    LOWEST,
    Assessment,
    DimensionSpec,
    FrameworkSpec,
    Group,
    Kind,
    RaterResponse,
    RoleSpec,
)

RATERS = {Group(group.value): group.facts.in_sample for group in RaterGroup}
"""So that a report has groups that are shown, a merged one, and views that can be compared."""
ROLES_HELD = 2
UNSEEN = 0.06
COMMENTS = 2
MARKS = 2
SPREAD = 0.13
"""Of the scale's width, around the middle of a dimension."""


ENGLISH = settings.LANGUAGE_CODE


def sample_report(
    framework: Framework, *, day: datetime.date, language: str = ENGLISH
) -> ReleasedReport | None:
    """The report of a made-up person who holds the first two roles; the same each time.

    `day` is that of its release. The framework's texts are in the language as far as they are
    translated. None while a draft lacks what publishing asks for.
    """
    if framework.is_draft and problems(framework):
        return None
    texts, spec = framework_texts(framework, language), framework_spec(framework)
    held = texts.roles[:ROLES_HELD]
    targets = targets_of(framework)
    draw = Random(f"{framework.key} {framework.version}")  # noqa: S311 - a story, not a secret
    assessment = Assessment(
        framework=spec,
        roles=tuple(RoleSpec(role.key, targets.get(role.key, {})) for role in held),
        responses=tuple(_responses(spec, draw)),
        invited=RATERS,
        k=MINIMUM_K,
    )
    return ReleasedReport(
        key="00000000-0000-4000-8000-000000000000",
        name=_("Sam Sample"),
        council=_("Sample council"),
        round=_("Sample with made-up figures"),
        opens_on=day - datetime.timedelta(days=42),
        ended_on=day - datetime.timedelta(days=14),
        released_on=day,
        min_group_size=MINIMUM_K,
        product_version=settings.PRODUCT_VERSION,
        framework=texts,
        roles=held,
        figures=as_printed(score_participant(assessment, rng=draw), instrument_of(spec)),
    )


def _responses(spec: FrameworkSpec, draw: Random) -> Iterator[RaterResponse]:
    skills = [each.key for each in spec.dimensions if each.kind is Kind.SKILL]
    marking = Random(len(skills))  # noqa: S311 - a draw of its own: the levels stay
    middles = {each.key: _middle(place, each) for place, each in enumerate(spec.dimensions)}
    for group, count in RATERS.items():
        if not any(each.asked_of(group) for each in spec.dimensions):
            continue
        for number in range(count):
            ratings = {
                key: _level(middles[each.key] + (group is Group.SELF) * 0.1, spec.highest, draw)
                for each in spec.dimensions
                for key in each.indicators
            }
            comments = _comments(spec, number)
            marks = frozenset(marking.sample(skills, min(MARKS, len(skills))))
            yield RaterResponse(f"{group} {number}", group, ratings, comments, marks)


def _comments(spec: FrameworkSpec, number: int) -> dict[str, str]:
    """The first two of each group write, about the first dimension and at the end."""
    about = [each.key for each in spec.dimensions[:1]] + [each.value for each in CLOSING]
    return {key: _("A made-up comment.") for key in about if number < COMMENTS}


def _middle(place: int, dimension: DimensionSpec) -> float:
    """From 0, the lowest level, to 1: skills apart from each other, a low mandate."""
    if dimension.kind is Kind.MANDATE:
        return 0.35
    return (0.8, 0.45, 0.65, 0.3, 0.7, 0.55)[place % 6]


def _level(share: float, highest: int, draw: Random) -> int | None:
    if draw.random() < UNSEEN:
        return None
    width = highest - LOWEST
    return max(LOWEST, min(highest, round(LOWEST + width * draw.gauss(share, SPREAD))))
