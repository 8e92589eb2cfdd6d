"""Who answered in the check-ins shortly before one. Read by release, by nothing else."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from assessment.models import Indicator, Participant, Result, RoundKind
from assessment.release.selectors.answers import responses_of
from assessment.release.selectors.rater_changes import SOON
from assessment.scoring.check_ins import EarlierCheckIn
from assessment.scoring.disclosure import arrange
from assessment.scoring.values import ANONYMOUS, Group, Measure, RaterResponse, Reason


def check_ins_before(participant: Participant) -> list[EarlierCheckIn]:
    """The check-ins about the same person that were released shortly before this one.

    With their answers by the keys of this one's skills. Where the answers were deleted nobody can
    compare, and the check-in comes as one that is not known.
    """
    round = participant.round
    assert round.closed_at is not None  # noqa: S101 - a release is of a closed round
    since = round.closed_at - SOON
    before = Participant.objects.filter(
        person=participant.person_id,
        round__kind=RoundKind.CHECK_IN,
        round__released_at__gte=since,
    )
    before = before.exclude(pk=participant.pk).select_related("round").order_by("pk")
    return [_earlier(each, _skills(round.framework_id)) for each in before]


def _skills(framework: uuid.UUID) -> dict[str, str]:
    """The keys of scoring by the names of skills: those outlive a version of the framework."""
    rows = Indicator.objects.filter(dimension__framework=framework)
    return {key: str(pk) for key, pk in rows.values_list("key", "pk")}


def _earlier(before: Participant, now: Mapping[str, str]) -> EarlierCheckIn:
    then = _skills(before.round.framework_id)
    same = {old: now[key] for key, old in then.items() if key in now}
    answers = responses_of([before.pk]).get(before.pk, [])
    counts = _counts_released(before)
    withheld = frozenset(group for group, count in counts.items() if count is None)
    shown = {group: count for group, count in counts.items() if count is not None}
    return EarlierCheckIn(
        skills=frozenset(same.values()),
        responses=tuple(_in_keys_of_now(answers, same)),
        withheld=withheld,
        # An erased rater is in the figures of then, and in no answer any more.
        known=shown == _counts_now(answers, withheld, before.round.min_group_size),
    )


def _in_keys_of_now(
    answers: Iterable[RaterResponse], same: Mapping[str, str]
) -> Iterator[RaterResponse]:
    for each in answers:
        ratings = {same[key]: level for key, level in each.ratings.items() if key in same}
        yield RaterResponse(each.rater, each.group, ratings)


def _counts_released(before: Participant) -> dict[Group, int | None]:
    """How many answered in each group that was shown; None for one whose people had changed."""
    counts = Result.of_check_ins.filter(
        report__participant=before,
        measure=Measure.COMPLETED,
        group__in=[*ANONYMOUS, Group.COLLEAGUES],
        withheld__in=["", Reason.GROUP_CHANGED],
    )
    rows = counts.values_list("group", "value", "withheld")
    return {Group(group): None if why else int(value or 0) for group, value, why in rows}


def _counts_now(
    answers: Iterable[RaterResponse], withheld: frozenset[Group], k: int
) -> dict[Group, int]:
    counts = Counter(each.group for each in answers if each.group in set(ANONYMOUS) - withheld)
    return {
        part.group: sum(counts[member] for member in part.members)
        for part in arrange(counts, k).shown
    }
