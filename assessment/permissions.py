"""Who may do what: one table. The doors in access.py say to which objects."""

from __future__ import annotations

from enum import StrEnum

from assessment.models import User


class Permission(StrEnum):
    MANAGE_ROUNDS = "make, open, close and release rounds of the own council"
    MANAGE_PEOPLE = "bring in, correct and withdraw people of the own council"
    READ_REPORTS = "read and download every report of the own council"
    READ_COUNCIL = "read the council's picture"
    READ_AUDIT = "search the audit trail of the own council"
    PROTECT_DATA = "see what is held, set how long it is kept, and erase people"
    EDIT_FRAMEWORKS = "edit, publish and retire skill frameworks"
    JUDGE_FRAMEWORKS = "see how good the questions of frameworks are"
    OPERATE_SERVICE = "keep councils and accounts"
    ANSWER_FOR_SELF = "answer one's own self-assessment"
    READ_OWN_REPORT = "read and download one's own report"


class Duty(StrEnum):
    """What an account does for the service; an account may have several."""

    HR = "HR"
    SPONSOR = "sponsor"
    EDITOR = "framework editor"
    OPERATOR = "service operator"
    MEMBER = "everybody who signs in"


PERMISSIONS: dict[Duty, frozenset[Permission]] = {
    Duty.HR: frozenset(
        {
            Permission.MANAGE_ROUNDS,
            Permission.MANAGE_PEOPLE,
            Permission.READ_REPORTS,
            Permission.READ_COUNCIL,
            Permission.READ_AUDIT,
            Permission.PROTECT_DATA,
        }
    ),
    Duty.SPONSOR: frozenset({Permission.READ_COUNCIL}),
    Duty.EDITOR: frozenset({Permission.EDIT_FRAMEWORKS, Permission.JUDGE_FRAMEWORKS}),
    Duty.OPERATOR: frozenset({Permission.OPERATE_SERVICE, Permission.JUDGE_FRAMEWORKS}),
    Duty.MEMBER: frozenset({Permission.ANSWER_FOR_SELF, Permission.READ_OWN_REPORT}),
}


def duties(user: User) -> frozenset[Duty]:
    """The duties of an active account; none for an inactive one."""
    if not user.is_active:
        return frozenset()
    held = {
        Duty.HR: user.is_hr,
        Duty.SPONSOR: user.is_sponsor,
        Duty.EDITOR: user.is_editor,
        Duty.OPERATOR: user.is_operator,
    }
    return frozenset({Duty.MEMBER} | {duty for duty, has in held.items() if has})


def has_permission(user: User, permission: Permission) -> bool:
    return any(permission in PERMISSIONS[duty] for duty in duties(user))
