"""A deliberately naive release, for the attacker to prove itself on. Nothing here is shipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from assessment.scoring.values import JOINED, Assessment, Group, RaterResponse
from tests.attacks.seen import Seen


def release(
    assessment: Assessment, *, hides_small_groups: bool = False, second_total: bool = False
) -> list[Seen]:
    """Means of whatever there is; small groups in plain view, or hidden but left in the total."""
    by_group = {g: [r for r in assessment.responses if r.group is g] for g in JOINED}
    figures = [
        Seen("carol", "completed", group=str(group), value=Fraction(len(members)))
        for group, members in by_group.items()
    ]
    shown = {
        group: members
        for group, members in by_group.items()
        if members
        and not (hides_small_groups and group not in JOINED[:2] and len(members) < assessment.k)
    }
    rating_others = [r for r in assessment.responses if r.group is not Group.SELF]
    for dimension in assessment.framework.dimensions:
        for group, members in [*shown.items(), (Group.OTHERS, rating_others)]:
            figures += _means(dimension.key, dimension.indicators, group, members)
        if second_total:
            figures += _second_total(dimension.key, dimension.indicators, by_group)
        for group in shown:
            figures += _distribution(assessment, dimension.key, dimension.indicators, group)
        figures += _comments(dimension.key, rating_others)
    return figures


def _levels(members: Sequence[RaterResponse], indicator: str) -> list[int]:
    found = (response.ratings.get(indicator) for response in members)
    return [level for level in found if level is not None]


def _means(
    dimension: str, indicators: Sequence[str], group: Group, members: Sequence[RaterResponse]
) -> Iterator[Seen]:
    means = []
    for indicator in indicators:
        if levels := _levels(members, indicator):
            means.append(Fraction(sum(levels), len(levels)))
            yield Seen(
                "carol", "item_mean", dimension, indicator, str(group),
                value=means[-1], n=len(levels),
            )  # fmt: skip
    if means:
        score = sum(means, Fraction(0)) / len(means)
        yield Seen("carol", "score", dimension, group=str(group), value=score, n=len(members))


def _second_total(
    dimension: str, indicators: Sequence[str], by_group: Mapping[Group, Sequence[RaterResponse]]
) -> Iterator[Seen]:
    for indicator in indicators:
        columns = [_levels(members, indicator) for g, members in by_group.items() if g != "self"]
        means = [Fraction(sum(levels), len(levels)) for levels in columns if levels]
        value = sum(means, Fraction(0)) / len(means)
        yield Seen("carol", "second_total", dimension, indicator, "others", value=value)


def _distribution(
    assessment: Assessment, dimension: str, indicators: Sequence[str], group: Group
) -> Iterator[Seen]:
    members = [r for r in assessment.responses if r.group is group]
    levels = [level for indicator in indicators for level in _levels(members, indicator)]
    for level in range(1, assessment.framework.highest + 1):
        count = Fraction(levels.count(level))
        yield Seen(
            "carol", "distribution", dimension, group=str(group), level=level,
            value=count, n=len(levels),
        )  # fmt: skip


def _comments(dimension: str, members: Sequence[RaterResponse]) -> Iterator[Seen]:
    for response in members:
        if text := response.comments.get(dimension):
            yield Seen("carol", "comment", dimension, group="colleagues", text=text)
