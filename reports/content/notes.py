"""The notes under a table: why a cell holds no figure, and what a figure rests on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from assessment.release.selectors.results import (
    Basis,
    DimensionTexts,
    Figure,
    Group,
    Measure,
    Reason,
)
from reports.content import words
from reports.content.blocks import Cell
from reports.content.book import Book


def too_few() -> str:
    """Why a figure is shown and nothing is made of it."""
    return _(
        "On too few of its statements the ratings of several people can be shown: nothing "
        "is concluded here."
    )


@dataclass
class Notes:
    """Cells of one table, and the lines beneath it that say why a cell holds no figure."""

    book: Book
    lines: dict[str, str] = field(default_factory=dict)

    def cell(self, figure: Figure | None, write: words.Writer = words.shown) -> Cell:
        """The figure as a cell; a withheld one points to its reason."""
        if figure is None:
            return Cell(words.NOTHING, tone="nothing")
        if figure.withheld is Reason.NOT_ASKED:
            return Cell(words.without_figure(figure.withheld), tone="withheld")
        if figure.withheld is Reason.NOBODY_ANSWERED:
            return Cell(words.NOTHING, tone="nothing")
        if figure.withheld is not None:
            word = words.without_figure(figure.withheld)
            return Cell(word, self._mark(self.book.brief(figure.withheld)), "withheld")
        return Cell(write(figure), bound=words.bound(figure))

    def rated(self, figure: Figure | None, group: Group) -> Cell:
        """A mean with how many people are behind it; one's own rating has no need of it."""
        if group is Group.SELF or figure is None or figure.value is None:
            return self.cell(figure)
        behind = self.book.behind(figure)
        if behind is None:
            return self.cell(figure, words.with_n)
        cell = self.cell(figure, lambda score: words.with_raters(score, behind))
        return replace(cell, bound=words.on_each(behind))

    def others(self, each: DimensionTexts, *, full: bool = False) -> Cell:
        """The score that others give, with a note where it is one person's beside several's.

        In full it says how many ratings are on a statement, and where these are not of the same
        groups.
        """
        figure = self.book.seen_score(each)
        if self.book.silent:  # the report says so once
            return Cell(words.NOTHING, tone="nothing")
        cell = self.rated(figure, Group.OTHERS)
        cell = cell if full else replace(cell, bound="")
        if figure is None or figure.value is None or self.book.alone:
            return cell
        lines = {
            Basis.GROUPS: "",
            Basis.FEW: too_few(),
            Basis.MANAGER: _(
                "From your {manager} alone: nobody else’s ratings can be shown here."
            ).format(manager=self.book.name(Group.MANAGER)),
        }
        found = [lines[self.book.basis(each)]]
        if full and (behind := self.book.behind(figure)) and behind.mixed:
            found.append(_("Not the same groups are behind every statement."))
        return replace(cell, mark=" ".join(self._mark(line) for line in found if line))

    def difference(self, each: DimensionTexts) -> Cell:
        """You − others, with a note where it is not that of the two scores beside it."""
        figure = self.book.get(Measure.PERCEPTION_GAP, each.key)
        cell = self.cell(figure, words.signed)
        own, others = self.book.tenths(each, Group.SELF), self.book.tenths(each)
        if figure is None or figure.value is None or own is None or others is None:
            return cell
        if words.signed(figure) == words.signed(replace(figure, value=own - others)):
            return cell
        line = _("On the statements that have a figure from both; the two scores have more.")
        return replace(cell, mark=self._mark(line))

    def count(self, figure: Figure | None) -> Cell:
        """How many ratings are behind a figure; nothing beside a withheld one."""
        if figure is None or figure.n is None:
            return Cell(words.NOTHING, tone="nothing")
        return Cell(str(figure.n))

    def _mark(self, sentence: str) -> str:
        letter = "abcdefghijklmnop"[len(self.lines)] if sentence not in self.lines else ""
        return self.lines.setdefault(sentence, letter)

    def under(self) -> tuple[tuple[str, str], ...]:
        """The marks with their sentences, in order of appearance."""
        return tuple((mark, sentence) for sentence, mark in self.lines.items())
