"""A person is found as somebody types them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.data_protection.selectors import record_counts
from assessment.models import Council, Person, Round, User
from assessment.rounds.selectors import people, rounds
from assessment.search import named, plain
from tests.cast import add_participant, add_rater, make_framework, make_person, make_round

ASKED = ["siân o’neill", "SIAN O'NEILL", "sian", "SIÂN", "o'n", "Neill", "SIAN@example"]


@pytest.fixture
def sian(ashford: Council) -> Person:
    make_person(ashford, "Simon O Neal", "simon@example.gov.uk")
    return make_person(ashford, "Siân O’Neill", "sian@example.gov.uk")


class TestPlainLetters:
    @pytest.mark.parametrize(
        ("name", "letters"),
        [
            ("Siân O’Neill", "sian o'neill"),
            ("D`Arcy", "d'arcy"),
            ("Ångström", "angstrom"),
            ("Straße", "strasse"),
            ("Šuštarić", "sustaric"),
            ("李小龙", "李小龙"),
        ],
    )
    def test_are_what_somebody_types(self, name: str, letters: str) -> None:
        assert plain(name) == letters


class TestSearching:
    @pytest.mark.parametrize("words", ASKED)
    def test_finds_a_name_whatever_its_accents_and_apostrophes(
        self, sian: Person, words: str
    ) -> None:
        assert list(named(Person.objects.all(), words)) == [sian]

    def test_finds_a_unit_in_every_list(self, sian: Person, alice: User, ashford: Council) -> None:
        Person.objects.filter(pk=sian.pk).update(unit="Gwasanaethau Tŷ")
        round = assessed(ashford, alice, sian)
        words = "gwasanaethau ty"
        assert [each.name for each in people.list_people(round, search=words)] == [sian.name]
        assert list(record_counts.find_people(ashford, words)) == [sian]
        found = rounds.filter_standings(round, rounds.list_standings(round), search=words)
        assert [(each.name, each.unit) for each in found] == [(sian.name, "Gwasanaethau Tŷ")]

    def test_without_words_finds_everybody_and_asks_nothing(self, sian: Person) -> None:
        with CaptureQueriesContext(connection) as queries:
            found = named(Person.objects.all(), "")
        assert len(queries) == 0
        assert found.count() == 2

    @pytest.mark.parametrize("words", ASKED)
    def test_is_the_same_in_every_list(
        self, sian: Person, alice: User, ashford: Council, words: str
    ) -> None:
        round = assessed(ashford, alice, sian)
        assert [each.name for each in people.list_people(round, search=words)] == [sian.name]
        assert list(record_counts.find_people(ashford, words)) == [sian]
        standings = rounds.list_standings(round)
        found = rounds.filter_standings(round, standings, search=words)
        assert [each.name for each in found] == [sian.name]

    def test_counts_somebody_who_is_asked_twice_once(
        self, sian: Person, alice: User, ashford: Council, bob: Person
    ) -> None:
        round = assessed(ashford, alice, sian)
        add_rater(add_participant(round, bob), sian, "peer")
        found = people.list_people(round, search="sian").get()
        assert (getattr(found, "asked"), getattr(found, "waiting")) == (2, 2)  # noqa: B009


def assessed(council: Council, by: User, person: Person) -> Round:
    round = make_round(council, make_framework(), by=by)
    add_participant(round, person)
    add_participant(round, Person.objects.get(name="Simon O Neal"))
    return round
