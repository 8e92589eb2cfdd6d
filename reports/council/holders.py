"""Who holds what: each role with its holders, the focus that it expects and their mandate."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.languages import join_names
from assessment.release.selectors.results import Kind, Position
from assessment.scoring.council import HolderCorner, Holding, MandateView, RoleHeld
from reports.content import words
from reports.content.blocks import (
    Bullets,
    Cell,
    Heading,
    Keep,
    Row,
    Table,
    TableColumn,
    Text,
)
from reports.council.book import CouncilBook, range_in_words
from reports.council.notes import CouncilNotes, tone_of

SIDE_BY_SIDE = 2


def who_holds_what(book: CouncilBook) -> tuple[Keep, ...]:
    """A few sentences on each role, then all holders in the order of their numbers."""
    tone = "half" if len(book.picture.roles) == SIDE_BY_SIDE else ""
    roles = (Keep(_role(book, held), tone) for held in book.picture.roles)
    return (Keep((Text(holding_in_short(book)),)), *roles, _register(book))


def holding_in_short(book: CouncilBook) -> str:
    """How many take part, and which roles are combined, shared or vacant."""
    count = len(book.holders)
    said = [
        ngettext(
            "{count} person took part in this round.",
            "{count} people took part in this round.",
            count,
        ).format(count=count)
    ]
    said += (
        sentence.format(roles=join_names(book.role(held.role) for held in found))
        for holding, sentence in (
            (Holding.SHARED, _("Shared by several people: {roles}.")),
            (Holding.VACANT, _("Held by nobody who took part: {roles}.")),
        )
        if (found := [each for each in book.picture.roles if each.holding is holding])
    )
    combined = [each.key for each in book.picture.holders if each.is_combined]
    if combined:
        said.append(_("More than one role is held by {names}.").format(names=book.people(combined)))
    elif count > 1:
        said.append(_("Nobody holds more than one role."))
    return " ".join(said)


def _role(book: CouncilBook, held: RoleHeld) -> tuple[Heading, Text, Bullets]:
    return (
        Heading(words.capital(book.role(held.role))),
        Text(book.purpose(held.role), "muted"),
        Bullets((how_held(book, held), *_expected(book, held), *_mandate(book, held))),
    )


def how_held(book: CouncilBook, held: RoleHeld) -> str:
    """Vacant, by one person or shared, and who of them holds another role as well."""
    if held.holding is Holding.VACANT:
        return _("Vacant: nobody who took part holds it.")
    text = _("Held by {names}.")
    if held.holding is Holding.SHARED:
        text = _("Shared by {count}: {names}.")
    said = text.format(count=words.people(len(held.holders)), names=book.people(held.holders))
    if not held.combined:
        return said
    if held.combined == held.holders:
        more = ngettext(
            "This person holds another role as well.",
            "Each of them holds another role as well.",
            len(held.holders),
        )
        return f"{said} {more}"
    more = _("Another role as well: {names}.").format(names=book.people(held.combined))
    return f"{said} {more}"


def _expected(book: CouncilBook, held: RoleHeld) -> Iterator[str]:
    """The range of each focus, in words of its two ends."""
    asked = next(each for each in book.picture.asked if each.key == held.role)
    for focus in book.dimensions(Kind.FOCUS):
        target = asked.targets.get(focus.key)
        if target and target.range_low is not None and target.range_high is not None:
            near, far = book.ends(focus.key)
            yield _("{focus} expected: {range}, where 1 is “{near}” and {top} “{far}”.").format(
                focus=focus.name,
                range=range_in_words(target.range_low, target.range_high),
                near=near,
                far=far,
                top=book.told.framework.highest,
            )


MANDATE_WORDS = {
    Position.BELOW: lambda: _("low"),
    Position.WITHIN: lambda: _("in the middle"),
    Position.ABOVE: lambda: _("high"),
}
"""How a mandate stands to the middle of the scale."""


def mandate_word(position: Position | None) -> str:
    return MANDATE_WORDS[position]() if position else _("cannot be said")


def _mandate(book: CouncilBook, held: RoleHeld) -> Iterator[str]:
    """How the mandate of its holders is seen: each while they are few, else how many."""
    for mandate in book.dimensions(Kind.MANDATE):
        views = [
            view
            for view in book.picture.mandates
            if view.dimension == mandate.key and view.holder in held.holders
        ]
        if views:
            named = _mandates_named if len(views) <= SIDE_BY_SIDE * 2 else _mandates_counted
            yield _("{mandate} as others see it: {views}.").format(
                mandate=mandate.name, views=named(book, views)
            )


def _mandates_named(book: CouncilBook, views: list[MandateView]) -> str:
    return "; ".join(
        _("{name} {score}, {word}").format(
            name=words.brief_name(book.name(view.holder)),
            score=book.seen(view.holder, view.dimension, view.seen) or words.NOTHING,
            word=mandate_word(view.stands),
        )
        for view in views
    )


def _mandates_counted(book: CouncilBook, views: list[MandateView]) -> str:
    del book
    found = [view.stands for view in views]
    return "; ".join(
        _("{word} with {count} of {all}").format(
            word=mandate_word(position), count=found.count(position), all=len(views)
        )
        for position in (*Position, None)
        if position in found
    )


# --- everybody ---------------------------------------------------------------------------


def _register(book: CouncilBook) -> Keep:
    notes = CouncilNotes(book)
    mandates, focuses = book.dimensions(Kind.MANDATE), book.dimensions(Kind.FOCUS)
    seen = (*mandates, *focuses)
    width = 28 // max(len(seen), 1)
    rows = tuple(
        Row(
            book.listed(holder),
            (
                Cell(words.capital(book.roles(book.holder(holder).roles))),
                _at_target(notes, _corner_of(book, holder)),
                *(_others(book, notes, holder, each.key) for each in seen),
            ),
        )
        for holder in book.holders
    )
    table = Table(
        caption=_("Everybody who took part, as others see them, with the number of raters"),
        columns=(
            TableColumn(_("Holder"), 100 - 28 - 16 - width * len(seen)),
            TableColumn(_("Roles held"), 28),
            TableColumn(_("Skills at target or above"), 16),
            *(TableColumn(each.name, width, numeric=True) for each in seen),
        ),
        rows=rows,
        notes=notes.under(),
    )
    blocks = (table,) if book.is_one else (Text(_numbers(), "small"), table)
    return Keep(blocks, tone_of(len(rows)))


def _numbers() -> str:
    return _("The number before a name marks this person in every picture of this report.")


def _corner_of(book: CouncilBook, holder: str) -> HolderCorner:
    return next(each for each in book.picture.corners if each.holder == holder)


def _at_target(notes: CouncilNotes, corner: HolderCorner) -> Cell:
    if not corner.judged:
        return notes.unsaid(_("No skill of theirs can be judged."))
    reached = len(corner.judged) - len(corner.short)
    return Cell(_("{reached} of {count}").format(reached=reached, count=len(corner.judged)))


def _others(book: CouncilBook, notes: CouncilNotes, holder: str, dimension: str) -> Cell:
    return notes.score(holder, dimension, book.others(holder, dimension))
