"""What two versions of a framework ask in the same words: all that may be compared between them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from assessment.models import Framework, Indicator
from assessment.scoring.disclosure import enough_indicators


def same_statements(now: Framework, then: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    """Per earlier framework: statement now → then, where words and groups asked are the same.

    Statements are named by the keys of their rows. One query.
    """
    texts: dict[uuid.UUID, dict[tuple[str, ...], str]] = {key: {} for key in {now.pk, *then}}
    rows = Indicator.objects.filter(dimension__framework__in=list(texts))
    words = ("dimension__key", "key", "text", "self_text")
    for row in rows.values_list("dimension__framework", "pk", "seen_by", *words):
        texts[row[0]][*row[3:], *row[2]] = str(row[1])
    return {
        key: {texts[now.pk][each]: old for each, old in texts[key].items() if each in texts[now.pk]}
        for key in then
    }


@dataclass(frozen=True, slots=True)
class SameWords:
    """How many of the statements of a dimension are the same as in an earlier version."""

    dimension: str
    same: int
    statements: int

    @property
    def is_whole(self) -> bool:
        return self.same == self.statements

    @property
    def is_comparable(self) -> bool:
        """Whether a change can be said at all, as reports do: of as many as a score needs."""
        return enough_indicators(self.same, self.statements)


def count_same_words(now: Framework, then: Framework) -> list[SameWords]:
    """Each dimension of a version against an earlier one, in order; two queries.

    On another number of levels nothing is the same.
    """
    same = same_statements(now, {then.pk})[then.pk] if now.scale_top == then.scale_top else {}
    rows = Indicator.objects.filter(dimension__framework=now)
    order = rows.order_by("dimension__position", "dimension__key")
    every, kept = Counter[str](), Counter[str]()
    for name, key in order.values_list("dimension__name", "pk"):
        every[name] += 1
        kept[name] += str(key) in same
    return [SameWords(name, kept[name], count) for name, count in every.items()]
