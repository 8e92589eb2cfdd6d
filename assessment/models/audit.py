"""Who did what, and when. Rows are added, never changed; no answers and no tokens."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.people import Council, Person, User


class Action(models.TextChoices):
    """Everything that can be recorded, as the table keeps it and as people read it."""

    ACCOUNTS_ENSURED = "accounts.ensured", _("Accounts of participants made ready")
    BENCHMARK_JOINED = "benchmark.joined", _("Benchmark joined")
    BENCHMARK_LEFT = "benchmark.left", _("Benchmark left")
    BENCHMARK_MADE = "benchmark.made", _("Benchmark of a year made")
    CONSENT_CHANGED = "consent.changed", _("Consent to the letter given or taken back")
    COUNCIL_CHANGED = "council.changed", _("Council changed")
    COUNCIL_MADE = "council.made", _("Council made")
    COUNCIL_REPORT_DOWNLOADED = "council.report_downloaded", _("Council report downloaded")
    COUNCIL_REPORT_READ = "council.report_read", _("Council report opened")
    COUNCIL_PERIODS_CHANGED = "council.periods_changed", _("Retention periods changed")
    DATA_COPIED = "data.copied", _("Copy of a person’s data taken")
    DIMENSION_CHANGED = "dimension.changed", _("Dimension changed")
    DIMENSION_DELETED = "dimension.deleted", _("Dimension deleted")
    FRAMEWORK_CHANGED = "framework.changed", _("Framework changed")
    FRAMEWORK_DELETED = "framework.deleted", _("Framework deleted")
    FRAMEWORK_DRAFTED = "framework.drafted", _("Draft made from another version")
    FRAMEWORK_LOADED = "framework.loaded", _("Draft made from a file")
    FRAMEWORK_MADE = "framework.made", _("Draft made")
    FRAMEWORK_ORDER_CHANGED = "framework.order_changed", _("Order of a framework changed")
    FRAMEWORK_PUBLISHED = "framework.published", _("Framework published")
    FRAMEWORK_QUALITY_READ = "framework.quality_read", _("Quality of the questions worked out")
    FRAMEWORK_RETIRED = "framework.retired", _("Framework retired")
    FRAMEWORK_TARGETS_CHANGED = "framework.targets_changed", _("Targets changed")
    FRAMEWORK_TRANSLATED = "framework.translated", _("Translations changed")
    INVITATION_RESENT = "invitation.resent", _("New link sent")
    INVITATION_REVOKED = "invitation.revoked", _("Link stopped")
    INVITATIONS_ISSUED = "invitations.issued", _("Invitations sent")
    INVITATIONS_REMINDED = "invitations.reminded", _("Reminders sent")
    INVITATIONS_RESENT = "invitations.resent", _("New links sent")
    LANGUAGE_CHOSEN = "language.chosen", _("Language chosen")
    LETTER_DOWNLOADED = "letter.downloaded", _("Letter to the sponsor downloaded")
    LETTER_MADE = "letter.made", _("Letter to the sponsor made")
    PARTICIPANT_ADDED = "participant.added", _("Participant added")
    PARTICIPANT_REMOVED = "participant.removed", _("Participant removed")
    PARTICIPANT_ROLES_CHANGED = "participant.roles_changed", _("Roles of a participant changed")
    PEOPLE_DROPPED = "people.dropped", _("People spreadsheet put aside")
    PEOPLE_IMPORTED = "people.imported", _("People spreadsheet imported")
    PEOPLE_JOINED = "people.joined", _("Two entries of one person joined")
    PEOPLE_STAGED = "people.staged", _("People spreadsheet read")
    PEOPLE_TOLD_APART = "people.told_apart", _("Two people told apart")
    ADDRESS_ASKED = "person.address_asked", _("Another address asked for")
    PERSON_CORRECTED = "person.corrected", _("Details of a person corrected")
    PERSON_ERASED = "person.erased", _("Person erased")
    RATER_ADDED = "rater.added", _("Rater added")
    RATER_DECLINE_TAKEN_BACK = "rater.decline_taken_back", _("Rater took back their decline")
    RATER_DECLINED = "rater.declined", _("Rater declined")
    RATER_MOVED = "rater.moved", _("Rater moved to another group")
    RATER_WITHDRAWN = "rater.withdrawn", _("Rater withdrawn")
    REPORT_DOWNLOADED = "report.downloaded", _("Report downloaded")
    REPORT_GOALS_KEPT = "report.goals_kept", _("Goals saved")
    REPORT_READ = "report.read", _("Report opened")
    RETENTION_APPLIED = "retention.applied", _("Data deleted whose time was over")
    ROUND_CHANGED = "round.changed", _("Round changed")
    ROUND_CLOSED = "round.closed", _("Round closed")
    ROUND_DELETED = "round.deleted", _("Round deleted")
    ROUND_EXPORTED = "round.exported", _("Figures of a round downloaded")
    ROUND_EXTENDED = "round.extended", _("Closing date moved")
    ROUND_MADE = "round.made", _("Round made")
    ROUND_OPENED = "round.opened", _("Round opened")
    ROUND_RELEASE_ASKED = "round.release_asked", _("Release of a round asked for")
    ROUND_RELEASED = "round.released", _("Round released")
    ROUND_REPORTS_ASKED = "round.reports_asked", _("All reports of a round asked for")
    ROUND_REPORTS_DOWNLOADED = "round.reports_downloaded", _("All reports of a round downloaded")
    USER_CHANGED = "user.changed", _("Account changed")
    USER_LINK_SENT = "user.link_sent", _("Link to choose a password sent")
    USER_MADE = "user.made", _("Account made")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def of(self, council: Council) -> AuditEventQuerySet:
        return self.filter(council=council)


class AuditEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        Council, null=True, on_delete=models.PROTECT, related_name="audit_events"
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    detail = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    def __str__(self) -> str:
        return self.action

    @property
    def in_words(self) -> str:
        """The action in words; one that is recorded no longer by its code."""
        known = self.action in Action.values
        return str(Action(self.action).label) if known else self.action


class Correction(models.Model):
    """What was put right about a person, in words; unlike its event it goes with the person."""

    class Field(models.TextChoices):
        NAME = "name", _("name")
        EMAIL = "email", _("email address")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections")
    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=5, choices=Field)
    before = models.CharField(max_length=254)
    after = models.CharField(max_length=254)

    def __str__(self) -> str:
        return f"{self.field} {self.id}"


class Deletion(models.Model):
    """What the retention job deleted or cut: how much of what, never whose."""

    class Kind(models.TextChoices):
        # Logged until sets of answers went whole.
        LINKS = "links", _("links between raters and answers, with comments as written")
        COMMENTS = "comments", _("comments")
        REASONS = "reasons", _("reasons for declining")
        TOKENS = "tokens", _("emailed links")
        RATINGS = "ratings", _("sets of answers")
        REPORTS = "reports", _("reports")
        COUNCIL = "council", _("figures of councils")
        CONSENTS = "consents", _("consents to letters")
        PEOPLE = "people", _("people")
        IMPORTS = "imports", _("people spreadsheets that nobody confirmed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="deletions")
    kind = models.CharField(max_length=10, choices=Kind)
    count = models.PositiveIntegerField()
    older_than = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
