"""Rows that one worker takes in hand, so that no other does.

A worker that crashes leaves its claim behind, which runs out; whoever takes the row next writes
another token, so that the first, should it live after all, finds the row its own no longer.
"""

from __future__ import annotations

import datetime
from typing import ClassVar, Self, TypeVar

from django.db import models

C = TypeVar("C", bound="Claimable")
W = TypeVar("W", bound="Retryable")


class ClaimableQuerySet(models.QuerySet[C]):
    def unclaimed(self, at: datetime.datetime) -> Self:
        """Let go, or with a worker that must have crashed."""
        let_go = models.Q(**{f"{self.model.CLAIM_FIELD}__isnull": True})
        return self.filter(let_go | self.model.expired_claims(at))

    def skip_locked(self) -> Self:
        """Lock them until the transaction ends, but those that somebody else takes just now."""
        return self.select_for_update(of=("self",), skip_locked=True)

    def as_claimed(self, row: C) -> Self:
        """This row, while the worker that read it has it in hand."""
        return self.filter(pk=row.pk, **{row.HOLDER_FIELD: getattr(row, row.HOLDER_FIELD)})


class Claimable(models.Model):
    """A row that a worker takes; `CLAIM_FIELD` is empty while nobody has it."""

    CLAIM_FIELD: ClassVar[str]
    HOLDER_FIELD: ClassVar[str]
    """The field by which a worker knows that the row is still its own: it wrote that itself."""

    class Meta:
        abstract = True

    @classmethod
    def expired_claims(cls, at: datetime.datetime) -> models.Q:
        """Claims of workers that must have crashed."""
        raise NotImplementedError


class RetryableQuerySet(ClaimableQuerySet[W]):
    def waiting(self) -> Self:
        """Not given up; some may be in a worker's hands."""
        return self.filter(problem="")

    def lost(self, at: datetime.datetime) -> Self:
        """In the hands of a worker that must have crashed."""
        return self.waiting().filter(self.model.expired_claims(at))

    def exhausted(self, at: datetime.datetime) -> Self:
        """Lost or let go so many times that they are to be given up, or they would fell all."""
        return self.waiting().unclaimed(at).filter(tries__gte=self.model.TRIES)


class Retryable(Claimable):
    """A row that says how often a worker has begun with it, and since when the last has it."""

    CLAIM: ClassVar[datetime.timedelta]
    """How long a worker may be silent before another takes it for crashed."""

    TRIES: ClassVar[int] = 3
    """Of so many workers in a row none got any further."""

    CLAIM_FIELD = "claimed_at"

    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=5, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def expired_claims(cls, at: datetime.datetime) -> models.Q:
        return models.Q(claimed_at__lt=at - cls.CLAIM)

    def take(self, at: datetime.datetime, *changed: str) -> None:
        """Take it in hand and save it, with the fields that the caller has changed.

        The caller holds the row.
        """
        self.claimed_at = at
        self.tries += 1
        self.save(update_fields=["claimed_at", "tries", *changed])
