"""The emails that wait to leave: written with the change that causes them, sent afterwards."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.claims import Claimable, ClaimableQuerySet
from assessment.models.council_actions import CouncilAction
from assessment.models.people import Person, User
from assessment.models.rounds import Round

ATTEMPTS = 5
"""After so many refusals an email is given up; sending it again makes a new one."""

ACCOUNT_DAYS = 3
"""How long an email about an account is tried: as long as the link in it would work."""


class QueuedEmailQuerySet(ClaimableQuerySet["QueuedEmail"]):
    def unsent(self) -> QueuedEmailQuerySet:
        return self.filter(sent_at__isnull=True)

    def waiting(self) -> QueuedEmailQuerySet:
        return self.unsent().filter(failures__lt=ATTEMPTS)

    def given_up(self) -> QueuedEmailQuerySet:
        return self.unsent().filter(failures__gte=ATTEMPTS)

    def free(self, at: datetime.datetime) -> QueuedEmailQuerySet:
        """To be tried at this moment, and in nobody's hands."""
        due = models.Q(next_try_at__isnull=True) | models.Q(next_try_at__lte=at)
        return self.waiting().unclaimed(at).filter(due)

    def next_due(self, at: datetime.datetime) -> datetime.datetime | None:
        """When the next email is to be tried: `at` when one is free now, None when none waits."""
        waiting = self.waiting()
        if waiting.free(at).exists():
            return at
        claimed = waiting.filter(claimed_until__gt=at).aggregate(next=models.Min("claimed_until"))
        resting = waiting.filter(next_try_at__gt=at).aggregate(next=models.Min("next_try_at"))
        found = (claimed["next"], resting["next"])
        return min((each for each in found if each is not None), default=None)

    def asking(self) -> QueuedEmailQuerySet:
        """Those that ask somebody for answers."""
        return self.filter(kind__in=QueuedEmail.ASKING)

    def about_accounts(self) -> QueuedEmailQuerySet:
        return self.filter(round__isnull=True)


class QueuedEmail(Claimable):
    """One email: to a person about a round, or to a user or an address about who uses it.

    Of the latter `user` or `person` says whom it concerns, and in which language and whose name;
    with neither, `language` is that of the page from which it was asked for. One about an action
    goes to its owner's address.

    Its words and its link are made on sending, so no secret waits here.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")
        LATER = "later", _("link to finish later")
        RELEASED = "released", _("report released")
        PASSWORD = "password", _("link to choose a password")
        UNKNOWN_ACCOUNT = "unknown_account", _("no account with this address")
        ADDRESS_ASKED = "address_asked", _("another address was asked for")
        ADDRESS_LEFT = "address_left", _("this address is in use no longer")
        ADDRESS_NEW = "address_new", _("this address is in use from now on")
        ACCOUNT_JOINED = "account_joined", _("the account has become a participant’s too")
        ACCOUNT_CLOSED = "account_closed", _("the account is closed")
        ACCOUNT_REOPENED = "account_reopened", _("the account is open again")
        ACTION_DUE = "action_due", _("an action is due soon")
        ACTION_OVERDUE = "action_overdue", _("an action is overdue")

    class Reason(models.TextChoices):
        """Why an email has not left; the words are for HR."""

        AWAY = "away", _("the mail server of this service cannot be reached")
        LOST = "lost", _("the connection to the mail server was lost")
        DEFERRED = "deferred", _("the mail server asked to try again later")
        ADDRESS = "address", _("the mail server does not accept this address")
        REFUSED = "refused", _("the mail server refused the email")
        UNWRITABLE = "unwritable", _("no email can be addressed like this")

    ASKING = (Kind.INVITATION, Kind.REMINDER, Kind.LATER)
    FROM_HR = (Kind.INVITATION, Kind.REMINDER)  # the other tells when a rater stopped half-way
    CLAIM_FIELD = HOLDER_FIELD = "claimed_until"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, null=True, on_delete=models.CASCADE, related_name="emails")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="emails")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="emails")
    action = models.ForeignKey(
        CouncilAction, null=True, on_delete=models.CASCADE, related_name="emails"
    )
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True, default="")
    kind = models.CharField(max_length=20, choices=Kind)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delays = models.PositiveSmallIntegerField(default=0)  # tries that cost no attempt
    failures = models.PositiveSmallIntegerField(default=0)  # refusals, for good as the server says
    reason = models.CharField(max_length=10, choices=Reason, blank=True)

    objects = QueuedEmailQuerySet.as_manager()

    class Meta:
        constraints = [
            # Pressing a button twice sends one email.
            models.UniqueConstraint(
                fields=["round", "person", "kind"],
                condition=models.Q(sent_at__isnull=True, failures__lt=ATTEMPTS),
                name="email_waits_once",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "address"],
                condition=models.Q(round__isnull=True, user__isnull=False),
                name="account_email_waits_once",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "address"],
                condition=models.Q(round__isnull=True, person__isnull=False),
                name="person_email_waits_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "address"],
                condition=models.Q(
                    round__isnull=True, user__isnull=True, person__isnull=True, action__isnull=True
                ),
                name="address_email_waits_once",
            ),
            models.UniqueConstraint(
                fields=["action", "kind"],
                condition=models.Q(action__isnull=False),
                name="action_email_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(action__isnull=True)
                | models.Q(round__isnull=True, user__isnull=True, person__isnull=True),
                name="action_email_to_its_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    round__isnull=False, person__isnull=False, user__isnull=True, address=""
                )
                | models.Q(round__isnull=True, person__isnull=True, user__isnull=False)
                | models.Q(round__isnull=True, user__isnull=True) & ~models.Q(address=""),
                name="email_has_one_recipient",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=models.Q(sent_at__isnull=True),
                name="email_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @classmethod
    def expired_claims(cls, at: datetime.datetime) -> models.Q:
        return models.Q(claimed_until__lte=at)

    @property
    def its_round(self) -> Round:
        """Of an email about a round."""
        assert self.round is not None  # noqa: S101 - the database sees to it
        return self.round

    @property
    def its_person(self) -> Person:
        """Of an email about a round."""
        assert self.person is not None  # noqa: S101 - the database sees to it
        return self.person
