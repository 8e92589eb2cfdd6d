"""Over the years: this round beside those before it, and what of them can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.council.selectors.years import (
    CouncilStep,
    DimensionStep,
    HolderShift,
    HolderStep,
)
from assessment.release.selectors.results import Reason, Trend
from reports.content import words
from reports.content.blocks import Bullets, Cell, Heading, Keep, Row, Table, TableColumn, Text
from reports.content.plots import Moved, RoundSteps, StepColumn, StepRow
from reports.council.book import CouncilBook
from reports.council.notes import CouncilNotes
from reports.council.years_book import YearsBook
from reports.council.years_rounds import (
    attention_and_mandate,
    round_by_round,
    targets_reached,
)

FEW = 4
"""So many people or fewer have a column each; of more it says how many moved which way."""
MARKS = {
    Trend.UP: Moved.UP,
    Trend.DOWN: Moved.DOWN,
    Trend.UNCLEAR: Moved.UNCLEAR,
    None: Moved.UNSAID,
}


def over_the_years(book: CouncilBook) -> tuple[Keep, ...]:
    """What can be compared, roles and people, the picture with its tables, and all rounds."""
    beside = book.about.beside
    if beside is None or not beside.years.steps:
        return ()
    found = YearsBook(book, beside)
    steps = tuple(reversed(found.steps))
    return (
        Keep((Text(_rule(found)), Bullets(tuple(_not_compared(found))))),
        Keep((Heading(_("Roles and people")), Bullets(tuple(_roles(found, steps[0]))))),
        Keep((Heading(_("What changed")), _picture(found))),
        *(_moves(found, step) for step in steps),
        Keep((Heading(_("Targets reached")), Bullets(tuple(targets_reached(found, steps[0]))))),
        Keep((Heading(_("Round by round")), round_by_round(found)), "compact"),
        *attention_and_mandate(found, steps[0]),
    )


def no_years(book: CouncilBook) -> str:
    """Why the part is left out."""
    beside = book.about.beside
    outside = YearsBook(book, beside).outside() if beside is not None else []
    first = _("no round with this framework was released before this one")
    return " ".join([f"{first}.", *outside]).removesuffix(".")


# --- what is comparable ------------------------------------------------------------------


def _rule(found: YearsBook) -> str:
    rounds = ", ".join(
        _("{round} ({date}, version {version})").format(
            round=words.brief_name(each.about.round),
            date=words.date(each.about.released_on),
            version=each.version,
        )
        for each in found.beside.rounds
    )
    return _(
        "Beside each other stand {rounds}. A change is that of one person’s own report: of "
        "statements with the same words that the same groups were asked, with at least {k} ratings "
        "in both rounds. “No clear change” means that the difference could well be chance."
    ).format(rounds=rounds, k=found.book.picture.k)


def _not_compared(found: YearsBook) -> Iterator[str]:
    """What of the newest step cannot be compared, and which rounds are not here at all."""
    step = found.steps[-1]
    last = found.round_name(step.then)
    for each in step.dimensions:
        name = found.dimension(each.dimension)
        if each.both.apart and each.words and not each.words.is_comparable:
            yield _(
                "{name}: {same} of {all} statements have the words of {round}. Nothing is compared."
            ).format(name=name, same=each.words.same, all=each.words.statements, round=last)
        elif each.words and not each.words.is_whole:
            yield _(
                "{name}: {same} of {all} statements have the words of {round}; these are compared."
            ).format(name=name, same=each.words.same, all=each.words.statements, round=last)
    if all(each.words and each.words.is_whole for each in step.dimensions):
        yield _("Every statement has the same words as in {round}.").format(round=last)
    changed = [found.retargeted(each) for each in step.targets]
    if changed:
        yield _(
            "Targets have changed, so standing above or below them is not compared where they have:"
        )
        yield from changed
    else:
        yield _("All targets are those of {round}.").format(round=last)
    yield from found.outside()


# --- roles and people --------------------------------------------------------------------


def _roles(found: YearsBook, step: CouncilStep) -> Iterator[str]:
    yield from (found.moved(each) for each in step.roles)
    yield from filter(None, map(found.roles_of, step.stayed))
    yield from found.came_and_went(step)
    others = [each.person for each in step.stayed if not each.is_compared]
    if others:
        yield _(
            "Their reports compare with another round, so they have no change here: {names}."
        ).format(names=found.people(others))


# --- the picture -------------------------------------------------------------------------


def _picture(found: YearsBook) -> RoundSteps:
    columns = tuple(
        StepColumn(
            found.step_name(step),
            tuple(found.book.head(found.here[e.person]) for e in found.stayed_here(step)),
        )
        for step in found.steps
    )
    rows = tuple(
        StepRow(
            found.dimension(each.dimension),
            tuple(_marks(found, step, each.dimension) for step in found.steps),
        )
        for each in found.steps[-1].dimensions
    )
    return RoundSteps(
        title=_("Which way people of this round moved, from round to round. {said}").format(
            said=" ".join(_row_in_words(found, row) for row in rows)
        ),
        across=columns,
        lines=rows,
        key=(
            (Moved.UP, words.TRENDS[Trend.UP]()),
            (Moved.UNCLEAR, words.TRENDS[Trend.UNCLEAR]()),
            (Moved.DOWN, words.TRENDS[Trend.DOWN]()),
            (Moved.UNSAID, _("cannot be said")),
        ),
    )


def _marks(found: YearsBook, step: CouncilStep, dimension: str) -> tuple[Moved, ...]:
    return tuple(MARKS[_trend(each, dimension)] for each in found.stayed_here(step))


def shift_in(each: HolderStep, dimension: str) -> HolderShift | None:
    """One person's change in a dimension; None where their report has none of this step."""
    return next((shift for shift in each.shifts if shift.dimension == dimension), None)


def _trend(each: HolderStep, dimension: str) -> Trend | None:
    shift = shift_in(each, dimension)
    return shift.trend if shift else None


def _row_in_words(found: YearsBook, row: StepRow) -> str:
    marks = Counter(row.marks[-1])
    return _("{name}: {up} higher, {down} lower, {unclear} without a clear change.").format(
        name=row.label,
        up=marks[Moved.UP],
        down=marks[Moved.DOWN],
        unclear=marks[Moved.UNCLEAR],
    )


# --- tables of a step --------------------------------------------------------------------


def _moves(found: YearsBook, step: CouncilStep) -> Keep:
    if not step.stayed:
        said = _("{step}: nobody took part in both rounds, so there is no change to say.")
        return Keep((Text(said.format(step=found.step_name(step))),))
    if len(step.stayed) <= FEW:
        return Keep((_by_person(found, step),), "compact")
    return Keep((_by_count(found, step),), "compact")


def _by_person(found: YearsBook, step: CouncilStep) -> Table:
    notes = CouncilNotes(found.book)
    people = sorted(step.stayed, key=lambda each: found.person(each.person).casefold())
    width = 72 // len(people)
    rows = tuple(
        Row(
            found.dimension(each.dimension),
            tuple(_move(notes, person, each.dimension) for person in people),
        )
        for each in step.dimensions
    )
    return Table(
        caption=_("{step}: others then and now").format(step=found.step_name(step)),
        columns=(
            TableColumn(_("Dimension"), 100 - width * len(people)),
            *(TableColumn(found.person(each.person), width) for each in people),
        ),
        rows=rows,
        notes=notes.under(),
    )


def _move(notes: CouncilNotes, person: HolderStep, dimension: str) -> Cell:
    shift = shift_in(person, dimension)
    if shift is None:
        return notes.missing(None if person.is_compared else Reason.NOT_COMPARABLE)
    if shift.change is None or shift.trend is None:
        return notes.missing(shift.withheld)
    return Cell(then_and_now(shift), bound=words.TRENDS[shift.trend]())


def then_and_now(shift: HolderShift) -> str:
    """“3.2 to 4.0”; a report of an earlier edition has the difference alone: “+0.8”."""
    if shift.change is None:
        return ""
    if shift.then is None or shift.now is None:
        return signed_tenth(shift.change)
    return two_tenths(shift.then, shift.now)


def two_tenths(then: Fraction, now: Fraction) -> str:
    """Then and now, as printed."""
    return _("{then} to {now}").format(then=words.number(then), now=words.number(now))


def signed_tenth(value: Fraction) -> str:
    """With its sign and one decimal; nought without."""
    sign = "+" if value > 0 else "−"
    return f"{sign}{words.number(abs(value))}" if value else words.number(value)


def _by_count(found: YearsBook, step: CouncilStep) -> Table:
    notes = CouncilNotes(found.book)
    rows = tuple(
        Row(found.dimension(each.dimension), _counted(found, notes, step, each))
        for each in step.dimensions
    )
    return Table(
        caption=_("{step}: of {count} people in both rounds, how many moved").format(
            step=found.step_name(step), count=len(step.stayed)
        ),
        columns=(
            TableColumn(_("Dimension"), 25),
            TableColumn(_("Higher"), 9, numeric=True),
            TableColumn(_("No clear change"), 10, numeric=True),
            TableColumn(_("Lower"), 8, numeric=True),
            TableColumn(_("Cannot be said"), 10, numeric=True),
            TableColumn(_("Their mean, then and now"), 17),
            TableColumn(_("Reading of the mean"), 21),
        ),
        rows=rows,
        notes=notes.under(),
    )


def _counted(
    found: YearsBook, notes: CouncilNotes, step: CouncilStep, each: DimensionStep
) -> tuple[Cell, ...]:
    trends = Counter(_trend(person, each.dimension) for person in step.stayed)
    order = (Trend.UP, Trend.UNCLEAR, Trend.DOWN, None)
    counts = tuple(Cell(str(trends[trend])) for trend in order)
    both = each.both
    if both.then is None or both.change is None or both.trend is None:
        why = found.why_apart(both.apart)
        return (*counts, notes.unsaid(why), Cell(words.NOTHING, tone="nothing"))
    mean = two_tenths(both.then, both.then + both.change)
    return (*counts, Cell(mean), Cell(words.TRENDS[both.trend]()))
