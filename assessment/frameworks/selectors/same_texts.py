"""What two versions of a framework ask in the same words: all that may be compared between them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection

from assessment.models import Framework, Indicator
from assessment.scoring.change import SameWords


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


def count_same_words(now: Framework, then: Framework) -> list[SameWords]:
    """Each dimension of a version against an earlier one, in order; two queries.

    On another number of levels nothing is the same.
    """
    same = same_statements(now, {then.pk})[then.pk] if now.scale_top == then.scale_top else {}
    rows = Indicator.objects.filter(dimension__framework__in={now.pk, then.pk})
    order = rows.order_by("dimension__position", "dimension__key")
    places = ("dimension__framework", "dimension__key", "dimension__name", "pk")
    every: dict[uuid.UUID, Counter[str]] = {now.pk: Counter(), then.pk: Counter()}
    kept, names = Counter[str](), dict[str, str]()
    for framework, key, name, statement in order.values_list(*places):
        every[framework][key] += 1
        if framework == now.pk:
            names[key] = name
            kept[key] += str(statement) in same
    return [
        SameWords(key, name, kept[key], every[now.pk][key], every[then.pk][key])
        for key, name in names.items()
    ]
