"""Council figures, for people who may not open the individual reports (rule 12).

Whoever may open every report of a round needs no threshold for figures made of those reports.
Everybody else sees a figure only where no participant or rater can be told from it. What is made
of these figures over councils is in `benchmark`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.scoring.aggregate import equal_mean
from assessment.scoring.sheet import make_sheet
from assessment.scoring.values import (
    Assessment,
    Figure,
    FrameworkSpec,
    Group,
    Measure,
    Reason,
    Released,
)

COUNCIL_PARTICIPANTS = 5
COUNCIL_RATERS = 5
COUNCIL_LARGEST_SHARE = Fraction(1, 2)

RatingsByRater = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Member:
    """A participant of a council figure: the released figures, and who gave how many ratings.

    `ratings` is by dimension and then by rater; a person who rates several participants must
    have one id in all of them.
    """

    figures: tuple[Figure, ...]
    ratings: Mapping[str, RatingsByRater]


def ratings_by_rater(assessment: Assessment) -> dict[str, RatingsByRater]:
    """How many ratings behind the released figures of others each rater gave, by dimension.

    For `council_figures` alone; it names raters, so it is never stored or shown.
    """
    sheet = make_sheet(assessment)
    items_of = {
        member: sheet.groups[part.group].items
        for part in sheet.arrangement.shown
        for member in part.members
    }
    items_of.pop(Group.SELF, None)
    raters = [response for response in assessment.responses if response.group in items_of]
    return {
        dimension.key: Counter(
            response.rater
            for response in raters
            for key in dimension.indicators
            if isinstance(items_of[response.group][key], Released)
            and response.ratings.get(key) is not None
        )
        for dimension in assessment.framework.dimensions
    }


def council_figures(
    framework: FrameworkSpec, members: Sequence[Member], *, opens_reports: bool
) -> tuple[Figure, ...]:
    """Mean others score and mean gap per dimension, each participant equal; n is participants.

    `opens_reports` says that the audience may open every report of these members. Make it for
    all participants of a round, never for a part of them as well: two sets that differ by one
    participant tell that one.
    """
    return tuple(
        figure
        for dimension in framework.dimensions
        for figure in _council_dimension(dimension.key, members, opens_reports)
    )


def _council_dimension(
    dimension: str, members: Sequence[Member], opens_reports: bool
) -> Iterator[Figure]:
    scored = [m for m in members if _released(m, Measure.SCORE, dimension, Group.OTHERS)]
    refusal = council_refusal([m.ratings.get(dimension, {}) for m in scored])
    if not scored or (refusal and not opens_reports):
        reason = refusal or Reason.COUNCIL_TOO_FEW_PARTICIPANTS
        yield Figure(Measure.SCORE, dimension, group=Group.OTHERS, withheld=reason)
        return
    yield _mean_figure(Measure.SCORE, dimension, scored, Group.OTHERS)
    # A gap over fewer participants than the score would tell the score of the missing ones.
    if all(_released(member, Measure.GAP, dimension, None) for member in scored):
        yield _mean_figure(Measure.GAP, dimension, scored, None)


def council_refusal(ratings: Sequence[RatingsByRater]) -> Reason | None:
    """Why a figure over these participants may not go to the public, or None.

    One mapping per participant. Raters are counted once however many participants they rated,
    and none may have given more than half of all ratings.
    """
    if len(ratings) < COUNCIL_PARTICIPANTS:
        return Reason.COUNCIL_TOO_FEW_PARTICIPANTS
    by_rater: Counter[str] = Counter()
    for counts in ratings:
        by_rater.update(counts)
    if len(by_rater) < COUNCIL_RATERS:
        return Reason.COUNCIL_TOO_FEW_RATERS
    if max(by_rater.values()) > COUNCIL_LARGEST_SHARE * by_rater.total():
        return Reason.COUNCIL_ONE_RATER
    return None


def _mean_figure(
    measure: Measure, dimension: str, members: Sequence[Member], group: Group | None
) -> Figure:
    found = (_released(member, measure, dimension, group) for member in members)
    mean = equal_mean([figure for figure in found if figure])
    return Figure(
        measure, dimension, group=group, value=mean.value, n=len(members), bound=mean.bound
    )


def _released(
    member: Member, measure: Measure, dimension: str, group: Group | None
) -> Released | None:
    for figure in member.figures:
        if (figure.measure, figure.dimension, figure.group) == (measure, dimension, group):
            if figure.value is None:
                return None
            return Released(figure.value, figure.n or 0, figure.bound)
    return None
