"""Who rates whom, put right one by one: before a round opens and while it runs."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import audit, separation
from assessment.audit import record
from assessment.frameworks.questionnaire import groups_asked
from assessment.models import (
    Action,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Response,
    Role,
    Round,
    User,
)
from assessment.rater_groups import unasked
from assessment.refused import Refused
from assessment.rounds.selectors.asked_addresses import has_to_wait
from assessment.rounds.selectors.releases import is_being_released
from assessment.rounds.selectors.same_person import Alike, like
from assessment.rounds.services import accounts, identity, invitations, same_person
from assessment.rounds.services.address_wait import ask_for_address
from assessment.rounds.services.rounds import lock
from assessment.spelling import clean, clean_address


class RaterRefused(Refused):
    """Nobody was added, moved or taken out."""


@transaction.atomic
def add(
    *,
    participant: Participant,
    name: str,
    email: str,
    group: str,
    by: User,
    at: datetime.datetime,
    apart: bool = False,
) -> Rater:
    """Ask one more person; in an open round the invitation goes out on commit.

    A person whom the council knows by this email keeps the known name. `apart` says of everybody
    who looks like the same person that they are two. Raises RaterRefused after closing, for the
    group self, for one that is asked nothing, and for a pair that exists; SamePersonAsked while it
    is not said.
    """
    round = _lock_for_people(participant.round)
    _refuse_self(group)
    _refuse_unasked(group, round)
    person, told = _ensure_person(round, name=name, email=email, apart=apart)
    if Rater.objects.filter(participant=participant, person=person).exists():
        raise RaterRefused(
            _("%(rater)s already rates %(participant)s.")
            % {"rater": person.name, "participant": participant.person.name}
        )
    rater = Rater.objects.create(participant=participant, person=person, group=group)
    if round.is_open:
        invitations.invite_for_new(round=round, people=[person.pk], by=by, at=at)
    _record(Action.RATER_ADDED, rater, round, by, at, group=group, **told)
    return rater


@transaction.atomic
def add_participant(
    *,
    round: Round,
    name: str,
    email: str,
    roles: Collection[Role],
    by: User,
    at: datetime.datetime,
    apart: bool = False,
) -> Participant:
    """Assess one more person, who rates themself too; in an open round they are invited on commit.

    A person whom the council knows by this email keeps the known name. `apart` says of everybody
    who looks like the same person that they are two. Raises RaterRefused after closing, without a
    role, for roles of another framework and for somebody who is assessed already; SamePersonAsked
    while it is not said; AccountTaken for an address whose account is not theirs. Nobody adds
    themself, nor the last HR account that could close an open round.
    """
    locked = _lock_for_people(round)
    if separation.names_own(by, [email]):
        raise RaterRefused(separation.not_yourself())
    if locked.is_open and separation.would_leave_nobody(locked, [email]):
        raise RaterRefused(separation.nobody_left())
    _refuse_roles(roles, locked)
    person, told = _ensure_person(locked, name=name, email=email, apart=apart)
    if locked.participants.filter(person=person).exists():
        raise RaterRefused(_("%(name)s is already assessed in this round.") % {"name": person.name})
    participant = Participant.objects.create(round=locked, person=person)
    participant.roles.set(roles)
    Rater.objects.create(participant=participant, person=person, group=RaterGroup.SELF)
    if locked.is_open:
        accounts.ensure_for_participants(round=locked, by=by, at=at)
        invitations.invite_for_new(round=locked, people=[person.pk], by=by, at=at)
    record(
        action=Action.PARTICIPANT_ADDED,
        subject=participant,
        council=locked.council,
        by=by,
        at=at,
        roles=sorted(role.key for role in roles),
        **audit.whose(round.pk, participant.pk, participant.person_id),
        **told,
    )
    return participant


@transaction.atomic
def change_group(*, rater: Rater, group: str, by: User, at: datetime.datetime) -> Rater:
    """Put a rater into another group of the same participant; the answers stay.

    Raises RaterRefused after release, where self is involved, for a group that the framework asks
    nothing, and once there are answers for a
    move into or out of the manager's group.
    """
    round = _lock_before_release(rater.participant.round)
    _refuse_self(group, rater.group)
    _refuse_unasked(group, round)
    _refuse_other_promise(rater, group)
    before, rater.group = rater.group, group
    if before != group:
        rater.save(update_fields=["group"])
        _record(Action.RATER_MOVED, rater, round, by, at, before=before, after=group)
    return rater


@transaction.atomic
def withdraw_rater(*, rater: Rater, by: User, at: datetime.datetime) -> None:
    """Ask this rater no longer: the request and any answers are deleted, and an idle link dies.

    Raises RaterRefused after closing, and for the self-assessment.
    """
    round = _lock_for_people(rater.participant.round)
    _refuse_self(rater.group)
    _record(Action.RATER_WITHDRAWN, rater, round, by, at, group=rater.group)
    rater.delete()
    _revoke_idle_links(round, [rater.person_id], by=by, at=at)


@transaction.atomic
def remove_participant(*, participant: Participant, by: User, at: datetime.datetime) -> None:
    """Take a participant out of the round with all their raters and any answers.

    Raises RaterRefused after closing.
    """
    round = _lock_for_people(participant.round)
    people = list(participant.raters.values_list("person", flat=True))
    record(
        action=Action.PARTICIPANT_REMOVED,
        subject=participant,
        council=round.council,
        by=by,
        at=at,
        raters=len(people),
        **audit.whose(round.pk, participant.pk, participant.person_id),
    )
    participant.delete()
    _revoke_idle_links(round, people, by=by, at=at)


@transaction.atomic
def change_roles(
    *, participant: Participant, roles: Collection[Role], by: User, at: datetime.datetime
) -> None:
    """Set the roles that a participant holds; their targets follow at release.

    Raises RaterRefused after release, without a role, and for roles of another framework.
    """
    round = _lock_before_release(participant.round)
    _refuse_roles(roles, round)
    participant.roles.set(roles)
    record(
        action=Action.PARTICIPANT_ROLES_CHANGED,
        subject=participant,
        council=round.council,
        by=by,
        at=at,
        roles=sorted(role.key for role in roles),
    )


@transaction.atomic
def correct_person(
    *,
    person: Person,
    name: str,
    email: str,
    by: User,
    at: datetime.datetime,
    language: str = "",
    unit: str | None = None,
    apart: bool = False,
) -> Person:
    """Put right how a person is called or where their emails go, account included.

    `language` is that of their emails, and of their pages when they next follow a link; an
    account has its own, which only its owner chooses. Without one it stays. An empty `unit` takes
    away the one that is known; None leaves it.
    A new address makes every link that went to the old one useless; open rounds send a new one.
    It ends the password and the sessions of an account, and both addresses are told. That of an
    account in use stays until another HR account asks for the same one, or for a day.
    Raises RaterRefused for an address that is somebody else's, for an account with further
    duties, which must not change hands this way, and for a new address of somebody who answered;
    SamePersonAsked where somebody looks alike, unless `apart` says that they are two.
    """
    locked = Person.objects.select_for_update(of=("self",)).select_related("user", "council")
    person = locked.get(pk=person.pk)
    name, email, language = clean(name), clean_address(email).lower(), language or person.language
    unit = person.unit if unit is None else clean(unit)
    before = {"name": person.name, "email": person.email}
    after = {"name": name, "email": email, "language": language, "unit": unit}
    changed = [field for field, value in after.items() if value != _kept(person, field)]
    if "email" in changed:
        _refuse_taken(person, email)
        _refuse_answered(person)
        if has_to_wait(person, email, by, at):
            ask_for_address(person=person, email=email, by=by, at=at)
            changed.remove("email")
    if not changed:
        return person
    told = {}
    if before.keys() & changed:
        alike = like(person.council, name=name, email=email, but=person.pk)
        told = _tell_apart(alike, person, apart=apart)
    person.name, person.language, person.unit = name, language, unit
    person.save(update_fields=["name", "language", "unit"])
    _rename_account(person)
    if "email" in changed:
        identity.readdress(person=person, email=email, at=at)
    event = record(
        action=Action.PERSON_CORRECTED,
        subject=person,
        council=person.council,
        by=by,
        at=at,
        changed=changed,
        **told,
    )
    audit.keep_words(event, person, before)
    if "email" in changed:
        _send_links_anew(person, by=by, at=at)
    return person


def _kept(person: Person, field: str) -> str:
    kept: str = getattr(person, field)
    return kept.lower() if field == "email" else kept


def _lock_for_people(round: Round) -> Round:
    locked = lock(round)
    if not locked.takes_people:
        raise RaterRefused(_("The round is closed, so nobody can be added or taken out."))
    return locked


def _lock_before_release(round: Round) -> Round:
    locked = lock(round)
    if locked.is_released:
        raise RaterRefused(_("The round has been released, so nothing in it changes."))
    if is_being_released(locked):
        raise RaterRefused(_("The round is being released, so nothing in it changes."))
    return locked


def _refuse_self(*groups: str) -> None:
    if RaterGroup.SELF in groups:
        raise RaterRefused(_("Everybody assesses themself; that cannot be added or taken out."))


def _refuse_unasked(group: str, round: Round) -> None:
    if group not in groups_asked(round.framework):
        raise RaterRefused(unasked(group))


def _refuse_roles(roles: Collection[Role], round: Round) -> None:
    if not roles:
        raise RaterRefused(_("Choose at least one role."))
    if any(role.framework_id != round.framework_id for role in roles):
        raise RaterRefused(_("Choose roles of the framework of this round."))


def _refuse_other_promise(rater: Rater, group: str) -> None:
    """Answers given as one of a group are never shown as the manager's, nor the other way."""
    crosses = (rater.group == RaterGroup.MANAGER) != (group == RaterGroup.MANAGER)
    if crosses and Response.objects.filter(rater=rater).exists():
        raise RaterRefused(
            _(
                "%(name)s has begun to answer, and was told how the answers are shown. "
                "While the round is open, withdraw this rater and add them again: "
                "their answers are then deleted."
            )
            % {"name": rater.person.name}
        )


def _refuse_answered(person: Person) -> None:
    """A link and an account show their owner what they answered, so they keep their mailbox.

    Whoever answered got the email: the address is not a mistyped one. The self-assessment of a
    released round stands in the report anyway.
    """
    own = {"rater__group": RaterGroup.SELF, "participant__round__state": Round.State.RELEASED}
    if Response.objects.filter(rater__person=person).exclude(**own).exists():
        raise RaterRefused(
            _(
                "%(name)s has begun to answer. A new address would open these answers to "
                "somebody else, so it cannot be changed while they are linked to %(name)s."
            )
            % {"name": person.name}
        )


def _ensure_person(
    round: Round, *, name: str, email: str, apart: bool
) -> tuple[Person, dict[str, int]]:
    """With what the audit trail says of those who look alike. Raises SamePersonAsked."""
    email = clean_address(email).lower()
    alike = like(round.council, name=name, email=email)
    known = Person.objects.of(round.council).with_email(email).first()
    person = known or Person.objects.create(council=round.council, name=name, email=email)
    return person, _tell_apart(alike, person, apart=apart)


def _tell_apart(alike: Collection[Alike], person: Person, *, apart: bool) -> dict[str, int]:
    same_person.require_answer(alike, apart=apart)
    same_person.keep_apart((person.pk, each.other.known_id) for each in alike)
    return {"told_apart": len(alike)} if alike else {}


def _revoke_idle_links(
    round: Round, people: Collection[uuid.UUID], *, by: User, at: datetime.datetime
) -> None:
    """A link that has nothing left to answer must not open an empty page."""
    asked = Rater.objects.filter(participant__round=round, person__in=people)
    live = Invitation.objects.filter(round=round, person__in=people, revoked_at__isnull=True)
    idle = live.select_related("round__council")
    for invitation in idle.exclude(person__in=asked.values("person")):
        invitations.revoke(invitation=invitation, by=by, at=at)


def _refuse_taken(person: Person, email: str) -> None:
    others = Person.objects.of(person.council).with_email(email).exclude(pk=person.pk)
    if others.exists():
        raise RaterRefused(_("Another person of your council has this email address."))
    if person.user is None:
        return
    if person.user.has_duty:
        raise RaterRefused(
            _(
                "%(name)s signs in with an account that has further duties. Ask the operator to "
                "take them away first, and to give them back afterwards."
            )
            % {"name": person.name}
        )
    if User.objects.filter(email__iexact=email).exclude(pk=person.user.pk).exists():
        raise RaterRefused(_("This email address cannot be used here."))


def _rename_account(person: Person) -> None:
    user = person.user
    if user is not None:
        user.name = person.name
        user.save(update_fields=["name"])


def _send_links_anew(person: Person, *, by: User, at: datetime.datetime) -> None:
    live = Invitation.objects.filter(person=person, revoked_at__isnull=True)
    for invitation in live.select_related("round__council"):
        # Revoked first: whoever has the old address must not use its link one minute longer, after
        # closing either, when it still opens the page of one's own data.
        invitations.revoke(invitation=invitation, by=by, at=at)
        if invitation.round.is_open and (person.user is None or person.user.is_active):
            invitations.resend(invitation=invitation, by=by, at=at)


def _record(
    action: Action, rater: Rater, round: Round, by: User, at: datetime.datetime, **detail: Any
) -> None:
    detail |= audit.whose(round.pk, rater.participant_id, rater.person_id)
    record(action=action, subject=rater, council=round.council, by=by, at=at, **detail)
