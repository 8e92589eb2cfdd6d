"""What leaves HR's hands: the council's figures, and who agreed that their role is spoken of."""

from __future__ import annotations

import uuid

from django.db import models

from assessment.models.framework import Dimension, Role
from assessment.models.people import Council, User
from assessment.models.results import Release
from assessment.models.rounds import Participant, Round


class ReleasedCouncilFigures(models.Manager["CouncilFigure"]):
    def get_queryset(self) -> models.QuerySet[CouncilFigure]:
        return super().get_queryset().filter(round__state=Round.State.RELEASED)


class CouncilFigure(models.Model):
    """A figure over the participants of a round, for people who may not open their reports.

    Written with the release, after the thresholds of scoring.audiences; frozen like a Result.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="figures")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField()
    measure = models.CharField(max_length=30)
    dimension = models.ForeignKey(Dimension, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=16, decimal_places=10, null=True)
    n = models.PositiveIntegerField(null=True)
    bound = models.CharField(max_length=10, blank=True)
    withheld = models.CharField(max_length=40, blank=True)

    objects = ReleasedCouncilFigures()
    written: models.Manager[CouncilFigure] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "position", name="council_figure_position_unique"),
            models.CheckConstraint(
                condition=models.Q(withheld="")
                | models.Q(value__isnull=True, bound="", n__isnull=True),
                name="council_figure_withheld_holds_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.position}"


class RatingCount(models.Model):
    """Who gave how many ratings behind a participant's released figures, while a release works.

    `counts` has by dimension, by rater. It goes with the release's row; nothing of it stays.
    """

    participant = models.OneToOneField(
        Participant, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="rating_counts")
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.pk)


class Consent(models.Model):
    """A participant's yes that letter and sponsor may be told of their role's conditions.

    Taken back by deleting it. Once the letter of the round is made it is neither given nor taken.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="consent"
    )
    given_on = models.DateField()

    def __str__(self) -> str:
        return str(self.id)


class CouncilLetter(models.Model):
    """That the letter of a round was made: from now on it says the same to everybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="letter")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.id)
