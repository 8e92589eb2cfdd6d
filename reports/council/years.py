"""Over the years: this round beside those before it, and what of them can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.council.selectors.years import (
    CouncilStep,
    CoverageStep,
    DimensionStep,
    HolderShift,
    HolderStep,
    RoundYear,
)
from assessment.languages import join_names
from assessment.release.selectors.results import Reason, Trend
from assessment.scoring.council import Corner, Holding, RoleHeld
from reports.content import words
from reports.content.blocks import Bullets, Cell, Heading, Keep, Row, Table, TableColumn, Text
from reports.content.plots import Moved, RoundSteps, StepColumn, StepRow
from reports.council.book import CouncilBook
from reports.council.corners import CORNERS, corner_word
from reports.council.notes import CouncilNotes, tone_of
from reports.council.years_book import APART, YearsBook

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
        Keep((Heading(_("Targets reached")), Bullets(tuple(_coverage(found, steps[0]))))),
        Keep((Heading(_("Round by round")), _rounds(found)), "compact"),
        *_places(found, steps[0]),
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
            _step_name(found, step),
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
        columns=columns,
        rows=rows,
        key=(
            (Moved.UP, words.TRENDS[Trend.UP]()),
            (Moved.UNCLEAR, words.TRENDS[Trend.UNCLEAR]()),
            (Moved.DOWN, words.TRENDS[Trend.DOWN]()),
            (Moved.UNSAID, _("cannot be said")),
        ),
    )


def _step_name(found: YearsBook, step: CouncilStep) -> str:
    return _("{then} to {now}").format(
        then=found.round_name(step.then), now=found.round_name(step.now)
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
        return Keep((Text(said.format(step=_step_name(found, step))),))
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
        caption=_("{step}: others then and now").format(step=_step_name(found, step)),
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
        Row(found.dimension(each.dimension), _counted(notes, step, each))
        for each in step.dimensions
    )
    return Table(
        caption=_("{step}: of {count} people in both rounds, how many moved").format(
            step=_step_name(found, step), count=len(step.stayed)
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


def _counted(notes: CouncilNotes, step: CouncilStep, each: DimensionStep) -> tuple[Cell, ...]:
    trends = Counter(_trend(person, each.dimension) for person in step.stayed)
    order = (Trend.UP, Trend.UNCLEAR, Trend.DOWN, None)
    counts = tuple(Cell(str(trends[trend])) for trend in order)
    both = each.both
    if both.then is None or both.change is None or both.trend is None:
        why = APART[both.apart]() if both.apart else ""
        return (*counts, notes.unsaid(why), Cell(words.NOTHING, tone="nothing"))
    mean = two_tenths(both.then, both.then + both.change)
    return (*counts, Cell(mean), Cell(words.TRENDS[both.trend]()))


# --- coverage ----------------------------------------------------------------------------


def _coverage(found: YearsBook, step: CouncilStep) -> Iterator[str]:
    """What somebody reaches now and nobody did, and the other way; of other targets nothing."""
    kinds = {
        (False, True): _("Reached by somebody now, and by nobody before: {targets}."),
        (True, False): _("Reached by nobody now, and by somebody before: {targets}."),
    }
    same = [each for each in step.coverage if each.is_comparable]
    said = False
    for (then, now), text in kinds.items():
        moved = [each for each in same if each.then is then and each.now is now]
        if moved:
            said = True
            yield text.format(targets=_targets(found, moved))
    if same and not said:
        yield _("Nothing has changed in whether at least one holder reaches a target.")
    if other := [each for each in step.coverage if not each.is_comparable]:
        text = _("Not compared, for the target or the words are others: {targets}.")
        yield text.format(targets=_targets(found, other))


def _targets(found: YearsBook, steps: list[CoverageStep]) -> str:
    """“communication as head of ICT and leadership as e-champion”."""
    return join_names(
        _("{skill} as {role}").format(
            skill=words.inside(found.dimension(each.dimension)), role=found.role(each.role)
        )
        for each in steps
    )


# --- round by round ----------------------------------------------------------------------


def _rounds(found: YearsBook) -> Table:
    """Counts of each round, and means where five or more have a figure."""
    notes = CouncilNotes(found.book)
    years = found.beside.rounds
    width = 66 // len(years)
    return Table(
        caption=_("Each round by itself"),
        columns=(
            TableColumn(_("Figure"), 100 - width * len(years)),
            *(TableColumn(words.brief_name(each.about.round), width) for each in years),
        ),
        rows=tuple(
            Row(label, cells)
            for label, cells in (*_counts(years), *_held(found), *_means(found, notes))
        ),
        notes=notes.under(),
    )


_Line = tuple[str, tuple[Cell, ...]]


def _counts(years: tuple[RoundYear, ...]) -> Iterator[_Line]:
    pictures = [each.about.picture for each in years]
    yield _("People who took part"), tuple(Cell(str(len(each.holders))) for each in pictures)
    covered = [[asked.is_covered for s in p.coverage for asked in s.asked] for p in pictures]
    yield (
        _("Targets that at least one holder reaches"),
        tuple(
            Cell(_("{count} of {all}").format(count=each.count(True), all=len(each)))
            for each in covered
        ),
    )
    for corner in CORNERS:
        counts = [each.corner_counts[corner] for each in pictures]
        if any(counts):
            yield corner_line(corner), tuple(Cell(str(count)) for count in counts)


def corner_line(corner: Corner | None) -> str:
    """A row of counts of one corner of the two-by-two."""
    return _("Mandate against skill: {word}").format(word=words.inside(corner_word(corner)))


def _held(found: YearsBook) -> Iterator[_Line]:
    for role in dict.fromkeys(each.role for step in found.steps for each in step.roles):
        cells = []
        for year in found.beside.rounds:
            picture = year.about.picture
            held = [each for each in picture.roles if picture.slugs[each.role] == role]
            cells.append(Cell(_how_held(held[0]) if held else _("not in this version")))
        yield words.capital(found.role(role)), tuple(cells)


def _how_held(held: RoleHeld) -> str:
    if held.holding is Holding.VACANT:
        return _("vacant")
    text = _("{people}, {combined} with another role") if held.combined else "{people}"
    return text.format(people=words.people(len(held.holders)), combined=len(held.combined))


def _means(found: YearsBook, notes: CouncilNotes) -> Iterator[_Line]:
    """Not a change: other people took part. Left out where no round has one."""
    for each in found.steps[-1].dimensions:
        means = found.years.means(each.dimension)
        if not any(mean and mean.mean is not None for mean in means):
            continue
        label = _("{name}: mean of all").format(name=found.dimension(each.dimension))
        whole = [True, *(_is_whole(step, each.dimension) for step in found.steps)]
        yield (
            label,
            tuple(
                Cell(words.number(mean.mean), "" if same else notes.mark(_other_words()))
                if mean is not None and mean.mean is not None
                else notes.missing(mean.withheld if mean else Reason.NOT_ASKED)
                for mean, same in zip(means, whole, strict=True)
            ),
        )


def _other_words() -> str:
    return _("On other statements than in the round before: not to be compared with it.")


def _is_whole(step: CouncilStep, dimension: str) -> bool:
    return any(
        each.dimension == dimension and each.words is not None and each.words.is_whole
        for each in step.dimensions
    )


# --- focus and mandate of those who stayed -----------------------------------------------


def _places(found: YearsBook, step: CouncilStep) -> Iterator[Keep]:
    stayed = found.stayed_here(step)
    if not stayed:
        return
    rows = tuple(
        Row(found.book.listed(found.here[each.person]), _place_cells(found, each))
        for each in stayed
    )
    table = Table(
        caption=_("{step}: attention and mandate against skill").format(
            step=_step_name(found, step)
        ),
        columns=(
            TableColumn(_("Holder"), 24),
            TableColumn(_("Attention then"), 19),
            TableColumn(_("Attention now"), 19),
            TableColumn(_("What helped then"), 19),
            TableColumn(_("What helps now"), 19),
        ),
        rows=rows,
    )
    yield Keep((table,), tone_of(len(rows)))


def _place_cells(found: YearsBook, each: HolderStep) -> tuple[Cell, ...]:
    """Where no range was expected both times there is nothing to place."""
    places = [
        "; ".join(
            _("{place} as {role}").format(
                place=words.PLACES[position](), role=found.role(focus.role)
            )
            for focus, position in positions
            if position is not None
        )
        for positions in (
            [(focus, focus.then) for focus in each.focus],
            [(focus, focus.now) for focus in each.focus],
        )
    ]
    corners = (each.corner_then, each.corner_now)
    return (
        *(Cell(text) if text else Cell(words.NOTHING, tone="nothing") for text in places),
        *(Cell(corner_word(corner)) for corner in corners),
    )
