"""What the check-ins since the last report came to; in the participant's own copy alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.release.selectors.results import CheckInLine, CheckInResult, CheckInSkill
from reports.content import words
from reports.content.blocks import Bullets, Cell, Heading, Keep, Row, Table, TableColumn, Text
from reports.content.book import Book


def check_ins_block(book: Book) -> tuple[Keep, ...]:
    """Each check-in with its figures, and beside each skill the goals about it."""
    intro = Text(
        _(
            "After your last report you asked the same people whether you do something less, the "
            "same or more: from −2, much less, to +2, much more. Within 0.5 of nought there is no "
            "clear change. Only your own copy has this part."
        )
    )
    return tuple(
        Keep((*((intro,) if number == 0 else ()), *_blocks(each)))
        for number, each in enumerate(book.report.check_ins)
    )


def _blocks(each: CheckInResult) -> tuple[Heading | Table | Bullets | Text, ...]:
    heading = Heading(
        _("Asked from {first} to {last}").format(
            first=words.date(each.asked_on), last=words.date(each.ended_on)
        )
    )
    if not each.skills:
        return heading, Text(_("Nobody answered."))
    parts = [part for skill in each.skills for part in _of_skill(skill)]
    return heading, *parts


def _of_skill(skill: CheckInSkill) -> tuple[Table | Bullets, ...]:
    table = Table(
        caption=str(skill.name),
        columns=(
            TableColumn(_("Group"), 22),
            TableColumn(_("Change"), 16, numeric=True),
            TableColumn(_("What it says"), 28),
            TableColumn(_("Answers"), 12, numeric=True),
        ),
        rows=tuple(Row(words.capital(line.group), _cells(line)) for line in skill.lines),
    )
    goals = tuple(words.safe(goal) for goal in skill.goals)
    return (table, Bullets(goals, _("What you meant to do"))) if goals else (table,)


def _cells(line: CheckInLine) -> tuple[Cell, Cell, Cell]:
    nothing = Cell(words.NOTHING, tone="nothing")
    if line.reason:
        return nothing, Cell(line.why), nothing
    return Cell(line.value), Cell(line.word), Cell(str(line.n))
