"""The sheet of a council workbook that has each change from round to round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assessment.council.selectors.years import CouncilStep, DimensionStep, HolderStep
from assessment.release.selectors.results import Trend
from reports.columns import Holds
from reports.content import words
from reports.council.book import CouncilBook
from reports.council.columns import CouncilColumn, CouncilSheet, tenth_or_none
from reports.council.years import shift_in
from reports.council.years_book import YearsBook


@dataclass(frozen=True, slots=True)
class YearRow:
    """One person’s change in a dimension between two rounds, or the mean of all of them."""

    found: YearsBook
    step: CouncilStep
    dimension: DimensionStep
    person: HolderStep | None

    @property
    def name(self) -> str:
        return (
            self.found.person(self.person.person) if self.person else _now("mean of these people")
        )

    @property
    def figures(self) -> tuple[Fraction | None, Fraction | None, Trend | None]:
        """Then, change and how clear it is."""
        if self.person is None:
            both = self.dimension.both
            return both.then, both.change, both.trend
        shift = shift_in(self.person, self.dimension.dimension)
        return (shift.then, shift.change, shift.trend) if shift else (None, None, None)

    @property
    def now(self) -> Fraction | None:
        then, change, _trend = self.figures
        return None if then is None or change is None else then + change

    @property
    def ratings(self) -> int | None:
        """The fewest on a statement that both rounds have; of a mean, how many people."""
        if self.person is None:
            return self.dimension.both.people
        shift = shift_in(self.person, self.dimension.dimension)
        return shift.n if shift and shift.change is not None else None

    @property
    def why(self) -> str:
        """Why there is no change."""
        if self.figures[1] is not None:
            return ""
        if self.person is None:
            return self.found.why_apart(self.dimension.both.apart)
        shift = shift_in(self.person, self.dimension.dimension)
        if shift is not None and shift.withheld is not None:
            return self.found.book.explained(shift.withheld)
        return "" if self.person.is_compared else _now("The report compares with another round.")


def year_rows(book: CouncilBook) -> Iterator[YearRow]:
    """Each step, the newest first, each dimension, each person and then the mean."""
    beside = book.about.beside
    if beside is None:
        return
    found = YearsBook(book, beside)
    for step in reversed(found.steps):
        people = sorted(step.stayed, key=lambda each: found.person(each.person).casefold())
        for dimension in step.dimensions:
            for person in (*people, None):
                yield YearRow(found, step, dimension, person)


SHEET_OF_YEARS = CouncilSheet(
    _("Over the years"),
    year_rows,
    (
        CouncilColumn(
            "from_round",
            _("The earlier of two rounds."),
            lambda book, row: row.found.round(row.step.then).about.round,
            width=24,
        ),
        CouncilColumn(
            "to_round",
            _("The later one."),
            lambda book, row: row.found.round(row.step.now).about.round,
            width=24,
        ),
        CouncilColumn(
            "dimension",
            _("The skill, mandate or focus."),
            lambda book, row: row.found.dimension(row.dimension.dimension),
            width=24,
        ),
        CouncilColumn(
            "kind", _("skill, mandate or focus."), lambda book, row: row.dimension.kind.value
        ),
        CouncilColumn(
            "name",
            _("Who is in both rounds; at the end of each dimension the mean of these people."),
            lambda book, row: row.name,
            width=28,
        ),
        CouncilColumn(
            "then",
            _("The view of others in the earlier round, of the statements that both rounds have."),
            lambda book, row: tenth_or_none(row.figures[0]),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "now",
            _("The same in the later round; it can differ from the score."),
            lambda book, row: tenth_or_none(row.now),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "change",
            _("Now minus then."),
            lambda book, row: tenth_or_none(row.figures[1]),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "trend_code",
            _("up, down or no_clear_change, as a code; empty where it cannot be said."),
            lambda book, row: row.figures[2] or "",
            width=18,
        ),
        CouncilColumn(
            "trend",
            _("The same in words."),
            lambda book, row: words.TRENDS[row.figures[2]]() if row.figures[2] else "",
            width=20,
        ),
        CouncilColumn(
            "raters",
            _("The fewest ratings behind it; of a mean, how many people."),
            lambda book, row: row.ratings,
            Holds.WHOLE,
        ),
        CouncilColumn(
            "same_statements",
            _("How many statements have the same words in both rounds."),
            lambda book, row: row.dimension.words.same if row.dimension.words else None,
            Holds.WHOLE,
        ),
        CouncilColumn(
            "statements",
            _("How many statements the later round asks."),
            lambda book, row: row.dimension.words.statements if row.dimension.words else None,
            Holds.WHOLE,
        ),
        CouncilColumn(
            "withheld",
            _("Why there is no change. No value stands behind it anywhere in the file."),
            lambda book, row: row.why,
            width=44,
        ),
    ),
)
