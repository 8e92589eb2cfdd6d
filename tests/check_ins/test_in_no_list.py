"""Lists of rounds and of frameworks, for HR, the sponsor and the operator, hold no check-in."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessment.check_ins.services import ending
from assessment.council.benchmark.selectors import counted_figures
from assessment.council.selectors.years import rounds_beside
from assessment.council.told.selectors.told import told_rounds
from assessment.models import Framework, Person, RaterGroup, Release, Round, User
from assessment.rounds.selectors.again import name_is_taken
from tests.cast import add_rater, make_person, signed_in
from tests.check_ins.world import (
    ENDED,
    choose,
    finish,
    offer,
    participant_of,
    report_about,
    start,
)

LATER = ENDED + datetime.timedelta(days=30)


@pytest.fixture
def check_in(spring: Round) -> Round:
    """It is released."""
    asked = start(report_about(offer(spring)))
    choose(asked, [1, 1, 1])
    finish(asked)
    asked.refresh_from_db()
    return asked


def test_the_sponsor_is_told_of_assessments_alone(spring: Round, check_in: Round) -> None:
    assert told_rounds(spring.council) == [spring]


def test_no_round_is_said_to_be_left_out_for_its_other_framework(
    spring: Round, check_in: Round, alice: User
) -> None:
    Round.objects.filter(pk=spring.pk).update(released_at=LATER)
    spring.refresh_from_db()
    found = rounds_beside(spring, alice)
    assert found
    assert found.other_framework == ()


def test_its_name_is_nobodys_hindrance(spring: Round, check_in: Round) -> None:
    Round.objects.filter(pk=spring.pk).update(name="Spring, as it was")
    assert not name_is_taken(spring, check_in.name)
    assert name_is_taken(spring, "Spring, as it was")


def test_its_questions_are_no_framework_that_the_operator_lists(
    check_in: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_in.follows
    assert check_in.framework.council is None
    call_command("frameworks", "list")
    listed = capsys.readouterr().out
    assert f"{check_in.follows.framework.key}@" in listed
    assert check_in.framework.key not in listed


def test_its_questions_are_no_place_of_the_benchmark(check_in: Round) -> None:
    places = counted_figures(2026, []).names.values()
    frameworks = {dimension.framework for dimension, _role in places}
    assert not frameworks & set(Framework.objects.filter(check_in_of__isnull=False))


def test_hr_who_joins_two_people_does_not_read_who_checked_in(spring: Round, alice: User) -> None:
    asked = start(report_about(offer(spring)))
    frank = Person.objects.get(name="Frank")
    twin = make_person(spring.council, "Frank", "f.rank@example.gov.uk")
    add_rater(participant_of(asked), twin, RaterGroup.PARTNER)
    told = [
        signed_in(alice).get(reverse("people_join", args=[one.pk, other.pk])).content.decode()
        for one, other in ((frank, twin), (twin, frank))
    ]
    assert all("If it is one person" in page for page in told)
    # Whichever goes: Frank has the request of the spring too, the twin that of the check-in alone.
    assert sorted(page.count("to rate Carol in Spring") for page in told) == [0, 1]


def test_one_that_another_worker_releases_meanwhile_keeps_no_other_from_its_end(
    spring: Round,
) -> None:
    """Both looked before either wrote."""
    asked = start(report_about(offer(spring)))
    seen = Round.objects.get(pk=asked.pk)
    finish(asked)
    seen.state = Round.State.CLOSED
    ending.end(round=seen, at=ENDED)
    assert not Release.objects.exists()
    asked.refresh_from_db()
    assert asked.is_released
