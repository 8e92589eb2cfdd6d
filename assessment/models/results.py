"""What a release lets out: figures that are safe to show, or withheld with the reason.

Everything downstream reads these two tables and none above them. A release writes them bit by bit
while the round is still closed; `objects` finds no row before the round is released, and none of
a check-in.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.claims import Retryable, RetryableQuerySet
from assessment.models.framework import Dimension, Indicator, Role
from assessment.models.people import LONGEST_UNIT, Council, User
from assessment.models.rounds import Participant, Round
from assessment.round_kinds import RoundKind


class Release(Retryable):
    """A release that was asked for and is not finished; the last step deletes its row.

    From asking on, nothing that reports are made of changes any more.
    """

    CLAIM = datetime.timedelta(seconds=30)  # a worker that has it renews its claim with every step
    CLAIM_FIELD = HOLDER_FIELD = "claim"

    class Problem(models.TextChoices):
        ERROR = "error", _("error")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="release")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claim = models.UUIDField(null=True)  # drawn by the worker that has it in hand
    problem = models.CharField(max_length=5, choices=Problem, blank=True)
    # Pairs of a participant and a group that HR withholds there.
    withheld = models.JSONField(default=list)

    objects = RetryableQuerySet["Release"].as_manager()

    def __str__(self) -> str:
        return str(self.id)


class ReportQuerySet(models.QuerySet["Report"]):
    def of(self, council: Council) -> ReportQuerySet:
        return self.filter(council=council)

    def released(self) -> ReportQuerySet:
        return self.filter(participant__round__state=Round.State.RELEASED)


class ReleasedReports(models.Manager["Report"]):
    """Of rounds of one kind, so that nothing made of reports takes in a check-in unasked."""

    kind = RoundKind.ASSESSMENT

    def get_queryset(self) -> ReportQuerySet:
        every = ReportQuerySet(self.model, using=self._db)
        return every.released().filter(participant__round__kind=self.kind)

    def of(self, council: Council) -> ReportQuerySet:
        return self.get_queryset().of(council)


class ReleasedResults(models.Manager["Result"]):
    kind = RoundKind.ASSESSMENT

    def get_queryset(self) -> models.QuerySet[Result]:
        rounds = {"state": Round.State.RELEASED, "kind": self.kind}
        path = "report__participant__round__"
        return super().get_queryset().filter(**{path + name: at for name, at in rounds.items()})


class ReleasedCheckIns(ReleasedReports):
    kind = RoundKind.CHECK_IN


class ResultsOfCheckIns(ReleasedResults):
    kind = RoundKind.CHECK_IN


class Report(models.Model):
    """The released results of a participant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="reports")
    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="report")
    min_group_size = models.PositiveSmallIntegerField()
    released_on = models.DateField()
    product_version = models.CharField(max_length=20)
    # The earlier round that changes are counted from; its own rows may be deleted before these.
    compared_round = models.CharField(max_length=120, blank=True)
    compared_on = models.DateField(null=True)
    # As it was at the release: who moves later has not moved in what was found out before.
    unit = models.CharField(max_length=LONGEST_UNIT, blank=True)

    objects = ReleasedReports()
    check_ins = ReleasedCheckIns()  # for the participant alone
    written = ReportQuerySet.as_manager()  # those of a release that is under way too

    def __str__(self) -> str:
        return str(self.id)


class Result(models.Model):
    """One released figure, or one withheld. Measures are named in assessment.scoring.values."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="results")
    position = models.PositiveIntegerField()
    measure = models.CharField(max_length=30)
    dimension = models.ForeignKey(Dimension, null=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=12, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    # Ten places keep every mean of up to some hundred ratings on its side of a rounding boundary.
    value = models.DecimalField(max_digits=16, decimal_places=10, null=True)
    n = models.PositiveIntegerField(null=True)
    bound = models.CharField(max_length=10, blank=True)
    code = models.CharField(max_length=30, blank=True)
    text = models.TextField(blank=True)
    withheld = models.CharField(max_length=40, blank=True)

    objects = ReleasedResults()
    of_check_ins = ResultsOfCheckIns()
    written: models.Manager[Result] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("report", "position", name="result_position_unique"),
            models.CheckConstraint(
                condition=models.Q(withheld="")
                | models.Q(value__isnull=True, code="", text="", bound="", n__isnull=True),
                name="result_withheld_holds_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.position}"


class Goal(models.Model):
    """What a participant means to do after reading the report; theirs to change."""

    MOST = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    sign_of_success = models.CharField(max_length=500, blank=True)
    review_on = models.DateField(null=True, blank=True)
    # Of the report's framework, which is frozen: the goal keeps its skill through later versions.
    skill = models.ForeignKey(
        Dimension, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("report", "position", name="goal_position_unique"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=3), name="goal_at_most_three"
            ),
        ]

    def __str__(self) -> str:
        return self.text
