"""The promise in words against the code in deeds: thresholds printed are thresholds used."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment import visibility
from assessment.models import Participant, Person, Rater, RaterGroup, Round, User
from assessment.scoring import disclosure
from assessment.scoring.values import Group, RaterResponse, Withheld
from tests.cast import add_participant, add_rater, make_round, signed_in
from tests.console import text


def smallest(shown: Callable[[int], bool]) -> int:
    """The smallest number of people with which something is shown, found by trying."""
    return next(n for n in count(1) if shown(n))


def group_shown(k: int) -> int:
    return smallest(lambda n: disclosure.arrange({Group.PEER: n}, k).hidden is None)


def comments_shown(k: int, *, answered: Callable[[int], int], wrote: Callable[[int], int]) -> int:
    def shown(n: int) -> bool:
        responses = [
            RaterResponse(
                rater=str(number),
                group=Group.PEER,
                ratings={},
                comments={"c": f"Word {number}"} if number < wrote(n) else {},
            )
            for number in range(answered(n))
        ]
        found = disclosure.release_comments(responses, "c", k=k, rng=random.Random(1))
        return not isinstance(found, Withheld)

    return smallest(shown)


def number_in(words: str, pattern: str) -> int:
    found = re.search(pattern, words)
    assert found, pattern
    return int(found[1])


@pytest.fixture
def asked(open_round: Round, carol: Person) -> Participant:
    Round.objects.update(closes_on=timezone.localdate())
    return add_participant(open_round, carol)


class TestTheHelp:
    @pytest.mark.django_db
    def test_prints_the_smallest_group_that_is_shown(self) -> None:
        words = text(Client().get(reverse("help_raters")))  # type: ignore[arg-type]
        printed = number_in(words, r"shown only when at least (\d+) of its raters answered")
        assert printed == group_shown(disclosure.MINIMUM_K)

    @pytest.mark.django_db
    def test_prints_how_many_must_have_answered_and_written(self) -> None:
        words = text(Client().get(reverse("help_raters")))  # type: ignore[arg-type]
        k, many = disclosure.MINIMUM_K, 100
        answered = comments_shown(k, answered=lambda n: n, wrote=lambda n: n)
        wrote = comments_shown(k, answered=lambda n: many, wrote=lambda n: n)
        assert number_in(words, r"when at least (\d+) colleagues answered") == answered
        assert number_in(words, r"and at least (\d+) of them wrote") == wrote


class TestThePromiseBeforeTheFirstQuestion:
    @pytest.mark.parametrize("k", [3, 4, 7])
    def test_prints_the_threshold_of_the_round(
        self, framework: object, carol: Person, frank: Person, alice: User, k: int
    ) -> None:
        round = make_round(carol.council, framework, by=alice)  # type: ignore[arg-type]
        Round.objects.filter(pk=round.pk).update(min_group_size=k)
        participant = add_participant(round, carol)
        peer = add_rater(participant, frank, RaterGroup.PEER)
        Round.objects.filter(pk=round.pk).update(
            state="open",
            opened_at=timezone.now(),
            opened_by=alice,
            closes_on=timezone.localdate(),
        )
        words = self.words(peer)
        printed = number_in(words, r"only when at least (\d+) people in it have answered")
        assert printed == group_shown(k)
        assert visibility.limit(k=k) in words
        assert f"of groups that are too small it says “fewer than {k}”" in words.lower()

    def words(self, rater: Rater) -> str:
        user = User.objects.create_user(
            rater.person.email, None, name=rater.person.name, council=rater.person.council
        )
        rater.person.user = user
        rater.person.save()
        page = signed_in(user).get(reverse("answer_promise", args=[rater.pk]))
        return text(page)  # type: ignore[arg-type]

    def test_tells_the_manager_that_the_ratings_are_shown_as_the_managers(
        self, asked: Participant, bob: Person
    ) -> None:
        user = User.objects.create_user(bob.email, None, name=bob.name, council=bob.council)
        bob.user = user
        bob.save()
        manager = add_rater(asked, bob, RaterGroup.MANAGER)
        page = signed_in(user).get(reverse("answer_promise", args=[manager.pk]))
        words = text(page)  # type: ignore[arg-type]
        assert "your ratings and comments are shown as the manager’s" in words
        arranged = disclosure.arrange({Group.MANAGER: 1, Group.PEER: 3}, 3)
        assert Group.MANAGER in {part.group for part in arranged.shown}
