"""The parts about all skills: gaps to the target, and how each rater group sees them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.languages import join_names
from assessment.rater_groups import facts_of
from assessment.release.selectors.results import (
    DimensionTexts,
    Figure,
    Group,
    Kind,
    Measure,
)
from reports.content import words
from reports.content.blocks import Block, Cell, Keep, Row, Table, TableColumn, Text
from reports.content.book import Book
from reports.content.notes import Notes
from reports.content.opening import no_conclusion, priority_skills
from reports.content.plan import anchor_of
from reports.content.plots import Ladder, Lanes, Mark
from reports.content.views import quadrant_cell

# --- gap to the target -------------------------------------------------------------------


def gaps_block(book: Book) -> tuple[Keep, ...]:
    """Every skill against its target, the highest priority first; nothing while no gap shows."""
    if not any(book.get(Measure.GAP, each.key) for each in book.ranked):
        return ()
    notes = Notes(book)
    reach = _reach(book)
    first = priority_skills(book)
    rows = [
        Row(
            each.name,
            _gap_cells(book, notes, each, reach),
            anchor=anchor_of(each) if each in first else "",
        )
        for each in book.ranked
    ]
    table = Table(
        caption=_("Skills against their targets") if book.alone else _("Skills by priority"),
        columns=(
            TableColumn(_("Skill"), 19),
            TableColumn(_("Importance"), 11),
            TableColumn(_("Target"), 8, numeric=True),
            TableColumn(book.others_title, 9, numeric=True),
            TableColumn(_("You"), 5, numeric=True),
            TableColumn(_("Below | above"), 14),
            TableColumn(_("Gap"), 10),
            TableColumn(_("Where you stand"), 16),
            TableColumn(_("Priority"), 8, numeric=True),
        ),
        rows=tuple(rows),
        notes=notes.under(),
    )
    return (Keep((Text(_gap_text(book)), table)),)


def _gap_text(book: Book) -> str:
    if reason := no_conclusion(book):
        return reason
    first = priority_skills(book)
    rule = _(
        "Priority is importance (core 2, supporting 1) times the gap below the target, as rank "
        "and value; there is none within the margin (±). Raters are in brackets."
    )
    if not first:
        return rule
    return _("Start with {skills}. {rule}").format(
        skills=join_names(words.inside(each.name) for each in first[:2]), rule=rule
    )


def _gap_cells(book: Book, notes: Notes, each: DimensionTexts, reach: float) -> tuple[Cell, ...]:
    gap = book.get(Measure.GAP, each.key)
    return (
        notes.cell(book.get(Measure.IMPORTANCE, each.key), words.importance),
        notes.cell(book.get(Measure.TARGET, each.key), lambda figure: _asked(book, each, figure)),
        notes.others(each, full=True),
        notes.cell(book.get(Measure.SCORE, each.key, group=Group.SELF)),
        _ladder(book, each, gap, reach),
        notes.cell(gap, lambda _figure: book.gap_words(each)),
        quadrant_cell(book.code(Measure.QUADRANT, each.key)),
        Cell(_priority(book, each)),
    )


def _asked(book: Book, each: DimensionTexts, target: Figure) -> str:
    """A target with what counts as at it: “4 ±0.3”."""
    margin = book.exact(Measure.MARGIN, each.key)
    asked = words.target(target)
    return asked if margin is None else f"{asked} {words.plus_minus(margin)}"


def _ladder(book: Book, each: DimensionTexts, gap: Figure | None, reach: float) -> Cell:
    if gap is None:
        return Cell(words.NOTHING, tone="nothing")
    what = _("Gap in {skill}").format(skill=each.name)
    title = words.titled(what, [("", book.gap_words(each))])
    margin = float(book.margin(each))
    return Cell("", chart=Ladder(title, reach, words.drawn_at(words.value_of(gap)), margin))


def _priority(book: Book, each: DimensionTexts) -> str:
    rank, priority = book.get(Measure.RANK, each.key), book.get(Measure.PRIORITY, each.key)
    if priority is None or priority.value is None:
        return words.NOTHING
    if rank is None:
        return _("none")
    return f"{words.ordinal(rank)} ({words.shown(priority)})"


def _reach(book: Book) -> float:
    """How far the axis of gaps must go: to the next half level, at least one level."""
    values = [
        abs(number)
        for each in book.dimensions(Kind.SKILL)
        if (number := book.drawn(Measure.GAP, each.key)) is not None
    ]
    return max(1.0, -(-max(values, default=0.0) // 0.5) * 0.5)


# --- rater groups ------------------------------------------------------------------------


ROOM_FOR_LANES = 33
"""Percent of the table that charts of their full width need."""


def by_group(book: Book) -> tuple[Keep, ...]:
    """How each group sees each skill, in lanes so that no mark hides another."""
    others = [group for group in book.groups if group is not Group.SELF]
    if not any(book.level(each, group) for each in book.ranked for group in others):
        return ()
    notes = Notes(book)
    widths = [facts_of(group).width for group in book.groups]
    room = 80 - sum(widths)
    lanes = "lanes" if room >= ROOM_FOR_LANES else "narrow lanes"
    rows = tuple(
        Row(each.name, (_lanes(book, each, lanes), *_group_cells(book, notes, each)))
        for each in book.dimensions(Kind.SKILL)
    )
    table = Table(
        caption=_("Skills by rater group"),
        caption_hidden=True,
        columns=(
            TableColumn(_("Skill"), 20),
            book.levels_column(lanes, room, _("skills by rater group")),
            *(
                TableColumn(book.title(g), width, numeric=True, symbol=words.shape(g))
                for g, width in zip(book.groups, widths, strict=True)
            ),
        ),
        rows=rows,
        notes=notes.under(),
    )
    blocks: list[Block] = [Text(_groups_text(book)), table]
    return (Keep(tuple(blocks)),)


def _groups_text(book: Book) -> str:
    text = _(
        "Each group has its own shape. The thin line leads to it from your own rating; the upright "
        "line is the target. Groups are small: less than half a level apart says little. Raters "
        "are in brackets."
    )
    if book.alone:
        return _(
            "The thin line leads from your own rating to that of your {manager}; the upright line "
            "is the target. Raters are in brackets."
        ).format(manager=book.name(Group.MANAGER))
    if len(book.merged) < 2 or not book.count(Measure.COMPLETED, Group.COLLEAGUES):
        return text
    reason = _(
        "Colleagues here stands for {groups}: a group with fewer than {k} answers is put together "
        "with others."
    )
    groups = join_names(words.group(each) for each in book.merged)
    return f"{text} " + reason.format(groups=groups, k=book.report.min_group_size)


def _group_cells(book: Book, notes: Notes, each: DimensionTexts) -> list[Cell]:
    return [
        notes.rated(book.get(Measure.SCORE, each.key, group=group), group) for group in book.groups
    ]


def _named(book: Book, each: DimensionTexts) -> list[tuple[str, str]]:
    """What the lanes of a skill show, as it is printed beside them."""
    found = [(book.name(g), level) for g in book.groups if (level := book.level(each, g))]
    asked = book.asked(each)
    return [*found, (_("target"), asked)] if asked else found


def _lanes(book: Book, each: DimensionTexts, width: str) -> Cell:
    marks = tuple(
        Mark(group.value, value)
        for group in book.groups
        if (value := book.drawn(Measure.SCORE, each.key, group=group)) is not None
    )
    if not marks:
        return Cell(words.NOTHING, tone="nothing")
    title = words.titled(_("{skill} by group").format(skill=each.name), _named(book, each))
    series = tuple(group.value for group in book.groups)
    target = book.drawn(Measure.TARGET, each.key)
    margin = float(book.margin(each))
    return Cell("", chart=Lanes(title, book.scale, series, marks, target, width, margin))
