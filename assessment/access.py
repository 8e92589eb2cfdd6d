"""The doors: each gives the object to somebody who may have it.

A stranger gets Http404 and learns nothing; a known person without the right gets
PermissionDenied. Known means: of the same council.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from assessment import separation
from assessment.models import (
    Council,
    Framework,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Report,
    Round,
    User,
)
from assessment.name_order import ByName
from assessment.permissions import Permission, has_permission


@dataclass(frozen=True)
class Visitor:
    """Whoever answers: somebody who signed in, or who followed their own link."""

    user: User | None = None
    invitation: Invitation | None = None


class SeparateDuty(PermissionDenied):
    """Another HR account may; this one has a part in it. Says why, for the page."""


def require(user: User, permission: Permission) -> None:
    """Raise PermissionDenied unless the user has the permission."""
    if not has_permission(user, permission):
        raise PermissionDenied


def get_council(user: User, permission: Permission) -> Council:
    """The user's own council; PermissionDenied without the permission or a council."""
    require(user, permission)
    if user.council is None:
        raise PermissionDenied
    return user.council


def _of_own_council(user: User, council_id: uuid.UUID, permission: Permission) -> None:
    if user.council_id != council_id:
        raise Http404
    require(user, permission)


def get_round(
    user: User, round_id: uuid.UUID, permission: Permission = Permission.MANAGE_ROUNDS
) -> Round:
    """A round of the user's council."""
    found = Round.objects.select_related("council", "framework").filter(pk=round_id).first()
    if found is None:
        raise Http404
    _of_own_council(user, found.council_id, permission)
    _refuse_of_participants(found)
    return found


def _refuse_of_participants(round: Round) -> None:
    """A check-in is its participant's: HR has no page, list or file of it."""
    if not round.facts.run_by_hr:
        raise PermissionDenied


def get_whole_round(
    user: User, round_id: uuid.UUID, permission: Permission = Permission.MANAGE_ROUNDS
) -> Round:
    """A round for a step that concerns everybody in it: for HR who take no part themselves."""
    found = get_round(user, round_id, permission)
    if separation.takes_part(user, found):
        raise SeparateDuty(separation.not_your_round())
    return found


def get_round_told(user: User, round_id: uuid.UUID) -> Round:
    """A released round of the user's council, for whoever reads the council's picture."""
    found = get_round(user, round_id, Permission.READ_COUNCIL)
    if not found.is_released:
        raise Http404
    return found


def get_round_of_letter(user: User, round_id: uuid.UUID) -> Round:
    """A released round whose letter is made by HR: they see how many of it have agreed.

    For HR who may read every report that it is made of, and take no part in the round themselves.
    """
    found = get_whole_round(user, round_id, Permission.READ_REPORTS)
    _refuse_untold(user, found.participants.all())
    if not found.is_released:
        raise Http404
    return found


def get_round_of_reports(user: User, round_id: uuid.UUID) -> Round:
    """A round whose reports are handed out all together, to HR who may read each of them."""
    found = get_round(user, round_id, Permission.READ_REPORTS)
    _refuse_untold(user, found.participants.all())
    return found


def get_round_of_plan(user: User, round_id: uuid.UUID) -> Round:
    """A round whose plan of actions is made from all reports together.

    For HR who may read each of them and take no part in the round themselves.
    """
    found = get_whole_round(user, round_id, Permission.READ_REPORTS)
    _refuse_untold(user, found.participants.all())
    return found


def may_see_plan(user: User, round: Round) -> bool:
    """Whether HR who may read every report of a round may see its plan of actions too."""
    return not separation.takes_part(user, round)


def get_participant(
    user: User, participant_id: uuid.UUID, permission: Permission = Permission.MANAGE_PEOPLE
) -> Participant:
    """A participant in a round of the user's council."""
    found = (
        Participant.objects.select_related("round__council", "round__framework", "person")
        .filter(pk=participant_id)
        .first()
    )
    if found is None:
        raise Http404
    _of_own_council(user, found.round.council_id, permission)
    _refuse_of_participants(found.round)
    _refuse_own(user, found)
    return found


def get_rater(user: User, rater_id: uuid.UUID) -> Rater:
    """A rater in a round of the user's council, for HR."""
    found = (
        Rater.objects.select_related("participant__round__council", "participant__person", "person")
        .filter(pk=rater_id)
        .first()
    )
    if found is None:
        raise Http404
    _of_own_council(user, found.participant.round.council_id, Permission.MANAGE_PEOPLE)
    _refuse_of_participants(found.participant.round)
    _refuse_own(user, found.participant)
    return found


def get_rater_with_link(user: User, rater_id: uuid.UUID) -> Rater:
    """A rater whose link HR may send or stop: it opens all that they are asked in the round."""
    found = get_rater(user, rater_id)
    if found.person_id in separation.people_who_rate(user, found.participant.round):
        raise SeparateDuty(_("This person is asked to rate you too, by the same link."))
    return found


def _refuse_own(user: User, participant: Participant) -> None:
    if separation.is_own(user, participant):
        raise SeparateDuty(_("This is about you: who is asked about you, and who has answered."))


def refuse_rows_about(user: User, emails: Iterable[str]) -> None:
    """A spreadsheet with rows about the user is for another HR account."""
    if separation.names_own(user, emails):
        raise SeparateDuty(_("The spreadsheet that waits has rows about you."))


def get_person(
    user: User, person_id: uuid.UUID, permission: Permission = Permission.MANAGE_PEOPLE
) -> Person:
    """A person of the user's council, for HR who neither are the person nor are rated by them.

    To protect data means to see what is held, released figures too.
    """
    found = Person.objects.select_related("council", "user").filter(pk=person_id).first()
    if found is None:
        raise Http404
    _of_own_council(user, found.council_id, permission)
    if found.pk in separation.own_people(user):
        raise SeparateDuty(_("This is about you."))
    if found.pk in separation.people_who_rate(user):
        raise SeparateDuty(_("This person is asked to rate you."))
    if permission is Permission.PROTECT_DATA:
        _refuse_untold(user, found.participations.all())
    return found


def get_report(user: User, report_id: uuid.UUID) -> Report:
    """A released report: for the participant it is about, and for HR of the council."""
    found = (
        Report.objects.select_related(
            "council", "participant__person", "participant__round__framework"
        )
        .filter(pk=report_id)
        .first()
    )
    if found is None:
        raise Http404
    if is_about(found, user):
        require(user, Permission.READ_OWN_REPORT)
        return found
    _of_own_council(user, found.council_id, Permission.READ_REPORTS)
    _refuse_untold(user, Participant.objects.filter(pk=found.participant_id))
    return found


def _refuse_untold(user: User, participants: QuerySet[Participant]) -> None:
    if separation.rates_untold(user, participants):
        raise SeparateDuty(
            _(
                "You were asked to rate somebody here, and the page before the release did not "
                "say so."
            )
        )


def get_own_report(user: User, report_id: uuid.UUID) -> Report:
    """A released report for the participant it is about, and for nobody else."""
    found = get_report(user, report_id)
    if not is_about(found, user):
        raise PermissionDenied
    return found


def get_own_check_in(user: User, report_id: uuid.UUID) -> Report:
    """The result of a check-in, for the participant it is about and for nobody else, HR included.

    Nobody learns that there is one.
    """
    related = ("council", "participant__person", "participant__round__follows")
    found = Report.check_ins.select_related(*related).filter(pk=report_id).first()
    if found is None or not is_about(found, user):
        raise Http404
    require(user, Permission.READ_OWN_REPORT)
    return found


def is_about(report: Report, user: User) -> bool:
    """Whether the user is the participant whom the report is about."""
    return report.participant.person.user_id == user.pk


def answerable(visitor: Visitor) -> QuerySet[Rater]:
    """The ratings that a visitor is asked for; a person's link and account open their own."""
    raters = Rater.objects.exclude(participant__round__state=Round.State.DRAFT).select_related(
        "participant__round__council", "participant__round__framework", "participant__person"
    )
    if visitor.invitation is not None:
        return raters.filter(
            participant__round=visitor.invitation.round_id, person=visitor.invitation.person_id
        )
    if visitor.user is not None:
        return raters.filter(person__user=visitor.user)
    return raters.none()


def get_answerable(visitor: Visitor, rater_id: uuid.UUID) -> Rater:
    """One rating that the visitor is asked for, or Http404."""
    found = answerable(visitor).filter(pk=rater_id).first()
    if found is None:
        raise Http404
    return found


def get_answerable_round(visitor: Visitor, round_id: uuid.UUID) -> Round:
    """The round of ratings of others that the visitor is asked for, or Http404."""
    found = answerable_together(visitor, round_id).first()
    if found is None:
        raise Http404
    return found.participant.round


def answerable_together(visitor: Visitor, round_id: uuid.UUID) -> QuerySet[Rater]:
    """The ratings of others in one round that a visitor is asked for, by name."""
    found = answerable(visitor).filter(participant__round=round_id)
    return found.exclude(group=RaterGroup.SELF).order_by(ByName("participant__person__name"), "pk")


def get_framework(user: User, framework_id: uuid.UUID) -> Framework:
    """A framework that this editor may see: shared ones and those of the own council."""
    require(user, Permission.EDIT_FRAMEWORKS)
    found = editable_frameworks(user).filter(pk=framework_id).first()
    if found is None:
        raise Http404
    return found


def editable_frameworks(user: User) -> QuerySet[Framework]:
    """What an editor sees: a council's editor its own and the shared ones, others only shared."""
    return Framework.objects.usable_by(user.council)


def may_edit_framework(user: User, framework: Framework) -> bool:
    """A council's editor edits the council's frameworks; the service's editors the shared ones."""
    return (
        has_permission(user, Permission.EDIT_FRAMEWORKS) and framework.council_id == user.council_id
    )


def judged_frameworks(user: User) -> QuerySet[Framework]:
    """Whose questions this user may see judged: operators all, editors those that they see."""
    require(user, Permission.JUDGE_FRAMEWORKS)
    if has_permission(user, Permission.OPERATE_SERVICE):
        return Framework.objects.edited()
    return editable_frameworks(user)


def get_judged_framework(user: User, framework_id: uuid.UUID) -> Framework:
    """A framework whose questions this user may see judged."""
    found = judged_frameworks(user).select_related("made_from").filter(pk=framework_id).first()
    if found is None:
        raise Http404
    return found


def judged_council(user: User) -> Council | None:
    """Whose rounds they are judged on: a council's editor sees its own, others those of all."""
    require(user, Permission.JUDGE_FRAMEWORKS)
    return None if has_permission(user, Permission.OPERATE_SERVICE) else user.council
