"""A council's released rounds beside each other: which can be compared, and what each step says.

For whoever may read every report of the newest round; earlier rounds in which one of the reports
is not theirs to read are left out, and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from assessment import separation
from assessment.council.selectors.picture import RoundPicture, picture_of_round
from assessment.frameworks.selectors.same_texts import count_same_words
from assessment.models import Framework, Participant, Report, Round, User
from assessment.scoring.change import SameWords
from assessment.scoring.council_years import (
    CouncilStep,
    CouncilYear,
    CouncilYears,
    CoverageStep,
    DimensionStep,
    HolderShift,
    HolderStep,
    RoleMove,
    RoleStep,
    TargetStep,
    YearsApart,
)
from assessment.scoring.council_years_parts import council_years
from assessment.scoring.values import RoleTarget

__all__ = [
    "CouncilStep",
    "CouncilYears",
    "CoverageStep",
    "DimensionStep",
    "HolderShift",
    "HolderStep",
    "RoleMove",
    "RoleStep",
    "RoleTarget",
    "RoundYear",
    "RoundsBeside",
    "TargetStep",
    "YearsApart",
    "earlier_rounds",
    "rounds_beside",
]

MOST_YEARS = 5
"""So many rounds stand beside each other, the newest among them."""


@dataclass(frozen=True, slots=True)
class RoundYear:
    """A round of the series with what its keys are called."""

    key: str
    version: str
    about: RoundPicture


@dataclass(frozen=True, slots=True)
class RoundsBeside:
    """The series with its texts, and the released rounds that are not in it, by name.

    `other_framework` assessed with another framework, `not_read` have a report that the viewer may
    not read, `deleted` have no reports any more; `older` counts comparable ones before the series.
    """

    years: CouncilYears
    rounds: tuple[RoundYear, ...]
    other_framework: tuple[str, ...]
    not_read: tuple[str, ...]
    deleted: tuple[str, ...]
    older: int

    def round(self, key: str) -> RoundYear:
        """The round with this key; KeyError where there is none."""
        return {each.key: each for each in self.rounds}[key]

    @property
    def person_names(self) -> Mapping[str, str]:
        """What everybody in the series is called, by person, as in their latest round."""
        return {
            holder.person: each.about.holder_name(holder.key)
            for each in self.rounds
            for holder in each.about.picture.holders
        }


def earlier_rounds(round: Round) -> QuerySet[Round]:
    """The released rounds before a released one that can be compared with it, the last first.

    Rounds of the council with a version of the same framework, as reports count their changes. On
    another number of levels figures say that they cannot be compared.
    """
    found = Round.objects.comparable_with(round).filter(released_at__lt=round.released_at)
    return found.select_related("council", "framework").order_by("-released_at", "-pk")


def rounds_beside(
    round: Round,
    viewer: User,
    language: str = settings.LANGUAGE_CODE,
    *,
    newest: RoundPicture | None = None,
) -> RoundsBeside | None:
    """A released round and up to four before it; None before its release.

    Queries grow with the number of rounds, five at most, and never with the people in them.
    `newest` is the picture of the round where it has been read already.
    """
    newest = newest or picture_of_round(round, language)
    if newest is None:
        return None
    has_reports = Exists(Report.objects.filter(participant__round=OuterRef("pk")))
    found = list(earlier_rounds(round).annotate(has_reports=has_reports))
    there = [each for each in found if each.has_reports]
    readable, not_read = _readable(there[: MOST_YEARS - 1], viewer)
    series = [*reversed(readable), round]
    pictures = [picture_of_round(each, language) for each in series[:-1]]
    rounds = [
        RoundYear(str(each.pk), each.framework.version, about)
        for each, about in zip(series, [*pictures, newest], strict=True)
        if about is not None
    ]
    return RoundsBeside(
        years=council_years(list(_years(series, rounds))),
        rounds=tuple(rounds),
        other_framework=_of_other_frameworks(round),
        not_read=tuple(each.name for each in not_read),
        deleted=tuple(each.name for each in found if not each.has_reports),
        older=max(len(there) - MOST_YEARS + 1, 0),
    )


def _readable(rounds: Sequence[Round], viewer: User) -> tuple[list[Round], list[Round]]:
    """Those whose reports the viewer may all read, and the others."""
    may: dict[bool, list[Round]] = {True: [], False: []}
    for each in rounds:
        participants = Participant.objects.filter(round=each)
        may[not separation.rates_untold(viewer, participants)].append(each)
    return may[True], may[False]


def _years(series: Sequence[Round], rounds: Sequence[RoundYear]) -> Iterator[CouncilYear]:
    compared = _compared(series)
    same = _same(series)
    for each, before in zip(rounds, [None, *series[:-1]], strict=True):
        of_round = compared.get(each.key, {})
        yield CouncilYear(
            each.key,
            each.about.picture,
            same.get(each.key, {}),
            frozenset(key for key, name in of_round.items() if before and name == before.name),
        )


def _compared(series: Sequence[Round]) -> dict[str, dict[str, str]]:
    """By round and holder: the name of the round that the report's change is counted from."""
    reports = Report.objects.filter(participant__round__in=[each.pk for each in series])
    found: dict[str, dict[str, str]] = {}
    rows = reports.values_list("participant__round", "participant", "compared_round")
    for in_round, holder, name in rows:
        found.setdefault(str(in_round), {})[str(holder)] = name
    return found


def _same(series: Sequence[Round]) -> dict[str, dict[str, SameWords]]:
    """By round and dimension: what is asked in the words of the round before."""
    known: dict[tuple[Framework, Framework], dict[str, SameWords]] = {}
    found = {}
    for then, now in pairwise(series):
        pair = (now.framework, then.framework)
        if pair not in known:
            known[pair] = {each.dimension: each for each in count_same_words(*pair)}
        found[str(now.pk)] = known[pair]
    return found


def _of_other_frameworks(round: Round) -> tuple[str, ...]:
    """Released before, and never to be compared: the last ones first, as many as would fit."""
    others = Round.objects.of(round.council).run_by_hr()
    before = others.filter(released_at__lt=round.released_at)
    different = before.exclude(framework__key=round.framework.key)
    names = different.order_by("-released_at", "-pk").values_list("name", flat=True)
    return tuple(names[:MOST_YEARS])
