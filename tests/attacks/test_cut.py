"""Some months after the release, with every table of the database as what the reader holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.calendar_months import months_after
from assessment.data_protection.services import retention
from assessment.models import Council, Indicator, RaterGroup, User
from assessment.release.services.release import release
from tests.attacks.attacker import attack
from tests.attacks.cut import (
    AnswerSet,
    Known,
    Score,
    Tables,
    attack_the_cut,
    known_in,
    read_tables,
    sets_in,
    without_raters,
)
from tests.attacks.served import apart, without_randomness
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_person,
    make_round,
)

pytestmark = pytest.mark.django_db

PARTICIPANTS = 12
GROUPS = {RaterGroup.SELF: 1, RaterGroup.MANAGER: 1, RaterGroup.PEER: 3, RaterGroup.REPORT: 3}
COLLEAGUES = PARTICIPANTS * 6
NOTHING = Score(matched=0, ratings=0, found=0, named=0)


@dataclass(frozen=True, slots=True)
class Read:
    """Every table after the release, and after the cut; in two worlds of the same figures."""

    released: Tables
    cut: Tables
    other_cut: Tables


@pytest.fixture(scope="module")
def read(django_db_setup: None, django_db_blocker: Any) -> Read:
    with django_db_blocker.unblock():
        released, cut = lived(turn=0)
        return Read(released, cut, lived(turn=1)[1])


def lived(*, turn: int) -> tuple[Tables, Tables]:
    """Twelve participants' round, released and cut; levels change places in a group by turn."""
    return apart(lambda: _lived(turn))


def _lived(turn: int) -> tuple[Tables, Tables]:
    council = Council.objects.create(name="Ashford", contact_email="hr@example.gov.uk")
    _released(council, turn)
    released = read_tables()
    day = months_after(NOW.date(), council.link_cut_months)
    retention.apply(council=council, at=datetime.combine(day, time(12), tzinfo=UTC))
    return released, read_tables()


def _released(council: Council, turn: int) -> None:
    alice = User.objects.create(name="Alice", email="alice@example.gov.uk", council=council)
    User.objects.update(date_joined=NOW)  # each world is made at another moment
    round = make_round(council, make_framework(), by=alice, state="closed")
    keys = list(Indicator.objects.order_by("key").values_list("key", flat=True))
    chance = Random(12)
    for number in range(PARTICIPANTS):
        participant = add_participant(round, make_person(council, f"Carol {number}"))
        able = chance.gauss(3.6, 0.5)
        for group, size in GROUPS.items():
            given = [_levels(chance, able, keys) for _place in range(size)]
            for place in range(size):
                who = make_person(council, f"{group} {number} {place}")
                own = group is RaterGroup.SELF
                rater = participant.raters.get() if own else add_rater(participant, who, group)
                levels = {key: given[(place + turn * n) % size][key] for n, key in enumerate(keys)}
                answer(rater, levels=levels)
    release(round=round, by=alice, at=NOW)


def _levels(chance: Random, able: float, keys: list[str]) -> dict[str, int | None]:
    kind = able + chance.gauss(0, 0.4)
    return {key: min(5, max(1, round(kind + chance.gauss(0, 0.7)))) for key in keys}


class TestACutOfRatersAlone:
    """What an earlier version did; else the attacker would prove nothing."""

    def test_leaves_sets_that_are_whose_they_are(self, read: Read) -> None:
        sets = without_raters(sets_in(read.released))
        score = attack_the_cut(sets, known_in(read.released))
        assert score.matched == PARTICIPANTS
        assert score.found > COLLEAGUES * 9 // 10
        assert score.ratings > PARTICIPANTS

    def test_tells_nothing_that_is_not_so(self, read: Read) -> None:
        """What is certain in the world as it was read is so in it."""
        sets = sets_in(read.released)
        for participant, known in known_in(read.released).items():
            about = [each for each in sets if each.participant == participant]
            told = attack_the_cut(without_raters(about), {participant: known})
            assert told.ratings == sum(_agreed(about, known, group) for group in ("peer", "report"))


def _agreed(sets: list[AnswerSet], known: Known, group: str) -> int:
    own = [each.levels for each in sets if each.group == group]
    return len(own) * sum(len({levels[key] for levels in own}) == 1 for key in own[0])


class TestTheRelease:
    def test_of_these_figures_tells_nothing_by_itself(self, read: Read) -> None:
        """So that what a database tells beside them is the database's doing."""
        for known in known_in(read.released).values():
            seen = [mean for means in known.means.values() for mean in means.values()]
            assert attack(seen, k=3, highest=5) == []


class TestTheCut:
    def test_leaves_no_set_to_match_no_rating_to_know_and_none_to_find(self, read: Read) -> None:
        assert len(sets_in(read.released)) == PARTICIPANTS * sum(GROUPS.values())
        assert attack_the_cut(sets_in(read.cut), known_in(read.cut)) == NOTHING

    def test_leaves_every_figure_that_was_released(self, read: Read) -> None:
        for table in ("assessment_report", "assessment_result"):
            assert read.cut[table] == read.released[table]
            assert len(read.cut[table]) >= PARTICIPANTS

    def test_leaves_the_same_database_whoever_gave_which_answers(self, read: Read) -> None:
        """Two worlds with the same figures: each statement is dealt otherwise within a group."""
        one, other = without_randomness(read.cut), without_randomness(read.other_cut)
        assert {table for table in one if one[table] != other[table]} == set()


class TestTheHelp:
    def test_says_that_answers_go_and_that_reports_stay(self) -> None:
        words = " ".join(Client().get(reverse("help_raters")).content.decode().split())
        assert "Some months after release all answers are deleted" in words
        assert "What reports show stays." in words
