"""What is written after a release: who took a report away, and the participant's goals."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import audit
from assessment.models import Action, Goal, Kind, Participant, Report, Round, User
from assessment.refused import Refused
from assessment.release.selectors.results import GoalTexts, goals_of


class NotTheirs(Refused):
    """Goals belong to the participant."""


class TooManyGoals(Refused):
    """More than Goal.MOST."""


class NotAskedForSkill(Refused):
    """A goal about a skill that the report says nothing of."""


@transaction.atomic
def keep_goals(
    *, report: Report, goals: Sequence[GoalTexts], by: User, at: datetime.datetime
) -> None:
    """Replace the participant's goals by these, in this order.

    The audit trail says that they changed and how many there are, never what they say. Nothing
    is written where nothing changed. Raises NotTheirs for anybody but the participant,
    TooManyGoals for more than three and NotAskedForSkill for a skill of another framework.
    """
    if report.participant.person.user_id != by.pk:
        raise NotTheirs(_("Only the participant can change their goals."))
    if len(goals) > Goal.MOST:
        raise TooManyGoals(_("Keep at most %(most)s goals.") % {"most": apnumber(Goal.MOST)})
    skills = _skills_of(report)
    if not {each.skill for each in goals if each.skill} <= skills:
        raise NotAskedForSkill(_("Choose a skill of this report."))
    # Not the report's row: a lock needs the right to change it, which nobody has who serves pages.
    Participant.objects.select_for_update().get(pk=report.participant_id)
    if goals_of(report) == tuple(goals):
        return
    report.goals.all().delete()
    Goal.objects.bulk_create(
        Goal(
            report=report,
            position=position,
            text=each.text,
            sign_of_success=each.sign_of_success,
            review_on=each.review_on,
            skill_id=each.skill or None,
            why=each.why,
        )
        for position, each in enumerate(goals, 1)
    )
    audit.record(
        action=Action.REPORT_GOALS_KEPT,
        subject=report,
        council=report.council,
        by=by,
        at=at,
        goals=len(goals),
    )


def _skills_of(report: Report) -> set[str]:
    skills = report.participant.round.framework.dimensions.filter(kind=Kind.SKILL)
    return {str(key) for key in skills.values_list("pk", flat=True)}


def record_download(
    *, report: Report, kind: str, sha256: str, by: User, at: datetime.datetime
) -> None:
    """Keep that a file of this report was handed out, and the hash that it is known again by."""
    seen = _seen(report, by, at) | {"kind": kind, "sha256": sha256}
    audit.record(
        action=Action.REPORT_DOWNLOADED, subject=report, council=report.council, by=by, **seen
    )


def record_reading(*, report: Report, by: User, at: datetime.datetime) -> None:
    """Keep that somebody opened the page of this report, as for the file."""
    seen = _seen(report, by, at)
    audit.record(action=Action.REPORT_READ, subject=report, council=report.council, by=by, **seen)


def _seen(report: Report, by: User, at: datetime.datetime) -> dict[str, Any]:
    """When; of the participant's own report the day alone, which is all that HR is to see."""
    if report.participant.person.user_id != by.pk:
        return {"at": at}
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"at": day, "own": True}


def record_export(*, round: Round, kind: str, by: User, at: datetime.datetime) -> None:
    """Keep that the results of a whole round were handed out as a spreadsheet."""
    audit.record(
        action=Action.ROUND_EXPORTED, subject=round, council=round.council, by=by, at=at, kind=kind
    )


def record_bundle_request(*, round: Round, reports: int, by: User, at: datetime.datetime) -> None:
    """Keep that all reports of a round were asked for as one ZIP; `reports` are to be made."""
    audit.record(
        action=Action.ROUND_REPORTS_ASKED,
        subject=round,
        council=round.council,
        by=by,
        at=at,
        reports=reports,
    )


def record_bundle_download(
    *, round: Round, hashes: Mapping[uuid.UUID, str], by: User, at: datetime.datetime
) -> None:
    """Keep in one event that a ZIP was handed out, and the SHA-256 of each file by its report."""
    audit.record(
        action=Action.ROUND_REPORTS_DOWNLOADED,
        subject=round,
        council=round.council,
        by=by,
        at=at,
        reports=len(hashes),
        files={str(report): sha256 for report, sha256 in hashes.items()},
    )


def record_council_reading(*, round: Round, by: User, at: datetime.datetime) -> None:
    """Keep that somebody opened the page of a round’s council report."""
    audit.record(
        action=Action.COUNCIL_REPORT_READ, subject=round, council=round.council, by=by, at=at
    )


def record_council_file(
    *, round: Round, kind: str, sha256: str, by: User, at: datetime.datetime
) -> None:
    """Keep that a council report was handed out as a file of a kind, and the hash of that file."""
    audit.record(
        action=Action.COUNCIL_REPORT_DOWNLOADED,
        subject=round,
        council=round.council,
        by=by,
        at=at,
        kind=kind,
        sha256=sha256,
    )
