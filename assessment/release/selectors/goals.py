"""What participants mean to do after their reports, this one and the one before."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings

from assessment.models import Dimension, Goal, Report


@dataclass(frozen=True, slots=True)
class GoalTexts:
    text: str
    sign_of_success: str
    review_on: datetime.date | None
    skill: str = ""
    """The key of a skill of the report's framework; empty where the goal is about none."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class WrittenGoal:
    """A goal to be read back; `skill` is the name, for its framework may be another."""

    skill: str
    text: str
    sign_of_success: str


@dataclass(frozen=True, slots=True)
class EarlierGoals:
    """What somebody meant to do after the round before."""

    round: str
    goals: tuple[WrittenGoal, ...]


def goals_of(report: Report) -> tuple[GoalTexts, ...]:
    """What the participant means to do, in their order."""
    return tuple(_goal_texts(row) for row in report.goals.order_by("position"))


def _goal_texts(goal: Goal) -> GoalTexts:
    skill = str(goal.skill_id) if goal.skill_id else ""
    return GoalTexts(goal.text, goal.sign_of_success, goal.review_on, skill, goal.why)


def earlier_goals(report: Report, language: str = settings.LANGUAGE_CODE) -> EarlierGoals | None:
    """What the participant of a report wrote after their round before; None if they wrote nothing.

    The round before is the last one that was released before this one, in the same council and
    about the same person.
    """
    this = report.participant
    before = Report.objects.of(report.council).filter(
        participant__person=this.person_id,
        participant__round__released_at__lt=this.round.released_at,
    )
    last = before.select_related("participant__round").order_by("-participant__round__released_at")
    found = last.first()
    rows = list(found.goals.order_by("position").select_related("skill")) if found else []
    if found is None or not rows:
        return None
    goals = (
        WrittenGoal(_named(row.skill, language) if row.skill else "", row.text, row.sign_of_success)
        for row in rows
    )
    return EarlierGoals(found.participant.round.name, tuple(goals))


def _named(skill: Dimension, language: str) -> str:
    name: str = skill.text_in("name", language)[0]
    return name
