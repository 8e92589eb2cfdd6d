"""The plan sheet: what the participant means to do, why, and what became of the last plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _

from assessment.models.results import Goal
from assessment.release.selectors.results import (
    DimensionTexts,
    GoalTexts,
    Group,
    Kind,
    nearest_level,
)
from reports.content import words
from reports.content.blocks import EarlierGoal, Heading, Keep, LookBack, Plan, PlannedGoal, Text
from reports.content.book import Book
from reports.content.opening import priority_skills
from reports.content.seen import seen_at


def plan(book: Book) -> tuple[Keep, ...]:
    """What was planned last time, then up to three goals.

    The participant's own where written; beside them, and where there are none, the priorities
    with room to write. Each keeps together by itself, so that long ones run over pages.
    """
    text = _(
        "Pick at most %(most)s things. Talk them through with your manager, and put a date on each."
    ) % {"most": apnumber(Goal.MOST)}
    first, *others = planned_goals(book)
    return (
        *_looked_back(book),
        Keep((Text(text), Plan(first))),
        *(Keep((Plan(each),), "flow") for each in others),
    )


def planned_goals(book: Book) -> tuple[PlannedGoal, ...]:
    """The goals of the sheet by number: those that are written, then what the report proposes."""
    own = book.report.goals[: Goal.MOST]
    taken = {goal.skill for goal in own}
    proposed = [each for each in priority_skills(book) if each.key not in taken]
    found = [_own_goal(book, goal) for goal in own]
    found += [_proposal(book, each) for each in proposed[: Goal.MOST - len(found)]]
    if not own:
        found += _free_goals()[len(found) :]
    return tuple(_numbered(found))


def _numbered(goals: list[PlannedGoal]) -> Iterator[PlannedGoal]:
    for number, each in enumerate(goals, 1):
        yield replace(each, number=number)


def _own_goal(book: Book, goal: GoalTexts) -> PlannedGoal:
    skill = next((d for d in book.dimensions(Kind.SKILL) if d.key == goal.skill), None)
    return PlannedGoal(
        0,
        skill.name if skill else _("My goal"),
        reason_in_figures(book, skill) if skill else "",
        reason=words.safe(goal.why),
        text=words.safe(goal.text),
        sign_of_success=words.safe(goal.sign_of_success),
        review_on=words.date(goal.review_on) if goal.review_on else "",
        skill=goal.skill,
        anchor=anchor_of(skill) if skill else "",
    )


def _proposal(book: Book, each: DimensionTexts) -> PlannedGoal:
    score = book.tenths(each)
    reached = nearest_level(score, book.report.framework.highest) if score is not None else 0
    return PlannedGoal(
        0,
        each.name,
        reason_in_figures(book, each),
        each.suggestions.get(reached, ()),
        each.suggestions.get(reached + 1, ()),
        skill=each.key,
        anchor=anchor_of(each),
    )


def _free_goals() -> list[PlannedGoal]:
    """Where no skill comes first there is room, and a question to start from."""
    return [
        PlannedGoal(0, title, question)
        for title, question in (
            (
                _("A strength to build on"),
                _("What do you do well that more people could gain from?"),
            ),
            (
                _("Something to learn"),
                _("What would make your work easier in a year from now?"),
            ),
            (_("A goal of your own"), _("What would you like others to notice next time?")),
        )
    ]


def anchor_of(each: DimensionTexts) -> str:
    """Where a skill's own page begins."""
    return f"skill-{each.key[:8]}"


def reason_in_figures(book: Book, each: DimensionTexts) -> str:
    """A sentence of the printed figures of a skill; empty where none is shown."""
    others, own = book.level(each), book.level(each, Group.SELF)
    if others and book.asked(each):
        return seen_at(book, each, others)
    return _("You see yourself at {own}.").format(own=own) if own else ""


# --- the round before ----------------------------------------------------------------------


def _looked_back(book: Book) -> Iterator[Keep]:
    """What the participant wrote after the round before, with room to say how it went."""
    earlier = book.report.earlier
    if earlier is None:
        return
    text = Text(_("Last round ({round}) you wrote:").format(round=words.safe(earlier.round)))
    for place, goal in enumerate(earlier.goals):
        head = (Heading(_("How did it go?")), text) if place == 0 else ()
        written = EarlierGoal(goal.skill, words.safe(goal.text), words.safe(goal.sign_of_success))
        yield Keep((*head, LookBack(written)))
