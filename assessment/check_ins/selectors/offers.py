"""Whether a participant may check in now, whom it would ask, and about what."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.calendar_months import months_after
from assessment.languages import TaggedText
from assessment.models import Dimension, Kind, Participant, Rater, Report, Round, RoundKind
from assessment.name_order import ByName
from assessment.rater_groups import RaterGroup
from assessment.scoring.check_ins import (
    DAYS_OPEN,
    FROM_MONTHS,
    MOST_IN_A_YEAR,
    UNTIL_MONTHS,
    YEAR_MONTHS,
)
from assessment.scoring.values import ANONYMOUS


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a check-in may begin, both included."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class SkillChoice:
    """A skill of the report that may be asked about; `goal` where a goal is about it."""

    key: str
    name: TaggedText
    goal: bool


@dataclass(frozen=True, slots=True)
class CheckInOffer:
    """What starting a check-in would do; `why_not` is a sentence where it cannot be started."""

    window: Window
    why_not: str
    raters: tuple[Rater, ...]
    minimum: int

    @property
    def emails(self) -> int:
        """One email for each person."""
        return len(self.raters)

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """Who would be asked, by group in their order; nothing says who answered before."""
        found = {group: [r for r in self.raters if r.group == group] for group in RaterGroup}
        return [
            (str(group.facts.plural), [rater.person.name for rater in asked])
            for group, asked in found.items()
            if asked
        ]


def check_in_rule() -> dict[str, str]:
    """The numbers of the rule in words, by the names that pages use."""
    numbers = {
        "first": FROM_MONTHS,
        "last": UNTIL_MONTHS,
        "times": MOST_IN_A_YEAR,
        "days": DAYS_OPEN,
    }
    return {name: str(apnumber(number)) for name, number in numbers.items()}


def get_check_in_offer(report: Report, *, on: datetime.date) -> CheckInOffer:
    """Whether the participant of a report may start a check-in on a day; a few queries."""
    participant = report.participant
    window = window_of(participant.round)
    raters = tuple(_may_be_asked(participant))
    minimum = participant.round.min_group_size
    return CheckInOffer(window, why_no_check_in(participant, window, raters, on), raters, minimum)


def window_of(round: Round) -> Window:
    """Three to six months after the release of a round, counted by the calendar."""
    assert round.released_at is not None  # noqa: S101 - it has a report
    day = timezone.localdate(round.released_at)
    return Window(months_after(day, FROM_MONTHS), months_after(day, UNTIL_MONTHS))


def why_no_check_in(
    participant: Participant, window: Window, raters: Sequence[Rater], on: datetime.date
) -> str:
    """Why no check-in can be started, as a sentence for the participant; empty where it can."""
    if not participant.round.offers_check_in:
        return _("HR of your council does not offer check-ins for this round.")
    if not window.first <= on <= window.last:
        return _("You can start a check-in from %(first)s to %(last)s.") % {
            "first": date_format(window.first, "DATE_FORMAT"),
            "last": date_format(window.last, "DATE_FORMAT"),
        }
    about = check_ins_about(participant.person_id)
    if about.exclude(round__state=Round.State.RELEASED).exists():
        return _("A check-in is under way. Wait until its result is there.")
    recent = about.filter(round__opens_on__gt=months_after(on, -YEAR_MONTHS))
    if recent.count() >= MOST_IN_A_YEAR:
        return _(
            "You have started %(times)s check-ins within %(months)s months, and nobody is asked "
            "more often."
        ) % {"times": apnumber(MOST_IN_A_YEAR), "months": YEAR_MONTHS}
    if not _would_show_anything(raters, participant.round.min_group_size):
        return _(
            "Too few of those who were asked then can be asked again for anything to be shown."
        )
    return ""


def check_ins_about(person: uuid.UUID) -> QuerySet[Participant]:
    """Every check-in that a person has started, as its participant."""
    return Participant.objects.filter(person=person, round__kind=RoundKind.CHECK_IN)


def _may_be_asked(participant: Participant) -> list[Rater]:
    """Those who were asked about the report and are still here, but the participant.

    Who answered then plays no part, and neither does who declined: the list would tell. Each is in
    a check-in once, so two check-ins a year about a person ask nobody more than twice.
    """
    asked = Rater.objects.others().filter(participant=participant)
    here = asked.exclude(person__user__is_active=False).exclude(person=participant.person_id)
    return list(here.select_related("person").order_by(ByName("person__name"), "pk"))


def _would_show_anything(raters: Sequence[Rater], k: int) -> bool:
    if any(rater.group == RaterGroup.MANAGER for rater in raters):
        return True
    return sum(rater.group in ANONYMOUS for rater in raters) >= k


def list_skill_choices(report: Report, language: str) -> list[SkillChoice]:
    """The skills of a report's framework: those of goals first, then in the framework's order."""
    skills = skills_of_report(report).order_by("position", "key")
    goals = set(report.goals.values_list("skill", flat=True))
    choices = [
        SkillChoice(str(each.pk), TaggedText.of(each, "name", language), each.pk in goals)
        for each in skills
    ]
    return sorted(choices, key=lambda each: not each.goal)


def skills_of_report(report: Report) -> QuerySet[Dimension]:
    """What a check-in about a report may ask about."""
    return report.participant.round.framework.dimensions.filter(kind=Kind.SKILL)
