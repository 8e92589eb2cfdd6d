"""What raters answer. Read by the answering pages and by release, by nothing else."""

from __future__ import annotations

import uuid

from django.db import models

from assessment.closing_questions import ClosingQuestion
from assessment.models.framework import Dimension, Indicator
from assessment.models.rounds import Participant, Rater


class ResponseQuerySet(models.QuerySet["Response"]):
    def completed(self) -> ResponseQuerySet:
        return self.filter(submitted_on__isnull=False)


class Response(models.Model):
    """A rater's answers about a participant, until the cut: a set without its rater is never kept.

    The figures beside it, or one answer that somebody told, would say whose it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="responses")
    rater = models.OneToOneField(Rater, on_delete=models.CASCADE, related_name="response")
    # A date, not a moment: a moment would tell who answered.
    submitted_on = models.DateField(null=True)

    objects = ResponseQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class Rating(models.Model):
    """A level, or not observed (no level). A question without an answer has no row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="ratings")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="ratings")
    level = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("response", "indicator", name="rating_unique"),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__gte=1, level__lte=7),
                name="rating_level_1_to_7",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Comment(models.Model):
    """What a rater wrote about a dimension, or in answer to a closing question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="comments")
    dimension = models.ForeignKey(
        Dimension, null=True, on_delete=models.PROTECT, related_name="comments"
    )
    question = models.CharField(max_length=14, choices=ClosingQuestion, blank=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint("response", "dimension", name="comment_unique"),
            models.UniqueConstraint(
                "response",
                "question",
                condition=~models.Q(question=""),
                name="closing_comment_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(dimension__isnull=False, question="")
                | models.Q(dimension__isnull=True, question__in=ClosingQuestion.values),
                name="comment_on_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ImportanceMark(models.Model):
    """That a rater marked a skill as one of the most important for the participant’s role now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="marks")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="marks")

    class Meta:
        constraints = [
            models.UniqueConstraint("response", "dimension", name="mark_unique"),
        ]

    def __str__(self) -> str:
        return str(self.id)
