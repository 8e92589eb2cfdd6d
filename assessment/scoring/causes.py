"""Which case a withheld figure is: the reason that stood at the end of a chain becomes its cause.

Decided on released figures alone: on counts as the cover has them, on what is released of each
statement, and on the reasons of others. So a cause tells nothing that its reader cannot work out.
Release stores it; whatever reads results asks again, as it does in `reading`. docs/adr/0034.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assessment.scoring.disclosure import (
    DISTRIBUTION_MINIMUM,
    OPEN_INDICATORS_MINIMUM,
    comment_responses_minimum,
)
from assessment.scoring.values import ANONYMOUS, Figure, Group, Measure, Reason

_POOLED = (*ANONYMOUS, Group.COLLEAGUES)
_STATEMENTS_FOR = {
    Reason.INDICATOR_TOO_FEW: Reason.STATEMENTS_TOO_FEW,
    Reason.GROUPS_TOO_FEW: Reason.STATEMENTS_TOO_FEW,
}
"""What is said of a score where every statement is withheld for this reason."""


def with_causes(figures: Iterable[Figure], k: int) -> tuple[Figure, ...]:
    """The figures, each withheld one with the reason that is its case, for a minimum size of k."""
    listed = tuple(figures)
    told = _Told(listed, k)
    return tuple(
        each if each.withheld is None else replace(each, withheld=told.cause(each, each.withheld))
        for each in listed
    )


class _Told:
    """What is released of a participant, as far as reasons depend on it."""

    def __init__(self, figures: Sequence[Figure], k: int) -> None:
        self.k = k
        self.counts = {f.group: f for f in figures if f.measure is Measure.COMPLETED and f.group}
        self.items: defaultdict[str | None, list[Figure]] = defaultdict(list)
        self.scores: dict[tuple[str | None, Group | None], Reason | None] = {}
        for figure in figures:
            if figure.measure is Measure.ITEM_MEAN:
                self.items[figure.dimension].append(figure)
            elif figure.measure is Measure.SCORE:
                self.scores[figure.dimension, figure.group] = figure.withheld

    def cause(self, figure: Figure, reason: Reason) -> Reason:
        if reason is Reason.NO_RATINGS:
            return self._of_nothing(figure, reason)
        if figure.measure is Measure.SCORE and figure.group is not Group.OTHERS:
            return _STATEMENTS_FOR.get(reason, reason)
        if reason is Reason.OTHERS_TOO_FEW:
            return self._of_others(figure)
        if reason in (Reason.DISTRIBUTION_TOO_FEW, Reason.SPREAD_TOO_FEW):
            return self._of_group(figure, reason)
        if reason is Reason.DISTRIBUTION_TOO_NARROW:
            return self._of_counts(figure, reason)
        if reason is Reason.COMMENTS_TOO_FEW:
            return self._of_comments(figure, reason)
        if reason is Reason.MARKS_TOO_FEW and self.is_changed:
            return Reason.GROUP_CHANGED
        return reason

    @property
    def is_changed(self) -> bool:
        """Whether HR withholds a group: its people answered, and count nowhere."""
        return any(each.withheld is Reason.GROUP_CHANGED for each in self.counts.values())

    def _answered(self, group: Group) -> int:
        count = self.counts.get(group)
        return int(count.value) if count is not None and count.value is not None else 0

    def _of_nothing(self, figure: Figure, reason: Reason) -> Reason:
        group = figure.group
        silent = group is not None and group in self.counts and not self._answered(group)
        return Reason.NOBODY_ANSWERED if silent else reason

    def _of_others(self, figure: Figure) -> Reason:
        """Of a statement what withholds it in every group; of a score that of all statements."""
        if figure.indicator is not None:
            return self._of_statement(figure.dimension, figure.indicator)
        keys = dict.fromkeys(f.indicator for f in self.items[figure.dimension] if f.indicator)
        found = {self._of_statement(figure.dimension, key) for key in keys}
        found -= {Reason.NOT_ASKED}
        if not found:
            return self._of_nobody()
        return _alone({_STATEMENTS_FOR.get(each, each) for each in found})

    def _of_statement(self, dimension: str | None, indicator: str) -> Reason:
        groups = {
            f.withheld
            for f in self.items[dimension]
            if f.indicator == indicator and f.group not in (Group.SELF, Group.OTHERS) and f.withheld
        }
        asked = groups - {Reason.NOT_ASKED}
        if not groups:
            return self._of_nobody()
        if not asked:
            return Reason.NOT_ASKED
        if asked == {Reason.INDICATOR_TOO_FEW}:
            return Reason.GROUPS_TOO_FEW
        return _alone(asked)

    def _of_nobody(self) -> Reason:
        """Where no group has a line: none answered, or what the cover says of those that did."""
        said = {f.withheld for f in self.counts.values() if f.withheld}
        if said:
            return _alone(said)
        others = [self._answered(group) for group in self.counts if group is not Group.SELF]
        return Reason.OTHERS_TOO_FEW if any(others) or not self.counts else Reason.NOBODY_ANSWERED

    def _of_group(self, figure: Figure, reason: Reason) -> Reason:
        """How views spread: where no statement of the group is shown, it is for that reason."""
        own = [f for f in self.items[figure.dimension] if f.group is figure.group]
        score = self.scores.get((figure.dimension, figure.group))
        if any(f.value is not None for f in own) or score is None:
            return reason
        return _STATEMENTS_FOR.get(score, score)

    def _of_counts(self, figure: Figure, reason: Reason) -> Reason:
        """Too few ratings, or enough of them that could tell who gave which."""
        own = [f for f in self.items[figure.dimension] if f.group is figure.group and f.n]
        enough = sum(f.n >= DISTRIBUTION_MINIMUM for f in own if f.n)
        return reason if enough >= OPEN_INDICATORS_MINIMUM else Reason.RATINGS_TOO_FEW

    def _of_comments(self, figure: Figure, reason: Reason) -> Reason:
        """Too few who could write, or too few who did; both where that is not known."""
        least = sum(self._answered(g) for g in _POOLED if self._asked(figure, g) is True)
        most = sum(self._answered(g) for g in _POOLED if self._asked(figure, g) is not False)
        enough = comment_responses_minimum(self.k)
        if most < enough:
            return Reason.GROUP_CHANGED if self.is_changed else Reason.COMMENTS_FEW_ANSWERED
        return Reason.COMMENTS_FEW_WROTE if least >= enough else reason

    def _asked(self, figure: Figure, group: Group) -> bool | None:
        """Whether a group is asked about a dimension; None where only some of it are."""
        if figure.dimension is None:
            return True
        found = {f.withheld for f in self.items[figure.dimension] if f.group is group}
        if found <= {Reason.NOT_ASKED}:
            return False if found else None
        return None if found <= {Reason.NOT_ASKED, Reason.PARTLY_ASKED} else True


def _alone(reasons: set[Reason]) -> Reason:
    """The one reason there is; of several the one that names none of them."""
    return next(iter(reasons)) if len(reasons) == 1 else Reason.OTHERS_TOO_FEW
