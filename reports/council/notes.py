"""Cells of one table of a council report, and the lines beneath it that say why one is empty."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessment.release.selectors.results import Basis, Reason
from assessment.scoring.council_holders import SeenScore
from reports.content import words
from reports.content.blocks import Cell
from reports.council.book import LONG, CouncilBook

LETTERS = "abcdefghijklmnopqrstuvwxyz"
EMPTY = frozenset({Reason.NOBODY_ANSWERED, Reason.NO_RATINGS})
"""Where nothing is hidden: nothing was given."""


@dataclass
class CouncilNotes:
    book: CouncilBook
    lines: dict[str, str] = field(default_factory=dict)

    def score(self, holder: str, dimension: str, seen: SeenScore, bound: str = "") -> Cell:
        """What others give, “3.9 (10)”, with a note where nothing is concluded from it."""
        if seen.score is None:
            return self.missing(seen.withheld)
        mark = "" if seen.concludes else self.mark(_few(seen))
        return Cell(self.book.seen(holder, dimension, seen), mark, bound=bound)

    def plain(self, seen: SeenScore) -> Cell:
        """A score without a count: one person’s, whom everybody knows."""
        if seen.score is None:
            return self.missing(seen.withheld)
        return Cell(words.number(seen.score))

    def missing(self, reason: Reason | None) -> Cell:
        """Why there is no figure; a dash where nobody was asked for one."""
        if reason is None:
            return Cell(words.NOTHING, tone="nothing")
        if reason is Reason.NOT_ASKED:
            return Cell(words.without_figure(reason), tone="withheld")
        said = words.NOTHING if reason in EMPTY else words.without_figure(reason)
        return Cell(said, self.mark(self.book.brief(reason)), "withheld")

    def unsaid(self, why: str) -> Cell:
        return Cell(_("cannot be said"), self.mark(why), "withheld")

    def mark(self, sentence: str) -> str:
        """The letter of a line beneath the table, the same for the same sentence."""
        letter = "" if sentence in self.lines else LETTERS[len(self.lines)]
        return self.lines.setdefault(sentence, letter)

    def under(self) -> tuple[tuple[str, str], ...]:
        """The marks with their sentences, in order of appearance."""
        return tuple((mark, sentence) for sentence, mark in self.lines.items())


def _few(seen: SeenScore) -> str:
    if seen.basis is Basis.MANAGER:
        return _("From the manager alone: nothing is concluded.")
    return _("From several people on too few statements: nothing is concluded.")


def tone_of(rows: int) -> str:
    """How a table of so many rows is set."""
    return "compact" if rows <= LONG else "compact flow long"
