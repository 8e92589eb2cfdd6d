"""Carol's report of the spring, and a check-in about it three months later."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from assessment.check_ins.services import ending
from assessment.check_ins.services.asking import ask_again
from assessment.models import Dimension, Participant, Rater, Report, Round, User
from assessment.release.services.release import release
from tests.cast import answer

ASKED = datetime.datetime(2026, 7, 1, 9, 0, tzinfo=datetime.UTC)
"""Within three to six months after the release of the spring."""

ENDED = ASKED + datetime.timedelta(days=15)


def report_about(spring: Round, name: str = "Carol") -> Report:
    return Report.objects.select_related(
        "council", "participant__person__user", "participant__round__framework"
    ).get(participant__round=spring, participant__person__name=name)


def skill(report: Report, key: str = "communication") -> Dimension:
    return report.participant.round.framework.dimensions.get(key=key)


def offer(spring: Round) -> Round:
    Round.objects.filter(pk=spring.pk).update(offers_check_in=True)
    spring.offers_check_in = True
    return spring


def start(
    report: Report, *keys: str, at: datetime.datetime = ASKED, by: User | None = None
) -> Round:
    """A check-in of the report's participant about these skills."""
    by = by or report.participant.person.user
    assert by is not None
    skills = [skill(report, key) for key in keys or ["communication"]]
    return ask_again(report=report, skills=skills, by=by, at=at)


def participant_of(check_in: Round) -> Participant:
    return check_in.participants.get()


def raters(check_in: Round, group: str = "peer") -> list[Rater]:
    found = participant_of(check_in).raters.filter(group=group)
    return list(found.select_related("participant__round__framework").order_by("person__name"))


def choose(
    check_in: Round,
    steps: Sequence[int | None],
    *,
    group: str = "peer",
    comments: Mapping[int, str] | None = None,
) -> None:
    """The raters of a group, by name, choose these steps (−2 to 2) about every skill."""
    for number, (rater, step) in enumerate(zip(raters(check_in, group), steps, strict=False)):
        words = {"check-in": comments[number]} if comments and number in comments else {}
        answer(rater, None if step is None else step + 3, comments=words)


def finish(check_in: Round, at: datetime.datetime = ENDED) -> Report:
    """What the worker does after the last day; the result of the check-in."""
    ending.end(round=check_in, at=at)
    check_in.refresh_from_db()
    if not check_in.is_released:  # where the task of the release waits for the commit of a test
        assert check_in.opened_by
        release(round=check_in, by=check_in.opened_by, at=at)
    return Report.check_ins.get(participant__round=check_in)
