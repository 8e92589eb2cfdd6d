"""Mandate against skill: for whom it is the person, the conditions, both or neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from assessment.release.selectors.results import Kind
from assessment.scoring.council import Corner, HolderCorner, MandateView
from reports.content import words
from reports.content.blocks import Cell, Fact, Facts, Keep, Row, Table, TableColumn
from reports.content.plots import QuarterBox, Quarters
from reports.council.book import CouncilBook
from reports.council.holders import mandate_word
from reports.council.notes import CouncilNotes, tone_of

FEW_SKILLS = 2
CORNERS: Mapping[Corner | None, Callable[[], tuple[str, str]]] = {
    Corner.CONDITIONS: lambda: (
        _("Change the conditions"),
        _(
            "no skill is seen below its target and the mandate is low: what is missing is for the "
            "council to give."
        ),
    ),
    Corner.NEITHER: lambda: (
        _("Neither"),
        _("no skill is seen below its target and the mandate is not low: keep it so."),
    ),
    Corner.BOTH: lambda: (
        _("Both"),
        _(
            "a skill is seen below its target and the mandate is low: begin with the mandate, for "
            "skills are hard to show without it."
        ),
    ),
    Corner.PERSON: lambda: (
        _("Develop the person"),
        _(
            "a skill is seen below its target and the mandate is not low: time, training and "
            "practice help."
        ),
    ),
    None: lambda: (
        _("Cannot be said"),
        _("too few people’s ratings can be shown of the skills or of the mandate."),
    ),
}
"""From top left of the picture; the last is in no box of it."""


def mandate_against_skill(book: CouncilBook) -> tuple[Keep, ...]:
    """How many are where in words, the two-by-two, and its table."""
    if not book.dimensions(Kind.MANDATE):
        return ()
    return (Keep((_in_words(book), _quarters(book))), _table(book))


def no_mandate(_book: CouncilBook) -> str:
    return _("this framework has no mandate")


def corner_word(corner: Corner | None) -> str:
    return CORNERS[corner]()[0]


def _in(book: CouncilBook, corner: Corner | None) -> list[str]:
    return book.ordered(each.holder for each in book.picture.corners if each.corner is corner)


def _in_words(book: CouncilBook) -> Facts:
    """Only what is true of somebody, and who that is."""
    facts = []
    for corner, say in CORNERS.items():
        found = _in(book, corner)
        if found:
            title, meaning = say()
            text = _("{names}: {meaning}").format(names=book.people(found), meaning=meaning)
            facts.append(Fact(title, text))
    return Facts(tuple(facts))


def _quarters(book: CouncilBook) -> Quarters:
    boxes = [
        QuarterBox(say()[0], tuple(map(book.head, _in(book, corner))))
        for corner, say in CORNERS.items()
    ]
    first, second, third, fourth, rest = boxes
    counted = ", ".join(
        _("{word}: {count}").format(word=box.label, count=len(box.holders)) for box in boxes
    )
    return Quarters(
        title=_("Mandate against skill, number of holders. {counts}.").format(counts=counted),
        across=(_("The mandate is low"), _("The mandate is not low")),
        down=(_("No skill below its target"), _("A skill below its target")),
        boxes=(first, second, third, fourth),
        rest=rest,
    )


# --- the table ---------------------------------------------------------------------------


def _table(book: CouncilBook) -> Keep:
    notes = CouncilNotes(book)
    mandates = book.dimensions(Kind.MANDATE)
    corners = {each.holder: each for each in book.picture.corners}
    views = {(each.holder, each.dimension): each for each in book.picture.mandates}
    rows = tuple(
        Row(
            book.listed(holder),
            _cells(book, notes, views[holder, mandate.key], corners[holder]),
        )
        for holder in book.holders
        for mandate in mandates
    )
    table = Table(
        caption=_caption(book),
        columns=(
            TableColumn(_("Holder"), 22),
            TableColumn(_("Mandate: others"), 10, numeric=True),
            TableColumn(_("Own view"), 7, numeric=True),
            TableColumn(_("Managers"), 10, numeric=True),
            TableColumn(_("The mandate is"), 13),
            TableColumn(_("Skills below the own target"), 20),
            TableColumn(_("What helps"), 18),
        ),
        rows=rows,
        notes=notes.under(),
    )
    return Keep((table,), tone_of(len(rows)))


def _caption(book: CouncilBook) -> str:
    names = ", ".join(each.name for each in book.dimensions(Kind.MANDATE))
    return _("{mandate} as others, the holder and managers see it; skills below target").format(
        mandate=names
    )


def _cells(
    book: CouncilBook, notes: CouncilNotes, view: MandateView, corner: HolderCorner
) -> tuple[Cell, ...]:
    return (
        notes.score(view.holder, view.dimension, view.seen),
        notes.plain(book.own(view.holder, view.dimension)),
        notes.plain(view.managers),
        Cell(mandate_word(view.stands)),
        _short(book, notes, corner),
        Cell(corner_word(corner.corner)),
    )


def _short(book: CouncilBook, notes: CouncilNotes, corner: HolderCorner) -> Cell:
    if corner.short:
        count, judged = len(corner.short), len(corner.judged)
        if book.is_long or (count == judged and count > FEW_SKILLS):
            return Cell(_("{count} of {judged}").format(count=count, judged=judged))
        return Cell(words.capital(book.skills(corner.short)))
    if corner.is_short is None:
        return notes.unsaid(_("Of too many skills it cannot be said."))
    return Cell(_("none"))
