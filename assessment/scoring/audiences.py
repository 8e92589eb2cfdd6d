"""Council figures, for people who may not open the individual reports (rule 12).

Whoever may open every report of a round needs no threshold for figures made of those reports.
Everybody else sees a figure only where no participant or rater can be told from it. What is made
of these figures over councils is in `benchmark`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from assessment.scoring import told
from assessment.scoring.aggregate import equal_mean, opposite
from assessment.scoring.reading import Basis, basis
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
    have one id in all of them. `roles` are those held.
    """

    figures: tuple[Figure, ...]
    ratings: Mapping[str, RatingsByRater]
    roles: frozenset[str] = frozenset()


def ratings_by_rater(assessment: Assessment) -> dict[str, RatingsByRater]:
    """How many ratings behind the released figures of others each rater gave, by dimension.

    For `council_figures` alone; it names raters, so it is never shown, nor kept after a release.
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


def counted_ratings(assessment: Assessment, figures: Sequence[Figure]) -> dict[str, RatingsByRater]:
    """The same for the dimensions in which this participant counts in a council figure.

    Those in which several people are behind others: a manager alone is told by a mean that
    nearly everybody else in it knows. `figures` are what is released of the assessment.
    """
    return {
        key: ratings
        for key, ratings in ratings_by_rater(assessment).items()
        if basis([figure for figure in figures if figure.dimension == key]) is Basis.GROUPS
    }


def council_figures(
    framework: FrameworkSpec, members: Sequence[Member], *, opens_reports: bool
) -> tuple[Figure, ...]:
    """Mean others score and mean gap per dimension, each participant equal; n is participants.

    `opens_reports` says that the audience may open every report of these members. Make it for
    all participants of a round, never for a part of them as well: two sets that differ by one
    participant tell that one. For everybody else by role as well, where `told` allows it.
    """
    of_dimension = _council_dimension if opens_reports else partial(_told_dimension, framework)
    return tuple(
        figure
        for dimension in framework.dimensions
        for figure in of_dimension(dimension.key, members)
    )


def _council_dimension(dimension: str, members: Sequence[Member]) -> Iterator[Figure]:
    scored = [m for m in members if _released(m, Measure.SCORE, dimension, Group.OTHERS)]
    if not scored:
        reason = Reason.COUNCIL_TOO_FEW_PARTICIPANTS
        yield Figure(Measure.SCORE, dimension, group=Group.OTHERS, withheld=reason)
        return
    yield _mean_figure(Measure.SCORE, dimension, scored, Group.OTHERS)
    # A gap over fewer participants than the score would tell the score of the missing ones.
    if all(_released(member, Measure.GAP, dimension, None) for member in scored):
        yield _mean_figure(Measure.GAP, dimension, scored, None)


def _told_dimension(
    framework: FrameworkSpec, dimension: str, members: Sequence[Member]
) -> Iterator[Figure]:
    scored = {n: found for n, m in enumerate(members) if (found := _counted(m, dimension))}
    refusal = council_refusal([members[n].ratings[dimension] for n in scored])
    if refusal:
        yield Figure(Measure.SCORE, dimension, group=Group.OTHERS, withheld=refusal)
        return
    parts = _parts(dimension, members, scored)
    scores = [
        told.told_mean([scored[n] for n in part], framework.highest) for part in parts.values()
    ]
    yield from _told(dimension, None, told.together(scores, framework.highest), members)
    for role in sorted({role for roles in parts for role in roles}) if len(parts) > 1 else ():
        held = [s for roles, s in zip(parts, scores, strict=True) if role in roles]
        score = told.together(held, framework.highest)
        yield from _told(dimension, role, score, [m for m in members if role in m.roles])


def _told(
    dimension: str, role: str | None, score: Released, members: Sequence[Member]
) -> Iterator[Figure]:
    """A score, and the gap to what the members are asked; theirs who have no score too.

    Without those, the mean target would tell who they are.
    """
    n, bound = score.n, score.bound
    others = Group.OTHERS
    yield Figure(Measure.SCORE, dimension, None, others, role, value=score.value, n=n, bound=bound)
    targets = [_released(member, Measure.TARGET, dimension, None) for member in members]
    asked = [target for target in targets if target]
    if asked and len(asked) == len(members):
        gap = equal_mean(asked).value - score.value
        yield Figure(Measure.GAP, dimension, role=role, value=gap, n=n, bound=opposite(bound))


def _counted(member: Member, dimension: str) -> Released | None:
    if dimension not in member.ratings:
        return None
    return _released(member, Measure.SCORE, dimension, Group.OTHERS)


def _parts(
    dimension: str, members: Sequence[Member], scored: Iterable[int]
) -> dict[frozenset[str], list[int]]:
    """Those who hold the same roles together, if each such part may be told; else all in one.

    Parts have nobody in common, so that no two figures differ by one person.
    """
    found: dict[frozenset[str], list[int]] = {}
    for n in scored:
        found.setdefault(members[n].roles, []).append(n)
    if any(
        council_refusal([members[n].ratings[dimension] for n in part]) for part in found.values()
    ):
        return {frozenset(): [n for part in found.values() for n in part]}
    return found


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
