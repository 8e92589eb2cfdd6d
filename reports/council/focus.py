"""Where the attention of all holders goes, against what their roles expect, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessment.release.selectors.results import Kind, Position
from assessment.scoring.council import CouncilFocus, FocusEnd, FocusPlace
from reports.content import words
from reports.content.blocks import Bullets, Cell, Heading, Keep, Row, Table, TableColumn, Text
from reports.content.plots import FocusLanes, LaneSpot, RoleLane, Scale
from reports.council.book import CouncilBook, range_in_words
from reports.council.notes import CouncilNotes, tone_of


def focus_of_all(book: CouncilBook) -> tuple[Keep, ...]:
    """Each focus: who stands where in words, one picture, and its table."""
    found = [each for each in book.picture.focus if each.places]
    return tuple(keep for focus in found for keep in _focus(book, focus))


def no_focus(book: CouncilBook) -> str:
    """Why the part is left out."""
    if book.dimensions(Kind.FOCUS):
        return _("no role that somebody holds expects a range")
    return _("this framework has no focus")


def _focus(book: CouncilBook, focus: CouncilFocus) -> Iterator[Keep]:
    heads = (Heading(book.dimension(focus.dimension).name),) if len(book.picture.focus) > 1 else ()
    said = Bullets((far_end(book, focus), *_by_place(book, focus)))
    drawn = [each for each in focus.places if each.seen.concludes]
    picture = (_lanes(book, focus, drawn),) if drawn else ()
    lead = Text(book.dimension(focus.dimension).description, "muted")
    yield Keep((*heads, lead, said, *picture))
    yield _table(book, focus)


def far_end(book: CouncilBook, focus: CouncilFocus) -> str:
    """Whether anybody is at the end that services stand for."""
    end = words.brief_name(book.ends(focus.dimension)[1])
    if focus.is_anybody_far is None:
        return _(
            "Whether anybody’s attention is past the middle, towards “{end}”, cannot be said."
        ).format(end=end)
    far = [each.holder for each in focus.places if each.end is FocusEnd.FAR]
    if not far:
        return _("Nobody’s attention is past the middle, towards “{end}”.").format(end=end)
    return _("Past the middle, towards “{end}”: {names}.").format(end=end, names=book.people(far))


def _by_place(book: CouncilBook, focus: CouncilFocus) -> Iterator[str]:
    """Who is within, below and above the range of a role, and of whom it cannot be said."""
    texts = {
        Position.WITHIN: _("Within the range of the role: {names}."),
        Position.BELOW: _("Below the range of a role: {names}."),
        Position.ABOVE: _("Above the range of a role: {names}."),
        None: _("Cannot be said: {names}."),
    }
    for position, text in texts.items():
        found = [each.holder for each in focus.places if place_of_focus(each) is position]
        if position is Position.WITHIN:
            outside = {e.holder for e in focus.places if place_of_focus(e) is not position}
            found = [each for each in found if each not in outside]
        if found:
            yield text.format(names=book.people(found))


def place_of_focus(place: FocusPlace) -> Position | None:
    """Where it stands to the range as printed; None where nothing is concluded."""
    return place.position if place.seen.concludes else None


def place_in_words(place: FocusPlace) -> str:
    """“below the range”; with a word where that is within the margin of it."""
    position = place_of_focus(place)
    if position is None:
        return _("cannot be said")
    if position is not Position.WITHIN and place.clearly is Position.WITHIN:
        return _("{place}, by no more than the margin").format(place=words.PLACES[position]())
    return words.PLACES[position]()


# --- picture and table -------------------------------------------------------------------


def _lanes(book: CouncilBook, focus: CouncilFocus, drawn: list[FocusPlace]) -> FocusLanes:
    roles = [role.key for role in book.told.framework.roles]
    lanes = tuple(
        _lane(book, [place for place in drawn if place.role == role])
        for role in roles
        if any(place.role == role for place in drawn)
    )
    near, far = book.ends(focus.dimension)
    title = _("{focus} of all holders, from “{near}” to “{far}”. {lanes}").format(
        focus=book.dimension(focus.dimension).name,
        near=near,
        far=far,
        lanes=" ".join(map(_lane_in_words, lanes)),
    )
    return FocusLanes(
        title=title,
        scale=Scale(1, book.told.framework.highest),
        ends=(near, far),
        lanes=lanes,
        key=(_("within the range"), _("outside it"), _("the range that the role expects")),
    )


def _lane(book: CouncilBook, places: list[FocusPlace]) -> RoleLane:
    first = places[0]
    spots = tuple(
        LaneSpot(
            book.number(each.holder),
            book.name(each.holder),
            words.drawn_at(each.seen.score),
            each.position is Position.WITHIN,
        )
        for each in places
        if each.seen.score is not None
    )
    label = _("{role}: expects {range}").format(
        role=words.capital(book.role(first.role)), range=range_in_words(first.low, first.high)
    )
    return RoleLane(label, float(first.low), float(first.high), spots)


def _lane_in_words(lane: RoleLane) -> str:
    within = sum(spot.within for spot in lane.spots)
    return _("{lane}; {within} of {count} within it.").format(
        lane=lane.label, within=within, count=len(lane.spots)
    )


def _table(book: CouncilBook, focus: CouncilFocus) -> Keep:
    notes = CouncilNotes(book)
    places = sorted(focus.places, key=lambda each: book.number(each.holder))
    rows = tuple(Row(book.listed(each.holder), _cells(book, notes, focus, each)) for each in places)
    table = Table(
        caption=_(
            "{focus} against the range that each role expects, with the number of raters"
        ).format(focus=book.dimension(focus.dimension).name),
        columns=(
            TableColumn(_("Holder"), 27),
            TableColumn(_("As"), 18),
            TableColumn(_("Range"), 11, numeric=True),
            TableColumn(_("Others"), 12, numeric=True),
            TableColumn(_("Own view"), 9, numeric=True),
            TableColumn(_("Others see it"), 23),
        ),
        rows=rows,
        notes=notes.under(),
    )
    return Keep((table,), tone_of(len(rows)))


def _cells(
    book: CouncilBook, notes: CouncilNotes, focus: CouncilFocus, place: FocusPlace
) -> tuple[Cell, ...]:
    return (
        Cell(words.capital(book.role(place.role))),
        Cell(range_in_words(place.low, place.high)),
        notes.score(place.holder, focus.dimension, place.seen),
        notes.plain(book.own(place.holder, focus.dimension)),
        Cell(place_in_words(place)),
    )
