"""A round, who is assessed in it, who rates them, and the links that let raters in."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models.framework import Framework, Role
from assessment.models.people import Council, Person, User
from assessment.rater_groups import RaterGroup
from assessment.round_kinds import KindFacts, RoundKind
from assessment.scoring.disclosure import MINIMUM_K


class RoundQuerySet(models.QuerySet["Round"]):
    def of(self, council: Council) -> RoundQuerySet:
        return self.filter(council=council)

    def open(self) -> RoundQuerySet:
        return self.filter(state=Round.State.OPEN)

    def run_by_hr(self) -> RoundQuerySet:
        """Those that HR sees and takes the steps of; see assessment.round_kinds."""
        return self.filter(kind__in=[kind for kind in RoundKind if kind.facts.run_by_hr])

    def check_ins(self) -> RoundQuerySet:
        return self.filter(kind=RoundKind.CHECK_IN)

    def comparable_with(self, round: Round) -> RoundQuerySet:
        """The council's other assessments with a version of the same framework."""
        same = self.run_by_hr().filter(council=round.council_id)
        return same.filter(framework__key=round.framework.key).exclude(pk=round.pk)


class Round(models.Model):
    """One assessment of a set of participants with one framework, or a check-in after one.

    A check-in has one participant, and follows the round whose report it asks about.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        RELEASED = "released", _("released")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rounds")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=RoundKind, default=RoundKind.ASSESSMENT)
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="check_ins"
    )
    # HR's choice, for this round's participants once they have their reports.
    offers_check_in = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    min_group_size = models.PositiveSmallIntegerField(default=MINIMUM_K)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            # A check-in is called like the round that it follows.
            models.UniqueConstraint(
                fields=["council", "name"],
                condition=models.Q(kind="assessment"),
                name="round_name_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="assessment", follows__isnull=True)
                | models.Q(kind="check_in", follows__isnull=False, offers_check_in=False),
                name="round_check_in_follows",
            ),
            models.CheckConstraint(
                condition=models.Q(min_group_size__gte=MINIMUM_K),
                name="round_min_group_size_3",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="round_dates_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", opened_at__isnull=True, opened_by__isnull=True)
                | models.Q(opened_at__isnull=False, opened_by__isnull=False)
                & ~models.Q(state="draft"),
                name="round_opened_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "open"], closed_at__isnull=True, closed_by__isnull=True
                )
                | models.Q(
                    state__in=["closed", "released"],
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
                name="round_closed_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="released", released_at__isnull=False, released_by__isnull=False
                )
                | models.Q(released_at__isnull=True, released_by__isnull=True)
                & ~models.Q(state="released"),
                name="round_released_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> KindFacts:
        """What its kind has and does."""
        return RoundKind(self.kind).facts

    @property
    def trail(self) -> Council | None:
        """Whose audit trail tells of it: HR reads there, and must not find who checked in."""
        return self.council if self.facts.run_by_hr else None

    @property
    def closes_by_itself(self) -> bool:
        return self.facts.days is not None

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_released(self) -> bool:
        return self.state == self.State.RELEASED

    @property
    def takes_people(self) -> bool:
        """Participants and raters may still be added and taken out."""
        return self.is_draft or self.is_open

    @property
    def ended_on(self) -> datetime.date:
        """The last day for answers: the one set, or that on which HR closed the round before it."""
        if self.closed_at is None:
            return self.closes_on
        return min(self.closes_on, timezone.localdate(self.closed_at))

    def accepts_answers_on(self, day: datetime.date) -> bool:
        """The closing date itself still counts; HR moves the date to extend the round."""
        return self.is_open and day <= self.closes_on


class Participant(models.Model):
    """A person assessed in a round, with the roles they hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    roles = models.ManyToManyField(Role, related_name="participants")

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "person", name="participant_unique"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RaterQuerySet(models.QuerySet["Rater"]):
    def others(self) -> RaterQuerySet:
        return self.exclude(group=RaterGroup.SELF)


class Rater(models.Model):
    """A person asked to rate a participant, in a group. The participant rates themself too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="raters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ratings_asked")
    group = models.CharField(max_length=10, choices=RaterGroup)
    declined_on = models.DateField(null=True)
    decline_reason = models.CharField(max_length=300, blank=True)

    objects = RaterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("participant", "person", name="rater_pair_unique"),
            models.UniqueConstraint(
                fields=["participant"], condition=models.Q(group="self"), name="rater_one_self"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self) -> InvitationQuerySet:
        """Whoever's account is closed comes in by no link either."""
        there = self.filter(revoked_at__isnull=True).exclude(token_hash="")
        return there.exclude(person__user__is_active=False)


class Invitation(models.Model):
    """A person's own link into a round, to answer by. Only a hash of its token is kept.

    Links of earlier emails may still work beside it: see EarlierLink.
    """

    came_by = ""
    """The hash of the link that a visitor has used; only on rows that a look-up by link gives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "person", name="invitation_unique"),
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~models.Q(token_hash=""),
                name="invitation_token_unique",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class EarlierLink(models.Model):
    """A link that a newer email replaces: dead once the newer one is used or a day has passed.

    Without an end as long as the newer email may not have left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="earlier_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    replaced_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class StagedImport(models.Model):
    """A people spreadsheet that was read without problems and waits for HR's word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="staged_import")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    staged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    staged_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name
