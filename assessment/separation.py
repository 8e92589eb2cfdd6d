"""Separation of duties: what concerns the own participation of somebody who runs rounds.

Raters are told that whom they rate never sees whether they have answered. HR staff who are assessed
themselves would see it, and could change who answers about them; so another HR account looks after
that. Everything that asks "does this concern the user's own participation?" asks here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from assessment.models import (
    Action,
    AuditEvent,
    Invitation,
    Participant,
    Person,
    Rater,
    Report,
    Round,
    User,
)

Rows = TypeVar("Rows", bound=QuerySet[Any])
Viewer = User | None
"""Who looks; None for the service itself, from whom nothing is hidden."""


def own_people(viewer: Viewer) -> QuerySet[Person, uuid.UUID]:
    """The person that the user is. Before a round opens only the address says so."""
    if viewer is None or viewer.council_id is None:
        return Person.objects.none().values_list("pk", flat=True)
    same = Q(user=viewer) | Q(email__iexact=viewer.email)
    return Person.objects.filter(same, council=viewer.council_id).values_list("pk", flat=True)


def own_participants(viewer: Viewer) -> QuerySet[Participant]:
    """Everything that the user is assessed in."""
    return Participant.objects.filter(person__in=own_people(viewer))


def of_others(rows: Rows, viewer: Viewer, path: str = "") -> Rows:
    """Without the user's own participation; `path` leads from a row to the participant."""
    return rows.exclude(**{f"{path}person__in": own_people(viewer)})


def is_own(viewer: Viewer, participant: Participant) -> bool:
    """Whether the user is the one who is assessed."""
    return participant.person_id in own_people(viewer)


def takes_part(viewer: Viewer, round: Round) -> bool:
    """Whether the user is assessed in the round."""
    return own_participants(viewer).filter(round=round).exists()


def people_who_rate(viewer: Viewer, round: Round | None = None) -> list[uuid.UUID]:
    """Who is asked to rate the user, in a round or in any; the user too."""
    raters = Rater.objects.filter(participant__in=own_participants(viewer))
    if round is not None:
        raters = raters.filter(participant__round=round)
    return list(raters.values_list("person", flat=True).distinct())


def names_own(viewer: Viewer, emails: Iterable[str]) -> bool:
    """Whether one of these addresses is the user's own."""
    return viewer is not None and viewer.email.lower() in {each.lower() for each in emails}


# --- another HR account ---------------------------------------------------------------------


def hr_of(round: Round) -> QuerySet[User]:
    """The open HR accounts of the round's council."""
    return User.objects.filter(council=round.council_id, is_hr=True, is_active=True)


def hr_outside(round: Round) -> set[str]:
    """The addresses of the council's open HR accounts that take no part in the round."""
    assessed = Participant.objects.filter(round=round)
    taking_part = set(assessed.values_list(Lower("person__email"), flat=True))
    return set(hr_of(round).values_list(Lower("email"), flat=True)) - taking_part


def would_leave_nobody(round: Round, joining: Iterable[str]) -> bool:
    """Whether these participants would leave no HR account that may close the round."""
    outside = hr_outside(round)
    return bool(outside) and outside <= {each.lower() for each in joining}


def nobody_left() -> str:
    """Why somebody cannot join an open round."""
    return _(
        "Then every HR account of your council would take part in this round, and nobody could "
        "close and release it. Ask the service operator for another HR account first."
    )


def not_yourself() -> str:
    """Why somebody cannot bring in themself."""
    return _(
        "This is your own address. Another HR account brings in what concerns your own "
        "participation; if your council has only one, ask the service operator for a second."
    )


def not_your_round() -> str:
    """Why somebody cannot take a step that concerns everybody in a round."""
    return _("You take part in this round yourself, so this is for another HR account.")


# --- raters who run rounds --------------------------------------------------------------------


TOLD = "managers_who_rate"
"""Of the event of a release: the pairs of account and participant that its page named."""


def rates_untold(viewer: User, participants: QuerySet[Participant]) -> bool:
    """Whether the user rates one of them, and no page before the release has said so."""
    return bool(_rounds_rated_untold(viewer, participants))


def rounds_kept_from(viewer: User) -> set[uuid.UUID]:
    """The rounds whose reports, all together, are for another HR account than the user's.

    Those that they take part in, and those in which they rate somebody untold; a few queries.
    """
    own = set(own_participants(viewer).values_list("round", flat=True))
    every = Participant.objects.filter(round__council=viewer.council_id)
    return own | _rounds_rated_untold(viewer, every)


def _rounds_rated_untold(viewer: User, participants: QuerySet[Participant]) -> set[uuid.UUID]:
    own = list(own_people(viewer))
    if not own:  # then reports are made without a look at who was asked
        return set()
    raters = Rater.objects.others().filter(person__in=own, participant__in=participants)
    rated = dict(raters.values_list("participant", "participant__round"))
    if not rated:
        return set()
    events = AuditEvent.objects.filter(
        action=Action.ROUND_RELEASE_ASKED, subject_id__in=set(rated.values())
    )
    details = events.values_list("detail", flat=True)
    told = {tuple(pair) for detail in details for pair in detail.get(TOLD, ())}
    return {round for each, round in rated.items() if (str(viewer.pk), str(each)) not in told}


# --- the audit trail --------------------------------------------------------------------------


def events_of_others(events: QuerySet[AuditEvent], viewer: Viewer) -> QuerySet[AuditEvent]:
    """Without what tells the user about their own participation, its raters and their links.

    How many people of a round were reminded counts those who have not answered, so that goes too.
    """
    participants = list(own_participants(viewer).values_list("pk", "round"))
    if not participants:
        return events
    keys, rounds = [key for key, _round in participants], [round for _key, round in participants]
    people = people_who_rate(viewer)
    subjects = [
        keys,
        people,
        own_people(viewer),
        Rater.objects.filter(participant__in=keys).values("pk"),
        Report.objects.filter(participant__in=keys).values("pk"),
        Invitation.objects.filter(person__in=people, round__in=rounds).values("pk"),
    ]
    hidden = Q(detail__participant__in=[str(key) for key in keys])
    hidden |= Q(action=Action.INVITATIONS_REMINDED, subject_id__in=rounds)
    for found in subjects:
        hidden |= Q(subject_id__in=found)
    # A list of what to hide: the opposite of a question about `detail` leaves out events without.
    return events.exclude(pk__in=AuditEvent.objects.filter(hidden).values("pk"))
