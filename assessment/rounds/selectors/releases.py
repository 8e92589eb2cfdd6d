"""Releases that were asked for and are not finished: which rounds, and how far they are."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from assessment.models import Participant, Release, Report, Round

STILL = datetime.timedelta(minutes=1)
"""After so long without a step the page says so. A step takes a second or two."""


def is_being_released(round: Round) -> bool:
    """Whether a release was asked for and is not finished, so that nothing may change."""
    return Release.objects.filter(round=round).exists()


def being_released() -> QuerySet[Round]:
    """The rounds of which a release was asked for and is not finished."""
    return Round.objects.filter(release__isnull=False)


class ReleaseState(StrEnum):
    WORKING = "working"
    NEXT = "next"  # the workers make another round's reports first
    STILL = "still"  # no worker makes anything
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReleaseProgress:
    """How far a release is: reports that are written, of so many participants."""

    state: ReleaseState
    made: int
    total: int
    moved_at: datetime.datetime


def release_progress(round: Round, at: datetime.datetime) -> ReleaseProgress | None:
    """How far the release of a round is; None when none was asked for or it is finished.

    A few queries, however many participants.
    """
    release = Release.objects.filter(round=round).first()
    if release is None:
        return None
    moved_at = max(filter(None, (release.asked_at, release.claimed_at)))
    return ReleaseProgress(
        state=_state(release, moved_at, at),
        made=Report.written.filter(participant__round=round).count(),
        total=Participant.objects.filter(round=round).count(),
        moved_at=moved_at,
    )


def _state(release: Release, moved_at: datetime.datetime, at: datetime.datetime) -> ReleaseState:
    since = at - STILL
    if release.problem:
        return ReleaseState.FAILED
    if moved_at >= since:
        return ReleaseState.WORKING
    return (
        ReleaseState.NEXT
        if Release.objects.filter(claimed_at__gte=since).exists()
        else ReleaseState.STILL
    )
