"""Rows that workers take in hand, all by one rule."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.apps import apps

from assessment.models import Round, User
from assessment.models.claims import Claimable
from assessment.models.results import Release
from tests.cast import NOW

SECOND = datetime.timedelta(seconds=1)


def test_every_row_that_can_be_claimed_follows_the_rule() -> None:
    claimed = {
        model.__name__
        for model in apps.get_models()
        if any(field.name.startswith("claim") for field in model._meta.get_fields())
    }
    follow = {model.__name__ for model in apps.get_models() if issubclass(model, Claimable)}
    assert follow == claimed == {"QueuedEmail", "Release", "Part", "Sheet"}


@pytest.fixture
def work(open_round: Round, alice: User) -> Release:
    return Release.objects.create(round=open_round, asked_by=alice, asked_at=NOW)


def take(release: Release, at: datetime.datetime) -> None:
    release.claim = uuid.uuid4()
    release.take(at, "claim")


def test_work_is_in_the_hands_of_the_last_that_took_it(work: Release) -> None:
    first = Release.objects.get()
    take(first, NOW)
    assert not Release.objects.unclaimed(NOW + Release.CLAIM).exists()

    later = NOW + Release.CLAIM + SECOND
    second = Release.objects.unclaimed(later).get()
    take(second, later)
    assert not Release.objects.as_claimed(first).exists()
    assert Release.objects.as_claimed(second).get().tries == 2


def test_work_that_no_worker_survives_is_given_up(work: Release) -> None:
    for time in range(Release.TRIES):
        assert not Release.objects.exhausted(NOW + 9 * Release.CLAIM).exists()
        take(work, NOW + time * Release.CLAIM)
    assert not Release.objects.exhausted(NOW + 2 * Release.CLAIM).exists()
    assert Release.objects.exhausted(NOW + 9 * Release.CLAIM).exists()
