"""What a release makes for people who may not open its reports: the figures of the council.

Who gave how many ratings decides whether a figure may be told. It is kept from one participant to
the next in a row of its own, so that the last step, which needs it of all of them, reads no
answers; the row goes with that of the release.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from assessment.frameworks.specs import framework_spec
from assessment.models import CouncilFigure, Participant, RatingCount, Release, Result, RoundKind
from assessment.release.selectors.answers import Completed
from assessment.release.services.as_stored import row_key, ten_places
from assessment.scoring.audiences import Member, council_figures, counted_ratings
from assessment.scoring.values import Bound, Figure, FrameworkSpec, Group, Measure

AS_MANY = 400  # participants whose figures are read at a time


def rating_count(own: Release, completed: Completed, figures: Sequence[Figure]) -> RatingCount:
    """Who gave how many ratings behind these figures, by rater, in the order of dimensions."""
    counted = counted_ratings(completed.assessment, figures)
    dimensions = [each.key for each in completed.assessment.framework.dimensions]
    raters = {rater for ratings in counted.values() for rater in ratings}
    counts = {
        rater: [counted.get(key, {}).get(rater, 0) for key in dimensions]
        for rater in sorted(raters)
    }
    return RatingCount(release=own, participant=completed.participant, counts=counts)


def council_rows(own: Release) -> list[CouncilFigure]:
    """The figures of the round's council, to be written once all of its reports are.

    None of a check-in, which is its participant's. None where somebody’s ratings were not counted,
    as in a release that an earlier edition began: they are made of everybody or of nobody.
    """
    if not RoundKind(own.round.kind).facts.run_by_hr:
        return []
    everybody = Participant.objects.filter(round=own.round).order_by("pk")
    keys = list(everybody.values_list("pk", flat=True))
    if own.rating_counts.count() < len(keys):
        return []
    framework, members = framework_spec(own.round.framework), list[Member]()
    for start in range(0, len(keys), AS_MANY):
        members += _members(keys[start : start + AS_MANY], framework)
    figures = council_figures(framework, members, opens_reports=False)
    return [_council_row(own, place, figure) for place, figure in enumerate(figures)]


def _members(keys: Sequence[uuid.UUID], framework: FrameworkSpec) -> list[Member]:
    """Participants as scoring takes them; those without a figure too."""
    figures, roles = _figures(keys), _roles(keys)
    counts = RatingCount.objects.filter(participant__in=keys).values_list("participant", "counts")
    return [
        Member(tuple(figures[key]), _by_dimension(found, framework), frozenset(roles[key]))
        for key, found in counts.order_by("participant")
    ]


def _by_dimension(
    counts: Mapping[str, list[int]], framework: FrameworkSpec
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for rater, numbers in counts.items():
        for dimension, number in zip(framework.dimensions, numbers, strict=True):
            if number:
                found[dimension.key][rater] = number
    return dict(found)


def _figures(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Figure]]:
    rows = Result.written.filter(report__participant__in=keys, value__isnull=False)
    scores = rows.filter(measure=Measure.SCORE, group=Group.OTHERS)
    found: dict[uuid.UUID, list[Figure]] = defaultdict(list)
    wanted = scores | rows.filter(measure=Measure.TARGET)
    columns = ("measure", "dimension", "group", "value", "n", "bound")
    for key, measure, dimension, group, value, n, bound in wanted.values_list(
        "report__participant", *columns
    ):
        found[key].append(
            Figure(
                Measure(measure),
                str(dimension),
                group=Group(group) if group else None,
                value=Fraction(value),
                n=n,
                bound=Bound(bound),
            )
        )
    return found


def _roles(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    held = Participant.roles.through.objects.filter(participant__in=keys)
    for participant, role in held.values_list("participant", "role"):
        found[participant].append(str(role))
    return found


def _council_row(own: Release, place: int, figure: Figure) -> CouncilFigure:
    return CouncilFigure(
        council_id=own.round.council_id,
        round=own.round,
        position=place,
        measure=figure.measure,
        dimension_id=row_key(figure.dimension),
        role_id=row_key(figure.role),
        value=ten_places(figure.value),
        n=figure.n,
        bound=figure.bound,
        withheld=figure.withheld or "",
    )
