"""The doors: each gives the object to somebody who may have it.

A stranger gets Http404 and learns nothing; a known person without the right gets
PermissionDenied. Known means: of the same council.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

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
from assessment.permissions import Permission, has_permission


@dataclass(frozen=True)
class Visitor:
    """Whoever answers: a participant who signed in, or a rater who followed a link."""

    user: User | None = None
    invitation: Invitation | None = None


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
    return found


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
    return found


def get_person(user: User, person_id: uuid.UUID) -> Person:
    """A person of the user's council, for HR."""
    found = Person.objects.select_related("council", "user").filter(pk=person_id).first()
    if found is None:
        raise Http404
    _of_own_council(user, found.council_id, Permission.MANAGE_PEOPLE)
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
    return found


def get_own_report(user: User, report_id: uuid.UUID) -> Report:
    """A released report for the participant it is about, and for nobody else."""
    found = get_report(user, report_id)
    if not is_about(found, user):
        raise PermissionDenied
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
        ).exclude(group=RaterGroup.SELF)
    if visitor.user is not None:
        return raters.filter(person__user=visitor.user)
    return raters.none()


def get_answerable(visitor: Visitor, rater_id: uuid.UUID) -> Rater:
    """One rating that the visitor is asked for, or Http404."""
    found = answerable(visitor).filter(pk=rater_id).first()
    if found is None:
        raise Http404
    return found


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
        return Framework.objects.all()
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
