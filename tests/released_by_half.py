"""Rounds whose release was asked for and is not finished, as a worker leaves them."""

from __future__ import annotations

import datetime
from itertools import islice

from django.utils import timezone

from assessment.models import Council, Framework, Person, RaterGroup, Release, Report, Round, User
from assessment.release.services import release
from tests.cast import make_person
from tests.reports.people import closed_round, rated


def closed_with(
    council: Council, framework: Framework, by: User, *people: Person, more: int = 0
) -> Round:
    """A closed round about these people and some more, each with three peers."""
    round = closed_round(council, framework, by)
    assessed = [*people, *(make_person(council, f"Person {n:02}") for n in range(more))]
    for person in assessed:
        rated(round, person, groups={RaterGroup.PEER: 3}, comments=["Listens first."])
    return round


def write_some(round: Round, count: int = 4) -> list[Report]:
    """What a worker does that then lets go; the reports that are there."""
    own = release._claim(round.pk, timezone.now())
    assert own is not None
    for completed in islice(release._missing(own), count):
        release._write(own, *release._scored(own, completed), timezone.now())
    Release.objects.update(claim=None)
    return list(Report.written.filter(participant__round=round))


def let_time_pass() -> None:
    """The claim of a worker that was killed has run out."""
    earlier = timezone.now() - Release.CLAIM - datetime.timedelta(seconds=1)
    Release.objects.filter(claim__isnull=False).update(claimed_at=earlier)
