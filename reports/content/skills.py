"""The parts about skills: gaps, self and others, rater groups, and each skill by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from assessment.languages import join_names
from assessment.rater_groups import facts_of
from assessment.release.selectors.results import (
    PERCEPTION_LIMIT,
    Agreement,
    DimensionTexts,
    Figure,
    Group,
    Kind,
    Measure,
    Position,
    Quadrant,
)
from reports.content import words
from reports.content.absences import no_views
from reports.content.blocks import (
    Block,
    Cell,
    Field,
    Keep,
    Ladder,
    Lanes,
    Mark,
    Row,
    Spot,
    Table,
    TableColumn,
    Text,
)
from reports.content.book import Book, Notes
from reports.content.opening import no_conclusion, priority_skills
from reports.content.plan import anchor_of

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
        _quadrant(book.code(Measure.QUADRANT, each.key)),
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


# --- self and others ---------------------------------------------------------------------


def views_title(book: Book) -> str:
    if book.silent:
        return _("Your own view")
    if book.alone:
        return _("Your view and that of your {manager}").format(manager=book.name(Group.MANAGER))
    return _("Your view and the view of others")


def views(book: Book) -> tuple[Keep, ...]:
    """The four quadrants, and how far the two views are apart."""
    if book.silent:
        return _own_views(book)
    notes = Notes(book)
    rows = tuple(
        Row(f"{number}. {each.name}", _view_cells(book, notes, each))
        for number, each in enumerate(book.ranked, 1)
    )
    table = Table(
        caption=views_title(book),
        caption_hidden=True,
        columns=(
            TableColumn(_("Skill"), 25),
            TableColumn(_("You"), 6, numeric=True),
            TableColumn(_("You to target"), 12),
            TableColumn(book.others_title, 9, numeric=True),
            TableColumn(_difference_title(book), 8, numeric=True),
            TableColumn(_("Views"), 22),
            TableColumn(_("Where you stand"), 18),
        ),
        rows=rows,
        notes=notes.under(),
    )
    text = Text(view_text(book))
    field = _field(book)
    if field is None and not any(book.get(Measure.GAP_SELF, d.key) for d in book.ranked):
        return (Keep((text,)),)  # nothing of either view is in the table
    compared = any(book.code(Measure.AGREEMENT, each.key) for each in book.ranked)
    figures: tuple[Block, ...] = (table, Text(_chance(), "small")) if compared else (table,)
    return (Keep((text, field)), Keep(figures)) if field else (Keep((text, *figures)),)


def _own_views(book: Book) -> tuple[Keep, ...]:
    """One's own view against the target, where there is no other."""
    notes = Notes(book)
    rows = tuple(Row(d.name, _view_cells(book, notes, d)[:2]) for d in book.ranked)
    table = Table(
        caption=views_title(book),
        caption_hidden=True,
        columns=(
            TableColumn(_("Skill"), 60),
            TableColumn(_("You"), 20, numeric=True),
            TableColumn(_("You to target"), 20),
        ),
        rows=rows,
        notes=notes.under(),
    )
    if any(book.level(each, Group.SELF) for each in book.ranked):
        return (Keep((table,)),)  # the summary says why there is no other
    return (Keep((Text(view_text(book)),)),)


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
        _quadrant(quadrant),
    )


def _quadrant(code: str) -> Cell:
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
    target = book.get(Measure.TARGET, each.key)
    return [*found, (_("target"), words.target(target))] if target else found


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
