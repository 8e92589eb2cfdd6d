"""The pages of the edition for the conversation: questions to each finding, room for notes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from django.utils.translation import gettext as _

from reports.content.blocks import Block, Bullets, Heading, Keep, Room, Text
from reports.content.book import Book
from reports.content.findings import TalkingPoint, findings


class Edition(Enum):
    """Whom a report is made for; the value stands in its content, and so in its fingerprint."""

    READING = ""
    CONVERSATION = "conversation"


def conversation(book: Book) -> tuple[Keep, ...]:
    """How to talk, then every finding with its questions; never a figure of its own."""
    found = findings(book)
    return (Keep(tuple(_ground(found))), *(Keep(tuple(_finding(each))) for each in found))


def _ground(found: tuple[TalkingPoint, ...]) -> Iterator[Block]:
    yield Text(
        _(
            "For whoever talks this report through with the participant. Let them read it first "
            "and speak first. Choose a few of these questions; nobody needs all of them."
        )
    )
    yield Bullets(
        (
            _("Never guess who said what, and stop anybody who does."),
            _("What is withheld stays withheld: do not work it out together."),
            _("This is for development alone: not for pay, grading or selection."),
            _("What is said stays between you, unless you both agree on more."),
        ),
        _("In every conversation"),
    )
    if not found:
        yield Text(_("No finding stands out in the figures of this report."))
        yield Bullets(
            (
                _("What do you make of the report as a whole?"),
                _("What would you like to be different by the next one?"),
            ),
            _("To ask"),
        )


def _finding(finding: TalkingPoint) -> Iterator[Block]:
    yield Heading(finding.title)
    if len(finding.lines) == 1:
        yield Text(finding.lines[0])
    else:
        yield Bullets(finding.lines)
    yield Bullets(finding.questions, _("To ask"))
    yield Text(_("What not to do: {avoid}").format(avoid=finding.avoid), "muted")
    yield Room(_("Notes"))
