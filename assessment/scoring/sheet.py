"""What is released of a participant's ratings, before anything is derived from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assessment.scoring import disclosure
from assessment.scoring.aggregate import Tally, tallies
from assessment.scoring.disclosure import Arrangement, ShownGroup
from assessment.scoring.values import (
    ANONYMOUS,
    JOINED,
    LOWEST,
    Assessment,
    DimensionSpec,
    FrameworkSpec,
    Group,
    Outcome,
    RaterResponse,
    Reason,
    Released,
    Withheld,
)

SCALES = range(3, 8)
Items = Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """A group as shown: its people, the counts behind it, and what is released of them.

    `raters` has by dimension how many gave a rating behind a released item mean of it.
    """

    group: Group
    completed: int
    tallies: Mapping[str, Tally]
    items: Items
    not_observed: Items
    raters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """All released item means of a participant: one GroupSheet per group shown, and others."""

    completed: Mapping[Group, int]
    arrangement: Arrangement
    groups: Mapping[Group, GroupSheet]
    others: Items


def make_sheet(assessment: Assessment) -> ScoreSheet:
    """Release the item means of a participant. Raises ValueError for impossible input."""
    validate(assessment)
    assessment = only_answers_asked(assessment)
    completed = Counter(response.group for response in assessment.responses)
    arrangement = _arrange(assessment)
    groups = {
        part.group: _group_sheet(part, assessment, reason_withheld(part, arrangement))
        for part in arrangement.parts
    }
    rating_others = [groups[p.group] for p in arrangement.shown if p.group is not Group.SELF]
    rating = [sheet for group, sheet in groups.items() if group is not Group.SELF]
    others = {
        key: disclosure.NOT_ASKED
        if rating and all(sheet.items[key] == disclosure.NOT_ASKED for sheet in rating)
        else disclosure.release_others([sheet.items[key] for sheet in rating_others])
        for key in indicator_keys(assessment.framework)
    }
    return ScoreSheet(completed, arrangement, groups, others)


def _arrange(assessment: Assessment) -> Arrangement:
    """As if the groups that HR withholds had not been asked; they stand alone, with no figure."""
    counted = Counter(response.group for response in assessment.counted)
    asked = {response.group for response in assessment.responses}
    apart = (group for group in ANONYMOUS if group in asked & assessment.withheld)
    others = [group for group, people in assessment.invited.items() if people]
    others = [group for group in others if group not in assessment.withheld]
    arrangement = disclosure.arrange(counted, assessment.k, asked=others)
    return replace(arrangement, withheld=tuple(ShownGroup(group, (group,)) for group in apart))


def reason_withheld(part: ShownGroup, arrangement: Arrangement) -> Reason | None:
    """Why nothing is shown of a part, or None where it is shown."""
    if part in arrangement.withheld:
        return Reason.GROUP_CHANGED
    return Reason.GROUP_TOO_SMALL if part is arrangement.hidden else None


def _group_sheet(part: ShownGroup, assessment: Assessment, hidden: Reason | None) -> GroupSheet:
    members = [r for r in assessment.responses if r.group in part.members]
    highest = assessment.framework.highest
    counted = tallies(members, indicator_keys(assessment.framework), highest)
    barred = _barred(part, assessment.framework, hidden)
    items: Items = {
        key: barred.get(key)
        or disclosure.release_item(tally, part.group, k=assessment.k, highest=highest)
        for key, tally in counted.items()
    }
    not_observed = {
        key: disclosure.release_not_observed(tally, part.group, items[key])
        for key, tally in counted.items()
    }
    raters = {d.key: _raters(d, members, items) for d in assessment.framework.dimensions}
    return GroupSheet(part.group, len(members), counted, items, not_observed, raters)


def _raters(spec: DimensionSpec, members: Sequence[RaterResponse], items: Items) -> int:
    """Whoever rated only what is withheld is not counted: it would tell of what is withheld."""
    shown = [key for key in spec.indicators if isinstance(items[key], Released)]
    return sum(any(each.ratings.get(key) is not None for key in shown) for each in members)


def _barred(
    part: ShownGroup, framework: FrameworkSpec, hidden: Reason | None
) -> dict[str, Withheld]:
    """The indicators of which nothing is shown of a part, whatever was answered.

    Of groups put together one that only some of them are asked would show these apart.
    """
    found = {}
    for dimension in framework.dimensions:
        for key in dimension.indicators:
            asked = [dimension.asks(key, group) for group in part.members]
            if not any(asked):
                found[key] = disclosure.NOT_ASKED
            elif hidden:
                found[key] = Withheld(hidden)
            elif not all(asked):
                found[key] = Withheld(Reason.PARTLY_ASKED)
    return found


def only_answers_asked(assessment: Assessment) -> Assessment:
    """Without ratings that a rater's group is not asked.

    There are some where a rater was put into another group after answering.
    """
    dimensions = assessment.framework.dimensions
    if not any(dimension.seen_by for dimension in dimensions):
        return assessment
    asked = {group: {key for d in dimensions for key in d.asked_of(group)} for group in JOINED}
    return replace(
        assessment,
        responses=tuple(
            replace(each, ratings={k: v for k, v in each.ratings.items() if k in asked[each.group]})
            for each in assessment.responses
        ),
    )


def indicator_keys(framework: FrameworkSpec) -> tuple[str, ...]:
    """Every indicator, in the framework's order."""
    return tuple(key for dimension in framework.dimensions for key in dimension.indicators)


def validate(assessment: Assessment) -> None:
    """Raise ValueError, naming the trouble, when the input cannot be one participant's answers."""
    disclosure.check_threshold(assessment.k)
    keys = indicator_keys(assessment.framework)
    if len(set(keys)) < len(keys):
        raise ValueError("Two indicators have the same key.")
    if assessment.framework.highest not in SCALES:
        raise ValueError(f"A scale has 3 to 7 levels, not {assessment.framework.highest}.")
    raters = [response.rater for response in assessment.responses]
    if len(set(raters)) < len(raters):
        raise ValueError("A rater has two responses.")
    if sum(response.group is Group.SELF for response in assessment.responses) > 1:
        raise ValueError("There are two self-assessments.")
    if not assessment.withheld <= set(ANONYMOUS):
        raise ValueError("Only anonymous groups are withheld.")
    _check_responses(assessment.responses, frozenset(keys), assessment.framework.highest)


def _check_responses(
    responses: Iterable[RaterResponse], keys: frozenset[str], highest: int
) -> None:
    levels = {None, *range(LOWEST, highest + 1)}
    for response in responses:
        if response.group not in JOINED:
            raise ValueError(f"Nobody rates as {response.group}.")
        if not response.ratings.keys() <= keys:
            raise ValueError("A rating is for an indicator that the framework does not have.")
        if not levels.issuperset(response.ratings.values()):
            raise ValueError(f"A rating is not a level from {LOWEST} to {highest}.")
