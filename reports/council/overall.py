"""Skills over all participants: means and spread from five on, priorities, differences of view."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessment.release.selectors.results import Agreement, Kind, Position, thresholds
from assessment.scoring.council import DimensionOverall
from reports.content import words
from reports.content.blocks import Bullets, Cell, Keep, Row, Table, TableColumn, Text
from reports.content.plots import Axis, Mark, Range, Scale
from reports.council.book import CouncilBook
from reports.council.notes import CouncilNotes


def over_all_participants(book: CouncilBook) -> tuple[Keep, ...]:
    """What can be said of the skills without naming a person."""
    means = _means(book) if any(each.mean is not None for each in book.picture.overall) else None
    said = (Bullets(tuple(_sentences(book))),)
    if book.is_one:  # each count would be one or none
        return (Keep((Text(why_no_means(book)), *said)),)
    if means is None:
        return (Keep((Text(why_no_means(book)), *said)), Keep((_counts(book),), "compact"))
    return (Keep((*said, means)), Keep((_counts(book),), "compact"))


def why_no_means(book: CouncilBook) -> str:
    """With few participants a mean would be about persons, and its spread would be them."""
    return _(
        "No mean and no spread: they need at least {participants} participants who have a figure, "
        "and {count} took part. The parts above say it of each person."
    ).format(count=len(book.holders), **_limits(book))


def _limits(book: CouncilBook) -> dict[str, int]:
    return {"participants": thresholds(book.picture.k)["participants"]}


def _skills(book: CouncilBook) -> list[DimensionOverall]:
    return [each for each in book.picture.overall if each.kind is Kind.SKILL]


# --- in sentences ------------------------------------------------------------------------


def _sentences(book: CouncilBook) -> Iterator[str]:
    yield most_frequent_priorities(book)
    yield largest_differences(book)


def most_frequent_priorities(book: CouncilBook) -> str:
    """The skills that are among the priorities of the most holders."""
    skills = _skills(book)
    most = max((each.ranked for each in skills), default=0)
    if not most:
        return _("No skill is a priority of anybody: none is seen below its target.")
    found = [each.dimension for each in skills if each.ranked == most]
    if book.is_one:
        return _("Priorities: {skills}.").format(skills=book.skills(found))
    return _("Most often a priority: {skills}, {count} of {all}.").format(
        skills=book.skills(found), count=most, all=len(book.holders)
    )


def _apart(each: DimensionOverall) -> int:
    return sum(n for view, n in each.views.items() if view is not Agreement.IN_AGREEMENT)


def largest_differences(book: CouncilBook) -> str:
    """Where the most holders see themselves otherwise than others do."""
    compared = [each for each in book.picture.overall if sum(each.views.values())]
    most = max(map(_apart, compared), default=0)
    if not compared:
        return _("Own view and others’ view can be compared for nobody.")
    if not most:
        return _("Nowhere do own view and others’ view differ by 0.5 or more.")
    found = [each.dimension for each in compared if _apart(each) == most]
    if book.is_one:
        return _("Own view and others’ view differ by 0.5 or more in {skills}.").format(
            skills=book.skills(found)
        )
    return _("Own view and others’ view differ most often in {skills}: {count} of {all}.").format(
        skills=book.skills(found), count=most, all=len(book.holders)
    )


# --- tables ------------------------------------------------------------------------------


def _means(book: CouncilBook) -> Table:
    notes = CouncilNotes(book)
    axis = Axis(
        _("Level 1 to {top}").format(top=book.told.framework.highest), _scale(book), "range"
    )
    return Table(
        caption=_("Mean of all participants, and from the lowest to the highest of them"),
        columns=(
            TableColumn(_("Dimension"), 22),
            TableColumn(axis.title, 31, axis=axis),
            TableColumn(_("Mean"), 8, numeric=True),
            TableColumn(_("Lowest to highest"), 13, numeric=True),
            TableColumn(_("Targets"), 11, numeric=True),
            TableColumn(_("Mean gap"), 8, numeric=True),
            TableColumn(_("People"), 7, numeric=True),
        ),
        rows=tuple(
            Row(book.dimension(each.dimension).name, _mean_cells(book, notes, each))
            for each in book.picture.overall
        ),
        notes=notes.under(),
    )


def _scale(book: CouncilBook) -> Scale:
    return Scale(1, book.told.framework.highest)


def _mean_cells(book: CouncilBook, notes: CouncilNotes, each: DimensionOverall) -> tuple[Cell, ...]:
    if each.mean is None or each.lowest is None or each.highest is None:
        nothing = Cell(words.NOTHING, tone="nothing")
        why = notes.missing(each.withheld)
        return (nothing, why, nothing, nothing, nothing, Cell(str(each.scored)))
    mean, spread = words.number(each.mean), _spread(each)
    name = book.dimension(each.dimension).name
    title = words.titled(name, [(_("mean"), mean), (_("from lowest to highest"), spread)])
    marks = (Mark("others", words.drawn_at(each.mean)),)
    chart = Range(title, _scale(book), marks, float(each.lowest), float(each.highest))
    gap = Cell(words.number(each.gap)) if each.gap is not None else nothing_here()
    return (
        Cell("", chart=chart),
        Cell(mean),
        Cell(spread),
        Cell(_targets(book, each.dimension)),
        gap,
        Cell(str(each.scored)),
    )


def nothing_here() -> Cell:
    return Cell(words.NOTHING, tone="nothing")


def _spread(each: DimensionOverall) -> str:
    if each.lowest is None or each.highest is None:
        return ""
    return f"{words.number(each.lowest)}–{words.number(each.highest)}"


def _targets(book: CouncilBook, dimension: str) -> str:
    """What the roles ask, lowest first: “3 and 3.5”, in figures."""
    skill = next((each for each in book.picture.coverage if each.dimension == dimension), None)
    levels = sorted({each.target for each in skill.asked}) if skill else []
    return " / ".join(map(words.level, levels)) or words.NOTHING


def _counts(book: CouncilBook) -> Table:
    numeric = (
        *((_("Above target"), 9), (_("At target"), 8), (_("Below target"), 9)),
        *((_("Cannot be said"), 9), (_("Among priorities"), 14), (_("First priority"), 13)),
        *((_("Own view higher"), 10), (_("Own view lower"), 9)),
    )
    return Table(
        caption=_("How many holders stand where, have it as a priority, and see it otherwise"),
        columns=(
            TableColumn(_("Skill"), 19),
            *(TableColumn(label, width, numeric=True) for label, width in numeric),
        ),
        rows=tuple(
            Row(book.dimension(each.dimension).name, tuple(map(_count, counted(each))))
            for each in _skills(book)
        ),
    )


def counted(each: DimensionOverall) -> tuple[int, ...]:
    """The columns of the table of counts, in their order."""
    positions = (Position.ABOVE, Position.WITHIN, Position.BELOW, None)
    views = (Agreement.OVER, Agreement.UNDER)
    return (
        *(each.standings.get(position, 0) for position in positions),
        *(each.ranked, each.first),
        *(each.views.get(view, 0) for view in views),
    )


def _count(number: int) -> Cell:
    return Cell(str(number))
