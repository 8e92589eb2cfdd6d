"""The part about one's own view of the skills beside that of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from assessment.languages import join_names
from assessment.release.selectors.results import (
    PERCEPTION_LIMIT,
    Agreement,
    DimensionTexts,
    Group,
    Measure,
    Position,
    Quadrant,
)
from reports.content import words
from reports.content.absences import no_views
from reports.content.blocks import Block, Cell, Keep, Row, Table, TableColumn, Text
from reports.content.book import Book
from reports.content.notes import Notes
from reports.content.opening import no_conclusion
from reports.content.plots import Field, Spot


def views_title(book: Book) -> str:
    if book.silent:
        return _("Your own view")
    if book.alone:
        return _("Your view and that of your {manager}").format(manager=book.name(Group.MANAGER))
    return _("Your view and the view of others")


def views(book: Book) -> tuple[Keep, ...]:
    """The four quadrants, and how far the two views are apart; one's own where it is alone."""
    text, table, field = Text(view_text(book)), _table(book), _field(book)
    if book.silent:  # the summary says why there is no other
        own = any(book.level(each, Group.SELF) for each in book.ranked)
        return (Keep((table if own else text,)),)
    if field is None and not any(book.get(Measure.GAP_SELF, d.key) for d in book.ranked):
        return (Keep((text,)),)  # nothing of either view is in the table
    compared = any(book.code(Measure.AGREEMENT, each.key) for each in book.ranked)
    figures: tuple[Block, ...] = (table, Text(_chance(), "small")) if compared else (table,)
    return (Keep((text, field)), Keep(figures)) if field else (Keep((text, *figures)),)


def _table(book: Book) -> Table:
    """Every skill with its number in the chart; without others there is none, nor a chart."""
    notes, columns = Notes(book), _columns(book)
    rows = tuple(
        Row(
            each.name if book.silent else f"{number}. {each.name}",
            _view_cells(book, notes, each)[: len(columns) - 1],
        )
        for number, each in enumerate(book.ranked, 1)
    )
    return Table(
        caption=views_title(book),
        caption_hidden=True,
        columns=columns,
        rows=rows,
        notes=notes.under(),
    )


def _columns(book: Book) -> tuple[TableColumn, ...]:
    skill, you, to_target = (60, 20, 20) if book.silent else (25, 6, 12)
    own = (
        TableColumn(_("Skill"), skill),
        TableColumn(_("You"), you, numeric=True),
        TableColumn(_("You to target"), to_target),
    )
    if book.silent:
        return own
    return (
        *own,
        TableColumn(book.others_title, 9, numeric=True),
        TableColumn(_difference_title(book), 8, numeric=True),
        TableColumn(_("Views"), 22),
        TableColumn(_("Where you stand"), 18),
    )


def _difference_title(book: Book) -> str:
    if book.alone:
        return _("You − {manager}").format(manager=book.name(Group.MANAGER))
    return _("You − others")


def view_text(book: Book) -> str:
    """What stands out: where you rate yourself higher, then lower, then agreement."""
    if book.alone and (reason := no_conclusion(book)):
        return reason
    named = differing(book)
    names = {way: [words.inside(each.name) for each in found] for way, found in named.items()}
    found = list(view_sentences(names))
    if found:
        return " ".join(found)
    if any(named.values()):
        return _("You and your raters see your skills much alike.")
    return no_views(book)


def differing(book: Book) -> dict[Agreement, list[DimensionTexts]]:
    """The skills by how the two views of them differ, each in the order of the table."""
    return {
        way: [each for each in book.ranked if book.code(Measure.AGREEMENT, each.key) == way]
        for way in Agreement
    }


def view_sentences(named: Mapping[Agreement, Sequence[str]]) -> Iterator[str]:
    """Where you rate yourself higher, then lower, of skills by their names."""
    if names := named[Agreement.OVER]:
        yield _(
            "You see yourself higher than your raters do in {skills}: ask somebody you trust "
            "for an example."
        ).format(skills=join_names(names))
    if names := named[Agreement.UNDER]:
        yield _(
            "Your raters see more in you than you do in {skills}: use it where it helps others."
        ).format(skills=join_names(names))


def _chance() -> str:
    return _(
        "0.5 or more is called higher or lower. With 3 to 8 raters that would be 35–44% of people "
        "by chance: something to talk about."
    )


def _view_cells(book: Book, notes: Notes, each: DimensionTexts) -> tuple[Cell, ...]:
    quadrant = book.code(Measure.QUADRANT, each.key)
    agreement = book.code(Measure.AGREEMENT, each.key)
    return (
        notes.cell(book.get(Measure.SCORE, each.key, group=Group.SELF)),
        notes.cell(book.get(Measure.GAP_SELF, each.key), words.gap_words),
        notes.others(each),
        notes.difference(each),
        Cell(words.AGREEMENTS[Agreement(agreement)]() if agreement else words.NOTHING),
        quadrant_cell(quadrant),
    )


def quadrant_cell(code: str) -> Cell:
    if not code:
        return Cell(words.NOTHING, tone="nothing")
    quadrant = Quadrant(code)
    return Cell(f"{words.SYMBOLS[quadrant]} {words.QUADRANTS[quadrant]()[0]}")


def _field(book: Book) -> Field | None:
    spots, margins, said = [], set[float](), {}
    for number, each in enumerate(book.ranked, 1):
        gap, own = book.drawn(Measure.GAP, each.key), book.drawn(Measure.GAP_SELF, each.key)
        if gap is not None and own is not None and book.concludes(each):
            at_target = book.stands(each) is Position.WITHIN
            spots.append(Spot(-gap, -own, number, each.name, at_target))
            margins.add(float(book.margin(each)))
            said[number] = _spot_words(book, each)
    if not spots:
        return None
    return Field(
        title=words.titled(
            _("Skills by how far you and others see you from the target"),
            [(f"{spot.number} {spot.label}", said[spot.number]) for spot in spots],
        ),
        reach=(book.scale.highest - book.scale.lowest) / 2,
        spots=tuple(spots),
        corners=(
            _("you above, others below"),
            _("both above"),
            _("both below"),
            _("others above, you below"),
        ),
        x_label=_("Others: levels above target →"),
        y_label=_("You: levels above target →"),
        key=(
            _("others see you above the target or below it"),
            _("others see you at the target"),
            _("at the target, with the smallest margin"),
            _("you and others less than 0.5 apart"),
        ),
        outside=_("(outside the chart)"),
        apart=float(PERCEPTION_LIMIT),
        margin=min(margins),
    )


def _spot_words(book: Book, each: DimensionTexts) -> str:
    """Both gaps as the tables print them."""
    own = book.get(Measure.GAP_SELF, each.key)
    return _("you {own}, others {others}").format(
        own=words.gap_words(own) if own else "", others=book.gap_words(each)
    )
