"""No writer brings an invisible letter into a name or an address."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessment.models import Council, Person, User
from assessment.rows import prepare, prepare_changes
from tests.cast import make_person

TYPED = ("\u200bCat\u00a0 O’Sample\u00ad ", "\ufeffcat.o’sam\u200bple@example.gov.uk\u00a0")
MEANT = ("Cat O’Sample", "cat.o'sample@example.gov.uk")


def _one(person: Person) -> None:
    person.save()


def _many(person: Person) -> None:
    Person.objects.bulk_create([person])


def _prepared(person: Person) -> None:
    prepare([person]).write()


def _changed(person: Person) -> None:
    there = make_person(person.council, "Cat")
    there.name, there.email = person.name, person.email
    there.save(update_fields=["name", "email"])


def _changed_in_bulk(person: Person) -> None:
    there = make_person(person.council, "Cat")
    there.name, there.email = person.name, person.email
    Person.objects.bulk_update([there], ["name", "email"])


def _changed_by_hand(person: Person) -> None:
    there = make_person(person.council, "Cat")
    there.name, there.email = person.name, person.email
    prepare_changes([there], ["name", "email"]).write()


def _updated(person: Person) -> None:
    make_person(person.council, "Cat")
    Person.objects.update(name=person.name, email=person.email)


WRITERS = [_one, _many, _prepared, _changed, _changed_in_bulk, _changed_by_hand, _updated]


class TestANameAndAnAddress:
    @pytest.mark.parametrize("write", WRITERS)
    def test_are_saved_as_they_are_meant_by_every_writer(
        self, ashford: Council, write: Callable[[Person], None]
    ) -> None:
        write(Person(council=ashford, name=TYPED[0], email=TYPED[1]))
        assert Person.objects.values_list("name", "email").get() == MEANT

    def test_are_checked_and_shown_as_they_are_saved(self, ashford: Council) -> None:
        person = Person(council=ashford, name=TYPED[0], email=TYPED[1])
        person.full_clean()
        assert (person.name, person.email) == MEANT
        person = Person.objects.create(council=ashford, name=TYPED[0], email=TYPED[1])
        assert (person.name, person.email) == MEANT

    def test_of_an_account_are_no_others(self, ashford: Council) -> None:
        user = User.objects.create_user(TYPED[1], None, name=TYPED[0], council=ashford)
        assert (user.name, user.email) == MEANT

    @pytest.mark.parametrize(
        "typed", ["'cat@example.com", "cat@example.com'", "ca\u200dt@example.com"]
    )
    def test_keep_no_scar_of_a_spreadsheet(self, ashford: Council, typed: str) -> None:
        assert make_person(ashford, "Cat", typed).email == "cat@example.com"

    def test_are_found_however_they_were_pasted(self, ashford: Council) -> None:
        there = make_person(ashford, "Cat", MEANT[1])
        assert Person.objects.with_email(TYPED[1]).get() == there

    def test_keep_letters_of_every_script(self, ashford: Council) -> None:
        for name in ["Siân Ó Néill", "Łukasz Żak", "Ἀθηνᾶ", "محمد", "李小龍", "Zoë 👩\u200d🔬"]:
            assert make_person(ashford, name, f"{len(name)}@example.com").name == name
            Person.objects.all().delete()
