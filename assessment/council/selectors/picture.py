"""The council's picture of a released round, with the names and texts that it is told with.

Made of released figures alone, and for whoever may read every report of the round: callers come
through a door that says so, such as `access.get_round_of_reports`.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from assessment.frameworks.specs import framework_spec, targets_of
from assessment.models import Dimension, Framework, Indicator, Report, Role, Round
from assessment.release.selectors.framework_texts import FrameworkTexts, framework_texts
from assessment.release.selectors.namesakes import namesakes
from assessment.release.selectors.results import COMMENTS, figures_of, reports_of_round
from assessment.scoring.council import CouncilPicture
from assessment.scoring.council_holders import RoleHolder
from assessment.scoring.council_parts import council_picture
from assessment.scoring.council_readings import council_readings
from assessment.scoring.council_rules import CouncilReading
from assessment.scoring.reading import DECIDED
from assessment.scoring.values import Measure, RoleSpec

NOT_READ = frozenset(
    {
        *COMMENTS,
        Measure.DISTRIBUTION,
        Measure.NOT_OBSERVED,
        Measure.SPREAD,
        Measure.MARKED_LOW,
        Measure.MARKED_HIGH,
    }
)
"""What no part of the picture is made of: it never leaves the reports."""


@dataclass(frozen=True, slots=True)
class HolderTexts:
    """What a holder is called: `beside` tells namesakes apart. `report` is the report's id."""

    name: str
    beside: str
    report: str

    @property
    def full(self) -> str:
        return f"{self.name} ({self.beside})" if self.beside else self.name


@dataclass(frozen=True, slots=True)
class RoundPicture:
    """A council's picture with what its keys are called. Holders are keyed by participant."""

    round: str
    council: str
    released_on: datetime.date
    ended_on: datetime.date
    picture: CouncilPicture
    framework: FrameworkTexts
    people: Mapping[str, HolderTexts]

    def holder_name(self, key: str) -> str:
        """A holder's name, told apart from a namesake's."""
        return self.people[key].full

    def role_name(self, key: str) -> str:
        """A role in words."""
        return next(each.name for each in self.framework.roles if each.key == key)

    def dimension_name(self, key: str) -> str:
        """A dimension in words."""
        return next(each.name for each in self.framework.dimensions if each.key == key)


def picture_of_round(
    round: Round,
    language: str = settings.LANGUAGE_CODE,
    *,
    framework: FrameworkTexts | None = None,
) -> RoundPicture | None:
    """The picture of a released round in a constant number of queries; None before its release.

    Give `framework` where its texts have been read already for another round.
    """
    if not round.is_released or round.released_at is None:
        return None
    reports = list(reports_of_round(round.pk).prefetch_related("participant__roles"))
    apart = namesakes(round.pk)
    return RoundPicture(
        round=round.name,
        council=round.council.name,
        released_on=timezone.localdate(round.released_at),
        ended_on=round.ended_on,
        picture=_picture(round, reports),
        framework=framework or framework_texts(round.framework, language),
        people={
            str(each.participant_id): HolderTexts(
                each.participant.person.name,
                apart[each.pk].text if each.pk in apart else "",
                str(each.pk),
            )
            for each in reports
        },
    )


def previous_round(round: Round) -> Round | None:
    """The council's last round before this one that can be compared with it.

    That is one with a version of the same framework and as many levels, released before.
    """
    if round.released_at is None:
        return None
    earlier = Round.objects.comparable_with(round).filter(
        framework__scale_top=round.framework.scale_top, released_at__lt=round.released_at
    )
    found = earlier.select_related("council", "framework").order_by("-released_at", "-pk")
    return found.first()


def readings_of_picture(
    picture: CouncilPicture,
    previous: Round | None,
    made: Mapping[str, CouncilPicture] | None = None,
) -> tuple[CouncilReading, ...]:
    """The readings of a picture that is made already; `made` are others, by their rounds' keys."""
    if previous is None:
        return council_readings(picture)
    if before := (made or {}).get(str(previous.pk)):
        return council_readings(picture, before)
    reports = list(reports_of_round(previous.pk).prefetch_related("participant__roles"))
    return council_readings(picture, _picture(previous, reports))


def _picture(round: Round, reports: list[Report]) -> CouncilPicture:
    framework = round.framework
    return council_picture(
        framework_spec(framework),
        _roles(framework),
        _holders(reports),
        k=round.min_group_size,
        slugs=_slugs(framework),
    )


def _roles(framework: Framework) -> list[RoleSpec]:
    """All roles, those without targets and those that nobody holds too."""
    targets = targets_of(framework)
    rows = Role.objects.filter(framework=framework).order_by("position", "key")
    keys = (str(pk) for pk in rows.values_list("pk", flat=True))
    return [RoleSpec(key, targets.get(key, {})) for key in keys]


def _holders(reports: list[Report]) -> list[RoleHolder]:
    figures = figures_of((report.pk for report in reports), without=NOT_READ | DECIDED)
    return [
        RoleHolder(
            key=str(each.participant_id),
            roles=tuple(
                str(role.pk)
                for role in sorted(each.participant.roles.all(), key=lambda r: (r.position, r.key))
            ),
            figures=figures.get(each.pk, ()),
            person=str(each.participant.person_id),
        )
        for each in reports
    ]


def _slugs(framework: Framework) -> dict[str, str]:
    """What the framework calls its roles, dimensions and indicators, by their identifiers."""
    found: dict[uuid.UUID, str] = {
        **dict(Role.objects.filter(framework=framework).values_list("pk", "key")),
        **dict(Dimension.objects.filter(framework=framework).values_list("pk", "key")),
        **dict(Indicator.objects.filter(dimension__framework=framework).values_list("pk", "key")),
    }
    return {str(pk): key for pk, key in found.items()}
