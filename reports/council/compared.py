"""The council's own means beside the middle of the councils that take part in the benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.council.benchmark.selectors import BenchmarkLine, Middle
from assessment.release.selectors.results import Reason
from reports.content import words
from reports.content.blocks import Cell, Keep, Row, Table, TableColumn, Text
from reports.content.plots import Axis, Mark, Range, Scale
from reports.council.book import CouncilBook
from reports.council.notes import CouncilNotes


def against_others(book: CouncilBook) -> tuple[Keep, ...]:
    """A row for each dimension and role that is compared; nothing where none is."""
    rows = list(compared_lines(book))
    if not any(line.median.value is not None for _dimension, _role, line in rows):
        return ()
    shown = [each for each in rows if each[1] is None or each[2].median.value is not None]
    said = [_said(book), *_roles_left_out(book, rows), _limit()]
    return (Keep((_table(book, shown), *map(Text, said))),)


def _roles_left_out(
    book: CouncilBook, rows: list[tuple[str, str | None, BenchmarkLine]]
) -> Iterator[str]:
    """Why roles have no row, once for each reason."""
    reasons = [line.median.withheld for _dimension, role, line in rows if role]
    for reason in dict.fromkeys(filter(None, reasons)):
        yield _("Roles that have no row here: {reason}").format(
            reason=book.explained(Reason(reason))
        )


def no_benchmark(book: CouncilBook) -> str:
    """Why there is nothing to compare with."""
    beside = book.about.benchmark
    if beside.year is not None:
        return _(
            "nothing in the benchmark of {year} has figures of enough councils that were asked in "
            "the same words"
        ).format(year=beside.year)
    if beside.takes_part:
        return _(
            "there is no benchmark yet in which the council took part; that of a year is made in "
            "the next one"
        )
    return _("the council did not take part; HR decides it, under Data protection")


def compared_lines(book: CouncilBook) -> Iterator[tuple[str, str | None, BenchmarkLine]]:
    """In the order of the framework: everybody first, then each role."""
    places = {
        (place.dimension, place.role): line for place, line in book.about.benchmark.places.items()
    }
    roles = [None, *(role.key for role in book.told.framework.roles)]
    for dimension in book.told.framework.dimensions:
        for role in roles:
            line = places.get((dimension.key, role))
            if line is not None:
                yield dimension.key, role, line


def _said(book: CouncilBook) -> str:
    counts = [
        line.councils for line in book.about.benchmark.places.values() if line.councils is not None
    ]
    return ngettext(
        "The benchmark of {year}, of up to {n} council. The median is the one in the middle, each "
        "council counting the same; between the quartiles are half of them. None is named.",
        "The benchmark of {year}, of up to {n} councils. The median is the one in the middle, each "
        "council counting the same; between the quartiles are half of them. None is named.",
        max(counts),
    ).format(year=book.about.benchmark.year, n=max(counts))


def _limit() -> str:
    return _(
        "A council near the median is like most, not good or bad: the target of the role says what "
        "is asked. A difference of some tenths between councils may be chance. If all the other "
        "councils put their figures together they could work out yours, in about 1 of 10 "
        "comparisons; no figure of a person follows even then."
    )


def _table(book: CouncilBook, rows: list[tuple[str, str | None, BenchmarkLine]]) -> Table:
    notes = CouncilNotes(book)
    scale = Scale(1, book.told.framework.highest)
    axis = Axis(_("Level 1 to {top}").format(top=book.told.framework.highest), scale, "range")
    return Table(
        caption=_(
            "The own mean as a disc, the median of councils as a ring, the quartiles as a band"
        ),
        columns=(
            TableColumn(_("Dimension"), 20),
            TableColumn(_("Of whom"), 13),
            TableColumn(axis.title, 31, axis=axis),
            TableColumn(_("Own mean"), 8, numeric=True),
            TableColumn(_("Median"), 9, numeric=True),
            TableColumn(_("Quartiles"), 11, numeric=True),
            TableColumn(_("Councils"), 8, numeric=True),
        ),
        rows=tuple(
            Row(book.dimension(key).name, _cells(book, notes, key, role, line, scale))
            for key, role, line in rows
        ),
        notes=notes.under(),
    )


def _cells(
    book: CouncilBook,
    notes: CouncilNotes,
    key: str,
    role: str | None,
    line: BenchmarkLine,
    scale: Scale,
) -> tuple[Cell, ...]:
    of_whom = Cell(words.capital(book.role(role)) if role else _("Everybody"))
    own = own_mean(book, key) if role is None else None
    mean = Cell(words.number(own)) if own is not None else _nothing()
    if line.median.value is None:
        why = notes.missing(Reason(line.median.withheld) if line.median.withheld else None)
        return (of_whom, _nothing(), mean, why, _nothing(), _nothing())
    return (
        of_whom,
        Cell("", chart=_picture(book, key, own, line, scale)),
        mean,
        Cell(line.median.said),
        _quartiles(notes, line),
        Cell(str(line.councils)),
    )


def _nothing() -> Cell:
    return Cell(words.NOTHING, tone="nothing")


def own_mean(book: CouncilBook, dimension: str) -> Fraction | None:
    """The mean over all participants as the part before this one has it."""
    found = (each.mean for each in book.picture.overall if each.dimension == dimension)
    return next(found, None)


def _quartiles(notes: CouncilNotes, line: BenchmarkLine) -> Cell:
    if line.lower.value is None or line.upper.value is None:
        return notes.missing(Reason(line.lower.withheld) if line.lower.withheld else None)
    return Cell(f"{line.lower.said}–{line.upper.said}")


def _picture(
    book: CouncilBook, key: str, own: Fraction | None, line: BenchmarkLine, scale: Scale
) -> Range:
    middle = _drawn(line.median)
    low = middle if line.lower.value is None else _drawn(line.lower)
    high = middle if line.upper.value is None else _drawn(line.upper)
    said = [(_("median of councils"), line.median.said)]
    if line.lower.value is not None:
        said.append((_("quartiles"), f"{line.lower.said}–{line.upper.said}"))
    marks = [Mark("self", middle)]
    if own is not None:
        said.insert(0, (_("own mean"), words.number(own)))
        marks.insert(0, Mark("others", words.drawn_at(own)))
    return Range(words.titled(book.dimension(key).name, said), scale, tuple(marks), low, high)


def _drawn(middle: Middle) -> float:
    return float(middle.value or 0)
