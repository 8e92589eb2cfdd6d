"""Completed answers as scoring takes them. Read by release, by nothing else."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assessment.frameworks.selectors.same_texts import same_statements
from assessment.frameworks.specs import framework_spec, targets_of
from assessment.models import (
    Comment,
    ImportanceMark,
    Participant,
    Rater,
    Rating,
    Report,
    Response,
    Round,
)
from assessment.release.selectors.results import figures_of
from assessment.scoring.values import (
    Assessment,
    FrameworkSpec,
    Group,
    PreviousRound,
    RaterResponse,
    RoleSpec,
    RoleTarget,
)


@dataclass(frozen=True, slots=True)
class RoundBasis:
    """What holds for everybody in a round. Keys are the identifiers of the rows."""

    round: Round
    framework: FrameworkSpec
    targets: Mapping[str, Mapping[str, RoleTarget]]


@dataclass(frozen=True, slots=True)
class Completed:
    """A participant's completed answers, and the earlier report that they may be compared with."""

    participant: Participant
    assessment: Assessment
    compared_with: Report | None


def round_basis(round: Round) -> RoundBasis:
    """The framework of a round as scoring takes it, in three queries."""
    return RoundBasis(round, framework_spec(round.framework), targets_of(round.framework))


def completed(
    terms: RoundBasis,
    participants: Sequence[Participant],
    *,
    before: datetime.datetime,
    withheld: Mapping[uuid.UUID, frozenset[Group]] = MappingProxyType({}),
) -> list[Completed]:
    """What raters completed about these participants; queries do not grow with their number.

    Participants come with their roles prefetched. Ratings that were never submitted stay unread.
    They are compared with rounds that were released until the moment `before`: one that is
    released while this one is must not be known to half of it. `withheld` are the groups that HR
    withholds, by participant.
    """
    keys = [participant.pk for participant in participants]
    responses = responses_of(keys)
    invited = _invited(keys)
    earlier = _earlier(terms.round, participants, before)
    return [
        Completed(
            participant,
            Assessment(
                framework=terms.framework,
                roles=tuple(
                    RoleSpec(str(role.pk), terms.targets.get(str(role.pk), {}))
                    for role in sorted(participant.roles.all(), key=lambda r: (r.position, r.key))
                ),
                responses=tuple(responses[participant.pk]),
                invited=invited[participant.pk],
                k=terms.round.min_group_size,
                previous=_previous(earlier, participant),
                withheld=withheld.get(participant.pk, frozenset()),
            ),
            earlier.reports.get(participant.person_id),
        )
        for participant in participants
    ]


def _invited(participants: Iterable[uuid.UUID]) -> dict[uuid.UUID, Counter[Group]]:
    counts: dict[uuid.UUID, Counter[Group]] = defaultdict(Counter)
    rows = Rater.objects.filter(participant__in=participants)
    for participant, group in rows.values_list("participant", "group"):
        counts[participant][Group(group)] += 1
    return counts


def responses_of(participants: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[RaterResponse]]:
    """What was submitted about each of these participants, in four queries."""
    rows = Response.objects.completed().filter(participant__in=participants)
    answers = rows.values_list("pk", "participant", "rater__person", "rater__group")
    ratings, comments = _ratings(participants), _comments(participants)
    marks = _marks(participants)
    found: dict[uuid.UUID, list[RaterResponse]] = defaultdict(list)
    for key, participant, person, group in answers.order_by("pk"):
        found[participant].append(
            RaterResponse(
                str(person), Group(group), ratings[key], comments[key], frozenset(marks[key])
            )
        )
    return found


def _ratings(participants: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, int | None]]:
    found: dict[uuid.UUID, dict[str, int | None]] = defaultdict(dict)
    rows = Rating.objects.filter(
        response__participant__in=participants, response__submitted_on__isnull=False
    )
    for response, indicator, level in rows.values_list("response", "indicator", "level"):
        found[response][str(indicator)] = level
    return found


def _comments(participants: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    found: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    rows = Comment.objects.filter(
        response__participant__in=participants, response__submitted_on__isnull=False
    )
    listed = rows.values_list("response", "dimension", "question", "text")
    for response, dimension, question, text in listed:
        found[response][question or str(dimension)] = text
    return found


def _marks(participants: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    rows = ImportanceMark.objects.filter(
        response__participant__in=participants, response__submitted_on__isnull=False
    )
    for response, dimension in rows.values_list("response", "dimension"):
        found[response].add(str(dimension))
    return found


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The last comparable reports by person, their figures as scoring takes them."""

    reports: Mapping[uuid.UUID, Report]
    previous: Mapping[uuid.UUID, PreviousRound]


def _previous(earlier: _Earlier, participant: Participant) -> PreviousRound | None:
    return earlier.previous.get(participant.person_id)


def _earlier(
    round: Round, participants: Sequence[Participant], before: datetime.datetime
) -> _Earlier:
    """Comparable: the same person's latest report on a version of the same framework."""
    reports = {
        report.participant.person_id: report
        for report in Report.objects.filter(
            participant__person__in=[participant.person_id for participant in participants],
            participant__round__in=Round.objects.comparable_with(round).filter(
                released_at__lte=before
            ),
        )
        .select_related("participant__round__framework")
        .order_by("released_on", "participant__round__closes_on", "pk")
    }
    figures = figures_of(report.pk for report in reports.values())
    then = {report.participant.round.framework_id for report in reports.values()}
    same = same_statements(round.framework, then)
    previous = {}
    for person, report in reports.items():
        framework = report.participant.round.framework
        previous[person] = PreviousRound(
            figures.get(report.pk, ()), same[framework.pk], framework.scale_top
        )
    return _Earlier(reports, previous)
