"""What stands in an email that is about to leave, and whether there still is a reason for it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation

from assessment import visibility
from assessment.frameworks import questionnaire
from assessment.languages import interface, join_names
from assessment.models import Council, Invitation, QueuedEmail, Rater, RaterGroup, Report, User
from assessment.rounds import emails
from assessment.rounds.selectors import invitations
from assessment.rounds.services import links, passwords

Kind = QueuedEmail.Kind
LEADING_IN = {Kind.ADDRESS_NEW, Kind.ACCOUNT_JOINED, Kind.ACCOUNT_REOPENED}
DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


@dataclass
class Letter:
    """A queued email with what its words need."""

    row: QueuedEmail
    template: str
    to: emails.Addressee
    council: Council | None = None
    invitation: Invitation | None = None
    link: str = ""
    token_hash: str = ""  # of the link, once it is made
    context: Mapping[str, Any] = field(default_factory=dict)

    def compose(self) -> EmailMultiAlternatives:
        """The email as it leaves; two tries at the same row have the same Message-ID."""
        return emails.compose(
            template=self.template,
            to=self.to,
            council=self.council,
            link=self.link,
            message_id=str(self.row.pk),
            **self.context,
        )


def write_letters(rows: list[QueuedEmail], *, at: datetime.datetime) -> list[Letter]:
    """What to send; rows that have lost their reason meanwhile are deleted."""
    telling = [row for row in rows if row.kind == Kind.RELEASED]
    asking = [row for row in rows if row.kind in QueuedEmail.ASKING]
    found = _of_reports(telling) | _of_requests(asking, at)
    found |= {row.pk: _of_none(row, at) for row in rows if row.round_id is None}
    QueuedEmail.objects.filter(pk__in=[pk for pk, letter in found.items() if not letter]).delete()
    return [letter for row in rows if (letter := found[row.pk])]


def _of_reports(rows: list[QueuedEmail]) -> dict[uuid.UUID, Letter | None]:
    """Made, like everything after a release, without a look at raters and answers."""
    ours = [row for row in rows if row.its_round.facts.run_by_hr]
    others = [row for row in rows if not row.its_round.facts.run_by_hr]
    reports = invitations.reports_of(map(_pair, ours)) if ours else {}
    check_ins = invitations.check_ins_of(map(_pair, others)) if others else {}
    found = {row.pk: _released(row, reports.get(_pair(row)), "report_page") for row in ours}
    return found | {
        row.pk: _released(row, check_ins.get(_pair(row)), "check_in_result") for row in others
    }


def _pair(row: QueuedEmail) -> invitations.Pair:
    return row.its_round.pk, row.its_person.pk


def _of_requests(rows: list[QueuedEmail], at: datetime.datetime) -> dict[uuid.UUID, Letter | None]:
    pairs = [_pair(row) for row in rows]
    invited = invitations.of_pairs(pairs)
    asked = invitations.asked_of(pairs)
    own = invitations.participants_of(pairs)
    found: dict[uuid.UUID, Letter | None] = {}
    for row, pair in zip(rows, pairs, strict=True):
        people = _to_name(row, asked[pair])
        if not people or not row.its_round.accepts_answers_on(timezone.localdate(at)):
            found[row.pk] = None
        else:
            whom = "participant" if pair in own else "rater"
            found[row.pk] = _asking(whom, row, invited.get(pair), people)
    return found


def _to_name(row: QueuedEmail, asked: list[Rater]) -> list[Rater]:
    """Whoever is not rated yet; who has rated all is not reminded, but may ask for a new link."""
    waiting = invitations.still_awaited(asked)
    return waiting if waiting or row.kind == Kind.REMINDER else asked


def _released(row: QueuedEmail, report: Report | None, page: str) -> Letter | None:
    if report is None:
        return None
    user = row.its_person.user
    if user is not None and not user.is_active:
        return None
    first_time = user is not None and not user.has_usable_password()
    to_report = reverse(page, args=[report.pk])
    return _of_round(
        row,
        f"{row.its_round.facts.letters}released",
        link=reverse("account_reset_password") if first_time else to_report,
        context={
            "round": emails.one_line(row.its_round.name),
            "first_time": first_time,
            "email": row.its_person.email,
        },
    )


def _asking(
    whom: str, row: QueuedEmail, invitation: Invitation | None, asked: list[Rater]
) -> Letter | None:
    """With a link to answer by, unless it was stopped or the account of its owner is closed."""
    user = row.its_person.user
    if invitation is None or invitation.revoked_at is not None or (user and not user.is_active):
        return None
    context = {**_about(row, asked), "had_a_link": bool(invitation.token_hash)}
    template = f"{row.its_round.facts.letters or f'{whom}_'}{row.kind}"
    return _of_round(row, template, invitation=invitation, context=context)


def _about(row: QueuedEmail, asked: list[Rater]) -> dict[str, Any]:
    # Groups and lists of roles are words of ours, in the language of the email.
    with translation.override(interface(row.its_person.language)):
        return _whom_and_what(row, asked)


def _whom_and_what(row: QueuedEmail, asked: list[Rater]) -> dict[str, Any]:
    others = [rater for rater in asked if rater.group != RaterGroup.SELF]
    roles = {each: invitations.roles_of(each, row.its_person.language) for each in others}
    return {
        "others": [
            {
                "name": emails.one_line(rater.participant.person.name),
                "roles": join_names(emails.one_line(role) for role in roles[rater]),
                "group": rater.get_group_display(),
            }
            for rater in others
        ],
        "voices": {str(role): role.language for held in roles.values() for role in held},
        "asked_for_self": len(others) < len(asked),
        "closes_on": row.its_round.closes_on,
        "minutes": _minutes(row, asked),
        "who_sees": visibility.in_short(k=row.its_round.min_group_size),
        "minimum": row.its_round.min_group_size,
        "limit": visibility.limit(k=row.its_round.min_group_size),
        "asked_again": visibility.asked_again(),
        "overlap": links.overlap_in_words(),
    }


def _minutes(row: QueuedEmail, asked: list[Rater]) -> int:
    """For the one that takes longest of those whom the person is asked about."""
    groups = {rater.group for rater in asked}
    sheets = (questionnaire.load(row.its_round.framework, group=group) for group in groups)
    return max((sheet.minutes for sheet in sheets), default=0)


def _of_round(row: QueuedEmail, template: str, **rest: Any) -> Letter:
    return Letter(row, template, row.its_person, row.its_round.council, **rest)


def _of_none(row: QueuedEmail, at: datetime.datetime) -> Letter | None:
    if row.action_id is None:
        return _about_account(row)
    return _about_action(row, on=timezone.localdate(at))


def _about_action(row: QueuedEmail, *, on: datetime.date) -> Letter | None:
    """To its owner as long as there is a reason: what is done or due later needs no email."""
    action = row.action
    if action is None or not action.is_open or action.was_carried_over:
        return None
    if action.owner_email.lower() != row.address:
        return None
    overdue = action.is_overdue_on(on)
    if overdue != (row.kind == Kind.ACTION_OVERDUE):
        return None
    return Letter(
        row,
        row.kind,
        emails.Somebody(action.owner_name, row.address, row.language),
        action.council,
        context={
            "text": emails.one_line(action.text),
            "due_on": action.due_on,
            "round": emails.one_line(action.round.name),
        },
    )


def _about_account(row: QueuedEmail) -> Letter | None:
    """To the user's address as it is now, unless the row names one; the link is made now as well.

    Only the one address that signs in gets a link to choose a password.
    """
    if row.kind == Kind.PASSWORD:
        return _to_choose_a_password(row)
    whom = row.user or row.person
    user = row.user if row.kind in LEADING_IN and _may_choose(row.user, row.address) else None
    return Letter(
        row,
        row.kind,
        emails.Somebody("", row.address, whom.language if whom else row.language),
        whom.council if whom else None,
        link=passwords.password_link(user=user) if user else "",
        context={"choose": user is not None, "days": DAYS, "product": settings.PRODUCT_NAME},
    )


def _may_choose(user: User | None, address: str) -> bool:
    """Whether a link to choose this user's password may go to this address."""
    return user is not None and user.is_active and user.email == address


def _to_choose_a_password(row: QueuedEmail) -> Letter | None:
    user = row.user
    if user is None or not user.is_active:
        return None
    return Letter(
        row, row.kind, user, link=passwords.password_link(user=user), context={"days": DAYS}
    )
