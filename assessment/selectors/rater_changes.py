"""What a second person should look at before a release: who came, moved or went after opening.

Whoever makes the groups could bring one real rater among invented ones. No threshold sees that;
people can.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Action, AuditEvent, Participant, Person, RaterGroup, Response, Round
from assessment.scoring.values import ANONYMOUS

SOON = datetime.timedelta(days=183)
"""How long after a round the next one is so near that many would answer the same again."""

_ACTIONS = (Action.RATER_ADDED, Action.RATER_MOVED, Action.RATER_WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the raters of a round, as a sentence; `by` is who made it."""

    at: datetime.datetime
    sentence: str
    by: str


def since_opening(round: Round) -> list[Change]:
    """Raters who were added, moved or withdrawn since the round opened, the first change first.

    Four queries, however many changes. None for a round that was never opened.
    """
    if round.opened_at is None:
        return []
    own = Q(action__in=_ACTIONS, detail__round=str(round.pk))
    imported = Q(action=Action.PEOPLE_IMPORTED, subject_id=round.pk)
    events = AuditEvent.objects.filter(own | imported, at__gte=round.opened_at)
    listed = list(events.select_related("by").order_by("at", "pk"))
    names = _names(listed)
    return [
        Change(event.at, _sentence(event, names), event.by.name if event.by else "")
        for event in listed
    ]


def _names(events: Iterable[AuditEvent]) -> dict[str, str]:
    """By the keys in the events: of raters their person's, of participants theirs."""
    details = [event.detail for event in events]
    people = Person.objects.filter(pk__in=_keys(details, "person"))
    participants = Participant.objects.filter(pk__in=_keys(details, "participant"))
    return {
        **{str(key): name for key, name in people.values_list("pk", "name")},
        **{str(key): name for key, name in participants.values_list("pk", "person__name")},
    }


def _keys(details: Iterable[Mapping[str, str]], name: str) -> set[str]:
    return {detail[name] for detail in details if name in detail}


def _sentence(event: AuditEvent, names: Mapping[str, str]) -> str:
    detail = event.detail
    if event.action == Action.PEOPLE_IMPORTED:
        count = detail["raters"]
        return ngettext(
            "%(count)d request was added by a spreadsheet.",
            "%(count)d requests were added by a spreadsheet.",
            count,
        ) % {"count": count}
    gone = _("Somebody who is no longer here")
    values = {
        "rater": names.get(detail["person"], gone),
        "participant": names.get(detail["participant"], gone),
        **{
            place: RaterGroup(detail[place]).label
            for place in ("group", "before", "after")
            if place in detail
        },
    }
    return _SENTENCES[Action(event.action)]() % values


_SENTENCES = {
    Action.RATER_ADDED: lambda: _("%(rater)s was added as %(group)s of %(participant)s."),
    Action.RATER_MOVED: lambda: _(
        "%(rater)s was moved from %(before)s to %(after)s of %(participant)s."
    ),
    Action.RATER_WITHDRAWN: lambda: _("%(rater)s was withdrawn as %(group)s of %(participant)s."),
}


# --- rounds that follow each other ----------------------------------------------------------

Answered = Mapping[str, set[uuid.UUID]]
"""Who answered, by group; under "" those of all anonymous groups."""


def nearly_repeated(round: Round) -> list[str]:
    """Participants about whom nearly the same people answered in a round released shortly before.

    Nearly: in a group, or in all together, at least the minimum group size both times, and some
    but fewer than that answered in one of the two only. Whoever knows that the others did not
    change their answers learns from both reports what those few gave. Only answers that are
    still linked to their raters can be compared. Names in order; three queries.
    """
    if round.closed_at is None:
        return []
    earlier = Round.objects.filter(
        council=round.council_id,
        framework__key=round.framework.key,
        released_at__gte=round.closed_at - SOON,
    ).exclude(pk=round.pk)
    assessed = Participant.objects.filter(round=round)
    people = dict(assessed.values_list("person", "person__name"))
    now, then = _answered([round.pk]), _answered(earlier.values_list("pk", flat=True))
    found = {
        person
        for (_earlier, person), before in then.items()
        if (after := now.get((round.pk, person))) and _is_near(before, after, round.min_group_size)
    }
    return sorted(people[person] for person in found)


def _answered(rounds: Iterable[uuid.UUID]) -> Mapping[tuple[uuid.UUID, uuid.UUID], Answered]:
    """By round and the person who was assessed."""
    found: dict[tuple[uuid.UUID, uuid.UUID], dict[str, set[uuid.UUID]]] = defaultdict(
        lambda: defaultdict(set)
    )
    rows = Response.objects.completed().filter(
        participant__round__in=rounds, rater__group__in=ANONYMOUS
    )
    places = ("participant__round", "participant__person", "rater__group", "rater__person")
    for in_round, about, group, rater in rows.values_list(*places):
        found[in_round, about][group].add(rater)
        found[in_round, about][""].add(rater)
    return found


def _is_near(before: Answered, after: Answered, k: int) -> bool:
    return any(
        min(len(before[group]), len(after[group])) >= k
        and 0 < len(before[group] ^ after[group]) < k
        for group in before.keys() & after.keys()
    )
