"""What stands out in a report, by declared rules, with questions for whoever talks it through.

Every rule reads released figures alone and says nothing where they are withheld. What it says is
made of what the report prints elsewhere: a finding holds no figure of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.languages import join_names
from assessment.release.selectors.results import (
    Agreement,
    DimensionTexts,
    Group,
    Kind,
    Measure,
    Position,
    Quadrant,
    Spread,
    Trend,
)
from reports.content import conditions, words
from reports.content.book import Book
from reports.content.opening import no_conclusion, priority_skills

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Says = Callable[[Book], Iterable[str]]


@dataclass(frozen=True, slots=True)
class FindingRule:
    """`says` gives the lines of the finding, none where it does not hold."""

    key: str
    title: _StrPromise
    says: Says
    questions: tuple[_StrPromise, ...]
    avoid: _StrPromise


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """A rule that holds for a report. `avoid` is what not to do in the conversation."""

    key: str
    title: str
    lines: tuple[str, ...]
    questions: tuple[str, ...]
    avoid: str


def findings(book: Book) -> tuple[TalkingPoint, ...]:
    """Every rule that holds, in the order in which they are best talked about."""
    return tuple(
        TalkingPoint(
            rule.key,
            str(rule.title),
            lines,
            tuple(str(question) for question in rule.questions),
            str(rule.avoid),
        )
        for rule in RULES
        if (lines := tuple(rule.says(book)))
    )


# --- what holds --------------------------------------------------------------------------------


def _in_quadrant(quadrant: Quadrant) -> Says:
    def says(book: Book) -> Iterator[str]:
        for each in book.judged:
            if book.code(Measure.QUADRANT, each.key) == quadrant:
                yield _both(book, each)

    return says


def _both(book: Book, each: DimensionTexts) -> str:
    return _("{skill}: you at {own}, others at {others}, target {target}.").format(
        skill=each.name,
        own=book.level(each, Group.SELF),
        others=book.level(each),
        target=book.asked(each) or words.NOTHING,
    )


def _priorities(book: Book) -> Iterator[str]:
    for each in priority_skills(book):
        yield _("{skill}: others at {others}, target {target}: {gap}.").format(
            skill=each.name,
            others=book.level(each),
            target=book.asked(each) or words.NOTHING,
            gap=book.gap_words(each),
        )


def _alike(book: Book) -> Iterator[str]:
    """Where every skill that others are compared in is seen much as one sees it oneself."""
    compared = [
        (each, code)
        for each in book.dimensions(Kind.SKILL)
        if book.concludes(each) and (code := book.code(Measure.AGREEMENT, each.key))
    ]
    if compared and all(code == Agreement.IN_AGREEMENT for _each, code in compared):
        yield _("You and others see these much alike: {skills}.").format(
            skills=join_names(words.inside(each.name) for each, _code in compared)
        )


def _split(book: Book) -> Iterator[str]:
    for each in book.report.framework.dimensions:
        groups = [
            book.name(group)
            for group in book.groups
            if book.code(Measure.SPREAD, each.key, group=group) == Spread.SPLIT
        ]
        if groups:
            yield _("{dimension}: split views among {groups}.").format(
                dimension=each.name, groups=join_names(groups)
            )


def _outside(book: Book) -> Iterator[str]:
    """A focus that several people see on one side of the range of every role held."""
    for each in book.dimensions(Kind.FOCUS):
        places = {
            book.code(Measure.POSITION, each.key, group=Group.OTHERS, role=role.key)
            for role in book.report.roles
        }
        if book.concludes(each) and places in ({Position.BELOW}, {Position.ABOVE}):
            yield conditions.focus_text(book, each)


def _mandate(*, at_target: bool) -> Says:
    """A low mandate, with or without a skill below its target."""

    def says(book: Book) -> Iterator[str]:
        for each in book.dimensions(Kind.MANDATE):
            if conditions.is_low(book, each) and conditions.skills_hold(book) is at_target:
                yield conditions.mandate_text(book, each)

    return says


def _manager_alone(book: Book) -> Iterator[str]:
    if book.alone:
        yield no_conclusion(book)


def _withheld(book: Book) -> Iterator[str]:
    """Half of the skills, or more, without a figure of others."""
    skills = book.dimensions(Kind.SKILL)
    without = [words.inside(each.name) for each in skills if not book.level(each)]
    if without and 2 * len(without) >= len(skills):
        yield _("No figure of others can be shown for {skills}.").format(skills=join_names(without))


def _changed(book: Book) -> Iterator[str]:
    if book.report.compared_on is None:
        return
    for each in book.report.framework.dimensions:
        figure = book.get(Measure.CHANGE, each.key, group=Group.OTHERS)
        if figure and figure.value is not None and figure.code in {Trend.UP, Trend.DOWN}:
            yield _("{dimension}: {change} ({difference}).").format(
                dimension=each.name,
                change=words.TRENDS[Trend(figure.code)](),
                difference=words.signed(figure),
            )


# --- the rules ---------------------------------------------------------------------------------

RULES: tuple[FindingRule, ...] = (
    FindingRule(
        "manager-alone",
        gettext_lazy("One person’s view"),
        _manager_alone,
        (
            gettext_lazy("Which of this have you and your manager talked about before?"),
            gettext_lazy("What would you like to hear from the other people you work with?"),
            gettext_lazy("What would you like to ask your manager for?"),
        ),
        gettext_lazy("Do not take one person’s view for everybody’s, or guess at the others’."),
    ),
    FindingRule(
        "withheld",
        gettext_lazy("Much that cannot be shown"),
        _withheld,
        (
            gettext_lazy("What do you know of how others see this, from talking with them?"),
            gettext_lazy("What does your own rating rest on?"),
            gettext_lazy("Whom could you ask directly, and what would you ask?"),
        ),
        gettext_lazy("Do not guess at a figure that is withheld, or at who did not answer."),
    ),
    FindingRule(
        "hidden-strength",
        gettext_lazy("A hidden strength"),
        _in_quadrant(Quadrant.HIDDEN_STRENGTH),
        (
            gettext_lazy("What do others see you do that you take for granted?"),
            gettext_lazy("Where could this help the council more than it does now?"),
            gettext_lazy("What would you do differently if you relied on it?"),
        ),
        gettext_lazy("Do not argue about the rating: ask for examples instead."),
    ),
    FindingRule(
        "blind-spot",
        gettext_lazy("A blind spot"),
        _in_quadrant(Quadrant.BLIND_SPOT),
        (
            gettext_lazy("What did you expect here before you saw the figures?"),
            gettext_lazy("When did you last need this skill, and who could see it?"),
            gettext_lazy("What might others see, or miss, that leads them to another view?"),
            gettext_lazy("Whom could you ask for an example, openly and soon?"),
        ),
        gettext_lazy("Do not decide whose view is right, and never guess who said what."),
    ),
    FindingRule(
        "alike",
        gettext_lazy("A similar view"),
        _alike,
        (
            gettext_lazy("What helps you to see yourself much as others do?"),
            gettext_lazy("Where were you least sure of your own rating?"),
            gettext_lazy("Which of these would you like to be seen differently next time?"),
        ),
        gettext_lazy("Do not take agreement for a sign that there is nothing left to do."),
    ),
    FindingRule(
        "split-views",
        gettext_lazy("Split views"),
        _split,
        (
            gettext_lazy("In which situations might people meet you so differently?"),
            gettext_lazy("What do these people need from you? Is it the same for all?"),
            gettext_lazy("How could you learn more without asking who answered what?"),
        ),
        gettext_lazy("Never guess who gave which rating, not even as a joke."),
    ),
    FindingRule(
        "priorities",
        gettext_lazy("What comes first"),
        _priorities,
        (
            gettext_lazy("Which of these matters most for your work in the coming months?"),
            gettext_lazy("What has worked already, even a little?"),
            gettext_lazy("What would others notice first if it got better?"),
            gettext_lazy("What could you try soon, and who could help?"),
        ),
        gettext_lazy("Do not set the goal for them. Never use it for pay, grading or selection."),
    ),
    FindingRule(
        "focus",
        gettext_lazy("A focus outside what the role expects"),
        _outside,
        (
            gettext_lazy("How did your working week come to look like this?"),
            gettext_lazy("Who looks after the other end, and how do you work together?"),
            gettext_lazy("What would you hand over, and to whom?"),
        ),
        gettext_lazy("Do not call one end better than the other."),
    ),
    FindingRule(
        "mandate-alone",
        gettext_lazy("A low mandate, and no skill below its target"),
        _mandate(at_target=True),
        (
            gettext_lazy("What would you do tomorrow if you had the authority for it?"),
            gettext_lazy("Which decision, or which support, is missing most?"),
            gettext_lazy("Who in the council could change that, and what do they need to hear?"),
        ),
        gettext_lazy("Do not make a goal for the person of what the council has to give."),
    ),
    FindingRule(
        "mandate",
        gettext_lazy("A low mandate"),
        _mandate(at_target=False),
        (
            gettext_lazy("Where did a missing mandate get in the way of a skill that you have?"),
            gettext_lazy("Which decision, or which support, is missing most?"),
            gettext_lazy("What could you ask the council for, and who would carry it?"),
        ),
        gettext_lazy("Do not blame the person for what the council has to give."),
    ),
    FindingRule(
        "change",
        gettext_lazy("A clear change since the last round"),
        _changed,
        (
            gettext_lazy("What have you done differently since then?"),
            gettext_lazy("What else has changed: the work, the team, the people who answered?"),
            gettext_lazy("What do you want to keep, and what to try next?"),
        ),
        gettext_lazy("Do not praise or blame: a change can have many causes."),
    ),
)
