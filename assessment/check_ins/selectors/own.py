"""What a participant finds of their own check-ins."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assessment.models import Participant, Report, Round


@dataclass(frozen=True, slots=True)
class CheckInUnderWay:
    asked_on: datetime.date
    closes_on: datetime.date


def check_in_under_way(report: Report) -> CheckInUnderWay | None:
    """The check-in about a report that is not released yet, or None; nothing of who answered."""
    this = report.participant
    found = Participant.objects.filter(person=this.person_id, round__follows=this.round_id)
    row = found.exclude(round__state=Round.State.RELEASED).select_related("round").first()
    return CheckInUnderWay(row.round.opens_on, row.round.closes_on) if row else None
