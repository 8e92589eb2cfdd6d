"""Over the years, round by round: targets reached, each round by itself, focus and mandate."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.council.selectors.years import CouncilStep, CoverageStep, HolderStep, RoundYear
from assessment.languages import join_names
from assessment.release.selectors.results import Reason
from assessment.scoring.council import Corner, Holding, RoleHeld
from reports.content import words
from reports.content.blocks import Cell, Keep, Row, Table, TableColumn, Text
from reports.council.corners import CORNERS, corner_word
from reports.council.notes import CouncilNotes, tone_of
from reports.council.years_book import YearsBook

ALL_SHOWN = 10
"""Of so many people or fewer each has a line; of more only those of whom something changed."""

# --- coverage ----------------------------------------------------------------------------


def targets_reached(found: YearsBook, step: CouncilStep) -> Iterator[str]:
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


def round_by_round(found: YearsBook) -> Table:
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


def attention_and_mandate(found: YearsBook, step: CouncilStep) -> Iterator[Keep]:
    stayed = found.stayed_here(step)
    if not stayed:
        return
    places = [(each, _place_cells(found, each)) for each in stayed]
    shown = [
        (each, cells)
        for each, cells in places
        if len(stayed) <= ALL_SHOWN or cells[::2] != cells[1::2]
    ]
    rows = tuple(Row(found.book.listed(found.here[each.person]), cells) for each, cells in shown)
    same = [Text(_nothing_changed(len(stayed) - len(rows)))] if len(rows) < len(stayed) else []
    table = Table(
        caption=_("{step}: attention and mandate against skill").format(step=found.step_name(step)),
        columns=(
            TableColumn(_("Holder"), 24),
            TableColumn(_("Attention then"), 19),
            TableColumn(_("Attention now"), 19),
            TableColumn(_("What helped then"), 19),
            TableColumn(_("What helps now"), 19),
        ),
        rows=rows,
    )
    yield Keep((*([table] if rows else []), *same), tone_of(len(rows)))


def _nothing_changed(people: int) -> str:
    return ngettext(
        "Of {count} person in both rounds attention and mandate against skill read as before.",
        "Of {count} people in both rounds attention and mandate against skill read as before.",
        people,
    ).format(count=people)


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
