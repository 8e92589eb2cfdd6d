"""What a second person should look at before a release: every change of who answers as whom.

Whoever makes the groups could bring one real rater among invented ones, or have somebody else
answer by an address or a link. No threshold sees that; people can.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import (
    Action,
    AuditEvent,
    Correction,
    Invitation,
    Participant,
    Person,
    RaterGroup,
    Response,
    Result,
    Round,
)
from assessment.name_order import name_key
from assessment.scoring.disclosure import arrange
from assessment.scoring.values import ANONYMOUS, Group, Measure

SOON_MONTHS = 6
SOON = datetime.timedelta(days=SOON_MONTHS * 61 // 2)
"""How long after a round the next one is so near that many would answer the same again."""


@dataclass(frozen=True, slots=True)
class RaterChange:
    """One change of who answers as whom, as a sentence; `by` is who made it."""

    at: datetime.datetime
    sentence: str
    by: str


def since_opening(round: Round) -> list[RaterChange]:
    """Every change of who answers as whom since the round opened, the first change first.

    Raters and participants who were added, moved, withdrawn, taken out or erased, by hand or by a
    spreadsheet; names and addresses that were corrected; links that were stopped or sent anew.
    Eight queries, however many changes. None for a round that was never opened.
    """
    if round.opened_at is None:
        return []
    joined = _joined(round)
    found = _events(round, joined).select_related("by")
    listed = [event for event in found if _is_about(event, round)]
    names = _Names.of(listed, joined)
    named = {event.at for event in listed if event.action == Action.RATER_ADDED}
    told = [
        (event, sentence)
        for event in listed
        # An import whose rows stand here by name need not be counted too.
        if not (event.action == Action.PEOPLE_IMPORTED and event.at in named)
        for sentence in LISTED[Action(event.action)](event, names)
    ]
    told.sort(key=_place)
    return [
        RaterChange(each.at, sentence, each.by.name if each.by else "") for each, sentence in told
    ]


def changes_of_people(round: Round) -> Iterator[tuple[AuditEvent, uuid.UUID]]:
    """The same events with the person whom each is about, as they are now; three queries."""
    if round.opened_at is None:
        return
    joined = _joined(round)
    for event in _events(round, joined):
        about = event.detail.get("person") or (
            event.subject_id if event.subject_type == "person" else None
        )
        if about is not None:
            key = uuid.UUID(str(about))
            yield event, joined.get(key, key)


def _place(told: tuple[AuditEvent, str]) -> tuple[datetime.datetime, int, str]:
    """What one press of a button did has one moment, and is told in the order of LISTED."""
    event, sentence = told
    return event.at, list(LISTED).index(Action(event.action)), sentence


Joined = Mapping[uuid.UUID, uuid.UUID]
"""Entries that are there no longer, with the person whom each has become a part of."""


def _joined(round: Round) -> Joined:
    events = AuditEvent.objects.filter(council=round.council_id, action=Action.PEOPLE_JOINED)
    found: dict[uuid.UUID, uuid.UUID] = {}
    for kept, detail in events.order_by("at").values_list("subject_id", "detail"):
        gone = uuid.UUID(detail["other"])
        found |= {each: kept for each, became in found.items() if became == gone}
        found[gone] = kept
    return found


def _events(round: Round, joined: Joined) -> QuerySet[AuditEvent]:
    """Found by what is still there, or by the round that the event itself names."""
    people = Person.objects.filter(
        Q(ratings_asked__participant__round=round) | Q(invitations__round=round)
    )
    subjects = [
        Invitation.objects.filter(round=round).values("pk"),
        Participant.objects.filter(round=round).values("pk"),
        people.values("pk"),
    ]
    about = Q(detail__round=str(round.pk)) | Q(subject_id=round.pk)
    for keys in subjects:
        about |= Q(subject_id__in=keys)
    here = set(people.filter(pk__in=joined.values()).values_list("pk", flat=True)) if joined else ()
    about |= Q(subject_id__in=[gone for gone, kept in joined.items() if kept in here])
    # Whom an erasure was about is gone; its event lists the rounds, which SQLite cannot look into.
    about |= Q(action=Action.PERSON_ERASED, council=round.council_id)
    return AuditEvent.objects.filter(about, action__in=LISTED, at__gte=round.opened_at)


def _is_about(event: AuditEvent, round: Round) -> bool:
    return event.action != Action.PERSON_ERASED or str(round.pk) in event.detail.get("rounds", ())


class _Names:
    """How people are called now, by the keys in events; those who are gone have no name."""

    def __init__(self, names: Mapping[str, str], corrections: Iterable[Correction]) -> None:
        self._names = names
        self.corrections = defaultdict(list)
        for each in corrections:
            self.corrections[each.event_id].append(each)

    @classmethod
    def of(cls, events: Iterable[AuditEvent], joined: Joined) -> _Names:
        """In four queries."""
        details = [{**event.detail, event.subject_type: str(event.subject_id)} for event in events]
        mentioned = _keys(details, "person")
        became = {str(gone): kept for gone, kept in joined.items() if str(gone) in mentioned}
        people = Person.objects.filter(pk__in=[*mentioned, *became.values()])
        participants = Participant.objects.filter(pk__in=_keys(details, "participant"))
        invited = Invitation.objects.filter(pk__in=_keys(details, "invitation"))
        names = dict(people.values_list("pk", "name"))
        names |= dict(participants.values_list("pk", "person__name"))
        names |= dict(invited.values_list("pk", "person__name"))
        names |= {uuid.UUID(gone): names[key] for gone, key in became.items() if key in names}
        made = Correction.objects.filter(event__in=[event.pk for event in events])
        return cls({str(key): name for key, name in names.items()}, made.order_by("field", "pk"))

    def __getitem__(self, key: object) -> str:
        return self._names.get(str(key)) or _("Somebody who is no longer here")


def _keys(details: Iterable[Mapping[str, str]], name: str) -> set[str]:
    return {detail[name] for detail in details if name in detail}


# --- in words ---------------------------------------------------------------------------------

_Say = Callable[[AuditEvent, _Names], Iterator[str]]


def _added(event: AuditEvent, names: _Names) -> Iterator[str]:
    if event.detail["group"] == RaterGroup.SELF:
        yield _came(names[event.detail["person"]])
    else:
        yield _("%(rater)s was added as %(group)s of %(participant)s.") % _values(event, names)


def _moved(event: AuditEvent, names: _Names) -> Iterator[str]:
    sentence = _("%(rater)s was moved from %(before)s to %(after)s of %(participant)s.")
    yield sentence % _values(event, names)


def _withdrawn(event: AuditEvent, names: _Names) -> Iterator[str]:
    yield _("%(rater)s was withdrawn as %(group)s of %(participant)s.") % _values(event, names)


def _values(event: AuditEvent, names: _Names) -> dict[str, str]:
    detail = event.detail
    groups = [place for place in ("group", "before", "after") if place in detail]
    return {
        "rater": names[detail["person"]],
        "participant": names[detail["participant"]],
        **{place: str(RaterGroup(detail[place]).label) for place in groups},
    }


def _imported(event: AuditEvent, names: _Names) -> Iterator[str]:
    """For rounds that an older version brought people into, without an event for each."""
    count = event.detail["raters"]
    if count:
        yield ngettext(
            "%(count)d request was added by a spreadsheet.",
            "%(count)d requests were added by a spreadsheet.",
            count,
        ) % {"count": count}


def _participant_added(event: AuditEvent, names: _Names) -> Iterator[str]:
    yield _came(names[event.subject_id])


def _came(name: str) -> str:
    return _("%(name)s was added to those who are assessed.") % {"name": name}


def _participant_removed(event: AuditEvent, names: _Names) -> Iterator[str]:
    name = names[event.detail.get("person")]
    yield _("%(name)s was taken out of those who are assessed.") % {"name": name}


def _corrected(event: AuditEvent, names: _Names) -> Iterator[str]:
    sentences = {
        "name": _("%(before)s is now called %(after)s."),
        "email": _("The address of %(name)s was changed from %(before)s to %(after)s."),
    }
    name = names[event.subject_id]
    for each in names.corrections[event.pk]:
        yield sentences[each.field] % {"name": name, "before": each.before, "after": each.after}
    told = {each.field for each in names.corrections[event.pk]}
    if "email" in event.detail["changed"] and "email" not in told:  # by an older version
        yield _("The address of %(name)s was changed.") % {"name": name}


def _joined_people(event: AuditEvent, names: _Names) -> Iterator[str]:
    for each in names.corrections[event.pk]:
        yield _("%(name)s was under two addresses: %(before)s was joined with %(after)s.") % {
            "name": names[event.subject_id],
            "before": each.before,
            "after": each.after,
        }


def _erased(event: AuditEvent, names: _Names) -> Iterator[str]:
    yield _("Somebody was erased, with the answers that were linked to them.")


def _link_stopped(event: AuditEvent, names: _Names) -> Iterator[str]:
    yield _("The link of %(name)s was stopped.") % {"name": names[event.subject_id]}


def _link_renewed(event: AuditEvent, names: _Names) -> Iterator[str]:
    yield _("%(name)s was sent a new link.") % {"name": names[event.subject_id]}


LISTED: Mapping[Action, _Say] = {
    Action.RATER_ADDED: _added,
    Action.RATER_MOVED: _moved,
    Action.RATER_WITHDRAWN: _withdrawn,
    Action.PARTICIPANT_ADDED: _participant_added,
    Action.PARTICIPANT_REMOVED: _participant_removed,
    Action.PEOPLE_IMPORTED: _imported,
    Action.PERSON_CORRECTED: _corrected,
    Action.PEOPLE_JOINED: _joined_people,
    Action.PERSON_ERASED: _erased,
    Action.INVITATION_REVOKED: _link_stopped,
    Action.INVITATION_RESENT: _link_renewed,
}
"""The kinds of change that change who answers as whom."""


# --- rounds that follow each other ----------------------------------------------------------

Place = tuple[uuid.UUID, uuid.UUID]
"""A round and the person who was assessed in it."""

Answered = Mapping[Place, Mapping[Group, set[uuid.UUID]]]
"""Who answered, by group; only where it is still known."""


def nearly_repeated(round: Round) -> list[str]:
    """Participants about whom nearly the same people answered in a round released shortly before.

    Nearly: of those behind two figures, one of each round, at least the minimum group size both
    times, and some but fewer than that answered in one of the two only. A figure stands for a
    group, for groups that are shown together, or for all: whoever moved between groups is found
    too. Whoever knows that the others did not change their answers learns from both reports what
    those few gave. Only answers that are still linked to their raters can be compared; see
    not_comparable. Names in order; three queries.
    """
    people, k = _assessed(round), round.min_group_size
    now, then = _answered([round.pk]), _answered(_shortly_before(round))
    found = {
        person
        for (_earlier, person), before in then.items()
        if (after := now.get((round.pk, person))) and _are_near(before, after, k)
    }
    return sorted((people[person] for person in found), key=name_key)


def not_comparable(round: Round) -> list[str]:
    """Participants whose report of shortly before shows a group of which nobody knows any more
    who answered, so that nearly_repeated is silent about them. Names in order; three queries.
    """
    people, earlier = _assessed(round), _shortly_before(round)
    shown = Result.objects.filter(
        report__participant__round__in=earlier,
        report__participant__person__in=people,
        measure=Measure.ITEM_MEAN,
        group__in=[*ANONYMOUS, Group.COLLEAGUES],
        withheld="",
    )
    places = ("report__participant__round", "report__participant__person")
    known = _answered(earlier)
    found = {place[1] for place in shown.values_list(*places).distinct() if place not in known}
    return sorted((people[person] for person in found), key=name_key)


def _assessed(round: Round) -> Mapping[uuid.UUID, str]:
    assessed = Participant.objects.filter(round=round)
    return dict(assessed.values_list("person", "person__name"))


def _shortly_before(round: Round) -> QuerySet[Round]:
    if round.closed_at is None:
        return Round.objects.none()
    return Round.objects.comparable_with(round).filter(released_at__gte=round.closed_at - SOON)


def _answered(rounds: Iterable[uuid.UUID] | QuerySet[Round]) -> Answered:
    found: dict[Place, dict[Group, set[uuid.UUID]]] = defaultdict(lambda: defaultdict(set))
    rows = Response.objects.completed().filter(
        participant__round__in=rounds, rater__group__in=ANONYMOUS
    )
    places = ("participant__round", "participant__person", "rater__group", "rater__person")
    for in_round, about, group, rater in rows.values_list(*places):
        found[in_round, about][Group(group)].add(rater)
    return found


def _are_near(
    before: Mapping[Group, set[uuid.UUID]], after: Mapping[Group, set[uuid.UUID]], k: int
) -> bool:
    return any(
        min(len(one), len(other)) >= k and 0 < len(one ^ other) < k
        for one in _behind_figures(before, k)
        for other in _behind_figures(after, k)
    )


def _behind_figures(groups: Mapping[Group, set[uuid.UUID]], k: int) -> list[set[uuid.UUID]]:
    """Each group, those that the report shows together, and all."""
    parts = arrange({group: len(people) for group, people in groups.items()}, k).parts
    together = [set[uuid.UUID]().union(*(groups[g] for g in part.members)) for part in parts]
    return [*groups.values(), *together, set[uuid.UUID]().union(*groups.values())]
